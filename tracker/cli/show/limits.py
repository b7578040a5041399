"""Limits in words; one without somebody's word has no weight and no end."""

from tracker.cli.screen import Screen
from tracker.domain.report import Report
from tracker.domain.restrictions import Limit, Told
from tracker.exports.limit_words import (
    differing_lines,
    limit_words,
    untold_words,
)


def say_limits(screen: Screen, report: Report) -> None:
    """The limits that somebody told, then those that nobody did, by their words."""
    untold = [limit for limit in report.limits if limit.told is Told.UNTOLD]
    if report.limits:
        screen.head("Limits")
    for limit in report.limits:
        if limit.told is not Told.UNTOLD:
            screen.row(limit.plan.title, limit_words(limit))
            say_differing(screen, limit, 4)
    for titles, words in untold_words(report.limits):
        screen.say(titles, 2, 2)
        screen.say(words, 4, 4)
    if untold:
        screen.advise(
            "Nobody's word is written down for these. Told?  tracker told", 2, 2
        )
        screen.advise("They stand on the page for the visit: tracker report", 2, 2)


def say_differing(screen: Screen, limit: Limit, indent: int = 0) -> None:
    """The words that contradict one another, and how to say which counts."""
    for line in differing_lines(limit):
        screen.say(line, indent, indent)
    if limit.differing:
        which = f"tracker told {limit.plan.id} --which NUMBER"
        screen.say("The stricter counts until somebody says which:", indent, indent)
        screen.command(which, indent)
