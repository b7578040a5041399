"""tracker questions: what can be written down."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.questions import show_questions
from tracker.workspace import Workspace


@click.command("questions")
@screen_options
@click.pass_obj
def command(workspace: Workspace) -> None:
    """What can be written down, and how it is typed."""
    report = workspace.report()
    protocol = report.diary.protocol if report else workspace.standard_protocol()
    show_questions(workspace, protocol)
