import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.wording import visible
from tracker.exports.to_ndjson import KINDS, TYPES, Head, document, lines

HEAD = Head('{"name":"Ruth"}', ['{"number":1}', '{"number":2}'], redacted=False)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def test_the_first_line_is_the_diary() -> None:
    (line,) = lines(HEAD, [])

    assert line == (
        '{"type":"diary","version":1,"redacted":[],"person":{"name":"Ruth"},'
        '"procedures":[{"number":1},{"number":2}]}\n'
    )


def test_every_fact_is_one_line_with_its_type() -> None:
    _, *found = lines(HEAD, [("entries", ['{"id":"a"}', '{"id":"b"}']), ("bone", [])])

    assert found == ['{"type":"entry","id":"a"}\n', '{"type":"entry","id":"b"}\n']


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_type_of_its_own(kind: str) -> None:
    _, line = lines(HEAD, [(kind, ['{"id":"a"}'])])

    assert json.loads(line)["type"] == TYPES[kind]
    assert list(TYPES.values()).count(TYPES[kind]) == 1


def test_what_was_left_empty_is_said_first() -> None:
    redacted = HEAD._replace(redacted=True)

    assert json.loads(next(lines(redacted, [])))["redacted"] == ["notes"]
    assert json.loads("".join(document(redacted, [])))["redacted"] == ["notes"]


@pytest.mark.parametrize("facts", [[], ['{"id":"a"}'], ['{"id":"a"}', '{"id":"b"}']])
def test_the_document_holds_the_same_facts_in_lists(facts: list[str]) -> None:
    text = "".join(document(HEAD, [("entries", facts), ("contacts", [])]))

    assert json.loads(text) == {
        "version": 1,
        "redacted": [],
        "person": {"name": "Ruth"},
        "procedures": [{"number": 1}, {"number": 2}],
        "entries": [json.loads(fact) for fact in facts],
        "contacts": [],
    }


def test_the_document_has_one_fact_a_line() -> None:
    text = "".join(document(HEAD, [("entries", ['{"id":"a"}', '{"id":"b"}'])]))

    assert '{"id":"a"},\n{"id":"b"}\n' in text


@given(TEXTS)
def test_text_comes_back_whole_and_steers_no_screen(text: str) -> None:
    fact = json.dumps({"note": text}, ensure_ascii=False)

    _, line = lines(HEAD._replace(person=fact), [("entries", [fact])])

    assert json.loads(line) == {"type": "entry", "note": text}
    assert visible(line) == line
