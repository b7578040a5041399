from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages import (
    GARDEN,
    RUTH,
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
from tracker.domain.facts import CheckIn, ShownWarning
from tracker.domain.figures import (
    Change,
    ChoiceDays,
    Counted,
    Ends,
    Figure,
    Mean,
    Range,
    figures_of,
)
from tracker.domain.protocol import Protocol
from tracker.domain.report import Report, WarningReading
from tracker.domain.status import Status
from tracker.domain.summary import Asked, Wrote, summarise
from tracker.domain.trends import Reading

Shown = list[ShownWarning | WarningReading]


def pains(*values: int) -> list[CheckIn]:
    return [an_entry(number, f"pain={pain}") for number, pain in enumerate(values, 1)]


def the_figure(question: str, *entries: CheckIn) -> Figure:
    found = summarise(a_report(*entries)).figures
    return next(figure for figure in found if figure.question.id == question)


# The days


def test_days_between_the_procedure_and_today_count_written_or_not() -> None:
    period = summarise(a_report(an_entry(2, "pain=4"), today=4)).period

    assert period.days == (day(1), day(2), day(3))
    assert period.written == (day(2),)
    assert period.blank == (day(1), day(3))


def test_the_day_of_the_procedure_and_today_count_once_something_is_written() -> None:
    entries = [an_entry(0, "pain=4"), an_entry(2, "pain=3")]

    period = summarise(a_report(*entries, today=2)).period

    assert period.days == (day(0), day(1), day(2))


def test_no_day_counts_before_anything_can_be_written() -> None:
    assert summarise(a_report(today=0)).period.days == ()


def test_an_entry_typed_on_a_later_day_is_counted_as_such() -> None:
    entries = [an_entry(1, "pain=5"), an_entry(2, "pain=4", late=1)]

    assert summarise(a_report(*entries)).period.late == 1


def test_an_entry_after_midnight_is_not_typed_later_by_a_night_owl() -> None:
    diary = a_diary()
    owl = diary._replace(person=diary.person._replace(day_start=240))
    entry = an_entry(1, "pain=5")
    half_past_midnight = entry.recorded_at + timedelta(hours=12, minutes=30)
    typed = entry._replace(recorded_at=half_past_midnight)

    assert summarise(a_report(typed, diary=owl)).period.late == 0
    assert summarise(a_report(typed)).period.late == 1


def test_before_a_planned_procedure_the_page_begins_with_the_first_entry() -> None:
    entries = [an_entry(-9, "pain=8"), an_entry(-3, "pain=8")]
    period = summarise(a_report(*entries, today=-2, first=-40000)).period

    assert (period.first, period.last) == (day(-9), day(-2))
    assert period.days == period.written


def test_a_planned_procedure_without_entries_has_a_page_of_one_day() -> None:
    period = summarise(a_report(today=-5, first=-40000)).period

    assert (period.first, period.last, period.days) == (day(-5), day(-5), ())


def test_entries_before_the_first_day_of_the_page_are_left_out() -> None:
    entries = [an_entry(2, "pain=9"), an_entry(5, "pain=3")]

    summary = summarise(a_report(*entries, first=4))

    assert summary.period.entries == 1
    assert summary.scores[0].first == (3,)


@pytest.mark.parametrize(
    ("first", "done", "since"),
    [
        (0, None, "procedure"),
        (7, 7, "visit"),
        (6, 7, "day"),
        (14, 14, "day"),
    ],
)
def test_the_page_says_since_what_it_was_read(
    first: int, done: int | None, since: str
) -> None:
    report = a_report(first=first, visits=[a_visit(done)])

    assert summarise(report).period.since == since


# The signs


def test_unasked_signs_are_not_counted_as_asked() -> None:
    entries = [
        an_entry(1, "pain=5", signs_asked="yes"),
        an_entry(2, "pain=5", signs_asked="no"),
        an_entry(2, "pain=5", signs_asked="partly"),
        an_entry(3, "pain=5", signs_asked="no"),
    ]

    assert summarise(a_report(*entries)).asked == Asked(whole=1, partly=1, of=3)


def test_a_day_on_which_all_signs_were_asked_is_not_also_one_in_part() -> None:
    entries = [
        an_entry(1, "pain=5", signs_asked="partly"),
        an_entry(1, "pain=5", signs_asked="yes"),
    ]

    assert summarise(a_report(*entries)).asked == Asked(whole=1, partly=0, of=1)


def test_warnings_come_by_tier_and_then_newest_first() -> None:
    shown = [
        a_warning(1, 2),
        a_warning(2, 9, tier="next-visit"),
        a_warning(3, 4, tier="emergency"),
        a_warning(4, 8),
    ]

    found = summarise(a_report(warnings=shown)).warnings

    assert [reading.shown.number for reading in found] == [3, 4, 1, 2]


def test_answered_warnings_from_before_the_page_are_left_out() -> None:
    shown: list[ShownWarning | WarningReading] = [
        answered(a_warning(1, 2)),
        a_warning(2, 5),
    ]

    found = summarise(a_report(first=3, warnings=shown)).warnings

    assert [reading.shown.number for reading in found] == [2]


def test_what_nobody_answered_stays_on_every_page_and_first() -> None:
    call = answered(a_warning(2, 5, tier="emergency"))
    shown: list[ShownWarning | WarningReading] = [
        call,
        a_warning(1, 1, tier="next-visit"),
    ]

    found = summarise(a_report(first=3, warnings=shown)).warnings

    assert [reading.shown.number for reading in found] == [1, 2]


def test_a_limit_that_nobody_told_or_that_ended_is_a_question() -> None:
    told = [a_word("barrow", until=day(3))]

    found = summarise(a_report(told=told, today=14)).to_ask

    assert found == (
        "Pushing a barrow: have you cleared me?",
        "Wading: what, and until when?",
    )


# The scores


def test_the_scores_are_the_baseline_question_and_those_on_its_scale() -> None:
    words = "pain=4 pain-moving=6 walk=10"
    entry = an_entry(1, words, protocol=SACROPLASTY)

    found = summarise(a_report(entry, diary=a_diary(SACROPLASTY))).scores

    assert [score.question.id for score in found] == ["pain", "pain-moving"]


def test_a_score_beside_the_baseline_that_nobody_answered_is_left_out() -> None:
    entry = an_entry(1, "pain=4", protocol=SACROPLASTY)

    found = summarise(a_report(entry, diary=a_diary(SACROPLASTY))).scores

    assert [score.question.id for score in found] == ["pain"]


def test_a_scale_of_another_length_is_a_figure_of_its_own() -> None:
    figure = the_figure(
        "stiff", an_entry(1, "pain=4 stiff=3.5"), an_entry(2, "stiff=2")
    )

    assert figure[1:] == (Reading(day(1), 35), Reading(day(2), 20), 2)


@pytest.mark.parametrize("kind", ["gone", "count"])
def test_without_a_scale_for_the_baseline_there_are_no_scores(kind: str) -> None:
    changed = [q._replace(kind=kind) for q in GARDEN.questions if q.id == "pain"]
    others = [q for q in GARDEN.questions if q.id != "pain"]
    kept = tuple([] if kind == "gone" else changed) + tuple(others)
    protocol = GARDEN._replace(questions=kept)
    entry = an_entry(1, "weeds=4", protocol=protocol)

    summary = summarise(a_report(entry, diary=a_diary(protocol)))

    assert (summary.scores, summary.change) == ((), None)


def test_the_first_and_the_last_three_answers_are_kept_apart() -> None:
    score = summarise(a_report(*pains(7, 6, 6, 5, 4, 3, 2, 0))).scores[0]

    assert (score.first, score.last, len(score.readings)) == ((7, 6, 6), (3, 2, 0), 8)


@pytest.mark.parametrize(
    ("baseline", "values", "points", "percent", "n"),
    [
        (8, (5, 3, 3, 3), -50, -63, 3),
        (8, (4, 3, 3), -47, -58, 3),
        (3, (4, 5), 15, 50, 2),
        (5, (5,), 0, 0, 1),
        (0, (2,), 20, None, 1),
        (3, (0,), -30, -100, 1),
    ],
)
def test_the_change_is_from_before_to_the_mean_of_the_last_three(
    baseline: int, values: tuple[int, ...], points: int, percent: int | None, n: int
) -> None:
    report = a_report(*pains(*values), diary=a_diary(baseline=baseline))

    found = summarise(report).change

    assert found is not None
    assert (found.points, found.percent, found.after.n) == (points, percent, n)


@pytest.mark.parametrize(("baseline", "values"), [(None, (4, 4)), (8, ())])
def test_there_is_no_change_without_both_ends(
    baseline: int | None, values: tuple[int, ...]
) -> None:
    report = a_report(*pains(*values), diary=a_diary(baseline=baseline))

    assert summarise(report).change is None


@given(
    st.integers(min_value=1, max_value=10),
    st.lists(st.integers(min_value=0, max_value=10), min_size=1, max_size=9),
)
def test_a_lower_end_is_never_a_higher_percent(before: int, values: list[int]) -> None:
    found = summarise(a_report(*pains(*values), diary=a_diary(baseline=before))).change

    assert found is not None
    lower = sum(values[-3:]) < before * len(values[-3:])
    assert (found.percent or 0) <= 0 if lower else (found.percent or 0) >= 0
    assert found.points <= 0 if lower else found.points >= 0


def test_a_scale_in_tenths_changes_in_points_too() -> None:
    fine = GARDEN.questions[0]._replace(step=10, most=100)
    protocol = GARDEN._replace(questions=(fine,))
    entries = [an_entry(1, "pain=3.5", protocol=protocol)]
    diary = a_diary(protocol, baseline=80)

    found = summarise(a_report(*entries, diary=diary)).change

    assert found == Change(80, Mean(35, 1), -45, -56)


def test_answers_before_the_procedure_are_no_change() -> None:
    entries = [an_entry(-2, "pain=2"), an_entry(1, "pain=6")]
    before, both = (
        a_report(entries[0], today=-1, first=-9),
        a_report(*entries, first=-9),
    )

    assert summarise(before).change is None
    assert summarise(both).change == Change(8, Mean(6, 1), -20, -25)


# The other figures


def test_figures_come_in_the_order_of_the_protocol() -> None:
    words = "bee=no ground=lawn swelling=40 weeds=3 stiff=2"

    found = summarise(a_report(an_entry(1, words))).figures

    assert [figure.question.id for figure in found] == [
        "stiff", "weeds", "swelling", "ground", "bee",
    ]  # fmt: skip


def test_a_count_is_compared_at_its_two_ends() -> None:
    entries = [an_entry(n, f"weeds={weeds}") for n, weeds in ((1, 4), (2, 90), (6, 8))]

    figure = the_figure("weeds", *entries)

    assert isinstance(figure, Ends)
    assert figure[1:] == (Reading(day(1), 4), Reading(day(6), 8), 3)


def test_a_measure_has_its_lowest_and_highest_in_the_base_unit() -> None:
    entries = [an_entry(1, "swelling=40"), an_entry(2, "swelling=16in"), an_entry(3)]

    figure = the_figure("swelling", *entries)

    assert isinstance(figure, Range)
    assert figure[1:] == (Reading(day(1), 400), Reading(day(2), 406), 2)


def test_the_highest_is_the_first_day_that_reached_it() -> None:
    figure = the_figure(
        "swelling", an_entry(1, "swelling=40"), an_entry(2, "swelling=40")
    )

    assert isinstance(figure, Range)
    assert figure.highest.day == day(1)


def test_a_choice_asked_every_day_is_counted_in_days_commonest_first() -> None:
    medicine = [("none", 1), ("opioid", 2), ("opioid", 2), ("opioid", 3), ("none", 3)]
    entries = [
        an_entry(n, f"medicine={taken}", protocol=SACROPLASTY)
        for taken, n in [*medicine, ("opioid", 4)]
    ]

    (figure,) = summarise(a_report(*entries, diary=a_diary(SACROPLASTY))).figures

    assert isinstance(figure, Counted)
    assert figure.days == 4
    assert figure.choices == (
        ChoiceDays("opioid", (day(2), day(3), day(4))),
        ChoiceDays("none", (day(1), day(3))),
    )


def test_a_yes_or_no_is_counted_in_days() -> None:
    figure = the_figure("bee", an_entry(1, "bee=no"), an_entry(2, "bee=yes"))

    assert isinstance(figure, Counted)
    assert figure.choices == (
        ChoiceDays("no", (day(1),)),
        ChoiceDays("yes", (day(2),)),
    )


def test_a_choice_asked_now_and_then_is_compared_at_its_two_ends() -> None:
    figure = the_figure(
        "ground", an_entry(1, "ground=lawn"), an_entry(5, "ground=gravel")
    )

    assert isinstance(figure, Ends)
    assert (figure.first.steps, figure.latest.steps) == (1, 2)


def test_nothing_is_said_of_a_question_that_nobody_answered() -> None:
    assert figures_of(GARDEN.questions[0], []) == []


def unwritten(
    *numbers: int, today: int = 14, first: int = 0, protocol: Protocol = GARDEN
) -> list[str]:
    entries = [an_entry(number, "pain=4") for number in numbers]
    report = a_report(*entries, today=today, first=first, diary=a_diary(protocol))
    return [question.id for question in summarise(report).unwritten]


def test_questions_asked_by_themselves_that_nobody_answered_are_named() -> None:
    assert unwritten(1) == ["stiff", "weeds", "swelling"]


def test_a_question_is_not_missed_before_it_is_asked_or_after() -> None:
    assert unwritten(0, today=0) == ["weeds", "swelling"]
    assert unwritten(20, today=20, first=15) == ["stiff", "weeds"]


def test_a_question_is_not_missed_where_nothing_is_written() -> None:
    assert unwritten() == []
    assert unwritten(-3, today=-2, first=-40) == []


# Milestones and authors


def test_milestones_come_by_the_day_they_were_reached() -> None:
    milestones = standing(GARDEN, {"first-row": 5, "ache-check": 1, "tea": 5})

    found = summarise(a_report(milestones=milestones)).reached

    assert [reading.plan.id for reading in found] == ["ache-check", "first-row", "tea"]


def test_a_page_up_to_an_earlier_day_names_nothing_that_was_reached_later() -> None:
    names = [plan.id for plan in GARDEN.milestones[:2]]
    milestones = standing(GARDEN, {names[0]: 3, names[1]: 9})
    report = a_report(milestones=milestones)._replace(last=day(8))

    assert [m.plan.id for m in summarise(report).reached] == [names[0]]
    assert len(summarise(report._replace(last=day(9))).reached) == 2


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.UPCOMING, []),
        (Status.OPEN, ["barrow-talk"]),
        (Status.CLOSED, ["barrow-talk"]),
        (Status.SKIPPED, []),
    ],
)
def test_talks_are_to_be_had_from_their_first_day_on(
    status: Status, shown: list[str]
) -> None:
    readings = standing(GARDEN, {}, ["first-row"])
    talk = readings[-1]._replace(status=status)

    found = summarise(a_report(milestones=(*readings[:-1], talk))).to_discuss

    assert [reading.plan.id for reading in found] == shown


def test_authors_come_with_how_many_entries_they_wrote() -> None:
    entries = [
        an_entry(1, "pain=5"),
        an_entry(2, "pain=4", author="Dana", relayed=True),
        an_entry(3, "pain=4", author="Dana", relayed=True),
        an_entry(4, "pain=4", author="Dana", relayed=False),
    ]

    assert summarise(a_report(*entries)).wrote == (
        Wrote("Dana", True, 2),
        Wrote(RUTH, None, 1),
        Wrote("Dana", False, 1),
    )


# Notes


def notes_of(report: Report) -> list[tuple[int, str]]:
    found = summarise(report, notes=True).notes
    assert found is not None
    return [(report.diary.day_number(note.day), note.of) for note in found]


def test_notes_are_those_of_the_days_of_the_page_by_day() -> None:
    entries = [an_entry(n, "pain=3", note=f"Day {n}.") for n in (1, 5, 9)]
    warning = answered(a_warning(4, 6), note="Come.")
    report = a_report(*entries, first=4, warnings=[warning])._replace(last=day(8))

    assert notes_of(report) == [(5, "entry 105"), (6, "warning 4")]


def test_where_nothing_was_noted_there_is_no_note() -> None:
    report = a_report(an_entry(1, "pain=3"), warnings=[answered(a_warning(1, 1))])

    assert notes_of(report) == []


def test_nobody_who_did_not_ask_gets_the_notes() -> None:
    assert summarise(a_report(an_entry(1, "pain=3", note="Cat."))).notes is None
