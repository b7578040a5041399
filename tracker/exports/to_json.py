"""The text of the documented JSON shapes."""

import json
from typing import Any

from tracker.domain.wording import visible

VERSION = 1
Shape = dict[str, Any]


def text(shape: Shape) -> str:
    """A shape as text: letters whole, and what controls a screen as JSON escapes it."""
    whole = json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False)
    # Line by line: most of them are plain, and passed on as they are.
    return "\n".join(map(visible, whole.split("\n")))
