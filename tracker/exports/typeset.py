"""Words and pictures set as a PDF by typst: tagged, and the same bytes each time."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import typst

from tracker.domain.values import NamedTuple

TEMPLATES = Path(__file__).parent / "templates"
Plain = Mapping[str, object]
Standard = Literal["ua-1"]
STANDARD: Standard = "ua-1"
# Of words in a picture it says "with a font".
MISSING = "could not be displayed with"


class Typeset(NamedTuple):
    """A finished PDF; ``unshown`` is True where no font had one of its letters.

    It is PDF/UA-1, but for one with such a letter: that is tagged alone.
    """

    pdf: bytes
    unshown: bool


def typeset(template: str, values: Plain) -> Typeset:
    """Fill the template of that name (``templates/NAME.typ``) with plain values.

    The template reads ``json(bytes(sys.inputs.data))``; text stays text in it. The
    fonts that typst brings are used alone where they have every letter, so that the
    page looks the same on every computer.
    """
    for alone in (True, False):
        try:
            return Typeset(_compile(template, values, STANDARD, alone=alone), False)
        except typst.TypstError as error:
            if MISSING not in error.message:
                raise
    return Typeset(_compile(template, values, None, alone=False), True)


def _compile(
    template: str, values: Plain, standard: Standard | None, *, alone: bool
) -> bytes:
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        # Else the folder one is in, which may be gone.
        root=TEMPLATES,
        format="pdf",
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
        pdf_standards=standard,
        ignore_system_fonts=alone,
    )
