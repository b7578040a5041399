"""Whose recoveries are in the diary, where each stands, and who was added or chosen."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen, show_json, width
from tracker.cli.show.authors import by_whom
from tracker.cli.show.contacts import TITLES
from tracker.domain.facts import Contact, Person
from tracker.domain.window import local_day
from tracker.domain.wording import mid_day, said_day, short_day, with_year
from tracker.services.persons import Kept, Known
from tracker.services.remembered import Remembered
from tracker.services.standings import Standing
from tracker.workspace import Workspace

NAME_COLUMN = 25
ONE_LINE = 80
CUT = "..."
MINUTES = 60
SEVERAL = 2


def show_people(workspace: Workspace, standings: Sequence[Standing]) -> None:
    """One line each; in a narrow window what is open has a line of its own."""
    if workspace.json:
        people = [_standing_shape(standing) for standing in standings]
        show_json({"version": 1, "people": people})
        return
    screen = Screen(plain=workspace.plain)
    year = workspace.now().year
    for standing in standings:
        said, opened = ", ".join(_reached(standing, year)), _open(standing)
        if workspace.plain or width() >= ONE_LINE:
            screen.say(f"{_column(standing, workspace)}{said}{opened}", 0, 2)
        else:
            screen.say(f"{standing.label}, {said}", 0, 2)
            screen.say(opened.removeprefix(", "), 2)
    if not standings:
        screen.say("Nobody is in this diary yet.")
        screen.command("To begin: tracker start")
    _say_in_use(screen, standings)
    screen.show()


def _column(standing: Standing, workspace: Workspace) -> str:
    """The label as wide as its column; of a long name the middle is left out."""
    if workspace.plain:
        return f"{standing.label}: "
    name, label = standing.person.name, standing.label
    ending = label[len(name) :]
    room = NAME_COLUMN - SEVERAL - len(ending)
    shown = name if len(name) <= room else name[: room - len(CUT)] + CUT
    return f"{shown + ending:<{NAME_COLUMN}}"


def _reached(standing: Standing, year: int) -> Iterator[str]:
    """The day of the recovery, and the newest entry."""
    number = standing.day
    if number is None:
        yield "not begun"
        return
    ahead = f"{-number} day{'s' if number < -1 else ''} before"
    yield f"day {number}" if number >= 0 else ahead
    if standing.last is None:
        yield "no entry"
        return
    other = f" {standing.last.year}" if standing.last.year != year else ""
    yield f"last {short_day(standing.last)}{other}"


def _open(standing: Standing) -> str:
    """As in ", open: 1 warning, 3 milestones"; nothing before a beginning."""
    counts = (
        (standing.open_warnings, "warning"),
        (standing.open_milestones, "milestone"),
    )
    said = [f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n]
    if said:
        return f", open: {', '.join(said)}"
    return "" if standing.day is None else ", nothing open"


def _say_in_use(screen: Screen, standings: Sequence[Standing]) -> None:
    chosen = [standing.label for standing in standings if standing.in_use]
    if chosen:
        screen.say(f"In use on this computer: {chosen[0]}.")
    elif len(standings) >= SEVERAL:
        screen.say("Nobody is in use on this computer. To choose:")
        screen.command("tracker person use NAME", 2)


def show_added(workspace: Workspace, kept: Kept) -> None:
    """Who was added, what comes next and, with the second one, how to choose."""
    person = kept.person
    if workspace.json:
        show_json({"version": 1, **_person_shape(person), "author": kept.author})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Added: {with_year(person)}.")
    screen.say(f"Clock and days: {person.zone}.")
    screen.say(by_whom(person.name, kept.author))
    several = len(kept.people) >= SEVERAL
    whose = " --person NAME" if several else ""
    screen.command(f"Wrong? tracker undo{whose}")
    screen.command("To begin the recovery:")
    screen.command(f"tracker start DATE{whose}", 2)
    if len(kept.people) == SEVERAL:
        screen.gap()
        screen.say("There are two people in this diary now. Say whose it is:")
        screen.command("each time:  tracker log --person NAME", 2)
        screen.command("for good:   tracker person use NAME", 2)
    screen.show()


def show_corrected(workspace: Workspace, kept: Kept) -> None:
    """Who it is now."""
    person = kept.person
    if workspace.json:
        show_json({"version": 1, **_person_shape(person), "author": kept.author})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Saved: {with_year(person)}.")
    screen.say(by_whom(person.name, kept.author))
    if kept.renamed:
        screen.say("What was written before keeps the name of then.")
    whose = " --person NAME" if len(kept.people) >= SEVERAL else ""
    screen.command(f"Wrong? tracker undo{whose}")
    screen.show()


def show_chosen(workspace: Workspace, person: Person, label: str) -> None:
    """Who is meant from now on."""
    if workspace.json:
        show_json({"version": 1, "in_use": person.name, "label": label})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"From now on this computer means {label}.")
    screen.command("Somebody else: tracker person use NAME")
    screen.command("Only once:     tracker log --person NAME")
    screen.show()


def show_known(workspace: Workspace, known: Known, remembered: Remembered) -> None:
    """All that says who somebody is, and what this computer remembers."""
    in_use = remembered.person == known.person.id
    if workspace.json:
        show_json(_known_shape(known, remembered.author, in_use=in_use))
        return
    screen = Screen(plain=workspace.plain)
    person = known.person
    screen.say(known.label)
    screen.row("Born", str(person.born) if person.born else "not written down")
    screen.row("Clock and days", person.zone)
    screen.row("A day begins at", _clock(person.day_start))
    for procedure in known.procedures:
        screen.row("Procedure", said_day(procedure, timed=True))
    if not known.procedures:
        screen.row("Procedure", "not begun: tracker start DATE")
    for contact in known.contacts:
        screen.row(_title(contact), contact.number)
    if known.newest is not None:
        day = local_day(known.newest.at, ZoneInfo(person.zone), 0)
        screen.row("Wrote last", f"{known.newest.author}, {mid_day(day)}")
    screen.row("Types here", remembered.author or "nobody named: who wrote last")
    screen.row("In use here", "yes" if in_use else "no")
    screen.show()


def _title(contact: Contact) -> str:
    title = TITLES[contact.kind].capitalize()
    return f"{title} {contact.name}" if contact.name else title


def _clock(minutes: int) -> str:
    return f"{minutes // MINUTES:02}:{minutes % MINUTES:02}"


def _person_shape(person: Person) -> dict[str, Any]:
    return {"name": person.name, "born": person.born, "zone": person.zone}


def _standing_shape(standing: Standing) -> dict[str, Any]:
    return {
        "name": standing.person.name,
        "label": standing.label,
        "born": standing.person.born,
        "in_use": standing.in_use,
        "begun": standing.day is not None,
        "day": standing.day,
        "last_entry": standing.last.isoformat() if standing.last else None,
        "open_milestones": standing.open_milestones,
        "open_warnings": standing.open_warnings,
    }


def _known_shape(known: Known, types: str | None, *, in_use: bool) -> dict[str, Any]:
    return {
        "version": 1,
        **_person_shape(known.person),
        "label": known.label,
        "day_start": _clock(known.person.day_start),
        "procedures": [each.on.isoformat() for each in known.procedures],
        "contacts": [
            {"kind": each.kind, "name": each.name, "number": each.number}
            for each in known.contacts
        ],
        "wrote_last": known.newest.author if known.newest else None,
        "types_here": types,
        "in_use": in_use,
    }
