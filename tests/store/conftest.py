"""The whole suite of the store runs on plain diaries and on locked ones."""

import shutil
from pathlib import Path

import pytest

from tests.locked import every_connection_locked, lock, passphrase_file, quick

PLAIN, LOCKED = "plain", "locked"
# Frozen diaries are plain; those of before that are locked have a test of their own.
FROZEN = "test_upgrades"
# Run as somebody who may read no passphrase file of ours.
AS_ANOTHER = ("test_what_may_only_be_read_is_read_and_never_written",)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that has a diary runs twice."""
    plain_only = (
        FROZEN in metafunc.module.__name__ or metafunc.function.__name__ in AS_ANOTHER
    )
    if "diary_path" in metafunc.fixturenames and not plain_only:
        metafunc.parametrize("kind", [PLAIN, LOCKED], indirect=True)


@pytest.fixture(autouse=True)
def kind(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """Whether the diaries of this test are plain or locked."""
    wanted = str(getattr(request, "param", PLAIN))
    if wanted == LOCKED:
        quick(monkeypatch)
        every_connection_locked(monkeypatch)
        file = passphrase_file(tmp_path_factory.mktemp("passphrase"))
        monkeypatch.setenv("TRACKER_PASSPHRASE_FILE", str(file))
    return wanted


@pytest.fixture(scope="session")
def locked_templates(template: Path, template_started: Path) -> dict[str, Path]:
    """The two templates, locked once."""
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        made = {}
        for name, plain in (("empty", template), ("started", template_started)):
            made[name] = plain.with_name(f"{name}-locked.sqlite")
            shutil.copy(plain, made[name])
            lock(made[name])
        return made


@pytest.fixture
def empty(
    kind: str, template: Path, locked_templates: dict[str, Path], diary_path: Path
) -> Path:
    """A diary in which nothing is started."""
    shutil.copy(template if kind == PLAIN else locked_templates["empty"], diary_path)
    return diary_path


@pytest.fixture
def started(
    kind: str,
    template_started: Path,
    locked_templates: dict[str, Path],
    diary_path: Path,
) -> Path:
    """Ruth's diary: Tue 3 November 2026, 10:30 in New York, baseline 8."""
    plain, locked = template_started, locked_templates["started"]
    shutil.copy(plain if kind == PLAIN else locked, diary_path)
    return diary_path
