"""A calendar that phones and computers read; nothing medical in it unless asked for."""

from datetime import date, datetime

from icalendar import Alarm, Calendar, Event

from tracker.domain.calendar import CalendarPlan, Occasion
from tracker.domain.wording import visible

NAME = "Recovery"
MADE_BY = "-//tracker//Recovery timeline//EN"
TITLES = {
    "check-in": "check-in",
    "look": "something to look at",
    "visit": "visit",
    "ask": "ask the care team",
}
FULL_TITLES = {
    "look": "{}",
    "visit": "visit: {}",
    "ask": "ask if this is over: {}",
}
NOTES = {
    "check-in": "Write down how the day went. To do it: tracker log",
    "look": "What is open now: tracker today",
    "visit": "Your notes on one page: tracker report",
    "ask": "There is something to ask. What was said: tracker today",
}
FULL_NOTES = {
    "ask": "A limit does not end by itself. Has your care team cleared you?",
}
CANCELLED = "This is no longer planned."


def render(plan: CalendarPlan, *, full_titles: bool) -> bytes:
    """The whole file; every time in UTC, every line at most 75 octets."""
    calendar = Calendar()
    calendar.add("PRODID", MADE_BY)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", NAME)
    for occasion in plan.occasions:
        calendar.add_component(_event(occasion, plan.now, full_titles=full_titles))
    return bytes(calendar.to_ical())


def _event(occasion: Occasion, now: datetime, *, full_titles: bool) -> Event:
    event, title = Event(), _title(occasion, full_titles=full_titles)
    whole_days = not isinstance(occasion.begins, datetime)
    busy = occasion.kind == "visit" and not whole_days and not occasion.cancelled
    event.add("UID", occasion.uid)
    event.add("DTSTAMP", now.replace(microsecond=0))
    event.add("SEQUENCE", occasion.sequence)
    event.add("SUMMARY", title)
    event.add("DESCRIPTION", _note(occasion, full_titles=full_titles))
    event.add("DTSTART", occasion.begins)
    event.add("DTEND", occasion.ends)
    event.add("STATUS", "CANCELLED" if occasion.cancelled else "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if busy else "TRANSPARENT")
    event.add("CLASS", "PRIVATE")
    for instant in occasion.alarms:
        event.add_component(_alarm(instant, occasion.begins, title))
    return event


def _alarm(instant: datetime, begins: date | datetime, title: str) -> Alarm:
    """An alarm; counted from the start, which more readers know, if that is a time."""
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    if isinstance(begins, datetime):
        alarm.add("TRIGGER", instant - begins)
    else:
        alarm.add("TRIGGER", instant, {"VALUE": "DATE-TIME"})
    return alarm


def _title(occasion: Occasion, *, full_titles: bool) -> str:
    """One line, whatever was typed; whoever shares the calendar may read it."""
    words = TITLES[occasion.kind]
    if full_titles and occasion.title:
        words = FULL_TITLES[occasion.kind].format(_one_line(occasion.title))
    return f"{'Cancelled: ' if occasion.cancelled else ''}{NAME}: {words}"


def _note(occasion: Occasion, *, full_titles: bool) -> str:
    if occasion.cancelled:
        return CANCELLED
    notes = NOTES | FULL_NOTES if full_titles else NOTES
    return notes[occasion.kind]


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())
