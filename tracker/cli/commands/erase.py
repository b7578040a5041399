"""tracker erase: remove a person for good."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.erased import show_doomed, show_erased
from tracker.services.erase import confirm, erase, find_copies, foresee
from tracker.services.remembered import forget
from tracker.services.web_sessions import Sessions
from tracker.workspace import Workspace


@click.command("erase")
@click.argument("person", metavar="PERSON")
@screen_options
@click.pass_obj
def command(workspace: Workspace, person: str) -> None:
    """Remove all that is written down of a person, with the whole history.

    \b
    Undo does not bring it back. Only restoring a copy or an
    archive does that still holds it: they are not removed.
    """
    with workspace.store(of_everybody=True) as store:
        doomed = foresee(store, person)
        show_doomed(workspace, doomed)
        confirm(doomed, _typed_again())
        erased = erase(store, doomed, workspace.now())
    for person_id in erased.doomed.ids:
        Sessions(workspace.path, person_id).end_all(workspace.now())
    forget(workspace.path, erased.doomed.ids, erased.doomed.name)
    unasked = workspace.open_file.unasked
    copies = find_copies(workspace.path, erased.doomed, unasked)
    show_erased(workspace, erased, copies)


def _typed_again() -> str:
    """One line from whoever is there; what cannot be read is no name."""
    try:
        typed: str = click.prompt(
            "", default="", show_default=False, prompt_suffix="Name: ", err=True
        )
    except UnicodeError:
        return ""
    return typed
