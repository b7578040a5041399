"""Where the page is: its own address, and the names by which it may be asked for."""

import ipaddress
import socket

from tracker.domain.values import NamedTuple
from tracker.errors import Refused

HERE = "127.0.0.1"
USUAL_PORT = 8765
# An address for examples: to ask which of ours would be used sends nothing.
ELSEWHERE = ("192.0.2.1", 9)
USUAL = {"http": 80, "https": 443}


class Place(NamedTuple):
    """An address of this computer, a port, and whether it speaks TLS there."""

    address: str = HERE
    port: int = USUAL_PORT
    tls: bool = False

    @property
    def scheme(self) -> str:
        """How an address of the page begins."""
        return "https" if self.tls else "http"

    @property
    def origin(self) -> str:
        """The page's own address, without a path."""
        return f"{self.scheme}://{self._named(self.address)}"

    @property
    def hosts(self) -> frozenset[str]:
        """Every name that a browser may ask for; others point here by mistake."""
        local = ipaddress.ip_address(self.address).is_loopback
        names = {self.address, "localhost"} if local else {self.address}
        return frozenset(map(self._named, names))

    def _named(self, host: str) -> str:
        usual = USUAL[self.scheme] == self.port
        return host if usual else f"{host}:{self.port}"


def address_in_network() -> str:
    """This computer's address in its network; Refused when it is in none."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            asked.connect(ELSEWHERE)
            address: str = asked.getsockname()[0]
    except OSError:
        raise Refused(
            "This computer is in no network, so no phone can reach it. Connect it to "
            "the Wi-Fi of the phone, then try again."
        ) from None
    return read_address(address)


def read_address(typed: str) -> str:
    """An address in a network at home; Refused when it is none."""
    try:
        address = ipaddress.IPv4Address(typed)
    except ValueError:
        raise Refused(
            f'"{typed:.40}" is not an address like 192.168.1.20. Leave it out to take '
            "the usual one."
        ) from None
    if address.is_global or address.is_unspecified or address.is_multicast:
        raise Refused(
            f"{address} is not an address in a network at home: strangers could reach "
            "it. Nothing was opened. Name another one: --address 192.168.1.20"
        )
    return str(address)
