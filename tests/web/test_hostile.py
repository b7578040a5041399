"""Whatever is sent: an answer, never a fault of ours, and nothing of how we are made.

The long tests before a release send ten thousand of them; SEED repeats a run.
"""

import io
import random
from collections import Counter
from urllib.parse import quote

import pytest
from werkzeug.test import run_wsgi_app

from tests.conftest import Run
from tests.hostile import MARKER, WORDS
from tests.reliability.conftest import chance_of, often
from tests.web.conftest import Browser, House, OpenPages
from tests.web.wire import exchange, status
from tracker.web.doors import cookie_name
from tracker.web.guards import FORM, TOKEN, token_of
from tracker.web.pages.routes import ROUTES
from tracker.web.routes import Role

REQUESTS = often(1_600, 8_000)
OVER_THE_WIRE = often(400, 2_000)
METHODS = ("GET", "POST", "HEAD", "PUT", "OPTIONS", "\x00", "GET\r\n")
ROLES: tuple[Role | None, ...] = (None, "reader", "caregiver", "patient")
HEADERS = (
    "ACCEPT", "ACCEPT_LANGUAGE", "AUTHORIZATION", "COOKIE", "HOST", "IF_MODIFIED_SINCE",
    "IF_NONE_MATCH", "ORIGIN", "RANGE", "REFERER", "SEC_FETCH_SITE",
    "TRANSFER_ENCODING", "X_FORWARDED_FOR",
    "X_FORWARDED_HOST", "X_HTTP_METHOD_OVERRIDE",
)  # fmt: skip
FIELDS = (
    TOKEN, "secret", "code", "id", "day", "answer", "note", "sign", "none", "value",
    "unit", "whose", "called", "reason", "when", "number",
)  # fmt: skip
TELLING = (
    b"Traceback",
    b"werkzeug",
    b"jinja2",
    b"sqlite3",
    b'File "',
    b"site-packages",
)
SHARE = 3


class Hostile:
    """Requests that nobody should send, from chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._rules = [route.rule for route in ROUTES]

    def one_in(self, many: int) -> bool:
        return self._chance.randrange(many) == 0

    def some_bytes(self, most: int) -> bytes:
        return self._chance.randbytes(self._chance.randrange(most))

    def text(self) -> str:
        """As WSGI has it: each character a byte."""
        if self.one_in(2):
            return self.some_bytes(60).decode("latin-1")
        word = self._chance.choice(WORDS).encode("utf-8", "surrogatepass")
        return word[:6000].decode("latin-1")

    def path(self) -> str:
        """One of ours with its parts filled in, or anything."""
        if self.one_in(SHARE):
            return "/" + self.text()
        rule = self._chance.choice([*self._rules, "/pair", "/leave", "/static/x"])
        parts = rule.split("/")
        return "/".join(self.text() if "<" in part else part for part in parts)

    def body(self) -> bytes:
        if self.one_in(SHARE):
            return self.some_bytes(300)
        names = self._chance.sample(FIELDS, 4)
        return "&".join(f"{name}={self.text()}" for name in names).encode("latin-1")

    def headers(self) -> dict[str, str]:
        names = self._chance.sample(HEADERS, 2) if self.one_in(2) else []
        return {f"HTTP_{name}": self.text() for name in names}

    def environ(self, browser: Browser) -> dict[str, object]:
        """A whole request; two of three get past the first doors."""
        method = self._chance.choice(METHODS[: 7 if self.one_in(SHARE) else 2])
        body = self.body() if method == "POST" else b""
        if not self.one_in(SHARE):
            body += f"&{TOKEN}={token_of(browser.secret)}".encode()
        place = browser.place
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": self.path(),
            "QUERY_STRING": self.text(),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(place.port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.168.1.66",
            "HTTP_HOST": place.origin.partition("//")[2],
            "HTTP_ORIGIN": place.origin,
            "HTTP_COOKIE": f"{cookie_name(place)}={browser.secret}",
            "CONTENT_TYPE": FORM,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": place.scheme,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **self.headers(),
        }


def answered(house: House, environ: dict[str, object]) -> tuple[int, bytes]:
    """What the application makes of a request; its own faults come through."""
    pieces, said, _ = run_wsgi_app(house.app, environ, buffered=True)
    return int(said.split()[0]), b"".join(pieces)


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_sent_is_answered_without_a_fault(
    house: House, run: Run, role: Role | None
) -> None:
    run("log", "pain=4", "--sign", "leg-new", "--note", MARKER)
    browser = house.anybody(role)
    hostile = Hostile(chance_of(f"hostile {role}"))
    found: Counter[int] = Counter()
    for _ in range(REQUESTS // len(ROLES)):
        code, body = answered(house, hostile.environ(browser))
        found[code] += 1
        assert not any(word in body for word in TELLING)
        assert role is not None or MARKER.encode() not in body
        if role is not None and browser.get("/signs").status_code != 200:
            # It found the way out; in again.
            browser = house.anybody(role)

    assert max(found) < 500, found
    assert len(found) > 3, found


def escaped(text: object) -> str:
    """Part of an address, as a browser writes it."""
    return quote(str(text).encode("latin-1"), safe="/=&")


def as_bytes(environ: dict[str, object]) -> bytes:
    """The same request as it goes over the wire."""
    body = environ["wsgi.input"]
    assert isinstance(body, io.BytesIO)
    lines = [
        f"{environ['REQUEST_METHOD']} {escaped(environ['PATH_INFO'])}"
        f"?{escaped(environ['QUERY_STRING'])} HTTP/1.1",
        "Connection: close",
        f"Content-Type: {FORM}",
        f"Content-Length: {environ['CONTENT_LENGTH']}",
        *(
            f"{name[5:].replace('_', '-').title()}: {value}"
            for name, value in environ.items()
            if name.startswith("HTTP_")
        ),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body.getvalue()


def torn(sent: bytes, chance: random.Random) -> bytes:
    """As it is, cut off, with some bytes changed, or nothing of it at all."""
    place = chance.randrange(len(sent))
    other = chance.randbytes(chance.randrange(9))
    return chance.choice(
        [
            *[sent] * 4,
            sent[:place],
            sent[:place] + other + sent[place + 1 :],
            chance.randbytes(chance.randrange(1, 2000)),
        ]
    )


@pytest.mark.parametrize("lan", [False, True], ids=["plain", "tls"])
def test_whatever_comes_over_the_wire_is_answered_without_a_fault(
    open_page: OpenPages,
    house: House,
    lan: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    page = open_page(lan=lan)
    browser = house.browser()
    browser.place = page.place
    secret = page.sessions.begin("patient", page.person, house.workspace.now())
    browser.set_cookie(cookie_name(page.place), secret, domain="127.0.0.1")
    chance = chance_of(f"hostile over the wire {lan}")
    hostile = Hostile(chance)
    found: Counter[int] = Counter()
    for _ in range(OVER_THE_WIRE // 2):
        sent = torn(as_bytes(hostile.environ(browser)), chance)
        answer = exchange(page.place, sent)
        found[status(answer)] += 1
        assert not any(word in answer for word in TELLING)

    assert max(found) < 500, found
    assert len(found) > 3, found
    assert page.running()
    assert capfd.readouterr() == ("", "")
