"""The docs say what the program does."""

from pathlib import Path

import click
import pytest

from docs.check import MADE, broken_links, command_problems, stale_pages
from docs.commands import named_commands, render
from tracker.cli import main
from tracker.protocols.library import BUNDLED, check

ROOT = Path(__file__).parents[2]


def test_every_command_has_a_section_that_is_not_stale() -> None:
    assert list(command_problems(ROOT, render())) == []


def test_every_page_that_is_made_is_made_anew() -> None:
    assert list(stale_pages(MADE)) == []


def test_a_page_that_is_not_made_anew_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("old", encoding="utf-8")
    made = {tmp_path / "old.md": lambda: "new", tmp_path / "none.md": lambda: ""}

    assert len(list(stale_pages(made))) == 2


def test_the_simulated_figures_are_of_the_setbacks_as_they_are() -> None:
    """When this fails: run benchmarks.setbacks, and rewrite docs/evidence-words.md."""
    protocol = check(BUNDLED / "sacroplasty-standard.toml").protocol
    figures = {
        s.question: (s.by, s.of, s.least, s.times, s.within) for s in protocol.setbacks
    }

    assert figures["pain"] == (2, 7, 4, 3, 7)
    assert figures["aid"] == (1, 1, 1, 1, 14)


def test_every_word_of_the_help_is_a_command_that_explains_itself() -> None:
    explained = {name.split()[1] for name, said in named_commands() if said}

    assert explained == set(main.list_commands(click.Context(main)))


def test_every_link_leads_somewhere() -> None:
    assert list(broken_links(ROOT)) == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[there](b.md)", 0),
        ("[heading](b.md#what-is-kept)", 0),
        ("[here](#top)\n\n# Top", 0),
        ("[web](https://example.org/x)", 0),
        ("`[code](gone.md)`", 0),
        ("```\n[code](gone.md)\n```", 0),
        ("[gone](gone.md)", 1),
        ("[no heading](b.md#gone)", 1),
        ("[nothing here](#gone)", 1),
    ],
)
def test_a_link_is_followed_to_its_file_and_heading(
    tmp_path: Path, text: str, broken: int
) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "b.md").write_text("## What is kept?\n", encoding="utf-8")

    assert len(list(broken_links(tmp_path))) == broken


def test_a_command_without_a_section_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "commands.md"
    page.write_text("# Commands\n\n## tracker log\n", encoding="utf-8")

    fresh = "# Commands\n\n## tracker log\n\n## tracker today\n"
    problems = list(command_problems(tmp_path, fresh))

    assert len(problems) == 1
    assert "tracker today" in problems[0]


def test_a_stale_section_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "commands.md").write_text("## tracker log\n\nold\n", "utf-8")

    assert len(list(command_problems(tmp_path, "## tracker log\n\nnew\n"))) == 1
