"""A sign of a file is named with whom to call, whether its row comes in or not."""

import json
from pathlib import Path

import pytest

from tests.builders import an_id
from tests.cli.test_terminal import session
from tests.conftest import Run
from tests.imports.files import (
    ENTRY,
    HEAD,
    LONG_HEADER,
    MAPPING,
    a_done,
    a_line,
    a_warning_line,
    long_row,
    other_line,
)

LATER = "2026-11-20T19:10:00-05:00"
CHEST = "Chest pain, or hard to breathe."
TOO_MUCH = [{"question": "pain", "number": 44, "unit": ""}]
HIGH = {"question": "temperature", "number": 395, "unit": "C"}


@pytest.fixture
def file(tmp_path: Path, started: Path) -> Path:
    return tmp_path / "given.ndjson"


def bring(run: Run, file: Path, *lines: str, words: str = "", code: int = 1) -> str:
    """What an import of these lines says, on one line."""
    file.write_text("".join(f"{line}\n" for line in (HEAD, *lines)), "utf-8")
    said = run("import", str(file), *words.split(), now=LATER, code=code).stdout
    return " ".join(said.split())


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": TOO_MUCH},
        {"day": "soon"},
        {"procedure": "2020-01-02"},
        {"procedure": "never"},
        {"number": "1"},
        {"recorded_at": "2030-01-01T00:00:00Z"},
        {"author": " "},
        {"id": "9"},
        {"signs": ["chest-breath", 1]},
    ],
)
def test_a_refused_entry_is_named_with_its_sign_and_the_call(
    run: Run, file: Path, changed: dict[str, object]
) -> None:
    said = bring(run, file, a_line(**{"signs": ["chest-breath"], **changed}))

    assert said.startswith("Call 911 now.")
    assert f"line 2: {CHEST}" in said
    assert "Nothing of these is kept." in said


def test_an_answer_that_raises_a_sign_is_named_though_another_one_is_wrong(
    run: Run, file: Path
) -> None:
    said = bring(run, file, a_line(answers=[*TOO_MUCH, HIGH, {"question": 1}]))

    assert said.startswith("Call the care team today: 555 0100")
    assert "Temperature 39.5 C, at least 38.0 C" in said


def test_every_sign_that_is_not_kept_is_named_the_gravest_first(
    run: Run, file: Path
) -> None:
    milder = [a_line(id=an_id(n), day="soon", signs=["calf"]) for n in range(30)]

    said = bring(run, file, *milder, a_line(day="soon", signs=["chest-breath"]))

    assert said.count("One leg or calf swollen") == 30
    assert said.index(f"line 32: {CHEST}") < said.index("One leg or calf swollen")


def test_a_second_entry_of_one_id_does_not_hide_its_sign(run: Run, file: Path) -> None:
    same_id = a_line(signs=["calf", "chest-breath"], note="other words")

    said = bring(run, file, a_line(signs=["calf"]), same_id, words="--yes")

    assert f"line 3: {CHEST}" in said
    assert said.count("One leg or calf swollen") == 1


def test_a_sign_that_a_warning_tells_already_is_not_named_again(
    run: Run, file: Path
) -> None:
    bring(run, file, a_line(signs=["calf"]), words="--yes", code=0)

    said = bring(run, file, a_line(signs=["calf"], answers=TOO_MUCH))

    assert "One leg or calf swollen" not in said


@pytest.mark.parametrize(("done", "named"), [([], True), ([a_done()], False)])
@pytest.mark.parametrize("wrong", [{"day": "soon"}, {"day": "2027-03-01"}])
def test_a_refused_warning_is_named_unless_it_was_answered(
    run: Run, file: Path, wrong: dict[str, str], done: list[object], named: bool
) -> None:
    said = bring(run, file, a_warning_line(done=done, **wrong))

    assert ("line 2: One leg or calf swollen" in said) == named


@pytest.mark.parametrize("row", [{"number": "44"}, {"zone": "Mars"}])
def test_a_refused_entry_of_the_long_table_is_named_with_its_sign(
    run: Run, file: Path, row: dict[str, str]
) -> None:
    sign = {"kind": "sign", "name": "chest-breath", "number": "", "value": ""}
    rows = [long_row(**row), long_row(**{**row, **sign})]
    file.write_text("\n".join([LONG_HEADER, *rows, rows[1] + ",x"]), "utf-8")

    said = run("import", str(file), now=LATER, code=1).stdout

    assert said.startswith("Call 911 now.")
    assert " ".join(said.split()).count(CHEST) == 2


def test_a_refused_row_of_others_is_named_with_its_sign(run: Run, file: Path) -> None:
    mapping = file.with_name("mapping.json")
    told = {"Schmerz": "pain", "Temp": {"question": "temperature", "unit": "C"}}
    mapping.write_text(json.dumps({**MAPPING, "columns": told}), "utf-8")
    rows = "04.11.2026;44;39.5\n99.11.2026;;39.1\n04.11.2026;4;39.2;x\n"
    file.write_text(f"Datum;Schmerz;Temp\n{rows}", "utf-8")

    shown = run("import", str(file), "--map", str(mapping), now=LATER, code=1).stdout
    said = " ".join(shown.split())

    assert said.startswith("Call the care team today: 555 0100")
    for figures in ("39.5", "39.1", "39.2"):
        assert f"Temperature {figures} C" in said


def test_an_emergency_of_the_file_that_nobody_answered_is_told_with_the_call(
    run: Run, file: Path
) -> None:
    grave = {"sign": "chest-breath", "tier": "emergency", "text": "Chest pain"}
    lines = (a_line(signs=["chest-breath"]), a_warning_line(**grave))

    for words in ("--dry-run", "--yes"):
        said = bring(run, file, *lines, words=words, code=0)
        assert said.startswith("Call 911 now.")
        assert "Wed 4 Nov: Chest pain." in said


def test_a_dry_run_names_the_signs_to_programs_too(run: Run, file: Path) -> None:
    lines = (a_line(answers=[HIGH]), a_line(id=an_id(9), signs=["calf"], day="soon"))

    seen = json.loads(bring(run, file, *lines, words="--dry-run --json"))

    assert [each["tier"] for each in seen["signs_found"]] == ["same-day"]
    assert seen["signs_not_kept"][0]["sign"] == "calf"
    assert seen["signs_not_kept"][0]["place"] == "line 3"


def test_whoever_answers_no_has_seen_the_gravest_sign(
    diary_path: Path, file: Path
) -> None:
    early = a_line(at="2026-11-04T12:10:00Z", recorded_at="2026-11-04T12:10:00Z")
    grave = {**json.loads(early), "signs": ["chest-breath"]}
    file.write_text(f"{HEAD}\n{json.dumps(grave)}\n", "utf-8")

    shown, code = session(diary_path, ["import", str(file)], ["n"])

    assert shown.index("Call 911 now.") < shown.index("Import this? [y/N]: ")
    assert "Nothing was written." in shown
    assert code == 0


def test_a_found_warning_calls_the_number_that_came_with_the_file(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    start = ("--time", "10:30", "--zone", "America/New_York", "--name", "Ruth Example")
    run("start", "2026-11-03", *start)
    contact = other_line({"type": "contact", "kind": "emergency", "number": "112"})
    lines = (a_line(signs=["chest-breath"]), contact)

    said = bring(run, tmp_path / "given", *lines, words="--yes", code=0)

    assert said.startswith("Call 112 now.")
    kept = json.loads(run("warnings", "--json", now=LATER).stdout)
    assert '"call": "112"' in json.dumps(kept)


def test_a_sign_of_before_the_procedure_compares_with_nothing(
    run: Run, file: Path
) -> None:
    worse = [{"question": "pain", "number": 9, "unit": ""}]
    day = {"at": "2026-11-02T15:00:00Z", "day": "2026-11-02", "answers": worse}

    assert "Call" not in bring(run, file, a_line(**day, author=" "))
    assert "Call" in bring(run, file, a_line(answers=worse, author=" "))
    assert ENTRY["id"] not in run("entries", "--json", now=LATER).stdout
