"""Made-up histories: whatever people do to a diary, in any order, from one seed."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from tests.builders import ANNA, BEGAN, NEW_YORK, RUTH, a_beginning, an_id
from tests.pages import SACROPLASTY
from tracker.domain.facts import Answer, CheckIn, Moment
from tracker.domain.protocol import Question
from tracker.errors import TrackerError
from tracker.protocols.library import Loaded, load
from tracker.services.bone import KINDS, keep_bone_step
from tracker.services.complete import complete
from tracker.services.contacts import keep_contact
from tracker.services.log import Edit, delete, edit, log
from tracker.services.start import start
from tracker.services.told import Heard, Word, keep_words, settle
from tracker.services.undo import undo
from tracker.services.visit_questions import add_question
from tracker.services.visits import add_visit, finish_visit
from tracker.services.warnings import Done, answer
from tracker.store.store import Store
from tracker.workspace import STANDARD

LAST = BEGAN + timedelta(days=80)
SECOND = BEGAN + timedelta(days=30)
AUTHORS = (RUTH, ANNA, "=Dana", "J\u00fcrgen", "'quoted")
NOTES = (
    "",
    "Slept well.",
    "=1+1",
    "'",
    "''x",
    "\t=x",
    " \u00a0+49",
    'a "b", c;\r\nd\re\nf',
    "back\\slash \\u0041 \\\\",
    "\u202eright to left\u202c",
    "\u05d0\u05d1 \U0001f600 e\u0301",
    "\x1b]0;t\x07",
    "-",
    "\uff1d1",
    "x" * 10_000,
)
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kathmandu", "UTC")


def begin(store: Store, *, twice: bool) -> None:
    """Ruth's diary without phone numbers, and perhaps a further procedure."""
    plan = _plan()
    told = a_beginning(emergency="", care_team="")
    start(store, told, plan, BEGAN)
    if twice:
        again = told._replace(on=date(2026, 12, 3), clock=None, another=True)
        start(store, again, plan, SECOND)


def _plan() -> Loaded:
    return load(STANDARD, Path("none"))


class History:
    """Does things to a diary; the same seed does the same things."""

    def __init__(self, store: Store, seed: int) -> None:
        self._store = store
        self._random = Random(seed)
        self._live = 0
        self._now = BEGAN
        self._steps = 0

    def live(self, steps: int) -> None:
        """That many steps, each a little later than the one before it."""
        acts: tuple[Callable[[], object], ...] = (
            *(self._log,) * 8,
            *(self._edit,) * 3,
            self._delete,
            self._undo,
            self._mark,
            self._told,
            self._settle,
            self._answer,
            self._answer,
            self._contact,
            self._bone,
            self._visit,
            self._finish,
            self._ask,
        )
        for _ in range(steps):
            self._steps += 1
            self._now += (LAST - BEGAN) * self._random.random() / (steps + 1)
            act = self._random.choice(acts)
            with suppress(TrackerError):
                act()
                self._live += -1 if act == self._undo else 1

    def _number(self) -> int:
        return self._random.randint(1, 12)

    def _moment(self) -> tuple[Moment, str]:
        zone = self._random.choice(ZONES)
        back = timedelta(hours=self._random.choice([0, 0, 1, 30, 24 * 40]))
        at = self._now - back * self._random.random()
        day = at.astimezone(NEW_YORK).date()
        return Moment(at, day, self._random.random() < 0.7), zone

    def _log(self) -> None:
        moment, zone = self._moment()
        draft = CheckIn(
            id=an_id(self._random.randint(1, 10**11)),
            number=0,
            procedure_id="",
            at=moment.at,
            time_known=moment.time_known,
            zone=zone,
            day=moment.day,
            recorded_at=self._now,
            author=self._random.choice(AUTHORS),
            relayed=self._random.choice([None, True, False]),
            signs_asked=self._random.choice(["yes", "partly", "no"]),
            note=self._random.choice(NOTES) if self._random.random() < 0.4 else "",
            answers=self._answers(),
            signs=self._signs(),
            weekly_asked=self._random.random() < 0.2,
        )
        log(self._store, draft, self._now)

    def _answers(self) -> tuple[Answer, ...]:
        count = self._random.choice([0, 1, 2, 3, 6])
        asked = self._random.sample(SACROPLASTY.questions, count)
        return tuple(self._answer_to(question) for question in asked)

    def _answer_to(self, question: Question) -> Answer:
        if question.kind == "choice":
            value = self._random.choice(question.choices).value
            return Answer(question.id, value, "")
        if question.kind == "yes-no":
            return Answer(question.id, self._random.randint(0, 1), "")
        if question.units and self._random.random() < 0.5:
            return Answer(question.id, self._random.randint(950, 1080), "F")
        number = self._random.randint(question.least, question.most)
        return Answer(question.id, number, question.unit)

    def _signs(self) -> tuple[str, ...]:
        count = self._random.choice([0, 0, 0, 1, 2])
        return tuple(sign.id for sign in self._random.sample(SACROPLASTY.signs, count))

    def _edit(self) -> None:
        answers: dict[str, Answer | None] = {a.question: a for a in self._answers()}
        answers.setdefault("walk", None)
        moment = self._moment()[0] if self._random.random() < 0.3 else None
        note = self._random.choice([None, *NOTES])
        change = Edit(answers, moment, note, "")
        edit(self._store, self._number(), change, self._author(), self._now)

    def _author(self) -> str:
        return self._random.choice(AUTHORS)

    def _delete(self) -> None:
        delete(self._store, self._number(), self._author(), self._now)

    def _undo(self) -> None:
        """Never the beginning itself: the other diary has it too."""
        if self._live > 0:
            undo(self._store, 1, self._author(), self._now)
        else:
            self._live += 1

    def _mark(self) -> None:
        milestone = self._random.choice(SACROPLASTY.milestones).id
        kind = self._random.choice(["done", "skipped", "reopened"])
        moment, why = self._moment()[0], self._random.choice(["", "why \\u", "=1"])
        complete(self._store, milestone, kind, moment, why, self._author(), self._now)

    def _told(self) -> None:
        plan = self._random.choice(SACROPLASTY.restrictions)
        amount = self._random.choice([None, 50]) if plan.unit else None
        until = self._random.choice([None, date(2026, 12, 24)])
        cleared = amount is None and until is None and self._random.random() < 0.3
        word = Word(plan.id, amount, "lb" if amount else "", until, cleared)
        heard = Heard((word,), "Nurse Example", "by phone", self._now.date())
        keep_words(self._store, heard, self._author(), self._now)

    def _settle(self) -> None:
        plan = self._random.choice(SACROPLASTY.restrictions)
        settle(self._store, plan.id, self._number(), self._author(), self._now)

    def _answer(self) -> None:
        kind = self._random.choice(["called", "mistake"])
        done = Done(kind, self._moment()[0], self._random.choice(NOTES))
        answer(self._store, self._number(), done, self._author(), self._now)

    def _contact(self) -> None:
        kind = self._random.choice(["emergency", "care-team", "caregiver"])
        name = self._random.choice(["Dana", "=Bob"]) if kind == "caregiver" else ""
        number = self._random.choice(["911", "555-0100", "+49 30 5550"])
        keep_contact(self._store, kind, number, name, self._author(), self._now)

    def _bone(self) -> None:
        item = self._random.choice(SACROPLASTY.bone_items).id
        kind, note = self._random.choice(KINDS), self._random.choice(["", "Dr. E"])
        day = self._now.date() - timedelta(days=self._random.randint(1, 9))
        keep_bone_step(self._store, item, kind, day, note, self._author(), self._now)

    def _visit(self) -> None:
        at: datetime | None = self._now + timedelta(days=20)
        on = (self._now + timedelta(days=20)).date()
        title = self._random.choice(["", "Dr. Example", "=1"])
        if self._random.random() < 0.5:
            at = None
        add_visit(self._store, on, at, title, self._author(), self._now)

    def _finish(self) -> None:
        moment = self._moment()[0]
        finish_visit(self._store, self._number(), moment, self._author(), self._now)

    def _ask(self) -> None:
        text = self._random.choice(["May I drive?", "=1+1?", "\\u0041?"])
        day = self._now.date() - timedelta(days=1)
        add_question(self._store, text, day, self._author(), self._now)
