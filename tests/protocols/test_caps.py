"""Files that are too much to read, or no text at all, are refused before parsing."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.protocols.conftest import GARDEN
from tracker.errors import ProtocolProblems
from tracker.protocols.caps import find_excess
from tracker.protocols.reader import read_protocol

VALID = GARDEN.read_bytes()
QUIRKY = [b'"""', b"'''", b'"', b"'", b"\\", b"[", b"]", b"{", b"}", b"=", b".", b"#"]


def problem_of(data: bytes) -> str:
    with pytest.raises(ProtocolProblems) as raised:
        read_protocol(data, "x.toml")
    (problem,) = raised.value.problems
    return problem


TOO_MUCH = [
    (b"#\n" * 70_000, "the file: more than 128 KB."),
    (b"a = 1\n#" + b"x" * 1_000, "line 2: 1,001 bytes. At most 1,000 are read."),
    (b"a = " + b"[" * 21, "the file: 21 levels of brackets. At most 20 are read."),
    (b"a = " + b"[\n" * 60_000, "the file: 60,000 levels of brackets. At most 20"),
    (b"a = 1 " + b"]" * 9 + b"[" * 21, "the file: 21 levels of brackets. At most 20"),
    (b"a = " + b"{a=" * 21, "the file: 21 levels of brackets. At most 20"),
    (b"".join(b"a%d=1\n" % n for n in range(2_001)), "the file: 2,001 keys. At most"),
    (b"[[a]]\n" * 2_001, "the file: 2,001 keys. At most"),
    (b"a.b.c.d.e = 1", "the file: 5 parts in a dotted key. At most 4 are read."),
    (b"[a.b.c.d.e]", "the file: 5 parts in a dotted key"),
    (b"[[a.b.c.d.e]]", "the file: 5 parts in a dotted key"),
    (b"x = {a.\"b\".c.'d'.e = 1}", "the file: 5 parts in a dotted key"),
    (b"a = 1\nb = '\xff'", "line 2: not UTF-8 text. Save the file as UTF-8."),
    (VALID.decode().encode("utf-16"), "line 1: not UTF-8 text."),
    (b"a = 1\n\nb = '\0'", "line 3: a NUL byte. A protocol is plain text."),
    (b"a = " + b"9" * 990, "protocol: is missing."),
    (b"a = 1e99999999999999999999", "the file: A number is too large."),
    (b"a = ;\n", "line 1, column 5: "),
    (b"a = 1\na = 2\n", "line 2, column 6: "),
    (b"a = [", "end of document: "),
    (b"a = 1979-02-30\n", "line 1, column 5: "),
]


@pytest.mark.parametrize(("data", "told"), TOO_MUCH, ids=[t for _, t in TOO_MUCH])
def test_it_is_refused_in_one_sentence(data: bytes, told: str) -> None:
    with pytest.raises(ProtocolProblems) as raised:
        read_protocol(data, "x.toml")

    assert raised.value.problems[0].startswith(told)


def test_several_excesses_are_told_at_once() -> None:
    data = b"a.b.c.d.e = " + b"[" * 30

    assert len(find_excess(data)) == 2


@pytest.mark.parametrize(
    "text",
    [
        'a = """' + "[" * 50 + '"""',
        'a = """quoted \\""" and ' + "[" * 50 + '"""""',
        "a = '''" + "{" * 50 + "'''",
        'a = "' + "[" * 50 + '"',
        "a = '" + "[" * 50 + "' # \"",
        "# " + "[" * 50 + " a.b.c.d.e.f = 1",
        'a = "\\"' + "[" * 50 + '"',
        "a = [\n" + "[1.5, 2.5],\n" * 50 + "]",
        'a = "x.x.x.x.x.x"\nb = 1.5',
    ],
)
def test_brackets_and_dots_in_texts_and_comments_do_not_count(text: str) -> None:
    assert find_excess(text.encode()) == []


@pytest.mark.parametrize(
    "data",
    [
        b'"""' + b'\\"""' * 32_000,
        b'"\\\n' * 43_000,
        b"'''" + b"''\n" * 40_000,
        b'"""\\',
        b"[a.b.c.d]\n" * 1_999,
        b"a" * 999 + b"\n" + (b"b" * 999 + b"\n") * 130,
    ],
)
def test_a_text_that_never_ends_is_still_one_sentence(data: bytes) -> None:
    assert problem_of(data)


def test_the_limits_themselves_are_still_read() -> None:
    nested = b"a = " + b"[" * 20 + b"]" * 20
    dotted = b"b.c.d.e = 1"
    long = b"#" + b"x" * 999
    many = b"".join(b"k%d = 1\n" % n for n in range(1_998))

    assert find_excess(b"\n".join((nested, dotted, long, many))) == []


def test_a_parser_that_gives_up_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def give_up(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("tomllib.loads", give_up)

    assert problem_of(VALID) == "the file: Nested too deeply."


def problems_in(data: bytes) -> str:
    """What is told about a file; anything but our own refusal is an error of ours."""
    try:
        read_protocol(data, "x.toml")
    except ProtocolProblems as refused:
        return str(refused)
    return ""


def read_or_refuse(data: bytes) -> None:
    assert problems_in(data).replace("\n", "").isprintable()


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_at_all_lead_to_a_traceback(data: bytes) -> None:
    read_or_refuse(data)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*QUIRKY, b"a", b"1", b"\n", b" ", b","])).map(b"".join)
)
def test_no_heap_of_punctuation_leads_to_a_traceback(data: bytes) -> None:
    read_or_refuse(data)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_no_damage_to_a_file_leads_to_a_traceback(
    chance: random.Random, times: int
) -> None:
    data = VALID
    for _ in range(times):
        data = damaged(data, chance)

    read_or_refuse(data)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file with a piece lost, doubled, moved, or replaced by something odd."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randrange(60)]
    odd = chance.choice([*QUIRKY, b"true", b"nan", b"-1", b"1979-05-27", b"[]", b"{}"])
    kept = chance.choice([b"", piece * 2, odd, odd + piece])
    return data[:start] + kept + data[start + len(piece) :]


VALUES = st.one_of(
    st.sampled_from(
        ["true", "-1", "0", "1.5", "nan", "inf", "[]", "{}", '""', "0x" + "f" * 900]
    ),
    st.sampled_from(['"x"', "[[]]", "[{}]", "07:32:00", "1979-05-27T07:32:00Z", "[1]"]),
    st.text("PTDWMH0123456789-", max_size=9).map(lambda text: f'"{text}"'),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 10_000), VALUES)
def test_no_value_in_the_place_of_another_leads_to_a_traceback(
    place: int, value: str
) -> None:
    lines = VALID.decode().split("\n")
    settable = [n for n, line in enumerate(lines) if " = " in line]
    number = settable[place % len(settable)]
    lines[number] = f"{lines[number].split(' = ')[0]} = {value}"

    read_or_refuse("\n".join(lines).encode())
