"""What was looked at in the diary, one line each, and what to do about the rest."""

from tracker.cli.screen import Screen, show_json
from tracker.domain.wording import visible
from tracker.services.verify import Line, is_well
from tracker.workspace import Workspace

WELL = "ok"


def show_verified(workspace: Workspace, lines: list[Line]) -> None:
    """One line for each thing; under it the next step when it is not well."""
    if workspace.json:
        told = [line._asdict() for line in lines]
        show_json({"version": 1, "ok": is_well(lines), "lines": told})
        return
    screen = Screen(plain=workspace.plain)
    screen.head("The diary, looked through")
    screen.command(visible(workspace.path), 2)
    for line in lines:
        _line(screen, line)
    well = sum(line.state == WELL for line in lines)
    screen.say(f"{well} of {len(lines)} are ok. Nothing was changed.")
    screen.show()


def _line(screen: Screen, line: Line) -> None:
    state = WELL if line.state == WELL else line.state.upper()
    said = f"{state}: {line.said}" if line.said else state
    screen.row(line.name.capitalize(), said)
    if line.advice:
        screen.say(f"Next: {line.advice}", 4, 4)
