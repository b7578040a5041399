"""What an import would do, what it did, and the signs in it, which come first."""

from collections.abc import Sequence
from typing import Any

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.imported_signs import found_signs, kept_signs, show_signs
from tracker.domain.facts import Instruction, ShownWarning
from tracker.exports import entry_shape
from tracker.exports.limit_words import say_whose
from tracker.imports.found import Refusal
from tracker.services.import_signs import Unkept
from tracker.services.import_weighing import Weighed, said
from tracker.services.importing import Kept
from tracker.services.kept_draft import Forgotten
from tracker.workspace import Workspace

MOST_LINES = 20
MOST_WORDS = 100
LEFT_BY_UNDO = (
    "That takes answers to warnings back too, but no warning: what was shown stays "
    "shown."
)


def show_weighed_only(
    workspace: Workspace,
    name: str,
    weighed: Weighed,
    forgotten: Forgotten | None = None,
) -> None:
    """What an import would do, and that nothing was written."""
    if workspace.json:
        show_json(_shape(weighed, None, forgotten))
        return
    screen = Screen(plain=workspace.plain)
    show_signs(screen, weighed, found_signs(weighed), "--json")
    _weighed(screen, name, weighed)
    if weighed.new:
        screen.say("Nothing was written. To import it: leave --dry-run out.")
    else:
        screen.say("There is nothing new in it. Nothing was written.")
    _say_forgotten(screen, forgotten)
    screen.show()


def show_weighed(workspace: Workspace, name: str, weighed: Weighed) -> None:
    """What an import would do."""
    screen = Screen(plain=workspace.plain)
    show_signs(screen, weighed, found_signs(weighed), "--json")
    _weighed(screen, name, weighed)
    screen.show()


def show_kept(
    workspace: Workspace,
    name: str,
    kept: Kept,
    seen: Weighed | None,
    forgotten: Forgotten | None = None,
) -> None:
    """The signs first, then what was imported and how to go back.

    ``seen`` is what was shown before the question: something may have been written
    since, and then it is shown again.
    """
    if workspace.json:
        show_json(_shape(kept.weighed, kept, forgotten))
        return
    screen = Screen(plain=workspace.plain)
    weighed = kept.weighed
    show_signs(screen, weighed, kept_signs(kept), "tracker warnings")
    if kept.warnings or weighed.waiting:
        screen.say("Called then, or now? Say so for each:")
        screen.command("tracker warnings", 2)
        screen.gap()
    if seen is None or _counts(seen) != _counts(weighed):
        if seen is not None:
            screen.say("Something was written here since you were asked. Now it is:")
        _weighed(screen, name, weighed)
    else:
        screen.say(f"For the diary of {weighed.diary.person.name}.")
    if kept.copy is None:
        screen.say("There is nothing new in it. Nothing was written.")
    else:
        screen.say(f"Imported: {said(weighed.new)}.")
        screen.say("A checked copy of before:")
        screen.command(str(kept.copy), 2)
        screen.command("Wrong? tracker undo")
        if kept.warnings or any(isinstance(f, ShownWarning) for f in weighed.new):
            screen.say(LEFT_BY_UNDO)
    _say_forgotten(screen, forgotten)
    screen.show()


def _say_forgotten(screen: Screen, forgotten: Forgotten | None) -> None:
    """What became of the file in which an entry was kept aside."""
    if forgotten is None:
        return
    became = "was removed" if forgotten.removed else "can be removed"
    screen.say(f"It is all in the diary, so this file {became}:")
    screen.command(forgotten.file, 2)


def _counts(weighed: Weighed) -> tuple[object, ...]:
    return (said(weighed.new), weighed.same, weighed.conflicts, weighed.refused)


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
    _words(screen, weighed)
    if weighed.differing:
        screen.row("Look at", f"{len(weighed.differing):,} about the start")
    for line in weighed.differing:
        screen.say(line, 4, 6)


def _words(screen: Screen, weighed: Weighed) -> None:
    """Each word of the care team: limits are what people act on."""
    words = [fact for fact in weighed.new if isinstance(fact, Instruction)]
    if words:
        screen.row("Words on limits", f"{len(words):,}")
    for word in words[:MOST_WORDS]:
        plan = weighed.diary.protocol.restriction(word.restriction)
        title = plan.title if plan else word.restriction
        screen.say(f"{title}: {say_whose(word)}", 4, 6)
    if len(words) > MOST_WORDS:
        screen.say(f"and {len(words) - MOST_WORDS:,} more", 4, 6)


def _refusals(screen: Screen, label: str, refusals: Sequence[Refusal]) -> None:
    screen.row(label, f"{len(refusals):,}" if refusals else "none")
    for refusal in refusals[:MOST_LINES]:
        screen.say(f"{refusal.place}: {refusal.why}", 4, 6)
    if len(refusals) > MOST_LINES:
        left = len(refusals) - MOST_LINES
        screen.say(f"and {left:,} more; all of them: --json", 4, 6)


def _shape(
    weighed: Weighed, kept: Kept | None, forgotten: Forgotten | None
) -> dict[str, Any]:
    """Version 1 of what `import` says to programs."""
    warnings = kept.warnings if kept else ()
    return {
        "version": 1,
        "person": weighed.diary.person.name,
        "format": weighed.format,
        "written": bool(kept and kept.copy),
        "copy": str(kept.copy) if kept and kept.copy else None,
        "new": len(weighed.new),
        "same": weighed.same,
        "conflicts": [_refusal(refusal) for refusal in weighed.conflicts],
        "refused": [_refusal(refusal) for refusal in weighed.refused],
        "signs_not_kept": [_unkept(each) for each in weighed.unkept],
        "ignored": weighed.ignored,
        "differing": list(weighed.differing),
        "signs": len(weighed.raised),
        "signs_found": [
            {"day": each.day.isoformat(), "tier": each.tier, "text": each.text}
            for each in found_signs(weighed)
        ],
        "warnings": [entry_shape.warning(each) for each in warnings],
        "draft": forgotten._asdict() if forgotten else None,
    }


def _refusal(refusal: Refusal) -> dict[str, str]:
    return {"place": refusal.place, "why": refusal.why}


def _unkept(unkept: Unkept) -> dict[str, str]:
    sign = unkept.warning.sign
    said = {"sign": sign.id, "tier": sign.tier, "text": sign.text}
    return {"place": unkept.place, "why": unkept.why, **said}
