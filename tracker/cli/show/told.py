"""What the care team said, as it was kept."""

from collections.abc import Sequence

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.limits import say_differing
from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction
from tracker.domain.restrictions import Limit, newness, speaker
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
        show_json({**_shape(told, touched), "person": diary.person.name})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Saved for {diary.person.name}.")
    for line in dict.fromkeys(
        f"{describe(diary, w)}{_counted(w, diary)}." for w in told
    ):
        screen.say(line)
    first = told[0]
    screen.say(f"{first.by}, {mid_day(first.told_on)}. Typed by {first.author}.")
    _beside(screen, told, before, touched)
    if any(word.until and word in _standing(touched) for word in told):
        screen.say(
            "After that day the diary asks whether your care team has cleared it; "
            "the limit does not end by itself."
        )
    screen.command("Wrong? tracker undo")
    screen.show()


def show_heard(
    workspace: Workspace,
    diary: Diary,
    said: Sequence[Instruction],
    before: Sequence[Limit],
) -> None:
    """What was said, before it is kept, with the earlier words it would replace."""
    screen = Screen(plain=workspace.plain)
    screen.gap()
    screen.say(f"Said by {said[0].by}, {mid_day(said[0].told_on)}:")
    for word in said:
        open_end = not (word.until or word.cleared)
        end = ", no end was said" if open_end else ""
        screen.say(f"{describe(diary, word)}{end}.", 2, 2)
        for old in replaced([word], before):
            screen.say(f"In place of: {say_whose(old)}.", 4, 4)
    screen.show()


def _beside(
    screen: Screen,
    told: Sequence[Instruction],
    before: Sequence[Limit],
    touched: Sequence[Limit],
) -> None:
    """What else was said, and what counts of it."""
    for word in replaced(told, before):
        screen.say(f"It goes before what was said earlier: {say_whose(word)}.")
    for word in outdone(told, touched):
        screen.say(f"A later word stands in its place: {say_whose(word)}.")
    for limit in touched:
        if limit.differing:
            screen.say(f"What counts now: {limit_words(limit)}")
            say_differing(screen, limit)


def replaced(told: Sequence[Instruction], before: Sequence[Limit]) -> list[Instruction]:
    """The words of before that a later one of the same speaker took the place of."""
    return [
        old
        for old in _standing(before)
        for word in told
        if not word.settles and _same(word, old) and newness(word) > newness(old)
    ]


def outdone(told: Sequence[Instruction], limits: Sequence[Limit]) -> list[Instruction]:
    """The later words of the same speaker in whose place a new one does not come."""
    return [
        newer
        for newer in _standing(limits)
        for word in told
        if _same(word, newer) and newness(newer) > newness(word)
    ]


def _standing(limits: Sequence[Limit]) -> list[Instruction]:
    return [word for limit in limits for word in limit.standing]


def _same(word: Instruction, other: Instruction) -> bool:
    return word.restriction == other.restriction and speaker(word) == speaker(other)


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
