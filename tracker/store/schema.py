"""Making and upgrading the schema; only Alembic does it."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from tracker.store.sqlite_driver import OpenFile, open_plain


def script_location() -> str:
    """The migrations: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_migrations"
    if (installed / "env.py").exists():
        return str(installed)
    return str(package.parent / "migrations")


def upgrade(
    path: str,
    location: str | None = None,
    open_file: OpenFile = open_plain,
    revision: str = "head",
) -> None:
    """Bring the SQLite file at ``path`` to a revision, in one transaction."""
    config = Config()
    config.set_main_option(
        "script_location", (location or script_location()).replace("%", "%%")
    )
    config.attributes["path"] = path
    config.attributes["open_file"] = open_file
    command.upgrade(config, revision)
