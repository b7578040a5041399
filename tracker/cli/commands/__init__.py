"""One file per command: parse, open, call, show."""

from typing import Any

import click


def run_hidden(name: str, **arguments: Any) -> None:
    """Run a command that the group loads by name but lists nowhere."""
    ctx = click.get_current_context()
    group = ctx.find_root().command
    hidden = group.get_command(ctx, name) if isinstance(group, click.Group) else None
    if hidden is not None:
        ctx.invoke(hidden, **arguments)
