"""Reading a protocol file: what it becomes, and every problem with its place."""

from collections.abc import Callable

import pytest

from tracker.domain.protocol import Choice, Reach, Trigger, Unit
from tracker.domain.window import Offset
from tracker.errors import ProtocolProblems
from tracker.protocols.reader import read_protocol

Problems = Callable[..., list[str]]

ACHE = '[[milestone]]\nid = "ache-check"'


def test_the_made_up_protocol_is_read_whole(garden: str) -> None:
    protocol = read_protocol(garden.encode(), "garden-knee.toml")

    assert protocol.id == "garden-knee"
    assert [q.id for q in protocol.questions] == [
        "pain",
        "stiff",
        "weeds",
        "swelling",
        "ground",
        "bee",
    ]
    assert [len(part) for part in protocol[7:14]] == [6, 2, 4, 1, 2, 2, 1]


def test_every_rule_shape_is_read(garden: str) -> None:
    protocol = read_protocol(garden.encode(), "garden-knee.toml")

    assert [plan.reach for plan in protocol.milestones] == [
        Reach("at-least", "weeds", 10, 2, None),
        Reach("answered", "pain", None, 1, None),
        Reach("equals", "ground", 1, 1, None),
        Reach("answered", "stiff", None, 3, None),
        Reach("by-hand", None, None, 1, None),
        Reach("restriction", None, None, 1, "barrow"),
    ]


def test_every_trigger_shape_is_read(garden: str) -> None:
    protocol = read_protocol(garden.encode(), "garden-knee.toml")

    triggers = [trigger for sign in protocol.signs for trigger in sign.raised_by]
    assert triggers == [
        Trigger("pain", None, (), above_baseline=True),
        Trigger("swelling", 600, (), above_baseline=False),
        Trigger("ground", None, (2,), above_baseline=False),
        Trigger("bee", None, (1,), above_baseline=False),
    ]


def test_numbers_become_whole_steps_exactly(garden: str) -> None:
    protocol = read_protocol(garden.encode(), "garden-knee.toml")

    swelling = protocol.question("swelling")
    barrow = protocol.restriction("barrow")
    assert swelling is not None
    assert barrow is not None
    assert (swelling.least, swelling.most) == (200, 705)
    assert swelling.units == (Unit("in", 0, 254, 100),)
    assert barrow.limit == 75


def test_a_question_with_words_takes_its_scale_from_them(garden: str) -> None:
    protocol = read_protocol(garden.encode(), "garden-knee.toml")

    ground, bee = protocol.question("ground"), protocol.question("bee")
    assert ground is not None
    assert bee is not None
    assert ground.choices[2] == Choice(2, "gravel", "gravel")
    assert [(q.step, q.least, q.most) for q in (ground, bee)] == [(1, 0, 2), (1, 0, 1)]


def test_what_follows_a_limit_has_no_window_of_its_own(garden: str) -> None:
    protocol = read_protocol(garden.encode(), "garden-knee.toml")

    talk = protocol.milestone("barrow-talk")
    assert talk is not None
    assert (talk.opens, talk.closes) == (None, None)


def test_durations_and_text_over_several_lines_are_read(garden: str) -> None:
    protocol = read_protocol(garden.encode(), "garden-knee.toml")

    tea = protocol.milestone("tea")
    assert tea is not None
    assert (tea.opens, tea.closes) == (Offset(months=1), Offset(months=2))
    assert protocol.topics[0].parts[0] == ("What it is", "Beeswax, rubbed in.")


def test_a_window_may_be_one_day_long(garden: str) -> None:
    text = garden.replace('opens = "P3D"', 'opens = "P7D"')

    week = read_protocol(text.encode(), "x").milestone("stiff-week")

    assert week is not None
    assert week.opens == week.closes == Offset(days=7)


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_file_from_another_editor_is_read_alike(garden: str, mark: str) -> None:
    text = mark + garden.replace("\n", "\r\n")

    assert read_protocol(text.encode(), "x") == read_protocol(garden.encode(), "x")


def test_a_reference_without_a_row_is_a_problem(
    garden: str, problems_after: Problems
) -> None:
    begin = garden.index("row = [")
    rows = garden[begin : garden.index("\n]\n", begin) + 2]

    (problem,) = problems_after((rows, "row = []"))

    assert problem.startswith("reference.row: is missing")


def test_every_problem_is_told_at_once_in_the_order_of_the_file(
    problems_after: Problems,
) -> None:
    problems = problems_after(
        ('version = "0.3-test"', 'version = "very new"'),
        ('kind = "count"', 'kind = "tally"'),
        (f"{ACHE}", f"{ACHE}\nwarmth = true"),
        ('tier = "emergency"', 'tier = "soon"'),
        ('heading = "What it is"\n', ""),
    )

    assert [problem.split(":")[0] for problem in problems] == [
        "protocol.version",
        "question[3].kind",
        "question[3].least",
        "question[3].most",
        "milestone[2].warmth",
        "sign[1].tier",
        "topic[1].part[1].heading",
    ]


ONE_PROBLEM = [
    # Sources.
    ('source = ["neighbour"]\n', "", "question[5].source: is missing"),
    ('source = ["neighbour"]\n', "source = []\n", "question[5].source: is missing"),
    (
        'source = ["neighbour"]',
        'source = ["neighbor"]',
        "question[5].source: there is no [sources.neighbor], in ground.",
    ),
    ("[sources.neighbour]", "[sources.Neighbour]", "sources.'Neighbour': takes a key"),
    ("https://example.org", "javascript:alert(1)//", "sources.almanac.link: starts"),
    ("[sources.almanac]", "[sources.almanac]\npage = 3", "sources.almanac.page: is"),
    # Texts, ids and words.
    ('title = "Ache"\n', "", "question[1].title: is missing, in pain."),
    ('title = "Ache"', "title = 7", "question[1].title: takes a text in quotes, not 7"),
    ('title = "Ache"', 'title = " "', "question[1].title: is empty"),
    ('title = "Ache"', r'title = "\u001b[2J"', "question[1].title: has invisible"),
    ('title = "Ache"', r'title = "\u202Eehca"', "question[1].title: has invisible"),
    ('id = "stiff"\n', 'id = "Stiff"\n', "question[2].id: takes a-z"),
    ('id = "bee"', 'id = "weeds"', "question[6].id: 'weeds' is already the id of"),
    ('id = "polish"', 'id = "barrow"', "topic[1].id: 'barrow' is already the id of"),
    ('origin = "article"', 'origin = "paper"', "question[1].origin: takes article, "),
    ('confidence = "high"', 'confidence = "sure"', "question[1].confidence: takes "),
    ('ask = "daily"', 'ask = "hourly"', "question[1].ask: takes daily, weekly, on-"),
    ('kind = "visit"', 'kind = "party"', "milestone[5].kind: takes check, step, "),
    # Keys nobody knows.
    ('title = "Ache"', 'title = "A"\nends_ = 1', "question[1].ends_: is not known"),
    ("[sources.almanac]", "[[phase]]\n[sources.almanac]", "phase: is not known here"),
    ('title = "Ache"', 'title = "A"\n"a\\nb" = 1', r"question[1].'a\nb': is not"),
    # Questions.
    ("least = 0\nmost = 10", "least = 9\nmost = 3", "question[1].most: has to be more"),
    ("most = 5.0", "most = 5.05", "question[2].most: takes a number with at most one"),
    ("most = 500", "most = 500.5", "question[3].most: takes a whole number"),
    ("most = 500", "most = 9e99999", "question[3].most: takes a whole number"),
    ("most = 500", "most = 1e-99999", "question[3].most: takes a whole number"),
    ("most = 500", "most = nan", "question[3].most: takes a whole number"),
    ("most = 500", "most = -inf", "question[3].most: takes a whole number"),
    ("most = 500", "most = true", "question[3].most: takes a whole number"),
    ("most = 500", "most = 1_000_000", "question[3].most: takes a whole number"),
    ("least = 0\nmost = 500", "most = 500", "question[3].least: is missing"),
    ("step = 10", "step = 5", "question[2].step: takes 1 or 10, not 5"),
    ('ends = ["not at all", ', "ends = [", "question[1].ends: takes two texts"),
    ('ends = ["not at all", ', "ends = [1, ", "question[1].ends: takes a list of"),
    ('ends = ["not at all", ', 'ends = ["", ', "question[1].ends: has an empty"),
    ('ends = ["not at all", ', 'ends = "x" # ', "question[1].ends: takes a list of"),
    ("den = 100", "den = 0", "question[4].units[1].den: takes a whole number from 1"),
    ("den = 100 }]", 'den = 1 }, { id = "IN" }]', "question[4].units: 'in' is there 2"),
    (
        "den = 100",
        "dem = 100",
        "question[4].units[1].dem: is not known here (closest: ",
    ),
    ('asked_until = "P2W"', 'asked_until = "P2M"', "question[4].asked_until: takes "),
    ('asked_from = "P1D"', 'asked_from = "PT0H"', "question[2].asked_from: takes "),
    ('asked_from = "P1D"', "asked_from = 1", "question[2].asked_from: takes a text"),
    (
        "daily_while = ",
        "daily_while = 'row' # ",
        "question[3].daily_while: there is no",
    ),
    ('ask = "weekly"', 'ask = "daily"', "question[3].daily_while: says nothing"),
    ('word = "lawn"', 'word = "2"', "question[5].choices[2].word: needs a letter"),
    ('word = "lawn"', 'word = "gravel"', "question[5].choices: 'gravel' is there 2"),
    ('title = "lawn"', 'title = "Gravel"', "question[5].choices: 'gravel' is there 2"),
    ("value = 2", "value = 1", "question[5].choices: '1' is there 2 times"),
    ("{ value = 2, ", "{ ", "question[5].choices[3].value: takes a whole number from"),
    # Milestones.
    ('opens = "P1D"', 'opens = "P15D"', "milestone[1].window: may close before it"),
    ('opens = "P1D"', 'opens = "P1M"', "milestone[1].window: may close before it"),
    ('closes = "P2M"', 'closes = "P30D"', "milestone[5].window: may close before it"),
    ('"PT12H"', '"PT36H"', "milestone[2].window: may close before it opens, in ache"),
    ('opens = "PT12H"', 'opens = "P0D"', "milestone[2].opens: takes hours, like PT24H"),
    ('opens = "P1D"', 'opens = "PT1H"', "milestone[1].opens: takes months or weeks or"),
    (
        'opens = "P1D"\n',
        "",
        "milestone[1].window: needs opens and closes, in first-row",
    ),
    ('closes = "P2W"\n', "", "milestone[1].window: needs opens and closes"),
    ('opens = "P1D"', 'opens = "a day"', "milestone[1].opens: takes months or weeks"),
    ('closed = "nothing written."\n', "", "milestone[2].closed: is missing"),
    (
        'reached_by = { restriction = "barrow" }',
        'opens = "P1D"\nreached_by = { restriction = "barrow" }',
        "milestone[6].opens: is not known here",
    ),
    ('restriction = "barrow"', 'restriction = "barow"', "milestone[6].reached_by.rest"),
    ("reached_by = { by_hand = true }\n", "", "milestone[5].reached_by: is missing"),
    ("{ by_hand = true }", '"hand"', "milestone[5].reached_by: takes a table"),
    ("{ by_hand = true }", "{}", "milestone[5].reached_by: takes exactly one of"),
    ("by_hand = true", "by_hand = false", "milestone[5].reached_by.by_hand: can only"),
    ("by_hand = true", "by_hand = 1", "milestone[5].reached_by.by_hand: takes true"),
    ("answered = true", "answered = false", "milestone[2].reached_by.answered: can"),
    ("at_least = 10, ", "", "milestone[1].reached_by: takes exactly one of answered"),
    ("at_least = 10", "at_least = 501", "milestone[1].reached_by.at_least: is outside"),
    ("at_least = 10", 'at_least = "x"', "milestone[1].reached_by.at_least: takes a wh"),
    ("at_least = 10", "at_leest = 10", "milestone[1].reached_by: takes exactly one"),
    ("days = 2", "days = 0", "milestone[1].reached_by.days: takes a whole number from"),
    ('equals = "lawn"', "equals = 1", "milestone[3].reached_by.equals: takes nothing"),
    (
        '{ question = "ground", equals = "lawn" }',
        '{ question = "bee", at_least = 1 }',
        "milestone[3].reached_by.at_least: bee is yes or no",
    ),
    # Restrictions.
    ("limit = 7.5", "limit = 7.55", "restriction[1].limit: takes a number with at"),
    ('unit = "kg"', 'unit = "stone"', "restriction[1].unit: takes lb, kg, not 'stone'"),
    ("limit = 7.5\n", "", "restriction[1].unit: is not known here"),
    ('until = "P1M"', 'until = "PT9H"', "restriction[1].until: takes months or weeks"),
    ('"Ask the polisher."', '"Ask after 3 weeks."', "restriction[1].untold: has a fig"),
    ('"No full barrows."', '"Not over ½ a barrow."', "restriction[1].what: has a fig"),
    ('title = "Wading"', 'title = "Wading"\naction = "push"', "restriction[2].action"),
    # Signs.
    ('"The knee rolled away"', '"Did it roll?"', "sign[1].text: is a statement, not"),
    ('becomes = "knee-lost"', 'becomes = "knee"', "sign[2].becomes: there is no sign"),
    ('becomes = "knee-lost"', 'becomes = "big-knee"', "sign[2].becomes: big-knee is o"),
    ("asked = false\n", "asked = 0\n", "sign[3].asked: takes true or false, not 0"),
    (
        'why = "It may be hard',
        'asked = false\nwhy = "It may',
        "sign[1].asked: is false",
    ),
    ("at_least = 60", "at_least = 70.55", "sign[3].raised_by[1].at_least: takes a n"),
    ("at_least = 60", "at_least = 71", "sign[3].raised_by[1].at_least: is outside 20."),
    ('any_of = ["gravel"]', 'any_of = ["mud"]', "sign[3].raised_by[2].any_of: takes"),
    ('any_of = ["gravel"]', "any_of = []", "sign[3].raised_by[2].any_of: takes a list"),
    ('any_of = ["yes"]', "any_of = [true]", "sign[3].raised_by[3].any_of: takes no, "),
    ("above_baseline = true", "above_baseline = false", "sign[2].raised_by[1].above_"),
    (
        'question = "pain", above_baseline = true',
        'question = "stiff", above_baseline = true',
        'sign[2].raised_by[1].above_baseline: only "pain" has a baseline',
    ),
    ("raised_by = [\n", "raised_by = [ 5,\n", "sign[3].raised_by[1]: takes a table"),
    # Topics and the whole.
    ("[[topic.part]]", "[[topic.section]]", "topic[1].section: is not known here"),
    (
        "[protocol]\n",
        "[protocol]\nreviewed = true\n",
        "protocol.reviewed: is not known",
    ),
    ('procedure = "Knee polish"\n', "", "protocol.procedure: is missing, in garden-"),
    # What is read over many days.
    ("Tell the neighbour?", "Tell her.", "setback[1].text: is a question"),
    ("by = 3\n", "by = 0\n", "setback[1].by: has to be more than nothing"),
    ("least = 2\n", "least = 6\n", "setback[1].least: takes a whole number from 1"),
    ('question = "pain"\nby', 'question = "bee"\nby', "setback[1].question: bee has"),
    ('signs = ["big-knee"]', 'signs = ["no-knee"]', "setback[2].signs: there is no"),
    ("by = 3\n", 'by = 3\nsigns = ["dull"]\n', "setback[1]: takes exactly one of"),
    ("within = 3\n", "", "setback[2].within: takes a whole number"),
    ('text = "Is there enough milk?"\n', "", "bone[1].text: is missing, in milk."),
    ("large_percent = 60", "large_percent = 19", "change.large_percent: is less"),
    ("percent = 20\n", "percent = 101\n", "change.percent: takes a whole number"),
    ("mean = 4.5, low = 4,", "mean = 4.5, low = 5,", "reference.row[2].mean: lies"),
    (
        "people = 2, studies = 1, mean = 4.5",
        "people = 0, studies = 1, mean = 4.5",
        "reference.row[2].people: takes a whole number",
    ),
]


@pytest.mark.parametrize(("old", "new", "problem"), ONE_PROBLEM)
def test_a_wrong_line_is_told_with_its_place(
    problems_after: Problems, old: str, new: str, problem: str
) -> None:
    assert any(told.startswith(problem) for told in problems_after((old, new)))


def test_a_misspelt_reference_names_the_closest(problems_after: Problems) -> None:
    assert problems_after(('question = "weeds"', 'question = "wedes"')) == [
        "milestone[1].reached_by.question: there is no question 'wedes' "
        "(closest: weeds)."
    ]


def test_a_misspelt_key_names_the_closest(problems_after: Problems) -> None:
    assert problems_after(('about = "An', 'abuot = "An')) == [
        "protocol.about: is missing, in garden-knee.",
        "protocol.abuot: is not known here (closest: about), in garden-knee.",
    ]


def test_an_answer_of_a_question_that_is_wrong_itself_is_not_judged(
    problems_after: Problems,
) -> None:
    problems = problems_after(
        ('title = "nothing"', "title = 1"), ("most = 500", 'most = "many"')
    )

    assert [problem.split(":")[0] for problem in problems] == [
        "question[3].most",
        "question[5].choices[1].title",
    ]


def test_a_baseline_needs_a_scale(problems_after: Problems) -> None:
    problems = problems_after(
        ('kind = "scale"', 'kind = "count"'),
        ('ends = ["not at all", "like a nettle bed"]\n', ""),
    )

    assert problems == [
        'sign[2].raised_by[1].above_baseline: "pain" has to be a scale.'
    ]


def test_a_line_that_is_no_table_is_one_problem() -> None:
    with pytest.raises(ProtocolProblems) as raised:
        read_protocol(b'question = ["pain"]\nprotocol = 1\nsign = 2', "x.toml")

    assert list(raised.value.problems) == [
        "protocol: takes a table, not 1.",
        "question[1]: takes a table, not 'pain'.",
        "sign: takes a list of tables, not 2.",
        "sources: is missing.",
    ]


def test_an_empty_file_lacks_its_three_tables() -> None:
    with pytest.raises(ProtocolProblems) as raised:
        read_protocol(b"", "x.toml")

    assert list(raised.value.problems) == [
        "protocol: is missing.",
        "sources: is missing.",
        "question: is missing: a diary asks at least one.",
    ]


def test_a_topic_needs_a_part() -> None:
    with pytest.raises(ProtocolProblems) as raised:
        read_protocol(b'[[topic]]\nid = "polish"\n', "x.toml")

    assert (
        "topic[1].part: is missing: write at least one [[topic.part]], in polish."
        in raised.value.problems
    )


def test_a_choice_needs_two_choices(problems_after: Problems) -> None:
    problems = problems_after(
        ('  { value = 1, word = "lawn", title = "lawn" },\n', ""),
        ('  { value = 2, word = "gravel", title = "gravel" },\n', ""),
    )

    assert "question[5].choices: takes at least two choices, in ground." in problems


def test_a_file_with_very_many_problems_names_no_closest_ids_after_the_first(
    garden: str,
) -> None:
    extra = "".join(f"titel{n} = 1\n" for n in range(500))

    with pytest.raises(ProtocolProblems) as raised:
        read_protocol(
            garden.replace("[protocol]\n", f"[protocol]\n{extra}").encode(), "x"
        )

    assert len(raised.value.problems) == 500
    assert sum("closest" in told for told in raised.value.problems) == 20
