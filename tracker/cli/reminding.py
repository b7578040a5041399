"""What `tracker remind` does: tell what is due, set that up for each day, end that."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from tracker.cli.asking import asks, confirm, say
from tracker.cli.show.reminding import show_due, show_ended, show_set_up, show_setup
from tracker.domain.facts import Person
from tracker.domain.moments import read_clock
from tracker.domain.reminders import due_of_all
from tracker.domain.report import Report
from tracker.domain.values import NamedTuple
from tracker.domain.wording import visible
from tracker.errors import Refused, TrackerError, UnusableFile, UsageProblem
from tracker.exports.reminder_words import Name, lines, notification
from tracker.services.notifying import notify, read_program
from tracker.services.people import find, label
from tracker.services.reminders import read_reports
from tracker.services.timer_programs import CRON, SYSTEMD, try_once
from tracker.services.timer_text import Timer, key_of, passphrase_path
from tracker.services.timers import Setup, carry_out, plan_install, plan_removal
from tracker.workspace import Workspace

DUE = 3
# The two times at which the calendar rings.
TIMES = ("09:00", "18:00")
NEUTRAL = "neutral"
FULL = "full"
PROGRAM = "tracker"


class Said(NamedTuple):
    """What was typed after `tracker remind install`."""

    times: tuple[str, ...]
    notify_cmd: str | None
    titles: str
    cron: bool
    systemd: bool


def remind(
    workspace: Workspace, titles: str | None, notify_cmd: str | None, *, quiet: bool
) -> int:
    """Say what is due, also to another program; 3 when something is, else 0.

    The screen says all unless told otherwise, a notification only what is neutral.
    """
    program = read_program(notify_cmd) if notify_cmd is not None else None
    reports, names = _read(workspace)
    found = lines(due_of_all(reports), names)
    try:
        show_due(workspace, reports, found, full=titles != NEUTRAL, quiet=quiet)
    finally:
        if program and found:
            told = notification(found, full=titles == FULL)
            _say_unsent(notify(program, told))
    return DUE if found else 0


def refuse_misplaced(word: str | None, *typed: object) -> None:
    """What is typed before the word would say nothing of what the word does."""
    if word is not None and any(typed):
        raise UsageProblem(
            f"Type that after {word}, as in: tracker remind install --titles full"
        )


def _say_unsent(problem: str) -> None:
    if problem:
        click.echo(visible(problem), err=True)


def _read(workspace: Workspace) -> tuple[list[Report], dict[str, Name]]:
    """The recoveries that are meant, and what tells their people apart.

    Who helps several wants to hear of all of them, so nobody has to be named.
    """
    everybody = workspace.person is None
    with workspace.store(of_everybody=everybody) as store:
        reports = read_reports(store, workspace.now(), everybody=everybody)
        with store.reading():
            people = store.people()
    if len(reports) == 1:
        return reports, {}
    return reports, {person.id: _name(person, people) for person in people}


def _name(person: Person, people: Sequence[Person]) -> Name:
    """In a command the first word of a name, where that is enough."""
    whole = label(person, people)
    first = whole.split()[0]
    with suppress(TrackerError):
        if find(people, first) == person:
            return Name(whole, first)
    return Name(whole, whole)


def install(workspace: Workspace, said: Said, *, yes: bool) -> None:
    """Have it run each day, once somebody has seen what is written and agreed."""
    if said.cron and said.systemd:
        raise UsageProblem("Nothing was set up. Type --cron or --systemd, not both.")
    wanted = CRON if said.cron else SYSTEMD if said.systemd else None
    timer = _timer(workspace, said)
    setup = plan_install(timer, wanted)
    try_once(timer)
    if setup.changes and not _agreed(workspace, setup, "Set this up?", yes=yes):
        return
    carry_out(setup)
    show_set_up(workspace, setup, timer)


def remove(workspace: Workspace, *, yes: bool) -> None:
    """Have it run no more; the diary itself is not needed, and not opened."""
    setup = plan_removal(key_of(workspace.path))
    if setup.changes and not _agreed(workspace, setup, "Take this away?", yes=yes):
        return
    carry_out(setup)
    show_ended(workspace, setup)


def _agreed(workspace: Workspace, setup: Setup, question: str, *, yes: bool) -> bool:
    """Show what will be changed, and whether it shall be."""
    if not workspace.json:
        show_setup(workspace, setup)
    if yes:
        return True
    if not asks(workspace):
        raise UsageProblem("Nothing was changed. To change it: add --yes")
    if confirm(question, default=False):
        return True
    say(workspace, "Nothing was changed.")
    return False


def _timer(workspace: Workspace, said: Said) -> Timer:
    times = tuple(sorted({read_clock(typed) for typed in said.times or TIMES}))
    reports, _ = _read(workspace)
    path = os.path.abspath(workspace.path)
    words = [*_program(), "--db", path, *_person(workspace, reports)]
    tried = (*words, "remind", "--quiet", "--titles", said.titles)
    timer = Timer(
        key_of(path),
        (*tried, *_notifying(said)),
        tried,
        times,
        tuple(dict.fromkeys(report.diary.person.zone for report in reports)),
        _passphrase(workspace),
    )
    _refuse_odd(timer)
    return timer


def _notifying(said: Said) -> tuple[str, ...]:
    if said.notify_cmd is None:
        return ()
    read_program(said.notify_cmd)
    return "--notify-cmd", said.notify_cmd


def _person(workspace: Workspace, reports: Sequence[Report]) -> tuple[str, ...]:
    """Who was named; somebody who is added later belongs to everybody."""
    if workspace.person is None:
        return ()
    return "--person", reports[0].diary.person.id


def _program() -> tuple[str, ...]:
    """How this program is started, from wherever that is."""
    typed = os.path.abspath(sys.argv[0])
    if os.path.basename(typed) == PROGRAM and os.access(typed, os.X_OK):
        return (typed,)
    if not sys.executable:
        raise Refused("Nothing was set up. It is not known how to start this program.")
    return sys.executable, "-m", PROGRAM


def _passphrase(workspace: Workspace) -> str | None:
    """The file that holds the passphrase of a locked diary; Refused without one."""
    if not workspace.open_file.locked(workspace.path):
        return None
    path = passphrase_path()
    if path is None:
        raise Refused(
            "Nothing was set up. This diary is locked, and nobody is there to type its "
            "passphrase each day. Name a private file that holds it: "
            "TRACKER_PASSPHRASE_FILE=FILE"
        )
    return path


def _refuse_odd(timer: Timer) -> None:
    try:
        "".join(timer.texts).encode()
    except UnicodeEncodeError:
        raise UnusableFile(
            "Nothing was set up. The path of the diary is not readable text (UTF-8). "
            "Rename the folder it is in."
        ) from None
