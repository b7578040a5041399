"""The programs of a computer that run a command each day, and what they say."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from tracker.domain.wording import quoted, visible
from tracker.errors import Refused
from tracker.services.timer_text import Timer

SYSTEMD = "systemd"
CRON = "cron"
CRONTAB = "crontab"
PATIENCE = 60
# What a timer finds, and not what happens to be set where somebody types.
SPARE = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
WORKED = (0, 3)
UNTRIED = "Nothing was set up. The command was tried once, as it would run each day."


def kinds_here() -> tuple[str, ...]:
    """What can run a command each day for this user; the one to prefer first."""
    found = []
    if has_systemd():
        found.append(SYSTEMD)
    if read_crontab() is not None:
        found.append(CRON)
    return tuple(found)


def has_systemd() -> bool:
    """Whether there is a manager of this user's units to talk to."""
    return _said(["systemctl", "--user", "show", "--property=Version"]) is not None


def read_crontab() -> str | None:
    """The crontab of this user, perhaps empty; None where there is no using it."""
    done = _run([CRONTAB, "-l"], "")
    if done is None:
        return None
    if done.returncode and "no crontab" in done.stderr:
        return ""
    return None if done.returncode else done.stdout


def write_crontab(text: str) -> None:
    """Put a crontab in the place of the one there was; Refused when it is not taken."""
    if _said([CRONTAB, "-"], text) is None:
        raise Refused(
            "The program crontab did not take the lines. Nothing was changed. "
            "Perhaps you may not use cron here: try crontab -e"
        )


def systemctl(*words: str) -> None:
    """Tell the user's own manager something; Refused when it does not do it."""
    if _said(["systemctl", "--user", *words]) is None:
        raise Refused(
            f"systemctl --user {words[0]} did not work. Nothing was changed. Try it "
            f"alone to see why: systemctl --user {' '.join(words)}"
        )


def _said(words: Sequence[str], stdin: str = "") -> str | None:
    """What a program printed; None when it is not there, or it did not work."""
    done = _run(words, stdin)
    return None if done is None or done.returncode else done.stdout


def _run(words: Sequence[str], stdin: str) -> subprocess.CompletedProcess[str] | None:
    if shutil.which(words[0]) is None:
        return None
    try:
        return subprocess.run(
            words,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, "LC_ALL": "C"},
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


def try_once(timer: Timer) -> None:
    """Run it as it will be run, without a notification; Refused when it cannot work."""
    home = os.path.expanduser("~")
    try:
        done = subprocess.run(
            timer.tried,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env={**SPARE, "HOME": home, **timer.surroundings},
            cwd="/",
            timeout=PATIENCE,
            start_new_session=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Refused(f"{UNTRIED} {quoted(timer.tried[0])} did not run.") from None
    if done.returncode not in WORKED:
        said = visible(done.stderr).strip().split("\n")[-1]
        raise Refused(f"{UNTRIED} It said: {said}")
