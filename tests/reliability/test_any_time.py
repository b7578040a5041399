"""Whatever the clocks do: the instant, the day and the order are the right ones.

Stands for instants kept in UTC with their zone, the day as the person saw it, and
windows that count hours as elapsed time and days from midnight. What is right is told
by `tests/reliability/clocks.py`, which knows nothing but minutes in UTC.
"""

import csv
import io
import json
import re
import shutil
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.conftest import Said
from tests.reliability.clocks import (
    DAY,
    MINUTE,
    ZONES,
    Turn,
    all_turns,
    day_of,
    shown,
    turns,
    when,
)
from tests.reliability.conftest import Figures, often
from tracker.cli import main
from tracker.domain.facts import Moment
from tracker.domain.moments import read_moment
from tracker.domain.timeline import plan_window
from tracker.domain.window import Offset, local_day, midnight
from tracker.domain.wording import WEEKDAYS
from tracker.errors import Refused

HOUR = timedelta(hours=1)
MOMENTS = often(500, 20_000)
STORIES = often(8, 400)
DAY_STARTS = (0, 60, 120, 150, 240, 719)
SPELLINGS = re.compile(r"Type (.+?) or (.+?)\.$")
WITH_TURNS = [zone for zone in ZONES if turns(zone)]
BEHIND = "Your newest entry has a later time than this computer's clock."
# A story that fails is not made smaller: each try is two diaries and six forms.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck))


def read(
    text: str, turn: Turn, now: datetime, day_start: int = 0, on: date | None = None
) -> Moment | str:
    """What the program makes of it: a moment, or the sentence that refuses it."""
    zone = ZoneInfo(turn.zone)
    try:
        return read_moment(
            text, now=now, zone=zone, procedure_on=on, day_start=day_start
        )
    except Refused as refused:
        return str(refused)


def walls(turn: Turn) -> list[datetime]:
    """The first, a middle and the last minute skipped, or shown twice, at a turn."""
    before, after = (
        shown(turn.at - MINUTE, turn.zone) + MINUTE,
        shown(turn.at, turn.zone),
    )
    first, behind = min(before, after), max(before, after)
    return [first, first + (behind - first) // 2, behind - MINUTE]


@pytest.mark.parametrize("zone", WITH_TURNS)
def test_a_time_the_clocks_skip_is_refused_and_one_shown_twice_is_the_first(
    zone: str,
) -> None:
    for turn in turns(zone):
        now = turn.at + 2 * DAY
        for wall in walls(turn):
            typed, instants = wall.isoformat(" ", "minutes"), when(wall, zone)
            found = read(typed, turn, now)
            if turn.by > timedelta():
                assert instants == []
                assert isinstance(found, str)
                assert _both_work(found, turn, now)
                continue
            assert len(instants) == 2
            assert found == Moment(instants[0], wall.date(), time_known=True)
            for at in instants:
                exact = at.astimezone(ZoneInfo(zone)).isoformat()
                assert read(exact, turn, now) == Moment(
                    at, wall.date(), time_known=True
                )


def _both_work(sentence: str, turn: Turn, now: datetime) -> bool:
    """Whether the two spellings offered lie right before and after the turn."""
    offered = SPELLINGS.search(sentence)
    assert offered, sentence
    before, after = (read(spelling, turn, now) for spelling in offered.groups())
    assert isinstance(before, Moment)
    assert isinstance(after, Moment)
    return before.at == turn.at - MINUTE and after.at == turn.at


@pytest.mark.parametrize("zone", WITH_TURNS)
def test_days_begin_at_their_own_midnight_whatever_the_clocks_do(zone: str) -> None:
    for turn in turns(zone):
        for minutes in range(-2000, 2000, 37):
            at = turn.at + MINUTE * minutes
            for day_start in DAY_STARTS:
                told = local_day(at, ZoneInfo(zone), day_start)
                assert told == day_of(at, zone, day_start), (turn, at)
        near = shown(turn.at, zone).date()
        for day in (near - DAY, near, near + DAY):
            assert midnight(day, ZoneInfo(zone)) == first_minute(day, turn)


def first_minute(day: date, turn: Turn) -> datetime:
    """The first minute of that day; where midnight is skipped, the turn itself."""
    found = when(datetime.combine(day, time()), turn.zone)
    return found[0] if found else turn.at


@pytest.mark.parametrize("zone", WITH_TURNS)
def test_hours_are_elapsed_time_and_days_end_at_the_midnight_after(zone: str) -> None:
    for turn in turns(zone):
        at = turn.at - 12 * HOUR
        on = shown(at, zone).date()

        hours = plan_window(Offset(hours=24), Offset(hours=48), on, at, ZoneInfo(zone))
        days = plan_window(Offset(days=0), Offset(days=1), on, at, ZoneInfo(zone))

        assert hours is not None
        assert days is not None
        assert hours == (at + 24 * HOUR, at + 48 * HOUR)
        assert days == (first_minute(on, turn), first_minute(on + 2 * DAY, turn))


class Words(NamedTuple):
    """Typed words, and what they mean; None where they have to be refused."""

    text: str
    means: Moment | None


@st.composite
def typed_moments(
    draw: st.DrawFn, turn: Turn, now: datetime, on: date, day_start: int
) -> Words:
    """Words for a moment within days of ``now``, and what they mean by the oracle."""
    zone, kind = turn.zone, draw(st.sampled_from(["clock", "ago", "exact", "whole"]))
    if kind == "ago":
        hours = draw(st.integers(0, 60))
        return Words(f"{hours} hours ago", timed(now - HOUR * hours, turn, day_start))
    if kind == "exact":
        at = now - MINUTE * draw(st.integers(0, 3000))
        offset = timedelta(minutes=draw(st.integers(-839, 839)))
        far = at.replace(tzinfo=None) + offset
        sign, minutes = "-" if offset < timedelta() else "+", abs(offset) // MINUTE
        typed = f"{far.isoformat()}{sign}{minutes // 60:02}:{minutes % 60:02}"
        return Words(typed, timed(at, turn, day_start))
    back = draw(st.integers(0, 6))
    if kind == "whole":
        day = day_of(now, zone, day_start) - DAY * (back or 1)
        noon = when(datetime.combine(day, time(12)), zone)[0]
        some_time = Moment(min(noon, now), day, time_known=False)
        return Words(draw(named(day, back or 1, on)), some_time)
    day = shown(now, zone).date() - DAY * back
    clock = time(draw(st.integers(0, 23)), draw(st.integers(0, 59)))
    found = when(datetime.combine(day, clock), zone)
    past = found and found[0] <= now
    means = timed(found[0], turn, day_start) if past else None
    return Words(f"{draw(named(day, back, on))} {clock:%H:%M}", means)


@st.composite
def named(draw: st.DrawFn, day: date, back: int, on: date) -> str:
    """One of the ways to name a day of the last week."""
    names = [f"{back} days ago", f"day {(day - on).days}", day.isoformat()]
    names += [f"{day.day} {day:%b} {day.year}", WEEKDAYS[day.weekday()].lower()]
    names += ["today"] * (back == 0) + ["yesterday"] * (back == 1)
    return draw(st.sampled_from(names))


def timed(at: datetime, turn: Turn, day_start: int) -> Moment:
    return Moment(at, day_of(at, turn.zone, day_start), time_known=True)


@st.composite
def near_turns(draw: st.DrawFn) -> tuple[Turn, datetime]:
    """A turn of some clocks, and a minute within two days of it."""
    turn = draw(st.sampled_from(all_turns()))
    return turn, turn.at + MINUTE * draw(st.integers(-2880, 2880))


def test_words_around_a_change_of_the_clocks_mean_what_they_say(
    figures: Figures,
) -> None:
    wrong: list[Words] = []

    @given(data=st.data(), near=near_turns(), day_start=st.sampled_from(DAY_STARTS))
    @settings(SETTINGS, max_examples=MOMENTS)
    def every(data: st.DataObject, near: tuple[Turn, datetime], day_start: int) -> None:
        turn, now = near
        on = shown(now, turn.zone).date() - DAY * data.draw(st.integers(0, 9))
        words = data.draw(typed_moments(turn, now, on, day_start))

        found = read(words.text, turn, now, day_start, on)

        right = found == words.means if words.means else isinstance(found, str)
        if not right:
            wrong.append(words)
        assert right, (words, found)

    try:
        every()
    finally:
        what = "times typed around changes of the clocks"
        figures(what, rounds=MOMENTS, wrong=len(wrong))


class Save(NamedTuple):
    """One entry: when it is typed and where, with which words, and what is meant."""

    now: datetime
    zone: str
    typed: str
    means: Moment


class Story(NamedTuple):
    """A recovery around a change of the clocks, by somebody who may travel."""

    turn: Turn
    on: date
    day_start: int
    saves: tuple[Save, ...]
    visits: tuple[datetime, ...]


JUMPS = (timedelta(), timedelta(), timedelta(), -DAY, -3653 * DAY, 2 * DAY)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Entries on both sides of a turn, the clock of the computer set back at times."""
    turn, first = draw(near_turns())
    day_start = draw(st.sampled_from(DAY_STARTS))
    on = day_of(first, turn.zone, 0) - DAY * draw(st.integers(1, 9))
    saves = [
        draw(_saves(turn, first, on, day_start)) for _ in range(draw(st.integers(2, 6)))
    ]
    near = st.integers(-600, 600).map(lambda n: turn.at + MINUTE * n)
    visits = tuple(at for at in draw(st.lists(near, max_size=2)))
    return Story(turn, on, day_start, tuple(saves), visits)


@st.composite
def _saves(
    draw: st.DrawFn, turn: Turn, first: datetime, on: date, day_start: int
) -> Save:
    jump = draw(st.sampled_from(JUMPS))
    now = first + MINUTE * draw(st.integers(0, 1500)) + jump
    zone = draw(st.sampled_from([turn.zone, turn.zone, *ZONES]))
    there = turn._replace(zone=zone)
    if jump < -DAY or draw(st.booleans()):
        return Save(now, zone, "", timed(now, there, day_start))
    words = draw(typed_moments(there, now, on, day_start))
    assume(words.means is not None)
    assert words.means is not None
    return Save(now, zone, words.text, words.means)


def tell(diary: Path, now: datetime, *words: str) -> Said:
    """What `tracker` says, its clock as it is told."""
    args = ["--db", str(diary), "--now", now.isoformat(), *words]
    home = {"HOME": str(diary.parent), "XDG_DATA_HOME": str(diary.parent)}
    done = CliRunner().invoke(main, args, env=home, catch_exceptions=False)
    return Said(done.stdout, done.stderr, done.exit_code)


def begin(diary: Path, story: Story, now: datetime) -> None:
    start = f"{story.day_start // 60:02}:{story.day_start % 60:02}"
    words = ["--zone", story.turn.zone, "--name", "Ruth", "--day-start", start]
    said = tell(diary, now, "start", story.on.isoformat(), *words)
    assert said.code == 0, said


def live(diary: Path, story: Story) -> list[tuple[int, Save]]:
    """Keep every entry: each with its number, in the order of what happened."""
    before_it = max(min(save.now for save in story.saves), story.turn.at - 20 * DAY)
    begin(diary, story, before_it)
    for number, save in enumerate(story.saves, 1):
        at = ["--at", save.typed] if save.typed else []
        said = tell(diary, save.now, "log", f"pain={number}", "--zone", save.zone, *at)
        assert said.code == 0, (save, said)
        assert (BEHIND in " ".join(said.stdout.split())) == (save.now < before_it), said
        before_it = save.now
    kept = enumerate(story.saves, 1)
    return sorted(kept, key=lambda one: (one[1].means.day, one[1].means.at, one[0]))


def invite(diary: Path, story: Story, now: datetime) -> list[datetime]:
    """Write down the visits; when they begin. A time that is skipped is refused."""
    kept = []
    for visit in story.visits:
        wall = shown(visit, story.turn.zone) + MINUTE * 30
        typed = ["visit", "add", f"{wall:%Y-%m-%d}", "--time", f"{wall:%H:%M}"]
        instants = when(wall, story.turn.zone)
        assert tell(diary, now, *typed).code == (0 if instants else 1), typed
        kept += instants[:1]
    return sorted(kept)


def test_entries_around_a_change_of_the_clocks_keep_their_day_in_every_form(
    template: Path, figures: Figures
) -> None:
    tried: list[Story] = []

    @given(story=stories())
    @settings(SETTINGS, max_examples=STORIES, phases=PHASES)
    def every(story: Story) -> None:
        with TemporaryDirectory() as folder:
            tried.append(story)
            tell_story(story, template, Path(folder))
            tried.pop()

    try:
        every()
    finally:
        what = "diaries around changes of the clocks"
        figures(what, rounds=STORIES, wrong=len(tried))


def tell_story(story: Story, template: Path, folder: Path) -> None:
    """Live it, and look for every entry and visit in every form."""
    diary, other = folder / "diary.sqlite", folder / "other.sqlite"
    shutil.copy(template, diary)
    shutil.copy(template, other)
    expected = live(diary, story)
    now = max(story.turn.at, *(save.now for save in story.saves)) + DAY
    visits = invite(diary, story, now)

    def export(*words: str) -> str:
        said = tell(diary, now, "export", *words)
        assert said.code == 0, said
        return said.stdout

    assert listed(tell(diary, now, "entries", "--json")) == facts(expected)
    assert in_csv(export("csv")) == cells(expected, story)
    assert listed(Said(export("json"), "", 0)) == facts(expected)
    assert in_fhir(export("fhir")) == dict(map(effective, expected))
    assert in_calendar(export("ics")) == visits
    file = folder / "diary.ndjson"
    file.write_text(export("ndjson"), encoding="utf-8")
    begin(other, story, now)
    assert tell(other, now, "import", str(file), "--yes").code == 0
    known = told(tell(diary, now, "entries", "--json"))
    assert told(tell(other, now, "entries", "--json")) == known


def facts(expected: list[tuple[int, Save]]) -> list[tuple[int, datetime, str]]:
    return [(n, save.means.at, save.means.day.isoformat()) for n, save in expected]


def listed(said: Said) -> list[tuple[int, datetime, str]]:
    """Number, instant and day of every entry, as JSON has them."""
    entries = json.loads(said.stdout)["entries"]
    return [(each["number"], instant(each["at"]), each["day"]) for each in entries]


def told(said: Said) -> list[dict[str, Any]]:
    """Every entry whole, but for the number that it has in its own diary."""
    entries = json.loads(said.stdout)["entries"]
    return [{**each, "number": None, "recorded_at": None} for each in entries]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def cells(expected: list[tuple[int, Save]], story: Story) -> list[list[str]]:
    """Entry, day number, date and wall clock, as a table should have them."""
    return [
        [
            str(number),
            str((save.means.day - story.on).days),
            save.means.day.isoformat(),
            _clock(save) if save.means.time_known else "",
        ]
        for number, save in expected
    ]


def _clock(save: Save) -> str:
    return shown(save.means.at.replace(microsecond=0), save.zone).isoformat()


def in_csv(text: str) -> list[list[str]]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    wall = len("2026-11-04T19:10:00")
    return [[r["entry"], r["day"], r["date"], r["time"][:wall]] for r in rows]


def effective(one: tuple[int, Save]) -> tuple[int, datetime | str]:
    """An entry's pain, which is its number, and when it was, as FHIR says it."""
    means = one[1].means
    return one[0], means.at if means.time_known else means.day.isoformat()


def in_fhir(text: str) -> dict[int, datetime | str]:
    found = {}
    for each in json.loads(text)["entry"]:
        answer = each["resource"]
        if answer["resourceType"] == "Observation" and "derivedFrom" in answer:
            at = str(answer["effectiveDateTime"])
            pain = int(answer["valueQuantity"]["value"])
            found[pain] = instant(at) if "T" in at else at
    return found


def in_calendar(text: str) -> list[datetime]:
    """When the visits begin, as another reader has them."""
    calendar = icalendar.Calendar.from_ical(text)
    occasions = calendar.walk("VEVENT")
    visits = [each for each in occasions if str(each["UID"]).startswith("visit-")]
    return sorted(each.decoded("DTSTART") for each in visits)


OFFSETS = st.integers(-1439, 1439).map(lambda n: timezone(timedelta(minutes=n)))
EDGES = (datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 12, 31, 23, 59, tzinfo=UTC))
LINES = (
    "today", "log pain=4", "timeline --all", "report", "entries", "export json",
    "export csv", "export ics", "export fhir", "chart", "log pain=5 --at yesterday",
    "log pain=6 --at 2026-11-04T19:10", "visit add tomorrow --time 23:59", "undo",
    "told heavy-lifting --until +3m --by Nurse", "can lift --on sunday", "changes",
)  # fmt: skip


@given(
    edge=st.sampled_from(EDGES),
    minutes=st.integers(-3000, 3000),
    offset=OFFSETS,
    zone=st.sampled_from([*ZONES, "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
    typed=st.lists(st.sampled_from(LINES), min_size=3, max_size=3, unique=True),
)
@settings(SETTINGS, max_examples=often(25, 1_000))
def test_at_both_ends_of_the_years_there_is_a_sentence(
    edge: datetime,
    minutes: int,
    offset: timezone,
    zone: str,
    typed: list[str],
    template: Path,
) -> None:
    now = (edge + MINUTE * minutes).astimezone(offset)
    with TemporaryDirectory() as folder:
        diary = Path(folder, "diary.sqlite")
        shutil.copy(template, diary)

        codes = [tell(diary, now, "start", "today", "--zone", zone).code]
        codes += [tell(diary, now, *line.split()).code for line in typed]

    assert set(codes) <= {0, 1, 2, 3, 4}
