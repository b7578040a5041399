"""Settings to working parts: the one clock, and the one place that imports late."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from tracker.domain.diary import Diary
from tracker.domain.facts import Moment
from tracker.domain.protocol import Protocol
from tracker.domain.window import local_day
from tracker.errors import NothingRecorded, UnusableFile, UsageProblem
from tracker.services.diary import NOTHING, last_author, open_diary
from tracker.services.people import whose
from tracker.services.remembered import keep_author, recall
from tracker.settings import backups_folder, protocols_folder, store_path
from tracker.store.compiled import HEAD
from tracker.store.header import EitherFile
from tracker.store.sqlite_driver import OpenFile, SqliteDriver
from tracker.store.store import Store

if TYPE_CHECKING:
    from tracker.domain.report import Report
    from tracker.domain.sheet import Sheet
    from tracker.exports.page import Page
    from tracker.exports.typeset import Typeset
    from tracker.protocols.library import Loaded
    from tracker.services.restore import Ready

PRIVATE = 0o077
STANDARD = "sacroplasty-standard"


class Workspace:
    """What a command works with: where the diary is, what time it is, who types."""

    def __init__(
        self,
        db: str | None = None,
        now: str | None = None,
        author: str | None = None,
        *,
        person: str | None = None,
        json: bool = False,
        plain: bool = False,
    ) -> None:
        if db is not None and not db.strip():
            raise UsageProblem("--db needs a file, like: tracker --db mother.sqlite")
        self.path = store_path(db)
        self.json = json
        self.plain = plain
        self.open_file = EitherFile(self._unlock)
        # How a person is asked for the passphrase: of which file, and whether again.
        self.ask_passphrase: Callable[[str, bool], str] | None = None
        self.person = person
        self._wrote, self.remembers = False, True
        # Who was named as typing, on the command line or when asked.
        self.named_author = author
        self._typed_now = now if now is not None else os.environ.get("TRACKER_NOW")

    def again(self, *, author: str, person: str | None = None) -> "Workspace":
        """The same diary and clock for another author or person, never remembered."""
        whose = person or self.person
        other = Workspace(self.path, self._typed_now, author, person=whose)
        other.open_file, other.remembers = self.open_file, False
        return other

    def _unlock(self, path: str, mode: str) -> tuple[OpenFile, Any]:
        from tracker.services.passphrases import unlock

        return unlock(path, mode, self.ask_passphrase)

    def now(self) -> datetime:
        """This instant, in UTC; `--now` replaces it."""
        if self._typed_now is None:
            return datetime.now(UTC)
        from tracker.services.zones import read_now

        return read_now(self._typed_now)

    def exists(self) -> bool:
        """Whether there is a file where the diary should be."""
        try:
            os.stat(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except (OSError, ValueError):
            raise UnusableFile(
                f"{self.path} cannot be opened. Name another place: tracker --db PATH"
            ) from None
        return True

    @contextmanager
    def store(self, *, of_everybody: bool = False) -> Iterator[Store]:
        """The diary, open for the person who is meant; NothingRecorded without one.

        With ``of_everybody`` nobody has to be meant.
        """
        if not self.exists():
            raise NothingRecorded(NOTHING)
        driver = SqliteDriver(self.path, self.open_file)
        try:
            self._bring_up(driver)
            store = Store(driver, one_step=True)
            if not of_everybody:
                store.whose = whose(store, self.person, recall(self.path).person)
            yield store
            if self.remembers and self.named_author and driver.wrote():
                keep_author(self.path, self.named_author)
        finally:
            self._wrote |= driver.wrote()
            driver.close()

    def upgrade(self) -> str | None:
        """Bring an older diary up to date: the copy kept, or None if it was."""
        driver = SqliteDriver(self.path, self.open_file)
        try:
            return self._bring_up(driver)
        finally:
            driver.close()

    def _bring_up(self, driver: SqliteDriver) -> str | None:
        if driver.revision() == HEAD:
            return None
        from tracker.store.files import bring_up

        return bring_up(self.path, self.now(), open_file=self.open_file)

    def refuse_damaged(self) -> None:
        """UnusableFile when the diary itself explains what went wrong."""
        from tracker.services.damage import refuse_damaged

        if self.exists():
            refuse_damaged(self.path, self.open_file.unasked)

    def backups(self) -> str:
        """The folder of copies of this diary."""
        return backups_folder(self.path)

    def copy_daily(self) -> None:
        """The copy of the day, once something was written that day."""
        if not self._wrote:
            return
        from tracker.store.daily import copy_is_due

        now, opener = self.now(), self.open_file.unasked
        if copy_is_due(self.path, now, opener):
            from tracker.services.backup import back_up_daily

            back_up_daily(self.path, self.backups(), now, opener)

    @contextmanager
    def ready(self, file: str) -> "Iterator[Ready]":
        """A copy or an archive, proven, and what would change with it."""
        from tracker.services.restore import ready

        with ready(self.path, file, self.open_file) as copy:
            yield copy

    @contextmanager
    def new_store(self) -> Iterator[Store]:
        """The diary, open, made first when there is none."""
        if not self.exists():
            from tracker.store.files import create

            os.umask(PRIVATE)
            create(self.path, open_file=self.open_file)
        with self.store() as store:
            yield store

    def diary(self, store: Store) -> Diary:
        """The person, procedure and protocol of an open store."""
        with store.reading():
            return open_diary(store)

    def author(self, store: Store, diary: Diary) -> str:
        """Who types: `--as`, else who did so on this computer, else who typed last."""
        author = self.typist()
        if author is not None:
            return author
        with store.reading():
            return last_author(store, diary)

    def typist(self) -> str | None:
        """Who was named as typing, now or before on this computer."""
        return self.named_author or recall(self.path).author

    def today(self, diary: Diary) -> date:
        """The person's own day at this instant."""
        return local_day(self.now(), diary.zone, diary.person.day_start)

    def moment(self, typed: str | None, diary: Diary, zone: str | None) -> Moment:
        """A typed moment that has passed; this instant when nothing was typed."""
        place = ZoneInfo(zone or diary.person.zone)
        start = diary.person.day_start
        if typed is None:
            now = self.now()
            return Moment(now, local_day(now, place, start), time_known=True)
        from tracker.domain.moments import read_moment

        return read_moment(
            typed,
            now=self.now(),
            zone=place,
            procedure_on=diary.procedure.on,
            day_start=start,
        )

    def past_day(self, typed: str | None, diary: Diary) -> date | None:
        """A typed day, weekdays looking back; None when nothing was typed."""
        return None if typed is None else self._day(typed, diary, "back")

    def coming_day(self, typed: str, diary: Diary) -> date:
        """A typed day, weekdays looking forward."""
        return self._day(typed, diary, "forward")

    def _day(self, typed: str, diary: Diary, look: Literal["back", "forward"]) -> date:
        from tracker.domain.days import read_day

        today, on = self.today(diary), diary.procedure.on
        return read_day(typed, today=today, look=look, procedure_on=on)

    def at_clock(self, on: date, typed: str, diary: Diary) -> datetime:
        """A typed time of day, on a day where the person lives."""
        from tracker.domain.moments import read_clock
        from tracker.services.zones import instant_of

        return instant_of(on, read_clock(typed), diary.zone)

    def review(self, store: Store) -> "Report":
        """The last fourteen days of an open store."""
        from tracker.services.review import review_lately

        with store.reading():
            return review_lately(store, self.now())

    def report(self) -> "Report | None":
        """The last fourteen days, or None while there is no diary to read."""
        try:
            with self.store() as store:
                return self.review(store)
        except NothingRecorded:
            return None

    def standard_protocol(self) -> Protocol:
        """The bundled protocol, for when there is no diary."""
        return self.protocol(STANDARD).protocol

    def check_protocol(self, path: str) -> "Loaded":
        """The protocol in a file; ProtocolProblems when it cannot be used."""
        from pathlib import Path

        from tracker.protocols.library import check

        return check(Path(path))

    def protocol_names(self) -> list[tuple[str, str]]:
        """The ids of the bundled protocols and of the person's own, with problems."""
        from pathlib import Path

        from tracker.protocols.library import names

        found = names(Path(protocols_folder()))
        return [(named.id, named.problem) for named in found]

    def protocol(self, protocol_id: str) -> "Loaded":
        """A protocol by its id: bundled, or the person's own."""
        from pathlib import Path

        from tracker.protocols.library import load

        return load(protocol_id, Path(protocols_folder()))

    def page_as_pdf(self, page: "Page", *, large_print: bool) -> "Typeset":
        """The page for a visit, to print."""
        from tracker.exports import to_pdf

        return to_pdf.render(page, large_print=large_print)

    def page_as_html(self, page: "Page", *, large_print: bool) -> bytes:
        """The page for a visit, for a browser."""
        from tracker.exports import to_html

        return to_html.render(page, large_print=large_print)

    def sheet_as_pdf(self, sheet: "Sheet", *, large_print: bool) -> "Typeset":
        """A week on paper, to print."""
        from tracker.exports import to_sheet

        return to_sheet.render(sheet, large_print=large_print)

    def calendar_file(self, store: Store, diary: Diary, *, full_titles: bool) -> str:
        """Everything the diary puts in a calendar, as a file."""
        from tracker.exports import to_ics
        from tracker.services.calendar import plan_calendar

        plan = plan_calendar(store, diary, self.now())
        return to_ics.render(plan, full_titles=full_titles).decode()
