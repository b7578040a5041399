"""What only SQLite can say: facts as JSON, and whole entries in one row each.

The text is SQLite's own, so it is written here and not compiled. Each statement reads
one procedure's facts of some days in their order, along an index where they are many.
"""

from collections.abc import Iterable

from tracker.domain.protocol import Question

_OWN = "person_id = :person_id AND procedure_id = :procedure_id"
_NOTE = "CASE WHEN :redacted THEN '' ELSE {} END"
_WHO = "'recorded_at', recorded_at, 'author', author"
_WHEN = "'at', at, 'time_known', {}, 'zone', zone, 'day', day"


def _flag(column: str) -> str:
    return f"json(CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"


_HAPPENED = _WHEN.format(_flag("time_known"))

PERSON = """
SELECT json_object(
  'name', name, 'zone', zone, 'day_start', day_start, 'born', born)
FROM person WHERE person_id = :person_id
"""
PROCEDURES = f"""
SELECT json_object(
  'number', number, 'on', happened_on, 'at', happened_at, 'zone', zone,
  'baseline_pain', baseline_pain, 'protocol_id', protocol_id,
  'protocol_version', protocol_version, 'protocol_sha256', protocol_sha256, {_WHO})
FROM procedure WHERE person_id = :person_id ORDER BY happened_on, number
"""
CONTACTS = """
SELECT json_object('id', id, 'kind', kind, 'number', number, 'name', name)
FROM contact WHERE person_id = :person_id ORDER BY kind, name, number, id
"""

COUNT = f"""
SELECT count(*) FROM check_in
WHERE {_OWN} AND day >= :first_day AND day <= :last_day
"""

_ORDERED_ENTRIES = """
WHERE e.person_id = :person_id AND e.procedure_id = :procedure_id
  AND e.day >= :first_day AND e.day <= :last_day
ORDER BY e.day, e.at, e.number
"""
# Read along the primary key, so in the order of questions and signs: sorting them
# once more would take as long again.
_OF_ENTRY = "person_id = e.person_id AND check_in_id = e.id"

# Of what was done about a warning the newest counts: the columns beside max() are of
# its row. A window, and no group, since only a window promises an order.
ENTRIES = f"""
WITH newest AS (
  SELECT warning_id, kind, day, max(recorded_at || printf('%12d', number))
  FROM acknowledgement
  WHERE person_id = :person_id GROUP BY warning_id),
shown AS (
  SELECT DISTINCT w.check_in_id, group_concat(
    w.number || ' ' || w.tier || ' ' || CASE n.kind
      WHEN 'called' THEN 'called ' || n.day WHEN 'mistake' THEN 'mistake'
      ELSE 'not answered' END, '; ') OVER (
    PARTITION BY w.check_in_id ORDER BY w.number
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS said
  FROM shown_warning w LEFT JOIN newest n ON n.warning_id = w.id
  WHERE w.person_id = :person_id AND w.procedure_id = :procedure_id)
SELECT e.id, e.number, :procedure, e.day, e.at, e.time_known, e.zone, e.recorded_at,
  e.author, e.relayed, e.signs_asked, e.weekly_asked, {_NOTE.format("e.note")},
  (SELECT group_concat(question || ' ' || number || ' ' || unit, char(10))
   FROM answer WHERE {_OF_ENTRY}),
  (SELECT group_concat(sign, ' ') FROM mark WHERE {_OF_ENTRY}),
  shown.said
FROM check_in e LEFT JOIN shown ON shown.check_in_id = e.id
{_ORDERED_ENTRIES}
"""

_ENTRY_LINES = f"""
SELECT json_object(
  'id', e.id, 'number', e.number, 'procedure', :procedure, 'day', e.day, 'at', e.at,
  'time_known', {_flag("e.time_known")}, 'zone', e.zone,
  'recorded_at', e.recorded_at, 'author', e.author, 'relayed', {_flag("e.relayed")},
  'signs_asked', e.signs_asked, 'weekly_asked', {_flag("e.weekly_asked")},
  'note', {_NOTE.format("e.note")},
  'answers', (SELECT json_group_array(json_object(
      'question', question, 'number', number, 'unit', unit, 'value', {{value}}))
    FROM answer WHERE {_OF_ENTRY}),
  'signs', (SELECT json_group_array(sign) FROM mark WHERE {_OF_ENTRY}))
FROM check_in e
{_ORDERED_ENTRIES}
"""


def _lines(table: str, columns: str, day: str, at: str) -> str:
    return f"""
SELECT json_object('id', id, 'number', number, 'procedure', :procedure, {columns})
FROM {table} t WHERE {_OWN} AND {day} >= :first_day AND {day} <= :last_day
ORDER BY {day}, {at}, number
"""


# The plus keeps SQLite from reading all of them by number for each warning.
_DONE = f"""
(SELECT json_group_array(json(done)) FROM (
  SELECT json_object('id', id, 'number', number, 'kind', kind, {_HAPPENED},
    'note', {_NOTE.format("note")}, {_WHO}) AS done
  FROM acknowledgement
  WHERE person_id = t.person_id AND warning_id = t.id ORDER BY +number))
"""
LINES = {
    "warnings": _lines(
        "shown_warning",
        "'entry_id', check_in_id, 'entry', check_in_number, 'sign', sign, 'tier', tier,"
        " 'text', text, 'rule', rule, 'call', call, 'day', day, 'zone', zone,"
        f" 'shown_at', shown_at, 'author', author, 'done', {_DONE}",
        "day",
        "shown_at",
    ),
    "limits": _lines(
        "instruction",
        "'restriction', restriction, 'amount', amount, 'unit', unit, 'until', until,"
        f" 'cleared', {_flag('cleared')}, 'by', said_by, 'told_on', told_on,"
        f" 'source', source, 'settles', {_flag('settles')}, {_WHO}",
        "told_on",
        "recorded_at",
    ),
    "milestones": _lines(
        "completion",
        f"'milestone', milestone, 'kind', kind, {_HAPPENED},"
        f" 'reason', {_NOTE.format('reason')}, {_WHO}",
        "day",
        "at",
    ),
    "visits": _lines(
        "visit",
        "'on', planned_on, 'at', planned_at, 'zone', zone, 'title', title,"
        f" 'done_on', done_on, {_WHO}",
        "planned_on",
        "planned_at",
    ),
    "bone": _lines(
        "bone_step",
        f"'item', item, 'kind', kind, 'day', day, 'note', {_NOTE.format('note')},"
        f" {_WHO}",
        "day",
        "recorded_at",
    ),
    "questions": _lines(
        "visit_question",
        f"'text', text, 'day', day, {_WHO}",
        "day",
        "recorded_at",
    ),
}


def entry_lines(questions: Iterable[Question]) -> tuple[str, dict[str, str]]:
    """The statement for entries as JSON with readable values, and its own binds."""
    cases, binds = [], {}
    for place, question in enumerate(questions):
        name = f"question_{place}"
        binds[name] = question.id
        said, words = _value(question, name)
        binds |= words
        cases.append(f"WHEN :{name} THEN {said}")
    value = f"CASE question {' '.join(cases)} END" if cases else "NULL"
    return _ENTRY_LINES.format(value=value), binds


def _value(question: Question, name: str) -> tuple[str, dict[str, str]]:
    """A stored number as people read it."""
    if question.kind == "yes-no":
        return "CASE number WHEN 0 THEN 'no' ELSE 'yes' END", {}
    if question.kind == "choice":
        words = {f"{name}_{choice.value}": choice.word for choice in question.choices}
        named = " ".join(
            f"WHEN {choice.value} THEN :{name}_{choice.value}"
            for choice in question.choices
        )
        return f"CASE number {named} ELSE number END", words
    return "number" if question.step == 1 else f"number / {question.step}.0", {}
