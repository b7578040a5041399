"""The resources of a FHIR Bundle, and what a reference in it leads to."""

from typing import Any

from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.imports.fhir_values import first_text, found_in, listed

HISTORY = "/_history/"


class Bundle(NamedTuple):
    """The resources in the order of the file, and those that have an address."""

    resources: tuple[Any, ...]
    addressed: dict[str, Any]

    def of_kind(self, kind: str) -> list[Any]:
        """All resources of that type."""
        return [one for one in self.resources if kind_of(one) == kind]

    def at(self, reference: str, within: Any) -> Any:
        """What a reference of the resource ``within`` leads to; None where nowhere."""
        if reference.startswith("#"):
            own = listed(within, "contained")
            return next((one for one in own if f"#{_id(one)}" == reference), None)
        return self.addressed.get(reference.partition(HISTORY)[0])


def read_bundle(document: Any) -> Bundle:
    """The resources of a Bundle, or one Observation alone; else UnusableFile."""
    if kind_of(document) == "Observation":
        return Bundle((document,), {})
    entries = document.get("entry", []) if kind_of(document) == "Bundle" else None
    if not isinstance(entries, list):
        raise UnusableFile(
            "This file is FHIR, but no Bundle. Ask for a Bundle with Observations, "
            "then import it."
        )
    addressed: dict[str, Any] = {}
    for entry in entries:
        resource = found_in(entry, "resource")
        for address in filter(None, (first_text(entry, "fullUrl"), _local(resource))):
            addressed.setdefault(address, resource)
    return Bundle(tuple(found_in(each, "resource") for each in entries), addressed)


def kind_of(resource: Any) -> Any:
    """Its type as the file has it, whatever stands there."""
    return found_in(resource, "resourceType")


def _id(resource: Any) -> str:
    return first_text(resource, "id")


def _local(resource: Any) -> str:
    """As in "Patient/1", which is how resources of one server name each other."""
    return f"{kind_of(resource)}/{_id(resource)}" if _id(resource) else ""
