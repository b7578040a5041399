"""What people type into forms: refused beside its field, kept, never a fault."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.conftest import Run
from tests.web.conftest import Browser, House
from tests.web.phones import said

ODD = (
    "a lot", "11", "-1", "5.5", "1e3", "\u0665", "5\x00", "\x00", "\u202e5", "<b>5</b>",
    "' OR 1=1 --", "9" * 400, "\U0001f600", "NaN", "0x5", "5" + "\u200b",
)  # fmt: skip
DAYS = ("03/04/2026", "tomorrow", "2026-02-30", "0000-00-00", "\x00", "9" * 500, "10")


@pytest.fixture
def phone(house: House) -> Browser:
    return house.paired()


def begun(phone: Browser) -> str:
    """The address of an entry that is on its way."""
    today = phone.get("/").text
    found = re.search(r'name="id" value="([^"]+)"', today)
    assert found is not None
    answer = phone.send("/log", id=found[1])
    assert answer.status_code == 303
    return f"/log/{found[1]}"


def entries(run: Run) -> str:
    return said(run, "entries")


def problem_of(answer: TestResponse) -> str:
    """The sentence beside the field."""
    found = re.search(r'<p class="problem"[^>]*>(.*?)</p>', answer.text, re.S)
    return found[1] if found else ""


@pytest.mark.parametrize("typed", ODD)
def test_an_answer_that_cannot_be_is_refused_and_stays_in_its_field(
    phone: Browser, typed: str, run: Run
) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/ask/walk", value=f"{typed} miles")

    assert answer.status_code == 422
    assert "Walked takes a whole number from 0 to 600" in problem_of(answer)
    assert 'aria-invalid="true"' in answer.text
    assert "No entries" in entries(run)


@pytest.mark.parametrize("typed", ["11", "-1", "5.5", "five", "\x00"])
def test_a_number_outside_its_scale_is_refused(phone: Browser, typed: str) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/ask/pain", value=typed)

    assert answer.status_code == 422
    assert "Pain takes a whole number from 0 to 10" in problem_of(answer)


def test_what_was_typed_is_kept_and_shown_as_text(phone: Browser) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/ask/walk", value='"><script>alert(1)</script>')

    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize("typed", DAYS)
def test_a_day_that_cannot_be_read_is_refused(phone: Browser, typed: str) -> None:
    form = phone.get("/log/day").text
    found = re.search(r'name="id" value="([^"]+)"', form)
    assert found is not None

    answer = phone.send("/log/day", id=found[1], day=typed)

    assert answer.status_code == 422
    assert problem_of(answer)


def test_a_day_before_today_is_written_for_that_day(phone: Browser, run: Run) -> None:
    form = phone.get("/log/day").text
    found = re.search(r'name="id" value="([^"]+)"', form)
    assert found is not None
    phone.send("/log/day", id=found[1], day="yesterday 8pm")

    phone.send(f"/log/{found[1]}/ask/pain", value="4")
    phone.send(f"/log/{found[1]}/save")

    assert "Tue 3 November 2026, 20:00" in entries(run)


def test_going_on_without_a_mark_is_never_none(phone: Browser, run: Run) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/ask/_emergency", go="marked")

    assert answer.status_code == 422
    assert "None of these" in problem_of(answer)
    phone.send(f"{entry}/ask/pain", value="4")
    phone.send(f"{entry}/save")
    assert "none marked" not in entries(run)


def test_skipping_the_lists_is_never_none(phone: Browser, run: Run) -> None:
    entry = begun(phone)

    phone.send(f"{entry}/ask/_emergency", go="skip")
    phone.send(f"{entry}/ask/_same-day", go="none")
    phone.send(f"{entry}/save")

    assert "Signs: not all were asked" in entries(run)


def test_a_mark_and_none_of_these_are_asked_again(phone: Browser, run: Run) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/ask/_emergency", go="none", sign="chest-breath")

    assert answer.status_code == 422
    assert 'value="chest-breath" checked' in answer.text
    assert "No warning was shown" in said(run, "warnings")


def test_a_mark_counts_although_skip_was_tapped(phone: Browser, run: Run) -> None:
    entry = begun(phone)

    phone.send(f"{entry}/ask/_emergency", go="skip", sign="chest-breath")

    assert "Chest pain" in said(run, "warnings")


def test_a_sign_of_another_list_or_of_none_is_not_marked(
    phone: Browser, run: Run
) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/ask/_emergency", go="marked", sign="no-such-sign")

    assert answer.status_code == 422
    assert "No warning was shown" in said(run, "warnings")


def test_a_note_that_is_too_long_is_refused_and_not_lost(
    phone: Browser, run: Run
) -> None:
    entry, note = begun(phone), "w" * 10_001

    answer = phone.send(f"{entry}/ask/_note", value=note)

    assert answer.status_code == 422
    assert "10,000 characters" in problem_of(answer)
    assert note in answer.text


def test_nothing_answered_is_not_saved(phone: Browser, run: Run) -> None:
    entry = begun(phone)

    answer = phone.send(f"{entry}/save")

    assert answer.status_code == 422
    assert "Nothing was answered" in problem_of(answer)
    assert "No entries" in entries(run)


def test_a_caregiver_cannot_leave_out_if_it_was_told_or_seen(
    house: House, run: Run
) -> None:
    phone = house.paired("caregiver")
    entry = begun(phone)
    phone.send(f"{entry}/ask/pain", value="4")

    answer = phone.send(f"{entry}/save")

    assert answer.status_code == 422
    assert "told or seen" in problem_of(answer)
    assert "No entries" in entries(run)


def test_nobody_goes_on_with_the_entry_of_another(house: House) -> None:
    entry = begun(house.paired())

    dana = house.paired("caregiver")

    for path in ("", "/ask/pain", "/look", "/saved", "/call/pain"):
        assert dana.get(f"{entry}{path}").status_code == 404
    assert dana.send(f"{entry}/ask/pain", value="9").status_code == 404
    assert dana.send(f"{entry}/save").status_code == 404


@pytest.mark.parametrize("typed", ODD)
def test_a_correction_that_cannot_be_changes_nothing(
    phone: Browser, run: Run, typed: str
) -> None:
    run("log", "pain=4", "walk=10")
    before = entries(run)

    answer = phone.send("/entries/1", pain="3", walk=f"{typed} m", note="", reason="")

    assert answer.status_code == 422
    assert "Walked takes" in problem_of(answer) or "Walked takes" in answer.text
    assert 'option value="3" selected' in answer.text
    assert entries(run) == before


def test_a_correction_is_kept_with_its_author_and_reason(
    phone: Browser, run: Run
) -> None:
    run("--as", "Dana Example", "log", "pain=4", "walk=10", "--note", "Old.")

    phone.send("/entries/1", pain="3", walk="", note="New.", reason="A slip.")

    now = entries(run)
    assert "Pain 3" in now
    assert "Walked" not in now
    assert "Note: New." in now
    assert "A slip." in said(run, "changes")


def test_a_correction_never_takes_back_what_was_changed_meanwhile(
    phone: Browser, run: Run
) -> None:
    run("log", "pain=4", "walk=10", "--note", "One.")
    opened = {"was.pain": "4", "pain": "4", "was.walk": "10 min", "was.note": "One."}
    run("--as", "Dana Example", "edit", "1", "pain=5", "--note", "Two.")

    phone.send("/entries/1", **opened, walk="20", note="One.", reason="")

    now = entries(run)
    assert "Pain 5" in now
    assert "Note: Two." in now
    assert "Walked 20 min" in now


def test_two_corrections_of_one_answer_are_asked_about(
    phone: Browser, run: Run
) -> None:
    run("log", "pain=4")
    run("edit", "1", "pain=5")

    first = phone.send("/entries/1", **{"was.pain": "4", "pain": "3"})

    assert first.status_code == 422
    assert "Somebody changed this meanwhile" in first.text
    assert "Pain 5" in entries(run)
    assert 'name="was.pain" value="5"' in first.text
    phone.send("/entries/1", **{"was.pain": "5", "pain": "3"})
    assert "Pain 3" in entries(run)


def test_a_form_that_was_not_changed_says_so(phone: Browser, run: Run) -> None:
    run("log", "pain=4")

    answer = phone.send("/entries/1", pain="4", note="", reason="")

    assert answer.status_code == 422
    assert "reads like that already" in answer.text


@pytest.mark.parametrize("when", ["tomorrow", "\x00", "2026-10-01", "x" * 999])
def test_a_call_at_no_time_that_can_be_is_refused(
    phone: Browser, run: Run, when: str
) -> None:
    run("log", "--sign", "leg-new")

    answer = phone.send("/warnings/1", done="called", when=when, note="They said so.")

    assert answer.status_code == 422
    assert problem_of(answer)
    assert "They said so." in answer.text
    assert "not answered yet" in said(run, "warnings")


def test_only_the_person_says_that_it_was_a_mistake(house: House, run: Run) -> None:
    run("log", "--sign", "leg-new")

    answer = house.paired("caregiver").send("/warnings/1", done="mistake")

    assert answer.status_code == 422
    assert "not answered yet" in said(run, "warnings")
    assert house.paired().send("/warnings/1", done="mistake").status_code == 303
    assert "Marked by mistake" in said(run, "warnings")


def test_a_call_sent_twice_is_kept_once(phone: Browser, run: Run) -> None:
    run("log", "--sign", "leg-new")

    for _ in range(2):
        phone.send("/warnings/1", done="called", when="", note="")

    assert said(run, "changes").count("answered warning 1") == 1


def test_a_milestone_marked_twice_is_kept_once(phone: Browser, run: Run) -> None:
    for _ in range(2):
        assert phone.send("/timeline/home/done").status_code == 303

    assert said(run, "changes").count("marked as done") == 1


def test_the_last_step_is_taken_back_by_who_made_it_alone(
    house: House, run: Run
) -> None:
    ruth = house.paired()
    ruth.send("/timeline/home/done")
    found = re.search(r'name="step" value="(\d+)"', ruth.get("/take-back").text)
    assert found is not None
    run("--as", "Dana Example", "log", "pain=4")

    late = ruth.send("/take-back", step=found[1])

    assert late.status_code == 422
    assert "something else was written meanwhile" in problem_of(late)
    assert "Pain 4" in entries(run)
    run("undo")


def test_a_step_of_somebody_else_is_not_offered_and_not_taken_back(
    phone: Browser, run: Run
) -> None:
    run("--as", "Dana Example", "log", "pain=4")
    step = run("--json", "changes").stdout.partition('"seq": ')[2].partition(",")[0]
    assert step.isdigit()

    assert "There is no step of yours" in phone.get("/take-back").text
    assert phone.send("/take-back", step=step).status_code == 422
    assert "Pain 4" in entries(run)


def test_an_own_last_step_is_taken_back(phone: Browser, run: Run) -> None:
    phone.send("/timeline/home/done")
    found = re.search(r'name="step" value="(\d+)"', phone.get("/take-back").text)
    assert found is not None

    phone.send("/take-back", step=found[1])

    assert "took back" in said(run, "changes")


@pytest.mark.parametrize("step", ["", "x", "-1", "0", "99999999999999999999", "\u0661"])
def test_a_step_that_is_none_takes_nothing_back(
    phone: Browser, step: str, run: Run
) -> None:
    phone.send("/timeline/home/done")

    assert phone.send("/take-back", step=step).status_code == 422
    assert "took back" not in said(run, "changes")


def test_the_beginning_is_not_taken_back_by_a_phone(phone: Browser) -> None:
    assert "There is no step of yours" in phone.get("/take-back").text


@pytest.mark.parametrize(
    "path",
    [
        "/entries/0", "/entries/99", "/entries/2147483647", "/entries/9999999999999999",
        "/warnings/7", "/chart?of=nothing", "/log/x/ask/pain",
        "/log/00000000-0000-7000-8000-000000000001/ask/pain",
        "/log/00000000-0000-7000-8000-000000000001/saved",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(phone: Browser, path: str) -> None:
    assert phone.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/entries?until=", "/entries?until=03/04/2026"])
def test_a_day_in_an_address_that_cannot_be_read_is_no_fault(
    phone: Browser, path: str
) -> None:
    assert phone.get(path).status_code == 400


FIELDS = st.dictionaries(
    st.sampled_from(
        ["value", "go", "sign", "id", "day", "note", "when", "done", "pain", "walk",
         "reason", "step", "wound", "temperature"]
    ),
    st.one_of(
        st.sampled_from(["none", "skip", "clear", "marked", "called", "told", "5"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    ),
    max_size=6,
)  # fmt: skip
PLACES = st.sampled_from(
    ["/log", "/log/day", "/entries/1", "/warnings/1", "/take-back", "ask/_emergency",
     "ask/_weekly", "ask/_note", "ask/_whose", "ask/pain", "ask/wound",
     "ask/temperature", "save", "/timeline/x/done", "/chart", "/entries"]
)  # fmt: skip


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=PLACES, fields=FIELDS)
def test_whatever_is_sent_there_is_no_fault(
    started: Path, place: str, fields: dict[str, str]
) -> None:
    phone = House(started).paired()
    path = place if place.startswith("/") else f"{begun(phone)}/{place}"

    sent = phone.send(path, **fields)
    read = phone.get(path, query_string=fields)

    assert sent.status_code < 500
    assert read.status_code < 500
