"""Shared files made up for the tests: one that is plain, and any that there can be."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from tracker.domain.sharing import KINDS, SCOPES, FactState, Grant, Head, Key, Shared
from tracker.shares.parts import canonical
from tracker.shares.writing import instant_text

AT = datetime(2026, 11, 4, 19, 10, tzinfo=UTC)
PLAIN = Shared(
    person_id="0190-person",
    person="Ruth Example",
    copy="0190-copy",
    made_under="",
    made_at=AT,
    made_by="Ruth Example",
    schema="0005",
    grant=Grant("0190-grant", "Dana", "log", date(2026, 11, 3), True, None),
    protocols=({"sha256": "0a", "toml": "id = 'x'\n", "json": "{}"},),
    facts={
        ("person", "0190-person"): FactState(
            {"v1": Head(instant_text(AT), "Ruth Example", '[["person",{"a":1}]]')},
            frozenset(),
        ),
        ("check_in", "0190-entry"): FactState(
            {
                "v2": Head(instant_text(AT), "Ruth Example", '[["check_in",{}]]'),
                "v3": Head(instant_text(AT), "Dana", None),
            },
            frozenset({"v0", "v1"}),
        ),
    },
)

# Blanks and odd letters too: only NUL is never kept.
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
)
ids = st.text("0123456789abcdef-", min_size=1, max_size=8)
# In seconds from 1970: the years 1900 to 2200.
instants = st.integers(-2_208_988_800, 7_258_118_400).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
days = st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1))
values = st.recursive(
    st.none() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner),
    max_leaves=5,
)
heads = st.builds(
    Head, instants.map(instant_text), texts, st.none() | values.map(canonical)
)
grants = st.builds(
    Grant, ids, texts, st.sampled_from(SCOPES), days, st.booleans(), days
)


@st.composite
def states(draw: st.DrawFn) -> FactState:
    """Versions that stand and others that were replaced."""
    standing = draw(st.dictionaries(ids, heads, max_size=3))
    dead = draw(st.frozensets(ids, max_size=3)) - standing.keys()
    return FactState(standing, dead)


keys: st.SearchStrategy[Key] = st.tuples(st.sampled_from(KINDS), ids)
shared = st.builds(
    Shared,
    person_id=ids,
    person=texts,
    copy=ids,
    made_under=ids | st.just(""),
    made_at=instants,
    made_by=texts,
    schema=st.sampled_from(("0005", "0006")),
    grant=grants,
    protocols=st.lists(st.dictionaries(texts, texts, max_size=3), max_size=3).map(
        tuple
    ),
    facts=st.dictionaries(keys, states(), max_size=6),
)
