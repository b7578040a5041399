"""tracker explain: why does it say that?"""

import click

from tracker.cli.options import completed_lines, screen_options
from tracker.cli.show.explained import show_explained
from tracker.domain.explanation import Explanation, Pinned
from tracker.errors import NothingRecorded
from tracker.exports.explained.lines import explain_line
from tracker.exports.explained.signs import explain_warning
from tracker.services.explain import (
    find_line,
    read_behind,
    read_warning,
    warning_number,
)
from tracker.workspace import STANDARD, Workspace


@click.command("explain")
@click.argument(
    "words",
    metavar="ID|TOPIC|NUMBER",
    nargs=-1,
    required=True,
    shell_complete=completed_lines,
)
@screen_options
@click.pass_obj
def command(workspace: Workspace, words: tuple[str, ...]) -> None:
    """Why it says that: the rule, the dates, the source."""
    typed = " ".join(words)
    number = warning_number(typed)
    if number is not None:
        explanation = _warning(workspace, number)
    else:
        explanation = _line(workspace, typed)
    show_explained(workspace, explanation)


def _warning(workspace: Workspace, number: int) -> Explanation:
    with workspace.store() as store:
        report = workspace.review(store)
        return explain_warning(read_warning(store, report, number))


def _line(workspace: Workspace, typed: str) -> Explanation:
    """A line of the diary's own protocol; of the bundled one without a diary."""
    try:
        with workspace.store() as store:
            report = workspace.review(store)
            diary = report.diary
            line = find_line(diary.protocol, typed)
            pinned = Pinned(diary.protocol, diary.procedure.protocol_sha256)
            return explain_line(line, pinned, read_behind(store, report, line))
    except NothingRecorded:
        loaded = workspace.protocol(STANDARD)
        pinned = Pinned(loaded.protocol, loaded.sha256)
        return explain_line(find_line(loaded.protocol, typed), pinned, None)
