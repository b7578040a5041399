"""The printed page: one side, tagged, the same bytes, and nothing typed is obeyed."""

import re
import subprocess
from pathlib import Path

import pytest
import typst

from tests.pages import SACROPLASTY, a_diary, a_report, a_word, an_entry, day
from tests.recoveries import WISHES, a_recovery
from tests.tools import tool
from tracker.domain.facts import CheckIn
from tracker.domain.report import Report
from tracker.domain.summary import summarise
from tracker.exports.page import plan_page
from tracker.exports.to_pdf import render
from tracker.exports.typeset import Typeset, typeset
from tracker.services.visit_questions import LONGEST

SIDES = re.compile(rb"/Type */Page\b(?!s)")
ACCESSIBLE = b"pdfuaid:part>1<"
MARKED = b"/MarkInfo<</Marked true"


def printed(report: Report, *, large: bool = False, notes: bool = False) -> Typeset:
    return render(plan_page(summarise(report, notes=notes)), large_print=large)


def sides(made: Typeset) -> int:
    return len(SIDES.findall(made.pdf))


def text_of(made: Typeset, folder: Path, *options: str) -> str:
    """What a PDF reader finds in it, without line breaks."""
    path = folder / "page.pdf"
    path.write_bytes(made.pdf)
    words = [tool("pdftotext"), *options, str(path), "-"]
    said = subprocess.run(words, capture_output=True, text=True, check=True)
    return " ".join(said.stdout.split())


@pytest.mark.parametrize("days", [1, 7, 21, 90, 365])
def test_a_full_page_takes_one_side(days: int) -> None:
    assert sides(printed(a_recovery(days))) == 1


@pytest.mark.parametrize("days", [7, 21, 90])
def test_large_print_takes_few_sides(days: int) -> None:
    assert sides(printed(a_recovery(days), large=True)) == 3


def test_large_print_of_a_page_with_little_on_it_takes_one() -> None:
    assert sides(printed(a_report(), large=True)) == 1


def test_large_print_has_large_letters_in_its_picture_too(tmp_path: Path) -> None:
    assert height_of("before", printed(a_recovery(21)), tmp_path) < 11
    assert height_of("before", printed(a_recovery(21), large=True), tmp_path) > 12


def height_of(word: str, made: Typeset, folder: Path) -> float:
    """How high the last such word is set, in points: it is the one in the picture."""
    boxes = text_of(made, folder, "-bbox")
    found = re.findall(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{word}<', boxes)
    top, bottom = found[-1]
    return float(bottom) - float(top)


def test_the_block_to_fill_in_is_on_one_side(tmp_path: Path) -> None:
    made = printed(a_recovery(21), large=True)
    text = text_of(made, tmp_path, "-f", "3", "-l", "3")

    assert "Please fill in" in text
    assert "said by" in text


def test_notes_come_after_and_never_make_the_page_smaller(tmp_path: Path) -> None:
    with_notes = text_of(printed(a_recovery(21), notes=True), tmp_path)
    without = text_of(printed(a_recovery(21)), tmp_path)

    assert with_notes.startswith(without[: without.index("Please fill in")])
    assert "Slept well." in with_notes
    assert "Slept well." not in without


@pytest.mark.parametrize("large", [False, True])
def test_it_is_tagged_and_meets_the_accessible_standard(large: bool) -> None:
    made = printed(a_recovery(7), large=large)

    assert MARKED in made.pdf
    assert ACCESSIBLE in made.pdf
    assert not made.unshown


def test_the_same_facts_give_the_same_bytes() -> None:
    assert printed(a_recovery(21)).pdf == printed(a_recovery(21)).pdf


@pytest.mark.parametrize("name", ["Dana \U0001f9b4 Example", "\u65e5\u672c Example"])
def test_a_letter_that_no_font_has_never_costs_the_page(name: str) -> None:
    made = printed(a_report(diary=a_diary(name=name)))

    assert MARKED in made.pdf
    assert sides(made) == 1
    assert made.unshown == (ACCESSIBLE not in made.pdf)


def test_names_of_many_languages_are_shown(tmp_path: Path) -> None:
    made = printed(
        a_report(diary=a_diary(name="Zo\u00eb \u0160ar\u016bnas \u0416\u03bb"))
    )

    assert ACCESSIBLE in made.pdf
    assert "Zo\u00eb \u0160ar\u016bnas \u0416\u03bb" in text_of(made, tmp_path)


def test_what_people_typed_stays_text(tmp_path: Path) -> None:
    name = '#evil[*x*] $1/0$ <a> @b "c" = ~ -- // /* \\'
    made = printed(a_report(diary=a_diary(name=name)))

    assert name in text_of(made, tmp_path)


def test_a_mistake_in_a_template_is_not_taken_for_a_missing_letter() -> None:
    with pytest.raises(typst.TypstError, match="page"):
        typeset("page", {})


def test_it_is_read_in_the_order_of_the_page(tmp_path: Path) -> None:
    text = text_of(printed(a_recovery(21)), tmp_path, "-raw")
    order = (
        "Recovery diary, sacroplasty", "Ruth Example", "Warning signs", "asked on 14",
        "Pain 0-10", "8 to 2 (mean of the last 3): 6 points lower, 75%", "Doing",
        "Also written down", "Milestones", "Limits", "Said by Nurse Example",
        "Bone health", "Ruth Example asks", WISHES[0], WISHES[-1], "Please fill in",
        "Heavy lifting up to lb", "Pool or long bath", "said by date",
        "Told by Ruth Example",
    )  # fmt: skip

    places = [text.find(words) for words in order]

    assert -1 not in places
    assert places == sorted(places)


def test_paper_is_a4_but_where_letter_paper_is_used(tmp_path: Path) -> None:
    report = a_report()
    person = report.diary.person._replace(zone="Europe/Berlin")
    abroad = report._replace(diary=report.diary._replace(person=person))

    assert b"/MediaBox[0 0 612 792]" in printed(report).pdf
    assert b"/MediaBox[0 0 595.2756 841.8898]" in printed(abroad).pdf


def test_a_limit_without_somebodys_word_has_no_weight_and_no_day(
    tmp_path: Path,
) -> None:
    report = a_report(*_two_evenings(), diary=a_diary(SACROPLASTY))
    text = text_of(printed(report), tmp_path)

    assert {limit.default_until for limit in report.limits} == {day(42)}
    assert "15 Dec" not in text
    assert "day 42" not in text
    for plan in SACROPLASTY.restrictions:
        assert plan.limit is None or f"{plan.limit // 10} {plan.unit}" not in text


def test_a_letter_that_no_font_has_in_a_picture_does_not_cost_the_page() -> None:
    told = [a_word("heavy-lifting", amount=50, unit="lb", by="Dr \u0e2b\ue000")]
    report = a_report(*_two_evenings(), diary=a_diary(SACROPLASTY), told=told)

    made = printed(report)

    assert made.unshown
    assert sides(made) == 1


def _two_evenings() -> list[CheckIn]:
    return [an_entry(n, "pain=3", protocol=SACROPLASTY) for n in (1, 2)]


@pytest.mark.parametrize("days", [21, 90, 365])
def test_five_of_the_longest_questions_still_fit_on_the_side(days: int) -> None:
    report = a_recovery(days)
    long = ("Does this go on, and what is it " * 9)[:LONGEST]
    asked = tuple(q._replace(text=long) for q in report.own_questions)

    assert sides(printed(report._replace(own_questions=asked))) == 1


def test_a_page_with_little_on_it_is_set_larger(tmp_path: Path) -> None:
    little = height_of("Milestones", printed(a_report()), tmp_path)

    assert little > 1.15 * height_of("Milestones", printed(a_recovery(90)), tmp_path)


def test_every_figure_has_its_n_and_every_warning_what_was_done(
    tmp_path: Path,
) -> None:
    text = text_of(printed(a_recovery(21)), tmp_path, "-layout")

    assert "6 points lower, 75% n=3" in text
    assert "Pain first 3 entries 6, 7, 6; last 3, to day 21: 3, 2, 1 n=17" in text
    assert "shown: call today; called Thu 5 Nov 12:00, written by Dana Example" in text
    assert "shown: next visit; no answer is written down" in text
