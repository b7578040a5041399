"""Ids that a client makes: unique, and in the order of their making."""

import os
import uuid
from datetime import datetime

from tracker.domain.wording import quoted
from tracker.errors import Refused

VERSION_7 = 0x7000
VARIANT = 0x8000_0000_0000_0000
RANDOM_12 = 0x0FFF
RANDOM_62 = 0x3FFF_FFFF_FFFF_FFFF


def new_id(now: datetime) -> str:
    """A UUID of version 7 (RFC 9562): milliseconds of ``now``, then random bits."""
    milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    random = int.from_bytes(os.urandom(10))
    high = milliseconds << 16 | VERSION_7 | random >> 64 & RANDOM_12
    return str(uuid.UUID(int=high << 64 | VARIANT | random & RANDOM_62))


def read_id(text: str) -> str:
    """A UUID as typed, in its usual form; Refused when it is none."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise Refused(
            f"--id takes a UUID, not {quoted(text)}. Leave it out and one is made."
        ) from None
