"""What was typed after `tracker can`."""

from datetime import date

from tracker.cli.amounts import amount
from tracker.cli.asking import ask, asks
from tracker.domain.diary import Diary
from tracker.domain.restrictions import Limit, Told
from tracker.domain.verdicts import Amount
from tracker.domain.wording import long_day
from tracker.errors import Refused, UsageProblem
from tracker.workspace import Workspace


def coming_day(workspace: Workspace, diary: Diary, typed: str | None) -> date:
    """The day that is asked about; today when none was typed, never one before."""
    today = workspace.today(diary)
    day = today if typed is None else workspace.coming_day(typed, diary)
    if day < today:
        raise Refused(f"{long_day(day)} has passed. Type today or a later day.")
    return day


def ask_amount(workspace: Workspace, limit: Limit, typed: str) -> Amount | None:
    """The weight that is asked about, asked for on a terminal; None where none is."""
    action, title = limit.plan.action or limit.plan.id, limit.plan.title
    if typed and limit.plan.unit is None:
        raise UsageProblem(f"{title} has no weight. Type: tracker can {action}")
    if typed:
        return amount(typed)
    weighed = limit.told is Told.TOLD and any(w.amount for w in limit.in_force)
    if not weighed:
        return None
    heavy = ask(workspace, "How heavy is it?", amount) if asks(workspace) else None
    if heavy is None:
        raise UsageProblem(f"Type how heavy it is, like: tracker can {action} 4lb")
    return heavy
