"""A protocol as canonical JSON; read on the daily path, so it imports little."""

import json
from typing import Any

from tracker.domain.basis import Basis, Source
from tracker.domain.protocol import (
    BoneItem,
    ChangeWords,
    Choice,
    MilestonePlan,
    Protocol,
    Question,
    Reach,
    Reference,
    ReferenceRow,
    RestrictionPlan,
    Setback,
    Topic,
    Trigger,
    Unit,
    WarningSign,
)
from tracker.domain.window import Offset
from tracker.errors import UnusableFile

_Raw = dict[str, Any]


def write_canonical(protocol: Protocol) -> str:
    """The one JSON text of a protocol: keys sorted, no spaces, letters as they are."""
    return json.dumps(
        _plain(protocol), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def read_canonical(text: str) -> Protocol:
    """The protocol of a canonical JSON text; UnusableFile when it is none."""
    try:
        return _protocol(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UnusableFile(
            "The protocol kept in this diary cannot be read. Keep a copy of the "
            "file that tracker db path names."
        ) from None


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        parts = [_plain(part) for part in value]
        return parts if fields is None else dict(zip(fields, parts, strict=True))
    return value


def _protocol(raw: _Raw) -> Protocol:
    raw["questions"] = tuple([_question(one) for one in raw["questions"]])
    raw["milestones"] = tuple([_milestone(one) for one in raw["milestones"]])
    raw["restrictions"] = tuple([_restriction(one) for one in raw["restrictions"]])
    raw["signs"] = tuple([_sign(one) for one in raw["signs"]])
    raw["topics"] = tuple([_topic(one) for one in raw["topics"]])
    raw["sources"] = tuple([Source(**one) for one in raw["sources"]])
    # A diary that began with an earlier program has a text without these.
    raw["setbacks"] = tuple([_setback(one) for one in raw.get("setbacks", ())])
    raw["bone_items"] = tuple(
        [BoneItem(**_based(one)) for one in raw.get("bone_items", ())]
    )
    words, reference = raw.get("change_words"), raw.get("reference")
    raw["change_words"] = ChangeWords(**_based(words)) if words else None
    raw["reference"] = _reference(reference) if reference else None
    return Protocol(**raw)


def _question(raw: _Raw) -> Question:
    raw["ends"] = tuple(raw["ends"])
    raw["units"] = tuple([Unit(**one) for one in raw["units"]])
    raw["choices"] = tuple([Choice(**one) for one in raw["choices"]])
    _offsets(raw, "asked_from", "asked_until")
    return Question(**_based(raw))


def _milestone(raw: _Raw) -> MilestonePlan:
    raw["reach"] = Reach(**raw["reach"])
    _offsets(raw, "opens", "closes")
    return MilestonePlan(**_based(raw))


def _restriction(raw: _Raw) -> RestrictionPlan:
    raw["ranges"] = tuple(raw["ranges"])
    _offsets(raw, "until")
    return RestrictionPlan(**_based(raw))


def _sign(raw: _Raw) -> WarningSign:
    raw["raised_by"] = tuple([_trigger(one) for one in raw["raised_by"]])
    _offsets(raw, "asked_from", "asked_until")
    return WarningSign(**_based(raw))


def _trigger(raw: _Raw) -> Trigger:
    raw["values"] = tuple(raw["values"])
    return Trigger(**raw)


def _setback(raw: _Raw) -> Setback:
    raw["signs"] = tuple(raw["signs"])
    return Setback(**_based(raw))


def _reference(raw: _Raw) -> Reference:
    raw["rows"] = tuple([ReferenceRow(**one) for one in raw["rows"]])
    return Reference(**_based(raw))


def _topic(raw: _Raw) -> Topic:
    raw["parts"] = tuple([tuple(one) for one in raw["parts"]])
    return Topic(**_based(raw))


def _based(raw: _Raw) -> _Raw:
    basis = raw["basis"]
    basis["sources"] = tuple(basis["sources"])
    raw["basis"] = Basis(**basis)
    return raw


def _offsets(raw: _Raw, *keys: str) -> None:
    for key in keys:
        if raw[key] is not None:
            raw[key] = Offset(**raw[key])
