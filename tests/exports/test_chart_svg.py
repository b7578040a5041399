"""The picture of the scores: what is drawn, what is not, and whether it can be read."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.pages import (
    SACROPLASTY,
    a_diary,
    a_report,
    a_visit,
    a_warning,
    a_word,
    an_entry,
    day,
    standing,
)
from tracker.domain.facts import CheckIn, Instruction
from tracker.domain.protocol import Protocol
from tracker.domain.report import Report
from tracker.domain.summary import Summary, summarise
from tracker.exports import chart_marks, chart_svg
from tracker.exports.chart_plan import Picture, plan_picture

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
HOSTILE = '<script>&"\x07\u202e\ufffe</svg> Ruth'
READABLE, VISIBLE = 4.5, 3.0


def entries(
    *days: int, pain: int = 4, moving: int | None = 6, protocol: Protocol = SACROPLASTY
) -> list[CheckIn]:
    more = "" if moving is None else f" pain-moving={moving}"
    return [an_entry(d, f"pain={pain}{more}", protocol=protocol) for d in days]


def summary(*days: int, today: int = 14, **kept: Any) -> Summary:
    return summarise(report(*entries(*days), today=today, **kept))


def report(*written: CheckIn, today: int = 14, **kept: Any) -> Report:
    given = {"diary": a_diary(SACROPLASTY), **kept}
    return a_report(*written, today=today, **given)


def drawn(summary: Summary, **how: Any) -> ElementTree.Element:
    svg = chart_svg.draw(summary, **how)
    assert svg is not None
    return ElementTree.fromstring(svg)


def plan(summary: Summary, most: int = 90, *, reference: bool = False) -> Picture:
    picture = plan_picture(summary, most, reference=reference)
    assert picture is not None
    return picture


def found(
    root: ElementTree.Element, tag: str, name: str | None = None
) -> list[ElementTree.Element]:
    every = root.iter(f"{SVG}{tag}")
    return [each for each in every if name is None or each.get("class") == name]


def words(root: ElementTree.Element) -> str:
    return " ".join(text.text or "" for text in found(root, "text"))


def lines(root: ElementTree.Element) -> list[list[tuple[float, float]]]:
    """The places that each line of a score joins."""
    paths = [
        p.get("d", "") for p in found(root, "path") if p.get("stroke-width") == "2"
    ]
    return [list(places(path)) for path in paths]


def places(path: str) -> Iterator[tuple[float, float]]:
    numbers = [float(number) for number in NUMBER.findall(path)]
    yield from zip(numbers[::2], numbers[1::2], strict=True)


def grid(root: ElementTree.Element) -> list[tuple[float, float]]:
    """The left end and the height of each line of the scale, the lowest first."""
    paths = [
        p.get("d", "") for p in found(root, "path") if p.get("stroke") == chart_svg.GRID
    ]
    return [(float(x), float(y)) for x, y, _ in map(NUMBER.findall, paths)]


def at(root: ElementTree.Element, number: int) -> float:
    """Where a day stands, reckoned from the days that have a label."""
    known = [
        (int((text.text or "").removeprefix("day ")), float(text.get("x", "")))
        for text in found(root, "text")
        if (text.text or "").startswith("day ")
    ]
    (first, left), (last, right) = known[0], known[-1]
    return left + (number - first) * (right - left) / (last - first)


# What is answered, and what is not


def test_fewer_than_two_answers_are_no_picture() -> None:
    one = summarise(report(*entries(1, moving=None)))

    assert chart_svg.draw(one) is None
    assert chart_svg.draw(summarise(report())) is None


def test_every_answer_has_a_mark_at_its_height() -> None:
    written = [an_entry(d, f"pain={d}", protocol=SACROPLASTY) for d in (0, 5, 10)]
    root = drawn(summarise(report(*written, diary=a_diary(SACROPLASTY, baseline=None))))

    heights = [float(dot.get("cy", "")) for dot in found(root, "circle")[1:]]

    levels = dict(zip((0, 2, 4, 6, 8, 10), [y for _, y in grid(root)], strict=True))
    middle = (levels[4] + levels[6]) / 2
    assert heights == pytest.approx([levels[0], middle, levels[10]], abs=0.1)


def test_no_line_crosses_a_day_without_an_answer() -> None:
    root = drawn(summary(1, 2, 3, 6, 7, 9, today=14))
    width = (at(root, 14) - at(root, 0)) / 14

    steps = [
        after[0] - before[0] for line in lines(root) for before, after in pairwise(line)
    ]

    assert steps == pytest.approx([width] * len(steps), abs=0.2)
    # Days 1 to 3 and 6 to 7, of two scores; day 9 stands alone.
    assert [len(line) for line in lines(root)] == [3, 2, 3, 2]


def test_a_day_without_an_answer_has_no_mark() -> None:
    root = drawn(summary(1, 2, 4))

    xs = {float(dot.get("cx", "")) for dot in found(root, "circle", "first")[1:]}

    assert len(xs) == 3
    assert not any(abs(x - at(root, 3)) < 1 for x in xs)


def test_a_question_that_one_entry_left_out_is_a_gap_in_its_own_line_alone() -> None:
    written = entries(1, 2) + entries(3, moving=None) + entries(4, 5)
    picture = plan(summarise(report(*written)))

    assert [[dot.at for dot in run] for run in picture.curves[0].runs] == [
        [1, 2, 3, 4, 5]
    ]
    assert [[dot.at for dot in run] for run in picture.curves[1].runs] == [
        [1, 2],
        [4, 5],
    ]


def test_two_answers_of_a_day_are_two_marks_and_not_a_mean() -> None:
    picture = plan(summarise(report(*entries(1, pain=2), *entries(1, pain=8))))

    assert [dot.mean.total for dot in picture.curves[0].answers] == [2, 8]


def test_the_scale_is_whole_whatever_was_answered() -> None:
    root = drawn(summary(1, 2))

    assert {"0", "2", "4", "6", "8", "10"} <= {t.text for t in found(root, "text")}


# Many days


def test_over_many_days_the_mean_of_a_week_is_drawn_with_its_n() -> None:
    written = [
        an_entry(d, f"pain={d % 2 + 3}", protocol=SACROPLASTY) for d in (0, 1, 3, 8)
    ]
    picture = plan(summarise(report(*written, today=20)), most=14)

    (run,) = picture.curves[0].runs
    assert picture.weekly
    assert [(dot.at, dot.mean.total, dot.mean.n) for dot in run] == [
        (3, 11, 3),
        (10, 3, 1),
    ]


def test_a_week_without_an_answer_parts_the_line() -> None:
    picture = plan(summary(1, 8, 22, today=28), most=14)

    assert [[dot.at for dot in run] for run in picture.curves[0].runs] == [
        [3, 10],
        [24],
    ]


def test_the_last_week_ends_with_the_picture() -> None:
    picture = plan(summary(1, 15, today=15), most=14)

    assert [run[0].at for run in picture.curves[0].runs] == [3, 14.5]


@pytest.mark.parametrize(("narrow", "today"), [(False, 91), (True, 43)])
def test_a_picture_of_weeks_says_so(narrow: bool, today: int) -> None:
    said = words(
        drawn(
            summary(*range(1, today), today=today),
            size=chart_svg.NARROW if narrow else chart_svg.WIDE,
        )
    )

    assert "mean of a week" in said
    assert re.search(r"n=\d+ to 7", said)


def test_where_the_days_are_close_the_single_answers_are_not_drawn() -> None:
    few, many = (
        drawn(summary(*range(1, today, 2), today=today)) for today in (100, 365)
    )

    assert "Small: each answer." in words(few)
    assert "Each mark: the mean of a week" in words(many)
    assert len(found(many, "circle", "first")) < 55 < len(found(few, "circle", "first"))


# Limits


def bars(*told: Instruction, today: int = 14) -> list[ElementTree.Element]:
    return found(drawn(summary(1, 2, today=today, told=told)), "rect", "limit")


def test_a_limit_that_nobody_told_has_no_band() -> None:
    root = drawn(summary(1, 2))

    assert found(root, "rect", "limit") == []
    assert "lifting" not in words(root).lower()


def test_a_told_band_goes_from_the_day_it_was_told_to_the_end_of_its_last_day() -> None:
    root = drawn(summary(1, 2, told=[a_word("heavy-lifting", until=day(8))]))
    (bar,) = found(root, "rect", "limit")
    half = (at(root, 14) - at(root, 0)) / 28

    left = float(bar.get("x", ""))
    right = left + float(bar.get("width", ""))

    assert left == pytest.approx(at(root, 2) - half, abs=0.2)
    assert right == pytest.approx(at(root, 8) + half, abs=0.2)


def test_a_band_says_whose_word_it_is() -> None:
    word = a_word("heavy-lifting", amount=50, unit="lb", until=day(42))

    said = words(drawn(summary(1, 2, told=[word])))

    assert "Heavy lifting: up to 5 lb" in said
    assert "said by Nurse Example" in said


def test_a_word_without_an_end_goes_on_and_has_no_closed_end() -> None:
    endless, ended = (
        plan(summary(1, 2, told=[a_word("driving", until=until)])).bands[0]
        for until in (None, day(9))
    )

    assert (endless.last, endless.goes_on) == (14, True)
    assert (ended.last, ended.goes_on) == (9, False)
    assert "ask again" in ended.label
    assert "ask again" not in endless.label


def test_only_a_band_that_ends_in_the_picture_has_a_closed_end() -> None:
    ends = []
    for until in (day(9), day(30)):
        root = drawn(summary(1, 2, told=[a_word("driving", until=until)]))
        outlines = [p.get("d", "") for p in found(root, "path")]
        ends.append(any(outline.endswith("Z") for outline in outlines))

    assert ends == [True, False]


def test_a_limit_told_as_cleared_has_no_band() -> None:
    assert bars(a_word("driving", cleared=True)) == []


def test_a_limit_that_ended_before_the_picture_or_was_told_after_it_has_no_band() -> (
    None
):
    ended = summary(10, 12, first=10, told=[a_word("driving", until=day(5))])
    later = summary(0, 1, today=1, told=[a_word("driving", until=day(5))])

    assert plan(ended).bands == ()
    assert plan(later).bands == ()


def test_words_that_differ_are_said_to_differ() -> None:
    told = [
        a_word("driving", until=day(20)),
        a_word("driving", until=day(30), by="Dr. Example")._replace(number=2),
    ]

    assert "what was said differs" in words(drawn(summary(1, 2, told=told)))


# Milestones, warnings, before, published groups


def reached(**days: int) -> dict[str, Any]:
    plans = {name.replace("_", "-"): number for name, number in days.items()}
    return {"milestones": standing(SACROPLASTY, plans)}


def test_a_reached_milestone_is_numbered_as_the_page_lists_it() -> None:
    root = drawn(summary(1, 2, **reached(first_walk=1, normal_routine=11)))

    assert at(root, 11) in [
        pytest.approx(float(text.get("x", "")), abs=0.2)
        for text in found(root, "text")
        if text.text == "2"
    ]
    assert "milestones by number" in words(root)


def test_a_milestone_of_another_day_is_not_drawn_and_keeps_its_number() -> None:
    marks = reached(first_walk=1, normal_routine=11)
    picture = plan(summary(10, 12, first=10, **marks))

    assert [(mark.at, mark.number) for mark in picture.marks] == [(1, 2)]


def test_without_a_milestone_nothing_is_said_of_them() -> None:
    assert "milestone" not in words(drawn(summary(1, 2)))


def test_numbers_that_would_touch_are_written_as_one() -> None:
    apart = chart_marks.numbers([(1, 100), (2, 200)], 12)
    close = chart_marks.numbers([(3, 100), (4, 105), (5, 112), (6, 300)], 12)

    assert apart == [(100, "1"), (200, "2")]
    assert close == [(106, "3-5"), (300, "6")]


def test_a_number_that_grows_takes_the_one_before_it_in() -> None:
    # 1 and 2 stand apart, until 3 and 4 make "2-4" of the second.
    places = [(1, 100), (2, 116), (3, 117), (4, 118)]

    assert [said for _, said in chart_marks.numbers(places[:2], 12)] == ["1", "2"]
    assert [said for _, said in chart_marks.numbers(places, 12)] == ["1-4"]


def test_a_day_with_a_warning_is_marked_once() -> None:
    shown = [a_warning(1, 9), a_warning(2, 9), a_warning(3, -4)]
    root = drawn(summary(1, 2, warnings=shown))

    _, mark = found(root, "polygon", "warning")

    assert float(mark.get("points", "").split(",")[0]) == pytest.approx(
        at(root, 9), abs=0.2
    )
    assert "warning sign shown" in words(root)


def test_the_answer_before_the_procedure_stands_before_every_day() -> None:
    root = drawn(summary(1, 2))
    _, mark = found(root, "polygon", "before")

    x = float(mark.get("points", "").split(",")[0])

    assert x < at(root, 0)
    assert "before" in words(root)


def test_without_an_answer_before_the_procedure_nothing_is_drawn_there() -> None:
    root = drawn(summary(1, 2, diary=a_diary(SACROPLASTY, baseline=None)))

    assert found(root, "polygon", "before") == []
    assert "before" not in words(root)


def test_published_groups_are_drawn_only_when_asked_for_and_never_joined() -> None:
    taken = summary(1, 2, 30, today=30)
    plain, asked = drawn(taken), drawn(taken, reference=True)

    assert found(plain, "polygon", "group") == []
    # Before, day 2, 7 and 28; one more in the legend.
    assert len(found(asked, "polygon", "group")) == 5
    assert len(lines(asked)) == len(lines(plain))
    assert "before n=47, day 1 to 4 n=28, 1 week n=19, 4 weeks n=35" in words(asked)


def test_a_published_group_before_stands_beside_the_own_answer() -> None:
    own, alone = (
        drawn(summary(1, 2, diary=a_diary(SACROPLASTY, baseline=b)), reference=True)
        for b in (8, None)
    )

    assert found(own, "polygon", "group")[1].get("points") != found(
        alone, "polygon", "group"
    )[1].get("points")


def test_without_published_figures_none_are_drawn() -> None:
    other = SACROPLASTY.reference
    assert other is not None
    another = SACROPLASTY._replace(reference=other._replace(question="walk"))

    for protocol in (another, SACROPLASTY._replace(reference=None)):
        taken = summary(1, 2, diary=a_diary(protocol))
        assert plan(taken, reference=True).groups == ()


# Words, bytes, and whether it can be read


def crowded() -> Summary:
    """Everything at once, with names that nobody has."""
    names = {
        m.id: m._replace(title=f"{m.title} {HOSTILE}") for m in SACROPLASTY.milestones
    }
    protocol = SACROPLASTY._replace(milestones=tuple(names.values()))
    told = [
        a_word("heavy-lifting", amount=50, unit="lb", until=day(42), by=HOSTILE * 9),
        a_word("driving", until=day(6), by="W" * 300),
        a_word("strenuous", by="\u4e2d\u6587" * 80),
    ]
    return summarise(
        a_report(
            *entries(1, 2, 3, 5, 9, protocol=protocol),
            diary=a_diary(protocol, name=HOSTILE),
            told=told,
            warnings=[a_warning(1, 3, text=HOSTILE)],
            milestones=standing(protocol, {name: n for n, name in enumerate(names)}),
        )
    )


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("today", [1, 7, 14, 21, 90, 365])
def test_all_words_stand_inside_the_picture(narrow: bool, today: int) -> None:
    taken = crowded() if today == 14 else summary(*range(today), today=today)
    root = drawn(
        taken, size=chart_svg.NARROW if narrow else chart_svg.WIDE, reference=True
    )
    _, _, width, height = map(float, root.get("viewBox", "").split())

    for text in found(root, "text"):
        font, said = float(text.get("font-size", "")), text.text or ""
        wide = chart_marks.width_of(said, font)
        shift = {"start": 0, "middle": wide / 2, "end": wide}[
            text.get("text-anchor", "")
        ]
        left = float(text.get("x", "")) - shift
        assert left >= 0, said
        assert left + wide <= width, said
        assert font <= float(text.get("y", "")) <= height - font / 4, said


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("today", [2, 7, 14, 21, 90, 365])
def test_no_two_words_overlap(narrow: bool, today: int) -> None:
    marks = reached(home=0, first_walk=1, pain_check=1, walk_daily=5, check_4w=28)
    root = drawn(
        summary(*range(today), today=today, **marks),
        size=chart_svg.NARROW if narrow else chart_svg.WIDE,
    )
    boxes = []
    for text in found(root, "text"):
        font, y = float(text.get("font-size", "")), float(text.get("y", ""))
        # Numbers are measured as they are, not at their most.
        wide = len(text.text or "") * font * 0.55
        shift = {"start": 0, "middle": wide / 2, "end": wide}[
            text.get("text-anchor", "")
        ]
        left = float(text.get("x", "")) - shift
        boxes.append((text.text, left, left + wide, y - font * 0.7, y))

    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = one[2] <= other[1] or other[2] <= one[1]
            above = one[4] <= other[3] or other[4] <= one[3]
            assert beside or above, (one, other)


def test_hostile_words_stay_words() -> None:
    svg = chart_svg.draw(crowded())
    assert svg is not None

    root = ElementTree.fromstring(svg)

    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg", "title", "desc", "rect", "text", "path", "circle", "polygon",
    }  # fmt: skip
    assert "\x07" not in svg
    assert "\u202e" not in svg
    assert "\ufffe" not in svg
    assert "<script>" in " ".join(words(root).split())


def test_no_letter_is_smaller_than_twelve() -> None:
    for narrow in (False, True):
        root = drawn(crowded(), size=chart_svg.NARROW if narrow else chart_svg.WIDE)
        assert min(float(t.get("font-size", "")) for t in found(root, "text")) >= 12


def test_the_alternative_has_each_score_with_its_n() -> None:
    said = chart_svg.alternative(summary(1, 2, 5, today=5))

    assert said == (
        "Pain 0-10: 4, 4, 4 (day 1 to day 5), n=3; 8 before the procedure. "
        "Moving 0-10: 6, 6, 6 (day 1 to day 5), n=3. 2 of 5 days have no entry."
    )


def test_the_alternative_of_nothing_is_a_sentence_too() -> None:
    no_pain = SACROPLASTY._replace(questions=SACROPLASTY.questions[2:])
    said = chart_svg.alternative(summarise(report(diary=a_diary(no_pain))))

    assert said == "13 of 13 days have no entry."


def test_the_picture_is_named_and_told_for_those_who_do_not_see_it() -> None:
    taken = summary(1, 2)
    root = drawn(taken, ids="second")
    title, told = found(root, "title")[0], found(root, "desc")[0]

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert (title.get("id"), told.get("id")) == ("second-title", "second-desc")
    assert "Pain 0-10" in (title.text or "")
    assert told.text == chart_svg.alternative(taken)
    assert "n=2" in (told.text or "")


def test_the_legend_says_of_how_many_answers_each_score_is() -> None:
    said = words(drawn(summary(1, 2, 3)))

    assert "Pain 0-10, n=3" in said
    assert "Moving 0-10, n=3" in said


def test_the_same_diary_gives_the_same_bytes() -> None:
    assert chart_svg.draw(crowded()) == chart_svg.draw(crowded())


def light(colour: str) -> float:
    """The relative luminance of a colour."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_and_marks_stand_out_from_the_paper() -> None:
    root = drawn(crowded(), reference=True)
    marks = [*found(root, "circle"), *found(root, "polygon")]
    strokes = {mark.get("stroke") or mark.get("fill") or "" for mark in marks}

    texts = {text.get("fill", "") for text in found(root, "text")}

    assert min(contrast(colour, chart_marks.PAPER) for colour in texts) >= READABLE
    assert min(contrast(colour, chart_marks.PAPER) for colour in strokes) >= VISIBLE


def test_the_two_scores_differ_without_colour() -> None:
    root = drawn(summary(1, 2))
    first, second = (p for p in found(root, "path") if p.get("stroke-width") == "2")

    assert first.get("stroke-dasharray") is None
    assert second.get("stroke-dasharray")
    assert found(root, "circle", "first")
    assert {mark.get("fill") for mark in found(root, "polygon", "second")} == {"none"}


def test_nothing_in_it_needs_a_style_sheet_or_another_file() -> None:
    svg = chart_svg.draw(crowded())
    assert svg is not None

    assert not re.search(r"style=|<style|href|url\(|var\(|foreignObject", svg)


@pytest.mark.parametrize(("narrow", "width"), [(False, 720), (True, 360)])
def test_its_size_stands_in_it(narrow: bool, width: int) -> None:
    root = drawn(summary(1, 2), size=chart_svg.NARROW if narrow else chart_svg.WIDE)

    assert root.get("width") == str(width)
    assert root.get("viewBox") == f"0 0 {width} {root.get('height')}"


def test_a_page_since_a_visit_begins_on_that_day() -> None:
    taken = summary(10, 12, today=20, first=10, visits=[a_visit(10)])

    root = drawn(taken)

    assert plan(taken).first == date(2026, 11, 13)
    assert "day 0" not in words(root)
    assert "day 10" in words(root)


def test_days_before_the_procedure_have_their_own_numbers() -> None:
    taken = summarise(report(*entries(-4, -3), today=-2, first=-4))

    assert "day -4" in words(drawn(taken))


def test_another_scale_goes_from_its_least_to_its_most() -> None:
    question = SACROPLASTY.questions[0]._replace(step=10, least=10, most=55)
    protocol = SACROPLASTY._replace(questions=(question,))
    written = [an_entry(d, "pain=2.5", protocol=protocol) for d in (1, 2)]
    taken = summarise(a_report(*written, diary=a_diary(protocol, baseline=None)))

    texts = [
        t.text for t in found(drawn(taken), "text") if t.get("text-anchor") == "end"
    ]

    assert texts == ["1", "2", "3", "4", "5.5"]
