"""A crontab and a systemctl of the tests' own, in a folder that comes first on PATH."""

import os
from pathlib import Path

import pytest

CRONTAB = """#!/bin/sh
here=$(dirname "$0")
case "$1" in
-l) cat "$here/table" 2>/dev/null && exit 0
    echo "no crontab for ruth" >&2; exit 1;;
-) if [ -e "$here/no" ]; then echo "bad minute" >&2; exit 1; fi
   cat >"$here/table";;
*) exit 2;;
esac
"""
SYSTEMCTL = """#!/bin/sh
here=$(dirname "$0")
echo "$*" >>"$here/calls"
if [ "$2" = "$(cat "$here/broken" 2>/dev/null)" ]; then exit 1; fi
"""


class Computer:
    """What runs a command each day on a made-up computer."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        folder.mkdir()
        patch.setenv("PATH", str(folder), prepend=os.pathsep)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        patch.delenv("TRACKER_PASSPHRASE_FILE", raising=False)

    def with_cron(self, table: str | None = None) -> "Computer":
        """A crontab, perhaps with lines of somebody else."""
        self._program("crontab", CRONTAB)
        if table is not None:
            self.write_table(table)
        return self

    def with_systemd(self) -> "Computer":
        """A user manager that takes every unit."""
        self._program("systemctl", SYSTEMCTL)
        return self

    def _program(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def write_table(self, text: str) -> None:
        """Somebody edits the crontab."""
        (self.folder / "table").write_bytes(text.encode())

    def refuse_table(self) -> None:
        """From now on no crontab is taken."""
        (self.folder / "no").touch()

    def refuse(self, word: str) -> None:
        """From now on that word of systemctl does not work."""
        (self.folder / "broken").write_text(word, encoding="utf-8")

    @property
    def table(self) -> str:
        """The crontab; empty when there is none."""
        path = self.folder / "table"
        return path.read_bytes().decode() if path.exists() else ""

    @property
    def units(self) -> dict[str, str]:
        """Every unit file by its name."""
        folder = self.folder / "config" / "systemd" / "user"
        paths = (path for path in folder.glob("*") if path.is_file())
        return {path.name: path.read_text("utf-8") for path in paths}

    @property
    def calls(self) -> list[str]:
        """What systemctl was told, without the questions whether it is there."""
        path = self.folder / "calls"
        said = path.read_text("utf-8").splitlines() if path.exists() else []
        return [line for line in said if not line.startswith("--user show")]
