"""What is shared to bytes; the same gives the same bytes."""

import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from tracker.domain.sharing import FactState, Grant, Key, Shared, in_order
from tracker.errors import UnusableFile
from tracker.shares.parts import (
    FORMAT,
    LARGEST,
    LARGEST_MB,
    LONGEST,
    LONGEST_MB,
    NEEDS,
    VERSION,
    canonical,
    count_of,
)

# Deflate with the frame of gzip, which holds no time and no name.
GZIP = 31
# Twice as quick as the smallest, and hardly larger.
LEVEL = 6
PART = "Share less of it: tracker share make --since DAY"
UNWRITABLE = (
    f"A shared file holds at most {LARGEST_MB} MB, and this diary is larger. Nothing "
    f"was written. {PART}"
)
TOO_LONG = (
    f"A shared file holds at most {LONGEST_MB} MB of one entry, and one of this diary "
    f"is larger. Nothing was written. {PART}"
)


def pack(shared: Shared) -> bytes:
    """One line each; UnusableFile when it is more than such a file holds."""
    packer, size, packed = zlib.compressobj(LEVEL, wbits=GZIP), 0, []
    for line in _lines(shared):
        content = f"{canonical(line)}\n".encode()
        size += len(content)
        if len(content) > LONGEST:
            raise UnusableFile(TOO_LONG)
        if size > LARGEST:
            raise UnusableFile(UNWRITABLE)
        packed.append(packer.compress(content))
    return b"".join([*packed, packer.flush()])


def _lines(shared: Shared) -> Iterator[dict[str, Any]]:
    yield _head(shared)
    for row in shared.protocols:
        yield {"protocol": dict(row)}
    for key in sorted(shared.facts, key=in_order):
        yield _fact(key, shared.facts[key])
    yield count_of(shared.protocols, shared.facts)


def _head(shared: Shared) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "schema": shared.schema,
        "needs": NEEDS,
        "person_id": shared.person_id,
        "person": shared.person,
        "copy": shared.copy,
        "made_under": shared.made_under,
        "made_at": instant_text(shared.made_at),
        "made_by": shared.made_by,
        "grant": _grant(shared.grant),
    }


def _grant(grant: Grant) -> dict[str, Any]:
    days = {"since": _day(grant.since), "expires": _day(grant.expires)}
    return {**grant._asdict(), **days}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _fact(key: Key, state: FactState) -> dict[str, Any]:
    kind, fact_id = key
    heads = {version: head._asdict() for version, head in state.heads.items()}
    return {"kind": kind, "id": fact_id, "heads": heads, "dead": sorted(state.dead)}


def instant_text(at: datetime) -> str:
    """UTC to the microsecond, always of one width."""
    text = at.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")
