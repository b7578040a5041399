"""Measures the page under load beside a bare Flask page, with wrk: `make bench`."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from cheroot.wsgi import Server
from flask import Flask

from benchmarks.daily import ROOT
from benchmarks.stores import fill
from tracker.services.web_sessions import Sessions
from tracker.web.addresses import Place
from tracker.web.doors import cookie_name
from tracker.web.opened import OpenPage, Wanted
from tracker.workspace import Workspace

DAYS, EACH_DAY = 90, timedelta(days=1)
ROUNDS, SECONDS, CONNECTIONS = 3, 10, 4
AIM = 3.0
BARE_PORT, PAGE_PORT = 8791, 8792
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")


def rate(url: str, cookie: str = "") -> float:
    """Requests a second that wrk gets through; ends where one was refused."""
    load = ["-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    said = subprocess.run(
        ["wrk", *load, "-H", f"Cookie: {cookie}", url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = RATE.search(said)
    if found is None or REFUSED.search(said):
        sys.exit(f"The page did not answer as it should:\n{said}")
    return float(found[1])


def serve_bare() -> None:
    """A page that says hello, on the same kind of server."""
    app = Flask("bare")
    app.add_url_rule("/", "hello", lambda: "<!doctype html><title>x</title>hello")
    Server(("127.0.0.1", BARE_PORT), app, numthreads=CONNECTIONS).start()


def serve_page(path: str) -> None:
    """The page of a diary, and a browser that was let in; its cookie on one line."""
    workspace = Workspace(path)
    with workspace.store() as store:
        diary = workspace.diary(store)
    page = OpenPage(workspace, diary, Wanted(port=PAGE_PORT), print)
    secret = Sessions(path, diary.person.id).begin(
        "patient", diary.person.name, datetime.now(UTC)
    )
    print(f"{cookie_name(Place(port=PAGE_PORT))}={secret}", flush=True)
    signal.sigwait({signal.SIGTERM})
    page.close()


def child(*words: str) -> subprocess.Popen[str]:
    """One of the two servers, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.web", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    """Both pages in turn, some rounds; ends with 1 where the aim is missed."""
    if sys.argv[1:2] == ["--bare"]:
        serve_bare()
    elif sys.argv[1:2] == ["--page"]:
        serve_page(sys.argv[2])
    elif shutil.which("wrk") is None:
        sys.exit("The page was not measured: wrk is not installed (apt install wrk).")
    else:
        sys.exit(compare() > AIM)


def compare() -> float:
    """How many times as long as a bare page `today` takes, as a median."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_DATA_HOME=folder, TRACKER_BACKUPS="off")
        path = str(Path(folder) / "diary.sqlite")
        fill(Path(path), DAYS, EACH_DAY)
        bare, page = child("--bare"), child("--page", path)
        assert page.stdout is not None
        cookie = page.stdout.readline().strip()
        try:
            ratios = []
            for _ in range(ROUNDS):
                quick = rate(f"http://127.0.0.1:{BARE_PORT}/")
                real = rate(f"http://127.0.0.1:{PAGE_PORT}/", cookie)
                ratios.append(quick / real)
                print(f"bare {quick:8.1f}/s, today {real:8.1f}/s", flush=True)
        finally:
            for each in (bare, page):
                each.terminate()
                each.wait()
    middle = median(ratios)
    print(f"today with {DAYS} days: {middle:.1f} x a bare page (aim: {AIM:.0f})")
    return middle


if __name__ == "__main__":
    main()
