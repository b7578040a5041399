"""Writes compiled.py: the statements as SQLite text, and the schema's revisions.

Importing SQLAlchemy costs several times what a whole `tracker log` needs, so the
daily commands run this text on the standard library's sqlite3.
"""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Dialect
from sqlalchemy.dialects import sqlite

from tracker.store import schema
from tracker.store.statements import STATEMENTS, UNDOABLE

TARGET = Path(__file__).with_name("compiled.py")
HEADER = '''"""Made by `make statements` from statements.py and migrations/."""

'''


def text_of(name: str, dialect: Dialect) -> str:
    """One statement as text for that dialect, on one line."""
    return " ".join(str(STATEMENTS[name].compile(dialect=dialect)).split())


def revisions() -> list[str]:
    """Every revision, oldest first."""
    config = Config()
    config.set_main_option("script_location", schema.script_location())
    script = ScriptDirectory.from_config(config)
    return [step.revision for step in script.walk_revisions()][::-1]


def render() -> str:
    """The whole text of compiled.py."""
    dialect = sqlite.dialect(paramstyle="named")
    known = revisions()
    lines = [HEADER, f'HEAD = "{known[-1]}"\n']
    listed = "".join(f'"{revision}", ' for revision in known).rstrip()
    lines.append(f"REVISIONS = ({listed})\n\n")
    lines.append("KEYS = {\n")
    for table in UNDOABLE:
        keys = "".join(f'"{c.name}", ' for c in table.primary_key).rstrip()
        lines.append(f'    "{table.name}": ({keys}),\n')
    lines.append("}\n\nSQL = {\n")
    lines += [f'    "{name}": """{text_of(name, dialect)}""",\n' for name in STATEMENTS]
    lines.append("}\n")
    return "".join(lines)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
