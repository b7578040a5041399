"""What locking did on the screen, and the page that says how to open a diary."""

from collections.abc import Sequence

from tracker.cli.screen import WIDEST, Screen, show_json
from tracker.domain.layout import wrap
from tracker.domain.wording import mid_day, visible
from tracker.services.locking import Outcome
from tracker.services.persons import Owners
from tracker.workspace import Workspace

NOBODY = (
    "Nobody can bring a forgotten passphrase back: not we, not a computer shop, not "
    "your family. Without it nobody can read the diary again, nor its copies."
)
WORDS = "Three or four words that nobody would guess are good. Write them down by hand."
ELSEWHERE = (
    "Copies elsewhere, as on a stick, still open with the passphrase of before. Keep "
    "it as long as you keep them."
)
EXPORTED = (
    "Not locked: copies elsewhere, as on a stick, and files that you made from it "
    "(pages, exports, archives, sheets). Remove those that you no longer need."
)
SHOP = "pip install '.[encryption]'"
LINE = "_" * 40
LABEL = 16


def show_beforehand(workspace: Workspace, owners: Owners) -> None:
    """What is about to be done, and what nobody can undo."""
    screen = Screen(plain=workspace.plain)
    screen.say(
        f"This puts {owners.names}'s diary and its copies under a passphrase. It "
        "is asked for by every command that reads or writes the diary."
    )
    screen.say(NOBODY)
    screen.say(WORDS)
    screen.show(err=True)


def show_before_change(workspace: Workspace) -> None:
    """The same holds of another passphrase."""
    screen = Screen(plain=workspace.plain)
    screen.say("This gives the diary and its copies another passphrase.")
    screen.say(NOBODY)
    screen.say(WORDS)
    screen.show(err=True)


def show_locked(workspace: Workspace, outcome: Outcome) -> None:
    """The diary is locked."""
    _show(workspace, f"Locked: the diary{_and_copies(outcome)}.", outcome, locked=True)


def show_finished(workspace: Workspace, outcome: Outcome) -> None:
    """It was locked already."""
    said = "The diary was locked already."
    if outcome.copies:
        said = f"The diary was locked already. Now locked too: {_copies(outcome)}."
    _show(workspace, said, outcome, locked=True)


def show_changed(workspace: Workspace, outcome: Outcome) -> None:
    """Another passphrase opens it from now on."""
    said = f"The new passphrase opens the diary{_and_copies(outcome)} from now on."
    _show(workspace, f"{said} {ELSEWHERE}", outcome, locked=True)


def show_removed(workspace: Workspace, outcome: Outcome) -> None:
    """No passphrase is needed any more."""
    said = f"No longer locked: the diary{_and_copies(outcome)}."
    _show(workspace, said, outcome, locked=False)


def show_removed_from_copies(workspace: Workspace, outcome: Outcome) -> None:
    """The diary was plain already."""
    said = "The diary was not locked. No copy of it was made anew."
    if outcome.copies:
        said = f"The diary was not locked. Now not locked either: {_copies(outcome)}."
    _show(workspace, said, outcome, locked=False)


def _copies(outcome: Outcome) -> str:
    return f"{outcome.copies} {'copy' if outcome.copies == 1 else 'copies'} of it"


def _and_copies(outcome: Outcome) -> str:
    return f", and {_copies(outcome)}" if outcome.copies else ""


def _show(workspace: Workspace, said: str, outcome: Outcome, *, locked: bool) -> None:
    if workspace.json:
        show_json(_shape(outcome, locked=locked))
        return
    screen = Screen(plain=workspace.plain)
    screen.say(said)
    _say_left(screen, outcome, locked=locked)
    if locked:
        _say_remains(screen, outcome.remains)
        screen.say(EXPORTED)
    screen.show()


def _say_left(screen: Screen, outcome: Outcome, *, locked: bool) -> None:
    """What stays as it was, and what can be done about it."""
    if outcome.left:
        screen.say("These files stay as they were:")
    for file in outcome.left:
        screen.say(file.why, 2)
    if outcome.left:
        screen.say("Remove those that you no longer need, then type this once more.")
    if outcome.left and locked:
        screen.say("With a passphrase of before: tracker lock --change")
    if outcome.others:
        count = len(outcome.others)
        files = f"{count} file" if count == 1 else f"{count} files"
        screen.say(f"{files} in the folder of copies: not of this diary, left alone.")


def _say_remains(screen: Screen, paths: Sequence[str]) -> None:
    """Files of which something unlocked may be left."""
    if paths:
        screen.say(
            "What stood in these before may still be on the disk, unlocked: under "
            "another name, or where files were."
        )
    for path in paths:
        screen.say(path, 2)


def _shape(outcome: Outcome, *, locked: bool) -> dict[str, object]:
    return {
        "version": 1,
        "locked": locked,
        "copies": outcome.copies,
        "left": [{"path": each.path, "why": each.why} for each in outcome.left],
        "remains": list(outcome.remains),
        "others": list(outcome.others),
    }


def sheet_text(workspace: Workspace, owners: Owners) -> str:
    """The page to print: everything but the passphrase, which is written by hand."""
    path = workspace.path
    rows = (
        ("Whose diary", owners.names),
        ("This page", mid_day(owners.today)),
        ("The file", path),
        ("Copies of it", workspace.backups()),
    )
    lines = ["How to open a locked diary", ""]
    lines += [f"{label:<{LABEL}}{visible(said)}" for label, said in rows]
    lines += ["", "The passphrase, written by hand:", "", "", f"  {LINE}", ""]
    for text in (NOBODY, "Keep this page where you keep papers, not at the computer."):
        lines += wrap(text, WIDEST)
    lines += ["", "On another computer", ""]
    lines += [
        "1. Install Python 3.11 or newer.",
        "2. Get tracker, and in its folder",
        f"   type:  {SHOP}",
        "3. Copy the file to that computer, or the newest of the copies.",
        "4. Type:  tracker --db FILE today",
        "   FILE is the file's name there. Then type the passphrase.",
        "",
        "Without tracker: programs that know SQLCipher, version 4, open the file too.",
    ]
    return "\n".join(lines) + "\n"
