"""Every page: its address, its name, how it is asked for, for whom, what shows it."""

from tracker.web.pages.chart import chart
from tracker.web.pages.correct import correct, corrected
from tracker.web.pages.entries import entries, take_back, taken_back
from tracker.web.pages.log_ask import answered as step_answered
from tracker.web.pages.log_ask import goes_on, step
from tracker.web.pages.log_begin import another_day, begin, begin_other
from tracker.web.pages.log_call import call_now
from tracker.web.pages.log_end import look, save, saved
from tracker.web.pages.report import report
from tracker.web.pages.signs import signs
from tracker.web.pages.timeline import mark_done, timeline
from tracker.web.pages.today import today
from tracker.web.pages.warnings import answer, answered, warnings
from tracker.web.routes import EVERYBODY, PATIENT, WRITERS, Route

GET, POST = ("GET",), ("POST",)
# A number that the store can hold.
NUMBER = "<int(max=2147483647):number>"
ENTRY = "/log/<uuid:entry_id>"

ROUTES: tuple[Route, ...] = (
    Route("/", "today", GET, EVERYBODY, today),
    Route("/timeline", "timeline", GET, EVERYBODY, timeline),
    Route("/timeline/<milestone>/done", "mark_done", POST, PATIENT, mark_done),
    Route("/chart", "chart", GET, EVERYBODY, chart),
    Route("/entries", "entries", GET, EVERYBODY, entries),
    Route(f"/entries/{NUMBER}", "correct", GET, PATIENT, correct),
    Route(f"/entries/{NUMBER}", "corrected", POST, PATIENT, corrected),
    Route("/take-back", "take_back", GET, PATIENT, take_back),
    Route("/take-back", "taken_back", POST, PATIENT, taken_back),
    Route("/warnings", "warnings", GET, EVERYBODY, warnings),
    Route(f"/warnings/{NUMBER}", "answer", GET, WRITERS, answer),
    Route(f"/warnings/{NUMBER}", "answer_kept", POST, WRITERS, answered),
    Route("/report", "report", GET, EVERYBODY, report),
    Route("/signs", "signs", GET, EVERYBODY, signs),
    Route("/log", "begin", POST, WRITERS, begin),
    Route("/log/day", "another_day", GET, WRITERS, another_day),
    Route("/log/day", "begin_other", POST, WRITERS, begin_other),
    Route(ENTRY, "goes_on", GET, WRITERS, goes_on),
    Route(f"{ENTRY}/ask/<step>", "step", GET, WRITERS, step),
    Route(f"{ENTRY}/ask/<step>", "answered", POST, WRITERS, step_answered),
    Route(f"{ENTRY}/call/<step>", "call_now", GET, WRITERS, call_now),
    Route(f"{ENTRY}/look", "look", GET, WRITERS, look),
    Route(f"{ENTRY}/save", "save", POST, WRITERS, save),
    Route(f"{ENTRY}/saved", "saved", GET, WRITERS, saved),
)
