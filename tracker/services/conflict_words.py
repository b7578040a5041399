"""A version of a fact in words."""

from collections.abc import Callable

from tracker.domain.diary import Diary
from tracker.domain.restrictions import say_word
from tracker.domain.sharing import Key
from tracker.domain.wording import clock, long_day, mid_day
from tracker.services.contacts import SPOKEN
from tracker.services.entry_words import described
from tracker.store import facts
from tracker.store.fact_texts import COUNTED
from tracker.store.rows import Row, TableRow
from tracker.store.taking_in import News

TITLES = {
    "person": "the person",
    "procedure": "the procedure",
    "contact": "a number to call",
    "instruction": "a word of the care team",
    "completion": "a milestone marked by hand",
    "bone_step": "a bone step",
    "visit": "a visit",
    "visit_question": "a question for a visit",
    "acknowledgement": "what was done about a warning",
}


def title_of(key: Key, number: int) -> str:
    """What it is, as in "entry 5" or "the emergency number"."""
    kind, fact_id = key
    if kind == "check_in":
        return f"entry {number}" if number else "an entry"
    if kind == "contact":
        return SPOKEN.get(fact_id, TITLES[kind])
    return TITLES.get(kind, kind)


def difference_words(news: News, diary: Diary) -> str:
    """What was changed or taken away, as in "The emergency number: 112, before 911"."""
    before, after = news.before, news.after
    number = before[0][1].get("number") if news.key[0] in COUNTED else 0
    title = title_of(news.key, int(number or 0))
    was = say_version(news.key[0], before, diary)
    now = say_version(news.key[0], after, diary) if after else "taken away"
    return f"{title[:1].upper()}{title[1:]}: {now}; before: {was}"


def say_version(kind: str, rows: list[TableRow], diary: Diary) -> str:
    """What a version says."""
    if kind == "check_in":
        return _entry(rows, diary)
    return _SAY.get(kind, _plainly)(rows[0][1])


def _entry(rows: list[TableRow], diary: Diary) -> str:
    entry = facts.read_check_ins(
        [row for table, row in rows if table == "check_in"],
        [
            (row["check_in_id"], row["question"], row["number"], row["unit"])
            for table, row in rows
            if table == "answer"
        ],
        [(row["check_in_id"], row["sign"]) for table, row in rows if table == "mark"],
    )[0]
    said = described(entry, diary).partition(", ")[2]
    return f"{said} ({clock(entry.at, diary.zone)})" if entry.time_known else said


def _person(row: Row) -> str:
    person = facts.read_person(row)
    born = f", born {person.born}" if person.born else ""
    return f"{person.name}{born}, lives in {person.zone}"


def _procedure(row: Row) -> str:
    procedure = facts.read_procedure(row)
    return long_day(procedure.on)


def _visit(row: Row) -> str:
    visit = facts.read_visit(row)
    done = f", done {mid_day(visit.done_on)}" if visit.done_on else ", not done yet"
    return f"{mid_day(visit.on)}{done}"


def _instruction(row: Row) -> str:
    told = facts.read_instruction(row)
    return f"{told.restriction}, {say_word(told)}"


def _completion(row: Row) -> str:
    done = facts.read_completion(row)
    return f"{done.milestone} {done.kind}, {mid_day(done.day)}"


def _bone_step(row: Row) -> str:
    step = facts.read_bone_step(row)
    return f"{step.item} {step.kind}, {mid_day(step.day)}"


def _acknowledgement(row: Row) -> str:
    done = facts.read_acknowledgement(row)
    return f"{done.kind}, {mid_day(done.day)}"


def _number(row: Row) -> str:
    return str(row["number"])


def _text(row: Row) -> str:
    return str(row["text"])


def _plainly(row: Row) -> str:
    """What has no words of its own: whose it is."""
    return f"as written by {row.get('author', 'somebody')}"


_SAY: dict[str, Callable[[Row], str]] = {
    "person": _person,
    "contact": _number,
    "procedure": _procedure,
    "visit": _visit,
    "instruction": _instruction,
    "completion": _completion,
    "bone_step": _bone_step,
    "acknowledgement": _acknowledgement,
    "visit_question": _text,
}
