"""How one gets in: the pairing, the sessions, the cookie, and what hears of it."""

from collections.abc import Callable
from datetime import datetime
from typing import get_args

from flask import Request, Response

from tracker.domain.values import NamedTuple
from tracker.services.web_sessions import Session, Sessions
from tracker.web.addresses import Place
from tracker.web.pairing import Pairing
from tracker.web.routes import Role, Visitor

ROLES: tuple[Role, ...] = get_args(Role)
LONGEST_SECRET = 100


class Doors(NamedTuple):
    """The ways in to one page.

    ``tell`` gets a sentence for the terminal: who came in, or what went wrong; never a
    note, and never the address of a page.
    """

    pairing: Pairing
    sessions: Sessions
    tell: Callable[[str], None]


class Known(NamedTuple):
    """A visitor that was let in, and the secret of their session."""

    visitor: Visitor
    secret: str


def cookie_name(place: Place) -> str:
    """Its own for each port; with TLS no other host can set it."""
    return f"{'__Host-' if place.tls else ''}tracker-{place.port}"


def who_is_there(
    request: Request, place: Place, sessions: Sessions, now: datetime
) -> Known | None:
    """Who sends a request; None when nobody was let in, or not any more."""
    secret = request.cookies.get(cookie_name(place), "")
    if not secret or len(secret) > LONGEST_SECRET:
        return None
    session = sessions.find(secret, now)
    visitor = _visitor(session) if session else None
    return Known(visitor, secret) if visitor else None


def _visitor(session: Session) -> Visitor | None:
    for role in ROLES:
        if role == session.role:
            return Visitor(role, session.name)
    return None


def give_cookie(response: Response, place: Place, secret: str) -> None:
    """Have the browser keep a secret until it is closed."""
    response.set_cookie(
        cookie_name(place),
        secret,
        secure=place.tls,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def take_cookie(response: Response, place: Place) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        cookie_name(place),
        secure=place.tls,
        httponly=True,
        samesite="Strict",
        path="/",
    )
