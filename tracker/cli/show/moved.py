"""What moves with the procedure, and what stays."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen, show_json
from tracker.domain.diary import Diary
from tracker.domain.facts import Procedure
from tracker.domain.restrictions import say_word
from tracker.domain.window import Window, local_day
from tracker.domain.wording import clock, clock_of, ordinal, said_day, short_day
from tracker.exports import entry_shape, timeline_shape
from tracker.exports.to_json import VERSION, Shape
from tracker.services.move import Moving, Shift
from tracker.workspace import Workspace

LAST_MOMENT = timedelta(microseconds=1)
BEFORE = ("Is", "Would be", "then")
AFTER = ("Was", "Is now", "now")


def show_weighed_only(workspace: Workspace, moving: Moving) -> None:
    """What a move would do, and that nothing was written."""
    if workspace.json:
        show_json(_shape(moving, moved=False))
        return
    screen = Screen(plain=workspace.plain)
    _weighed(screen, moving, BEFORE)
    screen.say("Nothing was moved. To move it: leave --dry-run out.")
    screen.show()


def show_weighed(workspace: Workspace, moving: Moving) -> None:
    """What a move would do."""
    screen = Screen(plain=workspace.plain)
    _weighed(screen, moving, BEFORE)
    screen.show()


def show_moved(
    workspace: Workspace, moving: Moving, author: str, *, seen: bool
) -> None:
    """That it was moved; what moved with it, unless that was ``seen`` before."""
    if workspace.json:
        show_json(_shape(moving, moved=True))
        return
    screen = Screen(plain=workspace.plain)
    if not seen:
        _weighed(screen, moving, AFTER)
        screen.gap()
    often = f", for the {ordinal(moving.times)} time" if moving.times > 1 else ""
    day = said_day(moving.procedure, timed=True)
    screen.say(f"Moved: the procedure is on {day}{often}.")
    screen.say(f"For {moving.diary.person.name}, by {author}.")
    screen.command("Wrong? tracker undo")
    screen.show()


def _weighed(screen: Screen, moving: Moving, words: tuple[str, str, str]) -> None:
    old, new = moving.diary.procedure, moving.procedure
    was, becomes, then = words
    screen.say(f"Procedure of {moving.diary.person.name}")
    screen.row(was, said_day(old, timed=True))
    screen.row(becomes, said_day(new, timed=True))
    screen.say(_of_the_time(old, new), 2, 2)
    if moving.shifts:
        screen.head("Windows that move")
    for shift in moving.shifts:
        before, after = _windows(shift, moving)
        screen.say(shift.plan.title, 2, 2)
        screen.say(before, 4, 6)
        screen.say(f"-> {after}", 4, 7)
    _turned(screen, moving)
    screen.head("What stays")
    screen.say("Every entry, and every milestone marked by hand, keeps its time.", 2, 2)
    screen.say(_early(moving.early, then), 2, 2)
    screen.say("What was told about limits stays as told.", 2, 2)
    for word in moving.told:
        plan = moving.diary.protocol.restriction(word.restriction)
        title = plan.title if plan else word.restriction
        screen.say(f"{title}: {say_word(word)}. {word.by}", 4, 6)


def _turned(screen: Screen, moving: Moving) -> None:
    """What counts as reached by other windows; the entries themselves stay."""
    turned = moving.turned
    if turned.no_longer or turned.newly:
        screen.head("Milestones")
    for title in turned.no_longer:
        screen.say(f"No longer counted as reached: {title}", 2, 4)
    for title in turned.newly:
        screen.say(f"Counted as reached then: {title}", 2, 4)


def _of_the_time(old: Procedure, new: Procedure) -> str:
    """What becomes of the time of day."""
    known = clock_of(new)
    if known is None:
        return "The time of day is not known: whole days are counted."
    if clock_of(old) is None:
        return "The time of day is new: hours are counted from it."
    if clock_of(old) == known:
        return f"The time of day stays {known:%H:%M}. Another?  --time HH:MM"
    return "The time of day is another one too."


def _windows(shift: Shift, moving: Moving) -> tuple[str, str]:
    """Both windows in days; with clocks where hours count, or the days are the same."""
    zone, opens = moving.diary.zone, shift.plan.opens
    before, after = (_in_days(each, zone) for each in (shift.before, shift.after))
    timed = moving.diary.procedure.at is not None and moving.procedure.at is not None
    if before == after or (timed and opens is not None and opens.hours):
        return _with_clocks(shift.before, zone), _with_clocks(shift.after, zone)
    return before, after


def _in_days(window: Window, zone: ZoneInfo) -> str:
    first = short_day(local_day(window.opens, zone, 0))
    if window.closes is None:
        return f"from {first}"
    last = max(window.opens, window.closes - LAST_MOMENT)
    return f"{first} to {short_day(local_day(last, zone, 0))}"


def _with_clocks(window: Window, zone: ZoneInfo) -> str:
    ends = [end for end in window if end is not None]
    said = [f"{short_day(local_day(e, zone, 0))}, {clock(e, zone)}" for e in ends]
    return " to ".join(said)


def _early(count: int, then: str) -> str:
    if count == 0:
        return f"No entry lies before the procedure {then}."
    lie, kept = ("entry lies", "It is") if count == 1 else ("entries lie", "They are")
    return f"{count} {lie} before the procedure {then}. {kept} kept."


def _shape(moving: Moving, *, moved: bool) -> Shape:
    return {
        "version": VERSION,
        "person": moving.diary.person.name,
        "moved": moved,
        "before": _day_shape(moving.diary.procedure),
        "after": _day_shape(moving.procedure),
        "windows": [_shift_shape(each, moving.diary) for each in moving.shifts],
        "told": [timeline_shape.instruction(word) for word in moving.told],
        "entries_before": moving.early,
        "no_longer_reached": list(moving.turned.no_longer),
        "newly_reached": list(moving.turned.newly),
        "times": moving.times,
        "reason": moving.reason,
    }


def _day_shape(procedure: Procedure) -> Shape:
    return {
        "on": procedure.on.isoformat(),
        "at": entry_shape.instant(procedure.at, procedure.zone),
    }


def _shift_shape(shift: Shift, diary: Diary) -> Shape:
    zone = diary.person.zone
    return {
        "id": shift.plan.id,
        "title": shift.plan.title,
        "before": _window_shape(shift.before, zone),
        "after": _window_shape(shift.after, zone),
    }


def _window_shape(window: Window, zone: str) -> Shape:
    return {
        "opens": entry_shape.instant(window.opens, zone),
        "closes": entry_shape.instant(window.closes, zone),
    }
