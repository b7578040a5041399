"""Protocols found by id: those that came along, and people's own files."""

import hashlib
from pathlib import Path

from tracker.domain.answers import closest
from tracker.domain.protocol import Protocol
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words, visible
from tracker.errors import NotFound, ProtocolProblems, UnusableFile
from tracker.protocols.canonical import write_canonical
from tracker.protocols.caps import MOST_BYTES
from tracker.protocols.reader import read_protocol
from tracker.protocols.table import ID, shown

BUNDLED = Path(__file__).parent / "data"

_SUFFIX = ".toml"


class Named(NamedTuple):
    """A protocol file by its id, unread; ``problem`` says why it cannot be used."""

    id: str
    path: Path
    bundled: bool
    problem: str


class Loaded(NamedTuple):
    """A protocol with the text it came from and its SHA-256."""

    protocol: Protocol
    toml: str
    sha256: str
    json: str
    path: Path
    bundled: bool


def names(own_folder: Path) -> list[Named]:
    """Every protocol file, the bundled ones first; none is opened."""
    bundled = [Named(path.stem, path, True, "") for path in _files(BUNDLED)]
    taken = {named.id for named in bundled}
    return bundled + [_own(path, taken) for path in _files(own_folder)]


def load(protocol_id: str, own_folder: Path) -> Loaded:
    """The protocol of that id; NotFound names the closest ones.

    The id is looked up in a listing, never joined to a path. A file of one's own
    never stands in for a bundled protocol: with the same id, neither is loaded.
    """
    listed = names(own_folder)
    found = [named for named in listed if named.id == protocol_id]
    if not found:
        raise _not_found(protocol_id, listed)
    named = found[-1]
    if named.problem:
        raise UnusableFile(f"{_shown(named.path)} {named.problem}")
    loaded = _load(named.path, bundled=named.bundled)
    _require_same_id(loaded, named)
    return loaded


def check(path: Path) -> Loaded:
    """The protocol of any file; every problem at once when it cannot be used."""
    return _load(path, bundled=path.parent == BUNDLED)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == _SUFFIX)
    except FileNotFoundError:
        return []
    except OSError:
        raise UnusableFile(
            f"{_shown(folder)} cannot be listed. Check that you may read that folder."
        ) from None


def _own(path: Path, taken: set[str]) -> Named:
    return Named(path.stem, path, False, _name_problem(path.stem, taken))


def _name_problem(stem: str, taken: set[str]) -> str:
    if not ID.fullmatch(stem):
        return "is not used: its name takes a-z, 0-9 and hyphens. Rename it."
    if stem in taken:
        return (
            f'has the id "{stem}" of a bundled protocol. Give the file, and the id '
            "in it, another name."
        )
    return ""


def _not_found(protocol_id: str, listed: list[Named]) -> NotFound:
    usable = [named.id for named in listed if not named.problem]
    near = closest(protocol_id, usable)
    hint = f"Did you mean {join_words(near)}?" if near else "The list:"
    return NotFound(
        f"There is no protocol {shown(protocol_id)}. {hint}  tracker protocol list"
    )


def _load(path: Path, *, bundled: bool) -> Loaded:
    data = _read(path)
    protocol = read_protocol(data, _shown(path))
    return Loaded(
        protocol,
        data.decode(),
        hashlib.sha256(data).hexdigest(),
        write_canonical(protocol),
        path,
        bundled,
    )


def _read(path: Path) -> bytes:
    """The file's bytes, at most one more than a protocol may have."""
    try:
        # A pipe or a device could keep us waiting for ever.
        if not path.is_file():
            raise UnusableFile(f"{_shown(path)} is not a file. Check the name.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        raise UnusableFile(
            f"{_shown(path)} cannot be read. Check its name and its permissions."
        ) from None


def _require_same_id(loaded: Loaded, named: Named) -> None:
    given = loaded.protocol.id
    if given != named.id:
        raise ProtocolProblems(
            _shown(named.path),
            [f'protocol.id: is "{given}", but the file is called "{named.id}".'],
        )


def _shown(path: Path) -> str:
    return visible(str(path))
