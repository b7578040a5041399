"""tracker done: a milestone is reached."""

from tracker.cli.marking import marking

command = marking("done", "done", "A milestone is reached.")
