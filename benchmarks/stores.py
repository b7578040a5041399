"""Makes diaries to measure on: python -m benchmarks.stores FILE COUNT."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from tracker.cli import main as tracker
from tracker.domain.answers import read_answers
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.services.ids import new_id
from tracker.workspace import Workspace

APART = timedelta(hours=2.4)
AUTHOR = "Dana Example"


def fill(path: Path, count: int, apart: timedelta = APART) -> None:
    """A new diary with ``count`` entries, ``apart`` from each other, up to now.

    The entries go through the store as `tracker log` sends them, history included,
    but all in one transaction: this is preparation and not what is measured.
    """
    now = datetime.now(UTC)
    _start(path, now - apart * count)
    workspace = Workspace(db=str(path))
    with workspace.store() as store:
        diary = workspace.diary(store)
        with store.writing():
            for entry in _entries(diary, count, now, apart):
                store.next_number(diary.person, "entry")
                text = f"wrote entry {entry.number}"
                step = (AUTHOR, entry.recorded_at, "log", text)
                store.write(diary.person, step, after=[entry])


def _start(path: Path, begun: datetime) -> None:
    words = ["--db", str(path), "--as", AUTHOR, "start", begun.date().isoformat()]
    words += ["--zone", "UTC", "--name", "Ruth Example", "--baseline-pain", "8"]
    words += ["--care-team", "555-0100", "--emergency", "911"]
    result = CliRunner().invoke(tracker, words, catch_exceptions=False)
    if result.exit_code != 0:
        sys.exit(result.output)


def _entries(
    diary: Diary, count: int, now: datetime, apart: timedelta
) -> Iterator[CheckIn]:
    answers = [_answers(diary, pain) for pain in range(10)]
    for number in range(1, count + 1):
        at = now - apart * (count - number + 1)
        yield CheckIn(
            id=new_id(at),
            number=number,
            procedure_id=diary.procedure.id,
            at=at,
            time_known=True,
            zone="UTC",
            day=at.date(),
            recorded_at=at,
            author=AUTHOR,
            relayed=True,
            signs_asked="no",
            note="Sat at the table for lunch.",
            answers=answers[number % 10],
            signs=(),
        )


def _answers(diary: Diary, pain: int) -> tuple[Answer, ...]:
    words = [f"pain={pain}", f"pain-moving={pain}", "walk=20", "temperature=36.8"]
    found = read_answers(words, diary.protocol).values()
    return tuple(sorted(answer for answer in found if answer is not None))


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))
