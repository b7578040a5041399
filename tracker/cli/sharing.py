"""What was typed after `tracker share`: what is asked, made, opened and merged."""

from functools import partial
from pathlib import Path

from tracker.cli.asking import ask, asks, say
from tracker.cli.names import read_name
from tracker.cli.passphrase import ask_of_shared, passphrase_to_share, somebody_there
from tracker.cli.show.conflicts import show_answered, show_conflict
from tracker.cli.show.shared import show_made, show_merged, show_opened
from tracker.domain.diary import Diary
from tracker.domain.sharing import SCOPES, Scope, Shared
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words
from tracker.errors import Refused, UsageProblem
from tracker.services.conflicts import (
    ConflictReading,
    answer_conflict,
    list_conflicts,
)
from tracker.services.joining import open_share
from tracker.services.share_files import (
    check_first,
    hand_out,
    merge,
    open_in_new,
    read_sealed,
    read_shared,
)
from tracker.services.share_keys import SHARED, sealed_by, unsealed
from tracker.services.share_rights import Asked
from tracker.store.store import Store
from tracker.workspace import Workspace

NOTHING_MADE = "Nothing was made."
FOR_WHOM = "Who gets the file? Enter = nobody"
MAY = "What may they do?\n1 see\n2 see and add\n3 everything you can"
WHERE = "Which file shall it be? As in: dana.age"
NEEDED = (
    "For whom, what may they do, and in which file?\n"
    "tracker share make --for Dana --scope log -o dana.age"
)
WHICH = "Which one holds? tracker share answer 1 --keep 2"


class Typed(NamedTuple):
    """The words of one `tracker share make`."""

    name: str | None
    scope: str | None
    since: str | None
    notes: bool
    expires: str | None
    recipients: tuple[str, ...]
    output: str | None
    replace: bool


def make(workspace: Workspace, typed: Typed) -> None:
    """Write a file for somebody; what is missing is asked for."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        found = _completed(workspace, diary, typed)
        if found is None:
            say(workspace, NOTHING_MADE)
            return
        asked, path = found
        check_first(store, asked, path, workspace.now(), replace=typed.replace)
        new = partial(passphrase_to_share, SHARED)
        seal = sealed_by(typed.recipients, new)
        author, now = workspace.author(store, diary), workspace.now()
        made = hand_out(store, asked, path, seal, author, now, replace=typed.replace)
    show_made(workspace, made, by_passphrase=not typed.recipients)


def _completed(
    workspace: Workspace, diary: Diary, typed: Typed
) -> tuple[Asked, Path] | None:
    """What is asked for, and where to; None where somebody thought better of it."""
    since = workspace.past_day(typed.since, diary)
    if since is not None and since > workspace.today(diary):
        raise Refused("Nothing made. That day has not come yet. Type an earlier one.")
    last = workspace.coming_day(typed.expires, diary) if typed.expires else None
    name, scope, output = typed.name, typed.scope, typed.output
    if None in (name, scope, output) and not asks(workspace):
        raise UsageProblem(NEEDED)
    if name is None:
        name = ask(workspace, FOR_WHOM, read_name)
    if name is not None and scope is None:
        scope = ask(workspace, MAY, _scope)
    if name is not None and scope is not None and output is None:
        output = ask(workspace, WHERE, str)
    if name is None or scope is None or output is None:
        return None
    asked = Asked(read_name(name), _scope(scope), since, typed.notes, last)
    return asked, Path(output)


def _scope(typed: str) -> Scope:
    """A scope by its name or its number in the list."""
    for number, scope in enumerate(SCOPES, start=1):
        if typed.lower() in (scope, str(number)):
            return scope
    raise Refused(f"Please type 1, 2 or 3, or {join_words(SCOPES, 'or')}.")


def read_file(file: str, identity: str | None) -> Shared:
    """What is shared in a file, once it is open."""
    sealed = read_sealed(Path(file))
    key = Path(identity) if identity is not None else None
    asked = ask_of_shared if somebody_there() else None
    return read_shared(sealed, unsealed(sealed, key, asked))


def open_new(workspace: Workspace, file: str, identity: str | None) -> None:
    """Put the diary of somebody else into this one, or into a new one."""
    shared = read_file(file, identity)
    now, author = workspace.now(), workspace.typist() or shared.grant.name
    if workspace.exists():
        with workspace.store(of_everybody=True) as store:
            taken = open_share(store, shared, author, now)
    else:
        with workspace.new_store() as store:
            taken = open_in_new(store, workspace.path, shared, author, now)
    show_opened(workspace, taken)


def merge_back(workspace: Workspace, file: str, identity: str | None) -> None:
    """Take in what somebody else wrote in their copy of this diary."""
    shared = read_file(file, identity)
    with workspace.store(of_everybody=workspace.person is None) as store:
        author, now = workspace.typist(), workspace.now()
        merged = merge(store, shared, workspace.path, author, now, workspace.open_file)
    show_merged(workspace, merged)


def answer(workspace: Workspace, number: int | None, keep: int | None) -> None:
    """Say which version holds; what is not typed is asked for."""
    with workspace.store() as store:
        if number is not None and keep is not None:
            _keep(workspace, store, number, keep)
            return
        if not asks(workspace) or keep is not None:
            raise UsageProblem(WHICH)
        diary, conflicts = list_conflicts(store)
        waiting = [each for each in conflicts if number in (None, each.number)]
        if not waiting:
            say(workspace, "There is nothing to answer. The list: tracker share list")
        for conflict in waiting:
            _ask_one(workspace, store, diary, conflict)


def _ask_one(
    workspace: Workspace, store: Store, diary: Diary, conflict: ConflictReading
) -> None:
    show_conflict(workspace, diary, conflict)
    many = len(conflict.versions)

    def read(typed: str) -> int:
        if typed not in map(str, range(1, many + 1)):
            raise Refused(f"Please type a number from 1 to {many}, or Enter.")
        return int(typed)

    chosen = ask(workspace, "Which one holds? Enter = not yet", read)
    if chosen is None:
        say(workspace, "It stays open.")
        return
    _keep(workspace, store, conflict.number, chosen)


def _keep(workspace: Workspace, store: Store, number: int, keep: int) -> None:
    author = workspace.author(store, workspace.diary(store))
    kept = answer_conflict(store, number, keep, author, workspace.now())
    show_answered(workspace, *kept, keep, author)
