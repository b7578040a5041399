"""An import on the screen: a look, a question, and what came of it."""

from tracker.cli.asking import asks, confirm, say
from tracker.cli.show.imported import show_kept, show_weighed, show_weighed_only
from tracker.errors import UsageProblem
from tracker.services.import_weighing import Weighed
from tracker.services.importing import Source, keep, read_source, weigh
from tracker.services.kept_draft import is_kept_draft
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
    if not agreed(workspace, source, seen, dry_run=dry_run, yes=yes):
        if not (dry_run or seen.new):
            _forget_draft(workspace, source, seen)
        return seen
    now, opener = workspace.now(), workspace.open_file
    kept = keep(store, reading, source, workspace.path, author, now, opener)
    show_kept(workspace, source.file.name, kept, None if yes else seen)
    _forget_draft(workspace, source, kept.weighed)
    return kept.weighed


def _forget_draft(workspace: Workspace, source: Source, weighed: Weighed) -> None:
    """A draft that was kept for want of a diary goes once all of it is in one."""
    if is_kept_draft(str(source.file)) and not (weighed.refused or weighed.conflicts):
        source.file.unlink(missing_ok=True)
        if not workspace.json:
            say(workspace, f"It is all in the diary, so {source.file} was removed.")


def agreed(
    workspace: Workspace, source: Source, weighed: Weighed, *, dry_run: bool, yes: bool
) -> bool:
    """Show what would come, and whether it shall; with `yes` it is shown afterwards."""
    if dry_run or not weighed.new:
        show_weighed_only(workspace, source.file.name, weighed)
        return False
    if yes:
        return True
    if not asks(workspace):
        raise UsageProblem(
            "Nothing was written. To import it: add --yes. To look only: add --dry-run"
        )
    show_weighed(workspace, source.file.name, weighed)
    many = len(weighed.new)
    question = f"Import these {many:,}?" if many > 1 else "Import this?"
    if confirm(question, default=False):
        return True
    say(workspace, "Nothing was written.")
    return False
