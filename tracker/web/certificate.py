"""A self-made certificate for an address of this computer, kept and used again."""

import ipaddress
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tracker.domain.values import NamedTuple
from tracker.services.hand_over import write_new
from tracker.services.web_sessions import make_folder, page_folder

# Phones take none that holds for longer than 825 days, whoever made it.
LASTS = timedelta(days=397)
EARLIER = timedelta(days=1)
# One that ends on the way is made anew before.
LEFT = timedelta(days=1)
OTHERS = 0o077
PAIRS_A_ROW = 8
NAME = "Recovery diary"


class Certificate(NamedTuple):
    """The file that holds key and certificate, and its SHA-256 as pairs of figures."""

    file: str
    pairs: tuple[str, ...]

    def rows(self) -> Iterator[str]:
        """The fingerprint in rows that can be compared by eye."""
        for begins in range(0, len(self.pairs), PAIRS_A_ROW):
            yield " ".join(self.pairs[begins : begins + PAIRS_A_ROW])


def certificate_for(address: str, now: datetime) -> Certificate:
    """The certificate of an address: the one that is kept, or a new one."""
    path = Path(page_folder()) / f"{address}.pem"
    kept = _kept(path, now)
    if kept is None:
        kept = _make(path, address, now)
    digest = kept.fingerprint(hashes.SHA256()).hex().upper()
    pairs = tuple(digest[place : place + 2] for place in range(0, len(digest), 2))
    return Certificate(str(path), pairs)


def _kept(path: Path, now: datetime) -> x509.Certificate | None:
    """One that still holds, whose key nobody else can read; None for any other."""
    try:
        private = not os.stat(path).st_mode & OTHERS or os.name != "posix"
        content = path.read_bytes()
        found = x509.load_pem_x509_certificate(content)
        key = serialization.load_pem_private_key(content, None)
    except (OSError, ValueError):
        return None
    ours = key.public_key() == found.public_key()
    holds = found.not_valid_before_utc <= now < found.not_valid_after_utc - LEFT
    return found if private and ours and holds else None


def _make(path: Path, address: str, now: datetime) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _signed(key, address, now)
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + made.public_bytes(serialization.Encoding.PEM)
    make_folder(str(path.parent))
    with suppress(FileNotFoundError):
        path.unlink()
    write_new(path, content)
    return made


def _signed(
    key: ec.EllipticCurvePrivateKey, address: str, now: datetime
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    for_servers = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + LASTS)
        .add_extension(names, critical=False)
        .add_extension(for_servers, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
