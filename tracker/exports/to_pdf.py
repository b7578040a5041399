"""The page for a visit as a PDF: one side, tagged, the same bytes each time."""

from tracker.domain.amounts import UNITS
from tracker.exports import chart_svg
from tracker.exports.page import Page, shape
from tracker.exports.typeset import Typeset, typeset

TEMPLATE = "page"
# Where paper is letter-sized; elsewhere it is A4.
LETTER_ZONES = ("America/", "Canada/", "US/")


def render(page: Page, *, large_print: bool = False) -> Typeset:
    """The PDF; ``large_print`` is 18 point and takes more sides."""
    summary = page.summary
    size = chart_svg.LARGE if large_print else chart_svg.WIDE
    zone = summary.report.diary.person.zone
    return typeset(
        TEMPLATE,
        {
            "page": shape(page),
            "chart": chart_svg.draw(summary, size=size),
            "chart_alternative": chart_svg.alternative(summary),
            "large_print": large_print,
            "paper": "us-letter" if zone.startswith(LETTER_ZONES) else "a4",
            "units": " / ".join(UNITS),
        },
    )
