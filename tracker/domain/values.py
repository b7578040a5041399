"""NamedTuple, made light: the daily commands define dozens before they do anything.

The standard library compiles a constructor for each class, which costs more than all
the rest of a small module. This one shares one constructor; type checkers see the
standard library's, and so do readers: fields, defaults, `_replace`, `_asdict`.
"""

from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Fielded(type):
        """Gives a tuple class its named fields."""

        def __new__(
            mcls, name: str, bases: tuple[type, ...], space: dict[str, Any]
        ) -> type:
            space.setdefault("__slots__", ())
            cls = super().__new__(mcls, name, bases, space)
            cls._fields = tuple(cls.__annotations__) if bases != (tuple,) else ()
            cls._defaults = {f: space[f] for f in cls._fields if f in space}
            for place, field in enumerate(cls._fields):
                setattr(cls, field, property(itemgetter(place)))
            return cls

    class NamedTuple(tuple, metaclass=_Fielded):
        """A tuple with named fields."""

        def __new__(cls, *given: Any, **named: Any) -> "NamedTuple":
            """As many values as fields, by place, by name or by default."""
            fields = cls._fields
            if not named and len(given) == len(fields):
                return tuple.__new__(cls, given)
            if not given and named.keys() == set(fields):
                return tuple.__new__(cls, [named[field] for field in fields])
            return tuple.__new__(cls, cls._complete(given, named))

        @classmethod
        def _complete(cls, given: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
            rest = cls._fields[len(given) :]
            values = {**cls._defaults, **named}
            if len(given) > len(cls._fields) or not named.keys() <= set(rest):
                raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}")
            missing = [field for field in rest if field not in values]
            if missing:
                raise TypeError(f"{cls.__name__} needs {', '.join(missing)}")
            return [*given, *(values[field] for field in rest)]

        @classmethod
        def _make(cls, values: Any) -> "NamedTuple":
            return cls(*values)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **named: Any) -> "NamedTuple":
            return type(self)(**{**self._asdict(), **named})

        def __repr__(self) -> str:
            shown = ", ".join(f"{k}={v!r}" for k, v in self._asdict().items())
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)
