"""tracker chart: the answers to one question, day by day."""

import click

from tracker.cli.options import completed, screen_options
from tracker.cli.show.chart import show_chart
from tracker.errors import UsageProblem
from tracker.services.chart import MOST_DAYS, find_charted, read_days
from tracker.workspace import Workspace


def _completed(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[str]:
    found = completed("questions")(ctx, param, incomplete)
    return [name.removesuffix("=") for name in found]


def _length(
    ctx: click.Context, param: click.Parameter, length: int | None
) -> int | None:
    if length is None or 1 <= length <= MOST_DAYS:
        return length
    raise UsageProblem(f"Type how many days, from 1 to {MOST_DAYS}: --days 14")


@click.command("chart")
@click.argument("words", metavar="[QUESTION]", nargs=-1, shell_complete=_completed)
@click.option(
    "--days",
    "length",
    type=int,
    callback=_length,
    metavar="N",
    help="The last N days, with today.",
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
