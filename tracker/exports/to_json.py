"""The text of the documented JSON shapes."""

import json
from typing import Any

VERSION = 1
Shape = dict[str, Any]


def text(shape: Shape) -> str:
    """A shape as text, with people's letters whole."""
    return json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False)
