"""A week on paper: handing it over, and the screens that ask for it."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from tracker.cli.screen import Screen, on_terminal, width
from tracker.cli.show.authors import by_whom
from tracker.cli.show.exported import deliver
from tracker.cli.show.logged import CLOCK_BEHIND
from tracker.domain.answers import decimal, ends_words
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.protocol import Question
from tracker.domain.sheet import ONE_DAY, Sheet, weekday
from tracker.domain.sheet_rows import EMPTY, LEFT_OUT, NONE, SAME
from tracker.domain.wording import join_words, short_day
from tracker.errors import UsageProblem
from tracker.exports.entry_lines import NOT_WATCHED
from tracker.services.log import Logged
from tracker.services.sheet import say_entries
from tracker.workspace import Workspace

PDF = ".pdf"
UNNAMED = "Name the file to print:  tracker sheet -o week.pdf"
UNSHOWN = "Some letters could not be shown: no font here has them. Check the sheet."
COLUMN = 4


def sheet_path(output: str | None) -> Path | None:
    """Where the sheet goes; None for a pipe."""
    if output is None or (output == "-" and on_terminal(sys.stdout)):
        raise UsageProblem(UNNAMED)
    if output == "-":
        return None
    path = Path(output)
    if path.suffix.lower() != PDF:
        raise UsageProblem(
            f"Name the sheet so that it ends in {PDF}, like: -o week.pdf"
        )
    return path


def hand_over(
    workspace: Workspace,
    sheet: Sheet,
    path: Path | None,
    *,
    large_print: bool,
    replace: bool,
) -> None:
    """Write the sheet, and say which week it is and how it is typed in."""
    made = workspace.sheet_as_pdf(sheet, large_print=large_print)
    deliver(made.pdf, path, replace=replace)
    if made.unshown:
        click.echo(UNSHOWN, err=True)
    if path is None:
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Seven days: {sheet.title}.")
    screen.say("Written on? Type it in:")
    screen.command(f"tracker sheet enter --week {sheet.first}", 2)
    screen.show()


def show_opening(workspace: Workspace, sheet: Sheet) -> None:
    """Which sheet it is, and how a row is typed."""
    screen = Screen(plain=workspace.plain)
    screen.say(f"The sheet of {sheet.title}.")
    screen.gap()
    screen.say("Type each row from left to right.")
    screen.say(f"{SAME}  as on the day before; at the end, so for the rest", hang=3)
    screen.say(f"{EMPTY}  an empty box", hang=3)
    screen.say("Enter: the whole row is empty")
    screen.show()


def show_signs_row(
    workspace: Workspace, first: int, last: int, days: Sequence[date], *, once: bool
) -> None:
    """The row of signs, or the one box of those asked once a week."""
    screen = Screen(plain=workspace.plain)
    screen.gap()
    when = f"once this week, on {weekday(days[-1])}" if once else "on each day"
    screen.say(f"Signs {first} to {last}, {when}")
    screen.say(f"0  none of them; {first}+{last}  two of them", hang=3)
    if not once:
        screen.say("A sign is marked? Put blanks between the days.")
        screen.say(f"{LEFT_OUT}  nothing at all on that day", hang=3)
    if not once:
        _name_days(screen, days)
    screen.show()


def show_row(workspace: Workspace, question: Question, days: Sequence[date]) -> None:
    """One question, and the days of its boxes."""
    screen = Screen(plain=workspace.plain)
    screen.gap()
    screen.say(question.text)
    _choices(screen, question)
    _name_days(screen, days)
    screen.show()


def show_once(workspace: Workspace, questions: Sequence[Question], day: date) -> None:
    """What is asked once a week, each with its choices."""
    screen = Screen(plain=workspace.plain)
    screen.gap()
    screen.say(f"Once this week, on {weekday(day)}, one after the other:")
    for question in questions:
        screen.say(question.text, hang=2)
        _choices(screen, question, 2)
    screen.show()


def _choices(screen: Screen, question: Question, indent: int = 0) -> None:
    if question.ends:
        screen.say(ends_words(question), indent, indent)
    said = [f"{choice.value} {choice.title}" for choice in question.choices]
    if said:
        screen.say("; ".join(said), indent, indent)


def _name_days(screen: Screen, days: Sequence[date]) -> None:
    screen.say(" ".join(weekday(day) for day in days))


def show_read(
    workspace: Workspace, sheet: Sheet, drafts: Mapping[date, CheckIn]
) -> None:
    """Everything that was typed, day by day, as it will be kept."""
    screen = Screen(plain=workspace.plain)
    screen.gap()
    screen.say("Read it over:")
    days = list(drafts)
    rows = [("Signs", [_signs(sheet, drafts[day]) for day in days])]
    for row in sheet.rows:
        answers = [drafts[day].answer(row.question.id) for day in days]
        rows.append((row.question.title, [_code(row.question, a) for a in answers]))
    last = drafts[days[-1]]
    for question in sheet.weekly:
        code = _code(question, last.answer(question.id))
        rows.append((question.title, [*("" for _ in days[1:]), code]))
    _table(screen, days, rows, drawn=not workspace.plain)
    if last.note:
        screen.say(f"Note: {last.note}", 0, 2)
    screen.show()


def _table(
    screen: Screen,
    days: Sequence[date],
    rows: Sequence[tuple[str, Sequence[str]]],
    *,
    drawn: bool,
) -> None:
    """The boxes under their days; a row that is too wide names each of its days."""
    room = width() - COLUMN * len(days)
    if drawn:
        names = "".join(f"{weekday(day):>{COLUMN}}" for day in days)
        screen.command(f"{'':<{room}}{names}")
    for title, boxes in rows:
        cells = "".join(f"{box:>{COLUMN}}" for box in boxes)
        if drawn and all(len(box) < COLUMN for box in boxes):
            if len(title) > room:
                screen.say(title)
                title = ""
            screen.command(f"{title:<{room}}{cells}")
            continue
        pairs = zip(days, boxes, strict=True)
        named = [f"{weekday(day)} {box}" for day, box in pairs if box]
        screen.say(f"{title}: {', '.join(named)}", 0, 2)


def _signs(sheet: Sheet, draft: CheckIn) -> str:
    """The numbers of a day's signs, 0 for none of them."""
    if draft.signs_asked == "no" and not draft.signs:
        return EMPTY
    listed = (*sheet.signs, *sheet.weekly_signs)
    numbers = [n for n, sign in enumerate(listed, 1) if sign.id in draft.signs]
    return "+".join(map(str, numbers)) or NONE[0]


def _code(question: Question, answer: Answer | None) -> str:
    """An answer as it stands in its box; in words where it is not a number."""
    if answer is None:
        return EMPTY
    if question.kind == "yes-no":
        return "yes" if answer.number else "no"
    unit = "" if answer.unit == question.unit else answer.unit
    return f"{decimal(answer.number, question.step)}{unit}"


def show_kept(workspace: Workspace, logged: Sequence[Logged]) -> None:
    """Which entries there are now, by whom, and how to take them back."""
    screen = Screen(plain=workspace.plain)
    entries = [each.check_in for each in logged]
    days = say_days([entry.day for entry in entries])
    screen.say(f"Saved as {say_entries(entries)}: {days}.")
    name, author = logged[0].diary.person.name, entries[0].author
    screen.say(by_whom(name, author))
    for title in dict.fromkeys(title for each in logged for title in each.reached):
        screen.say(f"{title}: written down.")
    if any(each.clock_behind for each in logged):
        screen.say(CLOCK_BEHIND)
    screen.command("Wrong? tracker undo")
    screen.command(f"       tracker edit {entries[0].number}")
    screen.gap()
    screen.say(NOT_WATCHED)
    screen.command("Feel unwell? Call: tracker signs")
    screen.show()


def say_days(days: Sequence[date]) -> str:
    """As in "Tue 24 Nov to Mon 30 Nov", or each of them where some lie apart."""
    first, last = days[0], days[-1]
    if len(days) > 1 and last - first == ONE_DAY * (len(days) - 1):
        return f"{short_day(first)} to {short_day(last)}"
    return join_words([short_day(day) for day in days])


def with_days(logged: Sequence[Logged]) -> Logged:
    """What several days raised, as one reading; each warning says its day."""
    raised = [
        warning._replace(text=f"{warning.text} ({short_day(warning.day)})")
        for each in logged
        for warning in each.warnings
    ]
    return logged[0]._replace(warnings=tuple(raised))
