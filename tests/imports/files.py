"""Small files in our own formats, with defaults for all but what a test is about."""

import json

from tests.builders import an_id

HEAD = json.dumps(
    {
        "type": "diary",
        "version": 1,
        "person": {"name": "Ruth Example"},
        "procedures": [],
    }
)
ENTRY: dict[str, str] = {"id": "0123abcd-0000-7000-8000-000000000001"}
LONG_HEADER = (
    "id,entry,procedure,day,at,time_known,zone,recorded_at,author,relayed,"
    "signs_asked,weekly_asked,note,kind,name,number,unit,value"
)
MAPPING: dict[str, object] = {
    "date": "Datum",
    "date-format": "DD.MM.YYYY",
    "columns": {"Schmerz": "pain"},
    "delimiter": ";",
}
WRITTEN = {"recorded_at": "2026-11-05T00:10:00Z", "author": "Ruth Example"}
OF_RECOVERY = {"procedure": "2026-11-03", **WRITTEN}
HAPPENED = {
    "at": "2026-11-04T23:10:00Z",
    "time_known": True,
    "zone": "America/New_York",
    "day": "2026-11-04",
}


def a_line(**changed: object) -> str:
    """An entry on the evening of day 1: pain 4."""
    entry = {
        "type": "entry",
        **ENTRY,
        "number": 1,
        **OF_RECOVERY,
        **HAPPENED,
        "relayed": None,
        "signs_asked": "no",
        "weekly_asked": False,
        "note": "",
        "answers": [{"question": "pain", "number": 4, "unit": ""}],
        "signs": [],
    }
    return json.dumps({**entry, **changed})


def a_warning_line(**changed: object) -> str:
    """The warning that the entry showed."""
    warning = {
        "type": "warning",
        "id": an_id(21),
        "number": 1,
        "procedure": "2026-11-03",
        "entry_id": ENTRY["id"],
        "entry": 1,
        "sign": "calf",
        "tier": "same-day",
        "text": "One leg or calf swollen, warm, red or sore",
        "rule": "marked",
        "call": "555 0100",
        "day": "2026-11-04",
        "zone": "America/New_York",
        "shown_at": "2026-11-05T00:10:00Z",
        "author": "Ruth Example",
        "done": [],
    }
    return json.dumps({**warning, **changed})


def a_done(**changed: object) -> dict[str, object]:
    """That somebody called about it."""
    done = {
        "id": an_id(31),
        "number": 1,
        "kind": "called",
        **HAPPENED,
        "note": "Come in.",
        **WRITTEN,
    }
    return {**done, **changed}


def long_row(**changed: str) -> str:
    """A row of the long table: pain 4 of the same entry."""
    cells = {
        "id": ENTRY["id"],
        "entry": "1",
        "procedure": "2026-11-03",
        "day": "2026-11-04",
        "at": "2026-11-04T23:10:00.000000Z",
        "time_known": "yes",
        "zone": "America/New_York",
        "recorded_at": "2026-11-05T00:10:00.000000Z",
        "author": "Ruth Example",
        "relayed": "",
        "signs_asked": "no",
        "weekly_asked": "no",
        "note": "",
        "kind": "answer",
        "name": "pain",
        "number": "4",
        "unit": "",
        "value": "4",
    }
    return ",".join({**cells, **changed}.values())


# What a fact of each kind but an entry says, beside its id and when it was written.
WHOLE: dict[str, dict[str, object]] = {
    "limit": {
        "restriction": "heavy-lifting",
        "amount": 50,
        "unit": "lb",
        "until": None,
        "cleared": False,
        "by": "Nurse Example",
        "told_on": "2026-11-05",
        "source": "",
        "settles": False,
    },
    "milestone": {"milestone": "home", "kind": "done", "reason": ""},
    "visit": {"on": "2026-12-01", "title": "", "done_on": None},
    "bone": {"item": "bone-scan", "kind": "asked", "note": ""},
    "question": {"text": "May I drive?"},
    "contact": {"kind": "caregiver", "name": "Bob", "number": "555 0122"},
    "warning": json.loads(a_warning_line()),
}


def other_line(changed: dict[str, object]) -> str:
    """A fact of that kind that is no entry."""
    kind = str(changed["type"])
    whole = {
        "id": an_id(41),
        "number": 1,
        **OF_RECOVERY,
        **HAPPENED,
        **WHOLE[kind],
        **changed,
    }
    if kind == "contact" and changed.get("kind"):
        whole["name"] = changed.get("name", "")
    return json.dumps(whole)
