"""A daily command as lines of a crontab and as units of systemd, quoted for each."""

import re
from collections.abc import Iterator
from datetime import time
from hashlib import sha256
from os.path import realpath

from tracker.domain.values import NamedTuple
from tracker.services.passphrases import PRESENT
from tracker.settings import passphrase_file

MARK = "tracker-remind-"
SHELL = "/bin/sh"
_KEY_LETTERS = 12
_PLAIN = re.compile(r"[A-Za-z0-9@+=:,./_-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# systemd takes no program whose path holds one of these, and no variable in its path.
_NO_PROGRAM = re.compile(r"[\x00-\x1f\x7f\"'\\$]")
_MADE = "# Made by tracker. To take it away: tracker remind remove\n"
# A line of a crontab cannot hold a line break; a shell makes one where it is needed.
_BREAK = r"n=$(printf '\012x'); n=${n\%x}; "
_IN_CRON = {"'": "'\"'\"'", "\\": "\\''", "%": "\\%", "\n": "'\"$n\"'"}


class Timer(NamedTuple):
    """What is run each day, at which times on the clock, of which zones.

    ``key`` tells the timers of several diaries apart. ``tried`` is the same command
    without a notification.
    """

    key: str
    command: tuple[str, ...]
    tried: tuple[str, ...]
    times: tuple[time, ...]
    zones: tuple[str, ...]
    passphrase: str | None

    @property
    def surroundings(self) -> dict[str, str]:
        """The variables that the command needs besides what every command has."""
        return {PRESENT: self.passphrase} if self.passphrase else {}

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is quoted somewhere."""
        return (*self.command, *self.surroundings.values())


def key_of(diary: str) -> str:
    """The same letters for the same diary, whatever link leads to it."""
    return sha256(realpath(diary).encode(errors="replace")).hexdigest()[:_KEY_LETTERS]


def passphrase_path() -> str | None:
    """The whole path of the file that holds the passphrase, where one is named."""
    named = passphrase_file()
    return realpath(named) if named else None


def cron_lines(timer: Timer) -> list[str]:
    """One line for each time; each ends with the mark by which it is found again."""
    command = cron_command(timer)
    return [
        f"{at.minute} {at.hour} * * * {command} # {MARK}{timer.key}"
        for at in timer.times
    ]


def cron_command(timer: Timer) -> str:
    """What cron hands to a shell, once it has taken the backslashes before % away."""
    set_first = [f"{name}={in_cron(v)}" for name, v in timer.surroundings.items()]
    begins = _BREAK if any("\n" in text for text in timer.texts) else ""
    return begins + " ".join([*set_first, *map(in_cron, timer.command)])


def in_cron(word: str) -> str:
    r"""A word for a shell, inside a line of a crontab.

    No backslash stands beside another or before a quoted %: crons read \\ differently.
    """
    if _PLAIN.fullmatch(word):
        return word
    return f"'{''.join(_IN_CRON.get(letter, letter) for letter in word)}'"


def service_name(key: str) -> str:
    """The file name of the service unit."""
    return f"{MARK}{key}.service"


def timer_name(key: str) -> str:
    """The file name of the timer unit."""
    return f"{MARK}{key}.timer"


def service_unit(timer: Timer) -> str:
    """What is run; that something is due, which is code 3, is no fault."""
    lines = [
        f"Environment={in_systemd(f'{name}={value}')}"
        for name, value in timer.surroundings.items()
    ]
    lines += ["Type=oneshot", "SuccessExitStatus=3", f"ExecStart={exec_start(timer)}"]
    return "\n".join([f"{_MADE}[Unit]\nDescription=Recovery\n\n[Service]", *lines, ""])


def timer_unit(timer: Timer) -> str:
    """When it is run; once more after the computer was off at that time."""
    return "\n".join(
        [
            f"{_MADE}[Unit]\nDescription=Recovery\n\n[Timer]",
            *_on_calendar(timer),
            "Persistent=true\n\n[Install]\nWantedBy=timers.target\n",
        ]
    )


def _on_calendar(timer: Timer) -> Iterator[str]:
    for zone in timer.zones:
        for at in timer.times:
            yield f"OnCalendar=*-*-* {at.hour:02}:{at.minute:02}:00 {zone}"


def exec_start(timer: Timer) -> str:
    """The command line of the service."""
    words = timer.command
    if _NO_PROGRAM.search(words[0]):
        words = (SHELL, "-c", 'exec "$0" "$@"', *words)
    return " ".join(in_systemd(word).replace("$", "$$") for word in words)


def in_systemd(word: str) -> str:
    """A word in double quotes, with what a unit file would read otherwise."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{_CONTROL.sub(_as_hex, text)}"'


def _as_hex(found: re.Match[str]) -> str:
    return f"\\x{ord(found.group()):02x}"
