"""tracker chart: the answers to one question, day by day."""

import click

from tracker.cli.options import completed, screen_options
from tracker.cli.show.chart import show_chart
from tracker.services.chart import find_charted, read_days
from tracker.workspace import Workspace

MOST_DAYS = 3660


def _completed(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[str]:
    found = completed("questions")(ctx, param, incomplete)
    return [name.removesuffix("=") for name in found]


@click.command("chart")
@click.argument("words", metavar="[QUESTION]", nargs=-1, shell_complete=_completed)
@click.option(
    "--days",
    "length",
    type=click.IntRange(1, MOST_DAYS),
    metavar="N",
    help="The last N days, today with them.",
)
@click.option("--reference", is_flag=True, help="Beside it, what others reported.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace, words: tuple[str, ...], length: int | None, reference: bool
) -> None:
    """The answers to a question, day by day: pain, if none is named."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        question = find_charted(diary.protocol, " ".join(words))
        days = read_days(store, diary, question, workspace.today(diary), length)
    show_chart(workspace, days, reference=reference)
