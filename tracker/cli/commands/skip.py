"""tracker skip: a milestone does not apply."""

from tracker.cli.marking import marking

command = marking("skip", "skipped", "A milestone does not apply.")
