"""Setting a daily command up, and taking it away: its own lines and files only."""

import stat
from datetime import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.timers import Computer
from tracker.errors import Refused, UnusableFile
from tracker.services.timer_programs import CRON, SYSTEMD, kinds_here, try_once
from tracker.services.timer_text import Timer, cron_lines, service_name, timer_name
from tracker.services.timers import (
    Setup,
    carry_out,
    is_own,
    plan_install,
    plan_removal,
)

KEY = "0123456789ab"
OTHERS = 'MAILTO=dana@example.org\n\n# mine\n0 5 * * 1 tar "a b" \\% x\n@daily y'


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path / "computer", monkeypatch)


def a_timer(*times: time, **changed: object) -> Timer:
    words = ("/bin/echo", "remind")
    timer = Timer(KEY, words, words, times or (time(18),), ("America/New_York",), None)
    return timer._replace(**changed)  # type: ignore[arg-type]


def install(timer: Timer, kind: str | None = None) -> Setup:
    setup = plan_install(timer, kind)
    carry_out(setup)
    return setup


def test_systemd_goes_before_cron(computer: Computer) -> None:
    computer.with_cron().with_systemd()

    assert kinds_here() == (SYSTEMD, CRON)
    assert install(a_timer()).kind == SYSTEMD
    assert computer.table == ""


def test_without_either_it_says_what_can_be_done_by_hand(computer: Computer) -> None:
    timer = a_timer(time(9), time(18), passphrase="/a b")

    with pytest.raises(Refused) as refused:
        plan_install(timer, None)

    said = str(refused.value)
    assert "Neither systemd nor crontab" in said
    assert "each day at 09:00 and 18:00" in said
    assert "TRACKER_PASSPHRASE_FILE='/a b' /bin/echo remind" in said
    with pytest.raises(Refused, match="by hand"):
        plan_removal(KEY)


@pytest.mark.parametrize("kind", [CRON, SYSTEMD])
def test_a_kind_that_is_not_there_is_refused(computer: Computer, kind: str) -> None:
    other = computer.with_systemd if kind == CRON else computer.with_cron
    other()

    with pytest.raises(Refused, match=f"^{kind} cannot be used here"):
        plan_install(a_timer(), kind)


def test_nothing_is_written_before_it_is_carried_out(computer: Computer) -> None:
    computer.with_cron(OTHERS).with_systemd()

    for kind in (CRON, SYSTEMD):
        plan_install(a_timer(), kind)

    assert (computer.table, computer.units, computer.calls) == (OTHERS, {}, [])


def test_the_lines_of_others_stay_as_they_are(computer: Computer) -> None:
    computer.with_cron(OTHERS)

    install(a_timer(), CRON)

    assert computer.table == f"{OTHERS}\n{cron_lines(a_timer())[0]}\n"


def test_a_second_install_replaces_its_own_lines(computer: Computer) -> None:
    computer.with_cron(OTHERS)
    install(a_timer(time(8), time(12), time(20)), CRON)

    install(a_timer(time(9)), CRON)

    lines = computer.table.split("\n")
    assert [line for line in lines if is_own(line, KEY)] == cron_lines(a_timer(time(9)))
    assert computer.table.startswith(OTHERS)


def test_the_timer_of_another_diary_stays(computer: Computer) -> None:
    computer.with_cron()
    other = a_timer(time(7), key="ba9876543210")
    install(other, CRON)
    install(a_timer(), CRON)

    carry_out(plan_removal(KEY))

    assert computer.table == f"{cron_lines(other)[0]}\n"


def test_removing_leaves_the_crontab_as_it_was(computer: Computer) -> None:
    computer.with_cron(f"{OTHERS}\n")
    install(a_timer(time(8), time(9)), CRON)

    carry_out(plan_removal(KEY))

    assert computer.table == f"{OTHERS}\n"


@given(
    table=st.text(st.sampled_from("# a\n*%\\0"), max_size=40), times=st.integers(1, 3)
)
@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=15)
def test_whatever_stands_in_a_crontab_stays_there(
    computer: Computer, table: str, times: int
) -> None:
    computer.with_cron(table)

    install(a_timer(*(time(n) for n in range(times))), CRON)
    carry_out(plan_removal(KEY))

    assert computer.table.removesuffix("\n") == table.removesuffix("\n")


def test_a_line_that_was_commented_out_is_replaced_too(computer: Computer) -> None:
    (own,) = cron_lines(a_timer())
    computer.with_cron(f"#{own}  \n0 1 * * * z\n")

    install(a_timer(), CRON)

    assert computer.table == f"0 1 * * * z\n{own}\n"


def test_a_crontab_that_cannot_be_read_is_never_written(computer: Computer) -> None:
    computer.with_cron(OTHERS)
    program = computer.folder / "crontab"
    program.write_text("#!/bin/sh\necho 'you may not' >&2\nexit 1\n", "utf-8")

    assert kinds_here() == ()
    assert computer.table == OTHERS


def test_a_crontab_that_is_not_taken_is_said(computer: Computer) -> None:
    computer.with_cron(OTHERS).refuse_table()

    with pytest.raises(Refused, match="did not take the lines"):
        install(a_timer(), CRON)

    assert computer.table == OTHERS


def test_a_crontab_that_somebody_changed_meanwhile_is_left_alone(
    computer: Computer,
) -> None:
    computer.with_cron(OTHERS)
    setup = plan_install(a_timer(), CRON)
    computer.write_table("0 1 * * * new\n")

    with pytest.raises(Refused, match="by somebody else just now"):
        carry_out(setup)

    assert computer.table == "0 1 * * * new\n"


def test_two_units_are_written_for_their_owner_alone_and_started(
    computer: Computer,
) -> None:
    computer.with_systemd()

    setup = install(a_timer())

    assert computer.units.keys() == {service_name(KEY), timer_name(KEY)}
    modes = {stat.S_IMODE(Path(c.place).stat().st_mode) for c in setup.changes}
    assert modes == {0o600}
    assert computer.calls == [
        "--user daemon-reload",
        f"--user enable {timer_name(KEY)}",
        f"--user restart {timer_name(KEY)}",
    ]


def test_what_is_shown_is_what_is_written(computer: Computer) -> None:
    computer.with_systemd()

    setup = install(a_timer())

    shown = {Path(c.place).name: c.after for c in setup.changes}
    assert shown == computer.units


def test_a_second_install_replaces_its_own_units(computer: Computer) -> None:
    computer.with_systemd()
    install(a_timer(time(8)))

    setup = install(a_timer(time(9)))

    assert "09:00:00" in computer.units[timer_name(KEY)]
    assert "08:00:00" not in computer.units[timer_name(KEY)]
    assert [Path(c.place).name for c in setup.changes] == [timer_name(KEY)]


def test_the_same_again_changes_nothing(computer: Computer) -> None:
    computer.with_systemd().with_cron()
    install(a_timer())

    assert plan_install(a_timer(), None).changes == ()


def test_a_timer_that_was_stopped_by_hand_is_started_by_the_same_again(
    computer: Computer,
) -> None:
    computer.with_systemd()
    install(a_timer())
    before = len(computer.calls)

    install(a_timer())

    assert computer.calls[before:] == computer.calls[:before]
    assert f"--user restart {timer_name(KEY)}" in computer.calls[before:]


def test_where_systemd_is_gone_its_files_are_still_taken_away(
    computer: Computer,
) -> None:
    computer.with_systemd()
    setup = install(a_timer())
    path = Path(setup.changes[1].place)
    link = path.parent / "timers.target.wants" / path.name
    link.parent.mkdir()
    link.symlink_to(path)
    (computer.folder / "systemctl").unlink()

    carry_out(plan_removal(KEY))

    assert computer.units.keys() == set()
    assert not link.is_symlink()


def test_a_timer_that_cannot_be_stopped_stays_whole(computer: Computer) -> None:
    computer.with_systemd()
    install(a_timer())
    computer.refuse("disable")

    with pytest.raises(Refused, match="systemctl --user disable --now"):
        carry_out(plan_removal(KEY))

    assert len(computer.units) == 2


def test_one_that_could_not_be_taken_away_whole_runs_again(computer: Computer) -> None:
    computer.with_systemd()
    install(a_timer())
    computer.refuse("daemon-reload")

    with pytest.raises(Refused, match="daemon-reload did not work"):
        carry_out(plan_removal(KEY))

    assert len(computer.units) == 2
    assert computer.calls[-1] == f"--user enable --now {timer_name(KEY)}"


def test_another_kind_takes_the_place_of_the_first(computer: Computer) -> None:
    computer.with_systemd().with_cron(OTHERS)
    install(a_timer(), SYSTEMD)

    install(a_timer(), CRON)

    assert computer.units == {}
    assert f"--user disable --now {timer_name(KEY)}" in computer.calls
    assert cron_lines(a_timer())[0] in computer.table
    install(a_timer(), SYSTEMD)
    assert computer.table == f"{OTHERS}\n"
    assert len(computer.units) == 2


def test_removing_stops_the_timer_and_takes_both_units_away(
    computer: Computer,
) -> None:
    computer.with_systemd()
    install(a_timer())

    carry_out(plan_removal(KEY))

    assert computer.units == {}
    assert computer.calls[-2:] == [
        f"--user disable --now {timer_name(KEY)}",
        "--user daemon-reload",
    ]


def test_where_nothing_is_set_up_there_is_nothing_to_take_away(
    computer: Computer,
) -> None:
    computer.with_systemd().with_cron(OTHERS)

    assert plan_removal(KEY).changes == ()


@pytest.mark.parametrize("word", ["daemon-reload", "enable", "restart"])
def test_a_timer_that_cannot_be_started_is_taken_away_again(
    computer: Computer, word: str
) -> None:
    computer.with_systemd().refuse(word)

    with pytest.raises(Refused, match=f"systemctl --user {word} did not work"):
        install(a_timer())

    assert computer.units == {}


def test_one_that_cannot_be_replaced_stays_as_it_was(computer: Computer) -> None:
    computer.with_systemd()
    install(a_timer(time(8)))
    before = computer.units
    computer.refuse("restart")

    with pytest.raises(Refused):
        install(a_timer(time(9)))

    assert computer.units == before


def test_a_folder_that_cannot_be_written_is_said(computer: Computer) -> None:
    computer.with_systemd()
    (computer.folder / "config").write_text("a file", encoding="utf-8")

    with pytest.raises(UnusableFile, match="could not be written"):
        install(a_timer())


def test_a_command_that_says_nothing_is_due_or_something_is_works() -> None:
    for code in ("0", "3"):
        try_once(a_timer(tried=("/bin/sh", "-c", f"exit {code}")))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("/bin/sh", "-c", "echo 'It is locked.' >&2; exit 2"), "It is locked."),
        (("/no/such/program",), "did not run"),
    ],
)
def test_a_command_that_cannot_work_is_found_before_it_is_set_up(
    words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        try_once(a_timer(tried=words))


def test_it_is_tried_with_nothing_but_what_a_timer_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    seen = tmp_path / "seen"
    script = f'pwd >"{seen}"; env >>"{seen}"'

    try_once(a_timer(tried=("/bin/sh", "-c", script), passphrase="/p"))

    found = seen.read_text("utf-8").splitlines()
    assert found[0] == "/"
    assert "TRACKER_PASSPHRASE_FILE=/p" in found
    assert not any(line.startswith("PYTHONPATH") for line in found)
