"""The stories are what the program does: every row of every table, in its order."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from docs.stories import Row, Story, read_story, stories
from tests.builders import NEW_YORK
from tests.conftest import Run
from tests.pages import SACROPLASTY

BEGAN = datetime(2026, 11, 3, tzinfo=NEW_YORK)
PERSON = ("--name", "Ruth Example", "--zone", NEW_YORK.key)


def instant(row: Row) -> str:
    """The moment of a row, on the clocks in New York."""
    hours, minutes = (int(part) for part in row.clock.split(":"))
    day = (BEGAN + timedelta(days=row.day)).replace(hour=hours, minute=minutes)
    return day.isoformat()


def shown_by(run: Run, row: Row) -> list[str]:
    """The signs that what was typed put before somebody, in their order."""
    shown = []
    for words in row.typed:
        said = run("--json", *words, now=instant(row)).stdout
        warnings = json.loads(said).get("warnings", [])
        if words[0] in WRITES:
            shown += [each["sign"] for each in warnings]
            assert all(each["tier"] == TIERS[each["sign"]] for each in warnings)
    return shown


WRITES = ("log", "edit")
HEAD = "day | written down | stands | shown | waiting"
TIERS = {sign.id: sign.tier for sign in SACROPLASTY.signs}


def standing(today: dict[str, Any]) -> dict[str, str]:
    """How every milestone, limit and setback stands."""
    stands = {each["id"]: each["status"] for each in today["milestones"]}
    stands |= {each["id"]: limit(each) for each in today["restrictions"]}
    asked = {each["id"]: "asked" for each in today["setbacks"]}
    quiet = {setback.id: "quiet" for setback in SACROPLASTY.setbacks}
    return {**stands, **quiet, **asked}


def limit(shape: dict[str, Any]) -> str:
    """A limit as one word, with the weight that counts where there is one."""
    if shape["cleared"]:
        return "cleared"
    if not shape["confirmed"]:
        return "untold"
    if shape["ended"]:
        return "ask"
    told = "differing" if shape["differing"] else "told"
    return f"{told}:{shape['limit'].replace(' ', '')}" if shape["limit"] else told


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
@pytest.mark.usefixtures("empty")
def test_a_story_reads_as_the_diary_does(run: Run, story: Story) -> None:
    run(*story.begins, *PERSON, now=BEGAN.replace(hour=12).isoformat())
    for row in story.rows:
        assert shown_by(run, row) == list(row.shown), row
        today = json.loads(run("today", "--json", now=instant(row)).stdout)
        waiting = [each["number"] for each in today["warnings"]]
        assert waiting == list(row.waiting), row
        stands = standing(today)
        looked = {name: short(stands[name], how) for name, how in row.stands}
        assert looked == dict(row.stands), row


def short(stands: str, wanted: str) -> str:
    """Without the weight where the story does not look at it."""
    return stands if ":" in wanted else stands.partition(":")[0]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("day | written down | stands | shown", "the columns are"),
        (HEAD, "no days"),
        (f"{HEAD}\none | | | |", "five cells"),
        (f"{HEAD}\n1 | | | | |", "five cells"),
        (f"{HEAD}\n1 | | pain-check | |", "stands like"),
        (f"{HEAD}\n1 | | | | x", "invalid"),
        (f'{HEAD}\n1 | log --note "open | | |', "quotation"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(table: str, said: str) -> None:
    with pytest.raises(ValueError, match=rf"odd: .*{said}"):
        read_story(f"A title\n\nAbout.\n\n{table}\n", "odd")
