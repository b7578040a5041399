"""How the history tells what an entry says, and what was changed in it."""

from zoneinfo import ZoneInfo

from tracker.domain.answers import say_answer, spell_answers
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.values import NamedTuple
from tracker.domain.wording import clock, join_words, mid_day
from tracker.services.texts import in_short


class Part(NamedTuple):
    """A piece of a sentence, and the word before the entry where it is named there.

    As in "changed pain", "of", "from 6 to 4". ``it`` stands where it was named before.
    """

    head: str
    where: str
    tail: str = ""
    it: str = ""

    def said(self, entry: str) -> str:
        """The piece; ``entry`` is empty where it need not be named again."""
        named = f"{self.where} {entry}" if entry and self.where else entry or self.it
        return " ".join(words for words in (self.head, named, self.tail) if words)


def described(entry: CheckIn, diary: Diary) -> str:
    """As in "entry 9, Wed 4 November 2026: pain 4"."""
    said = ", ".join(_all_of(entry, diary)) or "no answers"
    return f"entry {entry.number}, {mid_day(entry.day)}: {said}"


def difference(old: CheckIn, new: CheckIn, diary: Diary) -> str:
    """What was changed, as in "changed pain of entry 9 from 6 to 4"; perhaps nothing.

    The entry is named once.
    """
    parts = [
        *_changed(old, new, diary),
        *_added(old, new, diary),
        *_taken_away(old, new, diary),
        *_moved(old, new),
    ]
    name = f"entry {old.number}"
    return join_words([part.said("" if n else name) for n, part in enumerate(parts)])


def _all_of(entry: CheckIn, diary: Diary) -> list[str]:
    parts = [spell_answers(entry.answers, diary.protocol)] if entry.answers else []
    parts += [f"sign {sign}" for sign in entry.signs]
    return [*parts, *_note(entry)]


def _note(entry: CheckIn) -> list[str]:
    return [f"note {in_short(entry.note)}"] if entry.note else []


def _changed(old: CheckIn, new: CheckIn, diary: Diary) -> list[Part]:
    """Answers and the note where there was another one before."""
    said = [
        (now.question, f"from {_say(was, diary)} to {_say(now, diary)}")
        for now in new.answers
        if (was := old.answer(now.question)) is not None and was != now
    ]
    if old.note and new.note and old.note != new.note:
        said.append(("the note", f"from {in_short(old.note)} to {in_short(new.note)}"))
    return [
        Part(name if place else f"changed {name}", "of", how)
        for place, (name, how) in enumerate(said)
    ]


def _say(answer: Answer, diary: Diary) -> str:
    question = diary.protocol.question(answer.question)
    return say_answer(question, answer) if question else str(answer.number)


def _added(old: CheckIn, new: CheckIn, diary: Diary) -> list[Part]:
    added = join_words(_only_in(new, old, diary))
    return [Part(f"added {added}", "to")] if added else []


def _taken_away(old: CheckIn, new: CheckIn, diary: Diary) -> list[Part]:
    gone = join_words(_only_in(old, new, diary))
    return [Part(f"took {gone} away", "from")] if gone else []


def _only_in(entry: CheckIn, other: CheckIn, diary: Diary) -> list[str]:
    """The answers, signs and note that the other does not have at all."""
    answers = [each for each in entry.answers if other.answer(each.question) is None]
    said = [spell_answers([answer], diary.protocol) for answer in answers]
    said += [f"sign {sign}" for sign in entry.signs if sign not in other.signs]
    return said if other.note else [*said, *_note(entry)]


def _moved(old: CheckIn, new: CheckIn) -> list[Part]:
    if (old.at, old.day, old.time_known) == (new.at, new.day, new.time_known):
        return []
    was, now = _when(old), _when(new)
    # Seconds are not shown, but they count.
    how = f"to exactly {now}" if was == now else f"from {was} to {now}"
    return [Part("moved", "", how, "it")]


def _when(entry: CheckIn) -> str:
    day = mid_day(entry.day)
    at = clock(entry.at, ZoneInfo(entry.zone))
    return f"{day}, {at}" if entry.time_known else day
