"""`tracker` in a child of this process, which has imported everything already."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tests.conftest import Said
from tracker.cli import main
from tracker.workspace import PRIVATE


class Child(NamedTuple):
    """A command under way: its process, and where its words can be read."""

    pid: int
    out: int
    err: int

    def kill_after(self, seconds: float) -> None:
        """Kill it after that time, wherever it has got to; it may have ended."""
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGKILL)

    def said(self) -> Said:
        """What it said until it ended; the code is negative if it was killed."""
        words = []
        for number in (self.out, self.err):
            with open(number, encoding="utf-8", errors="backslashreplace") as pipe:
                words.append(pipe.read())
        status = os.waitpid(self.pid, 0)[1]
        return Said(words[0], words[1], os.waitstatus_to_exitcode(status))


def begin(
    *words: str,
    env: Mapping[str, str] | None = None,
    first: Callable[[], object] = lambda: None,
) -> Child:
    """Begin a command; ``first`` is done in the child before it."""
    (out, to_out), (err, to_err) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _become(words, env or {}, (to_out, to_err), first)
    os.close(to_out)
    os.close(to_err)
    return Child(child, out, err)


def _become(
    words: tuple[str, ...],
    env: Mapping[str, str],
    pipes: tuple[int, int],
    first: Callable[[], object],
) -> None:
    code = 70
    try:
        _connect(pipes)
        os.environ.update(env)
        os.umask(PRIVATE)
        first()
        main(words, prog_name="tracker")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        os._exit(code)


def _connect(pipes: tuple[int, int]) -> None:
    """No terminal to read from; whatever is printed goes to the parent."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(pipes[0], 1)
    os.dup2(pipes[1], 2)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
