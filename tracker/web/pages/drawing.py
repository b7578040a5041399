"""A page around what a view read: whose diary it is, who looks, and where to go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from tracker.domain.calling import dialled, number_for
from tracker.domain.diary import Diary
from tracker.domain.values import NamedTuple
from tracker.domain.wording import visible
from tracker.exports.entry_lines import NOT_WATCHED
from tracker.store.store import Store
from tracker.web.routes import Visitor
from tracker.workspace import Workspace

PAGES = (
    ("today", "Today"),
    ("timeline", "Timeline"),
    ("chart", "Chart"),
    ("entries", "Entries"),
    ("warnings", "Warnings"),
    ("report", "For the visit"),
)
OK = 200
# What was sent can be understood and not be kept.
REFUSED = 422
SEE_OTHER = 303
NOTHING_SAVED = "Nothing saved. "


class Dial(NamedTuple):
    """A number as it is shown, and as a phone dials it."""

    shown: str
    dialled: str


class Opened(NamedTuple):
    """What a view works with while the diary is open."""

    workspace: Workspace
    store: Store
    visitor: Visitor

    def diary(self) -> Diary:
        """The person, the procedure and its protocol."""
        return self.workspace.diary(self.store)


@contextmanager
def opened() -> Iterator[Opened]:
    """The diary of this request, open."""
    workspace: Workspace = g.workspace
    with workspace.store() as store:
        yield Opened(workspace, store, g.visitor)


def draw(
    template: str, diary: Diary, *, status: int = OK, **parts: object
) -> ResponseReturnValue:
    """The page of that template; ``here`` is the page that is marked as open."""
    drawn = render_template(
        template,
        name=visible(diary.person.name),
        not_watched=NOT_WATCHED,
        pages=PAGES,
        visible=visible,
        whole=whole,
        **{"here": request.endpoint, **parts},
    )
    return drawn, status


def go(page: str, **parts: Any) -> ResponseReturnValue:
    """On to another page, so that a reload sends nothing again."""
    return redirect(url_for(page, **parts), SEE_OTHER)


def dial(number: str | None) -> Dial | None:
    """A number to tap on; None where there is none that a phone could dial."""
    figures = dialled(number) if number else ""
    return Dial(visible(number or ""), figures) if figures else None


def dial_for(diary: Diary, tier: str) -> Dial | None:
    """The number to tap on for a tier."""
    return dial(number_for(diary, tier))


def whole(text: str, number: Dial | None) -> Markup:
    """A text in which the number is not broken over two lines."""
    shown = escape(visible(text))
    if number is None:
        return shown
    kept = Markup('<span class="whole">{}</span>').format(number.shown)
    return Markup(kept.join(shown.split(escape(number.shown))))


def typed(name: str) -> str:
    """What was typed into a field, without blanks around it."""
    return request.form.get(name, "").strip()


def sentence(problem: Exception) -> str:
    """What is wrong, to stand beside a field; the page says itself that it is kept."""
    return str(problem).removeprefix(NOTHING_SAVED)
