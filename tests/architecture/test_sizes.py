"""Sizes: a command is four moves, a function fits a glance, a file fits a sitting."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "tracker"
COMMANDS = PACKAGE / "cli" / "commands"
GENERATED = {PACKAGE / "store" / "compiled.py"}

COMMAND_BODY = 12
COMMAND_FILE = 80
FUNCTION = 40
FILE = 300

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Found(NamedTuple):
    """Something with a size: where it is, and how many lines it has."""

    place: str
    lines: int


def sources(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if path not in GENERATED]


def functions(source: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines from `def` to the end; decorators do not count."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def is_command(function: Function) -> bool:
    """Whether a decorator makes it a Click command or group."""
    return any(
        isinstance(inner, ast.Attribute) and inner.attr in {"command", "group"}
        for decorator in function.decorator_list
        for inner in ast.walk(decorator)
    )


def body_length(function: Function) -> int:
    """Lines of the body, the docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def found_functions() -> Iterator[tuple[Path, Function]]:
    for path in sources(PACKAGE):
        for function in functions(path.read_text(encoding="utf-8")):
            yield path, function


def check(found: list[Found], most: int) -> None:
    """Fail with everything that is longer, not only with the first."""
    assert found
    long = [
        f"{each.place} has {each.lines} lines" for each in found if each.lines > most
    ]
    assert not long, "\n".join(long)


def named(path: Path, function: Function) -> str:
    return f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"


def test_a_command_has_at_most_twelve_lines_of_body() -> None:
    found = [
        Found(named(path, function), body_length(function))
        for path, function in found_functions()
        if path.is_relative_to(COMMANDS) and is_command(function)
    ]

    check(found, COMMAND_BODY)


def test_a_function_has_at_most_forty_lines() -> None:
    found = [Found(named(p, f), length(f)) for p, f in found_functions()]

    check(found, FUNCTION)


def file_sizes(folder: Path) -> list[Found]:
    return [
        Found(str(path.relative_to(ROOT)), path.read_text("utf-8").count("\n"))
        for path in sources(folder)
    ]


def test_a_command_file_has_at_most_eighty_lines() -> None:
    check(file_sizes(COMMANDS), COMMAND_FILE)


def test_a_file_has_at_most_three_hundred_lines() -> None:
    check(file_sizes(PACKAGE), FILE)


def test_no_number_in_the_package_is_waived_from_having_a_name() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    waivers = settings["tool"]["ruff"]["lint"]["per-file-ignores"]

    waived = {path for path, rules in waivers.items() if "PLR2004" in rules}
    inline = [
        str(path.relative_to(ROOT))
        for path in sources(PACKAGE)
        if "noqa: PLR2004" in path.read_text(encoding="utf-8")
    ]
    assert waived == {"tests/**", "benchmarks/**"}
    assert inline == []


def test_the_sizes_are_counted_as_a_reader_counts_them() -> None:
    source = (
        "@click.command()\n"
        "@click.pass_obj\n"
        "def log(workspace):\n"
        '    """Write."""\n'
        "    one = 1\n"
        "\n"
        "    return one\n"
    )

    (log,) = functions(source)

    assert is_command(log)
    assert (length(log), body_length(log)) == (5, 3)
