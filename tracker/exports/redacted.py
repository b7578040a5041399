"""A report without the notes that people wrote."""

from tracker.domain.facts import Acknowledgement, BoneStep
from tracker.domain.report import BoneReading, Report, WarningReading


def without_notes(report: Report) -> Report:
    """The same report with every note and reason left empty, and without questions."""
    return report._replace(
        check_ins=tuple(entry._replace(note="") for entry in report.check_ins),
        newest=report.newest._replace(note="") if report.newest else None,
        warnings=tuple(_warning(reading) for reading in report.warnings),
        milestones=tuple(m._replace(reason="") for m in report.milestones),
        bone=tuple(_bone(reading) for reading in report.bone),
        own_questions=(),
    )


def _warning(reading: WarningReading) -> WarningReading:
    answer: Acknowledgement | None = reading.answer
    return reading._replace(answer=answer._replace(note="") if answer else None)


def _bone(reading: BoneReading) -> BoneReading:
    step: BoneStep | None = reading.step
    return reading._replace(step=step._replace(note="") if step else None)
