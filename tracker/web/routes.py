"""Who a visitor is, and which pages there are for whom."""

from collections.abc import Callable
from typing import Literal

from flask.typing import ResponseReturnValue

from tracker.domain.values import NamedTuple

Role = Literal["patient", "caregiver", "reader"]
# The patient logs and marks milestones; a caregiver reads, and logs under their name.
PATIENT: tuple[Role, ...] = ("patient",)
WRITERS: tuple[Role, ...] = ("patient", "caregiver")
EVERYBODY: tuple[Role, ...] = ("patient", "caregiver", "reader")


class Visitor(NamedTuple):
    """Who looks at the page: what they may do, and the name they write under."""

    role: Role
    name: str


class Route(NamedTuple):
    """A page: its address, its name, how it is asked for, for whom, and what it does.

    ``view`` reads ``flask.g.workspace`` and ``flask.g.visitor``; the parts of the
    address are its arguments.
    """

    rule: str
    name: str
    methods: tuple[str, ...]
    roles: tuple[Role, ...]
    view: Callable[..., ResponseReturnValue]
