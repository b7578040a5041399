"""Two copies of one diary that both live on, each then brought into the other."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import ANNA, NOW, RUTH, a_check_in, a_moment, an_answer
from tests.pages import SACROPLASTY
from tracker.domain.facts import CheckIn, Completion, Instruction
from tracker.domain.restrictions import stand
from tracker.services.complete import complete
from tracker.services.exporting import Wanted, export
from tracker.services.importing import Kept, Source, keep, read_source
from tracker.services.log import Edit, edit, log
from tracker.services.told import Heard, Word, keep_words
from tracker.services.visits import add_visit
from tracker.services.warnings import Done, answer, list_warnings
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

LATER = NOW + timedelta(days=9)
LIFTING = "heavy-lifting"


class Copy:
    """A diary with its file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.driver = SqliteDriver(str(path))
        self.store = Store(self.driver)

    def told(self, amount: int, days: int, author: str) -> None:
        """The care team's word on lifting, so many days from now."""
        at = NOW + timedelta(days=days)
        word = Word(LIFTING, amount, "lb", None, False)
        heard = Heard((word,), "Nurse Example", "", NOW.date())
        keep_words(self.store, heard, author, at)

    def mark(self, kind: str, hours: int, author: str) -> None:
        """A milestone, so many hours from now."""
        at = NOW + timedelta(hours=hours)
        complete(self.store, "home", kind, a_moment(at), "", author, at)

    def take(self, other: "Copy") -> Kept:
        """Import all that the other one holds."""
        file = self.path.with_suffix(".ndjson")
        text = "".join(export(other.store, "ndjson", Wanted(), LATER))
        file.write_text(text, encoding="utf-8")
        source = Source(file, None, None)
        reading = read_source(self.store, source, ANNA, LATER)
        return keep(self.store, reading, source, str(self.path), ANNA, LATER)

    def entry(self, number: int) -> CheckIn:
        with self.store.reading():
            person = self.store.person()
            assert person is not None
            found = self.store.check_in_numbered(person, number)
        assert found is not None
        return found

    def words(self) -> list[Instruction]:
        with self.store.reading():
            person = self.store.person()
            assert person is not None
            return self.store.instructions(person, self.store.procedures(person)[-1])

    def marks(self) -> list[Completion]:
        with self.store.reading():
            person = self.store.person()
            assert person is not None
            return self.store.completions(person, self.store.procedures(person)[-1])


@pytest.fixture
def pair(started: Path, tmp_path: Path) -> Iterator[tuple[Copy, Copy]]:
    """One entry with a sign, copied; then both change the same and other things."""
    first = Copy(started)
    log(first.store, an_entry(1, "calf"), NOW)
    first.driver.close()
    shutil.copy(started, tmp_path / "other.sqlite")
    mine, theirs = Copy(started), Copy(tmp_path / "other.sqlite")
    with closing(mine.driver), closing(theirs.driver):
        yield mine, theirs


def an_entry(number: int, *signs: str) -> CheckIn:
    return a_check_in(number, answers=(an_answer(unit=""),), signs=signs)


def done(kind: str, at: datetime) -> Done:
    return Done(kind, a_moment(at), "")


def live_on(mine: Copy, theirs: Copy) -> None:
    """The same things later in the first diary, and so with the lower numbers."""
    hour = timedelta(hours=1)
    theirs.mark("done", 1, ANNA)
    theirs.mark("reopened", 2, ANNA)
    mine.mark("done", 3, RUTH)
    theirs.told(200, 1, ANNA)
    theirs.told(150, 2, ANNA)
    mine.told(50, 3, RUTH)
    answer(theirs.store, 1, done("mistake", NOW + hour), ANNA, NOW + hour)
    answer(mine.store, 1, done("called", NOW + hour), RUTH, NOW + 2 * hour)
    edit(mine.store, 1, Edit({}, None, "mine", ""), RUTH, NOW + hour)
    edit(theirs.store, 1, Edit({}, None, "theirs", ""), ANNA, NOW + hour)
    log(mine.store, an_entry(2), NOW + hour)
    log(theirs.store, an_entry(3, "fever"), NOW + hour)
    add_visit(theirs.store, LATER.date(), None, "", ANNA, NOW + hour)


def test_each_takes_what_only_the_other_has_and_keeps_its_own(
    pair: tuple[Copy, Copy],
) -> None:
    mine, theirs = pair
    live_on(mine, theirs)

    there, back = mine.take(theirs), theirs.take(mine)

    for kept, own in ((there, mine), (back, theirs)):
        (conflict,) = kept.weighed.conflicts
        assert "Here entry 1 says something else." in conflict.why
        assert kept.weighed.refused == ()
        assert len(own.words()) == len(own.marks()) == 3
    assert (mine.entry(1).note, theirs.entry(1).note) == ("mine", "theirs")
    assert (mine.entry(3).signs, theirs.entry(3).signs) == (("fever",), ())


def test_an_older_word_or_mark_never_wins_for_having_come_later(
    pair: tuple[Copy, Copy],
) -> None:
    mine, theirs = pair
    live_on(mine, theirs)
    mine.take(theirs)
    theirs.take(mine)
    lifting = next(each for each in SACROPLASTY.restrictions if each.id == LIFTING)

    for diary in pair:
        limit = stand(lifting, diary.words(), None, LATER.date())
        assert limit.word is not None
        assert limit.word.amount == 50
        assert [mark.kind for mark in diary.marks()] == ["done", "reopened", "done"]


def test_both_answers_to_a_warning_are_kept_and_it_waits_no_more(
    pair: tuple[Copy, Copy],
) -> None:
    mine, theirs = pair
    live_on(mine, theirs)

    mine.take(theirs)

    waiting = [
        each.shown.sign for each in list_warnings(mine.store)[1] if not each.answer
    ]
    assert waiting == ["fever"]


def test_brought_in_twice_nothing_is_new(pair: tuple[Copy, Copy]) -> None:
    mine, theirs = pair
    live_on(mine, theirs)
    mine.take(theirs)
    theirs.take(mine)

    assert (mine.take(theirs).copy, theirs.take(mine).copy) == (None, None)
