"""Words that do not belong here: foggy names, and addresses of other places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOGGY = {"util", "utils", "manager", "managers", "helper", "helpers"}
NOT_OURS = {"build", "dist", "__pycache__"}
HIDDEN_BUT_OURS = {".ci", ".gitignore", ".pre-commit-config.yaml"}
BINARY = {".sqlite", ".pyc"}

# Written in pieces, so that this file does not find itself.
ELSEWHERE = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            r"\.\./" + "shared",
            "/wo" + "rk/",
            "file:" + "///(?!')",
        )
    )
)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def ours(root: Path) -> Iterator[Path]:
    """Every file of the project, whatever tools made left out."""
    for path in sorted(root.iterdir()):
        if path.name.startswith(".") and path.name not in HIDDEN_BUT_OURS:
            continue
        if path.is_dir() and path.name not in NOT_OURS:
            yield from ours(path)
        elif path.is_file() and path.suffix not in BINARY:
            yield path


def names(source: str) -> Iterator[str]:
    """Every name that the source defines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def foggy(name: str) -> bool:
    """Whether a part of the name, in either spelling, says nothing."""
    return not FOGGY.isdisjoint(part.lower() for part in _PART.findall(name))


def loose(source: str) -> list[str]:
    """Arguments and fields that hold anything at all: `data: dict`."""
    return re.findall(r"\bdata: (?:dict|Any|object)\b.*", source)


def test_no_name_is_foggy() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "tracker").rglob("*.py"))
        for name in (path.stem, *names(path.read_text(encoding="utf-8")))
        if foggy(name)
    ]

    assert not found, "\n".join(found)


def test_no_argument_holds_anything_at_all() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in sorted((ROOT / "tracker").rglob("*.py"))
        for line in loose(path.read_text(encoding="utf-8"))
    ]

    assert not found, "\n".join(found)


def test_no_file_names_a_registry_or_a_place_outside_the_project() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in ours(ROOT)
        for match in ELSEWHERE.finditer(path.read_text("utf-8", errors="replace"))
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["utils", "date_utils", "StoreManager", "HTTPHelper"])
def test_a_foggy_name_is_seen_in_either_spelling(name: str) -> None:
    assert foggy(name)


@pytest.mark.parametrize("name", ["futile", "managed", "helps", "find_warnings"])
def test_a_plain_name_is_left_alone(name: str) -> None:
    assert not foggy(name)


def test_an_address_elsewhere_is_seen() -> None:
    line = "see https://" + "py" + "pi.org/simple and .." + "/shared/notes"

    assert len(ELSEWHERE.findall(line)) == 2
