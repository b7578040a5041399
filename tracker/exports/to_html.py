"""The page for a visit as one HTML file: no script, nothing fetched, prints well."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.domain.amounts import UNITS
from tracker.exports import chart_svg
from tracker.exports.chart_marks import Size
from tracker.exports.page import Page

TEMPLATES = Path(__file__).parent / "templates"


def render(page: Page, *, large_print: bool = False) -> bytes:
    """The file; ``large_print`` is 18 point."""
    text = (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            wide=_picture(page, "chart", chart_svg.WIDE),
            narrow=_picture(page, "chart-narrow", chart_svg.NARROW),
            large_print=large_print,
            units=" / ".join(UNITS),
        )
    )
    return text.encode()


def sections(page: Page, *, narrow: Markup | None, wide: Markup | None) -> str:
    """What stands between the head and the end of the file, for another page.

    The pictures, where there are any, are drawn and harmless.
    """
    return (
        _environment()
        .get_template("page_body.html")
        .render(page=page, wide=wide, narrow=narrow, units=" / ".join(UNITS))
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _picture(page: Page, ids: str, size: Size) -> Markup | None:
    """The chart, which escapes what people typed by itself."""
    drawn = chart_svg.draw(page.summary, size=size, ids=ids)
    return None if drawn is None else Markup(drawn)
