"""A sealed file opens for its reader alone, and not once anything of it is changed."""

import re

import pyrage
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.shares.made import PLAIN
from tracker.errors import Refused, UnusableFile
from tracker.shares import sealing
from tracker.shares.reading import unpack
from tracker.shares.sealing import (
    NotOpened,
    needs_passphrase,
    open_with_identities,
    open_with_passphrase,
    read_identity,
    read_recipients,
    seal_for,
    seal_with_passphrase,
)
from tracker.shares.writing import pack

NAME = "dana.age"
DANA = pyrage.x25519.Identity.generate()
SEALED = seal_for(pack(PLAIN), [DANA.to_public()])
PHRASE = "three plain words"


@pytest.fixture(scope="module")
def under_passphrase() -> bytes:
    """Sealed once: it takes about a second of work."""
    return seal_with_passphrase(b"what is packed", PHRASE)


def opened(sealed: bytes) -> bytes:
    needs_passphrase(sealed, NAME)
    return open_with_identities(sealed, [DANA], NAME)


def test_it_opens_for_the_key_it_was_sealed_for() -> None:
    assert unpack(opened(SEALED), NAME) == PLAIN


def test_each_of_several_keys_opens_it() -> None:
    other = pyrage.x25519.Identity.generate()
    keys = read_recipients([str(DANA.to_public()), f" {other.to_public()} "])
    sealed = seal_for(b"what is packed", keys)

    for identity in (DANA, other):
        assert open_with_identities(sealed, [identity], NAME) == b"what is packed"


def test_it_is_sealed_anew_each_time() -> None:
    assert seal_for(pack(PLAIN), [DANA.to_public()]) != SEALED


@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_no_byte_of_it_can_be_changed(bit: int) -> None:
    for place in range(len(SEALED)):
        changed = bytearray(SEALED)
        changed[place] ^= bit
        with pytest.raises(UnusableFile):
            opened(bytes(changed))


def test_no_end_of_it_can_be_cut_off() -> None:
    for length in range(len(SEALED)):
        with pytest.raises(UnusableFile):
            opened(SEALED[:length])


@pytest.mark.parametrize("more", [b"\0", b"\n", b"x", SEALED])
def test_nothing_can_be_put_behind_it(more: bytes) -> None:
    with pytest.raises(UnusableFile):
        opened(SEALED + more)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(NotOpened, match="the key is another one"):
        open_with_identities(SEALED, [pyrage.x25519.Identity.generate()], NAME)


@settings(max_examples=300)
@given(st.binary(max_size=300), st.sampled_from((b"", sealing.MAGIC)))
@example(b"scrypt AAAAAAAAAAAAAAAAAAAAAA 99\n", sealing.MAGIC)
@example(b"X25519 \n", sealing.MAGIC)
def test_bytes_of_anything_are_refused_in_one_sentence(
    content: bytes, lead: bytes
) -> None:
    with pytest.raises(UnusableFile) as refused:
        opened(lead + content)
    assert str(refused.value).startswith(NAME)


def test_the_passphrase_opens_it(under_passphrase: bytes) -> None:
    assert needs_passphrase(under_passphrase, NAME)
    assert open_with_passphrase(under_passphrase, PHRASE, NAME) == b"what is packed"


def test_another_passphrase_does_not_open_it(under_passphrase: bytes) -> None:
    with pytest.raises(NotOpened, match="the passphrase is another one"):
        open_with_passphrase(under_passphrase, PHRASE.upper(), NAME)


@pytest.mark.parametrize("place", [-1, -20])
def test_a_damaged_one_is_not_called_another_passphrase(
    under_passphrase: bytes, place: int
) -> None:
    changed = bytearray(under_passphrase)
    changed[place] ^= 1

    with pytest.raises(UnusableFile, match="cut short or damaged") as refused:
        open_with_passphrase(bytes(changed), PHRASE, NAME)
    assert not isinstance(refused.value, NotOpened)


def with_work(sealed: bytes, work: int) -> bytes:
    """The same with another figure for the work of its passphrase."""
    return re.sub(rb"(-> scrypt \S+ )\d+", rb"\g<1>%d" % work, sealed)


@pytest.mark.parametrize("work", [23, 40, 99])
def test_work_without_end_is_refused_before_it_begins(
    under_passphrase: bytes, work: int
) -> None:
    with pytest.raises(UnusableFile, match="more work than a passphrase needs"):
        needs_passphrase(with_work(under_passphrase, work), NAME)


def test_work_that_this_computer_cannot_do_has_a_way_out(
    under_passphrase: bytes,
) -> None:
    with pytest.raises(UnusableFile, match="sealed for a key"):
        open_with_passphrase(with_work(under_passphrase, 40), PHRASE, NAME)


@pytest.mark.parametrize(
    "typed",
    ["", "dana", "age1", "age1" + "q" * 58, "ssh-ed25519 AAAA", str(DANA)],
    ids=["nothing", "a name", "a beginning", "no checksum", "ssh", "a secret key"],
)
def test_what_is_no_key_to_share_with_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is no age key to share with"):
        read_recipients([typed])


def test_a_secret_key_is_never_repeated_whole() -> None:
    with pytest.raises(Refused) as refused:
        read_recipients([str(DANA)])

    assert str(DANA) not in str(refused.value)


def test_a_file_of_identities_may_hold_words_of_its_own() -> None:
    text = f"# created: today\n# public key: {DANA.to_public()}\n{DANA}\n"

    assert open_with_identities(SEALED, read_identity(text), NAME) == pack(PLAIN)


@pytest.mark.parametrize(
    "text",
    ["", "# only words\n", "AGE-SECRET-KEY-1\n", SEALED.hex(), "\0"],
    ids=["nothing", "words", "a beginning", "figures", "a zero"],
)
def test_a_file_without_a_key_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="holds no age key"):
        read_identity(text)


def test_one_in_letters_is_not_what_tracker_makes() -> None:
    letters = pyrage.encrypt(pack(PLAIN), [DANA.to_public()], armored=True)

    with pytest.raises(UnusableFile, match="is not a file that tracker shared"):
        opened(letters)
