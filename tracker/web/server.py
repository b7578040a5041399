"""The page on a port: cheroot, held to what a family and its phones need."""

import errno
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from cheroot.server import HeaderReader, HTTPConnection, HTTPRequest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server

from tracker.errors import Refused
from tracker.web.addresses import Place
from tracker.web.guards import HEADERS, KEPT_NOWHERE, LARGEST_BODY

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONNECTIONS = 32
CONNECTIONS_OF_ONE = 16
SILENCE_SECONDS = 10
LONGEST_SECONDS = 60
# How long Ctrl-C waits for an answer that is on its way.
LEAVING_SECONDS = 1
LOOK_SECONDS = 1
LARGEST_HEADERS = 16 * 1024
MOST_PORT = 65535
BANNER = "tracker"
UNREADABLE = b"This request could not be read."
BAD = "400 Bad Request"
# Ours to answer for, and all others the browser's: to it they are one.
OURS = ("500", "503")


class _Names(HeaderReader):
    """Names with an underscore could pass for others."""

    def _allow_header(self, key_name: bytes) -> bool:
        return b"_" not in key_name


class _Request(HTTPRequest):
    """A request that cannot be read gets one answer, with the usual protection."""

    header_reader = _Names()

    def read_request_line(self) -> Any:
        try:
            return super().read_request_line()  # type: ignore[no-untyped-call]
        except ValueError:
            # Such as brackets in the address that hold no address.
            self.simple_response(BAD)
            return False

    def simple_response(self, status: str, msg: str = "") -> None:
        """Close with a few words of ours, whatever was wrong."""
        code = status[:3]
        said = status if code in OURS or not code.startswith("5") else BAD
        self.close_connection = True
        lines = [
            f"{self.server.protocol} {said}",
            f"Content-Length: {len(UNREADABLE)}",
            "Content-Type: text/plain; charset=utf-8",
            "Connection: close",
            f"Cache-Control: {KEPT_NOWHERE}",
            *(f"{name}: {value}" for name, value in HEADERS.items()),
        ]
        head = "".join(f"{line}\r\n" for line in lines).encode("ascii")
        with suppress(OSError):
            self.conn.wfile.write(head + b"\r\n" + UNREADABLE)


class _Connection(HTTPConnection):
    """One that is counted, agrees on TLS by itself, and ends in time."""

    RequestHandlerClass = _Request

    def __init__(self, server: Any, sock: Any, makefile: Any) -> None:
        super().__init__(server, sock, makefile)
        self.greeted = False
        self.began: float | None = None

    def communicate(self) -> Any:
        """Answer one request; whether to wait for another."""
        self.began = monotonic()
        try:
            return self._greets() and self._answered()
        finally:
            self.began = None

    def _answered(self) -> Any:
        return super().communicate()  # type: ignore[no-untyped-call]

    def _greets(self) -> bool:
        """Whether TLS was agreed on; in a thread of its own, so nobody else waits."""
        if not self.greeted and isinstance(self.socket, ssl.SSLSocket):
            try:
                self.socket.do_handshake()
            except (OSError, ValueError):
                return False
        self.greeted = True
        return True

    def cut(self) -> None:
        """End it from another thread."""
        with suppress(OSError):
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of it."""
        self.server.opened.discard(self)
        super().close()


class _Adapter(BuiltinSSLAdapter):
    """TLS that is agreed on later: a phone that says nothing keeps nobody waiting."""

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, Any]]:
        """The connection, and what the application is told of it."""
        wrapped = self.context.wrap_socket(
            sock, do_handshake_on_connect=False, server_side=True
        )
        return wrapped, {"wsgi.url_scheme": "https", "HTTPS": "on"}


class _Server(Server):
    """As many connections as a family has, and no log of what they ask for."""

    ConnectionClass = _Connection
    max_request_header_size = LARGEST_HEADERS
    max_request_body_size = LARGEST_BODY
    keep_alive_conn_limit = CONNECTIONS

    def __init__(self, address: str, port: int) -> None:
        super().__init__(
            (address, port),
            _nothing_yet,
            numthreads=CONNECTIONS,
            max=CONNECTIONS,
            server_name=BANNER,
            request_queue_size=CONNECTIONS,
            timeout=SILENCE_SECONDS,
            shutdown_timeout=LEAVING_SECONDS,
        )
        self.opened: set[_Connection] = set()

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:
        """Take the port; Refused where it cannot be."""
        taken: socket.socket = self.prepare_socket(
            self.bind_addr, family, type, proto, self.nodelay, self.ssl_adapter
        )
        try:
            taken.bind(self.bind_addr)
        except OSError as error:
            taken.close()
            raise _unopened(self.bind_addr[0], self.bind_addr[1], error) from None
        self.socket = taken
        self.bind_addr = taken.getsockname()
        return taken

    def process_conn(self, conn: _Connection) -> None:
        """Have it answered; one too many is let go of at once."""
        self.opened.add(conn)
        # A copy: other threads let go of theirs meanwhile.
        opened = tuple(self.opened)
        same = [each for each in opened if each.remote_addr == conn.remote_addr]
        if len(opened) > CONNECTIONS or len(same) > CONNECTIONS_OF_ONE:
            conn.close()
        else:
            super().process_conn(conn)

    def cut_slow(self) -> None:
        """End what takes longer than anybody needs."""
        now = monotonic()
        for conn in tuple(self.opened):
            if conn.began is not None and now - conn.began > LONGEST_SECONDS:
                conn.cut()

    def error_log(
        self, msg: str = "", level: int = 20, traceback: bool = False
    ) -> None:
        """Nothing: it would name addresses, and show what was sent."""


def _nothing_yet(_environ: Any, start_response: Callable[..., Any]) -> list[bytes]:
    start_response("503 Service Unavailable", [])
    return []


class Listening:
    """A port that is taken; answers once it was given an application."""

    def __init__(self, address: str, port: int, certificate: str | None) -> None:
        self._server = _Server(address, port)
        if certificate is not None:
            self._server.ssl_adapter = _Adapter(certificate, certificate)
            self._server.ssl_adapter.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._server.prepare()
        taken: int = self._server.bind_addr[1]
        self.place = Place(address, taken, certificate is not None)
        self._stopped = Event()
        self._threads = [Thread(target=self._serve), Thread(target=self._look)]

    def start(self, app: "WSGIApplication") -> None:
        """Answer from now on, in threads."""
        self._server.wsgi_app = app
        for thread in self._threads:
            thread.daemon = True
            thread.start()

    def running(self) -> bool:
        """Whether anybody is answered."""
        return self._threads[0].is_alive()

    def stop(self) -> None:
        """Let go of the port and of every connection."""
        self._stopped.set()
        self._server.stop()

    def _serve(self) -> None:
        self._server.serve()

    def _look(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            self._server.cut_slow()


def _unopened(address: str, port: int, error: OSError) -> Refused:
    another = f"Name another port: --port {port % MOST_PORT + 1}"
    if error.errno == errno.EADDRINUSE:
        why = f"Port {port} is in use by another program, perhaps by this one."
    elif error.errno in (errno.EACCES, errno.EPERM):
        why = f"This computer keeps port {port} for itself."
    else:
        why = f"{address} is not an address of this computer."
        another = "Leave --address out to take the usual one."
    return Refused(f"{why} Nothing was opened. {another}")
