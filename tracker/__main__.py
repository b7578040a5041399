"""The program itself: `tracker`, or `python -m tracker`."""

import gc


def run() -> None:
    """Run one command; it is over before a garbage collection could pay."""
    gc.disable()
    from tracker.cli import run_main

    run_main()


if __name__ == "__main__":
    run()
