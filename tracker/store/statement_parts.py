"""What several statements are made of."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    literal_column,
)


def equals(table: Table, *names: str) -> ColumnElement[bool]:
    """The named columns equal the binds of the same names."""
    return and_(
        *(table.c[name] == bindparam(name, type_=table.c[name].type) for name in names)
    )


def at_most(query: Select[Any], bind: str | None = None) -> Select[Any]:
    """Limited to the bind, or to one row; the offset keeps SQLite's text whole."""
    most = bindparam(bind, type_=Integer()) if bind else literal_column("1")
    return query.limit(most).offset(literal_column("0"))
