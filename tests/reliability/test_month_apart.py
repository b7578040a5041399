"""A month in which two people write in two copies, and hand files to each other."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders import ANNA, NOW, RUTH, a_check_in, a_moment, an_answer
from tests.copies import (
    EVERYTHING,
    a_copy_of,
    as_they_are,
    facts_in,
    join_all,
    opened,
    problem_of,
    shared_by,
    shown_in,
)
from tests.reliability.conftest import Figures, chance_of, often
from tracker.domain.facts import Answer, CheckIn
from tracker.errors import NoRight, TrackerError
from tracker.services.complete import complete
from tracker.services.conflicts import answer_conflict, list_conflicts
from tracker.services.contacts import keep_contact
from tracker.services.joining import merge_share
from tracker.services.log import Edit, delete, edit, log
from tracker.services.undo import redo, undo
from tracker.services.visit_questions import add_question, remove_question
from tracker.services.warnings import Done, answer
from tracker.store.store import Store

DAYS = 30
WRITERS = (RUTH, ANNA)
WEEK = 7
BEFORE = 6
SIGNS = ("fever", "leg-new", "calf")


def a_deed(store: Store, who: int, tick: int, chance: random.Random) -> None:
    """One thing that somebody writes on a day; it may be refused."""
    now, by = NOW + timedelta(days=tick % DAYS, seconds=tick), WRITERS[who]
    number = chance.randint(1, 12)
    pain = an_answer("pain", chance.randint(0, 10))
    deeds: list[Callable[[], object]] = [
        lambda: log(store, an_entry(who, tick, chance), now),
        lambda: log(store, an_entry(who, tick, chance), now),
        lambda: edit(store, number, Edit({"pain": pain}, None, None, ""), by, now),
        lambda: edit(store, number, Edit({}, None, f"{tick}", ""), by, now),
        lambda: delete(store, number, by, now),
        lambda: undo(store, chance.randint(1, 3), by, now),
        lambda: redo(store, 1, by, now),
        lambda: keep_contact(
            store, "care-team", f"555-01{tick % 90 + 10}", "", by, now
        ),
        lambda: add_question(store, f"Question {tick}?", now.date(), by, now),
        lambda: remove_question(store, number, by, now),
        lambda: complete(store, "home", "done", a_moment(now), "", by, now),
        lambda: answer(store, number, Done("called", a_moment(now), ""), by, now),
        lambda: settle_one(store, chance, by, now),
    ]
    chance.choice(deeds)()


def an_entry(who: int, tick: int, chance: random.Random) -> CheckIn:
    moment = a_moment(NOW + timedelta(days=tick % DAYS))
    answers: tuple[Answer, ...] = (an_answer("pain", chance.randint(0, 10)),)
    signs = (chance.choice(SIGNS),) if chance.random() < 0.2 else ()
    return a_check_in(
        10_000 * (who + 1) + tick,
        answers=answers,
        signs=signs,
        author=WRITERS[who],
        at=moment.at,
        day=moment.day,
    )


def settle_one(store: Store, chance: random.Random, by: str, now: datetime) -> None:
    waiting = list_conflicts(store)[1]
    if waiting:
        which = chance.choice(waiting)
        answer_conflict(
            store, which.number, chance.randint(1, len(which.versions)), by, now
        )


def test_two_copies_of_a_month_end_alike_whatever_the_order(
    template_started: Path, tmp_path: Path, figures: Figures
) -> None:
    conflicts = facts = 0
    for month in range(often(3, 40)):
        chance = chance_of(f"month {month}")
        folder = tmp_path / str(month)
        (own,) = as_they_are([template_started], folder)
        for number in range(1, BEFORE + 1):
            with opened(own) as store:
                log(store, a_check_in(number), NOW)
        paths = [own, a_copy_of(own, folder / "hers.sqlite")]
        for day in range(DAYS):
            for n in range(4):
                who = chance.randrange(2)
                with suppress(TrackerError), opened(paths[who]) as store:
                    a_deed(store, who, day + DAYS * n, chance)
            if day % WEEK == 0 and chance.random() < 0.5:
                hand_over(paths, chance.randrange(2))
        again = as_they_are(paths, folder / "again")
        join_all(paths, [(0, 1)])
        join_all(again, [(1, 0)])

        assert [problem_of(path) for path in [*paths, *again]] == [""] * 4
        assert facts_in(paths[0]) == facts_in(paths[1])
        assert facts_in(paths[0]) == facts_in(again[0]) == facts_in(again[1])
        assert shown_in(paths[0]) == shown_in(again[1])
        facts += len(facts_in(paths[0]))
        conflicts += sum(len(said) > 1 for said in facts_in(paths[0]).values())
    figures(
        "months in two copies",
        rounds=often(3, 40),
        note=f"{facts} facts, {conflicts} written differently",
    )
    assert conflicts


def hand_over(paths: list[Path], who: int) -> None:
    """One makes a file, and the other takes it in, unless the right was taken back."""
    to, name = paths[1 - who], WRITERS[1 - who]
    shared = shared_by(paths[who], EVERYTHING, WRITERS[who])
    with suppress(NoRight), opened(to) as store:
        merge_share(store, shared, name, NOW + timedelta(days=DAYS))
