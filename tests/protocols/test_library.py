"""Finding protocols by id, bundled ones and a person's own."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.protocols.conftest import GARDEN
from tracker.errors import NotFound, ProtocolProblems, UnusableFile
from tracker.protocols.canonical import read_canonical
from tracker.protocols.caps import MOST_BYTES
from tracker.protocols.library import BUNDLED, check, load, names

STANDARD = "sacroplasty-standard"
NOBODY = 65534


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of one's own with the made-up protocol in it."""
    (tmp_path / "garden-knee.toml").write_bytes(GARDEN.read_bytes())
    return tmp_path


def test_the_bundled_protocol_is_found_without_a_folder(tmp_path: Path) -> None:
    loaded = load(STANDARD, tmp_path / "nowhere")

    assert loaded.protocol.id == STANDARD
    assert loaded.bundled


def test_a_file_of_ones_own_is_found_by_its_id(own: Path) -> None:
    loaded = load("garden-knee", own)

    assert loaded.protocol.id == "garden-knee"
    assert not loaded.bundled


def test_what_is_loaded_is_the_text_its_hash_and_its_json(own: Path) -> None:
    loaded = load("garden-knee", own)

    assert loaded.toml.encode() == GARDEN.read_bytes()
    assert loaded.sha256 == hashlib.sha256(loaded.toml.encode()).hexdigest()
    assert read_canonical(loaded.json) == loaded.protocol


def test_a_mark_at_the_beginning_stays_in_the_text_that_is_hashed(own: Path) -> None:
    data = b"\xef\xbb\xbf" + GARDEN.read_bytes()
    (own / "garden-knee.toml").write_bytes(data)

    loaded = load("garden-knee", own)

    assert loaded.toml.encode() == data
    assert loaded.sha256 == hashlib.sha256(data).hexdigest()


def test_names_lists_the_bundled_first_and_opens_nothing(own: Path) -> None:
    (own / "broken.toml").write_text("][")
    (own / "notes.txt").write_text("not a protocol")

    assert [(named.id, named.bundled) for named in names(own)] == [
        (STANDARD, True),
        ("broken", False),
        ("garden-knee", False),
    ]


def test_a_name_that_is_no_id_is_listed_with_its_problem(own: Path) -> None:
    (own / "My Knee.toml").write_bytes(GARDEN.read_bytes())

    problems = {named.id: named.problem for named in names(own) if named.problem}

    assert list(problems) == ["My Knee"]
    with pytest.raises(UnusableFile, match="Rename it"):
        load("My Knee", own)


def test_a_file_of_ones_own_never_stands_in_for_a_bundled_one(own: Path) -> None:
    (own / f"{STANDARD}.toml").write_bytes(GARDEN.read_bytes())

    with pytest.raises(UnusableFile, match="of a bundled protocol") as raised:
        load(STANDARD, own)

    assert str(own) in str(raised.value)
    assert [n.bundled for n in names(own) if n.id == STANDARD and not n.problem] == [
        True
    ]


def test_the_id_in_a_file_is_its_name(own: Path) -> None:
    (own / "left-knee.toml").write_bytes(GARDEN.read_bytes())

    with pytest.raises(ProtocolProblems, match=r'protocol\.id: is "garden-knee"'):
        load("left-knee", own)


def test_an_unknown_id_names_the_closest(own: Path) -> None:
    with pytest.raises(NotFound, match="Did you mean garden-knee"):
        load("gardn-knee", own)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "..",
        "../garden-knee",
        "/etc/passwd",
        "garden-knee.toml",
        "\udcff\x1b[2J",
        "x" * 10_000,
    ],
)
def test_a_typed_path_is_only_an_unknown_id(own: Path, typed: str) -> None:
    with pytest.raises(NotFound) as raised:
        load(typed, own / "")

    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 200


def test_a_file_outside_the_folder_is_not_reached(own: Path) -> None:
    inner = own / "protocols"
    inner.mkdir()

    with pytest.raises(NotFound):
        load("../garden-knee", inner)


def test_any_file_can_be_checked_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "My Knee (2).txt"
    path.write_bytes(GARDEN.read_bytes())

    assert check(path).protocol.id == "garden-knee"


def test_problems_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = 1\n")

    with pytest.raises(
        ProtocolProblems, match="cannot be used as a protocol"
    ) as raised:
        check(path)

    assert str(raised.value).startswith(str(path))


def test_a_file_far_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES * 10_000)

    with pytest.raises(ProtocolProblems, match="more than 128 KB"):
        check(path)


@pytest.mark.parametrize(
    "name", ["nothing.toml", "folder", "pipe", "a\0b", "loop", "x" * 300]
)
def test_what_is_no_file_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    with pytest.raises(UnusableFile, match=r"is not a file|cannot be read"):
        check(tmp_path / name)


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Root may read everything, so root becomes nobody for a while."""
    mine = os.geteuid()
    os.seteuid(NOBODY if mine == 0 else mine)
    try:
        yield
    finally:
        os.seteuid(mine)


def test_what_may_not_be_read_is_told_in_one_sentence() -> None:
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = Path(folder) / "garden-knee.toml"
        path.write_text("")
        path.chmod(0)

        with as_somebody_else(), pytest.raises(UnusableFile, match="cannot be read"):
            load("garden-knee", Path(folder))


def test_a_folder_that_is_a_file_cannot_be_listed(tmp_path: Path) -> None:
    path = tmp_path / "protocols"
    path.write_text("")

    with pytest.raises(UnusableFile, match="cannot be listed"):
        load(STANDARD, path)


def test_every_bundled_file_is_called_by_its_id() -> None:
    assert [
        path.stem
        for path in BUNDLED.iterdir()
        if check(path).protocol.id != path.stem or path.suffix != ".toml"
    ] == []


def test_reading_the_kept_json_imports_no_reader_of_files() -> None:
    script = (
        "import sys; import tracker.protocols.canonical; "
        "heavy = {'tomllib', 'decimal', 'dateutil', 'difflib', 'hashlib', 'pathlib'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )

    assert done.stdout.strip() == "[]"
