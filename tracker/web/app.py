"""The page as one Flask application: who may see what, around the pages themselves."""

from collections.abc import Callable, Sequence
from threading import Lock
from traceback import extract_tb
from typing import Any

from flask import Flask, Response, abort, g, request
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, InternalServerError

from tracker.errors import NotFound, TrackerError, UnusableFile
from tracker.web.addresses import Place
from tracker.web.doors import Doors, who_is_there
from tracker.web.guards import (
    LARGEST_BODY,
    SAFE,
    Doorkeeper,
    holds_token,
    is_from_our_page,
    protect,
    token_of,
)
from tracker.web.pair_pages import OPEN, PairPages, told
from tracker.web.routes import Route
from tracker.workspace import Workspace

BAD, FORBIDDEN, MISSING, CONFLICT, OURS = 400, 403, 404, 409, 500
MOST_FIELDS = 1000
NO_PAGE = (
    "There is no such page here, or not any more. What was saved stands among the "
    "entries."
)
NOT_OURS = (
    "Nothing was saved, because this was not sent from a page of this diary. Go back, "
    "load that page again, and send it once more."
)
NOT_READ = "That could not be read. Nothing was saved. Go back and try again."
FAULT = (
    "Something went wrong here, and it is not your fault. Look at your entries to see "
    "whether it was saved."
)
UNCOPIED = (
    "What was written is saved. There is no copy of today yet. To try again: "
    "tracker backup"
)


class PageApp(Flask):
    """Flask without its log: a traceback can hold what somebody wrote."""

    def log_exception(self, exc_info: Any) -> None:
        """Say nothing; where it was is told without any text of it."""

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Escape in every template, whatever it is called."""
        return True


def create_app(
    workspace: Workspace, place: Place, doors: Doors, routes: Sequence[Route]
) -> Flask:
    """The page of one person, at one place, for those who were let in.

    Views read `flask.g.workspace` and `flask.g.visitor`; templates have `visitor` and
    `csrf_token()`, which every form that posts carries in a field named "token".
    """
    app = PageApp("tracker.web")
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=MOST_FIELDS,
        PREFERRED_URL_SCHEME=place.scheme,
        SERVER_NAME=place.origin.partition("//")[2],
    )
    app.jinja_env.undefined = StrictUndefined
    # Else an address with two slashes would tell which pages there are.
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    _Pages(workspace, place, doors).register(app, routes)
    app.wsgi_app = Doorkeeper(app.wsgi_app, place)  # type: ignore[method-assign]
    return app


class _Pages:
    """What happens around every view; one view at a time.

    A diary is opened by each request anew. Were two open in one process, the end of
    one could drop the locks of the other.
    """

    def __init__(self, workspace: Workspace, place: Place, doors: Doors) -> None:
        self._workspace = workspace
        self._place = place
        self._doors = doors
        self._pair = PairPages(workspace, place, doors)
        self._turn = Lock()

    def register(self, app: Flask, routes: Sequence[Route]) -> None:
        app.before_request(self._let_in)
        app.after_request(self._protect)
        app.context_processor(_words)
        app.register_error_handler(HTTPException, _refused)
        app.register_error_handler(InternalServerError, self._our_fault)
        app.register_error_handler(TrackerError, _problem)
        self._pair.register(app)
        for route in routes:
            app.add_url_rule(
                route.rule,
                route.name,
                self._shown(route),
                methods=list(route.methods),
                provide_automatic_options=False,
            )

    def _let_in(self) -> ResponseReturnValue | None:
        """Nobody gets further who was not let in, or whom another page sent."""
        now = self._workspace.now()
        g.known = who_is_there(request, self._place, self._doors.sessions, now)
        g.visitor = g.known.visitor if g.known else None
        writing = request.method not in SAFE
        if writing and not is_from_our_page(request, self._place):
            abort(FORBIDDEN)
        if request.endpoint in OPEN:
            return None
        if g.known is None:
            return self._pair.outside()
        if writing and not holds_token(request, g.known.secret):
            abort(FORBIDDEN)
        g.workspace = self._workspace.again(author=g.visitor.name)
        return None

    def _shown(self, route: Route) -> Callable[..., ResponseReturnValue]:
        def view(**parts: Any) -> ResponseReturnValue:
            if g.visitor.role not in route.roles:
                abort(MISSING)
            with self._turn:
                answer = route.view(**parts)
                self._copy_daily()
            return answer

        return view

    def _copy_daily(self) -> None:
        """What is saved stays saved, whatever comes of the copy."""
        try:
            g.workspace.copy_daily()
        except (TrackerError, OSError):
            self._doors.tell(UNCOPIED)

    def _protect(self, response: Response) -> Response:
        return protect(response, request.path)

    def _our_fault(self, error: InternalServerError) -> Response:
        """A mistake that the diary explains is put down to it; else say where it was.

        Not what: the text of an exception can hold what somebody wrote.
        """
        try:
            self._workspace.refuse_damaged()
        except TrackerError as why:
            return _problem(why)
        found = error.original_exception
        steps = extract_tb(found.__traceback__ if found else None)
        where = f"{steps[-1].filename}:{steps[-1].lineno}" if steps else "unknown"
        self._doors.tell(f"A fault of ours: {type(found).__name__} at {where}")
        return told(FAULT, OURS)


def _words() -> dict[str, Any]:
    """What every template can use."""
    known = g.get("known")
    token = token_of(known.secret) if known else ""
    return {"visitor": g.get("visitor"), "csrf_token": lambda: token}


def _refused(error: HTTPException) -> Response:
    """Why not, in our words; what is forbidden is not told from what is not there."""
    if error.code == FORBIDDEN:
        return told(NOT_OURS, FORBIDDEN)
    if error.code in (MISSING, 405):
        return told(NO_PAGE, MISSING)
    return told(NOT_READ, error.code or BAD)


def _problem(error: TrackerError) -> Response:
    """The one sentence of a service; of what is not there, not even that."""
    if isinstance(error, NotFound):
        return told(NO_PAGE, MISSING)
    return told(str(error), CONFLICT if isinstance(error, UnusableFile) else BAD)
