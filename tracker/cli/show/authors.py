"""For whom something was written, and by whom."""


def by_whom(name: str, author: str) -> str:
    """As in "For Ruth, typed by Dana."."""
    if author == name:
        return f"Written by {name}."
    return f"For {name}, typed by {author}."
