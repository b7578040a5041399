"""What the care team said, as it was kept."""

from collections.abc import Sequence

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.limits import say_differing
from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction
from tracker.domain.restrictions import Limit, speaker
from tracker.domain.wording import mid_day
from tracker.exports import timeline_shape
from tracker.exports.limit_words import limit_words, say_whose
from tracker.services.told import describe
from tracker.workspace import Workspace


def show_told(
    workspace: Workspace,
    diary: Diary,
    told: Sequence[Instruction],
    before: Sequence[Limit],
    limits: Sequence[Limit],
) -> None:
    """Each limit, whose word it is, what counts now, and that it never just ends.

    ``before`` are the limits as they stood before this was said.
    """
    spoken = {word.restriction for word in told}
    touched = [limit for limit in limits if limit.plan.id in spoken]
    if workspace.json:
        show_json(_shape(told, touched))
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Saved for {diary.person.name}.")
    for line in dict.fromkeys(
        f"{describe(diary, w)}{_counted(w, diary)}." for w in told
    ):
        screen.say(line)
    first = told[0]
    screen.say(f"{first.by}, {mid_day(first.told_on)}. Typed by {first.author}.")
    for word in replaced(told, before):
        screen.say(f"It goes before what was said earlier: {say_whose(word)}.")
    for limit in touched:
        if limit.differing:
            screen.say(f"What counts now: {limit_words(limit)}")
            say_differing(screen, limit)
    if any(word.until for word in told):
        screen.say(
            "After that day the diary asks whether your care team has cleared it; "
            "the limit does not end by itself."
        )
    screen.command("Wrong? tracker undo")
    screen.show()


def replaced(told: Sequence[Instruction], before: Sequence[Limit]) -> list[Instruction]:
    """The standing words that a later one of the same speaker took the place of."""
    said = {(word.restriction, speaker(word)) for word in told if not word.settles}
    return [
        word
        for limit in before
        for word in limit.standing
        if (word.restriction, speaker(word)) in said
    ]


def _counted(word: Instruction, diary: Diary) -> str:
    if word.until is None:
        return ""
    return f", day {diary.day_number(word.until)} after the procedure"


def _shape(told: Sequence[Instruction], limits: Sequence[Limit]) -> dict[str, object]:
    return {
        "version": 1,
        "told": [timeline_shape.instruction(word) for word in told],
        "differing": [
            timeline_shape.instruction(word)
            for limit in limits
            for word in limit.differing
        ],
    }
