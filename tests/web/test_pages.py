"""What each page shows of a diary, and what it writes into it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import NOW, RUTH
from tests.conftest import Run
from tests.web.conftest import DANA, Browser, House
from tests.web.phones import said
from tests.web.test_forms import begun
from tests.web.test_words import text_of, whole
from tracker.services.ids import new_id
from tracker.web.pages.sittings import MOST_OF_ONE
from tracker.web.pages.today import plan_today


@pytest.fixture
def phone(house: House) -> Browser:
    return house.paired()


def shown(phone: Browser, path: str) -> str:
    """The words of a page, on one line."""
    answer = phone.get(path)
    assert answer.status_code == 200, answer.status
    return whole(text_of(answer.text))


def test_whom_to_call_is_shown_although_it_cannot_be_saved(
    phone: Browser, diary_path: Path, run: Run
) -> None:
    entry = begun(phone)
    with closing(sqlite3.connect(diary_path)) as other:
        other.execute("BEGIN IMMEDIATE")

        answer = phone.send(f"{entry}/ask/_emergency", go="marked", sign="chest-breath")

    assert answer.status_code == 503
    main = whole(text_of(f"<body><main{answer.text.partition('<main')[2]}"))
    assert main.startswith("Call 911 now. Call 911")
    assert "It is not saved yet." in main
    assert 'href="tel:911"' in answer.text
    assert "No warning was shown" in said(run, "warnings")


def test_a_sign_that_could_not_be_saved_is_saved_with_the_rest(
    phone: Browser, diary_path: Path, run: Run
) -> None:
    entry = begun(phone)
    with closing(sqlite3.connect(diary_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        phone.send(f"{entry}/ask/_emergency", go="marked", sign="chest-breath")

    phone.send(f"{entry}/save")

    assert "Chest pain" in said(run, "warnings")
    assert "Call 911 now." in shown(phone, f"{entry}/saved")


def test_an_entry_that_is_begun_waits_on_today(phone: Browser) -> None:
    assert "An entry is begun" not in shown(phone, "/")
    entry = begun(phone)
    phone.send(f"{entry}/ask/_emergency", go="none")

    assert "An entry is begun" in shown(phone, "/")
    assert f'href="{entry}"' in phone.get("/").text
    phone.send(f"{entry}/save")
    assert "An entry is begun" not in shown(phone, "/")


def test_an_entry_of_one_phone_does_not_wait_on_anothers(house: House) -> None:
    entry = begun(house.paired())
    assert entry

    assert "An entry is begun" not in shown(house.paired("caregiver"), "/")


def test_the_same_beginning_sent_twice_goes_on_with_one(phone: Browser) -> None:
    entry = begun(phone)
    phone.send(f"{entry}/ask/pain", value="4")

    phone.send("/log", id=entry.removeprefix("/log/"))

    assert "So far: 4" in shown(phone, f"{entry}/ask/pain")


def test_a_beginning_that_is_saved_already_shows_what_is_stored(phone: Browser) -> None:
    entry = begun(phone)
    phone.send(f"{entry}/ask/pain", value="4")
    phone.send(f"{entry}/save")

    answer = phone.send("/log", id=entry.removeprefix("/log/"))

    where = phone.get(answer.headers["Location"])
    assert where.headers["Location"] == f"{entry}/saved"


def test_nobody_can_crowd_out_the_entry_of_another(house: House) -> None:
    ruth, dana = house.paired(), house.paired("caregiver")
    entry = begun(ruth)
    ruth.send(f"{entry}/ask/pain", value="4")

    for _ in range(3 * MOST_OF_ONE):
        dana.send("/log", id=new_id(NOW))

    assert "So far: 4" in shown(ruth, f"{entry}/ask/pain")


def test_what_waits_longer_than_a_session_is_forgotten(house: House) -> None:
    ruth = house.paired()
    entry = begun(ruth)
    ruth.send(f"{entry}/ask/pain", value="4")
    house.wait(hours=13)

    again = house.paired()
    begun(again)

    assert again.get(f"{entry}/ask/pain").status_code == 404


def test_a_step_goes_back_to_the_look_over_that_it_came_from(phone: Browser) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/ask/pain?then=look", value="4")

    assert answer.headers["Location"] == f"{entry}/look"


def test_an_answer_is_taken_away_before_it_is_saved(phone: Browser, run: Run) -> None:
    entry = begun(phone)
    phone.send(f"{entry}/ask/pain", value="4")
    phone.send(f"{entry}/ask/walk", value="10")

    phone.send(f"{entry}/ask/walk", go="clear")
    phone.send(f"{entry}/save")

    assert "Pain 4" in said(run, "entries")
    assert "Walked" not in said(run, "entries")


def test_skip_leaves_an_answer_as_it_was(phone: Browser, run: Run) -> None:
    entry = begun(phone)
    phone.send(f"{entry}/ask/pain", value="4")

    phone.send(f"{entry}/ask/pain", go="skip")
    phone.send(f"{entry}/save")

    assert "Pain 4" in said(run, "entries")


def test_the_lists_that_were_left_open_are_said_to_be_no_none(phone: Browser) -> None:
    entry = begun(phone)
    phone.send(f"{entry}/ask/_emergency", go="skip")
    phone.send(f"{entry}/ask/_same-day", go="none")

    over = shown(phone, f"{entry}/look")

    assert 'new, or worse? left open. That is not "none".' in over
    assert "And of this? none marked" in over


def test_a_marked_sign_cannot_be_unmarked_by_going_back(
    phone: Browser, run: Run
) -> None:
    entry = begun(phone)
    phone.send(f"{entry}/ask/_emergency", go="marked", sign="chest-breath")

    again = phone.get(f"{entry}/ask/_emergency").text
    phone.send(f"{entry}/ask/_emergency", go="none")
    phone.send(f"{entry}/save")

    assert "Marked, and kept:" in again
    assert "None of these" not in again
    assert "Sign: Chest pain" in said(run, "entries")


def test_the_weekly_list_is_asked_when_it_is_due(started: Path, run: Run) -> None:
    house = House(started)
    house.wait(days=9)
    phone = house.paired()
    entry = begun(phone)
    for step in ("_emergency", "_same-day"):
        phone.send(f"{entry}/ask/{step}", go="none")

    assert "Once a week" in shown(phone, f"{entry}/ask/_weekly")
    phone.send(f"{entry}/ask/_weekly", go="marked", sign="no-better")

    assert "Still as much pain" in said(run, "warnings")
    phone.send(f"{entry}/save")
    again = begun(phone)
    assert phone.get(f"{again}/ask/_weekly").status_code == 404


def test_a_fever_is_kept_and_shown_when_it_is_typed(phone: Browser, run: Run) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/ask/temperature", value="100,8 F")

    assert answer.headers["Location"] == f"{entry}/call/temperature"
    assert "Call the care team today: 555 0100" in shown(
        phone, f"{entry}/call/temperature"
    )
    assert "100.8 F" in said(run, "entries")


def test_a_milder_sign_names_the_graver_one_with_its_number(phone: Browser) -> None:
    entry = begun(phone)
    phone.send(f"{entry}/ask/_same-day", go="marked", sign="leg-new")

    html = phone.get(f"{entry}/call/_same-day").text

    assert "cannot walk any more? Call 911 now." in whole(text_of(html))
    assert re.findall(r'href="tel:(\d+)"', html) == ["5550100", "911"]


def test_the_person_marks_a_milestone_on_the_timeline(phone: Browser, run: Run) -> None:
    assert "Mark as done Home again" in shown(phone, "/timeline")

    phone.send("/timeline/home/done")

    timeline = shown(phone, "/timeline")
    assert "Home again Done: reached Wed 4 Nov" in timeline
    assert "Mark as done Home again" not in timeline
    assert "marked as done" in said(run, "changes")


def test_what_an_entry_reaches_is_not_marked_by_hand(phone: Browser, run: Run) -> None:
    phone.send("/timeline/pain-check/done")

    assert "marked as done" not in said(run, "changes")


def test_a_milestone_that_there_is_not_is_not_found(phone: Browser) -> None:
    assert phone.send("/timeline/no-such/done").status_code == 404


def test_the_chart_says_the_same_in_words(phone: Browser, run: Run) -> None:
    for day, pain in ((4, 6), (5, 5), (7, 4)):
        run("log", f"pain={pain}", now=f"2026-11-{day:02}T19:00-05:00")

    html = phone.get("/chart").text

    said_of = whole(text_of(html))
    assert "day 1, Wed 4 Nov 6" in said_of
    assert html.count("<svg") in (0, 2)


def test_a_chart_of_choices_is_a_table(phone: Browser, run: Run) -> None:
    run("log", "wound=sore")

    words = shown(phone, "/chart?of=wound")

    assert "day 1, Wed 4 Nov a little sore" in words


def test_a_chart_without_an_answer_says_so(phone: Browser) -> None:
    assert "Nothing is written down yet." in shown(phone, "/chart?of=walk")


def test_entries_are_shown_in_pages_and_none_is_left_out(
    phone: Browser, run: Run
) -> None:
    for number in range(1, 21):
        hour, minute = divmod(number, 2)
        at = f"2026-11-04T{8 + hour // 2:02}:{minute * 30:02}-05:00"
        run("log", f"walk={number}", now=at)
    run("log", "walk=99", "--at", "2026-11-03T18:00-05:00")

    seen: set[int] = set()
    path = "/entries"
    for _ in range(5):
        html = phone.get(path).text
        seen |= {int(n) for n in re.findall(r"Entry (\d+)<", html)}
        older = re.search(r'href="(/entries\?until=[^"]+)"', html)
        if older is None:
            break
        path = older[1]

    assert seen == set(range(1, 22))


def test_a_correction_that_raises_a_sign_shows_whom_to_call(
    phone: Browser, run: Run
) -> None:
    run("log", "pain=4")

    answer = phone.send("/entries/1", pain="9")

    assert answer.status_code == 200
    main = whole(text_of(f"<body><main{answer.text.partition('<main')[2]}"))
    assert main.startswith("Call the care team today: 555 0100")
    assert "not answered yet" in said(run, "warnings")


def test_a_correction_leaves_what_the_form_does_not_show(
    phone: Browser, run: Run
) -> None:
    run("log", "pain=4", "sleep=7.5", "--sign", "none")

    phone.send("/entries/1", pain="3")

    written = said(run, "entries")
    assert "Pain 3" in written
    assert "Slept 7.5 h" in written or "Sleep 7.5 h" in written
    assert "none marked" in written


def test_a_correction_of_one_answer_is_one_change(phone: Browser, run: Run) -> None:
    run("log", "pain=4", "walk=10", "temperature=100.1", "wound=fine")
    form = phone.get("/entries/1").text
    fields = dict(
        re.findall(
            r'<input type="text" id="[^"]+" name="([^"]+)" value="([^"]*)"', form
        )
    )
    chosen = re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', form, re.S)
    for name, options in chosen:
        picked = re.search(r'value="([^"]*)" selected', options)
        fields[name] = picked[1] if picked else ""

    phone.send("/entries/1", **{**fields, "pain": "3"})

    steps = said(run, "changes")
    assert "changed pain of entry 1 from 4 to 3" in steps
    assert steps.count("entry 1") == 2


def test_a_caregivers_call_is_kept_under_their_name(house: House, run: Run) -> None:
    run("log", "--sign", "leg-new")

    house.paired("caregiver").send(
        "/warnings/1", done="called", when="6pm", note="Come in."
    )

    answered = said(run, "warnings")
    assert f"Called Wed 4 Nov 18:00, by {DANA}: Come in." in answered


def test_the_page_for_the_visit_says_what_the_printed_one_says(
    phone: Browser, run: Run
) -> None:
    run("log", "pain=5", "walk=10", "--sign", "none")
    run("visit", "ask", "When may I drive?")

    page = shown(phone, "/report")

    printed = run("report").stdout.lower()
    for head in ("Warning signs", "Pain 0-10", "Doing", "Milestones", "Please fill in"):
        assert head.lower() in printed
        assert head in page
    assert f"{RUTH} asks 1 When may I drive?" in page


def test_every_sign_is_listed_with_whom_to_call(phone: Browser) -> None:
    words = shown(phone, "/signs")

    assert words.index("Call 911 now.") < words.index("Chest pain")
    assert words.index("Chest pain") < words.index("Call the care team today")


def test_a_page_before_the_procedure_does_not_fail(empty: Path, run: Run) -> None:
    begin = ("start", "2026-11-20", "--name", RUTH, "--zone", "America/New_York")
    run(*begin)
    phone = House(empty).paired()

    for path in ("/", "/timeline", "/chart", "/entries", "/warnings", "/report"):
        assert phone.get(path).status_code == 200
    entry = begun(phone)
    phone.send(f"{entry}/ask/_emergency", go="marked", sign="chest-breath")
    assert "planned for" in shown(phone, f"{entry}/call/_emergency")


def test_an_entry_that_was_taken_back_meanwhile_still_shows_whom_to_call(
    phone: Browser, run: Run
) -> None:
    entry = begun(phone)
    phone.send(f"{entry}/ask/_emergency", go="marked", sign="chest-breath")
    run("undo")

    answer = phone.send(f"{entry}/ask/_same-day", go="marked", sign="leg-new")

    assert answer.status_code == 503
    assert "Call 911 now." in answer.text
    assert "Call the care team today" in answer.text


def test_what_two_copies_wrote_differently_is_said_on_today(house: House) -> None:
    with house.workspace.store() as store:
        report = house.workspace.review(store)

    said_of = plan_today(report._replace(differing=2)).differing

    assert said_of.startswith("2 things were written differently in two copies")
