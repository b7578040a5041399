"""Where the start that a file tells differs from the one of this diary."""

from collections.abc import Iterable, Iterator

from tracker.domain.answers import decimal
from tracker.domain.diary import Diary
from tracker.domain.wording import quoted, short_day
from tracker.imports.found import Start

NOT_SAID = "none"
MINUTES = 60


def differing_starts(
    starts: Iterable[Start], diaries: Iterable[Diary]
) -> tuple[str, ...]:
    """One line for each thing; a file that does not say it differs in nothing."""
    by_day = {diary.procedure.on: diary for diary in diaries}
    lines = [
        line
        for start in starts
        if start.on in by_day
        for line in _differing(start, by_day[start.on])
    ]
    return tuple(dict.fromkeys(lines))


def _differing(start: Start, diary: Diary) -> Iterator[str]:
    person, procedure = diary.person, diary.procedure
    if start.zone not in (None, person.zone):
        yield f"The file says time zone {quoted(str(start.zone))}, here {person.zone}."
    if start.day_start not in (None, person.day_start):
        theirs, ours = _clock(int(start.day_start or 0)), _clock(person.day_start)
        yield f"The file says a day begins at {theirs}, here at {ours}."
    if start.born not in (None, person.born):
        here = str(person.born) if person.born else NOT_SAID
        yield f"The file says born {start.born}, here {here}."
    if start.baseline_pain != procedure.baseline_pain:
        theirs, ours = (
            _pain(each, diary)
            for each in (start.baseline_pain, procedure.baseline_pain)
        )
        yield f"The file says pain before {theirs}, here {ours}."
    if start.protocol_sha256 not in (None, procedure.protocol_sha256):
        yield f"The file was written with another plan for {short_day(start.on)}."


def _clock(minutes: int) -> str:
    return f"{minutes // MINUTES:02}:{minutes % MINUTES:02}"


def _pain(steps: int | None, diary: Diary) -> str:
    question = diary.protocol.question("pain")
    return (
        NOT_SAID if steps is None else decimal(steps, question.step if question else 1)
    )
