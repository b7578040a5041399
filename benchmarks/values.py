"""What one value class costs to define: the standard library's and ours.

Run: python -m benchmarks.values
"""

import time
import typing
from datetime import date

from tracker.domain import values

ROUNDS = 200


def _standard() -> type:
    class Value(typing.NamedTuple):
        id: str
        number: int
        day: date | None
        author: str
        note: str
        answers: tuple[str, ...]

    return Value


def _ours() -> type:
    class Value(values.NamedTuple):
        id: str
        number: int
        day: date | None
        author: str
        note: str
        answers: tuple[str, ...]

    return Value


def milliseconds(define: typing.Callable[[], type]) -> float:
    """Milliseconds for one definition, the mean of many."""
    started = time.perf_counter()
    for _ in range(ROUNDS):
        define()
    return (time.perf_counter() - started) / ROUNDS * 1000


if __name__ == "__main__":
    standard, ours = milliseconds(_standard), milliseconds(_ours)
    print(f"standard {standard:.3f} ms, ours {ours:.3f} ms, {standard / ours:.1f} x")
