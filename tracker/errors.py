"""What a person can put right: one sentence, a next step, an exit code."""

ACT = 1
USAGE = 2


class TrackerError(Exception):
    """One sentence and a next step; never carries an answer or a note."""

    exit_code = ACT


class NothingRecorded(TrackerError):
    """No recovery has been started in this store."""


class NotFound(TrackerError):
    """What was named does not exist."""


class Refused(TrackerError):
    """What was typed cannot be stored; every problem is named, nothing is kept."""


class NoRight(Refused):
    """This copy came with a right, and it does not reach that far."""


class UsageProblem(TrackerError):
    """The command line itself cannot be understood."""

    exit_code = USAGE


class UnusableFile(TrackerError):
    """A file that cannot be read, written or trusted; it was left untouched."""

    exit_code = USAGE


class ProtocolProblems(UnusableFile):
    """Every problem of a protocol file, each with its place."""

    def __init__(self, name: str, problems: list[str]) -> None:
        self.problems = tuple(problems)
        listed = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{name} cannot be used as a protocol:\n{listed}")
