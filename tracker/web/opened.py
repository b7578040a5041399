"""The page, opened: a port, a certificate, the pairing, the sessions, in one."""

from collections.abc import Callable

import segno

from tracker.domain.diary import Diary
from tracker.domain.values import NamedTuple
from tracker.errors import UsageProblem
from tracker.services.web_sessions import Sessions, remove_ended
from tracker.web.addresses import (
    HERE,
    USUAL_PORT,
    address_in_network,
    read_address,
)
from tracker.web.app import create_app
from tracker.web.certificate import certificate_for
from tracker.web.doors import ROLES, Doors
from tracker.web.pages.routes import ROUTES
from tracker.web.pair_pages import PAIR
from tracker.web.pairing import Offer, Pairing
from tracker.web.routes import Role, Visitor
from tracker.web.server import Listening
from tracker.workspace import Workspace

QUIET = 3


class Wanted(NamedTuple):
    """What was asked for: where to open, and for whom; None where nobody said."""

    lan: bool = False
    port: int = USUAL_PORT
    address: str | None = None
    role: str | None = None
    name: str | None = None


class OpenPage:
    """A page that answers until it is closed."""

    def __init__(
        self,
        workspace: Workspace,
        diary: Diary,
        wanted: Wanted,
        tell: Callable[[str], None],
    ) -> None:
        person = diary.person
        # Who else is chosen on this computer meanwhile is not shown here.
        remove_ended(workspace.now())
        own = workspace.again(author=person.name, person=person.id)
        self.person = person.name
        address = _address(wanted)
        self.certificate = certificate_for(address, own.now()) if wanted.lan else None
        file = self.certificate.file if self.certificate else None
        self._listening = Listening(address, wanted.port, file)
        self.place = self._listening.place
        self.pairing = Pairing()
        self._now = own.now
        self.sessions = Sessions(own.path, person.id)
        doors = Doors(self.pairing, self.sessions, tell)
        self._listening.start(create_app(own, self.place, doors, ROUTES))
        self.running = self._listening.running

    def offer(self, visitor: Visitor) -> Offer:
        """A secret and a code that let one browser in."""
        return self.pairing.offer(visitor, self._now())

    def link(self, offer: Offer) -> str:
        """The address that lets one browser in; its secret is never sent in it."""
        return f"{self.place.origin}{PAIR}#{offer.secret}"

    def fingerprint(self) -> tuple[str, ...]:
        """What a phone has to show of the certificate, in rows; empty without TLS."""
        return tuple(self.certificate.rows()) if self.certificate else ()

    def squares(self, offer: Offer) -> list[list[bool]]:
        """The link as a QR code: its rows, True where it is dark."""
        code = segno.make(self.link(offer), error="l", micro=False)
        return [[bool(dark) for dark in row] for row in code.matrix_iter(border=QUIET)]

    def close(self) -> None:
        """Let nobody in any more, and go."""
        self._listening.stop()
        self.sessions.close()


def _address(wanted: Wanted) -> str:
    if not wanted.lan:
        return HERE
    return read_address(wanted.address) if wanted.address else address_in_network()


def visitor_for(
    role: str | None, name: str | None, person: str, *, lan: bool
) -> Visitor:
    """Whom to let in; UsageProblem where a name is missing, or is another one's.

    Where nobody says what they may do: at this computer everything, since who sits
    there can do so anyway; in a network as little as can be.
    """
    chosen = _role(role, "reader" if lan else "patient")
    own = name is not None and name.casefold() == person.casefold()
    if chosen == "patient":
        if name is not None and not own:
            raise UsageProblem(
                f"{person} is whose diary it is. For somebody else: --role caregiver "
                "--name NAME"
            )
        return Visitor(chosen, person)
    if own:
        raise UsageProblem(
            f"{person} is whose diary it is. For that person: --role patient"
        )
    if name is None and chosen == "caregiver":
        raise UsageProblem(
            "A caregiver writes under a name. Add it: --role caregiver --name NAME"
        )
    return Visitor(chosen, name or chosen)


def _role(role: str | None, usual: Role) -> Role:
    for each in ROLES:
        if each == role:
            return each
    return usual
