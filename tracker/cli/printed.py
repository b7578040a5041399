"""The page for a visit in the form that the name of its file asks for."""

from pathlib import Path

import click

from tracker.cli.screen import WIDEST, width
from tracker.cli.show.exported import deliver
from tracker.domain.summary import Summary
from tracker.domain.values import NamedTuple
from tracker.errors import UsageProblem
from tracker.exports import report_shape, to_json, to_text
from tracker.exports.page import plan_page
from tracker.workspace import Workspace

TEXT = ".txt"
PDF = ".pdf"
HTML = ".html"
UNSHOWN = "Some letters could not be shown: no font here has them. Check the page."


class Paper(NamedTuple):
    """Where the page goes; no path for the screen. ``replace`` is over a file."""

    path: Path | None
    large_print: bool
    replace: bool


def read_paper(
    workspace: Workspace, output: str | None, *, large_print: bool, replace: bool
) -> Paper:
    """What was typed; what cannot be made is refused before anything is read."""
    path = None if output in (None, "-") else Path(str(output))
    ending = "" if path is None else path.suffix.lower()
    if workspace.json and ending in (PDF, HTML):
        raise UsageProblem("JSON is no page. Name it like: -o page.json")
    if large_print and ending not in (PDF, HTML):
        raise UsageProblem("Large print is for paper: tracker report -o page.pdf")
    named = path is not None and path.name and not workspace.json
    if named and ending not in (PDF, HTML, TEXT):
        raise UsageProblem("Name the page so that it ends in .pdf, .html or .txt.")
    return Paper(path, large_print, replace)


def hand_over(workspace: Workspace, summary: Summary, paper: Paper) -> None:
    """Show the page, or keep it as a file."""
    if paper.path is None:
        click.echo(_text(workspace, summary, width()), nl=False)
        return
    ending = paper.path.suffix.lower()
    large = paper.large_print
    if ending not in (PDF, HTML):
        content = _text(workspace, summary, WIDEST).encode()
    elif ending == HTML:
        content = workspace.page_as_html(plan_page(summary), large_print=large)
    else:
        made = workspace.page_as_pdf(plan_page(summary), large_print=large)
        content = made.pdf
        if made.unshown:
            click.echo(UNSHOWN, err=True)
    deliver(content, paper.path, replace=paper.replace)


def _text(workspace: Workspace, summary: Summary, columns: int) -> str:
    if workspace.json:
        return to_json.text(report_shape.render(summary)) + "\n"
    return to_text.render(plan_page(summary), columns, plain=workspace.plain)
