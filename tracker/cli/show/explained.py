"""Why a line is there: its rule, its dates, its sources, and what is our choice."""

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.limits import limit_words
from tracker.cli.show.milestones import milestone_words
from tracker.cli.show.timeline import say_window
from tracker.domain.answers import takes
from tracker.domain.basis import Basis
from tracker.domain.protocol import (
    Line,
    MilestonePlan,
    Protocol,
    Question,
    RestrictionPlan,
    Topic,
    WarningSign,
)
from tracker.domain.report import Report
from tracker.domain.restrictions import say_amount
from tracker.workspace import Workspace

ORIGINS = {
    "article": "The source article says this.",
    "partly": "The idea is the source article's; the number is our choice.",
    "ours": "This goes beyond the source article; it is our choice.",
}
CALLS = {
    "emergency": "call the emergency number now",
    "same-day": "call the care team today",
    "next-visit": "tell the care team at the next visit",
}


def show_explained(
    workspace: Workspace, line: Line, protocol: Protocol, report: Report | None
) -> None:
    """One line of the protocol, with everything behind it."""
    if workspace.json:
        show_json(_shape(line, protocol))
        return
    screen = Screen(plain=workspace.plain)
    _say_line(screen, line, report)
    _basis(screen, line.basis, protocol)
    if isinstance(line, Topic):
        others = [topic.id for topic in protocol.topics if topic.id != line.id]
        screen.say(f"Others: tracker explain {', '.join(others)}", 0, 2)
    screen.say(f"Protocol {protocol.id}, version {protocol.version}.")
    screen.show()


def _say_line(screen: Screen, line: Line, report: Report | None) -> None:
    match line:
        case Topic():
            _topic(screen, line)
        case Question():
            _question(screen, line)
        case MilestonePlan():
            _milestone(screen, line, report)
        case RestrictionPlan():
            _restriction(screen, line, report)
        case WarningSign():
            _sign(screen, line)


def _topic(screen: Screen, topic: Topic) -> None:
    for heading, text in topic.parts:
        screen.head(heading)
        screen.say(text, 2, 2)
    screen.gap()


def _question(screen: Screen, question: Question) -> None:
    screen.say(question.text)
    screen.say(f"It takes {takes(question)}. Asked: {question.ask}.")


def _milestone(screen: Screen, plan: MilestonePlan, report: Report | None) -> None:
    screen.say(f"{plan.title}: {plan.when or 'no fixed time'}.")
    if plan.expect:
        screen.say(f"What to expect: {plan.expect}")
    screen.say(f"It counts as reached {_reach(plan)}.")
    for reading in report.milestones if report else ():
        if reading.plan.id == plan.id and report is not None:
            screen.say(f"For {report.diary.person.name}: {say_window(reading, report)}")
            screen.say(f"It stands: {milestone_words(reading, report)}")


def _reach(plan: MilestonePlan) -> str:
    reach = plan.reach
    if reach.shape == "by-hand":
        return f"when somebody says so (tracker done {plan.id})"
    if reach.shape == "restriction":
        return f"when {reach.restriction} is cleared (tracker told)"
    if reach.shape == "answered":
        return f"when {reach.question} is written down, whatever the answer"
    least = "at least " if reach.shape == "at-least" else ""
    days = f" on {reach.days} different days" if reach.days > 1 else ""
    return f"when {reach.question} is {least}{reach.value}{days}"


def _restriction(screen: Screen, plan: RestrictionPlan, report: Report | None) -> None:
    screen.head(plan.title)
    for limit in report.limits if report else ():
        if limit.plan.id == plan.id:
            screen.say(f"It stands: {limit_words(limit)}")
    screen.say(f"A common default, until your care team says: {plan.what}")
    screen.gap()
    screen.say("What is published, which is nobody's instruction to you:")
    if plan.limit is not None and plan.unit is not None:
        screen.say(
            f"A middle choice of ours: {say_amount(plan.limit, plan.unit)}.", 2, 2
        )
    for text in plan.ranges:
        screen.say(f"- {text}", 2, 4)
    screen.say("Your care team's word goes first: tracker told")
    screen.gap()


def _sign(screen: Screen, sign: WarningSign) -> None:
    screen.say(f"{sign.text}: {CALLS[sign.tier]}.")
    if sign.why:
        screen.say(sign.why)
    for trigger in sign.raised_by:
        screen.say(f"An answer to {trigger.question} can raise it by itself.")


def _basis(screen: Screen, basis: Basis, protocol: Protocol) -> None:
    screen.say(ORIGINS[basis.origin])
    if basis.note:
        screen.say(basis.note)
    screen.say(f"How sure the sources are: {basis.confidence}.")
    screen.say("From:")
    for key in basis.sources:
        source = protocol.source(key)
        if source is not None:
            about = f" (about {source.about})" if source.about else ""
            screen.say(f"- {source.title}{about}", 2, 4)
            if source.link:
                screen.command(source.link, 4)


def _shape(line: Line, protocol: Protocol) -> dict[str, object]:
    basis = line.basis
    found = [protocol.source(key) for key in basis.sources]
    return {
        "version": 1,
        "id": line.id,
        "origin": basis.origin,
        "confidence": basis.confidence,
        "note": basis.note or None,
        "sources": [source._asdict() for source in found if source],
        "protocol": {"id": protocol.id, "version": protocol.version},
    }
