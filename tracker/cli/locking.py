"""Locking a diary from the command line: what is asked, and what is said to it."""

import os
from pathlib import Path

import click

from tracker.cli.asking import asks, confirm
from tracker.cli.passphrase import (
    ask_earlier,
    ask_for_copies,
    new_passphrase,
    somebody_there,
)
from tracker.cli.show.locked import (
    sheet_text,
    show_before_change,
    show_beforehand,
    show_changed,
    show_finished,
    show_locked,
    show_removed,
    show_removed_from_copies,
)
from tracker.domain.wording import visible
from tracker.errors import NothingRecorded, Refused, UnusableFile
from tracker.services import locking
from tracker.services.diary import NOTHING
from tracker.services.hand_over import write_new
from tracker.services.passphrases import NEW, PRESENT, before_change, unlock_one
from tracker.services.persons import Owners
from tracker.services.persons import owners as read_owners
from tracker.workspace import Workspace

SHEET = "tracker-recovery-sheet.txt"
ANOTHER = "Name another: tracker lock --sheet FILE"
OFFER = "Make a page to print, that says how to open it on another computer?"
PLAIN = "This diary is not locked. To lock it: tracker lock"


def lock(workspace: Workspace) -> Owners:
    """Lock the diary; of one that is locked, the copies that are not."""
    locking.require_parts()
    locked = workspace.open_file.locked(workspace.path)
    owners = _read(workspace)
    if locked:
        show_finished(
            workspace, locking.lock_copies(workspace.path, workspace.open_file)
        )
        return owners
    show_beforehand(workspace, owners)
    passphrase = new_passphrase(PRESENT)
    show_locked(workspace, locking.lock(workspace.path, passphrase))
    return owners


def change(workspace: Workspace) -> Owners:
    """Another passphrase; the one of now is asked for first."""
    _require_locked(workspace)
    earlier = before_change(workspace.path, workspace.open_file)
    owners = _read(workspace)
    show_before_change(workspace)
    passphrase = new_passphrase(NEW)
    ask = ask_earlier if somebody_there() else None
    outcome = locking.change(
        workspace.path, workspace.open_file, passphrase, earlier, ask
    )
    show_changed(workspace, outcome)
    return owners


def remove(workspace: Workspace) -> None:
    """No passphrase any more; of a plain diary, the copies that still have one."""
    locking.require_parts()
    if workspace.exists() and not workspace.open_file.locked(workspace.path):
        _remove_from_copies(workspace)
        return
    _read(workspace)
    show_removed(workspace, locking.remove(workspace.path, workspace.open_file))


def _remove_from_copies(workspace: Workspace) -> None:
    """What is left to do when that was interrupted after the diary."""
    _read(workspace)
    waiting = locking.locked_copies(workspace.path)
    if not waiting:
        raise Refused(PLAIN)
    key, copy = unlock_one(waiting, "ro", ask_for_copies)
    copy.close()
    show_removed_from_copies(workspace, locking.remove_from_copies(workspace.path, key))


def offer_sheet(workspace: Workspace, owners: Owners, path: Path | None) -> None:
    """Write the page that says how to open the diary; never the passphrase."""
    if path is None:
        if not (asks(workspace) and confirm(OFFER)):
            return
        path = _unused()
    text = sheet_text(workspace, owners)
    write_new(path, text.encode(), instead=ANOTHER)
    said = f"Written: {path}. Print it, then write the passphrase on it."
    click.echo(visible(said), err=True)


def sheet_path(typed: str) -> Path:
    """Where the page shall be, looked at before anything is locked."""
    path = Path(typed)
    if os.path.lexists(path):
        raise UnusableFile(f"Nothing was changed. {path} is there already. {ANOTHER}")
    if not path.parent.is_dir():
        raise UnusableFile(
            f"Nothing was changed. There is no folder {path.parent}. {ANOTHER}"
        )
    return path


def _unused() -> Path:
    """The usual name of the page, with a number where that is taken."""
    path, number = Path(SHEET), 1
    while os.path.lexists(path):
        number += 1
        path = Path(SHEET).with_stem(f"{Path(SHEET).stem}-{number}")
    return path


def _require_locked(workspace: Workspace) -> None:
    locking.require_parts()
    if workspace.exists() and not workspace.open_file.locked(workspace.path):
        raise Refused(PLAIN)


def _read(workspace: Workspace) -> Owners:
    """Whose it is, opened once: of the newest form, with the right passphrase."""
    if not workspace.exists():
        raise NothingRecorded(NOTHING)
    with workspace.store(of_everybody=True) as store:
        return read_owners(store, workspace.now())
