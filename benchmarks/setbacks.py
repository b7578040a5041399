"""How often the setback questions come without a setback, and how soon with one.

Simulated people, no real ones: the courses, the noise and the gaps below are our
assumptions. The rules are the program's own, with the figures of the bundled protocol
and with others beside them. Run it with: python -m benchmarks.setbacks
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from statistics import median
from typing import Any, NamedTuple

from tracker.domain.protocol import Setback
from tracker.domain.setbacks import find_rise
from tracker.domain.trends import Reading
from tracker.protocols.library import BUNDLED, check

SEED = 20261103
PEOPLE = 400
DAYS = 84
WEEK = 7
BEGAN = date(2026, 11, 3)
STEP_DAYS = 14
HIGHEST = 10
AIDS = (1, 6)
# Today's noise keeps a third of yesterday's.
CARRIED = 1 / 3
NOISE = (0.5, 1.0, 1.5, 2.0)
# A rise of 0 says how many are asked by chance in the same three weeks.
STEPS = (0, 2, 3, 4)
AID_STEPS = (0, 1, 2)
SLIPS = (0.02, 0.05, 0.10)
OTHER_PAIN: tuple[dict[str, Any], ...] = (
    {"times": 2},
    {"times": 4},
    {"by": 3},
    {"of": 5},
    {"of": 10},
    {"least": 3},
    {"least": 6},
)
# How old a row may be matters to those who seldom write.
OTHER_SPANS = (5, 7, 10)
OTHER_WALKING: tuple[dict[str, Any], ...] = (
    {"times": 2, "within": 21},
    {"of": 3},
    {"of": 2},
    {"by": 2},
)
LABEL = 44
HEAD = f"{'':{LABEL}}   false   found  delay\n{'':{LABEL}}   /week           days"

Course = list[Reading]


class Found(NamedTuple):
    """Questions that began per person-week, and the delays of those found in days."""

    per_week: float
    found: float
    delay: float | None


def pain_course(
    rng: random.Random, noise: float, logged: float, step: int, first: int | None
) -> Course:
    """Twelve weeks of pain from 0 to 10; a true rise of ``step`` from day ``first``."""
    before, after = rng.uniform(6, 10), min(max(rng.gauss(2.5, 1.2), 0), 6)
    pace, carried = rng.uniform(3, 14), 0.0
    course = []
    for day in range(1, DAYS + 1):
        fresh = rng.gauss(0, noise * math.sqrt(1 - CARRIED**2))
        carried = CARRIED * carried + fresh
        level = after + (before - after) * math.exp(-day / pace) + carried
        if first is not None and first <= day < first + STEP_DAYS:
            level += step
        steps = min(max(round(level), 0), HIGHEST)
        if rng.random() < logged:
            course.append(Reading(BEGAN + timedelta(days=day), steps))
    return course


def aid_course(
    rng: random.Random, slip: float, logged: float, step: int, first: int | None
) -> Course:
    """Twelve weeks of walking aids, asked weekly: 1 is none, and they become fewer."""
    level, course = rng.choice((2, 3, 3, 4)), []
    better = sorted(rng.sample(range(WEEK, DAYS), 2))
    for day in range(1, DAYS + 1, WEEK):
        gone = sum(day >= change for change in better)
        true = max(level - gone, AIDS[0])
        if first is not None and day >= first:
            true += step
        if rng.random() < slip:
            true += rng.choice((-1, 1))
        if rng.random() < logged:
            steps = min(max(true, AIDS[0]), AIDS[1])
            course.append(Reading(BEGAN + timedelta(days=day), steps))
    return course


def shown_days(setback: Setback, course: Sequence[Reading]) -> list[int]:
    """The day numbers on which the question stands, evening by evening."""
    days = []
    for number in range(1, DAYS + 1):
        today = BEGAN + timedelta(days=number)
        known = [reading for reading in course if reading.day <= today]
        newest = known[-(setback.times + setback.of) :]
        if find_rise(setback, newest, today):
            days.append(number)
    return days


def beginnings(days: Iterable[int]) -> list[int]:
    """The days on which a question begins to stand."""
    shown = set(days)
    return [day for day in sorted(shown) if day - 1 not in shown]


def measure(
    setback: Setback,
    make: Callable[[random.Random, float, float, int, int | None], Course],
    noise: float,
    logged: float,
    step: int,
) -> Found:
    """False questions without a rise, and what is found of a true one."""
    rng = random.Random(SEED)
    false = 0
    for _ in range(PEOPLE):
        course = make(rng, noise, logged, 0, None)
        false += len(beginnings(shown_days(setback, course)))
    delays = []
    for _ in range(PEOPLE):
        first = rng.randrange(3 * WEEK, DAYS - 3 * WEEK)
        shown = shown_days(setback, make(rng, noise, logged, step, first))
        seen = [day for day in shown if first <= day < first + STEP_DAYS + WEEK]
        delays += [seen[0] - first] if seen else []
    weeks = PEOPLE * DAYS / WEEK
    return Found(
        false / weeks, len(delays) / PEOPLE, median(delays) if delays else None
    )


def line(label: str, found: Found) -> str:
    delay = "-" if found.delay is None else f"{found.delay:.0f}"
    return f"{label:<{LABEL}}{found.per_week:>8.3f}{found.found:>8.0%}{delay:>7}"


def named(setback: Setback) -> str:
    return (
        f"by {setback.by}, of {setback.of}, least {setback.least}, "
        f"{setback.times} days, within {setback.within}"
    )


def changed(setback: Setback, figures: dict[str, Any]) -> Setback:
    """The rule with other figures."""
    return setback._replace(**figures)


def pain_tables(own: Setback) -> None:
    """The protocol's rule at every noise, then others beside it."""
    print(f"\nPain, the protocol's own rule: {named(own)}\n{HEAD}")
    for noise, logged, step in product(NOISE, (0.85, 0.5), STEPS):
        label = f"noise {noise}, logged {logged:.0%}, rise {step}"
        print(line(label, measure(own, pain_course, noise, logged, step)))
    print(f"\nPain, other rules, noise 1.0 and 1.5, logged 85%, rise 3\n{HEAD}")
    for figures, noise in product(OTHER_PAIN, (1.0, 1.5)):
        other = changed(own, figures)
        label = f"{named(other)}, {noise}"
        print(line(label, measure(other, pain_course, noise, 0.85, 3)))
    print(f"\nPain, other spans, noise 1.0, logged 50%, rise 3\n{HEAD}")
    for within in OTHER_SPANS:
        other = changed(own, {"within": within})
        print(line(named(other), measure(other, pain_course, 1.0, 0.5, 3)))


def walking_tables(own: Setback) -> None:
    """The protocol's rule at every share of wrong answers, then others beside it."""
    print(f"\nWalking, the protocol's own rule: {named(own)}\n{HEAD}")
    for slip, step in product(SLIPS, AID_STEPS):
        label = f"slips {slip:.0%}, rise {step}"
        print(line(label, measure(own, aid_course, slip, 0.9, step)))
    print(f"\nWalking, other rules, slips 5%, rise 1\n{HEAD}")
    for figures in OTHER_WALKING:
        other = changed(own, figures)
        print(line(named(other), measure(other, aid_course, 0.05, 0.9, 1)))


def main() -> None:
    """Print the tables for pain and for walking."""
    protocol = check(BUNDLED / "sacroplasty-standard.toml").protocol
    print(f"{PEOPLE} simulated people, {DAYS} days each, seed {SEED}.")
    pain_tables(next(s for s in protocol.setbacks if s.question == "pain"))
    walking_tables(next(s for s in protocol.setbacks if s.question == "aid"))


if __name__ == "__main__":
    main()
