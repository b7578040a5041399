"""tracker serve: the diary as a page, for a browser or a phone."""

import click

from tracker.cli.names import read_name
from tracker.cli.options import screen_options
from tracker.cli.serving import USUAL_PORT, Wanted, list_sessions, revoke, serve
from tracker.errors import UsageProblem
from tracker.workspace import Workspace

MOST_PORT = 65535
ALONE = "Type --address together with --lan: on this computer it is 127.0.0.1."


@click.command("serve")
@click.option("--lan", is_flag=True, help="Also for phones in the same Wi-Fi.")
@click.option(
    "--role",
    type=click.Choice(["patient", "caregiver", "reader"]),
    help="What the first one may do.",
)
@click.option("--name", metavar="NAME", help="Who the first one is.")
@click.option(
    "--port",
    type=click.IntRange(0, MOST_PORT),
    default=USUAL_PORT,
    metavar="N",
    help=f"Another port than {USUAL_PORT}.",
)
@click.option("--address", metavar="IP", help="With --lan: another own address.")
@click.option("--sessions", is_flag=True, help="Who was let in.")
@click.option("--revoke", "ended", metavar="N|all", help="Let one of them in no more.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace,
    lan: bool,
    role: str | None,
    name: str | None,
    port: int,
    address: str | None,
    sessions: bool,
    ended: str | None,
) -> None:
    """Open the diary as a page for a browser or a phone.

    \b
    Without --lan it is for this computer alone.
    It stays open until Ctrl-C.
    """
    if ended is not None:
        revoke(workspace, ended)
    elif sessions:
        list_sessions(workspace)
    elif address is not None and not lan:
        raise UsageProblem(ALONE)
    else:
        named = None if name is None else read_name(name)
        serve(workspace, Wanted(lan, port, address, role, named))
