"""A diary handed out as a file, written in elsewhere, and taken in again."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyrage
import pytest

from tests.architecture.test_startup import HEAVY, modules_after
from tests.conftest import Run, Said
from tracker.cli import passphrase
from tracker.domain.sharing import Shared
from tracker.errors import UnusableFile
from tracker.services import share_files
from tracker.services.share_keys import SHARED
from tracker.shares.reading import unpack
from tracker.shares.sealing import seal_for
from tracker.shares.writing import pack

PHRASE = "three plain words"
LATER = "2026-11-04T21:30:00-05:00"


class Key(NamedTuple):
    """A key of age: what is told to others, and the private file."""

    public: str
    file: str
    identity: Any

    def open(self, path: Path) -> Shared:
        """What is shared in a file that is sealed for it."""
        return unpack(pyrage.decrypt(path.read_bytes(), [self.identity]), path.name)


Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def _nobody_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the tests themselves run on one."""
    monkeypatch.setattr(passphrase, "TERMINAL", "/none/tty")
    monkeypatch.delenv(SHARED, raising=False)


def a_key(folder: Path, name: str) -> Key:
    identity = pyrage.x25519.Identity.generate()
    file = folder / name
    file.touch(mode=0o600)
    file.write_text(f"# a key for tests\n{identity}\n", encoding="ascii")
    return Key(str(identity.to_public()), str(file), identity)


@pytest.fixture
def key(tmp_path: Path) -> Key:
    """One key for everybody: the tests of keys have others."""
    return a_key(tmp_path, "key.txt")


@pytest.fixture
def make(started: Path, run: Run, key: Key, tmp_path: Path) -> Make:
    """Makes a file out of a diary, Ruth's unless another one is named."""
    assert started.exists()

    def made(
        *typed: str, scope: str = "log", db: Path | None = None, name: str = "dana.age"
    ) -> Path:
        where = ("--db", str(db)) if db else ()
        path = tmp_path / name
        words = ("--for", "Dana Example", "--scope", scope, "--to", key.public)
        run(*where, "share", "make", *words, "-o", str(path), *typed)
        return path

    return made


@pytest.fixture
def danas(make: Make, run: Run, key: Key, tmp_path: Path) -> Path:
    """Dana's copy of Ruth's diary, in which she may see and add."""
    path = tmp_path / "dana" / "copy.sqlite"
    run("log", "pain=4", "--note", "Slept well.")
    file = make()
    run("share", "open", str(file), "--into", str(path), "--identity", key.file)
    return path


def everything(run: Run, *words: str) -> Any:
    """What a command says to programs."""
    return json.loads(run(*words, "--json").stdout)


def entries(run: Run, db: Path | None = None) -> list[Any]:
    where = ("--db", str(db)) if db else ()
    found: list[Any] = everything(run, *where, "entries")["entries"]
    return found


# Making a file


@pytest.mark.usefixtures("started")
def test_a_file_says_what_it_is_and_how_it_is_opened(
    run: Run, key: Key, tmp_path: Path
) -> None:
    words = ["--for", "Dana Example", "--scope", "log", "--expires", "2026-12-01"]
    file = tmp_path / "dana.age"

    said = run("share", "make", *words, "--to", key.public, "-o", str(file)).stdout

    flat = " ".join(said.split())
    assert said.startswith(f"Made for Dana Example:\n  {file}\n")
    for part in (
        "May see and add",
        "Entries all",
        "Notes in it",
        "Until Tue 1 December 2026, that day too",
        "A file that is handed out cannot be called back.",
        "tracker share open FILE --identity KEY",
        "Written by Ruth Example.",
        "Wrong? tracker undo",
    ):
        assert part in flat, part
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_in_it_is_what_was_asked_for(make: Make, key: Key, run: Run) -> None:
    run("log", "pain=4", "--note", "Slept well.")

    whole = key.open(make())
    part = key.open(
        make("--since", "today", "--no-notes", scope="read", name="part.age")
    )

    assert whole.grant[1:] == ("Dana Example", "log", None, True, None)
    assert whole.person == "Ruth Example"
    assert "Slept well." in str(whole.facts)
    assert part.grant.scope == "read"
    assert str(part.grant.since) == "2026-11-04"
    assert "Slept well." not in str(part.facts)


@pytest.mark.usefixtures("started")
def test_who_may_do_everything_sees_everything(
    run: Run, key: Key, tmp_path: Path
) -> None:
    words = ["--for", "Dana", "--scope", "all", "--no-notes", "--to", key.public]

    said = run("share", "make", *words, "-o", str(tmp_path / "x.age"), code=2)

    assert "has to see the notes too" in said.stderr
    assert not (tmp_path / "x.age").exists()


@pytest.mark.usefixtures("started")
def test_a_file_that_is_there_is_replaced_only_when_that_is_said(
    run: Run, make: Make, key: Key
) -> None:
    file = make()
    before = file.read_bytes()
    words = ["--for", "Dana", "--scope", "read", "--to", key.public, "-o", str(file)]

    said = run("share", "make", *words, code=2)
    assert "is there already and was left as it is" in said.stderr
    assert file.read_bytes() == before

    run("share", "make", *words, "--yes")
    assert key.open(file).grant.scope == "read"


@pytest.mark.usefixtures("started")
def test_where_no_file_can_be_written_no_right_stays(
    run: Run, key: Key, tmp_path: Path
) -> None:
    words = ["--for", "Dana", "--scope", "log", "--to", key.public]

    run("share", "make", *words, "-o", str(tmp_path / "none" / "x.age"), code=2)

    assert everything(run, "share", "list")["shares"] == []


@pytest.mark.usefixtures("started")
def test_what_somebody_else_wrote_meanwhile_is_never_taken_back(
    run: Run, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_one_writes(*_given: object, **_named: object) -> None:
        run("log", "pain=3")
        raise UnusableFile("The disk is full. Name another file.")

    monkeypatch.setattr(share_files, "write_pieces", another_one_writes)
    words = ["--for", "Dana", "--scope", "log", "--to", key.public]

    run("share", "make", *words, "-o", str(tmp_path / "x.age"), code=2)

    assert len(entries(run)) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "tracker share make --for Dana --scope log -o dana.age"),
        (("--for", "Dana"), "tracker share make --for Dana --scope log -o dana.age"),
        (("--scope", "most"), "'most' is not one of"),
        (("--since", "tomorrow"), "has not come yet"),
        (("--expires", "2026-11-03"), "Tuesday 3 November 2026 is over"),
        (("--to", "dana"), "is no age key to share with"),
        (("--for", " "), "is not a name"),
        ((), "name a private file that holds it: TRACKER_SHARE_PASSPHRASE_FILE"),
    ],
    ids=["nothing", "a name", "scope", "since", "expires", "to", "blank", "passphrase"],
)
@pytest.mark.usefixtures("started")
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    run: Run, tmp_path: Path, words: tuple[str, ...], said: str, key: Key
) -> None:
    whole = ["--for", "Dana", "--scope", "log", "-o", str(tmp_path / "x.age")]
    if "share make" in said:
        whole = []
    elif "passphrase" not in said.lower() and "--to" not in words:
        whole += ["--to", key.public]

    shown = refused(run, "share", "make", *whole, *words)

    assert said in shown.stderr
    assert not (tmp_path / "x.age").exists()
    assert everything(run, "share", "list")["shares"] == []


def refused(run: Run, *words: str) -> Said:
    """What is said of something that is refused, in whichever way."""
    try:
        return run(*words, code=2)
    except AssertionError:
        return run(*words, code=1)


# Opening one


def test_opening_says_whose_it_is_and_what_may_be_done(
    make: Make, run: Run, key: Key, tmp_path: Path
) -> None:
    run("log", "pain=4")
    copy = tmp_path / "new" / "copy.sqlite"
    file = make("--expires", "2026-12-01")

    said = run(
        "share", "open", str(file), "--into", str(copy), "--identity", key.file
    ).stdout

    flat = " ".join(said.split())
    assert said.startswith("Opened: the diary of Ruth Example.\n")
    for part in (
        "From Ruth Example",
        "You may see and add",
        "Until Tue 1 December 2026, that day too",
        "1 entry",
        f"tracker --db {copy} --person 'Ruth Example' today",
        f"tracker --db {copy} --person 'Ruth Example' share make",
        "For Ruth Example, typed by Dana Example.",
    ):
        assert part in flat, part
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_what_nobody_answered_comes_first(
    make: Make, run: Run, key: Key, tmp_path: Path
) -> None:
    run("log", "--sign", "chest-breath", "--sign", "fever")
    words = ["--into", str(tmp_path / "copy.sqlite"), "--identity", key.file]

    said = run("share", "open", str(make()), *words).stdout

    assert said.splitlines()[0] == "Call 911 now."
    assert said.index("not answered yet") < said.index("Opened: the diary")
    assert "Call the care team today: 555 0100" in said


def test_it_goes_into_a_diary_beside_whoever_is_there(
    make: Make, run: Run, key: Key, tmp_path: Path
) -> None:
    other = tmp_path / "own.sqlite"
    start = ["start", "2026-11-01", "--name", "Walter Example", "--zone", "UTC"]
    run("--db", str(other), *start)

    run("--db", str(other), "share", "open", str(make()), "--identity", key.file)

    people = everything(run, "--db", str(other), "person", "list")["people"]
    assert len(people) == 2
    said = run("--db", str(other), "today", "--person", "Ruth Example").stdout
    assert "Ruth Example" in said


def test_whoever_is_there_already_is_merged_instead(
    danas: Path, make: Make, run: Run, key: Key
) -> None:
    file = make(name="again.age")
    before = danas.read_bytes()

    said = refused(
        run, "--db", str(danas), "share", "open", str(file), "--identity", key.file
    )

    assert "tracker share merge" in said.stderr
    assert danas.read_bytes() == before


def test_what_the_right_does_not_cover_is_refused(
    make: Make, run: Run, key: Key, tmp_path: Path
) -> None:
    run("log", "pain=4")
    copy = tmp_path / "copy.sqlite"
    words = ["--into", str(copy), "--identity", key.file]
    run("share", "open", str(make(scope="read")), *words)

    said = run("--db", str(copy), "log", "pain=5", code=1)

    assert "This copy is to read" in said.stderr
    assert len(entries(run, copy)) == 1


def test_a_file_past_its_last_day_is_not_opened_and_leaves_nothing(
    make: Make, run: Run, key: Key, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    file = make("--expires", "2026-11-04")

    said = run(
        "share", "open", str(file), "--into", str(copy), "--identity", key.file,
        code=1, now="2026-11-05T08:00:00-05:00",
    )  # fmt: skip

    assert "ended on Wednesday 4 November 2026" in said.stderr
    assert not copy.exists()


# What does not open


@pytest.fixture
def odd(make: Make, key: Key, tmp_path: Path) -> dict[str, Path]:
    """Files that are not what they should be."""
    content = make().read_bytes()
    forged = key.open(tmp_path / "dana.age")
    kind, fact_id = next(each for each in forged.facts if each[0] == "person")
    facts = {**forged.facts, (kind, "somebody-else"): forged.facts[kind, fact_id]}
    public = [key.identity.to_public()]
    contents = {
        "cut": content[:-100],
        "flipped": content[:-40] + bytes([content[-40] ^ 1]) + content[-39:],
        "appended": content + b"more",
        "empty": b"",
        "words": b"Dear Ruth,\n",
        "nothing packed": seal_for(b"", public),
        "another packed": seal_for(b"PK\x03\x04", public),
        "forged": seal_for(pack(forged._replace(facts=facts)), public),
    }
    for name, each in contents.items():
        (tmp_path / f"{name}.age").write_bytes(each)
    return {name: tmp_path / f"{name}.age" for name in contents}


@pytest.mark.parametrize("verb", ["open", "merge"])
@pytest.mark.parametrize(
    "name",
    ["cut", "flipped", "appended", "empty", "words", "nothing packed",
     "another packed", "forged"],
)  # fmt: skip
def test_an_odd_file_is_refused_in_one_sentence_and_changes_nothing(
    odd: dict[str, Path], run: Run, key: Key, started: Path, verb: str, name: str
) -> None:
    before, beside = started.read_bytes(), sorted(os.listdir(started.parent))

    said = refused(run, "share", verb, str(odd[name]), "--identity", key.file)

    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert started.read_bytes() == before
    copies = Path(f"{started}.backups")
    left = sorted({*os.listdir(started.parent)} - {copies.name})
    assert left == beside
    assert not copies.exists() or not os.listdir(copies)


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("name", ["", "none.age", "/", "/dev/null"])
def test_what_is_no_file_is_said_to_be_none(run: Run, name: str) -> None:
    said = run("share", "open", name, code=2)

    assert "Name" in said.stderr
    assert said.stderr.count("\n") == 1


def test_another_key_opens_nothing(make: Make, run: Run, tmp_path: Path) -> None:
    other = a_key(tmp_path, "other.txt")

    said = run("share", "open", str(make()), "--identity", other.file, code=2)

    assert "the key is another one, or the file is damaged" in said.stderr


def test_a_key_that_others_can_read_is_refused(make: Make, run: Run, key: Key) -> None:
    os.chmod(key.file, 0o640)

    said = run("share", "open", str(make()), "--identity", key.file, code=2)

    assert "chmod 600 FILE" in said.stderr


def test_a_sealed_file_names_what_it_needs(make: Make, run: Run) -> None:
    assert "--identity FILE" in run("share", "open", str(make()), code=2).stderr


def test_too_large_a_file_is_never_read_whole(
    make: Make, run: Run, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make()
    monkeypatch.setattr(share_files, "LARGEST", 1000)

    said = run("share", "open", str(file), "--identity", key.file, code=2)

    assert "is larger than 256 MB" in said.stderr


# Back again


@pytest.fixture
def back(danas: Path, make: Make, run: Run) -> Path:
    """What Dana sends back after an entry of hers."""
    run("--db", str(danas), "log", "walk=20", now=LATER)
    return make(db=danas, name="back.age")


def test_a_merge_says_what_came_in_for_whom(back: Path, run: Run, key: Key) -> None:
    said = run("share", "merge", str(back), "--identity", key.file).stdout

    flat = " ".join(said.split())
    assert said.startswith("Merged into the diary of Ruth Example.\n")
    assert "From Dana Example" in flat
    assert "New 1 entry" in flat
    assert "before-merge.sqlite" in said
    assert "Wrong? tracker undo" in said
    assert [entry["author"] for entry in entries(run)] == [
        "Ruth Example",
        "Dana Example",
    ]


def test_a_merge_is_one_step_and_has_its_copy(
    back: Path, run: Run, key: Key, started: Path
) -> None:
    run("share", "merge", str(back), "--identity", key.file)
    (copy,) = Path(f"{started}.backups").iterdir()

    listed = run("backup", "list").stdout
    run("undo")

    assert "before a merge" in listed
    assert len(entries(run)) == 1
    assert len(entries(run, copy)) == 1


def test_merging_it_again_says_that_nothing_is_new(
    back: Path, run: Run, key: Key, started: Path
) -> None:
    run("share", "merge", str(back), "--identity", key.file)
    before = started.read_bytes()
    copies = os.listdir(f"{started}.backups")

    said = run("share", "merge", str(back), "--identity", key.file).stdout

    assert "Nothing new for Ruth Example is in it." in said
    assert "Nothing was written." in said
    assert started.read_bytes() == before
    assert os.listdir(f"{started}.backups") == copies


def test_a_warning_that_comes_in_is_the_first_thing_said(
    danas: Path, make: Make, run: Run, key: Key
) -> None:
    run("--db", str(danas), "log", "--sign", "chest-breath", now=LATER)
    file = make(db=danas, name="back.age")

    said = run("share", "merge", str(file), "--identity", key.file).stdout

    assert said.splitlines()[0] == "Call 911 now."
    assert said.index("not answered yet") < said.index("Merged into")
    assert "Called? tracker warnings" in said
    assert "no warning: what was shown stays shown" in " ".join(said.split())


def test_under_a_right_that_was_taken_back_nothing_comes_in(
    started: Path, make: Make, run: Run, key: Key, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    words = ["--into", str(copy), "--identity", key.file]
    run("share", "open", str(make()), *words)
    run("--db", str(copy), "log", "pain=4", now=LATER)
    file = make(db=copy, name="back.age")
    run("undo")
    before = started.read_bytes()

    said = run("share", "merge", str(file), "--identity", key.file, code=1)

    assert "under a right that this copy did not give" in said.stderr
    assert started.read_bytes() == before
    assert not Path(f"{started}.backups").exists() or not os.listdir(
        f"{started}.backups"
    )


def test_of_several_people_it_goes_to_whose_file_it_is(
    back: Path, run: Run, key: Key
) -> None:
    run("person", "add", "Walter Example")
    opening = ["share", "merge", str(back), "--identity", key.file]

    other = refused(run, *opening, "--person", "Walter Example")
    said = run(*opening).stdout

    assert "tracker share open" in other.stderr
    assert said.startswith("Merged into the diary of Ruth Example.\n")
    assert "For Ruth Example" in said or "Written by Ruth Example" in said


def test_a_file_of_somebody_else_is_not_merged(
    back: Path, run: Run, key: Key, tmp_path: Path
) -> None:
    other = tmp_path / "own.sqlite"
    start = ["start", "2026-11-01", "--name", "Walter Example", "--zone", "UTC"]
    run("--db", str(other), *start)
    before = other.read_bytes()

    said = refused(
        run, "--db", str(other), "share", "merge", str(back), "--identity", key.file
    )

    assert "tracker share open" in said.stderr
    assert other.read_bytes() == before


# Written differently


@pytest.fixture
def conflict(make: Make, run: Run, key: Key, tmp_path: Path) -> Path:
    """Ruth's diary once Dana's copy came back with the same entry corrected."""
    copy = tmp_path / "copy.sqlite"
    run("log", "pain=4", "walk=10")
    words = ["--into", str(copy), "--identity", key.file]
    run("share", "open", str(make(scope="all")), *words)
    run("edit", "1", "pain=5", now="2026-11-04T20:00:00-05:00")
    run("--db", str(copy), "edit", "1", "pain=6", now=LATER)
    return make(db=copy, scope="all", name="back.age")


def test_both_versions_stand_side_by_side_with_the_command(
    conflict: Path, run: Run, key: Key
) -> None:
    merged = run("share", "merge", str(conflict), "--identity", key.file).stdout
    listed = run("share", "list").stdout

    for said in (merged, listed):
        flat = " ".join(said.split())
        assert "Written differently, 1: entry 1" in flat
        assert "1 Ruth Example, Wed 4 Nov 20:00" in flat
        assert "2 Dana Example, Wed 4 Nov 21:30" in flat
        assert "pain 5" in flat
        assert "pain 6" in flat
        assert "tracker share answer 1 --keep 1" in flat


def test_the_answer_holds_and_can_be_taken_back(
    conflict: Path, run: Run, key: Key
) -> None:
    run("share", "merge", str(conflict), "--identity", key.file)

    said = run("share", "answer", "1", "--keep", "1").stdout
    assert "of entry 1 this holds:" in said
    assert entries(run)[0]["answers"]["pain"] == 5
    assert everything(run, "share", "list")["conflicts"] == []

    run("undo")
    assert len(everything(run, "share", "list")["conflicts"]) == 1


@pytest.mark.parametrize(
    "words", [("99", "--keep", "1"), ("1", "--keep", "3"), ("1",), (), ("--keep", "1")]
)
def test_an_answer_that_cannot_be_meant_changes_nothing(
    conflict: Path, run: Run, key: Key, started: Path, words: tuple[str, ...]
) -> None:
    run("share", "merge", str(conflict), "--identity", key.file)
    before = started.read_bytes()

    refused(run, "share", "answer", *words)

    assert started.read_bytes() == before


# For programs


def test_for_programs_it_is_json(conflict: Path, run: Run, key: Key) -> None:
    merged = everything(run, "share", "merge", str(conflict), "--identity", key.file)
    listed = everything(run, "share", "list")

    assert merged["person"] == "Ruth Example"
    assert merged["written"] is True
    assert merged["copy"].endswith("before-merge.sqlite")
    assert [each["keep"] for each in merged["conflicts"][0]["versions"]] == [1, 2]
    assert listed["conflicts"] == merged["conflicts"]
    assert [(s["direction"], s["name"], s["scope"]) for s in listed["shares"]] == [
        ("given", "Dana Example", "all")
    ]


def test_the_list_says_that_nothing_was_shared_yet(started: Path, run: Run) -> None:
    assert started.exists()
    assert "tracker share make" in run("share", "list").stdout


def test_a_copy_lists_the_right_it_came_with(danas: Path, run: Run) -> None:
    said = run("--db", str(danas), "share", "list").stdout

    assert "Received from Ruth Example" in said
    assert "see and add" in said
    assert "Opened" in said


# A passphrase


def phrase_file(folder: Path, phrase: str = PHRASE) -> dict[str, str]:
    """The environment of a script that knows the passphrase."""
    file = folder / "phrase"
    file.touch(mode=0o600)
    file.write_text(f"{phrase}\n", encoding="utf-8")
    return {SHARED: str(file)}


@pytest.mark.usefixtures("started")
def test_a_script_has_its_passphrase_from_a_private_file(
    run: Run, tmp_path: Path
) -> None:
    env, file = phrase_file(tmp_path), str(tmp_path / "dana.age")
    words = ["--for", "Dana", "--scope", "log", "-o", file]

    said = run("share", "make", *words, env=env).stdout
    run("share", "open", file, "--into", str(tmp_path / "copy.sqlite"), env=env)

    assert "another way than the file" in " ".join(said.split())
    assert PHRASE not in said
    wrong = phrase_file(tmp_path, "three other words")
    shown = run("share", "merge", file, env=wrong, code=2).stderr
    assert "the passphrase is another one, or the file is damaged" in shown
    assert (
        "--identity out"
        in run("share", "merge", file, "--identity", "key.txt", env=env, code=2).stderr
    )
    assert SHARED in run("share", "merge", file, code=2).stderr


@pytest.mark.parametrize(
    ("phrase", "mode", "said"),
    [("short", 0o600, "too short"), (PHRASE, 0o644, "can be read by others")],
)
@pytest.mark.usefixtures("started")
def test_a_passphrase_that_is_none_makes_nothing(
    run: Run, tmp_path: Path, phrase: str, mode: int, said: str
) -> None:
    env = phrase_file(tmp_path, phrase)
    os.chmod(env[SHARED], mode)
    words = ["--for", "Dana", "--scope", "log", "-o", str(tmp_path / "dana.age")]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARED, env[SHARED])
        shown = refused(run, "share", "make", *words)

    assert said in shown.stderr
    assert not (tmp_path / "dana.age").exists()
    assert everything(run, "share", "list")["shares"] == []


# Quick


def test_a_daily_command_knows_nothing_of_age(tmp_path: Path) -> None:
    modules_after(tmp_path, "start", "yesterday", "--name", "Ruth Example")

    for words in (["log", "pain=4"], ["today"], ["--help"]):
        loaded = modules_after(tmp_path, *words)
        assert loaded & HEAVY == set()
        assert not {name for name in loaded if name.startswith("tracker.shares")}
        assert "pyrage" not in loaded
