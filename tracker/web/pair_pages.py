"""The pages for who is not let in yet, and those that only say why not."""

from datetime import datetime

from flask import Flask, Response, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.web.addresses import Place
from tracker.web.doors import Doors, give_cookie, take_cookie
from tracker.web.pairing import NotLetIn
from tracker.web.routes import Visitor
from tracker.workspace import Workspace

PAIR, LEAVE, HOME = "/pair", "/leave", "/"
# What is shown to everybody, by the name of its route.
OPEN = ("static", "pair", "pair_take")
SEE_OTHER, FORBIDDEN, OK = 303, 403, 200
OUTSIDE = (
    "Nothing was saved. This phone was not let in, or it was not used for 15 minutes. "
    "Let it in again, then send it once more."
)
LEFT = "This phone is signed out. To come back, it has to be let in again."


class PairPages:
    """Letting a browser in, and out."""

    def __init__(self, workspace: Workspace, place: Place, doors: Doors) -> None:
        self._workspace = workspace
        self._place = place
        self._doors = doors

    def register(self, app: Flask) -> None:
        """Add the pages to the application."""
        for rule, name, method, view in (
            (PAIR, "pair", "GET", self._ask),
            (PAIR, "pair_take", "POST", self._take),
            (LEAVE, "leave", "POST", self._leave),
        ):
            app.add_url_rule(
                rule, name, view, methods=[method], provide_automatic_options=False
            )

    def outside(self) -> AnyResponse:
        """The same to everybody who was not let in, whatever they asked for."""
        if request.method == "POST":
            return told(OUTSIDE, FORBIDDEN, PAIR)
        return redirect(PAIR, SEE_OTHER)

    def _ask(self) -> AnyResponse:
        return _form("", OK)

    def _take(self) -> AnyResponse:
        given = request.form.get("secret") or request.form.get("code", "")
        now = self._workspace.now()
        try:
            visitor = self._doors.pairing.take(given, request.remote_addr or "", now)
        except NotLetIn as refused:
            return _form(str(refused), refused.status)
        return self._let_in(visitor, now)

    def _let_in(self, visitor: Visitor, now: datetime) -> AnyResponse:
        sessions = self._doors.sessions
        if g.known is not None:
            sessions.leave(g.known.secret)
        secret = sessions.begin(visitor.role, visitor.name, now)
        self._doors.tell(f"Let in: {visitor.name} ({visitor.role}).")
        response = make_response(redirect(HOME, SEE_OTHER))
        give_cookie(response, self._place, secret)
        return response

    def _leave(self) -> AnyResponse:
        self._doors.sessions.leave(g.known.secret)
        response = told(LEFT, OK, PAIR)
        take_cookie(response, self._place)
        return response


def _form(said: str, status: int) -> Response:
    return make_response(render_template("pair.html", said=said), status)


def told(said: str, status: int, onward: str = HOME) -> Response:
    """A page with a few sentences, and the way on."""
    paragraphs = [part for part in said.split("\n\n") if part.strip()]
    page = render_template("pair_told.html", said=paragraphs, onward=onward)
    return make_response(page, status)
