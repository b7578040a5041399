"""What was typed after `tracker warnings answer`, and what was done."""

from tracker.domain.diary import Diary
from tracker.errors import UsageProblem
from tracker.services.warnings import Done
from tracker.workspace import Workspace


def read_done(
    workspace: Workspace,
    diary: Diary,
    called: str | None,
    note: str | None,
    *,
    mistake: bool,
) -> Done:
    """Either when somebody called, or that the sign was marked by mistake."""
    if mistake == (called is not None):
        raise UsageProblem(
            "Nothing saved. Say one of the two:\n"
            "tracker warnings answer NUMBER --called now\n"
            "tracker warnings answer NUMBER --mistake"
        )
    moment = workspace.moment(called, diary, None)
    return Done("mistake" if mistake else "called", moment, note or "")
