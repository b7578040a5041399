"""The page on a real port: only where it was meant, never held up, and private."""

import errno
import hashlib
import os
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509

from tests.builders import NOW, RUTH
from tests.conftest import Run
from tests.locked import PASSPHRASE, lock, quick
from tests.web.conftest import Browser, House, OpenPages
from tests.web.wire import all_of, connect, exchange, request, status
from tracker.errors import Refused
from tracker.services.web_sessions import page_folder
from tracker.web import server
from tracker.web.addresses import Place, read_address
from tracker.web.certificate import LASTS, certificate_for
from tracker.web.opened import OpenPage
from tracker.web.pairing import TRIES
from tracker.web.routes import Visitor
from tracker.web.server import CONNECTIONS, CONNECTIONS_OF_ONE

HOME = "192.168.1.20"
HALF = b"GET /pair HTTP/1.1\r\nHost: 127.0.0.1"


def answers(page: OpenPage) -> bool:
    """Whether a page answers who asks now."""
    return status(request(page.place, "GET /pair")) == 200


@pytest.fixture(params=[False, True], ids=["plain", "tls"])
def page(open_page: OpenPages, request: pytest.FixtureRequest) -> OpenPage:
    """Ruth's page on a port, with and without TLS."""
    return open_page(lan=request.param)


def test_a_browser_is_let_in_over_the_wire(page: OpenPage) -> None:
    offer = page.offer(visitor(page))
    origin = f"Origin: {page.place.origin}"

    let_in = request(
        page.place, "POST /pair", origin, body=f"secret={offer.secret}".encode()
    )
    cookie = let_in.partition(b"Set-Cookie: ")[2].partition(b";")[0].decode()
    shown = request(page.place, "GET /", f"Cookie: {cookie}")

    assert status(let_in) == 303
    assert status(shown) == 200
    assert RUTH.encode() in shown


def visitor(page: OpenPage) -> Visitor:
    return Visitor("patient", page.person)


def test_the_page_is_on_this_computer_alone(open_page: OpenPages) -> None:
    port = open_page().place.port

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_a_port_in_use_is_said_in_a_sentence(open_page: OpenPages) -> None:
    taken = open_page().place.port

    with pytest.raises(Refused, match=f"{taken} is in use.*--port {taken + 1}"):
        open_page(port=taken)


def test_an_address_of_another_computer_is_said_with_a_next_step(
    started: Path, run: Run
) -> None:
    said = run("serve", "--lan", "--address", "192.0.2.1", code=1).stderr

    assert "192.0.2.1 is not an address of this computer." in said
    assert "Leave --address out" in said


def test_without_a_network_there_is_nothing_for_a_phone_to_reach(
    started: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_given: object) -> None:
        raise OSError(errno.ENETUNREACH, "")

    monkeypatch.setattr(socket.socket, "connect", unreachable)

    assert "This computer is in no network" in run("serve", "--lan", code=1).stderr


@pytest.mark.parametrize(
    ("place", "origin"),
    [
        (Place("10.0.0.7", 80), "http://10.0.0.7"),
        (Place("10.0.0.7", 443), "http://10.0.0.7:443"),
        (Place("10.0.0.7", 443, tls=True), "https://10.0.0.7"),
        (Place("10.0.0.7", 80, tls=True), "https://10.0.0.7:80"),
    ],
)
def test_the_usual_port_is_in_no_address(place: Place, origin: str) -> None:
    assert place.origin == origin
    assert place.hosts == {origin.partition("//")[2]}


def test_a_closed_page_gives_its_port_back(open_page: OpenPages) -> None:
    page = open_page()
    page.close()

    assert answers(open_page(port=page.place.port))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "0.0.0.0", "224.0.0.1", "::", "home", "", "1.2.3"]
)
def test_the_page_opens_on_no_address_of_the_internet(address: str) -> None:
    with pytest.raises(Refused):
        read_address(address)


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.7", "172.16.3.4"])
def test_the_page_opens_on_an_address_at_home(address: str) -> None:
    assert read_address(address) == address


def test_the_fingerprint_is_the_one_that_a_phone_sees(open_page: OpenPages) -> None:
    page = open_page(lan=True)

    seen = ssl.get_server_certificate((page.place.address, page.place.port))

    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(seen)).hexdigest().upper()
    assert "".join(page.fingerprint()).replace(" ", "") == digest
    assert {len(row) for row in page.fingerprint()} == {23}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_kinds_of_tls_are_not_spoken(open_page: OpenPages) -> None:
    page = open_page(lan=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1

    plain = socket.create_connection((page.place.address, page.place.port), timeout=5)
    with plain, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(plain)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_key_is_private_whatever_others_may_usually_read(umask: int) -> None:
    before = os.umask(umask)
    try:
        path = Path(certificate_for(HOME, NOW).file)
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o777 == 0o600
    assert Path(page_folder()).stat().st_mode & 0o777 == 0o700


def test_a_certificate_is_used_again() -> None:
    assert certificate_for(HOME, NOW) == certificate_for(HOME, NOW + LASTS / 2)


def test_each_address_has_its_own_certificate() -> None:
    first = certificate_for(HOME, NOW)

    assert certificate_for("10.0.0.7", NOW).pairs != first.pairs
    assert certificate_for(HOME, NOW) == first


def test_a_certificate_names_its_address_and_ends_within_825_days() -> None:
    made = Path(certificate_for(HOME, NOW).file).read_bytes()
    found = x509.load_pem_x509_certificate(made)

    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    held = found.not_valid_after_utc - found.not_valid_before_utc
    assert [str(each) for each in names.value.get_values_for_type(x509.IPAddress)] == [
        HOME
    ]
    assert held <= timedelta(days=825)


def harm_open(path: Path) -> None:
    path.chmod(0o640)


def harm_torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def harm_swapped(path: Path) -> None:
    other = Path(certificate_for("10.0.0.7", NOW).file).read_bytes()
    end = b"-----END PRIVATE KEY-----\n"
    path.write_bytes(
        other.partition(end)[0] + end + path.read_bytes().partition(end)[2]
    )


@pytest.mark.parametrize("harm", [harm_open, harm_torn, harm_swapped])
def test_a_certificate_that_cannot_be_trusted_is_made_anew(
    harm: Callable[[Path], None],
) -> None:
    first = certificate_for(HOME, NOW)
    harm(Path(first.file))

    second = certificate_for(HOME, NOW)

    assert second.pairs != first.pairs
    assert Path(second.file).stat().st_mode & 0o777 == 0o600
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(second.file)


def test_a_certificate_that_ends_is_made_anew() -> None:
    first = certificate_for(HOME, NOW)

    assert certificate_for(HOME, NOW + LASTS).pairs != first.pairs


def test_who_says_nothing_keeps_nobody_waiting(page: OpenPage) -> None:
    address = (page.place.address, page.place.port)
    with ExitStack() as silent:
        for _ in range(CONNECTIONS_OF_ONE - 1):
            silent.enter_context(socket.create_connection(address))

        assert answers(page)


def test_one_address_takes_only_half_of_the_connections(open_page: OpenPages) -> None:
    page = open_page()
    address = (page.place.address, page.place.port)
    with ExitStack() as silent:
        first = silent.enter_context(socket.create_connection(address))
        for _ in range(CONNECTIONS_OF_ONE - 1):
            silent.enter_context(socket.create_connection(address))
        assert request(page.place, "GET /pair") == b""

        first.close()
        while not answers(page):
            pass


def test_thirty_two_connections_are_the_most(
    open_page: OpenPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "CONNECTIONS_OF_ONE", 1000)
    page = open_page()
    address = (page.place.address, page.place.port)
    with ExitStack() as silent:
        for _ in range(CONNECTIONS):
            silent.enter_context(socket.create_connection(address))

        assert request(page.place, "GET /pair") == b""


def test_who_is_too_slow_is_cut_off(
    page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LONGEST_SECONDS", 0)

    with connect(page.place) as slow:
        slow.sendall(HALF)
        assert all_of(slow) == b""


def test_plain_words_to_a_tls_port_get_nothing_and_harm_nothing(
    open_page: OpenPages,
) -> None:
    page = open_page(lan=True)

    assert exchange(page.place._replace(tls=False), HALF + b"\r\n\r\n") == b""
    assert answers(page)


UNREADABLE = (
    b"GET //[ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET /pair HTTP/2.0\r\nHost: {host}\r\n\r\n",
    b"GET /pair HTTP/9.9\r\n\r\n",
    b"GET /pair HTTP/x\r\n\r\n",
    b"GET /pair\r\n\r\n",
    b"GET  /pair HTTP/1.1\r\n\r\n",
    b"get /pair HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET /pair#x HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"CONNECT evil.example:80 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET /pair HTTP/1.1\r\nHost {host}\r\n\r\n",
    b"GET /pair HTTP/1.1\nHost: {host}\n\n",
    b"GET /pair HTTP/1.1\r\nHost: {host}\r\nContent-Length: x\r\n\r\n",
    b"GET /pair HTTP/1.1\r\nHost: {host}\r\nContent-Length: -9\r\n\r\n",
    b"POST /pair HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999\r\n\r\n",
    b"POST /pair HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
    b"POST /pair HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"GET /pair HTTP/1.1\r\nHost: {host}\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 600,
    b"\r\n\r\n\r\n\r\n",
    b"\x00" * 100,
)


@pytest.mark.parametrize("sent", UNREADABLE, ids=lambda each: repr(each[:40]))
def test_what_cannot_be_read_is_the_senders_mistake(
    open_page: OpenPages, sent: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    page = open_page()
    host = page.place.origin.partition("//")[2].encode()

    answer = exchange(page.place, sent.replace(b"{host}", host))

    assert answer == b"" or 400 <= status(answer) < 500
    assert b"heroot" not in answer
    assert answers(page)
    assert capfd.readouterr() == ("", "")


def test_a_header_cannot_pass_for_another(open_page: OpenPages) -> None:
    page = open_page()
    host = page.place.origin.partition("//")[2]

    answer = request(
        page.place, "GET /pair", f"_Host: {host}", f"HOST_: {host}", host="evil.example"
    )

    assert status(answer) == 421


def test_an_underscore_is_no_dash_in_a_header(open_page: OpenPages) -> None:
    page = open_page()
    forged = ("Sec_Fetch_Site: same-origin", "Origin: null")

    answer = request(page.place, "POST /pair", *forged, body=b"code=1")

    assert status(answer) == 403
    assert page.pairing.tries_left() == TRIES


def test_every_answer_over_the_wire_is_protected(page: OpenPage) -> None:
    for line in ("GET /pair", "GET /x", "GET /pair#x", "PUT /"):
        answer = request(page.place, line)
        assert b"Content-Security-Policy: default-src 'none'" in answer
        assert b"Cache-Control: no-store" in answer


def test_the_banner_names_no_version(page: OpenPage) -> None:
    head = request(page.place, "GET /pair").partition(b"\r\n\r\n")[0]

    assert [line for line in head.split(b"\r\n") if line.startswith(b"Server")] == [
        b"Server: tracker"
    ]


def test_nothing_is_logged(page: OpenPage, capfd: pytest.CaptureFixture[str]) -> None:
    for line in ("GET /", "GET /entries/5?note=secret", "POST /log"):
        request(page.place, line)

    assert capfd.readouterr() == ("", "")


def test_a_locked_diary_is_asked_for_its_passphrase_once_for_all_threads(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    lock(started)
    asked: list[str] = []

    def ask(path: str, again: bool) -> str:
        asked.append(path)
        assert not again
        return PASSPHRASE

    house = House(started, ask=ask)
    browsers = [house.paired() for _ in range(4)]
    statuses: list[int] = []

    def look(browser: Browser) -> None:
        statuses.extend(browser.get("/").status_code for _ in range(3))

    threads = [Thread(target=look, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 12
    assert asked == [str(started)]
