"""A limit explained; the only screen where the published numbers stand."""

from tracker.domain.amounts import say_amount
from tracker.domain.diary import Diary
from tracker.domain.explanation import DATES, INPUTS, RULE, STANDS, Behind, Part
from tracker.domain.facts import Instruction
from tracker.domain.protocol import RestrictionPlan
from tracker.domain.restrictions import Limit, say_word
from tracker.domain.window import local_day
from tracker.domain.wording import mid_day, short_day
from tracker.exports.explained.when import say_offset
from tracker.exports.limit_words import limit_words, say_whose

PUBLISHED = "published"
DIFFERS = "What was said differs; the stricter counts."
RULES = (
    "A limit is in force until your care team clears it. It never ends by itself.",
    "Of each person who spoke, the newest word counts. When somebody says which word "
    "counts, that one goes before every earlier word.",
    "Where words differ, the stricter counts, until somebody says which: "
    "tracker told {id} --which NUMBER",
)


def restriction_parts(
    plan: RestrictionPlan, behind: Behind | None, limit: Limit | None
) -> list[Part]:
    """How it stands, every word on it, and what is published."""
    rule = Part(RULE, "The rule", tuple(text.format(id=plan.id) for text in RULES))
    published = Part(
        PUBLISHED,
        "What is published, which is nobody's instruction to you",
        _published(plan),
    )
    if behind is None or limit is None:
        return [rule, published]
    said = tuple(_word(word, limit, behind.report.diary) for word in behind.words)
    nobody = ("Nobody's word is written down. To write it down: tracker told",)
    differs = (DIFFERS,) if limit.differing else ()
    stands = (f"{plan.title}: {limit_words(limit)}", *differs)
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


def _word(word: Instruction, limit: Limit, diary: Diary) -> str:
    source = f", {word.source.removesuffix('.')}" if word.source else ""
    settles = "; it was said to go before every earlier word" if word.settles else ""
    day = short_day(local_day(word.recorded_at, diary.zone, 0))
    return (
        f"{word.number} {say_whose(word)}{source}{settles}. "
        f"Typed by {word.author}, {day}. {_weight(word, limit)}"
    )


def _weight(word: Instruction, limit: Limit) -> str:
    """Whether a word counts, and why or why not."""
    if word not in limit.standing:
        return "A later word stands in its place."
    if word == limit.word:
        return _why_it_counts(word, limit)
    if word.cleared:
        return "It does not count while another word holds."
    if word not in (*limit.in_force, *limit.ended):
        return "Its day has passed, and somebody spoke since."
    same = limit.word is not None and say_word(word) == say_word(limit.word)
    return "It says the same as the word that counts." if same else "Less strict."


def _why_it_counts(word: Instruction, limit: Limit) -> str:
    if word in limit.ended:
        return "It counts. Its day has passed; it does not end by itself."
    return "It counts: it is the stricter." if limit.differing else "It counts."


def _published(plan: RestrictionPlan) -> tuple[str, ...]:
    default = f"A common default, until your care team says: {plan.what}"
    lines = [default, *(f"- {text}" for text in plan.ranges)]
    middle = say_amount(plan.limit, plan.unit) if plan.limit and plan.unit else ""
    length = say_offset(plan.until) if plan.until else ""
    ours = ", ".join(part for part in (middle, length) if part)
    if ours:
        lines.append(f"Our middle choice between them, shown here alone: {ours}.")
    return (*lines, "Your care team's word goes first: tracker told")
