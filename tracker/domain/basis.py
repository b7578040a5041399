"""Where a line of a protocol comes from, and how sure that is."""

from tracker.domain.values import NamedTuple

ORIGINS = ("article", "partly", "ours")
CONFIDENCES = ("high", "medium", "low")


class Source(NamedTuple):
    """Where a line comes from; ``about`` is the procedure the source speaks of."""

    key: str
    title: str
    link: str
    about: str


class Basis(NamedTuple):
    """Why a line is there.

    ``origin`` is "article" when the source article says it, "partly" when the idea
    is the article's and the number is not, "ours" when it goes beyond the article.
    """

    sources: tuple[str, ...]
    origin: str
    confidence: str
    note: str
