"""The pages describe the archive as it is written."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tests.archive.conftest import text_of
from tracker.archive.parts import LARGEST_MB, VERSION
from tracker.services import archiving
from tracker.store.compiled import HEAD
from tracker.store.whole import OWNED, PROTOCOL, TOMBSTONE, today_forms

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "archive.schema.json").read_text("utf-8"))
PAGE = (DOCS / "archive.md").read_text("utf-8")


def test_an_archive_is_as_its_schema_says(archived: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)

    Draft202012Validator(SCHEMA).validate(json.loads(text_of(archived)))


@pytest.mark.parametrize("table", ["person", "check_in", "change"])
def test_a_column_more_is_not_as_the_schema_says(archived: Path, table: str) -> None:
    found = json.loads(text_of(archived))
    found["people"][0]["tables"][table][0]["more"] = 1

    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(found)


def test_the_schema_has_every_table_and_column() -> None:
    forms = today_forms()

    assert SCHEMA["properties"]["schema"]["const"] == HEAD
    assert SCHEMA["properties"]["version"]["const"] == VERSION
    assert set(SCHEMA["$defs"]) == {PROTOCOL, *OWNED, TOMBSTONE} == set(forms)
    for table, form in forms.items():
        described = SCHEMA["$defs"][table]["properties"]
        assert tuple(described) == form.columns
        for name, said in described.items():
            kind = "integer" if name in form.numbers else "string"
            assert said["type"] == ([kind, "null"] if name in form.optional else kind)


def test_the_page_has_every_table_in_its_order_with_its_key() -> None:
    listed = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", PAGE, re.MULTILINE)

    assert tuple(table for table, _ in listed) == OWNED
    for table, key in listed:
        named = re.findall(r"`(\w+)`", key)
        assert tuple(dict.fromkeys(["person_id", *named])) == today_forms()[table].key


def test_the_page_says_how_large_it_may_be() -> None:
    assert f"{LARGEST_MB:,} MB unpacked" in PAGE
    assert f"({archiving.LARGEST_MB} MB as it is)" in PAGE
    assert f"`{HEAD}`" in PAGE


def test_what_was_sealed_can_be_proven_by_the_page_alone(archived: Path) -> None:
    """The digests as the page explains them, with nothing of ours."""
    found = json.loads(text_of(archived))
    for person in found["people"]:
        previous = "0" * 64
        for number, row in enumerate(person["tables"]["change"], start=1):
            sealed = {name: row[name] for name in row if name != "digest"}
            if sealed["part_of"] is None:
                del sealed["part_of"]
            text = json.dumps(
                sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )
            assert row["seq"] == number
            assert row["previous"] == previous
            assert sha256(text.encode()).hexdigest() == row["digest"]
            previous = row["digest"]
