"""Sealing what is packed for its reader, and opening it: age, and nothing of ours."""

import re
from collections.abc import Sequence
from typing import Any

import pyrage

from tracker.domain.wording import quoted
from tracker.errors import Refused, UnusableFile
from tracker.shares.parts import Odd, refusal

MAGIC = b"age-encryption.org/v1\n-> "
BY_PASSPHRASE = re.compile(
    re.escape(MAGIC) + rb"scrypt [0-9A-Za-z+/]{22} ([0-9]{1,2})\n"
)
# As 2 to the power of it: how much work, and memory in KiB, a passphrase costs.
MOST_WORK = 22
RECIPIENT = re.compile(r"age1[0-9a-z]{58}")
# Of all that goes wrong, what says that the key is another one.
ANOTHER_KEY = ("Decryption failed", "No matching keys found")
TOO_MUCH = "Excessive work"


class NotOpened(UnusableFile):
    """The key is another one, or the beginning of the file is damaged."""

    def __init__(self, name: str, key: str) -> None:
        super().__init__(
            f"{name} did not open: the {key} is another one, or the file is damaged. "
            "Nothing was taken in. Ask who sent it."
        )


def seal_with_passphrase(packed: bytes, passphrase: str) -> bytes:
    """For whoever knows the passphrase."""
    sealed: bytes = pyrage.passphrase.encrypt(packed, passphrase)
    return sealed


def read_recipients(typed: Sequence[str]) -> list[Any]:
    """The keys for which a file is sealed; Refused when one cannot be such a key."""
    return [_recipient(text.strip()) for text in typed]


def _recipient(text: str) -> Any:
    try:
        if RECIPIENT.fullmatch(text):
            return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        pass
    raise Refused(
        f"Nothing was written. {quoted(text)} is no age key to share with. It begins "
        "with age1 and has 62 letters and figures; ask for it again."
    )


def seal_for(packed: bytes, recipients: Sequence[Any]) -> bytes:
    """For whoever holds the other half of one of these keys."""
    sealed: bytes = pyrage.encrypt(packed, recipients)
    return sealed


def needs_passphrase(sealed: bytes, name: str) -> bool:
    """Whether a passphrase opens it, and no key; UnusableFile when it is not sealed."""
    if not sealed.startswith(MAGIC):
        raise refusal(name, Odd("is not a file that tracker shared"))
    found = BY_PASSPHRASE.match(sealed)
    if found and int(found[1]) > MOST_WORK:
        raise refusal(name, Odd("asks for more work than a passphrase needs"))
    return found is not None


def open_with_passphrase(sealed: bytes, passphrase: str, name: str) -> bytes:
    """What is sealed in it; NotOpened with another passphrase."""
    try:
        packed: bytes = pyrage.passphrase.decrypt(sealed, passphrase)
    except pyrage.DecryptError as error:
        raise _why(str(error), name, "passphrase") from None
    return packed


def read_identity(text: str) -> list[Any]:
    """The keys in a file of identities; Refused when it holds something else."""
    lines = (line.strip() for line in text.splitlines())
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise Refused(
            "The file of --identity holds no age key. A line of it begins with "
            "AGE-SECRET-KEY-1, as age-keygen writes it; one under a passphrase is not "
            "read."
        )
    return found


def open_with_identities(sealed: bytes, identities: Sequence[Any], name: str) -> bytes:
    """What is sealed in it; NotOpened with other keys."""
    try:
        packed: bytes = pyrage.decrypt(sealed, identities)
    except pyrage.DecryptError as error:
        raise _why(str(error), name, "key") from None
    return packed


def _why(said: str, name: str, key: str) -> UnusableFile:
    """What went wrong, by what age says of it."""
    if said.startswith(TOO_MUCH):
        odd = Odd(
            "was sealed on a computer so quick that this one would take minutes",
            "Ask for one that is sealed for a key: tracker share make --to",
        )
        return refusal(name, odd)
    if said in ANOTHER_KEY:
        return NotOpened(name, key)
    return refusal(name, Odd("is cut short or damaged"))
