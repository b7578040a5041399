"""What can be written down, and how it is typed."""

from tracker.cli.screen import Screen, show_json
from tracker.domain.answers import example_value, takes
from tracker.domain.protocol import Protocol
from tracker.workspace import Workspace


def show_questions(workspace: Workspace, protocol: Protocol) -> None:
    """Every question with what it takes and when it is asked."""
    if workspace.json:
        questions = [
            {"id": q.id, "text": q.text, "takes": takes(q), "ask": q.ask}
            for q in protocol.questions
        ]
        show_json({"version": 1, "questions": questions})
        return
    screen = Screen(plain=workspace.plain)
    for question in protocol.questions:
        screen.say(question.id)
        screen.say(question.text, 2, 2)
        screen.say(f"{takes(question)} [{question.ask}]", 2, 2)
        screen.command(f"tracker log {question.id}={example_value(question)}", 2)
    screen.gap()
    screen.say('Anything else: tracker log --note "..."')
    screen.show()
