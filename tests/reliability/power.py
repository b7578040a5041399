"""What is left on a disk when the power goes, played from the calls that were made.

A file keeps what was in it when it was last synced. What was written to it since is
there, is not there, or is there in some of its sectors. A name that was made, moved
or removed since its folder was last synced may be as it was before. Real file systems
are kinder; a disk that lies about having synced is worse, and is not played.
"""

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
CALLS = (
    "openat,write,pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,"
    "renameat2,link,linkat,mkdir,rmdir"
)
# Another way to write would pass unseen, so it ends the replay.
UNKNOWN = "pwritev,pwritev2,writev,truncate,sendfile,copy_file_range,fallocate,symlink"
RECORDING = ("-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS},{UNKNOWN}")

_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (\d+)(?:<([^>]*)>)?(?:\(deleted\))?$")
_OPEN_FILE = re.compile(r"\d+<([^>]*)>(\(deleted\))?")
_TEXT = re.compile(r'"([^"]*)"')
FOLDER = 0
_MANY = ("pwrite64", "openat")


class Call(NamedTuple):
    """One call that ended well: its name, the paths it named, and what it wrote."""

    name: str
    paths: tuple[str, ...]
    text: bytes = b""
    at: int = 0
    flags: str = ""


class Write(NamedTuple):
    """Bytes at a place of a file; None instead of them cuts it off there."""

    at: int
    text: bytes | None


class Naming(NamedTuple):
    """A name that came (inode), went (None), or came from another name."""

    path: str
    inode: int | None
    moved_from: str = ""


class Cut(NamedTuple):
    """What is left after a cut, and what the program had said until then."""

    files: dict[str, bytes]
    folders: set[str]
    said: dict[str, bytes]


def read_calls(trace: Path) -> Iterator[Call]:
    """The calls of a recording, in their order."""
    for line in trace.read_text(encoding="ascii").splitlines():
        assert "unfinished" not in line, "two processes wrote at the same moment"
        if found := _CALL.match(line):
            yield _call(*found.groups())


def _call(name: str, given: str, result: str, opened: str | None) -> Call:
    if name == "openat":
        return Call(name, (_plain(opened or "").decode(),), flags=given)
    texts = [_plain(text) for text in _TEXT.findall(given)]
    if name in ("write", "pwrite64", "ftruncate", "fsync", "fdatasync"):
        file = _OPEN_FILE.match(given)
        assert file
        path = "" if file[2] else _plain(file[1]).decode()
        last = given.rpartition(", ")[2]
        at = int(last) if name in ("pwrite64", "ftruncate") else 0
        text = texts[0][: int(result)] if texts else b""
        return Call(name, (path,), text, at)
    return Call(name, tuple(text.decode() for text in texts))


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


class Disk:
    """A folder of a disk: what is on it for good, and what is only under way."""

    def __init__(self, root: Path, said: Path) -> None:
        self._root, self._said = str(root), str(said)
        self._synced: dict[int, bytes] = {}
        self._writes: dict[int, list[Write]] = {}
        self._names: dict[str, int] = {}  # as the program sees them
        self._kept: dict[str, int] = {str(root): FOLDER}
        self._namings: list[Naming] = []
        self._ends: dict[int, int] = {}
        self._words: dict[str, bytes] = {}
        for path in sorted(root.rglob("*")):
            self._kept[str(path)] = FOLDER if path.is_dir() else self._file(path)
        self._names.update(self._kept)

    def _file(self, path: Path | None = None) -> int:
        inode = len(self._synced) + 1
        self._synced[inode] = path.read_bytes() if path else b""
        self._writes[inode] = []
        return inode

    def play(self, call: Call) -> None:
        """Take in one call, if it is about this folder or about what was said."""
        if call.name == "write" and call.paths[0].startswith(self._said):
            name = Path(call.paths[0]).name
            self._words[name] = self._words.get(name, b"") + call.text
        elif any(self._is_ours(path) for path in call.paths):
            act = getattr(self, f"_{call.name}", None)
            assert act, f"{call.name} is not played"
            act(call)

    def _is_ours(self, path: str) -> bool:
        return path == self._root or path.startswith(f"{self._root}/")

    def _openat(self, call: Call) -> None:
        (path,) = call.paths
        new = path not in self._names
        if new:
            assert "O_CREAT" in call.flags, path
            self._name(Naming(path, self._file()))
        inode = self._names[path]
        self._ends[inode] = 0
        if "O_TRUNC" in call.flags and not new:
            self._writes[inode].append(Write(0, None))

    def _pwrite64(self, call: Call) -> None:
        self._writes[self._names[call.paths[0]]].append(Write(call.at, call.text))

    def _write(self, call: Call) -> None:
        """Files that are written with it are written from their beginning on."""
        inode = self._names[call.paths[0]]
        self._writes[inode].append(Write(self._ends[inode], call.text))
        self._ends[inode] += len(call.text)

    def _ftruncate(self, call: Call) -> None:
        self._writes[self._names[call.paths[0]]].append(Write(call.at, None))

    def _fsync(self, call: Call) -> None:
        (path,) = call.paths
        inode = self._names[path]
        if inode == FOLDER:
            self._sync_names(path)
            return
        for write in self._writes[inode]:
            self._synced[inode] = written(self._synced[inode], write)
        self._writes[inode] = []

    def _sync_names(self, folder: str) -> None:
        here = [n for n in self._namings if str(Path(n.path).parent) == folder]
        for naming in here:
            _rename(self._kept, naming)
        self._namings = [n for n in self._namings if n not in here]

    _fdatasync = _fsync

    def _unlink(self, call: Call) -> None:
        self._name(Naming(call.paths[0], None))

    _unlinkat = _rmdir = _unlink

    def _rename(self, call: Call) -> None:
        old, new = call.paths
        assert self._names[old] != FOLDER, "a folder that is moved is not played"
        self._name(Naming(new, self._names[old], old))

    _renameat = _renameat2 = _rename

    def _link(self, call: Call) -> None:
        old, new = call.paths
        self._name(Naming(new, self._names[old]))

    _linkat = _link

    def _mkdir(self, call: Call) -> None:
        self._name(Naming(call.paths[0], FOLDER))

    def _name(self, naming: Naming) -> None:
        _rename(self._names, naming)
        self._namings.append(naming)

    def cut(self, chance: random.Random) -> Cut:
        """The power goes now."""
        names = dict(self._kept)
        likely = chance.choice((0.0, 0.5, 1.0))
        for naming in self._namings:
            if chance.random() < likely:
                _rename(names, naming)
        names = {path: inode for path, inode in names.items() if _held(path, names)}
        likely = chance.choice((0.0, 0.5, 0.9, 1.0))
        left = {i: self._left(i, likely, chance) for i in set(names.values()) - {0}}
        files = {path: left[inode] for path, inode in names.items() if inode}
        return Cut(files, names.keys() - files.keys(), dict(self._words))

    def _left(self, inode: int, likely: float, chance: random.Random) -> bytes:
        left = self._synced[inode]
        for write in self._writes[inode]:
            for part in _torn(write, likely, chance):
                left = written(left, part)
        return left


def _held(path: str, names: dict[str, int]) -> bool:
    """Whether its folder is there, and the folders around that."""
    above = [str(folder) for folder in Path(path).parents]
    made = [folder for folder in above if len(folder) >= len(min(names, key=len))]
    return all(folder in names for folder in made)


def _rename(names: dict[str, int], naming: Naming) -> None:
    """A name that never came can neither go nor be moved."""
    if naming.inode is None:
        names.pop(naming.path, None)
        return
    if naming.moved_from and names.pop(naming.moved_from, None) is None:
        return
    names[naming.path] = naming.inode


def _torn(write: Write, likely: float, chance: random.Random) -> Iterable[Write]:
    """The whole of it, some of its sectors, or nothing."""
    if write.text is None or chance.random() < 0.7:
        return [write] if chance.random() < likely else []
    first = -write.at % SECTOR
    starts = [0, *range(first or SECTOR, len(write.text), SECTOR)]
    ends = [*starts[1:], len(write.text)]
    return [
        Write(write.at + start, write.text[start:end])
        for start, end in zip(starts, ends, strict=True)
        if chance.random() < likely
    ]


def written(before: bytes, write: Write) -> bytes:
    """The file after that write; what was skipped reads as zeros."""
    if write.text is None:
        return before[: write.at].ljust(write.at, b"\0")
    before = before.ljust(write.at, b"\0")
    return before[: write.at] + write.text + before[write.at + len(write.text) :]


def cuts(trace: Path, disk: Disk, times: int, chance: random.Random) -> Iterator[Cut]:
    """That many cuts; more at those that decide, a fifth at the end."""
    calls = list(read_calls(trace))
    heavy = sum(call.name not in _MANY for call in calls)
    weights = [1 if c.name in _MANY else len(calls) / heavy for c in calls]
    ends = [len(calls) - 1] * (times // 5)
    moments = sorted(chance.choices(range(len(calls)), weights, k=times - len(ends)))
    moments += ends
    for number, call in enumerate(calls):
        disk.play(call)
        while moments and moments[0] == number:
            moments.pop(0)
            yield disk.cut(chance)


def put(cut: Cut, old: Path, new: Path) -> None:
    """Lay what is left of a folder out in another one."""
    for folder in sorted(cut.folders):
        (new / Path(folder).relative_to(old)).mkdir(parents=True, exist_ok=True)
    for path, text in cut.files.items():
        (new / Path(path).relative_to(old)).write_bytes(text)
