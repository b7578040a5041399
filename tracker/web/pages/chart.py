"""The answers over the days: as a picture, and the same in words."""

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.domain.diary import Diary
from tracker.domain.protocol import Question
from tracker.domain.summary import Summary, summarise
from tracker.exports.chart_blocks import ChartLine, Days, lines, say_count, title
from tracker.exports.chart_marks import Size
from tracker.exports.chart_svg import WIDE, alternative, draw
from tracker.services.chart import find_charted, read_days
from tracker.services.review import review
from tracker.web.pages.drawing import draw as draw_page
from tracker.web.pages.drawing import opened

# As wide as the narrowest phone leaves room for, in letters as large as the text.
PHONE = Size(270, 190, 18, 42)
NO_ANSWER = "no answer"


def chart() -> ResponseReturnValue:
    """The question that was asked for; pain, where none was."""
    with opened() as (workspace, store, _):
        diary = workspace.diary(store)
        question = find_charted(diary.protocol, request.args.get("of", ""))
        last = workspace.today(diary)
        days = read_days(store, diary, question, last, None)
        with store.reading():
            read = review(store, diary, workspace.now(), days.first, days.last)
    summary = summarise(read)
    in_picture = question in [score.question for score in summary.scores]
    return draw_page(
        "chart.html",
        diary,
        title=title(days),
        question=question,
        pictures=pictures_of(summary, PHONE) if in_picture else None,
        alternative=alternative(summary) if in_picture else "",
        lines=[_line(line) for line in lines(days)] if _has_any(days) else [],
        count=say_count(days),
        others=_others(diary, question),
    )


def pictures_of(summary: Summary, phone: Size) -> tuple[Markup, Markup] | None:
    """One for the phone, one for paper; None while there are too few answers."""
    narrow = draw(summary, size=phone, ids="chart-narrow")
    wide = draw(summary, size=WIDE, ids="chart-wide")
    # They escape what people typed by themselves.
    return (Markup(narrow), Markup(wide)) if narrow and wide else None


def _has_any(days: Days) -> bool:
    return bool(days.readings) or days.before is not None


def _line(line: ChartLine) -> tuple[str, str]:
    day = line.label if line.day is None else f"day {line.day}, {line.label}"
    return day, line.said or NO_ANSWER


def _others(diary: Diary, shown: Question) -> list[tuple[str, str]]:
    """The other questions that are asked by themselves."""
    return [
        (question.id, question.title)
        for question in diary.protocol.questions
        if question.ask != "on-request" and question.id != shown.id
    ]
