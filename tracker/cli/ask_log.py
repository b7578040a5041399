"""The daily minute: signs first, kept the moment they are marked, then the day."""

from collections.abc import Sequence
from datetime import timedelta

import click

from tracker.cli.ask_signs import ask_group
from tracker.cli.asking import ask, ask_to_keep, confirm, say, say_whom
from tracker.cli.screen import Screen
from tracker.cli.show.logged import show_logged, show_typed
from tracker.cli.show.warned import show_warnings
from tracker.cli.typed import Typed, start_draft
from tracker.cli.urgent import urgent
from tracker.domain.answers import ends_words, read_asked
from tracker.domain.asking import (
    NOTE_ASKED,
    SIGN_LISTS,
    WEEKLY_LIST,
    how_many_asked,
    questions_due,
    signs_due,
    weekly_signs_due,
)
from tracker.domain.facts import Answer
from tracker.domain.protocol import Question, WarningSign
from tracker.domain.report import Report
from tracker.domain.wording import mid_day
from tracker.errors import TrackerError
from tracker.services.log import Logged, extend, log, raised
from tracker.services.review import review
from tracker.services.texts import check_note
from tracker.store.store import Store
from tracker.workspace import Workspace


class Stopped(TrackerError):
    """The person stopped the questions."""


def ask_entry(workspace: Workspace, store: Store, typed: Typed) -> None:
    """Ask for a whole entry and keep it."""
    sitting = _Sitting(workspace, store, typed)
    try:
        sitting.run()
    except click.Abort:
        raise Stopped(f"\nStopped. {sitting.kept()}") from None


class _Sitting:
    """One round of questions; its entry has an id before anything is asked."""

    def __init__(self, workspace: Workspace, store: Store, typed: Typed) -> None:
        self._workspace = workspace
        self._store = store
        self._draft = start_draft(workspace, store, typed)
        self._draft = self._draft._replace(relayed=True if typed.relayed else None)
        self._week = self._read_week()
        self._diary = self._week.diary
        self._saved: Logged | None = None

    def _read_week(self) -> Report:
        diary, day = self._workspace.diary(self._store), self._draft.day
        with self._store.reading():
            first = day - timedelta(days=7)
            return review(self._store, diary, self._workspace.now(), first, day)

    def kept(self) -> str:
        """What remains when the person stops here."""
        if self._saved is None:
            return "Nothing was kept."
        number = self._saved.check_in.number
        what = "warning you saw" if self._draft.answers else "sign you marked"
        return f"The {what} is kept as entry {number}; nothing else is."

    def run(self) -> None:
        """Signs, then the day, then keep."""
        self._greet()
        if not self._ask_signs():
            return
        self._ask_day()
        if not self._worth_keeping():
            say(self._workspace, "Nothing was answered, so nothing is saved.")
            return
        show_typed(self._workspace, self._draft, self._diary)
        if self._is_kept():
            show_logged(self._workspace, self._keep())
        else:
            say(self._workspace, self.kept())

    def _greet(self) -> None:
        name, day = self._diary.person.name, self._draft.day
        say_whom(self._workspace, name, self._draft.author)
        say(
            self._workspace,
            f"{mid_day(day)}, day {self._diary.day_number(day)}.",
            "Another day?  tracker log --at monday",
        )

    def _ask_signs(self) -> bool:
        """Ask every list; False when the person wants to stop after an emergency."""
        asked_of: list[WarningSign] = []
        return self._ask_daily(asked_of) and self._ask_weekly(asked_of)

    def _ask_daily(self, asked_of: list[WarningSign]) -> bool:
        """Ask both daily lists, which go into ``asked_of``; what was marked is kept."""
        number, answered = self._diary.day_number(self._draft.day), []
        for tier, title in SIGN_LISTS:
            signs = signs_due(self._diary.protocol, tier, number)
            marked = ask_group(self._workspace, title, signs, asked_of)
            asked_of += signs
            answered.append(marked is not None)
            self._draft = self._draft._replace(signs_asked=how_many_asked(answered))
            if marked and not self._warn(marked):
                return False
        return True

    def _ask_weekly(self, asked_of: Sequence[WarningSign]) -> bool:
        """Ask the weekly list when it is due, with numbers that go on."""
        day, diary = self._draft.day, self._diary
        number = diary.day_number(day)
        weekly = weekly_signs_due(diary.protocol, day, number, self._week.check_ins)
        marked = ask_group(self._workspace, WEEKLY_LIST, weekly, asked_of)
        done = bool(weekly) and marked is not None
        self._draft = self._draft._replace(weekly_asked=done)
        if marked and not self._warn(marked):
            return False
        if self._draft.signs_asked == "yes" and not self._draft.signs:
            say(self._workspace, "Noted: both lists asked, none marked.")
        return True

    def _warn(self, marked: list[str]) -> bool:
        """Keep and show marked signs at once; whether to go on with the questions."""
        signs = tuple(dict.fromkeys((*self._draft.signs, *marked)))
        self._draft = self._draft._replace(signs=signs)
        logged = self._keep()
        show_warnings(self._workspace, logged)
        if not any(warning.tier == "emergency" for warning in logged.warnings):
            return True
        if confirm("Go on with the questions?", default=False):
            return True
        show_logged(self._workspace, logged, warnings_shown=True)
        return False

    def _ask_day(self) -> None:
        standing = {m.plan.id: m.status for m in self._week.milestones}
        number = self._diary.day_number(self._draft.day)
        due = questions_due(
            self._diary.protocol,
            self._draft.day,
            number,
            self._week.check_ins,
            standing,
        )
        gap = [] if self._saved else [""]
        say(self._workspace, *gap, "Now the day. Enter = skip.")
        given = [self._answered(question) for question in due]
        note = ask(self._workspace, NOTE_ASKED, _note)
        self._draft = self._draft._replace(
            answers=tuple(answer for answer in given if answer is not None),
            note=note or "",
        )

    def _answered(self, question: Question) -> Answer | None:
        """An answer; one that raises a sign is kept and shown before the next."""
        answer = self._ask_question(question)
        if answer is None:
            return None
        alone = self._draft._replace(answers=(answer,), signs=())
        if raised(self._diary, alone):
            answers = (*self._draft.answers, answer)
            self._draft = self._draft._replace(answers=answers)
            show_warnings(self._workspace, self._keep())
        return answer

    def _ask_question(self, question: Question) -> Answer | None:
        screen = Screen(plain=self._workspace.plain)
        screen.say(question.text)
        if question.ends:
            screen.say(ends_words(question))
        for choice in question.choices:
            screen.say(f"{choice.value} {choice.title}", hang=2)
        screen.show()
        return ask(self._workspace, "", lambda typed: read_asked(question, typed))

    def _is_kept(self) -> bool:
        """Whether it is to be kept; a helper says too if it was told or seen."""
        name = self._diary.person.name
        if self._draft.relayed:
            return confirm(f"\nKeep this, as told by {name}?")
        if self._draft.author == name:
            return confirm("\nKeep this?")
        relayed = ask_to_keep(self._workspace, name)
        self._draft = self._draft._replace(relayed=relayed)
        return relayed is not None

    def _worth_keeping(self) -> bool:
        draft = self._draft
        asked = draft.signs_asked != "no" or draft.weekly_asked
        return bool(draft.answers or draft.note or asked)

    def _keep(self) -> Logged:
        write = log if self._saved is None else extend
        entry = self._saved and self._saved.check_in
        saved = {entry.id: entry} if entry else {}
        drafts, diary = [self._draft], self._diary
        with urgent(self._workspace, self._store, drafts, saved, diary):
            self._saved = write(self._store, self._draft, self._workspace.now())
        return self._saved


def _note(typed: str) -> str:
    check_note(typed)
    return typed
