"""The statements kept as text are those that SQLAlchemy would write today."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql

from tracker.store import compile as compiling
from tracker.store.compiled import HEAD, KEYS, REVISIONS, SQL
from tracker.store.statements import STATEMENTS

MODULES = ("reader.py", "store.py", "everybody.py")
STORE = [Path(compiling.__file__).with_name(name) for name in MODULES]
CALLS = {"all", "one", "tuples", "run", "rows", "_of_procedure"}
WRITES = re.compile(r"(insert|update|delete)_(\w+)")


def names_used() -> set[str]:
    """Every literal name that the store hands to a method that runs statements."""
    return {
        inner.value
        for path in STORE
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in CALLS
        for inner in ast.walk(call.args[0])
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    }


def test_the_kept_text_is_what_the_compiler_writes_now() -> None:
    kept = compiling.TARGET.read_text(encoding="utf-8")

    assert kept == compiling.render(), "run: make statements"


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_compiles_for_postgresql(name: str) -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]

    assert compiling.text_of(name, dialect)


def test_every_name_that_the_store_uses_is_compiled() -> None:
    literal = {name for name in names_used() if not name.endswith("_")}

    assert len(literal) > 20
    assert literal <= set(SQL)


def test_every_compiled_statement_is_used() -> None:
    by_row_change = {n for n in SQL if (m := WRITES.fullmatch(n)) and m[2] in KEYS}
    warning = {"insert_shown_warning"}

    assert set(SQL) - names_used() - by_row_change - warning == set()


@pytest.mark.parametrize(("name", "text"), SQL.items())
def test_a_statement_keeps_to_what_every_engine_reads_alike(
    name: str, text: str
) -> None:
    assert "ON CONFLICT" not in text
    assert "?" not in text
    assert "__[POSTCOMPILE" not in text
    assert ("LIMIT" in text) == ("OFFSET" in text)


def test_the_newest_revision_comes_last() -> None:
    assert REVISIONS[-1] == HEAD
