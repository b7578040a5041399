"""`tracker import`: a look first, then one step; and the words it says."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.builders import an_id
from tests.cli.test_terminal import session, too_wide
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
from tests.services.test_importing import Import
from tracker.cli.show.imported import show_kept
from tracker.store.store import Store
from tracker.workspace import Workspace

LATER = "2026-11-20T19:10:00-05:00"
OTHER_ID = "0123abcd-0000-7000-8000-000000000002"
HIGH = [{"question": "temperature", "number": 385, "unit": "C"}]


@pytest.fixture
def file(tmp_path: Path, started: Path) -> Path:
    """One entry in NDJSON, and Ruth's diary to bring it into."""
    path = tmp_path / "given.ndjson"
    write(path, a_line())
    return path


def write(path: Path, *lines: str) -> None:
    text = "".join(f"{line}\n" for line in (HEAD, *lines))
    path.write_text(text, encoding="utf-8")


def entries(run: Run) -> str:
    return run("entries", now=LATER).stdout


def test_a_dry_run_says_what_would_come_and_writes_nothing(
    run: Run, file: Path, diary_path: Path
) -> None:
    before = diary_path.read_bytes()

    said = run("import", str(file), "--dry-run", now=LATER).stdout

    assert "New                1 entry" in said
    assert "Nothing was written." in said
    assert diary_path.read_bytes() == before


def test_on_a_pipe_it_needs_a_yes(run: Run, file: Path, diary_path: Path) -> None:
    before = diary_path.read_bytes()

    said = run("import", str(file), now=LATER, code=2)

    assert "add --yes" in said.stderr
    assert diary_path.read_bytes() == before


def test_an_import_says_what_came_in_and_how_to_go_back(run: Run, file: Path) -> None:
    said = run("import", str(file), "--yes", now=LATER).stdout

    assert "Imported: 1 entry." in said
    assert "20261121T001000Z-before-import.sqlite" in said
    assert "Wrong? tracker undo" in said
    assert "Pain" in entries(run)


def test_one_undo_takes_an_import_back(run: Run, file: Path) -> None:
    run("import", str(file), "--yes", now=LATER)

    said = run("undo", now=LATER).stdout

    assert 'imported 1 entry from "given.ndjson"' in " ".join(said.split())
    assert "Pain" not in entries(run)


def test_nothing_new_writes_nothing_and_makes_no_copy(run: Run, file: Path) -> None:
    run("import", str(file), "--yes", now=LATER)
    beside = sorted(file.parent.iterdir())

    said = run("import", str(file), now=LATER).stdout

    assert "There is nothing new in it." in said
    assert sorted(file.parent.iterdir()) == beside


def test_what_was_refused_ends_with_1_and_the_good_come_in(
    run: Run, file: Path
) -> None:
    write(file, a_line(), a_line(id=OTHER_ID, day="soon"))

    said = run("import", str(file), "--yes", now=LATER, code=1).stdout

    assert 'line 3: "day" is no day like 2026-11-04, but "soon".' in said
    assert "Imported: 1 entry." in said


def test_a_conflict_ends_with_1_and_names_the_entry(run: Run, file: Path) -> None:
    run("import", str(file), "--yes", now=LATER)
    run("edit", "1", "pain=6", now=LATER)

    said = run("import", str(file), "--yes", now=LATER, code=1).stdout

    assert "line 2: Here entry 1 says something else. It stays" in said


def test_a_warning_that_was_found_comes_before_everything_that_was_written(
    run: Run, file: Path
) -> None:
    write(file, a_line(answers=HIGH), a_line(id=OTHER_ID, signs=["chest-breath"]))

    said = run("import", str(file), "--yes", now=LATER).stdout
    after = said[said.index("Call 911 now.") :]

    assert after.index("Call the care team today: 555 0100") > 0
    assert after.index("Imported: 2 entries.") > after.index("tracker warnings")
    assert "Warning 1, Wed 4 Nov: chest pain" in run("today", now=LATER).stdout


@pytest.mark.parametrize(("done", "said"), [([], True), ([a_done()], False)])
def test_a_warning_that_nobody_answered_there_is_named(
    run: Run, file: Path, done: list[object], said: bool
) -> None:
    write(file, a_line(signs=["calf"]), a_warning_line(done=done))

    shown = run("import", str(file), "--yes", now=LATER).stdout

    assert shown.startswith("Call the care team today: 555 0100\n") == said
    assert ("Wed 4 Nov: One leg or calf swollen" in shown) == said


def test_our_own_fhir_is_known_where_it_came_from(run: Run, file: Path) -> None:
    run("log", "pain=4", "wound=sore", "temperature=36.8")
    path = file.with_name("visit.json")
    path.write_text(run("export", "fhir").stdout, encoding="utf-8")

    known = run("import", str(path), "--dry-run", now=LATER).stdout
    run("undo")
    run("import", str(path), "--yes", now=LATER)

    assert "Known already      1" in known
    assert "a little sore" in entries(run)


def test_many_warnings_are_counted_and_the_newest_are_named(
    run: Run, file: Path
) -> None:
    ids = [f"0123abcd-0000-7000-8000-{number:012d}" for number in range(25)]
    write(file, *(a_line(id=each, answers=HIGH) for each in ids))

    said = run("import", str(file), "--yes", now=LATER).stdout

    assert "Found in what is imported, 25 in all:" in said
    assert said.count("A temperature of 38.0 C") == 10
    assert "and 15 more: tracker warnings" in said


def test_many_refusals_are_counted_and_the_first_are_named(
    run: Run, file: Path
) -> None:
    write(file, *(a_line(day="soon") for _ in range(30)))

    said = run("import", str(file), "--dry-run", now=LATER, code=1).stdout

    assert "line 21:" in said
    assert "line 22:" not in said
    assert "and 10 more; all of them: --json" in said


def test_json_says_all_of_it_to_programs(run: Run, file: Path) -> None:
    write(file, a_line(answers=HIGH), a_line(id=OTHER_ID, day="soon"))

    words = ("import", str(file), "--json")
    seen = json.loads(run(*words, "--dry-run", now=LATER, code=1).stdout)
    done = json.loads(run(*words, "--yes", now=LATER, code=1).stdout)

    assert (seen["version"], seen["new"], seen["written"]) == (1, 1, False)
    assert (seen["copy"], seen["signs"], seen["warnings"]) == (None, 1, [])
    assert done["refused"][0]["place"] == "line 3"
    assert (done["written"], done["warnings"][0]["sign"]) == (True, "fever")
    assert Path(done["copy"]).exists()


def test_without_a_diary_there_is_nothing_to_import_into(
    run: Run, tmp_path: Path
) -> None:
    said = run("import", str(tmp_path / "none"), "--yes", code=1)

    assert "tracker start" in said.stderr


def test_a_long_table_and_its_own_wide_one_tell_the_same(run: Run, file: Path) -> None:
    run("log", "pain=4", "temperature=38.5C", "--note", "=1+1", "--sign", "calf")
    wide = run("export", "csv").stdout
    path = file.with_name("wide.csv")
    path.write_text(wide, encoding="utf-8", newline="")

    known = run("import", str(path), "--dry-run", now=LATER).stdout

    assert "Known already      1" in known
    assert len(list(csv.reader(io.StringIO(wide)))) == 2


def test_a_wide_table_of_another_copy_comes_in(run: Run, file: Path) -> None:
    run("log", "pain=4", "wound=sore", "temperature=98.6F", "--at", "yesterday")
    path = file.with_name("wide.csv")
    path.write_text(run("export", "csv").stdout, encoding="utf-8", newline="")
    run("undo")

    run("import", str(path), "--yes", now=LATER)

    said = entries(run)
    assert "a little sore" in said
    assert "37.0 C" in said


def test_a_long_table_is_recognised(run: Run, file: Path) -> None:
    path = file.with_suffix(".csv")
    path.write_text(f"{LONG_HEADER}\r\n{long_row()}\r\n", encoding="utf-8")

    run("import", str(path), "--yes", now=LATER)

    assert "Pain" in entries(run)


@pytest.mark.parametrize("form", ["csv", "json", "fhir"])
def test_a_file_of_another_format_than_named_is_refused(
    run: Run, file: Path, form: str
) -> None:
    words = ("import", str(file), "--format", form, "--yes")

    assert run(*words, now=LATER, code=2).stdout == ""


def test_a_look_lists_each_word_on_a_limit(run: Run, file: Path) -> None:
    write(file, other_line({"type": "limit"}))

    said = " ".join(run("import", str(file), "--dry-run", now=LATER).stdout.split())

    assert "Words on limits 1" in said
    assert "Nurse Example, Thu 5 Nov: up to 5 lb" in said


def test_very_many_words_are_counted(run: Run, file: Path) -> None:
    write(file, *(other_line({"type": "limit", "id": an_id(n)}) for n in range(101)))

    said = run("import", str(file), "--dry-run", now=LATER).stdout

    assert said.count("Nurse Example, Thu 5 Nov:") == 100
    assert "and 1 more" in said


def test_a_start_that_differs_is_something_to_look_at(run: Run, file: Path) -> None:
    head = json.loads(HEAD) | {"procedures": [{"on": "2026-11-03", "baseline_pain": 7}]}
    file.write_text(f"{json.dumps(head)}\n{a_line()}\n", encoding="utf-8")

    said = run("import", str(file), "--dry-run", now=LATER).stdout

    assert "Look at            1 about the start" in said
    assert "The file says pain before 7, here 8." in said


def test_what_was_found_with_yes_stands_before_the_counts(run: Run, file: Path) -> None:
    write(file, a_line(answers=HIGH))

    said = run("import", str(file), "--yes", now=LATER).stdout

    assert said.index("Call the care team today") < said.index("New    ")
    assert "but no warning: what was shown stays shown." in " ".join(said.split())


@pytest.mark.parametrize("changed", [True, False])
def test_what_was_written_since_the_question_is_shown_again(
    store: Store, started: Path, capsys: pytest.CaptureFixture[str], changed: bool
) -> None:
    bring = Import(store, started)
    kept = bring.lines(a_line())
    seen = kept.weighed._replace(same=1) if changed else kept.weighed

    show_kept(Workspace(str(started)), "given.ndjson", kept, seen)

    shown = capsys.readouterr().out
    assert ("Something was written here since you were asked." in shown) == changed
    assert ("Known already" in shown) == changed
    assert "Imported: 1 entry." in shown


def test_a_foreign_table_comes_in_by_its_mapping(run: Run, file: Path) -> None:
    table, mapping = file.with_name("o.csv"), file.with_name("o.json")
    table.write_bytes("Datum;Schmerz;M\u00fcde\n04.11.2026;4;ja\n".encode("latin-1"))
    told = {**MAPPING, "encoding": "latin-1", "author": "Dana Example"}
    mapping.write_text(json.dumps(told), encoding="utf-8")

    said = run("import", str(table), "--map", str(mapping), "--yes", now=LATER).stdout

    assert 'the column "M\u00fcde"' in said
    assert "Dana Example" in entries(run)


def test_escape_sequences_of_a_file_never_reach_a_terminal(
    run: Run, file: Path
) -> None:
    write(file, a_line(day="\x1b[2J\u202e"), a_line(zone="\x1b]0;t\x07"))

    said = run("import", str(file), "--dry-run", now=LATER, code=1).stdout

    assert not set("\x1b\x07\u202e") & set(said)


def test_a_number_known_to_nobody_else_stays_free(run: Run, file: Path) -> None:
    run("import", str(file), "--yes", now=LATER)

    assert "entry 2" in run("log", "pain=3", now=LATER).stdout
    assert ENTRY["id"] in run("entries", "--json", now=LATER).stdout


@pytest.mark.parametrize(("word", "kept"), [("y", True), ("", False), ("n", False)])
def test_on_a_terminal_it_asks_first_and_enter_is_no(
    file: Path, diary_path: Path, word: str, kept: bool
) -> None:
    early = a_line(at="2026-11-04T12:10:00Z", answers=HIGH)
    write(file, early, a_line(id=OTHER_ID, day="soon"))
    before = diary_path.read_bytes()

    shown, code = session(diary_path, ["import", str(file)], [word])

    assert "Import this? [y/N]: " in shown
    assert ("Imported: 1 entry." in shown) == kept
    assert (diary_path.read_bytes() != before) == kept
    assert code == 1
    paths = [line for line in too_wide(shown, 40) if "before-import" not in line]
    assert not [line for line in paths if "given.ndjson" not in line]
