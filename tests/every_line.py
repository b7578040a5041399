"""Every line that the walk types: for each command what works, and what is refused."""

from typing import NamedTuple

from tests.pages import SACROPLASTY
from tracker.domain.protocol import lines_of


class Typed(NamedTuple):
    """Lines typed after `tracker`: those that work in a diary, and those refused."""

    good: tuple[str, ...]
    bad: tuple[str, ...] = ()


# A key of age that nobody has the other half of.
RECIPIENT = "age1rhmh0l83vy6kvx4hra2f7dycyc6zuyucv92ydyk5ass6hzqp5ffs5jhz2j"
COMMANDS: dict[str, Typed] = {
    "": Typed(("",), ("--now nonsense", "no-such-command", '--as ""')),
    "log": Typed(
        (
            "log pain=4 walk=20",
            "log temperature=38.5C wound=open fell=yes --relayed",
            'log --sign none --note "Slept well."',
            "log --sign bladder-bowel --sign leg-new --sign low-mood",
            "log --sign calf --at yesterday --zone Europe/Berlin",
        ),
        (
            "log",
            "log pian=4",
            "log pain=99 foo=1 --at 03/04/2026",
            "log pain=4 --at tomorrow",
            "log pain=4 pain=5",
            'log --note " "',
            "log pain=4 --sign none --sign fever",
            "log pain=4 --zone Mars/Base",
            "log pain=4 --id 9",
        ),
    ),
    "today": Typed(("today", "today --brief", "today --alarm"), ("today x",)),
    "undo": Typed(("undo",), ("undo --steps 0", "undo --steps 5000")),
    "redo": Typed((), ("redo --steps 0", "redo --steps 5000")),
    "signs": Typed(("signs",), ("signs x",)),
    "warnings": Typed(("warnings",), ("warnings x",)),
    "warnings answer": Typed(
        (),
        (
            "warnings answer 99 --mistake",
            "warnings answer 1",
            "warnings answer 1 --called tomorrow",
        ),
    ),
    "timeline": Typed(("timeline", "timeline --all"), ("timeline x",)),
    "can": Typed(
        (
            "can lift",
            "can lift 8lb",
            "can lift 3kg --on friday",
            "can exercise",
            "can bend",
            "can drive --on saturday",
            "can shower",
            "can swim",
        ),
        (
            "can",
            "can lift lots",
            "can drive 4lb",
            "can fly",
            "can lift 8lb --on 2026-11-01",
        ),
    ),
    "explain": Typed(
        (),
        ("explain", "explain nothing-like-it", "explain 99", "explain warning 99"),
    ),
    "chart": Typed(
        (
            "chart --days 3",
            "chart walk --days 2",
            "chart pain --reference --days 3",
            "chart medicine --days 3",
        ),
        ("chart pian", "chart pain --days 0"),
    ),
    "told": Typed(
        (
            'told strenuous --by "Nurse Example" --source "a call"',
            'told bend-twist --cleared --by "Nurse Example"',
        ),
        (
            "told",
            "told heavy-lifting",
            "told heavy-lifting --limit lots --by x",
            "told heavy --by x",
            "told strenuous --until 2020-01-01 --by x",
            "told driving --which 2",
            "told heavy-lifting --cleared --until friday --by x",
        ),
    ),
    "report": Typed(
        ("report", "report --since procedure --notes", "report --to yesterday"),
        (
            "report --since last-visit-but-one",
            "report -o page.doc",
            "report -o /",
            "report --large-print",
            "report --to tomorrow",
        ),
    ),
    "visit": Typed((), ("visit",)),
    "visit add": Typed(
        ('visit add 2027-06-01 --time 9:00 --title "Dr. Example"',),
        ("visit add", "visit add soon", "visit add 2027-06-01 --time soon"),
    ),
    "visit done": Typed((), ("visit done 99", "visit done x")),
    "visit list": Typed(("visit list",), ("visit list x",)),
    "visit ask": Typed(
        ("visit ask", "visit ask When may I swim?"),
        ("visit ask --remove 99", 'visit ask ""', "visit ask x --remove 1"),
    ),
    "bone": Typed(
        ("bone", 'bone vitamin-d asked --note "Dr. Example"'),
        ("bone bone-scan", "bone bones asked", "bone bone-scan asked --at tomorrow"),
    ),
    "start": Typed(
        (),
        (
            "start",
            "start tuesday",
            "start tuesday --another --name Bob",
            'start --emergency "call mum"',
            "start yesterday --baseline-pain 11",
            "start 2031-11-01",
        ),
    ),
    "contact": Typed((), ("contact",)),
    "contact add": Typed(
        ("contact add care-team 555-0199",),
        (
            "contact add",
            "contact add caregiver 555-0177",
            'contact add emergency "call mum"',
            "contact add aunt 5",
        ),
    ),
    "contact list": Typed(("contact list",), ("contact list x",)),
    "remind": Typed(
        ("remind", "remind --titles neutral", "remind --quiet"),
        ("remind x", "remind --titles half"),
    ),
    "remind install": Typed(
        (),
        (
            "remind install",
            "remind install --at soon --yes",
            "remind install --at 24:00 --cron --yes",
            "remind install --cron --systemd --yes",
            "remind install --cron --yes",
            "remind install x",
        ),
    ),
    "remind remove": Typed((), ("remind remove", "remind remove x")),
    "serve": Typed(
        ("serve --sessions", "serve --revoke all"),
        (
            "serve x",
            "serve --port 99999",
            "serve --role nurse",
            "serve --role caregiver",
            'serve --name ""',
            "serve --address 10.0.0.7",
            "serve --lan --address 8.8.8.8",
            "serve --lan --address home",
            "serve --revoke 9",
            "serve --revoke one",
        ),
    ),
    "person": Typed((), ("person", "person someone")),
    "person add": Typed(
        (
            'person add "Walter Example" --born 1948 --zone Europe/Berlin',
            'person add "Walter Example"',
        ),
        (
            "person add",
            'person add ""',
            'person add "Ruth Example"',
            'person add "Ruth Example" --born 1948',
            "person add Walter --born 48",
            "person add Walter --born 1879",
            "person add Walter --born 2100",
            "person add Walter --zone Berlin",
        ),
    ),
    "person list": Typed(("person list",), ("person list x",)),
    "person use": Typed(("person use ruth",), ("person use", "person use Walter")),
    "person show": Typed(
        ("person show", "person show ruth"), ("person show Walter", "person show x y")
    ),
    "person edit": Typed(
        ('person edit ruth --name "Ruth A. Example" --born 1952',),
        (
            "person edit",
            "person edit ruth",
            "person edit Walter --born 1948",
            "person edit ruth --born 1840",
            'person edit ruth --name ""',
        ),
    ),
    "entries": Typed(
        ("entries", "entries --since yesterday"), ("entries --since soon",)
    ),
    "share": Typed((), ("share", "share it")),
    "share make": Typed(
        (),
        (
            "share make",
            "share make --for Dana --scope most -o x.age",
            f"share make --for Dana --scope log --to {RECIPIENT} -o /",
            f"share make --for Dana --scope all --no-notes --to {RECIPIENT} -o x.age",
            "share make --for Dana --scope log --to dana -o x.age",
            "share make --for Dana --scope log --since tomorrow -o x.age",
            "share make --for Dana --scope log --expires 2026-11-01 -o x.age",
            "share make --for Dana --scope log -o x.age",
        ),
    ),
    "share open": Typed((), ("share open", "share open none.age", "share open /")),
    "share merge": Typed((), ("share merge", "share merge README.md")),
    "share list": Typed(("share list",), ("share list x",)),
    "share answer": Typed(
        (), ("share answer", "share answer 99", "share answer 99 --keep 1")
    ),
    "edit": Typed((), ("edit 99 pain=4", "edit 1", "edit x", "edit 1 pain=99")),
    "delete": Typed((), ("delete 99", "delete x")),
    "changes": Typed(
        ("changes", "changes --all"),
        ("changes x", "changes --entry 99"),
    ),
    "move": Typed(
        (
            'move 2026-11-02 --reason "typed wrong" --dry-run',
            'move 2026-11-02 --time 9:00 --reason "typed wrong" --yes',
        ),
        (
            "move",
            "move tuesday",
            "move 2026-11-02 --reason x",
            'move 2026-11-02 --reason " " --yes',
            "move 2026-11-03 --reason x --yes",
            "move 2031-11-01 --reason x --yes",
            "move 2026-11-02 --time soon --reason x --yes",
        ),
    ),
    "done": Typed(("done bone-health-talk",), ("done pain-chek", "done")),
    "skip": Typed(
        ('skip check-12m --reason "Moving away."',), ("skip pain-chek", "skip")
    ),
    "reopen": Typed((), ("reopen check-12m", "reopen")),
    "lock": Typed(
        (),
        ("lock x", "lock --change --remove", "lock --change", "lock --remove"),
    ),
    "export": Typed((), ("export",)),
    "export csv": Typed(
        ("export csv", "export csv --long --since yesterday"),
        (
            'export csv -o ""',
            "export csv -o /",
            "export csv --only entries",
            "export csv --since soon",
        ),
    ),
    "export json": Typed(
        ("export json", "export json --only entries,visits --redact notes"),
        ("export json --only pain", "export json --redact names"),
    ),
    "export ndjson": Typed(
        ("export ndjson",), ("export ndjson --since today --to yesterday",)
    ),
    "export dictionary": Typed(("export dictionary",), ("export dictionary x",)),
    "export fhir": Typed(("export fhir",), ("export fhir --to soon",)),
    "export ics": Typed(
        ("export ics", "export ics --titles full"), ("export ics --titles half",)
    ),
    "import": Typed(
        (),
        (
            "import",
            "import none.ndjson",
            "import README.md",
            "import docs/examples/other-diary.csv",
            "import tracker --yes",
            "import docs/examples/other-diary.json --yes",
        ),
    ),
    "sheet": Typed(
        (),
        (
            "sheet",
            "sheet -o week.txt",
            "sheet --week 03/04/2026 -o week.pdf",
            "sheet --week 2026-11-11 enter",
        ),
    ),
    "sheet enter": Typed((), ("sheet enter", "sheet enter --week x")),
    "questions": Typed(("questions",), ("questions x",)),
    "protocol": Typed((), ("protocol",)),
    "protocol check": Typed(
        ("protocol check tracker/protocols/data/sacroplasty-standard.toml",),
        ("protocol check none.toml", "protocol check"),
    ),
    "protocol list": Typed(("protocol list",), ("protocol list x",)),
    "protocol show": Typed(
        ("protocol show sacroplasty-standard",), ("protocol show knees",)
    ),
    "db": Typed((), ("db",)),
    "db path": Typed(("db path",), ("db path x",)),
    "db upgrade": Typed(("db upgrade",), ("db upgrade x",)),
    "backup": Typed(("backup",), ("backup x", "backup --keep week")),
    "backup list": Typed(("backup list",), ("backup list x",)),
    "backup verify": Typed(("backup verify",), ("backup verify none.sqlite",)),
    "restore": Typed((), ("restore", "restore none.sqlite", "restore / --yes")),
    "archive": Typed((), ("archive", 'archive ""', "archive /")),
    "verify": Typed(("verify",), ("verify x",)),
    "erase": Typed((), ("erase", 'erase "Nobody Here"', "erase Ruth")),
    "help": Typed(("help", "help --all"), ("help me",)),
}
# What works only where something of that name or number was written down before.
NUMBERED = (
    "warnings answer 2 --called now --note Told.",
    "warnings answer 2 --mistake",
    "explain 1",
    "explain warning 2",
    "visit done 2",
    "edit 1 pain=9 --reason Typo.",
    "delete 1",
    "reopen home",
    "undo --steps 3",
    "redo",
    "changes --entry 1",
    "import docs/examples/other-diary.csv --map docs/examples/other-diary.json --yes",
    "restore 20261117T170000Z-by-hand.sqlite --dry-run",
    "restore 20261117T170000Z-by-hand.sqlite --yes",
)
# What needs a passphrase, a name typed out, a program of the computer or somebody
# else's file: tests of their own type them.
CONFIRMED = (
    "lock", "erase", "remind install", "remind remove", "share open", "share merge",
    "share answer",
)  # fmt: skip
# What works where nothing is written down yet.
BEGINNINGS = (
    "start 2026-11-03 --time 10:30 --name Ruth --zone America/New_York",
    "start 2027-08-10 --name Ruth --zone UTC --baseline-pain 8 --emergency 112",
)
# What says more than elsewhere where the clock was set back.
CLOCK_SET_BACK = ("log pain=4 walk=20", "today")
LIMIT_TOLD = (
    '--as "Dana Example" told heavy-lifting --limit 5lb --until 2026-12-09 '
    '--by "Nurse Example"'
)
TWO_WEEKS = (
    ("2026-11-04T19:10", "log pain=7 pain-moving=8 walk=5 medicine=opioid --sign none"),
    ("2026-11-05T10:00", "done home"),
    ("2026-11-05T19:00", "log pain=4 walk=10 wound=sore temperature=98.6F"),
    ("2026-11-06T19:00", '--as "Dana Example" log pain=4 walk=15 --relayed'),
    ("2026-11-07T19:00", "log pain=3 temperature=38.4C --note Shivers."),
    ("2026-11-08T08:00", "log --sign bladder-bowel --sign leg-new"),
    ("2026-11-08T09:00", 'warnings answer 1 --called now --note "Come today."'),
    ("2026-11-09T19:00", "log pain=3 routine=most aid=cane overall=much-better"),
    ("2026-11-10T19:00", "log pain=3 walk=20 --at yesterday"),
    ("2026-11-11T09:00", "visit add 2026-11-12 --time 9:00"),
    ("2026-11-12T19:00", "visit done 1"),
    ("2026-11-12T20:00", "log pain=6 medicine=no-prescription --sign constipation"),
    ("2026-11-13T19:00", "log pain=6 walk=0 fell=yes aid=walker"),
    ("2026-11-14T19:00", "log pain=7 sleep=5 place=groin"),
    ("2026-11-14T20:00", "bone bone-scan booked"),
    ("2026-11-14T21:00", "skip check-4w --reason Away."),
    ("2026-11-15T09:00", "log pain=2 --at 2026-11-02"),
    ("2026-11-15T10:00", "edit 2 walk=12 --reason Typo."),
    ("2026-11-15T11:00", "visit add 2027-07-20 --title Clinic"),
    ("2026-11-15T12:00", "log pain=5"),
    ("2026-11-15T12:01", "undo"),
)
EXPLAINED = tuple(f"explain {line.id}" for line in lines_of(SACROPLASTY))
LIMITS_EXPLAINED = tuple(f"explain {line.id}" for line in SACROPLASTY.restrictions)
# Followed by the name of the file, which says its form.
FILES = {
    "report -o": "page.txt",
    "report --notes -o": "page.html",
    "report --large-print -o": "page.pdf",
    "report --json -o": "page.json",
    "export csv -o": "diary.csv",
    "export json -o": "diary.json",
    "export ndjson -o": "diary.ndjson",
    "archive": "diary.zip",
    f"share make --for Dana --scope log --to {RECIPIENT} -o": "dana.age",
}
# Lines that ask on a terminal, and what is answered there; Enter where nothing is said.
ASKED = {
    "start --another": ["1", "monday", "y", "", "", "", "", "n"],
    "log": ["none", "none", "11", "", "", "", "", "", ""],
    "told": ["lots", "", "", "", "", "", "", ""],
    "contact add": ["9", "3", "Dana", "call mum", ""],
    "warnings": ["tomorrow", "", "", ""],
    "visit ask": ["When may I swim?"],
    "share make": ["Dana", "4", "2", ""],
    "sheet enter --week 2026-11-04": ["0 0 3 =", "0=", "", "544", *[""] * 7, "n"],
}
