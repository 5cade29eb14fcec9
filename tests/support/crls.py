"""CRLs of any shape for tests, right or wrong, and the same bytes in every run; certificates are ``pki``'s."""

from __future__ import annotations

from datetime import UTC, datetime
from ssl import DER_cert_to_PEM_cert
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.pki import Issued, integer, octets, oid, time, tlv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CDP, NUMBER, REASON, INVALIDITY = "2.5.29.31", "2.5.29.20", "2.5.29.21", "2.5.29.24"
DELTA, IDP, CERTIFICATE_ISSUER, AKI = "2.5.29.27", "2.5.29.28", "2.5.29.29", "2.5.29.35"
FRESHEST = "2.5.29.46"
KEY_COMPROMISE, HOLD, REMOVE = 1, 6, 8
ISSUED, UNTIL = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
REVOKED = datetime(2026, 4, 1, tzinfo=UTC)
_ALGORITHMS = {"sha256": ("1.2.840.10045.4.3.2", hashes.SHA256()), "sha1": ("1.2.840.10045.4.1", hashes.SHA1())}


def crl(
    issuer: Issued,
    entries: Iterable[bytes] = (),
    *,
    number: int | None = 1,
    base: int | None = None,
    idp: bytes | None = None,
    extensions: Iterable[bytes] = (),
    issued: datetime = ISSUED,
    until: datetime | None = UNTIL,
    version: int | None = 1,
    signer: ec.EllipticCurvePrivateKey | None = None,
    digest: str = "sha256",
    outer_digest: str = "",
    key_id: bool = True,
    plain: bool = False,
    empty_list: bool = False,
    made: tuple[bytes, Callable[[bytes], bytes]] | None = None,
) -> bytes:
    """Make a CRL. ``base`` makes it a delta CRL; ``signer`` signs instead of the issuer's key.

    ``outer_digest`` is named outside the signed part. ``plain``: without extensions; ``key_id``: with that of the
    issuer; ``empty_list``: with a list of entries that is there and empty. ``made`` is another
    signature's AlgorithmIdentifier and what makes it.
    """
    entries = list(entries)
    found = [extension(AKI, tlv(0x30, tlv(0x80, issuer.key_identifier)))] if key_id else []
    found += [] if number is None else [extension(NUMBER, integer(number))]
    found += [] if base is None else [extension(DELTA, integer(base), critical=True)]
    found += [] if idp is None else [extension(IDP, idp, critical=True)]
    found += extensions
    kind, algorithm = _ALGORITHMS[digest]
    identifier = tlv(0x30, oid(kind)) if made is None else made[0]
    tbs = tlv(
        0x30,
        b"" if version is None else integer(version),
        identifier,
        issuer.name,
        time(issued),
        b"" if until is None else time(until),
        tlv(0x30, *entries) if entries or empty_list else b"",
        tlv(0xA0, tlv(0x30, *found)) if version is not None and not plain else b"",
    )
    if made is not None:
        signature = made[1](tbs)
    else:
        signature = (signer or issuer.key).sign(tbs, ec.ECDSA(algorithm, deterministic_signing=True))
        identifier = tlv(0x30, oid(_ALGORITHMS[outer_digest or digest][0]))
    return tlv(0x30, tbs, identifier, tlv(0x03, b"\x00", signature))


def crl_pem(encoded: bytes) -> bytes:
    """Return a CRL as PEM."""
    return DER_cert_to_PEM_cert(encoded).replace("CERTIFICATE", "X509 CRL").encode()


def entry(of: Issued | int, *extensions: bytes, reason: int | None = None, date: datetime = REVOKED) -> bytes:
    """Make an entry for a certificate or a serial number."""
    number = of if isinstance(of, int) else of.loaded.serial_number
    found = [*([] if reason is None else [extension(REASON, tlv(0x0A, bytes([reason])))]), *extensions]
    return tlv(0x30, integer(number), time(date), tlv(0x30, *found) if found else b"")


def extension(kind: str, value: bytes, *, critical: bool | bytes = False) -> bytes:
    """Encode an extension; ``critical`` may be the octet that says so."""
    octet = critical if isinstance(critical, bytes) else b"\xff"
    return tlv(0x30, oid(kind), tlv(0x01, octet) if critical else b"", octets(value))


def issued_by(issuer: Issued) -> bytes:
    """Encode the entry extension certificateIssuer."""
    return extension(CERTIFICATE_ISSUER, tlv(0x30, directory(issuer.name)), critical=True)


def directory(name: bytes) -> bytes:
    """Encode a directoryName."""
    return tlv(0xA4, name)


def uri(text: str) -> bytes:
    """Encode a uniformResourceIdentifier."""
    return tlv(0x86, text.encode())


def full_name(*names: bytes) -> bytes:
    """Encode a distributionPoint of full names."""
    return tlv(0xA0, tlv(0xA0, *names))


def relative_name(common_name: str) -> bytes:
    """Encode a distributionPoint of a name relative to the CRL issuer's."""
    return tlv(0xA0, tlv(0xA1, tlv(0x30, oid("2.5.4.3"), tlv(0x0C, common_name.encode()))))


def reasons(tag: int, *bits: int) -> bytes:
    """Encode ReasonFlags by the RFC's bit numbers."""
    number = sum(1 << (15 - bit) for bit in bits)
    unused = 15 - max(bits)
    octets_of = number.to_bytes(2)[: 1 + max(bits) // 8]
    return tlv(tag, bytes([unused % 8]), octets_of)


def points(*encoded: bytes) -> bytes:
    """Encode cRLDistributionPoints from the contents of each point."""
    return tlv(0x30, *(tlv(0x30, item) for item in encoded))


def scope(*members: bytes) -> bytes:
    """Encode issuingDistributionPoint from its members."""
    return tlv(0x30, *members)


USER_CERTS, CA_CERTS, INDIRECT, ATTRIBUTE_CERTS = (tlv(tag, b"\xff") for tag in (0x81, 0x82, 0x84, 0x85))
