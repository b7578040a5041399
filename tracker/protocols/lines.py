"""The lines of a protocol, each from its own table."""

from collections.abc import Collection, Mapping

from tracker.domain.amounts import TENTHS, UNITS
from tracker.domain.basis import CONFIDENCES, ORIGINS, Basis, Source
from tracker.domain.protocol import (
    ASKED,
    BASELINE_QUESTION,
    MILESTONE_KINDS,
    TIERS,
    BoneItem,
    MilestonePlan,
    Question,
    Reach,
    RestrictionPlan,
    Topic,
    Trigger,
    WarningSign,
)
from tracker.domain.values import NamedTuple
from tracker.domain.window import Offset
from tracker.protocols.questions import read_answer
from tracker.protocols.table import ID, Table, shown

_CIVIL = "MWD"
_DAYS = "WD"
_MOST_DAYS = 366
_LINKS = ("https://", "http://", "doi:")
_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31


class Known(NamedTuple):
    """What a line may refer to; a question is None while it has problems itself.

    ``signs`` gives the tier of each sign, as it stands in the file.
    """

    questions: Mapping[str, Question | None]
    milestones: Collection[str]
    restrictions: Collection[str]
    signs: Mapping[str, object]
    sources: Collection[str]


def read_source(key: str, table: Table) -> Source:
    """A source: a title, a link, and the procedure it speaks of."""
    link = table.text("link", "")
    if link and not link.startswith(_LINKS):
        table.note("link", f"starts with {', '.join(_LINKS)}, or is empty")
    source = Source(key, table.text("title"), link, table.text("about"))
    table.finish()
    return source


def read_basis(table: Table, sources: Collection[str]) -> Basis:
    """Why a line is there; a line without a source does not load."""
    named = table.texts("source")
    if not named:
        table.note("source", "is missing: every line names where it comes from")
    for key in named:
        if key not in sources:
            readable = key if ID.fullmatch(key) else shown(key)
            table.note("source", f"there is no [sources.{readable}]")
    return Basis(
        named,
        table.one_of("origin", ORIGINS),
        table.one_of("confidence", CONFIDENCES),
        table.text("note", ""),
    )


def read_milestone(table: Table, known: Known) -> MilestonePlan:
    """A milestone: its window, and what reaches it."""
    reach = _read_reach(table.table("reached_by"), known)
    opens, closes = _read_window(table, reach)
    plan = MilestonePlan(
        table.id(),
        table.text("title"),
        table.one_of("kind", MILESTONE_KINDS),
        opens,
        closes,
        reach,
        table.text("when", ""),
        table.text("expect", ""),
        table.text("closed"),
        read_basis(table, known.sources),
    )
    table.finish()
    return plan


def _read_window(table: Table, reach: Reach) -> tuple[Offset | None, Offset | None]:
    if reach.shape == "restriction":
        return None, None
    hours = str(table.value("closes")).startswith("PT")
    units = "H" if hours else _CIVIL
    opens, closes = table.offset("opens", units), table.offset("closes", units)
    if not (table.has("opens") and table.has("closes")):
        table.note("window", "needs opens and closes")
    if opens and closes and _may_be_empty(opens, closes, hours=hours):
        table.note("window", "may close before it opens")
    return opens, closes


def _may_be_empty(opens: Offset, closes: Offset, *, hours: bool) -> bool:
    """Whether there is a date from which it is; a closing day belongs to it."""
    if hours:
        return closes.hours <= opens.hours
    months = closes.months - opens.months
    month = _SHORTEST_MONTH if months > 0 else _LONGEST_MONTH
    weeks, days = closes.weeks - opens.weeks, closes.days - opens.days
    return months * month + weeks * 7 + days < 0


def _read_reach(table: Table, known: Known) -> Reach:
    shape = table.only("question", "by_hand", "restriction")
    reach = Reach("by-hand", None, None, 1, None)
    if shape == "question":
        reach = _read_evidence(table, known)
    if shape == "restriction":
        held = table.reference("restriction", known.restrictions, "restriction")
        reach = Reach("restriction", None, None, 1, held)
    if shape == "by_hand":
        _only_true(table, "by_hand")
    table.finish()
    return reach


def _read_evidence(table: Table, known: Known) -> Reach:
    asked = table.reference("question", known.questions, "question")
    days = table.integer("days", 1, _MOST_DAYS, 1)
    shape = table.only("answered", "at_least", "equals")
    if shape == "answered":
        _only_true(table, "answered")
        return Reach("answered", asked, None, days, None)
    question = known.questions.get(asked or "")
    value = _read_value(table, shape, question)
    return Reach((shape or "answered").replace("_", "-"), asked, value, days, None)


def _only_true(table: Table, key: str) -> None:
    if not table.flag(key, default=True):
        table.note(key, "can only be true; leave it out instead")


def _read_value(table: Table, key: str | None, question: Question | None) -> int | None:
    """The number stored for what the key says; None where a problem is noted."""
    if key is None:
        return None
    raw = table.value(key)
    if question is None:
        return None
    if key == "at_least" and question.kind == "yes-no":
        table.note(key, f"{question.id} is yes or no and has no least")
        return None
    return read_answer(table, key, raw, question)


def read_restriction(table: Table, known: Known) -> RestrictionPlan:
    """A limit; what is said while nobody has told it carries no figures."""
    limited = table.has("limit")
    plan = RestrictionPlan(
        table.id(),
        _without_figures(table, "title"),
        table.id("action") if table.has("action") else "",
        _without_figures(table, "what"),
        _without_figures(table, "untold"),
        table.one_of("unit", UNITS) if limited else None,
        table.steps("limit", TENTHS) if limited else None,
        table.offset("until", _CIVIL),
        table.texts("ranges"),
        read_basis(table, known.sources),
        _without_figures(table, "ask") if table.has("ask") else "",
    )
    table.finish()
    return plan


def _without_figures(table: Table, key: str) -> str:
    text = table.text(key)
    if any(character.isnumeric() for character in text):
        table.note(key, "has a figure; until somebody is told, there is none to say")
    return text


def read_sign(table: Table, known: Known) -> WarningSign:
    """A warning sign: a statement, whom to call, and what raises it by itself."""
    sign = WarningSign(
        table.id(),
        table.text("text"),
        table.one_of("tier", TIERS),
        table.text("why"),
        table.one_of("ask", ASKED, "daily"),
        table.flag("asked", default=True),
        table.offset("asked_from", _DAYS),
        table.offset("asked_until", _DAYS),
        tuple(_read_trigger(one, known) for one in table.tables("raised_by")),
        _read_becomes(table, known),
        read_basis(table, known.sources),
    )
    if sign.text.endswith("?"):
        table.note("text", "is a statement, not a question")
    if not sign.asked and not sign.raised_by:
        table.note("asked", "is false, so it needs a raised_by that asks for it")
    table.finish()
    return sign


def _read_becomes(table: Table, known: Known) -> str | None:
    if not table.has("becomes"):
        return None
    graver = table.reference("becomes", known.signs, "sign")
    if graver and known.signs[graver] == table.value("tier"):
        table.note("becomes", f"{graver} is of the same tier")
    return graver


def _read_trigger(table: Table, known: Known) -> Trigger:
    asked = table.reference("question", known.questions, "question")
    question = known.questions.get(asked or "")
    shape = table.only("at_least", "any_of", "above_baseline")
    trigger = Trigger(asked or "", None, (), above_baseline=shape == "above_baseline")
    if shape == "at_least":
        least = _read_value(table, "at_least", question)
        trigger = trigger._replace(at_least=least)
    if shape == "any_of":
        trigger = trigger._replace(values=_read_values(table, question))
    if shape == "above_baseline":
        _only_true(table, "above_baseline")
        _require_baseline(table, asked, question)
    table.finish()
    return trigger


def _read_values(table: Table, question: Question | None) -> tuple[int, ...]:
    raw = table.value("any_of")
    if not isinstance(raw, list) or not raw:
        table.note("any_of", "takes a list of answers")
        return ()
    if question is None:
        return ()
    values = (read_answer(table, "any_of", one, question) for one in raw)
    return tuple(value for value in values if value is not None)


def _require_baseline(
    table: Table, asked: str | None, question: Question | None
) -> None:
    if asked and asked != BASELINE_QUESTION:
        table.note("above_baseline", f'only "{BASELINE_QUESTION}" has a baseline')
    elif question and question.kind != "scale":
        table.note("above_baseline", f'"{BASELINE_QUESTION}" has to be a scale')


def read_bone_item(table: Table, known: Known) -> BoneItem:
    """Something to ask about for the bones."""
    item = BoneItem(
        table.id(),
        table.text("title"),
        table.text("text"),
        read_basis(table, known.sources),
    )
    table.finish()
    return item


def read_topic(table: Table, known: Known) -> Topic:
    """Background in plain words, under headings."""
    topic = Topic(
        table.id(),
        table.text("title"),
        tuple(_read_part(part) for part in table.tables("part")),
        read_basis(table, known.sources),
    )
    if not topic.parts:
        table.note("part", "is missing: write at least one [[topic.part]]")
    table.finish()
    return topic


def _read_part(table: Table) -> tuple[str, str]:
    part = (table.text("heading"), table.text("text"))
    table.finish()
    return part
