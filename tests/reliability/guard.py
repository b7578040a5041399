"""Notes what a command changes outside of its own folder."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
# What an auditor is told of, and how many paths come with it.
WATCHED = {
    "open": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2, "os.mkdir": 1,
    "os.remove": 1, "os.rmdir": 1, "os.truncate": 1, "os.chmod": 1,
}  # fmt: skip
NO_FILES = ("/dev/null", "/dev/tty")


class Guard:
    """Notes each path that this process changes outside of a folder."""

    def __init__(self) -> None:
        self.inside = ""
        self.outside: list[str] = []
        sys.addaudithook(self._see)

    @contextmanager
    def watching(self, folder: Path) -> Iterator[None]:
        """Everything has to stay inside, until the end of the block.

        What Python keeps of its own, beside a module imported here first, is no file
        of a line.
        """
        kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        self.inside, self.outside = str(folder), []
        try:
            yield
        finally:
            self.inside = ""
            sys.dont_write_bytecode = kept

    def _see(self, what: str, given: tuple[Any, ...]) -> None:
        if not self.inside or (what == "open" and not _writes(given)):
            return
        for path in given[: WATCHED.get(what, 0)]:
            self._judge(path)

    def _judge(self, path: Any) -> None:
        whole = os.path.abspath(os.fsdecode(path))
        if not whole.startswith(self.inside) and whole not in NO_FILES:
            self.outside.append(whole)


def _writes(opened: tuple[Any, ...]) -> bool:
    return isinstance(opened[0], str) and bool(opened[2] & WRITES)
