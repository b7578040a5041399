"""Checks the docs: links lead somewhere, and no page that is made is stale."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from docs import commands, evidence, stories

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = Path("docs") / "commands.md"
MADE = {evidence.TARGET: evidence.render, stories.TARGET: stories.render}
NOT_OURS = {"build", "dist", "node_modules"}

_FENCED = re.compile(r"^```.*?^```[^\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]\n]*\]\(<?([^)>\s]+)>?(?: \"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_ELSEWHERE = ("http://", "https://", "mailto:", "tel:")


def pages(root: Path) -> list[Path]:
    """Every Markdown file of the project, folders that tools made left out."""
    found = []
    for page in root.rglob("*.md"):
        folders = page.relative_to(root).parts[:-1]
        if not any(f in NOT_OURS or f.startswith(".") for f in folders):
            found.append(page)
    return sorted(found)


def broken_links(root: Path) -> Iterator[str]:
    """Each link to a file, or to a heading, that is not there."""
    for page in pages(root):
        text = _CODE.sub("", _FENCED.sub("", page.read_text(encoding="utf-8")))
        for link in _LINK.findall(text):
            if not link.startswith(_ELSEWHERE) and not _leads_somewhere(page, link):
                yield f"{page.relative_to(root)}: {link} leads nowhere"


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists():
        return False
    if not anchor or target.suffix != ".md":
        return True
    text = _FENCED.sub("", target.read_text(encoding="utf-8"))
    return anchor in {_anchor(heading) for heading in _HEADING.findall(text)}


def _anchor(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.strip().replace(" ", "-")


def command_problems(root: Path, fresh: str) -> Iterator[str]:
    """Each command without a section; then, whether the page is as made now."""
    page = root / COMMANDS
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    told = set(_HEADING.findall(_FENCED.sub("", text)))
    missing = [h for h in _HEADING.findall(_FENCED.sub("", fresh)) if h not in told]
    yield from (
        f"{COMMANDS}: no section for `{name}`; run make docs" for name in missing
    )
    if text != fresh and not missing:
        yield f"{COMMANDS} is not what the commands say now; run make docs"


def stale_pages(made: Mapping[Path, Callable[[], str]]) -> Iterator[str]:
    """Each page that is not what its maker writes now."""
    for page, render in made.items():
        if not page.exists() or page.read_text(encoding="utf-8") != render():
            yield f"docs/{page.name} is not what it is made from; run make docs"


def main() -> int:
    """Say every problem; 1 when there is any."""
    problems = [
        *broken_links(ROOT),
        *command_problems(ROOT, commands.render()),
        *stale_pages(MADE),
    ]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
