"""The answers to one question, day by day, and the published groups where asked."""

import os
import sys
from collections.abc import Iterable

from tracker.cli.screen import Screen, show_json, width
from tracker.domain.answers import example_value
from tracker.domain.layout import wrap
from tracker.domain.wording import visible
from tracker.exports.chart_blocks import (
    LABEL,
    ChartLine,
    Days,
    draw,
    ends_of,
    label_of,
    lines,
    reference_lines,
    say_count,
    say_ends,
    shape,
    title,
)
from tracker.exports.figure_words import count
from tracker.services.chart import MOST_DAYS
from tracker.workspace import Workspace

PLAIN_LOCALES = ("C", "POSIX")
ROOM_FOR_BARS = 32
UTF_8 = ("utf-8", "utf8")


def show_chart(workspace: Workspace, days: Days, *, reference: bool) -> None:
    """The days as lines: bars for numbers, words for the rest."""
    if workspace.json:
        show_json(shape(days, reference=reference))
        return
    screen = Screen(plain=workspace.plain)
    screen.say(title(days))
    if days.readings or days.before is not None:
        _lines(screen, lines(days), days, plain=workspace.plain)
        _key(screen, days, plain=workspace.plain)
    screen.say(say_count(days))
    _hidden(screen, days)
    if reference:
        _reference(screen, days, plain=workspace.plain)
    screen.show()


def _lines(
    screen: Screen, shown: Iterable[ChartLine], days: Days, *, plain: bool
) -> None:
    ends, blocks, drawn = ends_of(days), _has_blocks(), _has_bars(days)
    for row in shown:
        if plain:
            day = row.label if row.day is None else f"day {row.day}, {row.label}"
            screen.row(day, row.said or "no answer")
        elif drawn:
            screen.command(visible(draw(row, ends, width(), blocks=blocks)))
        else:
            said = f"{label_of(row):<{LABEL}}{row.said}".rstrip()
            for line in wrap(visible(said), width(), 0, LABEL):
                screen.command(line)


def _key(screen: Screen, days: Days, *, plain: bool) -> None:
    """How the lines are to be read; said of each line where nothing is drawn."""
    if plain:
        return
    bars = f"{say_ends(ends_of(days), days.question)} " if _has_bars(days) else ""
    screen.say(f"{bars}Blank = no answer.")


def _has_bars(days: Days) -> bool:
    return days.is_number and width() >= ROOM_FOR_BARS


def _has_blocks() -> bool:
    """Whether what is written can show block characters.

    Python writes UTF-8 in a plain C locale too, where a terminal may not know it.
    """
    locale = os.environ.get("LC_ALL") or os.environ.get("LANG")
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return locale not in PLAIN_LOCALES and encoding.lower() in UTF_8


def _hidden(screen: Screen, days: Days) -> None:
    """What is not among the lines, or how to begin."""
    question = days.question
    if days.earlier:
        many = count(len(days.earlier), "older answer is", "older answers are")
        screen.say(f"{many} not shown:")
        screen.command(_with_earlier(days), 2)
    elif not days.readings:
        screen.say("Nothing is written down yet. To write it down:")
        screen.command(f"tracker log {question.id}={example_value(question)}", 2)


def _with_earlier(days: Days) -> str:
    """The command that shows more: as many days as a chart has, then the entries."""
    if len(days.every()) >= MOST_DAYS:
        return f"tracker entries --until {days.earlier[-1].day}"
    length = (days.last - days.earlier[0].day).days + 1
    return f"tracker chart {days.question.id} --days {min(length, MOST_DAYS)}"


def _reference(screen: Screen, days: Days, *, plain: bool) -> None:
    """What published groups reported: each group by itself, with its n."""
    screen.gap()
    found = days.reference
    if found is None:
        _elsewhere(screen, days)
        return
    screen.say(f"{found.title}: the mean, of n people")
    _lines(screen, reference_lines(found, days.question), days, plain=plain)
    screen.say(found.text)
    screen.say("Where it is from:")
    screen.command(f"tracker explain {found.id}", 2)


def _elsewhere(screen: Screen, days: Days) -> None:
    """Which question there are published figures for, if for any."""
    known = days.diary.protocol.reference
    if known is None:
        screen.say("There are no published figures in this protocol.")
        return
    screen.say("There are published figures for another question only:")
    screen.command(f"tracker chart {known.question} --reference", 2)
