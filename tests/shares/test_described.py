"""The page describes the shared file as it is written."""

import gzip
import json
import re
from pathlib import Path

from tests.shares.made import PLAIN
from tracker.domain.sharing import KINDS, SCOPES
from tracker.services.passphrases import SHORTEST
from tracker.services.share_keys import SHARED
from tracker.shares.parts import FORMAT, LARGEST_MB, LONGEST_MB, VERSION
from tracker.shares.writing import pack
from tracker.store.compiled import HEAD

PAGE = (Path(__file__).parents[2] / "docs" / "sharing.md").read_text("utf-8")
FLAT = " ".join(PAGE.split())


def test_the_page_names_everything_in_the_head() -> None:
    head = json.loads(gzip.decompress(pack(PLAIN)).splitlines()[0])

    for name in (*head, *head["grant"]):
        assert f"`{name}`" in PAGE, name


def test_the_page_names_everything_of_a_fact() -> None:
    fact = json.loads(gzip.decompress(pack(PLAIN)).splitlines()[2])

    for name in (*fact, *fact["heads"]["v1"]):
        assert f"`{name}`" in PAGE, name


def test_the_page_has_every_kind_in_its_order() -> None:
    listed = re.search(r"Kinds come in the order (.*?);", FLAT)

    assert listed
    assert tuple(re.findall(r"`(\w+)`", listed[1])) == KINDS


def test_the_page_says_its_version_its_schema_and_its_sizes() -> None:
    assert f"always `{FORMAT}`" in PAGE
    assert f"the version of this layout: {VERSION} " in PAGE
    assert f"the form of the rows: `{HEAD}`" in PAGE
    assert f"at most {LARGEST_MB} MB unpacked, and {LONGEST_MB} MB in one line" in FLAT


def test_the_page_says_what_each_scope_is_and_where_a_script_has_its_passphrase() -> (
    None
):
    assert all(f"| `{scope}` |" in PAGE for scope in SCOPES)
    assert f"`{SHARED}`" in PAGE
    assert f"{SHORTEST} characters are the least" in FLAT
