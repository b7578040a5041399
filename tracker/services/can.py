"""How a limit stands on a day that was asked about."""

from datetime import date

from tracker.domain.diary import Diary
from tracker.domain.protocol import RestrictionPlan
from tracker.domain.restrictions import Limit, stand
from tracker.store.store import Store


def limit_on(store: Store, diary: Diary, plan: RestrictionPlan, on: date) -> Limit:
    """The limit as it stands on that day, by everything that was said up to now."""
    with store.reading():
        told = store.instructions(diary.person, diary.procedure)
    return stand(plan, told, None, on)
