"""Where a milestone stands: exactly one status at every instant."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, a_completion
from tests.pages import ON, SACROPLASTY
from tracker.domain.status import Evidence, Status, best_evidence, judge
from tracker.domain.timeline import plan_timeline
from tracker.domain.window import Window

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))
WINDOW = Window(NOW, NOW + timedelta(days=1))


@given(ZONES, st.integers(-20_000, 600_000))
def test_every_instant_has_one_status_per_milestone_and_they_only_go_forward(
    zone: str, minutes: int
) -> None:
    planned = plan_timeline(ON, None, ZoneInfo(zone), SACROPLASTY).milestones
    now = NOW + timedelta(minutes=minutes)
    order = [Status.UPCOMING, Status.OPEN, Status.CLOSED]

    for milestone in planned:
        before = judge(milestone.window, None, [], now)
        after = judge(milestone.window, None, [], now + timedelta(minutes=1))
        assert order.index(before) <= order.index(after)


def test_a_milestone_is_closed_from_the_instant_its_window_ends() -> None:
    instant = timedelta(microseconds=1)
    assert WINDOW.closes is not None

    assert judge(WINDOW, None, [], WINDOW.opens - instant) is Status.UPCOMING
    assert judge(WINDOW, None, [], WINDOW.opens) is Status.OPEN
    assert judge(WINDOW, None, [], WINDOW.closes - instant) is Status.OPEN
    assert judge(WINDOW, None, [], WINDOW.closes) is Status.CLOSED


def test_evidence_counts_from_its_instant_on() -> None:
    evidence = Evidence(NOW, ON, "entry")

    assert judge(WINDOW, evidence, [], NOW) is Status.REACHED
    assert judge(None, evidence, [], NOW - timedelta(1)) is Status.UPCOMING


def test_the_newest_word_by_hand_goes_before_the_entries() -> None:
    written = Evidence(NOW, ON, "entry")
    done, skipped, reopened = (
        a_completion(kind=kind) for kind in ("done", "skipped", "reopened")
    )

    assert best_evidence(written, []) == written
    assert best_evidence(written, [skipped]) is None
    assert best_evidence(None, [skipped, done]) is not None
    assert best_evidence(None, [done, reopened]) is None
    assert judge(WINDOW, None, [skipped], NOW) is Status.SKIPPED
    assert judge(WINDOW, None, [skipped, reopened], NOW) is Status.OPEN


def test_a_window_without_an_end_never_closes() -> None:
    far = datetime(2199, 1, 1, tzinfo=NOW.tzinfo)

    assert judge(Window(NOW, None), None, [], far) is Status.OPEN
