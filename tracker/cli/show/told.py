"""What the care team said, as it was kept."""

from collections.abc import Sequence

from tracker.cli.screen import Screen, show_json
from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction
from tracker.domain.restrictions import say_amount
from tracker.domain.wording import mid_day
from tracker.services.told import describe
from tracker.workspace import Workspace


def show_told(workspace: Workspace, diary: Diary, told: Sequence[Instruction]) -> None:
    """Each limit, whose word it is, and that it never ends by itself."""
    if workspace.json:
        show_json({"version": 1, "told": [_shape(word) for word in told]})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Saved for {diary.person.name}.")
    for word in told:
        screen.say(f"{describe(diary, word)}{_counted(word, diary)}.")
    first = told[0]
    screen.say(f"{first.by}, {mid_day(first.told_on)}. Typed by {first.author}.")
    if any(word.until for word in told):
        screen.say(
            "After that day the diary asks whether your care team has cleared it; "
            "the limit does not end by itself."
        )
    screen.command("Wrong? tracker undo")
    screen.show()


def _counted(word: Instruction, diary: Diary) -> str:
    if word.until is None:
        return ""
    return f", day {diary.day_number(word.until)} after the procedure"


def _shape(word: Instruction) -> dict[str, object]:
    amount = say_amount(word.amount, word.unit) if word.amount else None
    return {
        "id": word.restriction,
        "limit": amount,
        "until": word.until.isoformat() if word.until else None,
        "cleared": word.cleared,
        "by": word.by,
        "told_on": word.told_on.isoformat(),
        "source": word.source or None,
    }
