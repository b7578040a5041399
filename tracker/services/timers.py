"""Setting a daily command up for cron or systemd, and taking it away again."""

import os
import shlex
from collections.abc import Iterable, Sequence
from contextlib import suppress

from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words
from tracker.errors import Refused, UnusableFile
from tracker.services.timer_programs import (
    CRON,
    CRONTAB,
    SYSTEMD,
    has_systemd,
    kinds_here,
    read_crontab,
    systemctl,
    write_crontab,
)
from tracker.services.timer_text import (
    MARK,
    Timer,
    cron_lines,
    service_name,
    service_unit,
    timer_name,
    timer_unit,
)

WANTS = "timers.target.wants"
OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700
MEANWHILE = "It was changed by somebody else just now. Nothing was changed. Try again."


class Change(NamedTuple):
    """A file, or the crontab, before and after; None where there is none."""

    place: str
    before: str | None
    after: str | None


class Setup(NamedTuple):
    """What will be changed, and of which timer; nothing where nothing has to be.

    ``kind`` is "systemd", "cron", or nothing where a timer is taken away.
    """

    key: str
    kind: str
    changes: tuple[Change, ...]


def plan_install(timer: Timer, wanted: str | None) -> Setup:
    """What a timer needs, of the kind that is wanted, or of the best there is."""
    kinds = kinds_here()
    kind = wanted or next(iter(kinds), "")
    if kind not in kinds:
        raise Refused(_by_hand(timer, wanted))
    units = _units(timer.key)
    made = (service_unit(timer), timer_unit(timer))
    texts = made if kind == SYSTEMD else (None, None)
    lines = cron_lines(timer) if kind == CRON else []
    changes = [
        Change(path, before, after)
        for (path, before), after in zip(units, texts, strict=True)
        if before != after
    ]
    return Setup(timer.key, kind, (*changes, *_crontab_change(timer.key, lines, kinds)))


def plan_removal(key: str) -> Setup:
    """What is there of a timer, of either kind."""
    kinds = kinds_here()
    changes = [Change(path, text, None) for path, text in _units(key) if text]
    changes += _crontab_change(key, [], kinds)
    if not (kinds or changes):
        raise Refused(
            "Neither systemd nor crontab can be used here. Lines that were written by "
            f"hand have to be taken away by hand; those of ours hold {MARK}{key}"
        )
    return Setup(key, "", tuple(changes))


def carry_out(setup: Setup) -> None:
    """Change it all, or nothing; Refused with a sentence when it does not work."""
    _refuse_changed(setup)
    done: list[Change] = []
    try:
        for change in setup.changes:
            if change.after is None and change.place.endswith(".timer"):
                _stop(change.place)
            _put(change.place, change.after)
            done.append(change)
        _start(setup)
    except (Refused, OSError) as problem:
        _put_back(done)
        if isinstance(problem, OSError):
            reason = os.strerror(problem.errno or 0)
            raise UnusableFile(
                f"A timer could not be written: {reason}. Nothing was changed."
            ) from None
        raise


def _start(setup: Setup) -> None:
    """Have systemd read what was written; a timer that was stopped by hand runs too."""
    if setup.kind == SYSTEMD:
        systemctl("daemon-reload")
        systemctl("enable", timer_name(setup.key))
        systemctl("restart", timer_name(setup.key))
    elif any(change.place != CRONTAB for change in setup.changes) and has_systemd():
        systemctl("daemon-reload")


def _stop(path: str) -> None:
    """Stop a timer; where systemd is gone no timer runs, and its link alone is left."""
    folder, name = os.path.split(path)
    if has_systemd():
        systemctl("disable", "--now", name)
    with suppress(FileNotFoundError):
        os.unlink(os.path.join(folder, WANTS, name))


def _put_back(done: Iterable[Change]) -> None:
    for change in done:
        if change.before is None and change.place.endswith(".timer"):
            with suppress(Refused, OSError):
                _stop(change.place)
        with suppress(Refused, OSError):
            _put(change.place, change.before)
    with suppress(Refused):
        systemctl("daemon-reload")
    for change in done:
        if change.before is not None and change.place.endswith(".timer"):
            with suppress(Refused):
                systemctl("enable", "--now", os.path.basename(change.place))


def _refuse_changed(setup: Setup) -> None:
    """What was shown has to be what is changed."""
    for change in setup.changes:
        now = read_crontab() if change.place == CRONTAB else _read(change.place)
        if now != change.before:
            raise Refused(MEANWHILE)


def _put(place: str, text: str | None) -> None:
    if place == CRONTAB:
        write_crontab(text or "")
    elif text is None:
        with suppress(FileNotFoundError):
            os.unlink(place)
    else:
        _write(place, text)


def _write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), mode=OWNER_FOLDER, exist_ok=True)
    making = f"{path}.{os.urandom(4).hex()}.making"
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    try:
        with open(os.open(making, flags, OWNER_ONLY), "w", encoding="utf-8") as out:
            out.write(text)
        os.replace(making, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(making)


def _units(key: str) -> list[tuple[str, str | None]]:
    """The two unit files of a timer, and what is in them now."""
    folder = os.path.join(_config_folder(), "systemd", "user")
    paths = [os.path.join(folder, name(key)) for name in (service_name, timer_name)]
    return [(path, _read(path)) for path in paths]


def _config_folder() -> str:
    home = os.path.join(os.path.expanduser("~"), ".config")
    return os.environ.get("XDG_CONFIG_HOME") or home


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as opened:
            return opened.read()
    except OSError:
        return None


def _crontab_change(
    key: str, lines: Sequence[str], kinds: Sequence[str]
) -> list[Change]:
    """The crontab with these lines for our own; nobody else's line is touched."""
    before = read_crontab() if CRON in kinds else None
    if before is None:
        return []
    others = (each for each in before.split("\n") if not is_own(each, key))
    text = "\n".join(others)
    if lines and text and not text.endswith("\n"):
        text += "\n"
    after = text + "".join(f"{line}\n" for line in lines)
    return [] if after == before else [Change(CRONTAB, before, after)]


def is_own(line: str, key: str) -> bool:
    """Whether a line of a crontab is of this timer."""
    return line.rstrip().endswith(f"# {MARK}{key}")


def _by_hand(timer: Timer, wanted: str | None) -> str:
    times = join_words([f"{at.hour:02}:{at.minute:02}" for at in timer.times])
    missing = f"{wanted} cannot" if wanted else "Neither systemd nor crontab can"
    variables = [f"{name}={shlex.quote(v)}" for name, v in timer.surroundings.items()]
    command = " ".join([*variables, shlex.join(timer.command)])
    return (
        f"{missing} be used here. Nothing was set up. By hand: let something run this "
        f"each day at {times}:\n{command}"
    )
