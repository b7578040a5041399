"""Talking to a page on a port, byte for byte."""

import socket
import ssl
from contextlib import suppress

from tracker.web.addresses import Place

# A guard against a test that hangs, not a measure of speed.
HANGS = 8


def connect(place: Place) -> socket.socket:
    """A connection; with TLS where the page speaks it."""
    plain = socket.create_connection((place.address, place.port), timeout=HANGS)
    if not place.tls:
        return plain
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain)


def all_of(connection: socket.socket) -> bytes:
    """Everything that comes until the other side ends it; nothing if it breaks off."""
    parts = []
    with suppress(ConnectionError, ssl.SSLError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def exchange(place: Place, sent: bytes) -> bytes:
    """What comes back for these bytes."""
    with connect(place) as connection:
        # The other side may have ended it already, in one of many ways.
        with suppress(OSError):
            connection.sendall(sent)
            # The plain one: that of TLS would forget how to read.
            socket.socket.shutdown(connection, socket.SHUT_WR)
        return all_of(connection)


def request(
    place: Place, line: str, *headers: str, body: bytes = b"", host: str | None = None
) -> bytes:
    """What comes back for a request; its connection is closed afterwards."""
    lines = [
        f"{line} HTTP/1.1",
        f"Host: {place.origin.partition('//')[2] if host is None else host}",
        "Connection: close",
        *headers,
    ]
    if body:
        lines += [
            f"Content-Length: {len(body)}",
            "Content-Type: application/x-www-form-urlencoded",
        ]
    return exchange(place, "\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def status(answer: bytes) -> int:
    """What an answer says it is; 0 of none."""
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 else 0
