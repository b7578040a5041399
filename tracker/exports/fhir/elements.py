"""The small parts that every resource of a bundle is made of."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from tracker.domain.diary import Diary
from tracker.domain.wording import visible
from tracker.exports.to_json import Shape

URN = "urn:uuid:"
NOT_SAID = "not written down"
# Any UUID would do, but it must stay: other ids are made from it.
_OURS = UUID("6f0c9a52-6b1e-5f0a-9d3c-2f8f0e7b4c11")
_MINUTE = timedelta(minutes=1)


def urn(stored: str, part: str = "") -> str:
    """The address of a stored row, or of a part that is made from it."""
    own = _uuid(stored)
    return (uuid5(own, part) if part else own).urn


def _uuid(stored: str) -> UUID:
    try:
        return UUID(stored)
    except ValueError:
        return uuid5(_OURS, stored)


def resource(kind: str, url: str, fields: Shape) -> Shape:
    """One entry of a bundle; what is None or empty is left out, as R4 demands."""
    kept = {key: value for key, value in fields.items() if value not in (None, "", [])}
    named = {"resourceType": kind, "id": url.removeprefix(URN)}
    return {"fullUrl": url, "resource": {**named, **kept}}


def instant(at: datetime, zone: str) -> str:
    """With the offset of the clocks there; in UTC where that has odd seconds."""
    local = at.astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    odd = offset is None or offset % _MINUTE
    return (at.astimezone(UTC) if odd else local).isoformat(timespec="seconds")


def moment(at: datetime, zone: str, day: date, *, time_known: bool) -> str:
    """An instant, or only its day where no time was said."""
    return instant(at, zone) if time_known else day.isoformat()


def plain(text: str) -> str:
    """Text with no letter that R4 forbids; other spaces become plain ones."""
    shown = (" " if c.isspace() and c not in "\n\t" else c for c in visible(text))
    return "".join(shown).strip()


def concept(text: str) -> Shape:
    """A thing said in words alone."""
    return {"text": plain(text)}


def coding(system: str, code: str, display: str) -> Shape:
    """One code and what it means."""
    return {"system": system, "code": code, "display": display}


def refer(url: str) -> Shape:
    """A reference to another entry of the bundle."""
    return {"reference": url}


def patient(diary: Diary) -> Shape:
    """A reference to whose recovery it is."""
    return refer(urn(diary.person.id))


def who(author: str, diary: Diary) -> Shape:
    """A reference to an author: the patient, or somebody of whom a name is known."""
    if author == diary.person.name:
        return patient(diary)
    return {"display": plain(author) or NOT_SAID}
