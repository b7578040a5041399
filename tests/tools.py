"""Programs that only some tests need: a browser, a PDF reader, a calendar."""

import os
import shutil

import pytest


def tool(*names: str) -> str:
    """Where the first of these programs is; its test is skipped where there is none.

    Where CI is set they are installed, and their absence is a failure.
    """
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"CI installs {names[0]}, and it is not there")
    if found is None:
        pytest.skip(f"needs {names[0]}")
    return found
