"""The page for the visit, as the printed one says it."""

from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.domain.summary import summarise
from tracker.exports.page import plan_page
from tracker.exports.to_html import sections
from tracker.services.review import review_page
from tracker.services.visits import page_begins
from tracker.web.pages.chart import PHONE, pictures_of
from tracker.web.pages.drawing import draw, opened


def report() -> ResponseReturnValue:
    """From the last visit up to today."""
    with opened() as (workspace, store, _):
        diary = workspace.diary(store)
        now, today = workspace.now(), workspace.today(diary)
        with store.reading():
            visits = store.visits(diary.person, diary.procedure)
            first = page_begins(diary, visits, today)
            read = review_page(store, diary, now, first, today)
    page = plan_page(summarise(read))
    narrow, wide = pictures_of(page.summary, PHONE) or (None, None)
    return draw(
        "report.html",
        diary,
        page=page,
        sections=Markup(sections(page, wide=wide, narrow=narrow)),
    )
