"""A file's bytes to what it holds, by the format that is named or recognised."""

import re

from tracker.errors import UnusableFile
from tracker.imports import (
    from_csv_long,
    from_csv_mapped,
    from_csv_wide,
    from_fhir,
    from_json,
    from_ndjson,
)
from tracker.imports.found import Reading
from tracker.imports.mapping import Mapping
from tracker.imports.plans import Plans
from tracker.imports.strict_json import read_json
from tracker.imports.table import read_table
from tracker.imports.text import UTF_8, read_text

FORMATS = ("csv", "json", "ndjson", "fhir")
_A_DIARY = re.compile(r'\s*\{[^\r\n]*"type"\s*:\s*"diary"')
NOT_OURS = (
    "The columns of this file are not those of tracker. Say which is which in a "
    "mapping file: tracker import FILE --map MAPPING.json (see docs/import.md)."
)


def read(
    content: bytes, named: str | None, mapping: Mapping | None, plans: Plans
) -> Reading:
    """Everything the file holds; UnusableFile when it cannot be read at all."""
    text = read_text(content, mapping.encoding if mapping else UTF_8)
    if mapping is not None:
        table = read_table(text, mapping.delimiter)
        return from_csv_mapped.read(table, mapping, plans)
    named = named or recognised(text)
    if named == "csv":
        return _read_csv(text, plans)
    if named == "ndjson":
        return from_ndjson.read(text)
    document = read_json(text)
    if named == "fhir" or (isinstance(document, dict) and "resourceType" in document):
        return from_fhir.read(document, plans, plans.name)
    return from_json.read(document)


def recognised(text: str) -> str:
    """The format that a text is most likely in."""
    if _A_DIARY.match(text):
        return "ndjson"
    return "json" if text.lstrip().startswith(("{", "[")) else "csv"


def _read_csv(text: str, plans: Plans) -> Reading:
    table = read_table(text)
    if table.columns == from_csv_long.COLUMNS:
        return from_csv_long.read(table)
    if from_csv_wide.is_wide(table.columns):
        return from_csv_wide.read(table, plans)
    raise UnusableFile(NOT_OURS)
