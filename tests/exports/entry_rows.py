"""Entries made by hand, as the store hands them out to be written."""

from tests.pages import ON
from tracker.domain.entry_row import EntryRow
from tracker.domain.facts import CheckIn
from tracker.store.rows import instant_text


def a_row(entry: CheckIn, warnings: str | None = None) -> EntryRow:
    """An entry of Ruth's procedure as one row."""
    answers = [f"{a.question} {a.number} {a.unit}" for a in sorted(entry.answers)]
    return EntryRow(
        id=entry.id,
        number=entry.number,
        procedure=ON.isoformat(),
        day=entry.day.isoformat(),
        at=instant_text(entry.at),
        time_known=int(entry.time_known),
        zone=entry.zone,
        recorded_at=instant_text(entry.recorded_at),
        author=entry.author,
        relayed=None if entry.relayed is None else int(entry.relayed),
        signs_asked=entry.signs_asked,
        weekly_asked=int(entry.weekly_asked),
        note=entry.note,
        answers="\n".join(answers) or None,
        signs=" ".join(sorted(entry.signs)) or None,
        warnings=warnings,
    )
