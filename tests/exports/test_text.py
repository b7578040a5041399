import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.pages import (
    GARDEN,
    RECORDED,
    SACROPLASTY,
    a_diary,
    a_report,
    a_visit,
    a_warning,
    a_word,
    an_entry,
    answered,
    day,
    standing,
)
from tracker.domain.facts import BoneStep, CheckIn, ShownWarning, VisitQuestion
from tracker.domain.report import BoneReading, Report, WarningReading
from tracker.domain.setbacks import SetbackReading
from tracker.domain.summary import summarise
from tracker.exports.page import plan_page
from tracker.exports.to_text import render

Golden = Callable[[str, str], None]

DANA = "Dana Example"
LEG = "New tingling, numbness or weakness in a leg"
ROW = re.compile(r" *[\d.]+ \|")
WIDTHS = (24, 40, 60, 75, 76, 80)


def page(report: Report, width: int = 80, *, plain: bool = False) -> str:
    return render(plan_page(summarise(report)), width, plain=plain)


def one_line(text: str) -> str:
    """The text without its line breaks and columns."""
    return " ".join(text.split())


# Believable reports


def own_question(number: int, text: str) -> VisitQuestion:
    return VisitQuestion(
        f"asked-{number}", number, "procedure", text, day(2), RECORDED, DANA
    )


def two_weeks() -> Report:
    """Dana types what Ruth tells; two days are blank and one came later."""
    days = (1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14)
    pain, moving = (
        (5, 4, 4, 5, 5, 5, 4, 4, 3, 3, 3, 3),
        (6, 6, 5, 6, 6, 6, 5, 5, 4, 4, 4, 4),
    )
    walk, routine = (10, 10, 15, 15, 15, 20, 20, 25, 25, 30, 30, 30), "?11112223333"
    medicine, wound = "443333323223", "121111111111"
    more = {2: " aid=walker temperature=36.6", 9: " aid=cane temperature=98.8F"}
    rows = {
        day: f"pain={p} pain-moving={m} walk={w} medicine={taken} wound={looks}"
        f"{more.get(day, '')}{'' if day == 1 else f' routine={possible}'}"
        for day, p, m, w, possible, taken, looks in zip(
            days, pain, moving, walk, routine, medicine, wound, strict=True
        )
    }
    entries = [
        an_entry(
            number,
            words,
            protocol=SACROPLASTY,
            late=2 if number == 4 else 0,
            signs_asked="no" if number == 3 else "yes",
            author=DANA,
            relayed=True,
            note="Slept badly, cross with the cat.",
        )
        for number, words in rows.items()
    ]
    reached = {"first-walk": 1, "pain-check": 1, "normal-routine": 11}
    return a_report(
        *entries,
        diary=a_diary(SACROPLASTY, at=datetime(2026, 11, 3, 15, 30, tzinfo=UTC)),
        warnings=[answered(a_warning(1, 9, text=LEG), note="Come tomorrow.")],
        milestones=standing(SACROPLASTY, reached, ["bone-health-talk"]),
    )._replace(own_questions=(own_question(1, "When may I swim?"),))


def three_months() -> Report:
    """Ruth writes herself, on most days; a fever raised the same sign many times."""
    entries = [
        an_entry(
            number,
            f"pain={7 - number // 15 + number % 2} stiff={4.5 - number // 30} "
            f"weeds={number} bee={'yes' if number == 30 else 'no'}",
            signs_asked="yes",
        )
        for number in range(1, 91)
        if number % 7 != 3 and not 36 <= number <= 44
    ]
    shown = [
        a_warning(n, 20 + n, text="A knee of 60 cm or more", rule="Girth 61.0 cm")
        for n in range(1, 16)
    ]
    return a_report(*entries, today=90, warnings=shown)


def told_and_visited() -> Report:
    """The second visit: some limits have somebody's word, one is past its day."""
    entries = [an_entry(n, "pain=3 ground=lawn") for n in (15, 16, 20)]
    told = [
        a_word("barrow", amount=75, unit="kg", until=day(18)),
        a_word("pond", cleared=True, by="Dr Example"),
    ]
    milestones = standing(GARDEN, {"kneel": 15}, ["barrow-talk"])
    return a_report(
        *entries, today=21, first=14, visits=[a_visit(14)], told=told,
        milestones=milestones,
    )  # fmt: skip


def planned() -> Report:
    return a_report(an_entry(-6, "pain=8"), today=-2, first=-40000)


def one_entry() -> Report:
    return a_report(an_entry(2, "pain=5"), today=3, diary=a_diary(baseline=None))


def nothing() -> Report:
    return a_report(today=2, diary=a_diary(baseline=None))


REPORTS = (two_weeks, three_months, told_and_visited, planned, one_entry, nothing)
every_report = pytest.mark.parametrize("made", REPORTS)


# The whole page


@every_report
def test_the_page_reads_like_its_golden_file(
    made: Callable[[], Report], golden: Golden
) -> None:
    golden(f"{made.__name__}.txt", page(made()))


@pytest.mark.parametrize("made", [two_weeks, three_months])
def test_the_page_in_forty_columns_reads_like_its_golden_file(
    made: Callable[[], Report], golden: Golden
) -> None:
    golden(f"{made.__name__}.40.txt", page(made(), 40))


def test_the_plain_page_reads_like_its_golden_file(golden: Golden) -> None:
    golden("two_weeks.plain.txt", page(two_weeks(), plain=True))


@every_report
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_longer_than_the_page_is_wide(
    made: Callable[[], Report], width: int
) -> None:
    assert max(len(line) for line in page(made(), width).splitlines()) <= width


@every_report
@pytest.mark.parametrize("plain", [True, False])
def test_our_own_words_are_ascii(made: Callable[[], Report], plain: bool) -> None:
    assert page(made(), plain=plain).isascii()


@every_report
def test_nobody_is_judged_praised_or_reassured(made: Callable[[], Report]) -> None:
    judging = (
        r"late|behind|fail\w*|overdue|missed|normal recovery|well done|great|fine\."
    )

    assert re.search(rf"\b({judging})\b", page(made()), re.IGNORECASE) is None


def test_the_sizes_say_the_same_in_the_same_order() -> None:
    said = ["Warning 1", "PAIN 0-10", "Change", "first 3 entries 5", "Moving",
            "Walked", "Pain medicine", "normal routine Sat 14 Nov", "Still open",
            "When may I swim", "Heavy lifting", "Hard effort", "said by", "date",
            "Told by Ruth Example", "not checked"]  # fmt: skip

    for text in (
        page(two_weeks()),
        page(two_weeks(), 40),
        page(two_weeks(), plain=True),
    ):
        places = [one_line(text).find(words) for words in said]
        assert -1 not in places
        assert places == sorted(places)


def test_a_plain_page_says_one_thing_a_line_and_draws_nothing() -> None:
    lines = page(two_weeks(), plain=True).splitlines()

    assert all(line and line == line.strip() for line in lines)
    assert not any("--" in line or " | " in line for line in lines)


# What may never be said


def test_a_limit_without_somebodys_word_has_no_weight_and_no_end() -> None:
    text = page(a_report(diary=a_diary(GARDEN)))

    assert "Nobody's word is written down for these." in text
    assert "7.5" not in text
    assert "Dec" not in text


def test_a_told_limit_says_whose_word_it_is() -> None:
    word = a_word("barrow", amount=75, unit="kg", until=day(42))
    text = one_line(page(a_report(told=[word])))

    assert (
        "Pushing a barrow up to 7.5 kg until Tue 15 December 2026. "
        "Said by Nurse Example, Thu 5 November 2026."
    ) in text
    assert "Nobody's word is written down for wading." in text


def test_a_told_limit_does_not_end_by_itself() -> None:
    word = a_word("barrow", until=day(5))

    assert "That day has passed; nobody has said that it is over." in one_line(
        page(a_report(told=[word]))
    )
    assert "has passed" not in page(a_report(told=[word], today=5))


def test_a_limit_may_be_told_without_weight_and_day() -> None:
    text = one_line(page(a_report(told=[a_word("barrow")])))

    assert "Pushing a barrow still in force. Said by Nurse Example" in text


def test_where_every_limit_is_told_nobodys_word_is_missing() -> None:
    told = [a_word("barrow"), a_word("pond", cleared=True)]
    text = page(a_report(told=told))

    assert "Nobody's word" not in text
    assert "PLEASE FILL IN      Ruth Example takes this home." in text


def test_signs_that_were_not_asked_are_not_none() -> None:
    text = page(a_report(an_entry(1, "pain=5", signs_asked="no")))

    assert "asked on 0 of 1 day" in text
    assert "What was not asked is not known." in text
    assert "was marked" not in text


def test_signs_asked_in_part_are_said_apart() -> None:
    entries = [
        an_entry(1, "pain=5", signs_asked="yes"),
        an_entry(2, "pain=5", signs_asked="partly"),
    ]

    assert "asked on 1 of 2 days, in part on 1 more" in page(a_report(*entries))


def test_no_sign_marked_is_not_a_finding() -> None:
    text = page(a_report(an_entry(1, "pain=5", signs_asked="yes")))

    assert (
        "No sign was marked on the days they were asked. That is not a finding." in text
    )


def test_what_was_shown_is_kept_where_the_entry_is_gone() -> None:
    text = page(a_report(warnings=[a_warning(3, 2)]))

    assert "nothing is written down in this time" in text
    assert "Warning 3, Thu 5 Nov, day 2: new wobble in a knee" in text


@pytest.mark.parametrize(
    ("tier", "words"),
    [
        ("emergency", "shown: call the emergency number"),
        ("same-day", "shown: call today"),
        ("next-visit", "shown: next visit"),
    ],
)
def test_a_warning_says_what_was_shown(tier: str, words: str) -> None:
    assert words in page(a_report(warnings=[a_warning(1, 2, tier=tier)]))


def test_a_warning_says_which_answer_raised_it() -> None:
    shown = a_warning(1, 2, text="A big knee", rule="Girth 61.0 cm: at least 60.0 cm")

    text = one_line(page(a_report(warnings=[shown])))

    assert "a big knee (Girth 61.0 cm: at least 60.0 cm)" in text


def test_the_same_sign_shown_often_is_one_line_with_every_number_and_day() -> None:
    shown = [a_warning(number, number + 1) for number in range(1, 4)]

    text = one_line(page(a_report(warnings=shown)))

    assert "3 times: new wobble in a knee" in text
    assert "warnings 3 (day 4), 2 (day 3), 1 (day 2); no answer to 3" in text


def test_it_is_counted_for_how_many_somebody_called() -> None:
    shown: list[ShownWarning | WarningReading] = [a_warning(1, 2)]
    shown += [answered(a_warning(number, number + 1)) for number in (2, 3)]
    shown.append(answered(a_warning(4, 5), "mistake"))

    text = one_line(page(a_report(warnings=shown)))

    assert "called for 2 of 4, marked by mistake 1 of 4, no answer to 1 of 4" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("called", "called Thu 5 Nov 12:00, written by Dana Example"),
        ("mistake", "marked by mistake, written by Dana Example"),
    ],
)
def test_the_page_says_what_was_done_about_a_warning(kind: str, words: str) -> None:
    shown = answered(a_warning(1, 2), kind, "Come tomorrow.")

    assert f"shown: call today; {words}" in one_line(page(a_report(warnings=[shown])))


def test_a_warning_that_nobody_answered_says_so() -> None:
    text = one_line(page(a_report(warnings=[a_warning(1, 2)])))

    assert "shown: call today; no answer is written down" in text


def test_the_bones_say_how_far_they_are() -> None:
    text = one_line(page(a_report()._replace(bone=bones())))

    assert "bone density scan and bone medicine: open" in text
    assert "falls review: booked Thu 5 Nov" in text


def bones() -> tuple[BoneReading, ...]:
    step = BoneStep(
        "step",
        1,
        "procedure",
        "falls-review",
        "booked",
        day(2),
        "By phone.",
        RECORDED,
        DANA,
    )
    items = [b for b in SACROPLASTY.bone_items if b.id != "vitamin-d"]
    return tuple(
        BoneReading(b, step if b.id == "falls-review" else None) for b in items
    )


def test_a_setback_is_named_with_its_days_and_not_judged() -> None:
    setback = SACROPLASTY.setbacks[0]
    seen = SetbackReading(setback, (day(3), day(4)), (7, 8), 8)

    text = one_line(page(a_report()._replace(setbacks=(seen,))))

    assert "TO TALK ABOUT" in text
    assert f"{setback.title}, Fri 6 Nov (day 3) and Sat 7 Nov (day 4)" in text


def test_words_that_differ_are_both_on_the_page() -> None:
    told = [
        a_word("barrow", amount=50, unit="kg", until=day(20)),
        a_word("barrow", amount=100, unit="kg", by="Dr Example"),
    ]

    text = one_line(page(a_report(told=told)))

    assert "up to 5 kg until Mon 23 November 2026. Said by Nurse Example" in text
    assert "But Dr Example, Thu 5 November 2026: up to 10 kg. Which counts?" in text


def test_the_same_sign_shown_very_often_is_counted() -> None:
    shown = [a_warning(number, 2) for number in range(1, 16)]

    assert "4 (day 2) and 3 more" in one_line(page(a_report(warnings=shown)))


@every_report
def test_no_mean_and_no_first_or_last_figure_is_without_its_n(
    made: Callable[[], Report],
) -> None:
    lines = page(made(), plain=True).splitlines()

    for line in lines:
        if re.search(r"\b(mean|average|first \d|latest|lowest)\b", line):
            assert re.search(r"\bn=\d", line), line


def test_notes_are_not_on_the_page_by_themselves() -> None:
    text = page(two_weeks()) + page(two_weeks(), plain=True)

    assert "cat" not in text
    assert "Come tomorrow." not in text
    assert "NOTES" not in text


def test_the_notes_come_last_with_their_day_and_who_wrote_them() -> None:
    report = two_weeks()._replace(bone=bones())
    text = one_line(render(plan_page(summarise(report, notes=True)), 80))

    assert "day 9, warning 1, written by Dana Example: Come tomorrow." in text
    assert "day 2, Falls review, written by Dana Example: By phone." in text
    assert re.search(r"day \d+, entry \d+, written by Dana Example: .*cat", text)
    assert text.index("Made Tue 17") < text.index("NOTES")


def test_a_page_with_notes_of_nothing_says_so() -> None:
    text = one_line(render(plan_page(summarise(a_report(), notes=True)), 80))

    assert "NOTES nothing is written down in this time" in text


def test_the_own_questions_are_asked_in_the_order_in_which_they_were_written() -> None:
    asked = (own_question(2, "When may I swim?"), own_question(3, "And\x1b[2J dance?"))
    text = one_line(page(a_report()._replace(own_questions=asked)))

    assert r"RUTH EXAMPLE ASKS 1 When may I swim? 2 And\u001b[2J dance?" in text


def test_what_people_typed_is_made_harmless() -> None:
    diary = a_diary(name="Ruth\x1b[31m\nExample\u202e")
    word = a_word("pond", by="Nurse\n\n\tX\x07")
    text = page(a_report(diary=diary, told=[word]))

    assert r"Ruth\u001b[31m Example\u202e" in text
    assert r"Nurse  X\u0007" in one_line(text).replace("Nurse X", "Nurse  X")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", text)


# The head and the end


@pytest.mark.parametrize(
    ("first", "today", "words"),
    [
        (0, 14, "Tue 3 to Tue 17 November 2026, day 14."),
        (0, 30, "Tue 3 November to Thu 3 December 2026, day 30."),
        (0, 60, "Tue 3 November 2026 to Sat 2 January 2027, day 60."),
        (0, 0, "Tue 3 November 2026, day 0."),
    ],
)
def test_the_page_says_from_when_to_when(first: int, today: int, words: str) -> None:
    assert words in page(a_report(first=first, today=today))


def test_a_planned_procedure_is_counted_down() -> None:
    assert "Knee polish planned for Tue 3 November 2026" in page(a_report(today=-1))
    assert "Mon 2 November 2026, 1 day before the procedure." in page(
        a_report(today=-1, first=-9)
    )


def test_the_time_of_the_procedure_is_said_where_it_is_known() -> None:
    at = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)

    assert "on Tue 3 November 2026, 10:30 " in page(a_report(diary=a_diary(at=at)))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ([1, 2, 3], "Written down on 3 of 3 days."),
        ([1, 3], "Written down on 2 of 3 days (none on 5 November)."),
        ([], "Nothing is written down in this time."),
    ],
)
def test_the_page_says_on_which_days_nothing_was_written(
    written: list[int], words: str
) -> None:
    entries = [an_entry(number, "pain=5") for number in written]

    assert words in one_line(page(a_report(*entries, today=4)))


def test_blank_days_in_a_row_are_joined_over_the_end_of_a_month() -> None:
    entries = [an_entry(number, "pain=5") for number in range(1, 40)]
    kept = [e for n, e in enumerate(entries, 1) if n not in (3, 4, 25, 26, 27, 28, 30)]

    text = one_line(page(a_report(*kept, today=39)))

    assert "(none on 6, 7 November, 28 November to 1 December, 3 December)" in text


def test_many_blank_days_are_counted() -> None:
    entries = [an_entry(number, "pain=5") for number in range(1, 21, 2)]

    text = one_line(page(a_report(*entries, today=20)))

    assert "(none on 5, 7, 9, 11, 13, 15 November and 3 more days)" in text


def test_entries_typed_on_a_later_day_are_counted() -> None:
    late = [an_entry(n, "pain=5", late=1) for n in (1, 2)]

    assert "1 entry was typed on a later day." in one_line(page(a_report(late[0])))
    assert "2 entries were typed on a later day." in one_line(page(a_report(*late)))


@pytest.mark.parametrize(
    ("author", "relayed", "words"),
    [
        ("Ruth Example", None, "Written by Ruth Example: 1 of 1 entry."),
        (DANA, None, "Typed by Dana Example: 1 of 1 entry."),
        (DANA, True, "Told by Ruth Example, typed by Dana Example: 1 of 1 entry."),
        (DANA, False, "Seen and typed by Dana Example: 1 of 1 entry."),
    ],
)
def test_the_page_says_who_wrote(author: str, relayed: bool | None, words: str) -> None:
    entry = an_entry(1, "pain=5", author=author, relayed=relayed)

    assert words in page(a_report(entry))


def test_the_page_ends_with_what_it_is_and_when_it_was_made() -> None:
    end = (
        "A diary, not checked by a clinician. Protocol garden-knee 0.3-test, 4f2a91. "
        "Made Tue 17 November 2026 12:00."
    )

    assert one_line(page(a_report())).endswith(end)


# The parts


def test_an_unknown_answer_before_the_procedure_is_said() -> None:
    text = page(a_report(*[an_entry(1, "pain=5")], diary=a_diary(baseline=None)))

    assert "before the procedure: not written down" in text
    assert "Change" not in text


def test_few_answers_are_all_shown() -> None:
    entries = [an_entry(n, f"pain={n}") for n in (2, 5)]

    assert "2, 5 (day 2 to day 5)" in page(a_report(*entries))
    assert "2 (day 2)" in page(a_report(*entries[:1]))


def test_many_answers_are_shown_at_both_ends() -> None:
    entries = [an_entry(n, f"pain={9 - n}") for n in range(1, 8)]

    assert "first 3 entries 8, 7, 6; last 3, to day 7: 4, 3, 2" in page(
        a_report(*entries)
    )


@pytest.mark.parametrize(
    ("baseline", "pain", "words"),
    [
        (8, 8, "8 to 8 (the one entry): the same"),
        (8, 7, "8 to 7 (the one entry): 1 point lower, 13%"),
        (2, 5, "2 to 5 (the one entry): 3 points higher, 150%"),
        (0, 2, "0 to 2 (the one entry): 2 points higher"),
    ],
)
def test_the_change_is_said_without_judging(
    baseline: int, pain: int, words: str
) -> None:
    diary = a_diary(baseline=baseline)

    text = page(a_report(an_entry(1, f"pain={pain}"), diary=diary), plain=True)

    assert f"Change: {words}; n=1\n" in text


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["weeds=4"], "Weeds pulled: 4 (day 1); n=1"),
        (
            ["weeds=4", "weeds=9"],
            "Weeds pulled: first 4 (day 1); latest 9 (day 2); n=2",
        ),
        (["ground=lawn"], "Ground: lawn (day 1); n=1"),
        (["swelling=40"], "Girth: 40.0 cm (day 1); n=1"),
        (
            ["swelling=40", "swelling=38.5"],
            "Girth: lowest 38.5, highest 40.0 cm (day 1); n=2",
        ),
        (["bee=no"], 'Bee: "no" on 1 of 1 day'),
        (
            ["bee=no", "bee=no", "bee=yes"],
            'Bee: "no" on 2 of 3 days; "yes" on 1 (day 3)',
        ),
        (
            ["bee=yes"] * 5 + ["bee=no"] * 4,
            'Bee: "yes" on 5 of 9 days; "no" on 4 (last on day 9)',
        ),
        (
            ["bee=yes"] * 3 + ["bee=no"] * 2,
            'Bee: "yes" on 3 of 5 days; "no" on 2 (days 4 and 5)',
        ),
    ],
)
def test_a_figure_says_what_its_kind_has_to_say(answers: list[str], words: str) -> None:
    entries = [an_entry(number, given) for number, given in enumerate(answers, 1)]

    assert words in page(a_report(*entries), plain=True).splitlines()


def test_questions_that_nobody_answered_are_named() -> None:
    text = page(a_report(an_entry(1, "pain=4")))

    assert "Not answered      stiffness, weeds pulled, girth" in text


def test_where_all_is_answered_nothing_is_named_as_unanswered() -> None:
    entry = an_entry(1, "pain=4 stiff=2 weeds=1 swelling=40")

    assert "Not answered" not in page(a_report(entry))


def test_without_figures_there_is_no_heading_for_them() -> None:
    assert "ALSO WRITTEN DOWN" not in page(nothing())


def test_a_protocol_without_baseline_question_and_limits_has_a_page_too() -> None:
    questions = GARDEN.questions[2:]
    bare = GARDEN._replace(questions=questions, restrictions=(), milestones=())
    entry = an_entry(1, "weeds=4", protocol=bare)

    text = page(a_report(entry, diary=a_diary(bare)))

    assert "Weeds pulled" in text
    assert "none is written down as reached" in text
    assert "PLEASE FILL IN" not in text
    assert "Ache" not in text


def test_the_blanks_follow_the_order_in_which_the_program_asks() -> None:
    lines = page(a_report(diary=a_diary(SACROPLASTY))).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("PLEASE"))
    limits = [restriction.title for restriction in SACROPLASTY.restrictions]

    block = [line[:20].strip() for line in lines[start + 1 :] if line[:2] == "  "]
    filled = [label for label in block if label and "takes" not in label]

    assert filled == limits
    assert lines[start + 2 + len(limits)].strip().startswith("said by ____")


def test_only_a_limit_with_a_weight_asks_for_one() -> None:
    text = page(a_report(), 40)

    assert "Pushing a barrow\n    up to ________ lb / kg\n    until" in text
    assert "Wading\n    until ____________ or cleared [ ]" in text


def test_a_long_title_and_a_long_name_still_fit() -> None:
    pond = GARDEN.restrictions[1]._replace(title="Wading in a very cold pond at night")
    protocol = GARDEN._replace(restrictions=(pond,))
    diary = a_diary(protocol, name="Ruth " + "Example " * 8)

    text = page(a_report(diary=diary))

    assert "  Wading in a very cold pond at night\n" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_an_n_that_does_not_fit_beside_follows_its_text() -> None:
    long_one = GARDEN.questions[4].choices[1]._replace(title="a lawn " * 8 + "end")
    ground = GARDEN.questions[4]._replace(choices=(long_one,))
    protocol = GARDEN._replace(questions=(ground,))
    entry = an_entry(1, "ground=lawn", protocol=protocol)

    assert "end (day 1), n=1" in one_line(
        page(a_report(entry, diary=a_diary(protocol)))
    )


# The chart


def chart(*entries: CheckIn, **about: object) -> list[str]:
    """The lines of the page from the highest row of the chart to its axis."""
    lines = page(a_report(*entries, **about)).splitlines()  # type: ignore[arg-type]
    rows = [number for number, line in enumerate(lines) if ROW.match(line)]
    return lines[rows[0] : rows[-1] + 3]


def column(lines: list[str], label: str) -> list[str]:
    """The marks above a day of the chart, from the highest row to the lowest."""
    days = lines[-1]
    place = re.search(rf" {label}(?: |$)", days)
    assert place is not None
    start = place.start() + 1
    return [line[start : start + 2].strip() for line in lines[:-2]]


def test_a_mark_stands_at_its_day_and_its_value() -> None:
    lines = chart(an_entry(1, "pain=4"), an_entry(2, "pain=2"), today=2)

    assert column(lines, "1") == ["", "", "", "", "o", "", "", "", ""]
    assert column(lines, "2") == ["", "", "", "", "", "", "o", "", ""]


def test_a_day_without_an_entry_is_a_blank_and_never_zero() -> None:
    lines = chart(an_entry(1, "pain=4"), an_entry(3, "pain=0"), today=3)

    assert set(column(lines, "2")) == {""}
    assert column(lines, "3")[-1] == "o"


def test_nothing_is_drawn_between_two_answers() -> None:
    lines = chart(an_entry(1, "pain=4"), an_entry(9, "pain=4"), today=9)

    (row,) = [line for line in lines if line.startswith("    4 |")]
    assert row.replace(" ", "") == "4|oo"


def test_the_answer_before_the_procedure_has_its_own_column() -> None:
    entries = [an_entry(1, "pain=4"), an_entry(2, "pain=2")]
    lines = chart(*entries, today=2)

    assert column(lines, "B") == ["B", *[""] * 8]
    without = chart(*entries, today=2, diary=a_diary(baseline=None))
    assert "B" not in "".join(without)


def test_every_answer_of_a_day_is_drawn() -> None:
    lines = chart(an_entry(1, "pain=4"), an_entry(1, "pain=6"), today=2)

    assert column(lines, "1") == ["", "", "o", "", "o", "", "", "", ""]


def test_two_scores_at_one_height_are_both_seen() -> None:
    words = ["pain=4 pain-moving=4", "pain=5 pain-moving=6"]
    entries = [
        an_entry(n, given, protocol=SACROPLASTY) for n, given in enumerate(words, 1)
    ]
    lines = chart(*entries, today=2, diary=a_diary(SACROPLASTY))

    assert column(lines, "1")[4] == "om"
    assert column(lines, "2")[2:4] == ["m", "o"]


def test_a_warning_stands_under_its_day() -> None:
    entries = [an_entry(n, "pain=4") for n in (1, 2, 3)]
    text = page(a_report(*entries, today=3, warnings=[a_warning(1, 2)]))
    lines = text.splitlines()
    days = next(n for n, line in enumerate(lines) if line.startswith("  day"))

    assert lines[days + 1].index("w") == lines[days].index("2")


def test_day_numbers_that_would_touch_are_thinned() -> None:
    entries = [an_entry(n, "pain=4") for n in (-22, -21, -2)]
    lines = chart(*entries, today=0, first=-30)

    assert lines[-1].split()[:4] == ["day", "B", "-21", "-19"]
    assert column(lines, "-21")[4] == "o"


def test_one_answer_is_no_chart() -> None:
    assert "day   B" not in page(one_entry())


def test_a_title_that_begins_like_another_mark_gets_a_mark_of_its_own() -> None:
    titles = {"pain-moving": "Walking pain"}
    questions = tuple(
        q._replace(title=titles.get(q.id, q.title)) for q in SACROPLASTY.questions
    )
    protocol = SACROPLASTY._replace(questions=questions)
    entry = an_entry(1, "pain=4 pain-moving=5", protocol=protocol)

    text = page(a_report(entry, diary=a_diary(protocol)))

    assert "o = pain, x = walking pain" in text


def test_a_fine_scale_is_drawn_on_few_rows() -> None:
    fine = GARDEN.questions[0]._replace(step=10, most=100)
    protocol = GARDEN._replace(questions=(fine,))
    entries = [an_entry(n, "pain=3.5", protocol=protocol) for n in (1, 2)]
    diary = a_diary(protocol, baseline=80)

    lines = chart(*entries, today=2, diary=diary)

    assert len(lines) == 11
    assert lines[4].lstrip().startswith("4.0 | ")
    assert lines[4].count("o") == 2


@pytest.mark.parametrize(
    ("today", "each"), [(21, 1), (22, 2), (42, 2), (43, 3), (63, 3), (64, 7), (90, 7)]
)
def test_days_are_put_together_only_where_they_do_not_fit(
    today: int, each: int
) -> None:
    entries = [an_entry(n, "pain=4") for n in range(1, today + 1)]
    text = one_line(page(a_report(*entries, today=today)))

    said = re.search(r"Each column is (\d+) days", text)
    assert (int(said[1]) if said else 1) == each


def test_days_put_together_show_the_mean_and_of_how_many() -> None:
    pains = {1: 4, 2: 5, 4: 7}
    entries = [an_entry(n, f"pain={pains.get(n, 6)}") for n in (1, 2, 4, *range(7, 31))]
    lines = page(a_report(*entries, today=30)).splitlines()
    days = next(n for n, line in enumerate(lines) if line.startswith("  day"))

    assert lines[days + 1].split()[:5] == ["n", "o", "2", "1", "2"]
    assert "days 1 to 2: ache 4.5 on average (n=2)" in page(
        a_report(*entries, today=30), 40
    )


def test_very_many_answers_still_leave_room_between_their_counts() -> None:
    entries = [an_entry(n, "pain=4") for n in range(1, 900) for _ in range(2)]
    lines = page(a_report(*entries, today=899)).splitlines()
    (counts,) = [line for line in lines if line.startswith("  n o")]

    assert {len(number) for number in counts.split()[2:-1]} == {3}
    assert max(len(line) for line in lines) <= 80


@pytest.mark.parametrize(
    ("times", "said"),
    [(1, "(moved once since it was first written down)"), (2, "(moved twice"),
     (3, "(moved 3 times")],
)  # fmt: skip
def test_a_procedure_that_was_moved_says_so_and_how_often(
    times: int, said: str
) -> None:
    moved = two_weeks()._replace(moves=times)

    assert said in one_line(page(moved))
    assert "(moved" not in one_line(page(two_weeks()))
