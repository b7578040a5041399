"""Reports made by hand, with defaults for all but what a test is about."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tracker.domain.answers import read_answers
from tracker.domain.diary import Diary
from tracker.domain.facts import (
    Acknowledgement,
    CheckIn,
    Instruction,
    Person,
    Procedure,
    ShownWarning,
    Visit,
)
from tracker.domain.protocol import Protocol
from tracker.domain.report import MilestoneReading, Report, WarningReading
from tracker.domain.restrictions import stand
from tracker.domain.status import Evidence, Status
from tracker.protocols.library import BUNDLED
from tracker.protocols.reader import read_protocol

ZONE = "America/New_York"
ON = date(2026, 11, 3)
RECORDED = datetime(2026, 11, 4, 14, 10, tzinfo=UTC)
RUTH = "Ruth Example"


def read(path: Path) -> Protocol:
    """The protocol of a file."""
    return read_protocol(path.read_bytes(), path.name)


GARDEN = read(Path(__file__).parent / "protocols" / "data" / "garden-knee.toml")
SACROPLASTY = read(BUNDLED / "sacroplasty-standard.toml")


def day(number: int) -> date:
    """The day of that number, counted from the procedure."""
    return ON + timedelta(days=number)


def noon(on: date) -> datetime:
    """Midday in Ruth's zone, in winter."""
    return datetime(on.year, on.month, on.day, 17, tzinfo=UTC)


def a_diary(
    protocol: Protocol = GARDEN,
    *,
    baseline: int | None = 8,
    at: datetime | None = None,
    name: str = RUTH,
) -> Diary:
    """Ruth's recovery; the time of the procedure is not known."""
    procedure = Procedure(
        "procedure", 1, ON, at, ZONE, baseline, protocol.id, protocol.version,
        "4f2a91" + "0" * 58, RECORDED, name,
    )  # fmt: skip
    return Diary(Person("ruth", name, ZONE, 0), (), procedure, protocol)


def an_entry(
    number: int,
    words: str = "",
    *,
    protocol: Protocol = GARDEN,
    late: int = 0,
    signs_asked: str = "no",
    author: str = RUTH,
    relayed: bool | None = None,
    note: str = "",
) -> CheckIn:
    """An entry of that day, typed ``late`` days after it."""
    answers = read_answers(words.split(), protocol).values() if words else ()
    on = day(number)
    return CheckIn(
        f"entry-{number}", number + 100, "procedure", noon(on), True, ZONE, on,
        noon(on + timedelta(days=late)), author, relayed, signs_asked, note,
        tuple(answer for answer in answers if answer is not None), (),
    )  # fmt: skip


def a_warning(
    number: int,
    on: int,
    *,
    tier: str = "same-day",
    text: str = "New wobble in a knee",
    rule: str = "marked",
) -> ShownWarning:
    """A warning as it was shown on a day."""
    return ShownWarning(
        f"warning-{number}", number, "procedure", f"entry-{on}", on + 100, text, tier,
        text, rule, "555-0100", day(on), ZONE, noon(day(on)), RUTH,
    )  # fmt: skip


def answered(
    warning: ShownWarning, kind: str = "called", note: str = ""
) -> WarningReading:
    """A warning, and what was done about it at noon of its day."""
    on, number = warning.day, warning.number
    answer = Acknowledgement(
        f"answer-{number}", number, "procedure", warning.id, kind, noon(on),
        True, ZONE, on, note, noon(on), "Dana Example",
    )  # fmt: skip
    return WarningReading(warning, answer)


def a_word(
    restriction: str,
    *,
    amount: int | None = None,
    unit: str = "",
    until: date | None = None,
    cleared: bool = False,
    by: str = "Nurse Example",
) -> Instruction:
    """What somebody of the care team said on day 2."""
    return Instruction(
        f"word-{restriction}", 1, "procedure", restriction, amount, unit, until,
        cleared, by, day(2), "", noon(day(2)), RUTH,
    )  # fmt: skip


def a_visit(done: int | None) -> Visit:
    """A visit on day 14; ``done`` is the day on which it took place."""
    done_on = None if done is None else day(done)
    return Visit(
        "visit", 1, "procedure", day(14), None, ZONE, "", done_on, RECORDED, ""
    )


def standing(
    protocol: Protocol, reached: dict[str, int], open_ones: Iterable[str] = ()
) -> tuple[MilestoneReading, ...]:
    """Every milestone: reached on a day, open, or still to come."""
    found = []
    for plan in protocol.milestones:
        status, evidence = Status.UPCOMING, None
        if plan.id in reached:
            on = day(reached[plan.id])
            status, evidence = Status.REACHED, Evidence(noon(on), on, "entry")
        elif plan.id in open_ones:
            status = Status.OPEN
        found.append(MilestoneReading(plan, None, status, evidence, ""))
    return tuple(found)


def a_report(
    *entries: CheckIn,
    today: int = 14,
    first: int = 0,
    diary: Diary | None = None,
    warnings: Sequence[ShownWarning | WarningReading] = (),
    visits: Sequence[Visit] = (),
    told: Sequence[Instruction] = (),
    milestones: tuple[MilestoneReading, ...] | None = None,
) -> Report:
    """A report read at noon of day ``today``, from day ``first`` on."""
    diary = diary or a_diary()
    protocol, last = diary.protocol, day(today)
    if milestones is None:
        milestones = standing(protocol, {})
    read = [
        w if isinstance(w, WarningReading) else WarningReading(w, None)
        for w in warnings
    ]
    return Report(
        diary, noon(last), last, day(first), last, milestones,
        tuple(stand(p, told, day(42), last) for p in protocol.restrictions),
        tuple(read), tuple(visits), entries, entries[-1] if entries else None,
    )  # fmt: skip
