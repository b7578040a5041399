"""Why a line is there: its rule, its dates, its sources, and what is our choice."""

from tracker.cli.screen import Screen, show_json, width
from tracker.domain.basis import Basis, Source
from tracker.domain.explanation import Explanation, Part
from tracker.domain.protocol import Reference, Topic
from tracker.exports import explained_shape
from tracker.exports.explained.patterns import TABLE, table
from tracker.workspace import Workspace

ORIGINS = {
    "article": "The source article says this.",
    "partly": "The idea is the source article's; the rest is our choice.",
    "ours": "This goes beyond the source article; it is our choice.",
}
INDENT = 2


def show_explained(workspace: Workspace, explanation: Explanation) -> None:
    """One finished explanation, with everything behind it."""
    if workspace.json:
        show_json(explained_shape.render(explanation))
        return
    screen = Screen(plain=workspace.plain)
    screen.say(explanation.title)
    for part in explanation.parts:
        _part(screen, part, explanation, plain=workspace.plain)
    if explanation.basis is not None:
        _basis(screen, explanation.basis)
        _sources(screen, explanation.sources)
    _others(screen, explanation)
    _protocol(screen, explanation)
    screen.show()


def _part(screen: Screen, part: Part, explanation: Explanation, *, plain: bool) -> None:
    screen.head(part.heading)
    line = explanation.line
    rows = table(line) if isinstance(line, Reference) else []
    fits = max(map(len, rows), default=0) <= width()
    if part.key == TABLE and fits and not plain:
        for row in rows:
            screen.command(row)
        return
    for text in part.lines:
        screen.say(text, INDENT, 2 * INDENT)


def _basis(screen: Screen, basis: Basis) -> None:
    screen.head("Whose it is")
    screen.say(ORIGINS[basis.origin], INDENT, 2 * INDENT)
    if basis.note:
        screen.say(basis.note, INDENT, 2 * INDENT)
    screen.say(f"How sure the sources are: {basis.confidence}.", INDENT, 2 * INDENT)


def _sources(screen: Screen, sources: tuple[Source, ...]) -> None:
    screen.head("From")
    for source in sources:
        about = f" (about {source.about})" if source.about else ""
        screen.say(f"- {source.title}{about}", INDENT, 2 * INDENT)
        if source.link:
            screen.command(source.link, 2 * INDENT)


def _others(screen: Screen, explanation: Explanation) -> None:
    """The other topics, below a topic."""
    topics = explanation.pinned.protocol.topics
    others = [topic.id for topic in topics if topic.id != explanation.id]
    if isinstance(explanation.line, Topic) and others:
        screen.say(f"Others: tracker explain {', '.join(others)}", 0, INDENT)


def _protocol(screen: Screen, explanation: Explanation) -> None:
    protocol, sha256 = explanation.pinned
    screen.say(f"Protocol {protocol.id}, version {protocol.version}, SHA-256")
    screen.say(sha256, INDENT, INDENT)
