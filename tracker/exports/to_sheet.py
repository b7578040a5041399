"""A week's sheet as a PDF: what to write by hand, in the order it is typed in."""

from collections.abc import Sequence
from typing import Any

from tracker.domain.answers import decimal
from tracker.domain.diary import Diary
from tracker.domain.protocol import Question, WarningSign
from tracker.domain.report import CALLS
from tracker.domain.sheet import Sheet, SheetDay, weekday
from tracker.domain.wording import join_words, mid_day, short_date, visible
from tracker.exports.to_pdf import LETTER_ZONES
from tracker.exports.typeset import Typeset, typeset

TEMPLATE = "sheet"
ANY_NUMBER = "Call 911, 112 or 999 now, as where you are."
# The number stands above already where a sign is asked once.
ONCE = {
    "same-day": "Call the care team today.",
    "next-visit": "Tell the care team at the next visit.",
}
UNWATCHED = "Nobody watches this sheet. Do not wait until it is typed in: call."


def render(sheet: Sheet, *, large_print: bool = False) -> Typeset:
    """The PDF; ``large_print`` is 18 point and takes more than one side."""
    return typeset(TEMPLATE, shape(sheet, large_print=large_print))


def shape(sheet: Sheet, *, large_print: bool = False) -> dict[str, Any]:
    """All that is on the paper, in words, from top to bottom."""
    diary = sheet.diary
    zone = diary.person.zone
    return {
        "large_print": large_print,
        "paper": "us-letter" if zone.startswith(LETTER_ZONES) else "a4",
        "title": sheet.title,
        "name": visible(diary.person.name),
        "procedure": _procedure(sheet),
        "unwatched": UNWATCHED,
        "groups": _groups(sheet, CALLS),
        "weekly_groups": _weekly_groups(sheet),
        "days": [_day(day) for day in sheet.days],
        "rows": [
            {
                **_asked(row.question),
                "boxes": [day.day in row.days for day in sheet.days],
            }
            for row in sheet.rows
        ],
        "weekly": [_asked(question) for question in sheet.weekly],
        "last": weekday(sheet.last),
        "enter": f"tracker sheet enter --week {sheet.first}",
        "plan": f"{diary.protocol.id} {diary.protocol.version}",
    }


def _procedure(sheet: Sheet) -> str:
    on = sheet.diary.procedure.on
    planned = "planned for" if on > sheet.last else "on"
    return f"{sheet.diary.protocol.procedure} {planned} {mid_day(on)}"


def _groups(sheet: Sheet, tiers: Sequence[str]) -> list[dict[str, Any]]:
    """The daily signs with their numbers, by what to do about them."""
    numbered = list(enumerate(sheet.signs, 1))
    return [
        {
            "call": _call(sheet.diary, tier),
            "signs": [_sign(n, sign) for n, sign in numbered if sign.tier == tier],
            "write_number": tier != CALLS[0] and not sheet.diary.number("care-team"),
        }
        for tier in tiers
    ]


def _weekly_groups(sheet: Sheet) -> list[dict[str, Any]]:
    numbered = list(enumerate(sheet.weekly_signs, len(sheet.signs) + 1))
    tiers = dict.fromkeys(sign.tier for sign in sheet.weekly_signs)
    return [
        {
            "call": ONCE[tier] if tier in ONCE else _call(sheet.diary, tier),
            "signs": [_sign(n, sign) for n, sign in numbered if sign.tier == tier],
        }
        for tier in tiers
    ]


def _sign(number: int, sign: WarningSign) -> dict[str, Any]:
    return {"number": str(number), "text": sign.text}


def _call(diary: Diary, tier: str) -> str:
    """The one thing to do for a tier."""
    if tier == "emergency":
        number = diary.number("emergency")
        return f"Call {visible(number)} now." if number else ANY_NUMBER
    number = diary.number("care-team")
    return f"{ONCE[tier][:-1]}: {visible(number)}" if number else ONCE[tier]


def _day(day: SheetDay) -> dict[str, Any]:
    return {
        "weekday": weekday(day.day),
        "date": short_date(day.day),
        "number": f"day {day.number}",
        "written": bool(day.entries),
    }


def _asked(question: Question) -> dict[str, Any]:
    """A question, and what may be written into its box."""
    return {
        "text": question.text,
        "takes": _takes(question),
        "choices": [
            {"number": str(choice.value), "text": choice.title}
            for choice in question.choices
        ],
    }


def _takes(question: Question) -> str:
    if question.kind == "yes-no":
        return "yes or no"
    if question.ends:
        low, high = (decimal(n, question.step) for n in (question.least, question.most))
        return f"{low} {question.ends[0]}, {high} {question.ends[-1]}"
    if question.kind in ("scale", "choice"):
        return ""
    units = (question.unit, *(unit.id for unit in question.units))
    return join_words([unit for unit in units if unit], "or")
