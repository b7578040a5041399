"""Finding what is to be explained."""

from tracker.domain.answers import closest
from tracker.domain.protocol import Line, Protocol, WarningSign, lines_of
from tracker.domain.wording import join_words, quoted
from tracker.errors import NotFound


def find_line(protocol: Protocol, typed: str) -> Line:
    """The question, milestone, limit, sign or topic of that id; NotFound if none."""
    lines = lines_of(protocol)
    wanted = typed.strip().lower()
    found = next((line for line in lines if wanted in names_of(line)), None)
    if found is not None:
        return found
    near = closest(typed, [line.id for line in lines])
    hint = f"Did you mean {join_words(near, 'or')}? " if near else ""
    topics = join_words([topic.id for topic in protocol.topics])
    raise NotFound(f"There is nothing called {quoted(typed)}. {hint}Topics: {topics}")


def names_of(line: Line) -> tuple[str, ...]:
    """What a line may be called by: its id, or its title as it is shown."""
    title = line.text if isinstance(line, WarningSign) else line.title
    return (line.id, title.lower())
