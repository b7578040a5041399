"""Two phones and the command line writing at once: nothing is lost, nothing doubled."""

import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.builders import NOW, RUTH
from tests.conftest import Run
from tests.web.conftest import DANA, OpenPages
from tracker.services.ids import new_id
from tracker.web.opened import OpenPage, visitor_for
from tracker.web.routes import Role

EACH = 12
LINES = 6


class Phone:
    """A browser without a screen: a cookie, the token of its session, and forms."""

    def __init__(self, page: OpenPage, role: Role, name: str | None) -> None:
        self.helps = name is not None
        self._origin = page.place.origin
        self._cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(self._cookies)
        offer = page.offer(visitor_for(role, name, page.person, lan=True))
        self._token = ""
        today = self.send("/pair", secret=offer.secret)
        found = re.search(r'name="token" value="([^"]+)"', today)
        assert found is not None
        self._token = found[1]

    def send(self, path: str, **fields: str) -> str:
        """The page that follows a form."""
        form = urllib.parse.urlencode({"token": self._token, **fields}).encode()
        asked = urllib.request.Request(
            f"{self._origin}{path}", form, {"Origin": self._origin}
        )
        with self._opener.open(asked) as answer:
            text: str = answer.read().decode()
        return text

    def log(self, number: int) -> str:
        """A whole entry; its last step is sent twice, as a shaking hand does."""
        entry_id = new_id(NOW)
        self.send("/log", id=entry_id)
        for step in ("_emergency", "_same-day"):
            self.send(f"/log/{entry_id}/ask/{step}", go="none")
        self.send(f"/log/{entry_id}/ask/walk", value=str(number))
        if self.helps:
            self.send(f"/log/{entry_id}/ask/_whose", value="told")
        self.send(f"/log/{entry_id}/save")
        return self.send(f"/log/{entry_id}/save")


def typed(path: Path, number: int) -> int:
    """One entry by a command line of its own."""
    words = ("--db", str(path), "--now", NOW.isoformat(), "--as", "Anna Example")
    command = [sys.executable, "-m", "tracker", *words, "log", f"walk={number}"]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.fixture
def page(open_page: OpenPages) -> OpenPage:
    return open_page()


def test_two_phones_and_the_command_line_lose_nothing_and_double_nothing(
    page: OpenPage, diary_path: Path, run: Run
) -> None:
    ruth, dana = Phone(page, "patient", None), Phone(page, "caregiver", DANA)
    jobs: list[Callable[[], object]] = []
    for number in range(EACH):
        jobs += [partial(ruth.log, 100 + number), partial(dana.log, 200 + number)]
        if number < LINES:
            jobs.append(partial(typed, diary_path, 300 + number))

    with ThreadPoolExecutor(6) as pool:
        done = [each.result() for each in [pool.submit(job) for job in jobs]]

    assert [code for code in done if isinstance(code, int)] == [0] * LINES
    written = run("entries").stdout
    walked = sorted(int(n) for n in re.findall(r"Walked (\d+) min", written))
    expected = [*range(100, 100 + EACH), *range(200, 200 + EACH)]
    assert walked == [*expected, *range(300, 300 + LINES)]
    numbers = [int(n) for n in re.findall(r"^entry (\d+)$", written, re.M)]
    assert sorted(numbers) == list(range(1, 2 * EACH + LINES + 1))
    assert written.count(f"Written by {RUTH}.") == EACH
    assert " ".join(written.split()).count(f"typed by {DANA}.") == EACH
    # Not well is only that there is no backup, which no test makes.
    assert "11 of 12 are ok" in run("verify", code=1).stdout


def test_the_same_entry_saved_from_many_hands_at_once_is_one(
    page: OpenPage, run: Run
) -> None:
    ruth = Phone(page, "patient", None)
    entry_id = new_id(NOW)
    ruth.send("/log", id=entry_id)
    ruth.send(f"/log/{entry_id}/ask/pain", value="9")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: ruth.send(f"/log/{entry_id}/save"), range(12)))

    assert run("entries").stdout.count("entry 1") == 1
    assert "entry 2" not in run("entries").stdout
    # The sign was kept at once, and the rest of it once.
    steps = [line for line in run("changes").stdout.splitlines() if "entry 1" in line]
    assert len(steps) == 2


def test_two_who_correct_the_same_entry_are_both_in_the_history(
    page: OpenPage, run: Run
) -> None:
    run("log", "pain=5", "walk=10")
    ruth = Phone(page, "patient", None)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ruth.send, "/entries/1", pain="3")
        second = pool.submit(ruth.send, "/entries/1", walk="20")
        first.result(), second.result()

    written = run("entries").stdout
    assert "Pain 3" in written
    assert "Walked 20 min" in written
