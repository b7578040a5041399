"""What was done about a warning or for the bones, in words."""

from zoneinfo import ZoneInfo

from tracker.domain.facts import Acknowledgement
from tracker.domain.report import BoneReading
from tracker.domain.wording import clock, short_day

DONE = {"called": "called", "mistake": "marked by mistake"}


def done_words(answer: Acknowledgement) -> str:
    """What was done, when, and who wrote it: `Called Thu 12 Nov 16:20, by Dana`."""
    said = DONE[answer.kind]
    said = said[:1].upper() + said[1:]
    if answer.kind == "called":
        at = f" {clock(answer.at, ZoneInfo(answer.zone))}" if answer.time_known else ""
        said = f"{said} {short_day(answer.day)}{at}"
    return f"{said}, by {answer.author}"


def step_words(reading: BoneReading) -> str:
    """How far an item is, with its day."""
    step = reading.step
    if step is None:
        return "open"
    note = f": {step.note}" if step.note else ""
    return f"{step.kind} {short_day(step.day)}{note}"
