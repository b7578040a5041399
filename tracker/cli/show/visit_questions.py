"""What somebody wants to ask at the visit."""

from tracker.cli.ask_visit import Asked
from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.exports.report_shape import question_shape
from tracker.workspace import Workspace


def show_asked(workspace: Workspace, asked: Asked) -> None:
    """What was added or taken off, or else the questions that wait."""
    if workspace.json:
        person = asked.diary.person.name
        show_json({"version": 1, "person": person, **_shape(asked)})
        return
    screen = Screen(plain=workspace.plain)
    changed = asked.added or asked.removed
    if changed is None:
        _list(screen, asked)
    else:
        done = "Saved" if asked.added else "Taken off"
        screen.say(f"{done}: question {changed.number}, {changed.text}")
        if asked.added:
            screen.say("It is asked on the page for the visit:")
            screen.command("tracker report", 2)
        screen.say(by_whom(asked.diary.person.name, asked.author))
        screen.command("Wrong? tracker undo")
    screen.show()


def _list(screen: Screen, asked: Asked) -> None:
    if not asked.waiting:
        screen.say("No question of your own waits for the visit. To add one:")
        screen.command("tracker visit ask TEXT", 2)
        return
    screen.say(f"{asked.diary.person.name} wants to ask at the visit:")
    for question in asked.waiting:
        screen.say(f"{question.number}  {question.text}", 0, 3)
    number = asked.waiting[0].number
    screen.command(f"To take one off: tracker visit ask --remove {number}")


def _shape(asked: Asked) -> dict[str, object]:
    if asked.added is not None:
        return question_shape(asked.added)
    if asked.removed is not None:
        return {"removed": question_shape(asked.removed)}
    return {"questions": [question_shape(question) for question in asked.waiting]}
