"""Typing in a sheet, row by row: signs first, kept the moment they are marked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from tracker.cli.ask_log import Stopped
from tracker.cli.asking import ask, ask_to_keep, confirm, say, say_whom
from tracker.cli.show.sheet import (
    say_days,
    show_kept,
    show_once,
    show_opening,
    show_read,
    show_row,
    show_signs_row,
    with_days,
)
from tracker.cli.show.warned import show_warnings
from tracker.cli.urgent import urgent
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.sheet import Sheet, SheetRow
from tracker.domain.sheet_rows import Marks, read_once, read_row, read_signs
from tracker.domain.wording import join_words, long_day
from tracker.errors import Refused, UsageProblem
from tracker.services.drafting import blank_draft
from tracker.services.ids import new_id
from tracker.services.log import Logged, raised
from tracker.services.sheet import keep_days, read_sheet
from tracker.services.texts import check_note
from tracker.store.store import Store
from tracker.workspace import Workspace

WHICH = "Which sheet? Type its first day; it stands at its foot."
NO_DAY = "Nothing saved. Which sheet?  tracker sheet enter --week 2026-11-24"
OPEN = 'Left open. This is not "none".'


def ask_sheet(workspace: Workspace, store: Store, week: str | None) -> None:
    """Ask for every row of a sheet and keep its days in one step."""
    diary = workspace.diary(store)
    say_whom(workspace, diary.person.name, workspace.author(store, diary))
    sitting = _Sitting(workspace, store, _first(workspace, diary, week))
    try:
        sitting.run()
    except click.Abort:
        raise Stopped(f"\nStopped. {sitting.kept()}") from None


def _first(workspace: Workspace, diary: Diary, week: str | None) -> date:
    """The first day of the sheet, as typed or as asked for."""

    def read(typed: str) -> date:
        first = workspace.past_day(typed, diary)
        assert first is not None
        if first > workspace.today(diary):
            raise Refused(
                f"Nothing saved. {long_day(first)} has not come yet. "
                "Type the first day of a week that has begun."
            )
        return first

    first = ask(workspace, WHICH, read) if week is None else read(week)
    if first is None:
        raise UsageProblem(NO_DAY)
    return first


class _Sitting:
    """One round over a sheet; each day's entry has its id before anything is asked."""

    def __init__(self, workspace: Workspace, store: Store, first: date) -> None:
        self._workspace = workspace
        self._store = store
        self._diary = workspace.diary(store)
        self._sheet: Sheet = read_sheet(store, self._diary, first)
        self._author = workspace.author(store, self._diary)
        today = workspace.today(self._diary)
        self._come = [each for each in self._sheet.days if each.day <= today]
        self._drafts: dict[date, CheckIn] = {}
        self._raising: dict[date, tuple[Answer, ...]] = {}
        self._saved: dict[str, CheckIn] = {}

    def kept(self) -> str:
        """What remains when the person stops here."""
        if not self._saved:
            return "Nothing was kept."
        numbers = [f"entry {entry.number}" for entry in self._saved.values()]
        return f"What raised a warning is kept: {join_words(numbers)}. Nothing else is."

    def run(self) -> None:
        """Signs, then the rows, then what is asked once, then keep."""
        show_opening(self._workspace, self._sheet)
        for day in self._choose():
            self._drafts[day] = self._blank(day)
        if not self._drafts:
            say(self._workspace, "Every day of it is in the diary already.")
            return
        go_on = self._ask_signs()
        # A box of once a week can add the last day, which its rows must not ask for.
        written = self._days()
        if not go_on or not self._ask_weekly_signs():
            say(self._workspace, self.kept())
            return
        for row in self._sheet.rows:
            self._ask_row(row, written)
        self._ask_once()
        self._ask_note()
        self._finish()

    def _choose(self) -> list[date]:
        """The days to ask for: not those to come, nor, by itself, those written."""
        written = [each for each in self._come if each.entries]
        days = [each.day for each in self._come if not each.entries]
        left = [each.day for each in self._sheet.days if each not in self._come]
        if left:
            say(self._workspace, f"Not yet come, so not asked: {say_days(left)}.")
        if not written:
            return days
        numbers = [f"entry {n}" for each in written for n in each.entries]
        there = say_days([each.day for each in written])
        say(
            self._workspace,
            f"In the diary already: {there} ({join_words(numbers)}).",
        )
        if confirm("Type these days too? Both are kept.", default=False):
            return [each.day for each in self._come]
        return days

    def _blank(self, day: date) -> CheckIn:
        moment = self._workspace.moment(day.isoformat(), self._diary, None)
        now = self._workspace.now()
        zone = self._diary.person.zone
        author = self._author
        draft = blank_draft(self._diary, new_id(now), moment, zone, author, now)
        return draft._replace(relayed=True)

    def _days(self) -> list[date]:
        return list(self._drafts)

    @property
    def _once(self) -> date | None:
        """The day of what is asked once: the last of the sheet, when it is over."""
        over = len(self._come) == len(self._sheet.days)
        return self._sheet.last if over and self._drafts else None

    def _ask_signs(self) -> bool:
        """Ask the row of signs; False when the person wants to stop."""
        if not self._sheet.signs:
            return True
        first, last = 1, len(self._sheet.signs)
        show_signs_row(self._workspace, first, last, self._days(), once=False)
        marks = self._marks(self._days())
        for day, mark in zip(self._days(), marks, strict=False):
            if mark.left_out:
                del self._drafts[day]
            elif mark.signs is not None:
                self._change(day, signs=mark.signs, signs_asked="yes")
        marked = [day for day in self._days() if self._drafts[day].signs]
        return self._warn(marked)

    def _ask_weekly_signs(self) -> bool:
        """Ask the one box of the weekly signs; False when the person wants to stop."""
        day, signs = self._once, self._sheet.weekly_signs
        if day is None or not signs:
            return True
        before = len(self._sheet.signs)
        first, last = before + 1, before + len(signs)
        show_signs_row(self._workspace, first, last, [day], once=True)
        marks = self._marks([day])
        marked = marks[0].signs if marks else None
        if marked is None:
            return True
        both = tuple(dict.fromkeys((*self._draft(day).signs, *marked)))
        self._change(day, signs=both, weekly_asked=True)
        return self._warn([day] if marked else [])

    def _marks(self, days: Sequence[date]) -> tuple[Marks, ...]:
        """What was typed for some days: any number of the sheet counts."""
        listed = (*self._sheet.signs, *self._sheet.weekly_signs)
        marks = ask(self._workspace, "", lambda typed: read_signs(typed, listed, days))
        if marks is None:
            say(self._workspace, OPEN)
        return marks or ()

    def _warn(self, days: Sequence[date]) -> bool:
        """Keep and show what was marked; whether to go on with the sheet."""
        if not days:
            return True
        warnings = self._show_now(days).warnings
        if not any(warning.tier == "emergency" for warning in warnings):
            return True
        return confirm("Go on with the sheet?", default=False)

    def _show_now(self, days: Sequence[date]) -> Logged:
        """Keep what these days raised, and nothing else of them, and show it."""
        drafts = [
            self._drafts[day]._replace(answers=self._raising.get(day, ()))
            for day in days
        ]
        logged = with_days(self._keep(drafts))
        show_warnings(self._workspace, logged)
        return logged

    def _ask_row(self, row: SheetRow, written: Sequence[date]) -> None:
        days = [day for day in written if day in row.days]
        if not days:
            return
        show_row(self._workspace, row.question, days)
        given = ask(
            self._workspace, "", lambda typed: read_row(row.question, typed, days)
        )
        self._take(days, given or ())

    def _ask_once(self) -> None:
        day, questions = self._once, self._sheet.weekly
        if day is None or not questions:
            return
        show_once(self._workspace, questions, day)
        given = ask(self._workspace, "", lambda typed: read_once(questions, typed))
        for answer in given or ():
            self._take([day], (answer,))

    def _take(self, days: Sequence[date], given: Sequence[Answer | None]) -> None:
        """Add answers; those that raise a sign are kept and shown before the next."""
        alarming = []
        for day, answer in zip(days, given, strict=False):
            if answer is None:
                continue
            draft = self._draft(day)
            self._change(day, answers=(*draft.answers, answer))
            if raised(self._diary, draft._replace(answers=(answer,), signs=())):
                self._raising[day] = (*self._raising.get(day, ()), answer)
                alarming.append(day)
        if alarming:
            self._show_now(alarming)

    def _ask_note(self) -> None:
        if not self._drafts:
            return
        say(self._workspace, "")
        note = ask(self._workspace, "Anything to tell the care team?", check_note)
        if note:
            self._change(self._days()[-1], note=note)

    def _finish(self) -> None:
        """Read it back, and keep it when that is right."""
        drafts = [
            draft for draft in self._drafts.values() if self._worth_keeping(draft)
        ]
        if not drafts:
            say(self._workspace, "Nothing was typed in, so nothing is saved.")
            return
        show_read(self._workspace, self._sheet, self._drafts)
        relayed = self._ask_to_keep()
        if relayed is None:
            say(self._workspace, self.kept())
            return
        logged = self._keep([draft._replace(relayed=relayed) for draft in drafts])
        show_warnings(self._workspace, with_days(logged))
        show_kept(self._workspace, logged)

    def _ask_to_keep(self) -> bool | None:
        """Whether it is kept as told by the person; None to keep nothing."""
        name = self._diary.person.name
        if self._author == name:
            return True if confirm("\nKeep this?") else None
        return ask_to_keep(self._workspace, name)

    def _worth_keeping(self, draft: CheckIn) -> bool:
        asked = draft.signs_asked != "no" or draft.weekly_asked
        said = draft.answers or draft.note or asked
        return bool(said or draft.id in self._saved)

    def _change(self, day: date, **changed: Any) -> None:
        self._drafts[day] = self._draft(day)._replace(**changed)

    def _draft(self, day: date) -> CheckIn:
        """The entry of a day so far; of one that was left out, a blank one."""
        return self._drafts.get(day) or self._blank(day)

    def _keep(self, drafts: Sequence[CheckIn]) -> list[Logged]:
        now = self._workspace.now()
        saved, diary = self._saved, self._diary
        with urgent(self._workspace, self._store, drafts, saved, diary):
            kept = keep_days(self._store, drafts, self._saved.keys(), now)
        self._saved |= {logged.check_in.id: logged.check_in for logged in kept}
        return kept
