"""What is packed comes back, and what we did not write is refused in one sentence."""

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shares import made
from tests.shares.made import PLAIN
from tracker.domain.sharing import FactState, Head, Shared
from tracker.errors import UnusableFile
from tracker.shares import parts, reading, writing
from tracker.shares.parts import canonical
from tracker.shares.reading import unpack
from tracker.shares.writing import pack

NAME = "dana.age"


@given(made.shared)
def test_what_is_packed_comes_back(shared: Shared) -> None:
    assert unpack(pack(shared), NAME) == shared


@given(made.shared)
def test_the_same_gives_the_same_bytes_in_whatever_order_it_stands(
    shared: Shared,
) -> None:
    turned = {
        key: FactState(dict(reversed(list(state.heads.items()))), state.dead)
        for key, state in reversed(list(shared.facts.items()))
    }

    assert pack(shared._replace(facts=turned)) == pack(shared)


@given(st.binary(max_size=200))
def test_bytes_of_anything_are_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(UnusableFile, match=r"^dana.age .*Nothing was taken in\."):
        unpack(content, NAME)


@given(st.binary(max_size=200))
def test_packed_bytes_of_anything_are_refused_too(content: bytes) -> None:
    with pytest.raises(UnusableFile, match=r"^dana.age .*Nothing was taken in\."):
        unpack(gzip.compress(content), NAME)


@settings(max_examples=500)
@given(made.shared, st.data())
def test_lines_that_somebody_changed_are_refused_or_read_as_they_stand(
    shared: Shared, data: st.DataObject
) -> None:
    text = gzip.decompress(pack(shared))
    place = data.draw(st.integers(0, len(text) - 1))
    changed = text[:place] + data.draw(st.binary(max_size=3)) + text[place + 1 :]

    found = read_or_none(gzip.compress(changed))

    assert found is None or without_needs(pack(found)) == without_needs(
        gzip.compress(changed)
    )


def read_or_none(packed: bytes) -> Shared | None:
    try:
        return unpack(packed, NAME)
    except UnusableFile:
        return None


def without_needs(packed: bytes) -> bytes:
    """The lines without the version of the program, which is only for people."""
    return re.sub(rb'"needs":"[^"]*"', b"", gzip.decompress(packed), count=1)


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_a_packed_file_that_is_cut_short_is_refused(cut: int) -> None:
    packed = pack(PLAIN)

    with pytest.raises(UnusableFile):
        unpack(packed[: len(packed) - 1 - cut], NAME)


def lines_of(shared: Shared) -> list[dict[str, Any]]:
    """The lines of a packed file, to be changed."""
    lines = gzip.decompress(pack(shared)).decode().splitlines()
    return [json.loads(line) for line in lines]


def packed_of(lines: list[dict[str, Any]]) -> bytes:
    return gzip.compress("".join(f"{canonical(line)}\n" for line in lines).encode())


def changed(place: int, **new: Any) -> Callable[[list[Any]], None]:
    """Puts other values into one line."""

    def change(lines: list[Any]) -> None:
        lines[place].update(new)

    return change


def swapped(lines: list[Any]) -> None:
    lines[2], lines[3] = lines[3], lines[2]


HEADS = {"v2": Head("2026-11-04T19:10:00.000000Z", "R", None)._asdict()}
ODD: dict[str, Callable[[list[Any]], None]] = {
    "another format": changed(0, format="recovery-tracker archive"),
    "one thing more": changed(0, more=1),
    "no right": changed(0, grant=None),
    "a scope of more": changed(
        0, grant={**PLAIN.grant._asdict(), "since": None, "scope": "everything"}
    ),
    "notes as a number": changed(
        0, grant={**PLAIN.grant._asdict(), "since": None, "notes": 1}
    ),
    "a day without dashes": changed(
        0, grant={**PLAIN.grant._asdict(), "since": "20261103"}
    ),
    "no instant": changed(0, made_at="yesterday"),
    "an instant elsewhere": changed(0, made_at="2026-11-04T19:10:00.000000+01:00"),
    "no person": changed(0, person_id=""),
    "a person of blanks": changed(0, person_id="a b"),
    "a name without end": changed(0, person="R" * 1001),
    "a name with NUL": changed(0, person="R\0"),
    "a protocol of numbers": changed(1, protocol={"sha256": 1}),
    "a kind of its own": changed(3, kind="change"),
    "two ids": changed(3, id=["a"]),
    "dead out of order": changed(3, dead=["v1", "v0"]),
    "dead twice": changed(3, dead=["v1", "v1"]),
    "dead and standing": changed(3, dead=["v2"]),
    "dead and no text": changed(3, dead=[1]),
    "dead in no list": changed(3, dead="v1"),
    "no versions": changed(3, heads=[]),
    "a version with less": changed(3, heads={"v2": {"at": "x"}}),
    "a version at no time": changed(3, heads={"v2": {**HEADS["v2"], "at": 5}}),
    "a version of no text": changed(3, heads={"v2": {**HEADS["v2"], "content": {}}}),
    "a version of no JSON": changed(3, heads={"v2": {**HEADS["v2"], "content": "{"}}),
    "a version spelled oddly": changed(
        3, heads={"v2": {**HEADS["v2"], "content": '{ "a":1}'}}
    ),
    "facts out of order": swapped,
    "a fact twice": lambda lines: lines.insert(3, lines[2]),
    "one fact less": lambda lines: lines.pop(3),
    "one protocol less": lambda lines: lines.pop(1),
    "no end": lambda lines: lines.pop(),
    "a count that is none": changed(-1, protocols=True),
    "something after the end": lambda lines: lines.append({}),
    "two ends": lambda lines: lines.append(lines[-1]),
    "only a head": lambda lines: lines.__delitem__(slice(1, None)),
    "nothing": lambda lines: lines.clear(),
    "a line of a list": lambda lines: lines.insert(1, []),
}


@pytest.mark.parametrize("name", ODD)
def test_what_we_would_not_write_is_refused(name: str) -> None:
    lines = lines_of(PLAIN)
    ODD[name](lines)

    with pytest.raises(UnusableFile, match=r"^dana.age .*Nothing was taken in\."):
        unpack(packed_of(lines), NAME)


def test_a_line_spelled_otherwise_is_refused_with_its_place() -> None:
    text = gzip.decompress(pack(PLAIN)).replace(b'{"dead":', b'{ "dead":', 1)

    with pytest.raises(UnusableFile, match=r"did not write \(line 3\)"):
        unpack(gzip.compress(text), NAME)


def test_a_number_that_is_none_is_refused() -> None:
    lines = gzip.decompress(pack(PLAIN)).replace(b'"version":1', b'"version":NaN')

    with pytest.raises(UnusableFile):
        unpack(gzip.compress(lines), NAME)


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(UnusableFile):
        unpack(gzip.compress(b"[" * 100_000 + b"\n"), NAME)


@pytest.mark.parametrize(
    "change",
    [changed(0, version=2), changed(0, version=2, grant="of another shape")],
    ids=["a newer version", "with another head"],
)
def test_a_newer_version_names_the_program_that_reads_it(
    change: Callable[[list[Any]], None],
) -> None:
    lines = lines_of(PLAIN)
    change(lines)
    lines[0]["needs"] = "7.8.9"

    with pytest.raises(UnusableFile, match=r"newer tracker.*Update tracker to 7\.8\.9"):
        unpack(packed_of(lines), NAME)


def test_a_schema_that_is_not_known_is_a_newer_one() -> None:
    packed = pack(PLAIN)

    with pytest.raises(UnusableFile, match="was written by a newer tracker"):
        unpack(packed, NAME, schemas=("0001", "0004"))
    assert unpack(packed, NAME, schemas=("0004", "0005")) == PLAIN


def test_a_file_made_by_a_later_program_of_this_version_is_read() -> None:
    lines = lines_of(PLAIN)
    lines[0]["needs"] = "0.9.0"

    assert unpack(packed_of(lines), NAME) == PLAIN


def test_no_more_is_unpacked_than_such_a_file_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 400)

    with pytest.raises(UnusableFile, match=f"holds more than {parts.LARGEST_MB} MB"):
        unpack(pack(PLAIN), NAME)


def test_a_line_without_end_is_never_held_whole() -> None:
    bomb = gzip.compress(b"\n" + b" " * (parts.LONGEST + 2), 9)
    assert len(bomb) < 20_000

    with pytest.raises(UnusableFile, match=r"a line of more than 16 MB|did not write"):
        unpack(bomb, NAME)
    with pytest.raises(UnusableFile, match="a line of more than 16 MB"):
        unpack(gzip.compress(b" " * (parts.LONGEST + 2)), NAME)


@pytest.mark.parametrize(
    ("limit", "said"), [("LARGEST", "256 MB"), ("LONGEST", "16 MB of one entry")]
)
def test_what_could_not_be_read_is_not_written(
    monkeypatch: pytest.MonkeyPatch, limit: str, said: str
) -> None:
    monkeypatch.setattr(writing, limit, 300)

    with pytest.raises(UnusableFile, match=said):
        pack(PLAIN)
