"""Whatever is in a protocol file, or in its name: a protocol, or one sentence."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import WORDS, controls, refusal, texts
from tests.protocols.conftest import GARDEN
from tests.reliability.conftest import often
from tracker.errors import TrackerError
from tracker.protocols import library
from tracker.protocols.canonical import read_canonical, write_canonical
from tracker.protocols.reader import read_protocol

VALID = GARDEN.read_text(encoding="utf-8")
WHOLE = read_protocol(VALID.encode(), GARDEN.name)
CANONICAL = write_canonical(WHOLE)
LINES = [line for line in VALID.split("\n") if line.strip()]
MANY = settings(
    deadline=None,
    max_examples=often(150, 5_000),
    suppress_health_check=list(HealthCheck),
)
NUMBERS = st.integers() | st.floats() | st.just(10**4000)
SIMPLE = st.none() | st.booleans() | NUMBERS | texts(3) | st.sampled_from(WORDS)
ODD = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts(1), inner, max_size=3)
    ),
    max_leaves=4,
)


def in_toml(value: Any) -> str:
    """A value as TOML spells it, or as near as it comes."""
    if value is None:
        return ""
    if isinstance(value, dict):
        inside = ", ".join(f"{json.dumps(k)} = {in_toml(v)}" for k, v in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(in_toml, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and not isinstance(value, bool):
        return hex(value) if value > 2**64 else str(value)
    return str(value).lower()


def read_or_refuse(text: str) -> None:
    data = text.encode(errors="surrogatepass")

    assert controls(refusal(lambda: read_protocol(data, "x.toml"))) == []


@given(place=st.integers(0, len(LINES) - 1), odd=ODD)
@MANY
def test_an_odd_value_in_any_line_is_read_or_refused(place: int, odd: Any) -> None:
    key = LINES[place].split(" = ")[0]
    changed = [*LINES[:place], f"{key} = {in_toml(odd)}", *LINES[place + 1 :]]

    read_or_refuse("\n".join(changed))


@given(lines=st.lists(st.sampled_from(LINES) | texts(3), max_size=40))
@MANY
def test_lines_in_any_order_are_read_or_refused(lines: list[str]) -> None:
    read_or_refuse("\n".join(lines))


@given(data=st.data(), odd=ODD)
@MANY
def test_an_odd_value_in_the_text_that_a_diary_keeps_is_read_or_refused(
    data: st.DataObject, odd: Any
) -> None:
    whole = json.loads(CANONICAL)
    inner = whole
    while isinstance(inner, (dict, list)) and inner and data.draw(st.integers(0, 4)):
        places = list(inner) if isinstance(inner, dict) else range(len(inner))
        place = data.draw(st.sampled_from(places))
        if not isinstance(inner[place], (dict, list)) or data.draw(st.booleans()):
            inner[place] = odd
            break
        inner = inner[place]

    with suppress(TrackerError):
        read_canonical(json.dumps(whole))


@given(text=st.binary(max_size=60) | st.sampled_from([b"[" * 99_999, b'{"id":' * 9999]))
@MANY
def test_no_text_at_all_that_a_diary_keeps_leads_to_a_traceback(text: bytes) -> None:
    with suppress(TrackerError):
        read_canonical(text.decode("latin-1"))


@given(name=st.sampled_from(WORDS) | texts() | st.text(st.characters(), max_size=99))
@MANY
def test_no_name_of_a_protocol_leads_outside_or_to_a_traceback(name: str) -> None:
    found: list[Path] = []

    said = refusal(lambda: found.append(library.load(name, Path("none")).path))

    assert controls(said) == []
    assert {path.parent for path in found} <= {library.BUNDLED}


@given(name=st.sampled_from(["../x", "/etc/passwd", "a\0b", *WORDS]) | texts())
@MANY
def test_no_name_of_a_file_leads_to_a_traceback(name: str) -> None:
    assert controls(refusal(lambda: library.check(Path(name)))) == []
