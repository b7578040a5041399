"""Pairing: a secret and a code that let one browser in, once, within two minutes."""

import hashlib
import hmac
import secrets
from collections import defaultdict, deque
from datetime import datetime, timedelta
from threading import Lock

from tracker.domain.values import NamedTuple
from tracker.errors import Refused
from tracker.web.routes import Visitor

LASTS = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)
TRIES_A_MINUTE = 5
TRIES = 20
SECRET_BYTES = 16
CODE_FIGURES = 10
LONGEST_GUESS = 200
CLOSED = (
    f"{TRIES} tries did not fit, so nobody can be let in any more. At the computer, "
    "stop it with Ctrl-C and start it again."
)


class NotLetIn(Refused):
    """What was sent does not let anybody in; ``status`` is what HTTP calls it."""

    def __init__(self, said: str, status: int) -> None:
        self.status = status
        super().__init__(said)


class Offer(NamedTuple):
    """One browser may come in with the secret, or with the code, before ``until``."""

    secret: str
    code: str
    visitor: Visitor
    until: datetime


class Pairing:
    """At most one offer at a time; after too many wrong tries none any more."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._offer: Offer | None = None
        self._wrong = 0
        self._lately: dict[str, deque[datetime]] = defaultdict(deque)

    def offer(self, visitor: Visitor, now: datetime) -> Offer:
        """A new offer in place of the one before; Refused once pairing is closed."""
        with self._lock:
            if self._wrong >= TRIES:
                raise Refused(CLOSED)
            secret = secrets.token_urlsafe(SECRET_BYTES)
            code = f"{secrets.randbelow(10**CODE_FIGURES):0{CODE_FIGURES}}"
            self._offer = Offer(secret, code, visitor, now + LASTS)
            return self._offer

    def open_until(self) -> datetime | None:
        """The end of the offer that waits; None when none does."""
        offer = self._offer
        return offer.until if offer else None

    def tries_left(self) -> int:
        """How many wrong tries there can still be."""
        return TRIES - self._wrong

    def take(self, given: str, address: str, now: datetime) -> Visitor:
        """Who comes in with this secret or code; NotLetIn when nobody does."""
        with self._lock:
            self._require_tries(address, now)
            offer = self._offer
            if not _fits(given, offer) or offer is None or now >= offer.until:
                self._count(address, now)
                raise NotLetIn(_unfit(self._wrong), 403)
            self._offer = None
            return offer.visitor

    def _require_tries(self, address: str, now: datetime) -> None:
        if self._wrong >= TRIES:
            raise NotLetIn(CLOSED, 403)
        lately = self._lately[address]
        while lately and now - lately[0] >= MINUTE:
            lately.popleft()
        if len(lately) >= TRIES_A_MINUTE:
            raise NotLetIn("That were many tries. Wait a minute, then try again.", 429)

    def _count(self, address: str, now: datetime) -> None:
        self._wrong += 1
        self._lately[address].append(now)
        if self._wrong >= TRIES:
            self._offer = None


def _fits(given: str, offer: Offer | None) -> bool:
    """Both are compared, in a time that tells nothing."""
    secret, code = (offer.secret, offer.code) if offer else ("", "")
    typed = given.strip()
    figures = "".join(typed.replace("-", " ").split())
    as_secret = _same(typed, secret)
    as_code = _same(figures, code)
    return as_secret or as_code


def _same(given: str, wanted: str) -> bool:
    first, second = (
        hashlib.sha256(text[:LONGEST_GUESS].encode(errors="surrogatepass")).digest()
        for text in (given, wanted)
    )
    return hmac.compare_digest(first, second)


def _unfit(wrong: int) -> str:
    if wrong >= TRIES:
        return CLOSED
    return (
        "That does not fit. A code or link lets one phone in, once, within two "
        "minutes. At the computer, press Enter for a new one."
    )
