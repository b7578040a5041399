"""Writes docs/evidence.md: every default of the bundled protocol, and its sources."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.domain.amounts import TENTHS, say_amount
from tracker.domain.answers import decimal, say_answer
from tracker.domain.basis import Basis
from tracker.domain.facts import Answer
from tracker.domain.protocol import (
    MilestonePlan,
    Protocol,
    RestrictionPlan,
    Setback,
    Trigger,
    WarningSign,
)
from tracker.domain.window import Offset
from tracker.protocols.library import BUNDLED, check

TARGET = Path(__file__).with_name("evidence.md")
WORDS = Path(__file__).with_name("evidence-words.md")
STANDARD = "sacroplasty-standard.toml"
ORIGINS = {
    "article": "article",
    "partly": "idea: article; rest: ours",
    "ours": "ours",
}
TIERS = {
    "emergency": "call the emergency number now",
    "same-day": "call the care team the same day",
    "next-visit": "tell at the next visit",
}
# A part of the words stands between two of these marks; the tables go where they say.
MARK = "<!-- table: {} -->"


def render() -> str:
    """The whole text of docs/evidence.md."""
    protocol = check(BUNDLED / STANDARD).protocol
    text = WORDS.read_text(encoding="utf-8")
    for name, made in TABLES.items():
        mark = MARK.format(name)
        if mark not in text:
            raise ValueError(f"{WORDS.name} has no {mark}")
        text = text.replace(mark, "\n".join(made(protocol)))
    return text


def limits(protocol: Protocol) -> Iterator[str]:
    """Each limit: our default, what is published, and how sure that is."""
    for plan in protocol.restrictions:
        yield f"### {plan.title}"
        yield ""
        yield f"Our default: **{default(plan)}** ({about(plan.basis)})."
        yield ""
        yield from (f"- {text}" for text in plan.ranges)
        yield ""
        yield from note(plan.basis)


def milestones(protocol: Protocol) -> Iterator[str]:
    """Each milestone: its window, whose it is, and why."""
    yield "| milestone | window | whose | sources |"
    yield "|---|---|---|---|"
    for plan in protocol.milestones:
        whose = about(plan.basis)
        yield f"| {plan.title} | {window(plan)} | {whose} | {keys(plan.basis)} |"
    yield ""
    for plan in protocol.milestones:
        if plan.basis.note:
            yield f"- **{plan.title}.** {plan.basis.note}"


def signs(protocol: Protocol) -> Iterator[str]:
    """Each sign: its tier, its threshold, whose it is."""
    yield "| sign | tier | raised by an answer | whose | sources |"
    yield "|---|---|---|---|---|"
    for sign in protocol.signs:
        raised = "; ".join(trigger(protocol, each) for each in sign.raised_by) or "-"
        yield (
            f"| {sign.text}{asked(sign)} | {TIERS[sign.tier]} | {raised} "
            f"| {about(sign.basis)} | {keys(sign.basis)} |"
        )
    yield ""
    for sign in protocol.signs:
        if sign.basis.note:
            yield f"- **{sign.text}.** {sign.basis.note}"


def setbacks(protocol: Protocol) -> Iterator[str]:
    """Each question over days, with its figures."""
    for setback in protocol.setbacks:
        whose = about(setback.basis)
        yield f"- **{setback.title}** ({whose}). {rule(setback, protocol)}"
        if setback.basis.note:
            yield f"  {setback.basis.note}"


def change(protocol: Protocol) -> Iterator[str]:
    """The words for a change, and where their figures are from."""
    words = protocol.change_words
    if words is not None:
        yield f"{words.text} Sources: {keys(words.basis)}. {words.basis.note}"


def reference(protocol: Protocol) -> Iterator[str]:
    """What published groups reported."""
    found = protocol.reference
    if found is None:
        return
    yield "| time | mean | low to high | people | studies | means of all studies |"
    yield "|---|---|---|---|---|---|"
    for row in found.rows:
        mean, low, high, least, most = (
            decimal(n, TENTHS)
            for n in (row.mean, row.low, row.high, row.least, row.most)
        )
        yield (
            f"| {row.when} | {mean} | {low} to {high} | {row.people} | {row.studies} "
            f"| {least} to {most} |"
        )
    yield ""
    yield f"{found.text} Sources: {keys(found.basis)}. {found.basis.note}"


def bones(protocol: Protocol) -> Iterator[str]:
    """What is to be asked about for the bones."""
    for item in protocol.bone_items:
        yield f"- **{item.title}** ({about(item.basis)}; {keys(item.basis)})."
        if item.basis.note:
            yield f"  {item.basis.note}"


def to_sign(protocol: Protocol) -> Iterator[str]:
    """Everything that is ours in whole or in part, with room for a signature."""
    yield "| line | our value | agree, or change to | name, date |"
    yield "|---|---|---|---|"
    for line, value in ours(protocol):
        yield f"| {line} | {value} | | |"


def ours(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Every line that has a figure or a choice of ours, by its kind."""
    for milestone in protocol.milestones:
        yield milestone.title, f"{window(milestone)}; {reached(milestone, protocol)}"
    yield from ((plan.title, default(plan)) for plan in protocol.restrictions)
    for sign in protocol.signs:
        raised = "".join(f"; {trigger(protocol, each)}" for each in sign.raised_by)
        yield sign.text, f"{TIERS[sign.tier]}{raised}{asked(sign)}"
    for question in protocol.questions:
        when = span(question.asked_from, question.asked_until)
        if when:
            yield question.text, f"asked{when}"
    yield from ((each.title, rule(each, protocol)) for each in protocol.setbacks)
    yield from ((item.title, item.text) for item in protocol.bone_items)
    yield from over_all(protocol)


def over_all(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """What a protocol has once."""
    if protocol.change_words is not None:
        yield protocol.change_words.title, protocol.change_words.text
    if protocol.reference is not None:
        yield protocol.reference.title, "small groups pooled; shown on request alone"


def sources(protocol: Protocol) -> Iterator[str]:
    """Every source: its key, title, what it is about, and its link."""
    for source in protocol.sources:
        link = f" <{link_of(source.link)}>" if source.link else ""
        yield f"- `{source.key}`: {source.title}; about {source.about}.{link}"


def link_of(link: str) -> str:
    """A link that can be followed."""
    return link.replace("doi:", "https://doi.org/", 1) if link[:4] == "doi:" else link


def about(basis: Basis) -> str:
    """Whose line it is, and how sure its sources are."""
    return f"{ORIGINS[basis.origin]}; confidence {basis.confidence}"


def keys(basis: Basis) -> str:
    """The sources by their keys."""
    return ", ".join(f"`{key}`" for key in basis.sources)


def note(basis: Basis) -> Iterable[str]:
    """The note of a line and its sources, with an empty line after it."""
    return (f"{basis.note} Sources: {keys(basis)}.".strip(), "")


def window(plan: MilestonePlan) -> str:
    """A window in words."""
    if plan.opens is None or plan.closes is None:
        return plan.when
    return f"{offset(plan.opens)} to {offset(plan.closes)} after the procedure"


def offset(distance: Offset) -> str:
    """A distance in words: `24 hours`, `6 weeks`."""
    for unit in ("months", "weeks", "days", "hours"):
        number = getattr(distance, unit)
        if number:
            return f"{number} {unit if number > 1 else unit[:-1]}"
    return "0 hours"


def default(plan: RestrictionPlan) -> str:
    """Our weight and end of a limit; without an end it holds until cleared."""
    weight = [say_amount(plan.limit, plan.unit or "")] if plan.limit else []
    until = offset(plan.until) if plan.until else "until cleared"
    return ", ".join([*weight, until])


def reached(plan: MilestonePlan, protocol: Protocol) -> str:
    """What reaches a milestone."""
    reach = plan.reach
    question = protocol.question(reach.question) if reach.question else None
    if question is None:
        return f"reached {'by hand' if reach.shape == 'by-hand' else 'when cleared'}"
    days = f" on {reach.days} days" if reach.days > 1 else ""
    if reach.value is None:
        return f"reached when {question.title.lower()} is written down{days}"
    said = say_answer(question, Answer(question.id, reach.value, question.unit))
    least = "at least " if reach.shape == "at-least" else ""
    return f"reached by {question.title.lower()}: {least}{said}{days}"


def asked(sign: WarningSign) -> str:
    """When a sign is asked, where that is not each day."""
    if sign.ask != "weekly":
        return ""
    return f" (asked once a week{span(sign.asked_from, sign.asked_until)})"


def span(first: Offset | None, last: Offset | None) -> str:
    """From when to when something is asked."""
    begun = f" from {offset(first)}" if first else ""
    return f"{begun} to {offset(last)}" if last else begun


def trigger(protocol: Protocol, raised: Trigger) -> str:
    """What raises a sign, in words."""
    question = protocol.question(raised.question)
    assert question is not None
    if raised.above_baseline:
        return f"{question.title.lower()} above the one before the procedure"
    if raised.at_least is not None:
        least = decimal(raised.at_least, question.step)
        return f"{question.title.lower()} of at least {least} {question.unit}".strip()
    if question.kind == "yes-no":
        return f"{question.title.lower()}: yes"
    titles = [c.title for c in question.choices if c.value in raised.values]
    return f"{question.title.lower()}: {' or '.join(titles)}"


def rule(setback: Setback, protocol: Protocol) -> str:
    """A setback's rule with its figures."""
    if setback.question is None:
        marked = [s.text for s in protocol.signs if s.id in setback.signs]
        return (
            f"Asked for {setback.within} days after one of these was shown and "
            f"answered: {'; '.join(marked)}."
        )
    question = protocol.question(setback.question)
    assert question is not None
    by = decimal(setback.by, question.step)
    if setback.of == setback.times == 1:
        return (
            f"{question.title} at least {by} above the answer before it, and that "
            f"answer less than {setback.within} days old."
        )
    return (
        f"{question.title} at least {by} above the median of the {setback.of} days "
        f"before (at least {setback.least}), on {setback.times} days in a row with an "
        f"answer, within {setback.within} days."
    )


TABLES = {
    "limits": limits,
    "milestones": milestones,
    "signs": signs,
    "setbacks": setbacks,
    "change": change,
    "reference": reference,
    "bones": bones,
    "to sign": to_sign,
    "sources": sources,
}


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
