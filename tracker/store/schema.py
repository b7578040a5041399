"""Making and upgrading the schema; only Alembic does it."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def script_location() -> str:
    """The migrations: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_migrations"
    if (installed / "env.py").exists():
        return str(installed)
    return str(package.parent / "migrations")


def upgrade(path: str, location: str | None = None) -> None:
    """Bring the SQLite file at ``path`` to the newest revision, in one transaction."""
    config = Config()
    config.set_main_option(
        "script_location", (location or script_location()).replace("%", "%%")
    )
    config.attributes["path"] = path
    command.upgrade(config, "head")
