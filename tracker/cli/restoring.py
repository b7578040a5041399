"""Restoring on the screen: a look, a question, and what came of it."""

from tracker.cli.asking import asks, confirm, say
from tracker.cli.show.restored import show_ready, show_ready_only, show_restored
from tracker.errors import UsageProblem
from tracker.services.restore import Ready, restore
from tracker.workspace import Workspace


def bring_back(workspace: Workspace, copy: Ready, *, dry_run: bool, yes: bool) -> None:
    """Put it in the place of the diary once somebody agreed."""
    if not agreed(workspace, copy, dry_run=dry_run, yes=yes):
        return
    kept = restore(copy, workspace.now(), workspace.open_file)
    show_restored(workspace, copy, kept, shown=not yes)


def agreed(workspace: Workspace, copy: Ready, *, dry_run: bool, yes: bool) -> bool:
    """Show what would change, and whether it shall."""
    if dry_run:
        show_ready_only(workspace, copy)
        return False
    if yes:
        return True
    if not asks(workspace):
        raise UsageProblem(
            "Nothing was changed. To restore it: add --yes. To look only: add --dry-run"
        )
    show_ready(workspace, copy)
    if confirm("Put this copy in the place of the diary?", default=False):
        return True
    say(workspace, "Nothing was changed.")
    return False
