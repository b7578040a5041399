"""JSON without what it leaves open: no key twice, no NaN, nothing endless."""

import json
import math
from typing import Any

from tracker.errors import UnusableFile

AGAIN = "Export the file again, then import it."


def read_json(text: str, place: str = "This file", again: str = AGAIN) -> Any:
    """One value; UnusableFile, with the place, when it is not plain JSON."""
    try:
        return _DECODER.decode(text)
    except RecursionError:
        why = "is JSON inside JSON, too deep to read"
    except json.JSONDecodeError as error:
        where = f" (line {error.lineno})" if error.lineno > 1 else ""
        why = f"is not JSON{where}"
    except _Odd as odd:
        why = str(odd)
    except ValueError:
        why = "holds a number that is too long"
    raise UnusableFile(f"{place} {why}. {again}")


class _Odd(Exception):
    """What JSON's grammar lets through and we do not."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Odd("says one thing twice in the same place")
    return found


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _Odd("holds a number that is too large")
    return number


def _constant(text: str) -> float:
    raise _Odd(f"holds {text}, which is no number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_constant=_constant
)
