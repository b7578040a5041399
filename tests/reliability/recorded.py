"""Runs commands in turn, each in a process of its own, for strace to watch.

`python -m tests.reliability.recorded PLAN` reads which commands, where their words
go, and which pragmas the diary is opened with instead of the program's own.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from tests.builders import NOW, a_check_in
from tests.reliability.power import RECORDING
from tracker.cli import main
from tracker.services.log import log
from tracker.store import sqlite_driver
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

ROOT = Path(__file__).parents[2]
WARM: tuple[str, ...] = (
    "cli.commands.log",
    "cli.show.logged",
    "cli.screen",
    "workspace",
)


class Plan(NamedTuple):
    """What to run; a session is that many saves through one open diary."""

    said: str
    commands: list[list[str]]
    pragmas: tuple[str, ...] = ()
    session: str = ""


def record(plan: Plan, folder: Path, env: Mapping[str, str]) -> Path:
    """Run a plan under strace, in a folder of its own; the recording."""
    trace, file = folder / "trace", folder / "plan.json"
    file.write_text(json.dumps(plan._asdict()), encoding="utf-8")
    Path(plan.said).mkdir()
    words = [sys.executable, "-m", "tests.reliability.recorded", str(file)]
    subprocess.run(
        ["strace", "-o", str(trace), "--seccomp-bpf", *RECORDING, *words],
        cwd=ROOT,
        env={**env, "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
    )
    return trace


def _run(plan: Plan) -> None:
    if plan.pragmas:
        sqlite_driver.PRAGMAS = plan.pragmas  # type: ignore[assignment]
    if plan.session:
        _session(plan)
        return
    for name in WARM:
        import_module(f"tracker.{name}")
    for number, words in enumerate(plan.commands):
        child = os.fork()
        if child == 0:
            _command(words, Path(plan.said) / str(number))
        os.waitpid(child, 0)


def _command(words: Sequence[str], said: Path) -> None:
    """Become a command; its words go into files, its exit code is the process's."""
    for number, end in ((1, ".out"), (2, ".err")):
        file = os.open(f"{said}{end}", os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
    code = 70
    try:
        main(words, prog_name="tracker")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _session(plan: Plan) -> None:
    with closing(SqliteDriver(plan.session)) as driver:
        for number, _ in enumerate(plan.commands, start=1):
            entry = a_check_in(number)
            log(Store(driver), entry, NOW + timedelta(minutes=number))
            (Path(plan.said) / f"{number}.out").write_text(f"Saved {entry.id}")


if __name__ == "__main__":
    _run(Plan(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
