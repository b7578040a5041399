"""What the calendar reads: every step of the history, in SQLAlchemy Core."""

from sqlalchemy import bindparam, or_, select
from sqlalchemy.sql.expression import ClauseElement

from tracker.store.tables import change, person

# A beginning that was taken back leaves its history without its person; what it put
# in a calendar has to be cancelled all the same.
CALENDAR_READS: dict[str, ClauseElement] = {
    "steps": select(change)
    .where(
        or_(
            change.c.person_id == bindparam("person_id", type_=change.c.person_id.type),
            change.c.person_id.not_in(select(person.c.person_id)),
        )
    )
    .order_by(change.c.person_id, change.c.seq),
}
