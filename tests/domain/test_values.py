"""Our light NamedTuple behaves as the standard library's."""

import copy
import pickle
import typing

import pytest

from tracker.domain import values


class Standard(typing.NamedTuple):
    """The standard one."""

    number: int
    name: str
    note: str = "none"


class Light(values.NamedTuple):
    """Ours, with the same fields."""

    number: int
    name: str
    note: str = "none"


class Empty(values.NamedTuple):
    """No fields at all."""


CALLS: list[tuple[tuple[typing.Any, ...], dict[str, typing.Any]]] = [
    ((1, "a"), {}),
    ((1, "a", "b"), {}),
    ((1,), {"name": "a"}),
    ((), {"number": 1, "name": "a"}),
    ((), {"note": "b", "name": "a", "number": 1}),
]
BAD_CALLS: list[tuple[tuple[typing.Any, ...], dict[str, typing.Any]]] = [
    ((), {}),
    ((1,), {}),
    ((1, "a", "b", "c"), {}),
    ((1, "a"), {"number": 2}),
    ((1, "a"), {"other": 2}),
    ((), {"number": 1, "note": "b", "other": 3}),
]


@pytest.mark.parametrize(("given", "named"), CALLS)
def test_values_are_given_by_place_by_name_or_by_default(
    given: tuple[typing.Any, ...], named: dict[str, typing.Any]
) -> None:
    assert tuple(Light(*given, **named)) == tuple(Standard(*given, **named))


@pytest.mark.parametrize(("given", "named"), BAD_CALLS)
def test_what_the_standard_one_refuses_is_refused(
    given: tuple[typing.Any, ...], named: dict[str, typing.Any]
) -> None:
    with pytest.raises(TypeError):
        Standard(*given, **named)
    with pytest.raises(TypeError):
        Light(*given, **named)


def test_fields_can_be_read_by_name() -> None:
    value = Light(1, "a")

    assert (value.number, value.name, value.note) == (1, "a", "none")


def test_a_value_cannot_be_changed() -> None:
    value = Light(1, "a")

    with pytest.raises(AttributeError):
        value.number = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        value.other = 2  # type: ignore[attr-defined]


def test_replacing_gives_a_new_value_and_refuses_unknown_fields() -> None:
    value = Light(1, "a")

    assert value._replace(name="b") == Light(1, "b")
    assert value == Light(1, "a")
    with pytest.raises(TypeError):
        value._replace(other=1)  # type: ignore[call-arg]


def test_a_value_shows_itself_and_its_fields_as_the_standard_one() -> None:
    assert repr(Light(1, "a")) == repr(Standard(1, "a")).replace("Standard", "Light")
    assert Light(1, "a")._asdict() == Standard(1, "a")._asdict()
    assert Light._fields == Standard._fields
    assert Light._make([1, "a", "b"]) == Light(1, "a", "b")


def test_values_are_compared_hashed_copied_and_pickled_as_tuples() -> None:
    value = Light(1, "a")

    assert value == (1, "a", "none")
    assert hash(value) == hash(Standard(1, "a"))
    assert sorted([Light(2, "a"), value])[0] is value
    assert copy.copy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value


def test_a_value_without_fields_is_empty() -> None:
    assert Empty() == ()
