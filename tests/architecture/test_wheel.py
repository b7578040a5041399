"""The wheel works where the checkout is not: it carries migrations and protocols."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOW = "2026-11-04T19:10:00-05:00"

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(words: list[str], folder: Path, **environment: str) -> str:
    """What a program says; its words and its complaint when it fails."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TRACKER_")}
    kept.pop("PYTHONPATH", None)
    done = subprocess.run(
        words,
        cwd=folder,
        env={**kept, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a space in its name, away from the checkout."""
    made = tmp_path_factory.mktemp("some where")
    (made / "else").mkdir()
    return made


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    """Built from the source archive, so that one is complete too."""
    out = folder / "dist"
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out)]
    run([*build, str(ROOT)], folder)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(folder: Path, wheel: Path) -> Path:
    """The console script of a clean environment that holds the wheel."""
    place = folder / "clean"
    venv.create(place, with_pip=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    run([*pip, "-c", str(ROOT / "constraints.txt"), str(wheel)], folder)
    return place / "bin" / "tracker"


def test_the_wheel_holds_the_package_and_nothing_beside_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"tracker"}
    assert "tracker/_migrations/env.py" in names
    assert "tracker/protocols/data/sacroplasty-standard.toml" in names
    assert any(n.startswith("tracker/_migrations/versions/0001_") for n in names)
    for template in ("page.typ", "page.html", "sheet.typ"):
        assert f"tracker/exports/templates/{template}" in names
    assert not any("__pycache__" in name for name in names)


def test_an_installed_tracker_starts_logs_and_shows_the_timeline(
    folder: Path, installed: Path
) -> None:
    def tracker(*words: str) -> str:
        diary = {"TRACKER_DB": str(folder / "diary.sqlite"), "TRACKER_NOW": NOW}
        return run([str(installed), *words], folder / "else", **diary)

    tracker("start", "2026-11-03", "--time", "10:30", "--name", "Ruth Example")
    logged = tracker("log", "pain=4")
    timeline = tracker("timeline")

    assert "entry 1" in logged
    assert "Tue 3 Nov" in timeline


def test_an_installed_tracker_prints_pages_sheets_and_calendars(
    folder: Path, installed: Path
) -> None:
    def tracker(*words: str) -> str:
        diary = {"TRACKER_DB": str(folder / "printed.sqlite"), "TRACKER_NOW": NOW}
        return run([str(installed), *words], folder / "else", **diary)

    tracker("start", "2026-11-03", "--time", "10:30", "--name", "Ruth Example")
    tracker("log", "pain=4")
    tracker("report", "-o", "page.pdf")
    tracker("report", "-o", "page.html")
    tracker("sheet", "-o", "week.pdf")
    tracker("export", "ics", "-o", "plan.ics")

    made = {path.name: path.read_bytes() for path in (folder / "else").iterdir()}
    assert made["page.pdf"].startswith(b"%PDF")
    assert b"Ruth Example" in made["page.html"]
    assert made["week.pdf"].startswith(b"%PDF")
    assert made["plan.ics"].startswith(b"BEGIN:VCALENDAR")
