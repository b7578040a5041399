"""What seals a shared file and what opens it: a passphrase, or keys of age."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from tracker.errors import Refused, UnusableFile, UsageProblem
from tracker.services.passphrases import (
    TRIES,
    passphrase_in_file,
    private_bytes,
    read_passphrase,
)
from tracker.services.share_files import Sealed
from tracker.shares.sealing import (
    NotOpened,
    open_with_identities,
    open_with_passphrase,
    read_identity,
    read_recipients,
    seal_for,
    seal_with_passphrase,
)

SHARED = "TRACKER_SHARE_PASSPHRASE_FILE"
IDENTITY = "--identity"

# Seals what is packed.
Seal = Callable[[bytes], bytes]
# Asks for the passphrase of a file; told whether the one before did not open it.
Ask = Callable[[bool], str]


def sealed_by(recipients: Sequence[str], new_passphrase: Callable[[], str]) -> Seal:
    """How a file is sealed: for the keys, or for a passphrase where there are none."""
    if recipients:
        return partial(seal_for, recipients=read_recipients(recipients))
    return partial(seal_with_passphrase, passphrase=new_passphrase())


def unsealed(sealed: Sealed, identity: Path | None, ask: Ask | None) -> bytes:
    """What is packed in a file; UnusableFile where nothing opens it.

    ``ask`` is None where nobody can be asked.
    """
    if not sealed.by_passphrase:
        return open_with_identities(sealed.content, _keys(identity), sealed.name)
    if identity is not None:
        raise UsageProblem(
            "This file opens with a passphrase, not with a key. Leave --identity out."
        )
    given = passphrase_in_file(SHARED)
    if given is not None:
        return _with(sealed, given)
    if ask is None:
        raise UsageProblem(
            "The passphrase of the file has to be typed on a terminal. For a script, "
            f"name a private file that holds it: {SHARED}=FILE"
        )
    for tried in range(TRIES):
        with suppress(NotOpened, Refused):
            return _with(sealed, ask(tried > 0))
    raise NotOpened(sealed.name, "passphrase")


def _with(sealed: Sealed, typed: str) -> bytes:
    return open_with_passphrase(sealed.content, read_passphrase(typed), sealed.name)


def _keys(identity: Path | None) -> list[Any]:
    if identity is None:
        raise UsageProblem(
            "This file is sealed for a key. Name the private file that holds yours: "
            f"{IDENTITY} FILE"
        )
    try:
        return read_identity(private_bytes(str(identity), IDENTITY).decode("utf-8-sig"))
    except UnicodeDecodeError:
        return read_identity("")
    except (OSError, ValueError):
        raise UnusableFile(
            f"The file of {IDENTITY} cannot be read. Name a file that only you can "
            "read."
        ) from None
