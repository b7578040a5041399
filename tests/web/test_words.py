"""What the pages say: plain words, whose diary it is, and nothing that is not known."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.builders import RUTH
from tests.conftest import Run
from tests.reading import LEAST_WORDS, gathered, hard, joined, words_of
from tests.web.conftest import DANA, Browser, House
from tests.web.phones import PAGES
from tests.web.test_forms import begun
from tracker.domain.asking import NOTE_ASKED
from tracker.web.routes import Role

TEMPLATES = Path(__file__).parents[2] / "tracker" / "web" / "templates"
NOT_SAID = re.compile(
    r"normal recovery|\bbehind\b|\blate\b|\bfailed\b|you are fine|\ballowed\b"
    r"|safe to|well done|great job|do not worry|don't worry|congratulations",
    re.IGNORECASE,
)
COMMAND = re.compile(r"\btracker [a-z]|--[a-z]")
FORMS = ("/entries/1", "/warnings/1", "/log/day", "/take-back")
STEPS = ("_emergency", "_same-day", "pain", "walk", "medicine", "temperature", "_note")
# What a terminal alone says: what to type next.
OF_THE_TERMINAL = ("Unwell", "Called?", "Nobody's", "They stand", "Add one")
FIGURES = re.compile(r"\b(?:10|5) ?lb\b|6 weeks|\b15 Dec")


def text_of(html: str) -> str:
    """What a page says, a line for each of its parts; what is in a picture left out."""
    body = html.partition("<body>")[2]
    body = re.sub(r"<svg.*?</svg>", "", body, flags=re.S)
    lines = re.sub(r"<(?!/?(?:strong|span|a)\b)[^>]+>", "\n", body)
    return unescape(re.sub(r"<[^>]+>", "", lines))


def whole(text: str) -> str:
    return " ".join(text.split())


def every_page(phone: Browser, role: Role = "patient") -> Iterator[tuple[str, str]]:
    """Every page and every step, by its address."""
    more = FORMS if role == "patient" else ()
    for path in (*PAGES, *more):
        answer = phone.get(path)
        assert answer.status_code == 200
        yield path, text_of(answer.text)
    if role == "reader":
        return
    entry = begun(phone)
    for step in (*STEPS, *(["_whose"] if role == "caregiver" else [])):
        yield step, text_of(phone.get(f"{entry}/ask/{step}").text)
    phone.send(f"{entry}/ask/_emergency", go="marked", sign="bladder-bowel")
    phone.send(f"{entry}/ask/_same-day", go="marked", sign="leg-new")
    phone.send(f"{entry}/ask/_whose", value="seen")
    for path in ("call/_same-day", "look"):
        yield path, text_of(phone.get(f"{entry}/{path}").text)
    phone.send(f"{entry}/save")
    yield "saved", text_of(phone.get(f"{entry}/saved").text)


@pytest.fixture
def written(run: Run) -> Run:
    """A few entries, a warning that waits and one that was answered."""
    run("log", "pain=5", "walk=10", "temperature=100.8", "--sign", "none")
    run("log", "pain=4", "pain-moving=6", "--sign", "leg-new", "--note", "Slept well.")
    run("warnings", "answer", "1", "--called", "now", "--note", "Come in tomorrow.")
    return run


@pytest.mark.parametrize("role", ["patient", "caregiver", "reader"])
def test_every_page_names_the_person_and_says_that_nobody_watches(
    house: House, written: Run, role: Role
) -> None:
    for name, text in every_page(house.paired(role), role):
        said = whole(text)
        assert f"{RUTH}'s diary" in said, name
        assert "This diary is not watched by anyone." in said, name
        if role == "caregiver":
            assert f"Writing for {RUTH}, typed by {DANA}." in said, name
        if role == "patient":
            assert f"Writing for {RUTH}." in said, name


def test_no_page_says_what_must_not_be_said_or_names_a_command(
    house: House, written: Run
) -> None:
    for name, text in every_page(house.paired()):
        assert NOT_SAID.findall(text) == [], name
        assert COMMAND.findall(text) == [], name


@pytest.mark.parametrize("path", ["/", "/timeline", "/report"])
def test_a_limit_that_nobody_told_has_no_weight_and_no_end(
    house: House, path: str
) -> None:
    said = whole(text_of(house.paired().get(path).text))

    assert FIGURES.findall(said) == []
    assert "ord is written down for" in said


def test_a_told_limit_shows_whose_word_it_is(house: House, run: Run) -> None:
    words = ("--limit", "5lb", "--until", "2026-12-15", "--by", "Nurse Example")
    run("told", "heavy-lifting", *words)

    said = whole(text_of(house.paired().get("/").text))

    assert "up to 5 lb until Tue 15 December 2026; then ask again" in said
    assert "Nurse Example, Wed 4 Nov" in said
    assert said.lower().count("heavy lifting") == 1


def test_today_says_the_same_as_the_command_line_in_the_same_order(
    house: House, written: Run
) -> None:
    page = whole(text_of(house.paired().get("/").text)).lower()
    shown = written("today").stdout.partition("Now\n")[2]

    place = page.index("now ")
    for words in _parts(shown):
        found = page.find(words.lower().rstrip("."), place)
        assert found >= place, words
        place = found


def _parts(shown: str) -> Iterator[str]:
    """Titles and sentences of a screen, without what is to be typed."""
    for line in shown.splitlines():
        words = re.split(r"tracker |To mark|write in yours", line)[0]
        for part in re.split(r" {2,}", words):
            said = part.strip()
            if said and not said.startswith(OF_THE_TERMINAL):
                yield said


def test_what_nobody_answered_stands_first_with_whom_to_call(
    house: House, written: Run
) -> None:
    main = house.paired().get("/").text.partition("<main")[2]

    said = whole(text_of(f"<body><main{main}"))

    call = said.index("Call the care team today: 555 0100")
    assert call < said.index("Warning 2, Wed 4 Nov") < said.index("Write down how")
    assert 'href="tel:5550100"' in main


def test_the_daily_lists_come_before_any_score(house: House) -> None:
    phone = house.paired()
    entry = begun(phone)

    first = phone.get(entry)

    assert first.headers["Location"].endswith("/ask/_emergency")


def test_an_emergency_begins_with_the_one_thing_to_do(house: House) -> None:
    phone = house.paired()
    entry = begun(phone)
    phone.send(f"{entry}/ask/_emergency", go="marked", sign="bladder-bowel")

    html = phone.get(f"{entry}/call/_emergency").text

    main = html.partition("<main")[2]
    assert whole(text_of(f"<body><main{main}")).startswith("Call 911 now. Call 911 Say")
    assert 'href="tel:911"' in main
    assert "bone cement in the sacrum" in main


def test_without_a_number_it_says_what_to_call_and_offers_no_link(
    empty: Path, run: Run
) -> None:
    run("start", "2026-11-03", "--name", RUTH, "--zone", "America/New_York")
    phone = House(empty).paired()
    entry = begun(phone)
    phone.send(f"{entry}/ask/_emergency", go="marked", sign="bladder-bowel")

    html = phone.get(f"{entry}/call/_emergency").text

    assert "Call your emergency number now" in html
    assert "(911, 112 or 999" in html
    assert 'href="tel:' not in html


def test_what_people_typed_is_shown_and_never_obeyed(house: House, run: Run) -> None:
    note = "<script>alert(1)</script> \u202egnorw {{ 7 * 7 }}"
    run("log", "pain=4", "--note", note)
    phone = house.paired()

    for path in (*PAGES, *FORMS[:1]):
        html = phone.get(path).text
        assert "<script" not in html
    said = text_of(phone.get("/entries").text)
    assert "\\u202e" in said
    assert "{{ 7 * 7 }}" in said


def test_every_page_is_easy_to_read(house: House, written: Run) -> None:
    texts = {}
    for name, text in every_page(house.paired("caregiver"), "caregiver"):
        lines = [line.strip() for line in text.split("\n")]
        sentences = [line for line in lines if re.search(r"[a-z][.?!]$", line)]
        texts[name] = joined(*dict.fromkeys(sentences))
    long = [(n, t) for n, t in texts.items() if len(words_of(t)) >= LEAST_WORDS]
    short = [(n, t) for n, t in texts.items() if len(words_of(t)) < LEAST_WORDS]

    assert len(long) > 3
    found = hard([*long, *gathered(short)])
    assert not found, "\n".join(found)


def test_no_template_holds_a_script_a_style_or_a_handler() -> None:
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<style|style=|\son[a-z]+=|javascript:", text), path.name
        assert "|safe" not in text.replace(" ", ""), path.name
        inline = re.search(r"<script(?![^>]*\bsrc=)", text)
        assert inline is None, path.name


def test_the_note_is_asked_in_the_words_of_the_command_line(house: House) -> None:
    phone = house.paired()

    html = phone.get(f"{begun(phone)}/ask/_note").text

    assert NOTE_ASKED in html
