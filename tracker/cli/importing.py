"""An import on the screen: a look, a question, and what came of it."""

from tracker.cli.asking import asks, confirm, say
from tracker.cli.show.imported import show_kept, show_weighed, show_weighed_only
from tracker.errors import UsageProblem
from tracker.services.import_weighing import Weighed
from tracker.services.importing import Source, keep, read_source, weigh
from tracker.services.kept_draft import Forgotten, forget_draft
from tracker.store.store import Store
from tracker.workspace import Workspace


def take_in(
    workspace: Workspace, store: Store, source: Source, *, dry_run: bool, yes: bool
) -> Weighed:
    """What came of it: it is weighed again after the question, at the time of then."""
    author = workspace.author(store, workspace.diary(store))
    now = workspace.now()
    reading = read_source(store, source, author, now)
    seen = weigh(store, reading, now)
    name = source.file.name
    if dry_run or not seen.new:
        forgotten = None if dry_run else _forget(workspace, source, seen)
        show_weighed_only(workspace, name, seen, forgotten)
        return seen
    if not (yes or _agreed(workspace, name, seen)):
        return seen
    now, opener = workspace.now(), workspace.open_file
    kept = keep(store, reading, source, workspace.path, author, now, opener)
    forgotten = _forget(workspace, source, kept.weighed)
    show_kept(workspace, name, kept, None if yes else seen, forgotten)
    return kept.weighed


def _forget(workspace: Workspace, source: Source, weighed: Weighed) -> Forgotten | None:
    """A draft that was kept for want of a diary goes once all of it is in one."""
    if weighed.refused or weighed.conflicts:
        return None
    return forget_draft(str(source.file), workspace.path)


def _agreed(workspace: Workspace, name: str, weighed: Weighed) -> bool:
    """Show what would come, and whether it shall."""
    if not asks(workspace):
        raise UsageProblem(
            "Nothing was written. To import it: add --yes. To look only: add --dry-run"
        )
    show_weighed(workspace, name, weighed)
    many = len(weighed.new)
    question = f"Import these {many:,}?" if many > 1 else "Import this?"
    if confirm(question, default=False):
        return True
    say(workspace, "Nothing was written.")
    return False
