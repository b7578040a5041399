"""Compares commands in rotation (A B C, A B C ...) by their own processor time.

A shared machine changes its pace from minute to minute. Commands of the same round
meet the same pace, so a ratio is taken inside each round, and then the median.
"""

import os
import resource
import sys
from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

# macOS counts the peak in bytes, Linux in kilobytes.
RSS_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024
NULL = (
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
)


class Command(NamedTuple):
    """What is measured, under the name it is reported by."""

    name: str
    argv: tuple[str, ...]


class Run(NamedTuple):
    """One child's user and system time in milliseconds, and its peak memory in MB."""

    cpu: float
    rss: float


class Ratio(NamedTuple):
    """The ratios of two commands, round by round."""

    least: float
    middle: float
    most: float


def child_environment() -> dict[str, str]:
    """This environment with bytecode on, as an installed program has it."""
    off = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "TRACKER_DB", "TRACKER_NOW"}
    return {name: value for name, value in os.environ.items() if name not in off}


def measure(
    commands: Sequence[Command], rounds: int, environment: Mapping[str, str]
) -> dict[str, list[Run]]:
    """The runs of every command, after one round that does not count."""
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    for done in range(rounds + 1):
        for command in commands:
            run = run_once(command, environment)
            if done > 0:
                runs[command.name].append(run)
    return runs


def run_once(command: Command, environment: Mapping[str, str]) -> Run:
    """Run a command to its end; one that fails is not worth measuring."""
    argv = command.argv
    child = os.posix_spawn(argv[0], argv, environment, file_actions=NULL)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(f"{command.name}: ended with {code}. Run it by hand: {argv}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(cpu * 1000, usage.ru_maxrss / RSS_PER_MB)


def ratio(runs: Sequence[Run], base: Sequence[Run]) -> Ratio:
    """Each round's ratio to the base of the same round: least, median, most."""
    each = [run.cpu / other.cpu for run, other in zip(runs, base, strict=True)]
    return Ratio(min(each), median(each), max(each))


def growth(runs: Sequence[Run], base: Sequence[Run]) -> float:
    """How much more memory than the base of the same round, in MB, as a median."""
    return median(run.rss - other.rss for run, other in zip(runs, base, strict=True))


def table(runs: Mapping[str, Sequence[Run]], base: str) -> str:
    """One line a command: medians, and ratios to the base."""
    widest = max(len(name) for name in runs)
    head = f"{'':{widest}}  cpu ms  peak MB  ratio (least to most)"
    return "\n".join([head, *(_line(name, widest, runs, base) for name in runs)])


def _line(name: str, widest: int, runs: Mapping[str, Sequence[Run]], base: str) -> str:
    cpu = median(run.cpu for run in runs[name])
    rss = median(run.rss for run in runs[name])
    least, middle, most = ratio(runs[name], runs[base])
    spread = f"({least:.2f} to {most:.2f})"
    return f"{name:{widest}}  {cpu:6.1f}  {rss:7.1f}  {middle:5.2f} {spread}"


def own_peak() -> float:
    """This process's own peak in MB; a child's peak below it cannot be seen."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / RSS_PER_MB
