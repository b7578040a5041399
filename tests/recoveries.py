"""Whole recoveries of a made-up person, with something in every part of the page."""

from datetime import UTC, datetime

from tests.pages import (
    RECORDED,
    SACROPLASTY,
    a_diary,
    a_report,
    a_warning,
    a_word,
    an_entry,
    answered,
    day,
    standing,
)
from tracker.domain.facts import BoneStep, CheckIn, ShownWarning, VisitQuestion
from tracker.domain.report import BoneReading, Report, WarningReading

DANA = "Dana Example"
WISHES = (
    "How heavy may I lift, and until when?",
    "When may I drive?",
    "How long do I take the strong tablets, and how do I stop?",
    "May I go to my garden group in December?",
    "Who looks after my bones from now on?",
)
MEDICINE = ("opioid", "prescription", "no-prescription", "none")


def a_recovery(days: int, *, first: int = 0) -> Report:
    """That many days up to today: every fifth is blank, all questions are answered.

    Two warnings were shown, one limit was told, one bone item is booked, and as many
    questions wait as a page holds.
    """
    entries = [_evening(n) for n in range(1, days + 1) if n % 5]
    reached = {"first-walk": 1, "pain-check": 1, "home": 2, "normal-routine": days // 2}
    warnings: list[ShownWarning | WarningReading] = [
        answered(a_warning(1, 2, text="New tingling, numbness or weakness in a leg")),
        a_warning(2, days - 1, tier="next-visit", text="Low mood or poor sleep"),
    ]
    report = a_report(
        *entries,
        today=days,
        first=first,
        diary=a_diary(SACROPLASTY, at=datetime(2026, 11, 3, 15, 30, tzinfo=UTC)),
        warnings=warnings,
        told=[a_word("heavy-lifting", amount=50, unit="lb", until=day(42))],
        milestones=standing(SACROPLASTY, reached, ["bone-health-talk"]),
    )
    return report._replace(bone=_bone(), own_questions=_wishes())


def _evening(number: int) -> CheckIn:
    """Pain that falls for weeks, and what goes with it."""
    pain = max(1, 7 - number // 4 - number % 2)
    words = [
        f"pain={pain} pain-moving={pain + 1} walk={min(60, 5 + 2 * number)}",
        f"medicine={MEDICINE[min(3, number // 6)]} wound=fine",
        f"temperature=36.{number % 9}",
    ]
    if number % 7 in (1, 6):
        words.append("routine=most aid=cane overall=much-better")
    return an_entry(
        number,
        " ".join(words),
        protocol=SACROPLASTY,
        late=number % 11 == 1,
        signs_asked="yes" if number % 6 else "partly",
        author=DANA,
        relayed=True,
        note="Slept well." if number == 3 else "",
    )


def _bone() -> tuple[BoneReading, ...]:
    step = BoneStep(
        "step", 1, "procedure", "bone-scan", "booked", day(2), "", RECORDED, DANA
    )
    return tuple(
        BoneReading(item, step if item.id == "bone-scan" else None)
        for item in SACROPLASTY.bone_items
    )


def _wishes() -> tuple[VisitQuestion, ...]:
    return tuple(
        VisitQuestion(f"q{n}", n, "procedure", text, day(2), RECORDED, DANA)
        for n, text in enumerate(WISHES, 1)
    )
