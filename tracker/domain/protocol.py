"""What a recovery protocol says: questions, milestones, restrictions, warning signs."""

from tracker.domain.basis import Basis, Source
from tracker.domain.values import NamedTuple
from tracker.domain.window import Offset

ASKED = ("daily", "weekly", "on-request")
QUESTION_KINDS = ("scale", "count", "measure", "choice", "yes-no")
MILESTONE_KINDS = ("check", "step", "visit", "talk")
TIERS = ("emergency", "same-day", "next-visit")
# Its answer before the procedure belongs to the procedure, not to an entry.
BASELINE_QUESTION = "pain"


class Unit(NamedTuple):
    """Another unit a measure may be typed in: base = (typed - shift) * num / den."""

    id: str
    shift: int
    num: int
    den: int


class Choice(NamedTuple):
    """One possible answer; ``value`` is stored, ``word`` can be typed."""

    value: int
    word: str
    title: str


class Question(NamedTuple):
    """One thing that can be written down.

    Numbers are whole steps: ``step`` steps make one unit, so 38.2 C with step 10
    is 382. ``least`` and ``most`` are in steps of the base ``unit``.
    """

    id: str
    title: str
    text: str
    kind: str
    unit: str
    step: int
    least: int
    most: int
    ends: tuple[str, ...]
    units: tuple[Unit, ...]
    choices: tuple[Choice, ...]
    ask: str
    asked_from: Offset | None
    asked_until: Offset | None
    daily_while: str | None
    basis: Basis


class Reach(NamedTuple):
    """What reaches a milestone; ``days`` is on how many different days."""

    shape: str
    question: str | None
    value: int | None
    days: int
    restriction: str | None


class MilestonePlan(NamedTuple):
    """Something to look out for, and when.

    ``when`` says the window in words, ``expect`` what may be expected,
    ``closed`` what is said once the window has passed unreached.
    """

    id: str
    title: str
    kind: str
    opens: Offset | None
    closes: Offset | None
    reach: Reach
    when: str
    expect: str
    closed: str
    basis: Basis


class RestrictionPlan(NamedTuple):
    """A limit of the care team; the defaults are never shown as an instruction.

    ``limit`` is the published default in tenths of ``unit``; ``ranges`` states in
    words how far the sources are apart; ``ask`` is what to ask while nobody told it.
    """

    id: str
    title: str
    action: str
    what: str
    untold: str
    unit: str | None
    limit: int | None
    until: Offset | None
    ranges: tuple[str, ...]
    basis: Basis
    ask: str = ""


class Trigger(NamedTuple):
    """An answer that raises a sign: at least ``at_least``, or any of ``values``."""

    question: str
    at_least: int | None
    values: tuple[int, ...]
    above_baseline: bool


class WarningSign(NamedTuple):
    """A statement that, if it is new or worse, means somebody should be called.

    ``asked`` is False when an answer (``raised_by``) already asks for it;
    ``becomes`` is the graver sign that stands beside a milder one.
    """

    id: str
    text: str
    tier: str
    why: str
    ask: str
    asked: bool
    asked_from: Offset | None
    asked_until: Offset | None
    raised_by: tuple[Trigger, ...]
    becomes: str | None
    basis: Basis


class Setback(NamedTuple):
    """A pattern over days that is asked about; never a finding.

    Either ``times`` days with an answer in a row, each at least ``by`` steps above
    the median of the ``of`` such days before them (at least ``least`` of them), or
    one of ``signs`` that was shown. All of it within ``within`` days up to today.
    """

    id: str
    title: str
    text: str
    question: str | None
    by: int
    of: int
    least: int
    times: int
    signs: tuple[str, ...]
    within: int
    basis: Basis


class BoneItem(NamedTuple):
    """Something to ask about so that the next bone does not break."""

    id: str
    title: str
    text: str
    basis: Basis


class ChangeWords(NamedTuple):
    """When a change from before is called clear or large, and a score acceptable.

    ``points`` and ``acceptable`` are in whole steps of ``question``; a clear change
    has at least ``points`` and ``percent``, a large one also ``large_percent``.
    """

    id: str
    title: str
    text: str
    question: str
    points: int
    percent: int
    large_percent: int
    acceptable: int
    basis: Basis


class ReferenceRow(NamedTuple):
    """What published groups reported at one time, in tenths of the scale.

    ``people`` and ``studies`` are those behind ``mean``, ``low`` and ``high`` (lowest
    mean less one deviation, highest mean and one); ``least`` and ``most`` are the
    lowest and highest mean of all studies that were read.
    """

    when: str
    day: int
    people: int
    studies: int
    mean: int
    low: int
    high: int
    least: int
    most: int


class Reference(NamedTuple):
    """What published groups reported of a question; never a target."""

    id: str
    title: str
    text: str
    question: str
    rows: tuple[ReferenceRow, ...]
    basis: Basis


class Topic(NamedTuple):
    """Background in plain words; ``parts`` are (heading, text) pairs."""

    id: str
    title: str
    parts: tuple[tuple[str, str], ...]
    basis: Basis


class Protocol(NamedTuple):
    """A whole recovery protocol. Ids are unique over all of its lines."""

    id: str
    version: str
    title: str
    procedure: str
    say: str
    about: str
    questions: tuple[Question, ...]
    milestones: tuple[MilestonePlan, ...]
    restrictions: tuple[RestrictionPlan, ...]
    signs: tuple[WarningSign, ...]
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    setbacks: tuple[Setback, ...] = ()
    bone_items: tuple[BoneItem, ...] = ()
    change_words: ChangeWords | None = None
    reference: Reference | None = None

    def question(self, question_id: str) -> Question | None:
        """The question of that id, or None."""
        return next((q for q in self.questions if q.id == question_id), None)

    def milestone(self, milestone_id: str) -> MilestonePlan | None:
        """The milestone of that id, or None."""
        return next((m for m in self.milestones if m.id == milestone_id), None)

    def restriction(self, restriction_id: str) -> RestrictionPlan | None:
        """The restriction of that id, or None."""
        return next((r for r in self.restrictions if r.id == restriction_id), None)

    def sign(self, sign_id: str) -> WarningSign | None:
        """The warning sign of that id, or None."""
        return next((s for s in self.signs if s.id == sign_id), None)

    def source(self, key: str) -> Source | None:
        """The source of that key, or None."""
        return next((s for s in self.sources if s.key == key), None)


Line = (
    Question
    | MilestonePlan
    | RestrictionPlan
    | WarningSign
    | Topic
    | Setback
    | BoneItem
    | ChangeWords
    | Reference
)


def lines_of(protocol: Protocol) -> tuple[Line, ...]:
    """Everything with an id, in the order of the file."""
    return (
        *protocol.questions,
        *protocol.milestones,
        *protocol.restrictions,
        *protocol.signs,
        *protocol.topics,
        *protocol.setbacks,
        *protocol.bone_items,
        *(line for line in (protocol.change_words, protocol.reference) if line),
    )


def names_of(line: Line) -> tuple[str, ...]:
    """What a line may be called by: its id, or its title as it is shown."""
    title = line.text if isinstance(line, WarningSign) else line.title
    return (line.id, title.lower())
