"""One entry as it is stored, for writing many of them out one after another."""

from tracker.domain.values import NamedTuple

BETWEEN_ANSWERS = "\n"
# The columns of the long table: of the entry, then of the answer or sign.
OF_ENTRY = (
    "id",
    "entry",
    "procedure",
    "day",
    "at",
    "time_known",
    "zone",
    "recorded_at",
    "author",
    "relayed",
    "signs_asked",
    "weekly_asked",
    "note",
)
OF_ROW = ("kind", "name", "number", "unit", "value")


class EntryRow(NamedTuple):
    """An entry in the store's own text and integers.

    ``procedure`` is the day of its procedure. ``answers`` are "question number unit"
    with a line end between them, ``signs`` ids with blanks between them; both are None
    where there are none. ``warnings`` says those it showed, and what was done.
    """

    id: str
    number: int
    procedure: str
    day: str
    at: str
    time_known: int
    zone: str
    recorded_at: str
    author: str
    relayed: int | None
    signs_asked: str
    weekly_asked: int
    note: str
    answers: str | None
    signs: str | None
    warnings: str | None
