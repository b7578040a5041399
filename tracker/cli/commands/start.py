"""tracker start: write down the procedure."""

import click

from tracker.cli.ask_start import ask_words
from tracker.cli.asking import asks
from tracker.cli.options import screen_options
from tracker.cli.show.started import show_started
from tracker.cli.started import Phones, Words, begin, refuse_early
from tracker.workspace import STANDARD, Workspace


@click.command("start")
@click.argument("day", required=False, metavar="[DATE]")
@click.option("--time", "clock", metavar="HH:MM", help="When it began, if known.")
@click.option("--zone", metavar="IANA", help="Where the person lives.")
@click.option("--name", metavar="TEXT", help="Who had the procedure.")
@click.option("--baseline-pain", metavar="0-10", help="Pain before the procedure.")
@click.option("--emergency", metavar="NUMBER", help="Emergency number there.")
@click.option("--care-team", metavar="PHONE", help="The care team's phone.")
@click.option("--day-start", metavar="HH:MM", help="When a day begins, if not 00:00.")
@click.option("--protocol", metavar="ID", default=STANDARD, help="Another protocol.")
@click.option("--another", is_flag=True, help="A further procedure.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace,
    /,
    day: str | None,
    clock: str | None,
    zone: str | None,
    name: str | None,
    baseline_pain: str | None,
    emergency: str | None,
    care_team: str | None,
    day_start: str | None,
    protocol: str,
    another: bool,
) -> None:
    """Write down the procedure; typed alone it asks."""
    contacts = Phones(emergency, care_team)
    words = Words(day, clock, zone, name, baseline_pain, contacts, day_start, another)
    refuse_early(workspace, words)
    loaded = workspace.protocol(protocol)
    if day is None and asks(workspace):
        words = ask_words(workspace, words, loaded.protocol)
    show_started(workspace, begin(workspace, words, loaded))
