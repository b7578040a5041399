"""Why something is said: its rule, its dates, what counted, and where it comes from."""

from datetime import date

from tracker.domain.basis import Basis, Source
from tracker.domain.facts import (
    Acknowledgement,
    Answer,
    CheckIn,
    Completion,
    Instruction,
    ShownWarning,
)
from tracker.domain.protocol import Line, Protocol
from tracker.domain.report import Report
from tracker.domain.restrictions import Limit
from tracker.domain.values import NamedTuple

# What every explanation says, in this order; other parts have keys of their own.
RULE, DATES, INPUTS, STANDS = "rule", "dates", "inputs", "stands"


class Part(NamedTuple):
    """One thing that is explained; ``key`` names it for programs."""

    key: str
    heading: str
    lines: tuple[str, ...]


class Pinned(NamedTuple):
    """The protocol that an explanation was read from."""

    protocol: Protocol
    sha256: str


class Behind(NamedTuple):
    """The facts of one diary behind a line.

    ``entries`` are those that reached a milestone, one for each day that it needs;
    ``words`` are all on a limit, oldest first; ``shown`` every warning of a sign,
    newest first; ``newest`` is the newest answer to a question and its day.
    """

    report: Report
    entries: tuple[CheckIn, ...] = ()
    completions: tuple[Completion, ...] = ()
    words: tuple[Instruction, ...] = ()
    shown: tuple[ShownWarning, ...] = ()
    newest: tuple[date, Answer] | None = None


class Stored(NamedTuple):
    """A warning as it was shown, its entry as it is now, and what was done.

    ``entry`` is None once it was deleted; ``pinned`` is the protocol of the
    procedure that the warning belongs to.
    """

    report: Report
    shown: ShownWarning
    entry: CheckIn | None
    done: tuple[Acknowledgement, ...]
    pinned: Pinned


class Explanation(NamedTuple):
    """A finished explanation; the terminal and programs are shown the same one.

    ``basis`` is None for a warning whose sign the protocol does not have.
    """

    id: str
    kind: str
    title: str
    parts: tuple[Part, ...]
    basis: Basis | None
    pinned: Pinned
    line: Line | None = None
    words: tuple[Instruction, ...] = ()
    limit: Limit | None = None
    stored: Stored | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of its basis, as the protocol describes them."""
        keys = self.basis.sources if self.basis else ()
        found = (self.pinned.protocol.source(key) for key in keys)
        return tuple(source for source in found if source is not None)

    def said(self, key: str) -> tuple[str, ...]:
        """The sentences of the parts of that key."""
        return tuple(s for part in self.parts if part.key == key for s in part.lines)
