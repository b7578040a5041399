"""Made-up facts, with defaults for all but what a test is about."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.facts import (
    Answer,
    CheckIn,
    Completion,
    Contact,
    Instruction,
    Moment,
    Person,
    Procedure,
    ShownWarning,
    Visit,
)
from tracker.services.start import Beginning

RUTH = "Ruth Example"
ANNA = "Anna Example"
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 4, 19, 10, tzinfo=NEW_YORK).astimezone(UTC)
BEGAN = datetime(2026, 11, 3, 11, 0, tzinfo=NEW_YORK).astimezone(UTC)
PERSON_ID = "00000000-0000-7000-8000-000000000001"
PROCEDURE_ID = "00000000-0000-7000-8000-000000000002"


def an_id(number: int) -> str:
    """The same UUID of version 7 for the same number."""
    return f"00000000-0000-7000-8000-{number:012d}"


def a_beginning(**changed: object) -> Beginning:
    """What `start` was told: Tue 3 November 2026, 10:30 in New York, baseline 8."""
    told = Beginning(
        on=date(2026, 11, 3),
        clock=time(10, 30),
        zone=NEW_YORK,
        name=RUTH,
        author=RUTH,
        baseline_pain=8,
        emergency="911",
        care_team="555 0100",
        day_start=0,
        another=False,
    )
    return told._replace(**changed)  # type: ignore[arg-type]


def a_person(**changed: object) -> Person:
    """Ruth, in New York."""
    person = Person(PERSON_ID, RUTH, NEW_YORK.key, 0)
    return person._replace(**changed)  # type: ignore[arg-type]


def a_contact(**changed: object) -> Contact:
    """The number for an emergency."""
    contact = Contact(an_id(5), "emergency", "911")
    return contact._replace(**changed)  # type: ignore[arg-type]


def a_procedure(**changed: object) -> Procedure:
    """Ruth's procedure; its protocol's digest is made up."""
    procedure = Procedure(
        id=PROCEDURE_ID,
        number=1,
        on=date(2026, 11, 3),
        at=datetime(2026, 11, 3, 15, 30, tzinfo=UTC),
        zone=NEW_YORK.key,
        baseline_pain=8,
        protocol_id="sacroplasty-standard",
        protocol_version="1.0.0",
        protocol_sha256="0" * 64,
        recorded_at=BEGAN,
        author=RUTH,
    )
    return procedure._replace(**changed)  # type: ignore[arg-type]


def a_moment(at: datetime = NOW, *, time_known: bool = True) -> Moment:
    """An instant, on its day in New York."""
    return Moment(at, at.astimezone(NEW_YORK).date(), time_known)


def an_answer(question: str = "pain", number: int = 4, unit: str = "0-10") -> Answer:
    """Pain 4."""
    return Answer(question, number, unit)


def a_check_in(number: int = 1, **changed: object) -> CheckIn:
    """An entry of that number: pain 4 on the evening of day 1, by Ruth."""
    moment = a_moment(NOW + timedelta(minutes=number - 1))
    entry = CheckIn(
        id=an_id(1000 + number),
        number=number,
        procedure_id=PROCEDURE_ID,
        at=moment.at,
        time_known=True,
        zone=NEW_YORK.key,
        day=moment.day,
        recorded_at=moment.at,
        author=RUTH,
        relayed=None,
        signs_asked="no",
        note="",
        answers=(an_answer(),),
        signs=(),
    )
    return entry._replace(**changed)  # type: ignore[arg-type]


def a_shown_warning(number: int = 1, **changed: object) -> ShownWarning:
    """A warning that entry 1 showed."""
    warning = ShownWarning(
        id=an_id(2000 + number),
        number=number,
        procedure_id=PROCEDURE_ID,
        check_in_id=an_id(1001),
        check_in_number=1,
        sign="chest-breath",
        tier="emergency",
        text="Chest pain or trouble breathing",
        rule="",
        call="911",
        day=date(2026, 11, 4),
        zone=NEW_YORK.key,
        shown_at=NOW,
        author=RUTH,
    )
    return warning._replace(**changed)  # type: ignore[arg-type]


def an_instruction(**changed: object) -> Instruction:
    """Up to 5 lb, a nurse said."""
    told = Instruction(
        id=an_id(3001),
        number=1,
        procedure_id=PROCEDURE_ID,
        restriction="heavy-lifting",
        amount=50,
        unit="lb",
        until=date(2026, 12, 15),
        cleared=False,
        by="Nurse Example",
        told_on=date(2026, 11, 4),
        source="by phone",
        recorded_at=NOW,
        author=ANNA,
    )
    return told._replace(**changed)  # type: ignore[arg-type]


def a_completion(**changed: object) -> Completion:
    """Home, marked by hand."""
    done = Completion(
        id=an_id(4001),
        number=1,
        procedure_id=PROCEDURE_ID,
        milestone="home",
        kind="done",
        at=NOW,
        time_known=True,
        zone=NEW_YORK.key,
        day=date(2026, 11, 4),
        reason="",
        recorded_at=NOW,
        author=RUTH,
    )
    return done._replace(**changed)  # type: ignore[arg-type]


def a_visit(number: int = 1, **changed: object) -> Visit:
    """A visit two weeks later, not yet done."""
    visit = Visit(
        id=an_id(5000 + number),
        number=number,
        procedure_id=PROCEDURE_ID,
        on=date(2026, 11, 17),
        at=None,
        zone=NEW_YORK.key,
        title="",
        done_on=None,
        recorded_at=NOW,
        author=RUTH,
    )
    return visit._replace(**changed)  # type: ignore[arg-type]
