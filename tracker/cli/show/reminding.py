"""What is due now, on the screen: warnings first, each with what to type."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from tracker.cli.screen import Screen, show_json
from tracker.domain.calendar import CHECK_IN_AT
from tracker.domain.report import Report
from tracker.domain.wording import join_words
from tracker.exports.reminder_words import Line, in_short, lead, shape
from tracker.exports.to_json import VERSION, Shape
from tracker.exports.today_words import title
from tracker.services.timer_programs import CRON, CRONTAB, SYSTEMD
from tracker.services.timer_text import Timer
from tracker.services.timers import Change, Setup
from tracker.workspace import Workspace

NOTHING = "Nothing is due now. That is not a finding."
WATCHED = "Unwell? tracker signs   Not watched."
COMPUTER = "by the clock of this computer"
WHILE_ON = {
    SYSTEMD: (
        "It runs while you are logged in. After the computer was off it runs once, as "
        "soon as you are back."
    ),
    CRON: "It runs while the computer is on. What is not run then is not made up for.",
}
UNSHOWN = {
    SYSTEMD: (
        "What is due goes to the log of this computer, and no notice is shown. For a "
        "notice set it up again, and add:"
    ),
    CRON: (
        "What is due comes by mail, where cron can send one, and no notice is shown. "
        "For a notice set it up again, and add:"
    ),
}
EXAMPLE = "--notify-cmd 'notify-send Recovery {}'"
FROM_WHEN = f"Entries are asked for from {CHECK_IN_AT:%H:%M} on, in {{}}."
ENDED = "Taken away. Nothing is said each day any more. The diary stays as it is."
NONE_THERE = "Nothing was set up here for this diary, so nothing was taken away."


def show_due(
    workspace: Workspace,
    reports: Sequence[Report],
    found: Sequence[Line],
    *,
    full: bool,
    quiet: bool,
) -> None:
    """What is due; with ``quiet`` nothing at all where nothing is."""
    if quiet and not found:
        return
    if workspace.json:
        show_json(shape(reports, found))
        return
    screen = Screen(plain=workspace.plain)
    if full and len(reports) == 1:
        screen.say(title(reports[0]))
        screen.gap()
    _say_lines(screen, found, full=full)
    if not found:
        screen.say(NOTHING)
        screen.gap()
    screen.say(WATCHED)
    screen.show()


def _say_lines(screen: Screen, found: Sequence[Line], *, full: bool) -> None:
    for (name, _), of_name in groupby(in_short(found), key=attrgetter("name", "warns")):
        if name:
            screen.head(name)
        said = [(*line.said(full=full), _asked(line)) for line in of_name]
        for (command, asked), words in groupby(said, key=itemgetter(1, 2)):
            for text, *_ in words:
                screen.say(_begun(text), 2, 2)
            # A name takes the room that 40 columns leave before a command.
            screen.command(f"{asked}{command}", 0 if name else 4)
        screen.gap()


def _asked(line: Line) -> str:
    """Whether somebody called is asked; all else is plain to see."""
    return f"{lead(line)} " if line.warns else ""


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def show_setup(workspace: Workspace, setup: Setup) -> None:
    """Exactly what is written and what is taken away, as it stands in the file."""
    screen = Screen(plain=workspace.plain)
    for change in setup.changes:
        gone, new = _lines_of(change)
        where = "your crontab" if change.place == CRONTAB else change.place
        if gone:
            screen.command(f"To be taken away, {where}:")
            _say_exactly(screen, gone)
        if new:
            screen.command(f"To be written, {where}:")
            _say_exactly(screen, new)
    screen.show()


def _lines_of(change: Change) -> tuple[list[str], list[str]]:
    """The lines that go and those that come; of a crontab no others."""
    before, after = ((text or "").split("\n") for text in (change.before, change.after))
    if change.place != CRONTAB:
        return before[:-1], after[:-1]
    return [x for x in before if x not in after], [x for x in after if x not in before]


def _say_exactly(screen: Screen, lines: Sequence[str]) -> None:
    for line in lines:
        screen.command(line, 2)
    screen.gap()


def show_set_up(workspace: Workspace, setup: Setup, timer: Timer) -> None:
    """That it is set up, when it runs, and how to end it."""
    times = [f"{at.hour:02}:{at.minute:02}" for at in timer.times]
    if workspace.json:
        show_json({**_setup_shape(setup), "times": times, "zones": list(timer.zones)})
        return
    screen = Screen(plain=workspace.plain)
    clock = f"in {join_words(timer.zones)}" if setup.kind == SYSTEMD else COMPUTER
    screen.say(f"Set up: each day at {join_words(times)}, {clock}.")
    screen.say(WHILE_ON[setup.kind])
    if timer.command == timer.tried:
        screen.say(UNSHOWN[setup.kind])
        screen.command(EXAMPLE, 2)
    screen.say(FROM_WHEN.format(join_words(timer.zones)))
    screen.command("To try it: tracker remind")
    screen.command("To end it: tracker remind remove")
    screen.show()


def show_ended(workspace: Workspace, setup: Setup) -> None:
    """That nothing is said any more."""
    if workspace.json:
        show_json(_setup_shape(setup))
        return
    screen = Screen(plain=workspace.plain)
    screen.say(ENDED if setup.changes else NONE_THERE)
    screen.command("What is due: tracker remind")
    screen.show()


def _setup_shape(setup: Setup) -> Shape:
    return {
        "version": VERSION,
        "kind": setup.kind or None,
        "changed": [
            {"place": c.place, "written": c.after is not None} for c in setup.changes
        ],
    }
