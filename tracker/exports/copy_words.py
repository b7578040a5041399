"""What copies of a diary wrote differently, as it is said until somebody settles it."""


def differing_words(things: int) -> str:
    """How many things, and which version is shown; nothing where there is none."""
    if not things:
        return ""
    many = "1 thing was" if things == 1 else f"{things} things were"
    return f"{many} written differently in two copies; meanwhile one version is shown."
