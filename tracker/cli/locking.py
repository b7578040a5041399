"""Locking a diary from the command line: what is asked, and what is said to it."""

from pathlib import Path

import click

from tracker.cli.asking import asks, confirm
from tracker.cli.passphrase import new_passphrase
from tracker.cli.show.locked import (
    sheet_text,
    show_beforehand,
    show_changed,
    show_finished,
    show_locked,
    show_removed,
)
from tracker.domain.diary import Diary
from tracker.errors import NothingRecorded, Refused
from tracker.services import locking
from tracker.services.diary import NOTHING
from tracker.services.hand_over import write_new
from tracker.services.passphrases import NEW, PRESENT
from tracker.workspace import Workspace

SHEET = "tracker-recovery-sheet.txt"
OFFER = "Make a page to print, that says how to open it on another computer?"
PLAIN = "This diary is not locked. To lock it: tracker lock"


def lock(workspace: Workspace) -> Diary:
    """Lock the diary; of one that is locked, the copies that are not."""
    locking.require_parts()
    locked = workspace.open_file.locked(workspace.path)
    diary = _read(workspace)
    if locked:
        show_finished(
            workspace, locking.lock_copies(workspace.path, workspace.open_file)
        )
        return diary
    show_beforehand(workspace, diary)
    passphrase = new_passphrase(PRESENT)
    show_locked(workspace, locking.lock(workspace.path, passphrase))
    return diary


def change(workspace: Workspace) -> Diary:
    """Another passphrase; the one of now is asked for first."""
    diary = _read_locked(workspace)
    passphrase = new_passphrase(NEW)
    outcome = locking.change(workspace.path, workspace.open_file, passphrase)
    show_changed(workspace, outcome)
    return diary


def remove(workspace: Workspace) -> None:
    """No passphrase any more."""
    _read_locked(workspace)
    show_removed(workspace, locking.remove(workspace.path, workspace.open_file))


def offer_sheet(workspace: Workspace, diary: Diary, path: Path | None) -> None:
    """Write the page that says how to open the diary; never the passphrase."""
    if path is None:
        if not (asks(workspace) and confirm(OFFER)):
            return
        path = Path(SHEET)
    text = sheet_text(workspace, diary)
    write_new(path, text.encode(), instead="Name another: tracker lock --sheet FILE")
    click.echo(f"Written: {path}. Print it, then write the passphrase on it.", err=True)


def _read_locked(workspace: Workspace) -> Diary:
    locking.require_parts()
    if workspace.exists() and not workspace.open_file.locked(workspace.path):
        raise Refused(PLAIN)
    return _read(workspace)


def _read(workspace: Workspace) -> Diary:
    """The diary, opened once: of the newest form, and with the right passphrase."""
    if not workspace.exists():
        raise NothingRecorded(NOTHING)
    with workspace.store() as store:
        return workspace.diary(store)
