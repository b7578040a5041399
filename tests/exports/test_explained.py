"""What explains a line, where no screen leads there with the bundled protocol."""

from tests.pages import SACROPLASTY, a_diary, a_report, an_entry
from tracker.domain.explanation import Behind, Pinned
from tracker.exports import entry_shape
from tracker.exports.explained.lines import explain_line


def test_a_question_asked_daily_while_a_limit_holds_has_no_days_yet() -> None:
    question = SACROPLASTY.questions[0]._replace(daily_while="restrictions-review")
    report = a_report(diary=a_diary(SACROPLASTY))

    found = explain_line(question, Pinned(SACROPLASTY, "0" * 64), Behind(report))

    said = " ".join(line for part in found.parts for line in part.lines)
    assert 'while "Ask about lifting" is open.' in said


def test_an_answer_to_a_question_of_another_plan_keeps_its_number() -> None:
    entry = an_entry(1, "weeds=12")

    assert entry_shape.entry(entry, SACROPLASTY)["answers"] == {"weeds": 12}
