"""The words of the help: the few daily commands, and the rest one step away."""

from collections.abc import Sequence

# The words of `tracker --help`, in its order; the commands of the last group are
# shown by `tracker help --all`.
GROUPS: dict[str, dict[str, str]] = {
    "Every day": {
        "log": "write down how it goes",
        "today": "where things stand",
        "undo": "take back the last step",
    },
    "When you want to know": {
        "signs": "when to call, and whom",
        "warnings": "say that you called",
        "timeline": "what to expect, and when",
        "can": '"can lift 8lb": what were\n            you told?',
        "explain": "why does it say that?",
        "chart": "pain, day by day",
    },
    "For the visit": {
        "told": "what the care team said",
        "report": "one page to print",
        "visit": "when you will be seen",
        "bone": "what helps the bones",
    },
    "To begin": {
        "start": "write down the procedure",
        "contact": "whom to call",
        "remind": "be told what is due",
    },
    "Family and helpers": {
        "person": "several in one diary",
        "share": "a file for who helps",
        "serve": "a page on the phone",
    },
    "Corrections": {
        "entries": "what was written down",
        "edit": "correct an entry",
        "delete": "remove an entry",
        "move": "procedure on another day",
        "changes": "who changed what, and when",
        "redo": "do it again after an undo",
        "done": "a milestone is reached",
        "skip": "a milestone does not apply",
        "reopen": "a milestone is open again",
    },
    "Files and lists": {
        "sheet": "a week on paper",
        "export": "the diary as a file",
        "import": "take in what a file holds",
        "questions": "what can be written down",
        "protocol": "the plan it follows",
        "backup": "a checked copy of the diary",
        "restore": "bring a copy back",
        "archive": "all of it as one file",
        "verify": "look through the diary",
        "db": "where the diary is kept",
        "lock": "keep it under a passphrase",
        "erase": "remove a person for good",
        "help": "this list, or --all",
    },
}
DAILY = ("Every day", "When you want to know", "For the visit")


def command_words() -> dict[str, str]:
    """Every command and what it is for."""
    return {name: said for group in GROUPS.values() for name, said in group.items()}


def help_text(groups: Sequence[str]) -> str:
    """The commands of those groups, as 40 columns allow."""
    width = max(len(name) for group in groups for name in GROUPS[group])
    lines = ["A diary for the weeks after a", "sacroplasty.", ""]
    for group in groups:
        lines.append(group)
        for name, said in GROUPS[group].items():
            lines.append(f"  {name:<{width}}  {said}")
        lines.append("")
    more = "More: tracker help --all\n(corrections, files, all flags)\n"
    return "\n".join(lines) + "\n" + (more if tuple(groups) == DAILY else _OPTIONS)


_OPTIONS = """Before any command
  --db FILE    another diary
  --person NAME
               whose diary
  --as NAME    who is typing
  --now TIME   rehearse: another "now"
  --json       for programs
  --plain      one thing a line
  --version

Each command: tracker log --help
"""
