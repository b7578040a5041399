"""The warnings of another copy that nobody answered yet: whom to call."""

from collections.abc import Sequence
from datetime import date

from tracker.cli.screen import Screen
from tracker.domain.calling import call_line, graver_words, say_words, what_words
from tracker.domain.diary import Diary
from tracker.domain.facts import ShownWarning
from tracker.domain.protocol import TIERS
from tracker.domain.wording import short_day

MOST_WARNINGS = 10


def say_waiting_first(
    screen: Screen, diary: Diary, warnings: Sequence[ShownWarning], today: date
) -> None:
    """Each tier, the gravest first, with whom to call as its first line."""
    for tier in TIERS:
        of_tier = [warning for warning in warnings if warning.tier == tier]
        if of_tier:
            newest = sorted(of_tier, key=lambda each: each.shown_at, reverse=True)
            _tier(screen, diary, newest, today)


def _tier(
    screen: Screen, diary: Diary, warnings: Sequence[ShownWarning], today: date
) -> None:
    screen.say(call_line(diary, warnings[0], today))
    screen.rule()
    if warnings[0].tier == "emergency":
        screen.say("Say on the phone:")
        screen.say(f'"{say_words(diary, warnings[0].day)}"', 2, 2)
        screen.say("Then say what is new.", 2, 2)
        screen.gap()
    screen.say(f"Written down for {diary.person.name}, not answered yet:")
    for warning in warnings[:MOST_WARNINGS]:
        when = f"warning {warning.number}, {short_day(warning.day)}"
        screen.say(f"{when}: {what_words(warning)}", 2, 4)
        graver = graver_words(diary, warning)
        if graver:
            screen.say(graver, 4, 4)
    if len(warnings) > MOST_WARNINGS:
        more = len(warnings) - MOST_WARNINGS
        screen.advise(f"and {more:,} more: tracker warnings", 2, 4)
    screen.command("Called? tracker warnings")
    screen.gap()
