"""Measures handing out, opening and merging copies of 10,000 entries: `make bench`."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import TypeVar

from benchmarks.stores import AUTHOR, fill
from tracker.domain.facts import Answer
from tracker.domain.sharing import Shared
from tracker.services.ids import new_id
from tracker.services.joining import Taken, merge_share, open_share
from tracker.services.log import Edit, edit
from tracker.services.share_rights import Asked
from tracker.services.sharing import make_share
from tracker.shares.reading import unpack
from tracker.shares.writing import pack
from tracker.store.files import create
from tracker.workspace import Workspace

ENTRIES = 10_000
APART = timedelta(minutes=50)
ROUNDS = 3
CHANGED = 50
EVERYTHING = Asked(AUTHOR, "all", None, True, None)
Result = TypeVar("Result")


def timed(kept: list[float], act: Callable[[], Result]) -> Result:
    """Do something and keep its processor time in seconds."""
    began = process_time()
    result = act()
    kept.append(process_time() - began)
    return result


def handed_out(path: Path) -> Shared:
    """What a file of that diary holds, packed and read again."""
    with Workspace(str(path)).store() as store:
        shared, _, _ = make_share(store, EVERYTHING, AUTHOR, datetime.now(UTC))
    return unpack(pack(shared), "the file")


def take(path: Path, shared: Shared, *, new: bool) -> Taken:
    """Open a file in an empty diary, or merge it into one."""
    now = datetime.now(UTC)
    with Workspace(str(path)).store(of_everybody=new) as store:
        return (open_share if new else merge_share)(store, shared, AUTHOR, now)


def change_some(path: Path, first: int) -> None:
    """Other words in some entries of a copy, each a step of its own."""
    for number in range(first, first + CHANGED):
        with Workspace(str(path)).store() as store:
            change = Edit({"pain": Answer("pain", 10, "0-10")}, None, new_id_note(), "")
            edit(store, number, change, AUTHOR, datetime.now(UTC))


def new_id_note() -> str:
    """A note that no other entry has."""
    return new_id(datetime.now(UTC))


def one_round(folder: Path, entries: int, spent: dict[str, list[float]]) -> None:
    """Two copies, changed apart, and one taken into the other."""
    home = str(folder)
    os.environ.update(HOME=home, XDG_DATA_HOME=home, TRACKER_BACKUPS="off")
    own, hers = folder / "own.sqlite", folder / "hers.sqlite"
    fill(own, entries, APART)
    shared = timed(spent["hand out"], lambda: handed_out(own))
    create(str(hers))
    timed(spent["open"], lambda: take(hers, shared, new=True))
    change_some(own, 1)
    change_some(hers, 1 + CHANGED)
    back = handed_out(hers)
    taken = timed(spent["merge"], lambda: take(own, back, new=False))
    if taken.changed != CHANGED:
        sys.exit("The merge did not take in what was changed.")


def main() -> None:
    """Two copies of one diary, changed apart and merged, some rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how many (3)")
    parser.add_argument("--entries", type=int, default=ENTRIES, help="in each (10,000)")
    typed = parser.parse_args()
    spent: dict[str, list[float]] = {"hand out": [], "open": [], "merge": []}
    for _ in range(typed.rounds):
        with tempfile.TemporaryDirectory() as folder:
            one_round(Path(folder), typed.entries, spent)
    print(f"{typed.entries:,} entries in each copy, {CHANGED} changed in each:")
    for what, seconds in spent.items():
        print(f"  {what:10} {median(seconds):6.2f} s of processor time")


if __name__ == "__main__":
    main()
