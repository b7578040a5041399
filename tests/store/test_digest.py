"""The digest is the SHA-256 that everybody else computes."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from tracker.store.digest import sha256_of


@given(st.text())
def test_the_digest_is_the_one_of_hashlib(text: str) -> None:
    assert sha256_of(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
