"""The screen of a warning: whom to call first, what to say, and that it is kept."""

from datetime import date
from typing import TYPE_CHECKING

from tracker.cli.screen import Screen
from tracker.domain.calling import (
    call_words,
    graver_words,
    kept_words,
    say_words,
    what_words,
)
from tracker.domain.diary import Diary
from tracker.domain.facts import ShownWarning
from tracker.domain.protocol import TIERS
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.services.log import Logged


def show_warnings(workspace: Workspace, logged: "Logged") -> None:
    """The warnings that an entry raised, as one screen, the highest tier first.

    Its first line says whom to call; it ends with an empty line.
    """
    if not logged.warnings:
        return
    screen = Screen(plain=workspace.plain)
    for tier in TIERS:
        of_tier = [warning for warning in logged.warnings if warning.tier == tier]
        if of_tier:
            _tier(screen, logged.diary, tier, of_tier)
    screen.show()


def _tier(
    screen: Screen, diary: Diary, tier: str, warnings: list[ShownWarning]
) -> None:
    screen.say(call_words(diary, tier))
    screen.rule()
    if tier == "emergency":
        _what_to_say(screen, diary, warnings[0].day)
    _what(screen, diary, warnings)
    if tier == "emergency":
        screen.say("Do not wait for this diary.")
    screen.say(f"It is kept: {kept_words(warnings)}.")
    if tier == "emergency":
        _when_there_is_time(screen, diary)
    screen.command("Called? tracker warnings")
    screen.gap()


def _what(screen: Screen, diary: Diary, warnings: list[ShownWarning]) -> None:
    screen.say(f"Written down for {diary.person.name}:")
    for warning in warnings:
        screen.say(what_words(warning), 2, 2)
        graver = graver_words(diary, warning)
        if graver:
            screen.say(graver)


def _what_to_say(screen: Screen, diary: Diary, on: date) -> None:
    screen.say("Say on the phone:")
    screen.say(f'"{say_words(diary, on)}"', 2, 2)
    screen.say("Then say what is new.", 2, 2)
    screen.gap()


def _when_there_is_time(screen: Screen, diary: Diary) -> None:
    number = diary.number("care-team")
    if number:
        screen.say(f"When there is time: care team {number}")
