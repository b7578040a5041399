"""What an import would do, what it did, and the warnings it brought."""

from collections.abc import Sequence
from typing import Any

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.warned import call_words
from tracker.domain.diary import Diary
from tracker.domain.facts import Acknowledgement, ShownWarning
from tracker.domain.protocol import TIERS
from tracker.domain.signs import MARKED
from tracker.domain.wording import short_day
from tracker.exports import entry_shape
from tracker.imports.found import Imported, Refusal
from tracker.services.import_weighing import Weighed, said
from tracker.services.importing import Kept
from tracker.workspace import Workspace

MOST_LINES = 20
MOST_WARNINGS = 10


def show_weighed_only(workspace: Workspace, name: str, weighed: Weighed) -> None:
    """What an import would do, and that nothing was written."""
    if workspace.json:
        show_json(_shape(weighed))
        return
    screen = Screen(plain=workspace.plain)
    _weighed(screen, name, weighed)
    if weighed.new:
        screen.say("Nothing was written. To import it: leave --dry-run out.")
    else:
        screen.say("There is nothing new in it. Nothing was written.")
    screen.show()


def show_weighed(workspace: Workspace, name: str, weighed: Weighed) -> None:
    """What an import would do."""
    screen = Screen(plain=workspace.plain)
    _weighed(screen, name, weighed)
    screen.show()


def show_kept(workspace: Workspace, kept: Kept) -> None:
    """The warnings it brought first, then what was imported and how to go back."""
    if workspace.json:
        show_json(_shape(kept.weighed, kept))
        return
    screen = Screen(plain=workspace.plain)
    _warnings(screen, kept.weighed.diary, kept.warnings)
    if kept.copy is None:
        screen.say("There is nothing new in it. Nothing was written.")
    else:
        screen.say(f"Imported: {said(kept.weighed.new)}.")
        _unanswered(screen, kept.weighed.new)
        screen.say("A checked copy of before:")
        screen.command(str(kept.copy), 2)
        screen.command("Wrong? tracker undo")
    screen.show()


def _unanswered(screen: Screen, new: Sequence[Imported]) -> None:
    """The warnings that came with the file and that nobody answered there."""
    answered = {fact.warning_id for fact in new if isinstance(fact, Acknowledgement)}
    shown = [fact.id for fact in new if isinstance(fact, ShownWarning)]
    left = len(set(shown) - answered)
    if left:
        were = "warnings in it are" if left > 1 else "warning in it is"
        screen.say(f"{left:,} {were} not answered yet: tracker warnings")


def _weighed(screen: Screen, name: str, weighed: Weighed) -> None:
    whose = weighed.diary.person.name
    screen.say(f"{name} ({weighed.format}), for the diary of {whose}:")
    screen.row("New", said(weighed.new) or "nothing")
    screen.row("Known already", f"{weighed.same:,}" if weighed.same else "none")
    _refusals(screen, "In conflict", weighed.conflicts)
    _refusals(screen, "Refused", weighed.refused)
    for what, count in weighed.ignored.items():
        screen.row("Left out", f"{count:,} x {what}" if count > 1 else what)
    if weighed.raised:
        screen.row("Signs to show", f"{len(weighed.raised):,}, found in the entries")


def _refusals(screen: Screen, label: str, refusals: Sequence[Refusal]) -> None:
    screen.row(label, f"{len(refusals):,}" if refusals else "none")
    for refusal in refusals[:MOST_LINES]:
        screen.say(f"{refusal.place}: {refusal.why}", 4, 6)
    if len(refusals) > MOST_LINES:
        left = len(refusals) - MOST_LINES
        screen.say(f"and {left:,} more; all of them: --json", 4, 6)


def _warnings(screen: Screen, diary: Diary, warnings: Sequence[ShownWarning]) -> None:
    for tier in TIERS:
        of_tier = [warning for warning in warnings if warning.tier == tier]
        if of_tier:
            _tier(screen, diary, tier, of_tier)
    if warnings:
        screen.say("Called then, or now? Say so for each:")
        screen.command("tracker warnings", 2)
        screen.gap()


def _tier(
    screen: Screen, diary: Diary, tier: str, warnings: Sequence[ShownWarning]
) -> None:
    screen.say(call_words(diary, tier))
    screen.rule()
    count = len(warnings)
    screen.say(f"Found in what was imported, {count:,} in all:" if count > 1 else FOUND)
    for warning in list(reversed(warnings))[:MOST_WARNINGS]:
        why = "" if warning.rule == MARKED else f" ({warning.rule})"
        when = f"{short_day(warning.day)}, entry {warning.check_in_number}"
        screen.say(f"{when}: {warning.text}{why}.", 2, 4)
    if count > MOST_WARNINGS:
        screen.say(f"and {count - MOST_WARNINGS:,} more: tracker warnings", 2, 4)
    screen.gap()


FOUND = "Found in what was imported:"


def _shape(weighed: Weighed, kept: Kept | None = None) -> dict[str, Any]:
    """Version 1 of what `import` says to programs."""
    warnings = kept.warnings if kept else ()
    return {
        "version": 1,
        "format": weighed.format,
        "written": bool(kept and kept.copy),
        "copy": str(kept.copy) if kept and kept.copy else None,
        "new": len(weighed.new),
        "same": weighed.same,
        "conflicts": [refusal._asdict() for refusal in weighed.conflicts],
        "refused": [refusal._asdict() for refusal in weighed.refused],
        "ignored": weighed.ignored,
        "signs": len(weighed.raised),
        "warnings": [entry_shape.warning(each) for each in warnings],
    }
