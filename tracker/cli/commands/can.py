"""tracker can: were you told that you can?"""

import click

from tracker.cli.can import ask_amount, coming_day
from tracker.cli.options import screen_options
from tracker.cli.show.can import EXITS, show_verdict
from tracker.domain.verdicts import may
from tracker.services.can import limit_on
from tracker.services.told import find_restriction
from tracker.workspace import Workspace


@click.command("can")
@click.argument("action")
@click.argument("amount", nargs=-1, metavar="[5lb|2kg]")
@click.option("--on", metavar="DATE", help="Another day; weekdays look forward.")
@screen_options
@click.pass_context
def command(
    ctx: click.Context, action: str, amount: tuple[str, ...], on: str | None
) -> None:
    """What were you told?

    \b
    tracker can lift 8lb
    tracker can drive --on friday
    Ends with 0 within what somebody said, 3 not yet, 4 nobody said.
    """
    workspace: Workspace = ctx.obj
    with workspace.store() as store:
        diary = workspace.diary(store)
        day = coming_day(workspace, diary, on)
        limit = limit_on(store, diary, find_restriction(diary, action), day)
    verdict = may(limit, ask_amount(workspace, limit, " ".join(amount)))
    show_verdict(workspace, diary, verdict, day)
    ctx.exit(EXITS[verdict.may])
