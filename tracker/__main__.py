"""The program itself: `tracker`, or `python -m tracker`."""

import gc
import os
import sys
from contextlib import suppress


def run() -> None:
    """Run one command and end at once.

    It is over before a garbage collection could pay, and taking an interpreter apart
    would cost a seventh of what starting it did: the diary is closed by then.
    """
    gc.disable()
    from tracker.cli import run_main

    try:
        run_main()
    except SystemExit as ended:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(ended.code if isinstance(ended.code, int) else 0)


if __name__ == "__main__":
    run()
