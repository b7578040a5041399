"""A limit explained; the only screen where the published numbers stand."""

from tracker.cli.show.limits import differing_lines, limit_words, say_whose
from tracker.domain.explanation import DATES, INPUTS, RULE, STANDS, Behind, Part
from tracker.domain.facts import Instruction
from tracker.domain.protocol import RestrictionPlan
from tracker.domain.restrictions import Limit, Told, say_amount
from tracker.domain.wording import mid_day, short_day

PUBLISHED = "published"
RULES = (
    "A limit is in force until your care team clears it. It never ends by itself.",
    "Of everybody who spoke, the newest word counts.",
    "Where two words differ, the stricter counts, until somebody says which: "
    "tracker told {id} --which NUMBER",
)


def restriction_parts(plan: RestrictionPlan, behind: Behind | None) -> list[Part]:
    """How it stands, every word on it, and what is published."""
    limits = behind.report.limits if behind else ()
    limit = next((each for each in limits if each.plan.id == plan.id), None)
    rule = Part(RULE, "The rule", tuple(text.format(id=plan.id) for text in RULES))
    published = Part(
        PUBLISHED,
        "What is published, which is nobody's instruction to you",
        _published(plan, limit),
    )
    if behind is None or limit is None:
        return [rule, published]
    said = tuple(_word(word, limit) for word in behind.words)
    nobody = ("Nobody's word is written down. To write it down: tracker told",)
    stands = (f"{plan.title}: {limit_words(limit)}", *differing_lines(limit))
    return [
        Part(STANDS, "Now", stands),
        Part(INPUTS, "Every word that was said", said or nobody),
        rule,
        *_dates(limit),
        published,
    ]


def _dates(limit: Limit) -> list[Part]:
    word = limit.word
    if word is None or word.until is None or word.cleared:
        return []
    said = f"The last day that was said is {mid_day(word.until)}, that day included."
    return [Part(DATES, "The dates", (said,))]


def _word(word: Instruction, limit: Limit) -> str:
    source = f", {word.source}" if word.source else ""
    settles = "; it was said to go before every earlier word" if word.settles else ""
    typed = f"Typed by {word.author}, {short_day(word.recorded_at.date())}."
    return (
        f"{word.number} {say_whose(word)}{source}{settles}. {typed} "
        f"{_weight(word, limit)}"
    )


def _weight(word: Instruction, limit: Limit) -> str:
    """Whether a word counts, and why or why not."""
    if word not in limit.standing:
        return "A later word stands in its place."
    if word == limit.word:
        counts = "It counts: it is the stricter." if limit.differing else "It counts."
        return "It counts, and its day has passed." if word in limit.ended else counts
    if limit.told is not Told.CLEARED and word.cleared:
        return "It does not count while another word holds."
    return "It stands beside the word that counts."


def _published(plan: RestrictionPlan, limit: Limit | None) -> tuple[str, ...]:
    default = f"A common default, until your care team says: {plan.what}"
    lines = [default, *(f"- {text}" for text in plan.ranges)]
    until = limit.default_until if limit else None
    middle = say_amount(plan.limit, plan.unit) if plan.limit and plan.unit else ""
    ends = f"until {mid_day(until)}" if until else ""
    ours = " ".join(part for part in (middle, ends) if part)
    if ours:
        lines.append(f"Our middle choice between them, shown here alone: {ours}.")
    return (*lines, "Your care team's word goes first: tracker told")
