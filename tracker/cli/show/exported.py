"""Handing over a finished export: to the pipe, or to a new file."""

import sys
from pathlib import Path

import click

from tracker.errors import Refused
from tracker.services.hand_over import write_new


def deliver(content: bytes, path: Path | None) -> None:
    """Write to standard output, or keep as a file and say where."""
    if path is None and sys.stdout is None:
        raise Refused("There is nowhere to show it. Name a file: -o FILE")
    if path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    write_new(path, content)
    click.echo(f"Written: {path}")
