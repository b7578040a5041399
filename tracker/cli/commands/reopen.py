"""tracker reopen: a milestone is open again."""

from tracker.cli.marking import marking

command = marking("reopen", "reopened", "A milestone is open again.")
