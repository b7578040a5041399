"""Moving the procedure on the screen: a look, a question, and what came of it."""

from tracker.cli.asking import asks, confirm, say
from tracker.cli.show.moved import show_moved, show_weighed, show_weighed_only
from tracker.domain.diary import Diary
from tracker.domain.moments import read_clock
from tracker.domain.window import local_day
from tracker.errors import UsageProblem
from tracker.services.move import Moving, Target, move, read_target_day, weigh_move
from tracker.services.zones import read_zone
from tracker.store.store import Store
from tracker.workspace import Workspace


def read_target(
    workspace: Workspace,
    diary: Diary,
    day: str | None,
    clock: str | None,
    reason: str | None,
) -> Target:
    """Where the procedure shall stand, as typed."""
    if day is None or reason is None:
        raise UsageProblem(
            "Nothing saved. To which day, and why?  "
            'tracker move 2026-11-04 --reason "typed wrong"'
        )
    zone = read_zone(diary.procedure.zone)
    today = local_day(workspace.now(), zone, 0)
    on = read_target_day(day, today)
    return Target(on, read_clock(clock) if clock is not None else None, reason)


def move_there(
    workspace: Workspace, store: Store, target: Target, *, dry_run: bool, yes: bool
) -> None:
    """Show what moves, ask, and move it."""
    seen = weigh_move(store, target, workspace.now())
    if not _agreed(workspace, seen, dry_run=dry_run, yes=yes):
        return
    author = workspace.author(store, seen.diary)
    moved = move(store, seen, target, author, workspace.now())
    show_moved(workspace, moved, author, seen=not yes)


def _agreed(workspace: Workspace, seen: Moving, *, dry_run: bool, yes: bool) -> bool:
    """Show what would move, and whether it shall; with `yes` it is shown afterwards."""
    if dry_run:
        show_weighed_only(workspace, seen)
        return False
    if yes:
        return True
    if not asks(workspace):
        raise UsageProblem(
            "Nothing was moved. To move it: add --yes. To look only: add --dry-run"
        )
    show_weighed(workspace, seen)
    if confirm("Move it?", default=False):
        return True
    say(workspace, "Nothing was moved.")
    return False
