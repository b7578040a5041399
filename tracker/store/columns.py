"""Column types that hand out the same text or integer on every engine."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Dialect, String
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

INSTANT_LENGTH = len("2026-11-04T19:10:00.000000Z")
DAY_LENGTH = len("2026-11-04")


class InstantText(TypeDecorator[str]):
    """A UTC instant as fixed-width ISO 8601 text, so that text order is time order."""

    impl = String(INSTANT_LENGTH)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A real timestamp where the engine has one that keeps the offset."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(INSTANT_LENGTH))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """The text as the engine wants it."""
        if value is None or dialect.name != "postgresql":
            return value
        return datetime.fromisoformat(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """The engine's value as the text every driver presents."""
        if not isinstance(value, datetime):
            return value  # type: ignore[no-any-return]
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")


class DayText(TypeDecorator[str]):
    """A civil date as ISO 8601 text."""

    impl = String(DAY_LENGTH)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A real date where the engine has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Date())
        return dialect.type_descriptor(String(DAY_LENGTH))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """The text as the engine wants it."""
        if value is None or dialect.name != "postgresql":
            return value
        return date.fromisoformat(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """The engine's value as the text every driver presents."""
        return value.isoformat() if isinstance(value, date) else value
