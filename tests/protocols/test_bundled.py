"""What the bundled protocol says, and what it must never say."""

import re
from collections.abc import Iterator

import pytest

from tracker.domain.basis import Basis
from tracker.domain.protocol import Protocol, Reach, Trigger, Unit, lines_of
from tracker.domain.window import Offset
from tracker.protocols.library import BUNDLED, check

NEVER = (
    "normal recovery",
    "behind",
    "failed",
    "failing",
    "late",
    "allowed",
    "safe to",
    "you are fine",
    "integrat",
)


@pytest.fixture(scope="module")
def standard() -> Protocol:
    """The bundled protocol."""
    return check(BUNDLED / "sacroplasty-standard.toml").protocol


def texts(value: object) -> Iterator[str]:
    """Every text of a protocol."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)


def bases(protocol: Protocol) -> list[tuple[str, Basis]]:
    """Why each line of a protocol is there, by its id."""
    return [(line.id, line.basis) for line in lines_of(protocol)]


def test_the_day_is_asked_in_this_order(standard: Protocol) -> None:
    assert [(q.id, q.title) for q in standard.questions if q.ask == "daily"] == [
        ("pain", "Pain"),
        ("pain-moving", "Moving"),
        ("walk", "Walked"),
        ("medicine", "Pain medicine"),
        ("wound", "Wound"),
        ("temperature", "Temperature"),
    ]


def test_the_rest_is_asked_weekly_or_on_request(standard: Protocol) -> None:
    asked = {q.id: q.ask for q in standard.questions if q.ask != "daily"}

    assert asked == {
        "routine": "weekly",
        "aid": "weekly",
        "overall": "weekly",
        "doses": "on-request",
        "sleep": "on-request",
        "fell": "on-request",
        "place": "on-request",
        "steps": "on-request",
    }


def test_the_wound_is_asked_for_three_weeks(standard: Protocol) -> None:
    wound = standard.question("wound")

    assert wound is not None
    assert wound.asked_until == Offset(weeks=3)


def test_routine_is_asked_daily_while_its_milestone_is_open(standard: Protocol) -> None:
    routine = standard.question("routine")

    assert routine is not None
    assert routine.daily_while == "normal-routine"
    assert [choice.value for choice in routine.choices] == [0, 1, 2, 3, 4]


def test_a_temperature_may_be_typed_in_fahrenheit(standard: Protocol) -> None:
    temperature = standard.question("temperature")

    assert temperature is not None
    assert (temperature.least, temperature.most) == (340, 430)
    assert temperature.units == (Unit("F", 32, 5, 9),)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("medicine", "none no-prescription prescription opioid not-sure"),
        ("wound", "fine sore red-swollen open cannot-see"),
    ],
)
def test_choices_are_words_that_can_be_typed(
    standard: Protocol, question: str, words: str
) -> None:
    found = standard.question(question)

    assert found is not None
    assert [(c.value, c.word) for c in found.choices] == list(
        enumerate(words.split(), 1)
    )


DAY = Offset(days=1)
WINDOWS = {
    "home": (Offset(), Offset(hours=36)),
    "first-walk": (Offset(), Offset(hours=48)),
    "pain-check": (Offset(hours=24), Offset(hours=48)),
    "walk-daily": (Offset(days=2), Offset(days=7)),
    "normal-routine": (DAY, Offset(days=7)),
    "first-visit": (Offset(days=10), Offset(weeks=5)),
    "check-4w": (Offset(days=26), Offset(days=35)),
    "restrictions-review": (None, None),
    "bone-health-talk": (Offset(weeks=2), Offset(weeks=12)),
    "check-3m": (Offset(weeks=11), Offset(weeks=14)),
    "check-6m": (Offset(weeks=24), Offset(weeks=28)),
    "check-12m": (Offset(weeks=48), Offset(weeks=56)),
}


def test_the_milestones_have_these_windows(standard: Protocol) -> None:
    found = {plan.id: (plan.opens, plan.closes) for plan in standard.milestones}

    assert found == WINDOWS


def test_the_pain_check_is_reached_by_writing_and_never_by_a_number(
    standard: Protocol,
) -> None:
    checks = [plan for plan in standard.milestones if plan.kind == "check"]

    assert len(checks) == 5
    assert {plan.reach for plan in checks} == {Reach("answered", "pain", None, 1, None)}


def test_what_is_said_after_a_window_follows_the_kind(standard: Protocol) -> None:
    by_kind = {plan.kind: plan.closed for plan in standard.milestones}

    assert by_kind["check"] == "nothing written in that time."
    routine = standard.milestone("normal-routine")
    assert routine is not None
    assert routine.closed == "not written down yet. Many need longer."


def test_the_review_follows_the_lifting_limit(standard: Protocol) -> None:
    review = standard.milestone("restrictions-review")

    assert review is not None
    assert review.reach == Reach("restriction", None, None, 1, "heavy-lifting")


def test_the_published_lifting_default_is_ten_pounds_for_six_weeks(
    standard: Protocol,
) -> None:
    lifting = standard.restriction("heavy-lifting")

    assert lifting is not None
    assert (lifting.action, lifting.limit, lifting.unit) == ("lift", 100, "lb")
    assert lifting.until == Offset(weeks=6)


def test_an_untold_limit_carries_no_figure_and_asks_the_care_team(
    standard: Protocol,
) -> None:
    for plan in standard.restrictions:
        said = f"{plan.title} {plan.what} {plan.untold}".lower()
        assert re.search(r"\d| (one|two|three|six|ten) ", said) is None, plan.id
        assert "ask" in plan.untold.lower()


def test_every_limit_says_how_far_its_sources_are_apart(standard: Protocol) -> None:
    assert [plan.id for plan in standard.restrictions if len(plan.ranges) < 2] == []


SIGNS = {
    "emergency": (
        "chest-breath faint-blood bladder-bowel saddle-numb leg-sudden allergy "
        "fall-hurt"
    ),
    "same-day": (
        "leg-new leg-shooting pain-worse calf rash vomiting headache fall "
        "fever wound-change no-better"
    ),
    "next-visit": "constipation low-mood medicine-questions",
}


def test_the_signs_stand_in_this_order_and_these_tiers(standard: Protocol) -> None:
    expected = [(tier, id) for tier, ids in SIGNS.items() for id in ids.split()]

    assert [(sign.tier, sign.id) for sign in standard.signs] == expected


def test_the_daily_list_has_fifteen_signs(standard: Protocol) -> None:
    daily = [s for s in standard.signs if s.asked and s.ask == "daily"]

    assert len(daily) == 15
    assert daily[2].text == "Cannot hold or pass urine, or cannot hold the bowels"
    assert daily[14].text == "Any fall, also one without harm"


def test_the_weekly_signs_are_these(standard: Protocol) -> None:
    assert [sign.id for sign in standard.signs if sign.ask == "weekly"] == [
        "no-better",
        "constipation",
        "low-mood",
        "medicine-questions",
    ]


def test_answers_raise_these_signs(standard: Protocol) -> None:
    raised = {sign.id: sign.raised_by for sign in standard.signs if sign.raised_by}

    assert raised == {
        "pain-worse": (Trigger("pain", None, (), above_baseline=True),),
        "fall": (Trigger("fell", None, (1,), above_baseline=False),),
        "fever": (Trigger("temperature", 380, (), above_baseline=False),),
        "wound-change": (Trigger("wound", None, (3, 4), above_baseline=False),),
    }


def test_what_an_answer_asks_for_is_not_asked_twice(standard: Protocol) -> None:
    assert [sign.id for sign in standard.signs if not sign.asked] == [
        "fever",
        "wound-change",
    ]


def test_a_mild_leg_sign_says_that_a_sudden_one_is_an_emergency(
    standard: Protocol,
) -> None:
    sign = standard.sign("leg-new")

    assert sign is not None
    assert "suddenly" in sign.why
    assert "emergency" in sign.why


def test_a_milder_sign_names_the_graver_one_beside_it(standard: Protocol) -> None:
    assert {s.id: s.becomes for s in standard.signs if s.becomes} == {
        "leg-new": "leg-sudden",
        "leg-shooting": "leg-sudden",
        "rash": "allergy",
        "fall": "fall-hurt",
        "constipation": "bladder-bowel",
    }


def test_the_topics_are_these(standard: Protocol) -> None:
    assert [topic.id for topic in standard.topics] == [
        "sacroplasty",
        "cement-leak",
        "nerve-pain",
        "lungs",
        "eligibility",
    ]


def test_no_topic_gives_a_rate(standard: Protocol) -> None:
    for topic in standard.topics:
        assert re.search(r"\d|%|percent", " ".join(texts(topic.parts))) is None, (
            topic.id
        )


def test_every_line_has_a_source_that_is_there(standard: Protocol) -> None:
    keys = {source.key for source in standard.sources}

    assert [id for id, basis in bases(standard) if not set(basis.sources) <= keys] == []
    assert [id for id, basis in bases(standard) if not basis.sources] == []


def test_every_source_is_used(standard: Protocol) -> None:
    used = {key for _, basis in bases(standard) for key in basis.sources}

    assert [source.key for source in standard.sources if source.key not in used] == []


def test_it_says_that_no_clinician_has_reviewed_it(standard: Protocol) -> None:
    assert "No clinician has reviewed this list." in standard.about


def test_nobody_is_told_off_and_nothing_is_promised(standard: Protocol) -> None:
    said = " ".join(texts(standard._replace(sources=()))).lower()

    assert [word for word in NEVER if re.search(rf"\b{word}", said)] == []


def test_every_text_shows_on_any_terminal(standard: Protocol) -> None:
    assert [text for text in texts(standard) if not text.isascii()] == []


def test_no_word_is_too_long_for_forty_columns(standard: Protocol) -> None:
    links = {source.link for source in standard.sources}
    words = [w for t in texts(standard) if t not in links for w in t.split()]

    assert [word for word in words if len(word) > 30] == []
