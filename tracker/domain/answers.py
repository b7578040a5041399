"""Typed words to answers, and answers back to words."""

from collections.abc import Iterable, Sequence

from tracker.domain.facts import Answer
from tracker.domain.protocol import Protocol, Question, Unit
from tracker.domain.wording import join_words, quoted
from tracker.errors import Refused

SPELLED = {"min": ("minute", "minutes", "mins"), "h": ("hour", "hours", "hrs")}
YES = ("yes", "y", "1", "true")
NO = ("no", "n", "0", "false")
CLOSEST = 3


def read_answers(
    words: Sequence[str], protocol: Protocol, *, removable: bool = False
) -> dict[str, Answer | None]:
    """Answers by question from `pain=4` or `pain 4`; None where one is removed.

    Raises Refused with every problem of the line at once.
    """
    answers: dict[str, Answer | None] = {}
    problems: list[str] = []
    named: set[str] = set()
    for name, value in _pairs(words):
        try:
            question = find_question(name, protocol)
            if question.id in named:
                raise Refused(f"{question.id} is there twice. Type it once.")
            named.add(question.id)
            answers[question.id] = _read(question, value, removable=removable)
        except Refused as problem:
            problems.append(str(problem))
    if problems:
        raise Refused("Nothing saved. " + "\n".join(problems))
    return answers


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    pairs = []
    rest = list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not equals and rest and "=" not in rest[0]:
            value = rest.pop(0)
        pairs.append((name.strip(), value.strip()))
    return pairs


def find_question(name: str, protocol: Protocol) -> Question:
    """The question of that name; Refused, with the closest ones, when there is none."""
    question = protocol.question(name.lower())
    if question is not None:
        return question
    if name.lower() == "note":
        raise Refused('A note is typed as: --note "..."')
    near = closest(name, [q.id for q in protocol.questions])
    hint, example = "The list:", "tracker questions"
    if near:
        best = next(q for q in protocol.questions if q.id == near[0])
        hint = f"Did you mean {join_words(near, 'or')}?"
        shown = example_value(best) if best.kind in ("scale", "count") else "..."
        example = f"tracker log {best.id}={shown}"
    raise Refused(f"{quoted(name)} is not a question. {hint}  {example}")


def example_value(question: Question) -> str:
    """A value that could be typed, to show how."""
    if question.kind == "choice":
        return question.choices[0].word
    if question.kind == "yes-no":
        return "no"
    shown = {"scale": 4, "count": 20}.get(question.kind, (question.least + 42))
    return decimal(min(max(shown, question.least), question.most), question.step)


def closest(name: str, known: Sequence[str]) -> list[str]:
    """The known words most like the one typed, best first."""
    typed = name.lower()
    limit = max(1, (len(typed) + 1) // 2)
    scored = sorted((_likeness(typed, word), word) for word in known)
    return [word for distance, word in scored if distance <= limit][:CLOSEST]


def _likeness(typed: str, word: str) -> int:
    """None of it missing is nearest: a part of a word may be all that was typed."""
    if len(typed) >= SHORTEST_BEGINNING and typed in word:
        return 0
    return _distance(typed, word)


SHORTEST_BEGINNING = 3
LONGEST_COMPARED = 40


def _distance(left: str, right: str) -> int:
    """Edits, with a swap of neighbours as one, that lead from one to the other."""
    left = left[:LONGEST_COMPARED]
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if older and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _read(question: Question, value: str, *, removable: bool) -> Answer | None:
    if not value and removable:
        return None
    return read_value(question, value)


def read_value(question: Question, value: str) -> Answer:
    """One typed value; Refused with what the question takes."""
    if not value:
        raise Refused(f"{question.id} has no value. It takes {takes(question)}.")
    if question.kind == "choice":
        return _read_choice(question, value)
    if question.kind == "yes-no":
        return _read_yes_no(question, value)
    return _read_number(question, value)


def read_asked(question: Question, value: str) -> Answer:
    """One value typed below its question; a refusal names its title, not its id."""
    try:
        return read_value(question, value)
    except Refused:
        raise _wrong(question, value, question.title) from None


def _wrong(question: Question, value: str, name: str | None = None) -> Refused:
    known = question.id if name is None else name
    return Refused(f"{known} takes {takes(question)}, not {quoted(value)}.")


def _read_choice(question: Question, value: str) -> Answer:
    typed = value.lower().replace(" ", "-")
    for choice in question.choices:
        titled = choice.title.lower().replace(" ", "-")
        if typed in (choice.word, str(choice.value), titled):
            return Answer(question.id, choice.value, "")
    begun = [c for c in question.choices if typed and c.word.startswith(typed)]
    if len(begun) == 1:
        return Answer(question.id, begun[0].value, "")
    raise _wrong(question, value)


def _read_yes_no(question: Question, value: str) -> Answer:
    typed = value.lower()
    if typed in YES + NO:
        return Answer(question.id, int(typed in YES), "")
    raise _wrong(question, value)


def _read_number(question: Question, value: str) -> Answer:
    figures, suffix = _split_unit(value)
    steps = _steps(figures, question)
    if steps is None:
        raise _wrong(question, value)
    if _is_unit(suffix, question.unit) and _in_scale(steps, question):
        return Answer(question.id, steps, question.unit)
    for unit in question.units:
        if _is_unit(suffix, unit.id) and _in_scale(
            in_base(question, steps, unit), question
        ):
            return Answer(question.id, steps, unit.id)
    raise _wrong(question, value)


def _split_unit(value: str) -> tuple[str, str]:
    figures = value.rstrip("\u00b0 ")
    while figures and not ("0" <= figures[-1] <= "9"):
        figures = figures[:-1]
    return figures, value[len(figures) :].strip("\u00b0 .")


def _is_unit(suffix: str, unit: str) -> bool:
    spelled = (unit, f"{unit}s", *SPELLED.get(unit, ()))
    return not suffix or suffix.lower() in [word.lower() for word in spelled if word]


LONGEST_FIGURES = 6


def _steps(figures: str, question: Question) -> int | None:
    """The number in whole steps; None unless it is plain ASCII figures that fit."""
    whole, _, part = figures.replace(",", ".").partition(".")
    places = len(str(question.step)) - 1
    plain = f"{whole}{part}"
    if not (whole and plain.isascii() and plain.isdigit()):
        return None
    if len(plain) > LONGEST_FIGURES or len(part) > places or figures[-1] in ".,":
        return None
    return int(whole) * question.step + int(part.ljust(places, "0") or "0")


def _in_scale(steps: int, question: Question) -> bool:
    return question.least <= steps <= question.most


def in_base(question: Question, steps: int, unit: Unit) -> int:
    """Steps of another unit in steps of the base unit, rounded to the nearest."""
    top, den = (steps - unit.shift * question.step) * unit.num, unit.den
    return (2 * top + den) // (2 * den)


def base_steps(question: Question, answer: Answer) -> int:
    """An answer in whole steps of the question's base unit."""
    unit = next((u for u in question.units if u.id == answer.unit), None)
    return in_base(question, answer.number, unit) if unit else answer.number


def reaches(question: Question, answer: Answer, threshold: int) -> bool:
    """Whether an answer is at least ``threshold`` base steps, compared exactly."""
    unit = next((u for u in question.units if u.id == answer.unit), None)
    if unit is None:
        return answer.number >= threshold
    top = (answer.number - unit.shift * question.step) * unit.num
    return top >= threshold * unit.den


def decimal(steps: int, step: int) -> str:
    """Steps as figures: 382 with step 10 is 38.2."""
    if step == 1:
        return str(steps)
    places = len(str(step)) - 1
    return f"{steps // step}.{steps % step:0{places}d}"


def ends_words(question: Question) -> str:
    """The two ends of a scale, as in "0 none ... 10 worst possible"."""
    low, high = (decimal(n, question.step) for n in (question.least, question.most))
    return f"{low} {question.ends[0]} ... {high} {question.ends[-1]}"


def takes(question: Question) -> str:
    """What a question takes, in words."""
    if question.kind == "choice":
        words = [f"{c.word} ({c.value})" for c in question.choices]
        return join_words(words, "or")
    if question.kind == "yes-no":
        return "yes or no"
    low, high = (decimal(n, question.step) for n in (question.least, question.most))
    unit = f" {question.unit}" if question.unit else ""
    kind = "a whole number" if question.step == 1 else "a number"
    others = "".join(f", or the same in {u.id}" for u in question.units)
    return f"{kind} from {low} to {high}{unit}{others}"


def say_answer(question: Question, answer: Answer) -> str:
    """An answer as it is said back, in the unit it was typed in."""
    if question.kind == "choice":
        found = (c.title for c in question.choices if c.value == answer.number)
        return next(found, str(answer.number))
    if question.kind == "yes-no":
        return "yes" if answer.number else "no"
    unit = f" {answer.unit}" if answer.unit else ""
    return f"{decimal(answer.number, question.step)}{unit}"


def spell_answers(answers: Iterable[Answer], protocol: Protocol) -> str:
    """Answers on one line: `pain 4, walk 20 min`."""
    spelled = []
    for answer in answers:
        question = protocol.question(answer.question)
        said = say_answer(question, answer) if question else str(answer.number)
        spelled.append(f"{answer.question} {said}")
    return ", ".join(spelled)
