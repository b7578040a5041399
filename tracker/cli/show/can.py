"""The answer to "can I?": only ever what somebody said."""

from datetime import date

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.limits import say_differing
from tracker.domain.calling import ANY_NUMBER
from tracker.domain.diary import Diary
from tracker.domain.restrictions import Limit, say_word
from tracker.domain.verdicts import May, Verdict
from tracker.domain.wording import long_day, short_day
from tracker.exports import timeline_shape
from tracker.workspace import Workspace

EXITS = {May.WITHIN: 0, May.NOT_YET: 3, May.UNKNOWN: 4}


def show_verdict(
    workspace: Workspace, diary: Diary, verdict: Verdict, on: date
) -> None:
    """What was said, by whom, and where the rest stands."""
    limit = verdict.limit
    if workspace.json:
        show_json(_shape(verdict, on))
        return
    screen = Screen(plain=workspace.plain)
    if on != workspace.today(diary):
        screen.say(f"On {long_day(on)}:")
    _say(screen, diary, verdict)
    say_differing(screen, limit)
    if verdict.word is not None:
        screen.say(f"Told {short_day(verdict.word.told_on)}.")
    screen.command(f"Why: tracker explain {limit.plan.id}")
    screen.show()


def _say(screen: Screen, diary: Diary, verdict: Verdict) -> None:
    limit, word = verdict.limit, verdict.word
    if word is None:
        _untold(screen, diary, limit)
        return
    said = f"{word.by} said: {limit.plan.title.lower()}, {say_word(word)}."
    if verdict.may is May.WITHIN:
        screen.say(f"Within what {said}")
    elif verdict.may is May.NOT_YET:
        screen.say(f"Not yet. {said}")
    elif verdict.why == "ended" and word.until is not None:
        screen.say(f"That is after {long_day(word.until)}. {said}")
        screen.say("Nobody has said that the limit is over. Ask.")
        _whom(screen, diary)
    else:
        screen.say(f"{said} Nobody has told us how much. Ask.")
        _whom(screen, diary)


def _untold(screen: Screen, diary: Diary, limit: Limit) -> None:
    how_much = " how much" if limit.plan.unit else ""
    screen.say(f"{limit.plan.title}: nobody has told us{how_much}.")
    screen.say(limit.plan.untold)
    _whom(screen, diary)
    screen.advise("It stands on the page for the visit: tracker report")


def _whom(screen: Screen, diary: Diary) -> None:
    number = diary.number("care-team")
    if number:
        screen.say(f"Care team: {number}")
    else:
        screen.say("Care team: their number is on the sheet they gave you.")
        screen.say(f"In an emergency: {diary.number('emergency') or ANY_NUMBER}.")


def _shape(verdict: Verdict, on: date) -> dict[str, object]:
    limit, word = verdict.limit, verdict.word
    return {
        "version": 1,
        "id": limit.plan.id,
        "on": on.isoformat(),
        "verdict": verdict.may.value,
        "why": verdict.why,
        "word": timeline_shape.instruction(word) if word else None,
        "differing": [timeline_shape.instruction(word) for word in limit.differing],
    }
