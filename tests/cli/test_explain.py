"""Everything that any screen shows can be explained, and what an explanation says."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.builders import a_shown_warning
from tests.cli.test_terminal import session, too_wide
from tests.conftest import Run
from tests.pages import SACROPLASTY, a_diary, a_report
from tracker.cli import main
from tracker.domain.explanation import Behind, Pinned, Stored
from tracker.domain.protocol import lines_of
from tracker.domain.report import MilestoneReading
from tracker.domain.setbacks import SetbackReading
from tracker.domain.status import Status
from tracker.exports import explained_shape
from tracker.exports.explained.lines import explain_line
from tracker.exports.explained.signs import explain_warning
from tracker.settings import protocols_folder

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
GARDEN_FILE = Path(__file__).parents[1] / "protocols" / "data" / "garden-knee.toml"
LATE = "2026-11-13T20:00:00-05:00"
JSON_SCREENS = [
    ["questions"],
    ["signs"],
    ["timeline"],
    ["today"],
    ["entries"],
    ["warnings"],
    ["bone"],
    ["can", "lift", "5lb"],
    ["report"],
]
TEXT_SCREENS = [
    ["questions"],
    ["signs"],
    ["timeline", "--all"],
    ["today"],
    ["warnings"],
    ["bone"],
    ["can", "lift", "5lb"],
    ["report"],
    ["protocol", "show", "sacroplasty-standard"],
]


def at(day: int, clock: str = "19:10") -> str:
    return f"2026-11-{day:02}T{clock}:00-05:00"


@pytest.fixture(scope="module")
def template_rich(
    template_started: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Ruth's diary on day 10, with something of everything in it: copy it."""
    path = tmp_path_factory.mktemp("rich") / "rich.sqlite"
    shutil.copy(template_started, path)

    def run(*typed: str, now: str = LATE) -> None:
        args = ["--db", str(path), "--now", now, *typed]
        assert CliRunner().invoke(main, args).exit_code == 0, typed

    for day in range(4, 11):
        run("log", "pain=3", "pain-moving=4", "walk=20", now=at(day))
    run("log", "pain=6", "aid=cane", "--sign", "leg-new", now=at(11, "09:00"))
    run("log", "pain=6", "routine=most", "temperature=100.8F", now=at(12))
    run("log", "pain=9", "fell=yes", "wound=open", "aid=walker", now=at(13))
    run("--as", "Dana Example", "warnings", "answer", "1", "--called", "now")
    run("warnings", "answer", "4", "--mistake", "--note", "Other knee.")
    told = ["told", "heavy-lifting", "--source", "by phone", "--by"]
    run(*told, "Nurse Example", "--limit", "5lb", "--until", "+6w")
    run(*told, "Dr. Example", "--limit", "10lb")
    run("done", "home", "--at", "2026-11-03 20:00")
    run("bone", "bone-scan", "booked")
    return path


@pytest.fixture
def rich(template_rich: Path, diary_path: Path, run: Run) -> Run:
    """The command line on that diary."""
    shutil.copy(template_rich, diary_path)
    return run


NAMING = {"id", "question", "sign", "milestone", "restriction"}
LISTS = {"signs", "unwritten", "to_discuss"}
TITLED = {
    "milestones",
    "restrictions",
    "bone_health",
    "scores",
    "figures",
    "reached",
    "setbacks",
}


def references(shape: object, key: str = "") -> Iterator[str]:
    """Everything in a JSON shape that names a line or a warning."""
    if isinstance(shape, list):
        for each in shape:
            if isinstance(each, str) and key in LISTS:
                yield each
            yield from references(each, key)
    elif isinstance(shape, dict):
        yield from shape if key == "answers" else named_in(shape, key)
        for name in shape.keys() - {"protocol"}:
            yield from references(shape[name], name)


def named_in(shape: dict[str, Any], key: str) -> Iterator[str]:
    """What one object of a list, known by its key, names by itself."""
    names = {*NAMING, "title"} if key in TITLED else NAMING
    texts = (shape[name] for name in names & shape.keys())
    yield from (text for text in texts if text and not UUID.fullmatch(text))
    if key == "warnings":
        yield f"warning {shape['number']}"


def everything_shown(run: Run) -> set[str]:
    shown: set[str] = set()
    for words in JSON_SCREENS:
        shape = json.loads(run("--json", *words, now=LATE).stdout)
        shown.update(references(shape))
    # Questions over days wait until nobody has to call any more.
    for number in (each["number"] for each in waiting(run)):
        run("warnings", "answer", str(number), "--mistake", now=LATE)
    return shown | set(references(json.loads(run("--json", "today", now=LATE).stdout)))


def waiting(run: Run) -> list[dict[str, Any]]:
    today: dict[str, Any] = json.loads(run("--json", "today", now=LATE).stdout)
    return list(today["warnings"])


def explained(run: Run, name: str) -> dict[str, Any]:
    shape: dict[str, Any] = json.loads(run("explain", name, "--json", now=LATE).stdout)
    return shape


def test_everything_that_any_screen_shows_is_explained_with_its_source(
    rich: Run,
) -> None:
    shown = everything_shown(rich)

    unsourced = [name for name in sorted(shown) if not explained(rich, name)["sources"]]

    assert unsourced == []
    assert {"warning 1", "warning 5", "leg-new", "pain-up", "Pain check"} <= shown
    assert {"Heavy lifting", "walk", "Bone density scan", "home", "aid"} <= shown


def test_every_label_on_a_text_screen_is_explained(rich: Run) -> None:
    lines = lines_of(SACROPLASTY)
    titles = {getattr(line, "title", "") or getattr(line, "text", "") for line in lines}
    shown = "\n".join(rich(*words, now=LATE).stdout for words in TEXT_SCREENS)

    labels = sorted(title for title in titles if title in shown)

    assert len(labels) > len(SACROPLASTY.milestones)
    for label in labels:
        assert explained(rich, label)["sources"], label


def test_every_explanation_that_a_screen_offers_is_there(rich: Run) -> None:
    shown = "\n".join(rich(*words, now=LATE).stdout for words in TEXT_SCREENS)

    offered = set(re.findall(r"tracker explain ([a-z0-9-]+)", shown))

    assert offered
    for name in offered:
        rich("explain", name, now=LATE)


@pytest.mark.parametrize("line", lines_of(SACROPLASTY), ids=lambda line: str(line.id))
def test_the_screen_and_the_json_of_a_line_say_the_same(line: Any, rich: Run) -> None:
    screen = rich("explain", line.id, "--plain", now=LATE).stdout

    shape = explained(rich, line.id)

    said = [*shape["rule"], *shape["dates"], *shape["inputs"], *shape["stands"]]
    said += [text for part in shape["more"] for text in part["lines"]]
    assert said
    for text in [*said, shape["title"], shape["protocol"]["sha256"]]:
        assert text in screen


@pytest.mark.parametrize("line", lines_of(SACROPLASTY), ids=lambda line: str(line.id))
def test_every_line_is_explained_without_a_diary(line: Any, run: Run) -> None:
    shape = explained(run, line.id)

    assert shape["sources"]
    assert len(shape["protocol"]["sha256"]) == 64
    assert (shape["dates"], shape["inputs"]) == ([], [])


def test_the_keys_that_were_there_before_are_there_still(rich: Run) -> None:
    shape = explained(rich, "pain-check")

    assert shape["version"] == 1
    assert (shape["id"], shape["kind"]) == ("pain-check", "milestone")
    assert (shape["origin"], shape["confidence"]) == ("article", "high")
    assert shape["note"].startswith("It is reached")
    assert shape["sources"][0].keys() == {"key", "title", "link", "about"}
    assert shape["protocol"]["id"] == "sacroplasty-standard"


# A milestone


def test_hours_are_counted_from_the_instant_of_the_procedure(rich: Run) -> None:
    assert explained(rich, "pain-check")["dates"] == [
        "Opens 24 hours after Tue 3 Nov 10:30: Wed 4 Nov 10:30.",
        "Closes 48 hours after Tue 3 Nov 10:30: Thu 5 Nov 10:30.",
    ]


def test_days_are_counted_from_midnight_and_include_the_last(rich: Run) -> None:
    assert explained(rich, "first-visit")["dates"] == [
        "Opens 10 days after Tue 3 Nov: at the start of Fri 13 Nov.",
        "Closes 5 weeks after Tue 3 Nov, that whole day included: "
        "at the end of Tue 8 Dec.",
    ]


def test_a_step_that_begins_at_once_opens_with_the_procedure(rich: Run) -> None:
    opens, _ = explained(rich, "home")["dates"]

    assert opens == "Opens with the procedure: Tue 3 Nov 10:30."


def start(run: Run, day: str, *more: str) -> None:
    names = ["--name", "Ruth Example", "--zone", "America/New_York"]
    run("start", day, *names, *more, now=f"{day}T20:00:00-05:00")


def test_without_its_time_whole_days_are_counted_and_that_is_said(run: Run) -> None:
    start(run, "2026-11-03")

    assert explained(run, "pain-check")["dates"] == [
        "Opens 24 hours after Tue 3 Nov: at the start of Wed 4 Nov.",
        "Closes 48 hours after Tue 3 Nov, that whole day included: "
        "at the end of Thu 5 Nov.",
        "The time of the procedure is not known: whole days are counted.",
    ]
    assert explained(run, "home")["dates"][0] == (
        "Opens on the day of the procedure: at the start of Tue 3 Nov."
    )


def test_hours_over_a_change_of_the_clocks_end_at_another_time(run: Run) -> None:
    start(run, "2026-10-31", "--time", "10:30")

    assert explained(run, "pain-check")["dates"] == [
        "Opens 24 hours after Sat 31 Oct 10:30: Sun 1 Nov 09:30.",
        "Closes 48 hours after Sat 31 Oct 10:30: Mon 2 Nov 09:30.",
        "The clocks changed in between; hours are counted as they pass.",
    ]


def test_what_counted_names_the_entry_its_value_and_who_wrote_it(rich: Run) -> None:
    assert explained(rich, "walk-daily")["inputs"] == [
        "Walked 20 min, entry 2, Thu 5 Nov 19:10, by Ruth Example.",
        "Walked 20 min, entry 3, Fri 6 Nov 19:10, by Ruth Example.",
        "Walked 20 min, entry 4, Sat 7 Nov 19:10, by Ruth Example.",
    ]
    assert explained(rich, "home")["inputs"] == [
        "Marked done, Tue 3 Nov 20:00, by Dana Example."
    ]


def test_a_milestone_that_follows_a_limit_says_which_word(rich: Run) -> None:
    rich("told", "heavy-lifting", "--which", "1", now=LATE)

    dates = explained(rich, "restrictions-review")["dates"]

    assert dates[0].startswith("It follows the last day that was said: 3 Nurse Example")
    assert dates[1] == "Opens Wed 16 December 2026."


def test_a_cleared_limit_is_what_its_milestone_was_reached_by(rich: Run) -> None:
    for who in ("Nurse Example", "Dr. Example"):
        rich("told", "heavy-lifting", "--cleared", "--by", who, now=LATE)

    shape = explained(rich, "restrictions-review")

    assert shape["inputs"] == ["4 Dr. Example, Fri 13 Nov: cleared."]
    assert shape["stands"] == ["Ask about lifting: reached Fri 13 Nov"]


# A limit


def test_every_word_on_a_limit_is_there_with_whether_it_counts(rich: Run) -> None:
    told = ["told", "heavy-lifting", "--by", "Dr. Example", "--limit"]
    rich(*told, "8lb", now=LATE)

    shape = explained(rich, "heavy-lifting")

    assert [text.rsplit(". ", 1)[-1] for text in shape["inputs"]] == [
        "It counts: it is the stricter.",
        "A later word stands in its place.",
        "Less strict.",
    ]
    assert "by phone. Typed by Dana Example, Fri 13 Nov." in shape["inputs"][0]
    assert [word["limit"] for word in shape["words"]] == ["5 lb", "10 lb", "8 lb"]
    assert "What was said differs; the stricter counts." in shape["stands"]


def test_a_word_that_settled_says_so(rich: Run) -> None:
    rich("told", "heavy-lifting", "--which", "2", now=LATE)

    newest = explained(rich, "heavy-lifting")["inputs"][-1]

    assert "go before every earlier word" in newest
    assert newest.endswith("It counts.")


def test_the_published_numbers_of_a_limit_have_no_date_on_the_screen(
    started: Path, run: Run
) -> None:
    screen = run("explain", "heavy-lifting").stdout

    assert "5 lb for 3 weeks" in screen
    assert "10 lb, 6 weeks" in screen
    assert "December" not in screen
    default = explained(run, "heavy-lifting")["default"]
    assert (default["limit"], default["closes"]) == ("10 lb", "2026-12-15")
    assert len(default["ranges"]) == 10


# A sign, a question, a setback, a bone item


def test_what_raises_a_sign_is_said_in_both_units(rich: Run) -> None:
    fever = explained(rich, "fever")

    assert (
        "It is raised by itself when Temperature is at least 38.0 C (100.4 F)."
        in (fever["rule"])
    )
    assert fever["inputs"][1:] == ["Warning 2, Thu 12 November 2026"]


def test_a_sign_that_is_asked_for_a_time_says_from_when_until_when(rich: Run) -> None:
    assert explained(rich, "constipation")["rule"][-1] == (
        "Asked: once a week, from day 3 (Fri 6 November 2026), "
        "until day 84 (Tue 26 January 2027), that day included."
    )


def test_a_question_says_what_reads_it_and_its_newest_answer(rich: Run) -> None:
    pain = explained(rich, "pain")

    readers = next(part for part in pain["more"] if part["key"] == "read_by")
    assert "Signs: pain-worse" in readers["lines"]
    assert "Setbacks: pain-up" in readers["lines"]
    assert pain["inputs"] == ["9, Fri 13 November 2026."]


def test_a_question_that_a_milestone_asks_daily_says_on_which_days(rich: Run) -> None:
    assert explained(rich, "routine")["rule"][-1].startswith(
        'Every day while "Normal routine" is open (Wed 4 Nov to Tue 10 Nov'
    )


def test_a_setback_says_the_days_that_counted_and_that_it_is_no_finding(
    rich: Run,
) -> None:
    shape = explained(rich, "pain-up")

    assert shape["inputs"] == [
        "Wed 11 Nov: 6.",
        "Thu 12 Nov: 6.",
        "Fri 13 Nov: 9.",
        "Compared with: 3.",
    ]
    assert "no finding" in json.dumps(shape["more"])
    assert "at least 2 points above the middle" in shape["rule"][0]


def test_a_setback_in_choices_is_said_in_choices(rich: Run) -> None:
    assert explained(rich, "walking-down")["inputs"] == [
        "Fri 13 Nov: walker.",
        "Compared with: cane.",
    ]


@pytest.mark.parametrize(
    ("question", "twice", "said"),
    [
        ("pain", 9, "4.5"),
        ("pain", 8, "4"),
        ("temperature", 765, "38.25"),
        ("aid", 5, 'between "cane" and "walker"'),
    ],
)
def test_a_median_between_two_answers_is_said_as_such(
    question: str, twice: int, said: str
) -> None:
    setback = SACROPLASTY.setbacks[0]._replace(question=question)
    reading = SetbackReading(setback, (date(2026, 11, 13),), (6,), twice)
    report = a_report(diary=a_diary(SACROPLASTY))._replace(setbacks=(reading,))

    explanation = explain_line(setback, Pinned(SACROPLASTY, ""), Behind(report))

    assert explanation.said("inputs")[-1] == f"Compared with: {said}."


def test_a_bone_item_says_how_far_it_is_and_how_to_change_it(rich: Run) -> None:
    shape = explained(rich, "bone-scan")

    assert shape["stands"] == ["Bone density scan: booked Fri 13 Nov, by Dana Example"]
    assert "tracker bone bone-scan asked (or: booked, done)" in json.dumps(shape)


# A warning


@pytest.mark.parametrize("name", ["1", "warning 1", "Warning #1"])
def test_a_warning_is_explained_by_its_number(name: str, rich: Run) -> None:
    shape = explained(rich, name)

    assert (shape["id"], shape["number"]) == ("warning 1", 1)
    assert shape["stored"]["sign"] == "leg-new"
    assert shape["rule"] == [
        "Somebody marked it. Shown Wed 11 Nov 09:00 to Ruth Example, "
        "for Wed 11 November 2026."
    ]
    assert shape["stands"] == ["Called Fri 13 Nov 20:00, by Dana Example."]


def test_a_warning_keeps_its_rule_and_shows_the_answers_as_they_are_now(
    rich: Run,
) -> None:
    rich("edit", "10", "pain=2", now=LATE)

    shape = explained(rich, "warning 3")

    assert shape["rule"][0].startswith("Pain 9, more than before the procedure (8).")
    assert "pain 2" in shape["inputs"][0]
    assert "tracker warnings answer 3" in shape["stands"][0]


def test_a_warning_says_that_its_entry_was_deleted(rich: Run) -> None:
    rich("delete", "10", now=LATE)

    shape = explained(rich, "warning 3")

    assert shape["entry"] is None
    assert shape["inputs"][0].startswith("Entry 10 was deleted since.")


def test_a_warning_says_everything_that_was_done_about_it(rich: Run) -> None:
    rich("warnings", "answer", "4", "--called", "now", now=LATE)

    shape = explained(rich, "warning 4")

    assert [each["kind"] for each in shape["answers"]] == ["mistake", "called"]
    assert shape["stands"][0].endswith("by Dana Example: Other knee.")


@pytest.mark.parametrize("words", [["99"], ["warning", "99"], ["nothing-like-it"]])
def test_what_is_not_there_ends_with_a_next_step(words: list[str], rich: Run) -> None:
    said = rich("explain", *words, now=LATE, code=1)

    assert "tracker warnings" in said.stderr


def test_a_warning_number_without_a_diary_says_how_to_begin(run: Run) -> None:
    assert "tracker start" in run("explain", "3", code=1).stderr


def test_a_warning_whose_sign_the_plan_does_not_have_is_what_is_stored() -> None:
    report = a_report(diary=a_diary(SACROPLASTY))
    shown = a_shown_warning(3, sign="long-gone", text="Something else")
    pinned = Pinned(SACROPLASTY, "0" * 64)

    explanation = explain_warning(Stored(report, shown, None, (), pinned))

    assert explanation.title == "Warning 3: Something else"
    assert (explanation.basis, explanation.sources) == (None, ())
    assert 'no sign "long-gone"' in explanation.said("why")[0]
    assert explained_shape.render(explanation)["origin"] is None


def test_a_warning_of_an_earlier_procedure_keeps_its_own_plan(rich: Run) -> None:
    own = Path(protocols_folder())
    own.mkdir(parents=True)
    shutil.copy(GARDEN_FILE, own)
    start(rich, "2027-03-01", "--another", "--protocol", "garden-knee")

    shape = json.loads(
        rich("explain", "1", "--json", now="2027-03-02T20:00:00-05:00").stdout
    )

    assert shape["protocol"]["id"] == "sacroplasty-standard"
    assert shape["sources"]
    assert "leg-new" in shape["entry"]["signs"]


def test_a_milestone_without_a_window_has_no_dates() -> None:
    plan = SACROPLASTY.milestones[0]
    unplanned = MilestoneReading(plan, None, Status.UPCOMING, None, "")
    report = a_report(diary=a_diary(SACROPLASTY), milestones=(unplanned,))

    explanation = explain_line(plan, Pinned(SACROPLASTY, ""), Behind(report))

    assert explanation.said("dates") == ("It has no dates of its own.",)


# The reference and the words for a change


def test_the_reference_is_data_with_its_numbers_of_people(run: Run) -> None:
    shape = explained(run, "reference")

    assert shape["rows"][0] == {
        "when": "before",
        "day": 0,
        "people": 47,
        "studies": 3,
        "mean": 7.9,
        "low": 6.1,
        "high": 10.0,
        "least": 7.5,
        "most": 9.2,
    }
    assert "1 week: mean 4.0, low 2.6, high 5.4, 19 people, 1 study\n" in (
        run("explain", "reference", "--plain").stdout
    )


def pains(run: Run, *values: int) -> None:
    for day, pain in enumerate(values, 4):
        run("log", f"pain={pain}", now=at(day))


def test_a_change_has_its_word_on_the_page_and_in_its_json_alone(
    started: Path, run: Run
) -> None:
    pains(run, 3, 3, 2)

    page = run("report", now=LATE).stdout
    change = json.loads(run("report", "--json", now=LATE).stdout)["change"]

    assert "a large change; 3 or less, which many people after" in page
    assert "[tracker explain change-words]" in page
    assert (change["word"], change["acceptable"]) == ("large", True)
    for words in (["today"], ["timeline"], ["warnings"], ["log", "pain=3"]):
        assert "large change" not in run(*words, now=LATE).stdout


def test_no_change_has_a_word_near_a_warning(started: Path, run: Run) -> None:
    pains(run, 3, 3, 2)
    run("log", "--sign", "leg-new", now=at(7))
    run("warnings", "answer", "1", "--mistake", now=at(7))

    change = json.loads(run("report", "--json", now=LATE).stdout)["change"]

    assert "change-words" not in run("report", now=LATE).stdout
    assert (change["word"], change["acceptable"]) == (None, None)


def test_a_change_that_is_called_nothing_adds_nothing(started: Path, run: Run) -> None:
    pains(run, 7, 7, 7)

    assert "That is" not in run("report", now=LATE).stdout


# The screen


@pytest.mark.parametrize(
    "name", ["pain-check", "reference", "heavy-lifting", "pain-up", "1", "pain"]
)
def test_an_explanation_fits_forty_columns_but_for_its_links(
    name: str, rich: Run, diary_path: Path
) -> None:
    shown, code = session(diary_path, ["explain", name], [], 40)

    assert code == 0
    assert [line for line in too_wide(shown, 40) if "://" not in line] == []


def test_the_shell_completes_everything_that_can_be_explained(
    rich: Run, diary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DB", str(diary_path))
    env = {"_TRACKER_COMPLETE": "bash_complete", "COMP_CWORD": "2"}

    found = {
        line.id
        for line in lines_of(SACROPLASTY)
        if f"plain,{line.id}\n"
        in rich(env={**env, "COMP_WORDS": f"tracker explain {line.id[:3]}"}).stdout
    }

    assert found == {line.id for line in lines_of(SACROPLASTY)}


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.usefixtures("started")
def test_why_a_word_does_not_count_is_said_for_each(run: Run) -> None:
    told = ("told", "heavy-lifting", "--by")
    run(*told, "Nurse Example", "--limit", "5lb", "--until", "2026-11-05")
    run(*told, "Aide Example", "--cleared", now="2026-11-05T09:00:00-05:00")
    run(*told, "Dr Example", "--limit", "9lb", now="2026-11-06T09:00:00-05:00")

    said = flat(run("explain", "lift", now="2026-11-07T09:00:00-05:00").stdout)

    assert "Its day has passed, and somebody spoke since." in said
    assert "It does not count while another word holds." in said


@pytest.mark.usefixtures("started")
def test_the_days_of_a_bad_fall_are_what_counted(run: Run) -> None:
    run("log", "--sign", "fall-hurt")
    run("warnings", "answer", "1", "--called", "now")

    assert "Shown on Wed 4 Nov." in flat(run("explain", "after-a-fall").stdout)


@pytest.mark.usefixtures("empty")
def test_without_pain_from_before_no_answer_is_said_to_raise_its_sign(run: Run) -> None:
    run("start", "2026-11-03", "--name", "Ruth")

    said = flat(run("explain", "pain-worse").stdout)

    assert "which is not written down, so that no answer can raise it" in said
