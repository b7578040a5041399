"""The codes that answers may carry, each with the place where it was read."""

from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"


class Coded(NamedTuple):
    """A question that public codes stand for, as it has to be asked for that.

    ``kind``, ``unit`` and ``ends`` (in whole units; None for any) are those of the
    question. ``ucum`` is the unit's code and ``said`` the unit in words. ``loinc`` is
    empty where no code was read; ``category`` is what else R4 calls such an answer.
    """

    question: str
    kind: str
    unit: str
    ucum: str
    said: str
    source: str
    ends: tuple[int, int] | None = None
    loinc: str = ""
    display: str = ""
    category: str = ""


# A code that could not be read in an official place is left out: so for sleep, for
# walking minutes, and for any SNOMED CT code.
CODED = (
    Coded(
        question="pain",
        kind="scale",
        unit="",
        ends=(0, 10),
        loinc="72514-3",
        display="Pain severity - 0-10 verbal numeric rating [Score] - Reported",
        ucum="{score}",
        said="of 10",
        source="HL7 Personal Health Record guide, examples; HL7 Belgium, LOINC 2.82",
    ),
    Coded(
        question="temperature",
        kind="measure",
        unit="C",
        loinc="8310-5",
        display="Body temperature",
        category="vital-signs",
        ucum="Cel",
        said="C",
        source="HL7 US Core, body temperature",
    ),
    Coded(
        question="steps",
        kind="count",
        unit="",
        loinc="41950-7",
        display="Number of steps in 24 hour Measured",
        category="activity",
        ucum="/d",
        said="steps per day",
        source="HL7 Physical Activity guide",
    ),
    Coded(
        question="walk",
        kind="count",
        unit="min",
        ucum="min",
        said="min",
        source="no LOINC code found; unit: FHIR R4, common UCUM units",
    ),
    Coded(
        question="sleep",
        kind="measure",
        unit="h",
        ucum="h",
        said="h",
        source="no LOINC code in an official place; unit: FHIR R4, common UCUM units",
    ),
)


def coded(question: Question) -> Coded | None:
    """The codes of a question; None unless it is asked just as they mean it."""
    return next((line for line in CODED if _fits(line, question)), None)


def _fits(line: Coded, question: Question) -> bool:
    asked = (question.id, question.kind, question.unit)
    if asked != (line.question, line.kind, line.unit):
        return False
    ends = (question.least, question.most)
    return line.ends is None or ends == tuple(n * question.step for n in line.ends)
