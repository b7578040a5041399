"""tracker explain: why does it say that?"""

import click

from tracker.cli.options import completed_lines, screen_options
from tracker.cli.show.explained import show_explained
from tracker.services.explain import find_line
from tracker.workspace import Workspace


@click.command("explain")
@click.argument(
    "words", metavar="ID|TOPIC", nargs=-1, required=True, shell_complete=completed_lines
)
@screen_options
@click.pass_obj
def command(workspace: Workspace, words: tuple[str, ...]) -> None:
    """Why it says that: the rule, the dates, the source."""
    report = workspace.report()
    protocol = report.diary.protocol if report else workspace.standard_protocol()
    line = find_line(protocol, " ".join(words))
    show_explained(workspace, line, protocol, report)
