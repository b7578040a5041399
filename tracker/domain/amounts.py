"""Weights: as typed, as said, and compared exactly over units."""

from tracker.domain.answers import decimal

TENTHS = 10
# A pound is 0.45359237 kg: in these whole numbers both units compare exactly.
EXACT = {"lb": 45_359_237, "kg": 100_000_000}
UNITS = tuple(EXACT)
LONGEST_AMOUNT = 4
SPELLED = {"pounds": "lb", "pound": "lb", "kilos": "kg", "kilo": "kg"}


def exact(amount: int, unit: str) -> int:
    """Tenths of a unit as a whole number that compares exactly over units."""
    return amount * EXACT[unit]


def read_amount(text: str) -> tuple[int, str] | None:
    """`5lb` or `2.5 kg` as (tenths, unit); None when it is not such an amount."""
    typed = text.strip().lower().replace(",", ".")
    for spelled, short in SPELLED.items():
        typed = typed.replace(spelled, short)
    unit = next((u for u in UNITS if typed.removesuffix("s").endswith(u)), None)
    if unit is None:
        return None
    figures = typed.removesuffix("s").removesuffix(unit).strip()
    whole, point, part = figures.partition(".")
    plain = whole + part
    if not (whole and plain.isascii() and plain.isdigit()) or (point and not part):
        return None
    if len(plain) > LONGEST_AMOUNT or len(part) > 1:
        return None
    tenths = int(whole) * TENTHS + int(part or "0")
    return (tenths, unit) if tenths else None


def say_amount(amount: int, unit: str) -> str:
    """Tenths of a unit as said: `5 lb`, `2.5 kg`."""
    figures = decimal(amount, TENTHS).removesuffix(".0")
    return f"{figures} {unit}"
