"""SHA-256 without OpenSSL: hashlib would load it, a twentieth of a whole `log`."""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

# Built into Python 3.12 and newer, into 3.11, and everywhere.
HOMES = ("_sha2", "_sha256", "hashlib")


def _find() -> Callable[[bytes], Any]:
    for home in HOMES:
        with suppress(ImportError, AttributeError):
            found: Callable[[bytes], Any] = import_module(home).sha256
            return found
    raise ImportError("this Python has no SHA-256")


_sha256 = _find()


def sha256_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal figures."""
    return str(_sha256(text.encode("utf-8")).hexdigest())
