"""The page as one HTML file: whole in itself, and it says what the text page says."""

import re
from html.parser import HTMLParser

import pytest

from tests.pages import a_diary, a_report
from tests.recoveries import a_recovery
from tracker.domain.summary import summarise
from tracker.exports.page import Page, plan_page
from tracker.exports.to_html import render

HOSTILE = '<script>alert("x")</script> & {{ 7 * 7 }} </style>'


class Reader(HTMLParser):
    """Every word outside pictures and styles, and every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("svg", "style"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("svg", "style"):
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read(page: Page, *, large: bool = False) -> Reader:
    reader = Reader()
    reader.feed(render(page, large_print=large).decode())
    return reader


def page_of(days: int = 21, *, notes: bool = False) -> Page:
    return plan_page(summarise(a_recovery(days), notes=notes))


def test_everything_that_the_page_says_is_there_in_its_order() -> None:
    page = page_of(notes=True)
    assert page.asks is not None
    assert page.fill_in is not None
    assert page.notes is not None
    said = [page.title, page.name, page.procedure, *page.period]
    for part in (*page.sections, page.asks, page.fill_in):
        said += [part.title, part.beside]
        said += [part.lead.text, part.lead.n] if part.lead else []
        for row in part.rows:
            said += [row.under, f"{row.label} {row.text} {row.n}".strip()]
    said += [blank.title for blank in page.blanks]
    text = read(page).text

    missing = [words for words in said if " ".join(words.split()) not in text]
    places = [text.index(part.title) for part in page.sections]

    assert missing == []
    assert places == sorted(places)
    assert text.index("Please fill in") < text.index("Slept well.")
    assert all(" ".join(line.split()) in text for line in page.end)


def test_it_fetches_nothing_and_runs_nothing() -> None:
    tags = read(page_of()).tags

    links = [
        value
        for _, attributes in tags
        for name, value in attributes.items()
        if name in ("src", "href", "action", "data", "poster", "srcset")
    ]
    policy = [a["content"] for t, a in tags if a.get("http-equiv")]

    assert links == ["data:,"]
    assert not [t for t, _ in tags if t in ("script", "iframe", "object", "embed")]
    assert not [a for _, attrs in tags for a in attrs if a.startswith("on")]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    assert "url(" not in render(page_of()).decode()
    assert "@import" not in render(page_of()).decode()


def test_what_people_typed_stays_text() -> None:
    page = plan_page(summarise(a_report(diary=a_diary(name=HOSTILE))))
    reader = read(page)

    assert HOSTILE in reader.text
    assert not [tag for tag, _ in reader.tags if tag == "script"]


def test_every_id_is_there_once_and_every_reference_leads_to_one() -> None:
    tags = read(page_of(notes=True)).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    referred = [
        each for _, a in tags for each in (a.get("aria-labelledby") or "").split()
    ]

    assert len(ids) == len(set(ids))
    assert referred
    assert set(referred) <= set(ids)


def test_there_is_a_picture_for_paper_and_one_for_a_phone() -> None:
    boxes = [a["viewbox"] for tag, a in read(page_of()).tags if tag == "svg"]

    widths = [float(str(box).split()[2]) for box in boxes]

    assert len(widths) == 2
    assert widths[0] > widths[1]


@pytest.mark.parametrize(("large", "size"), [(False, "12pt"), (True, "18pt")])
def test_large_print_is_eighteen_point(large: bool, size: str) -> None:
    text = render(page_of(), large_print=large).decode()

    assert re.findall(r"font: (\d+pt)/", text) == [size]
    assert large == ("10.5pt" not in text)


def test_a_page_of_nothing_has_no_picture() -> None:
    reader = read(plan_page(summarise(a_report())))

    assert not [tag for tag, _ in reader.tags if tag == "svg"]
    assert "Please fill in" in reader.text


def test_the_same_facts_give_the_same_bytes() -> None:
    assert render(page_of()) == render(page_of())
