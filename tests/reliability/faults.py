"""One real command with a fault at its n-th call to the system, by strace."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.builders import NOW
from tests.conftest import Said
from tests.reliability.diaries import Diary

ROOT = Path(__file__).parents[2]
WRITES = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "link", "rename")


class Fault(NamedTuple):
    """What happens at which call: `signal=KILL`, `error=EIO`."""

    call: str
    number: int
    what: str


def tracker(diary: Diary, *words: str, strace: Sequence[str] = ()) -> Said:
    """A real command in a process of its own, perhaps watched."""
    command = [sys.executable, "-m", "tracker", "--db", str(diary.path)]
    done = subprocess.run(
        [*strace, *command, "--now", NOW.isoformat(), *words],
        cwd=ROOT,
        env={**os.environ, **diary.env, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.stdout, done.stderr, done.returncode)


def faulty(diary: Diary, fault: Fault, *words: str) -> Said:
    """The command with that fault."""
    inject = f"inject={fault.call}:{fault.what}:when={fault.number}"
    quiet = ["strace", "-qq", "-o", os.devnull, "-f", "--seccomp-bpf"]
    return tracker(
        diary, *words, strace=[*quiet, "-e", f"trace={fault.call}", "-e", inject]
    )


def calls_of(diary: Diary, *words: str, trace: Path) -> Counter[str]:
    """How often the command makes each of the calls that write; it has to end well."""
    watch = ["strace", "-qq", "-o", str(trace), "-f", "-e", f"trace={','.join(WRITES)}"]
    said = tracker(diary, *words, strace=watch)
    assert said.code == 0, said
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    return Counter(line.split("(")[0].split()[-1] for line in lines if "(" in line)
