"""A small PKI in memory: certificates of any shape, right or wrong, the same bytes in every run.

``issue`` writes the frame of the certificate itself, since the builder of ``cryptography`` refuses most of what hostile
tests need (NUL in names, negative serial numbers, year 9999 as UTCTime); keys, signatures and the values of extensions
are ``cryptography``'s. Keys are derived from labels and ECDSA is deterministic.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address
from ssl import DER_cert_to_PEM_cert
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

AT = datetime(2026, 6, 1, tzinfo=UTC)
BEGINS, ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
HOST = "shop.example"
SERVER, CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH
UNKNOWN = x509.ObjectIdentifier("1.3.6.1.4.1.99999.1")

BC, KU, EKU = ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE, ExtensionOID.EXTENDED_KEY_USAGE
SAN, NC = ExtensionOID.SUBJECT_ALTERNATIVE_NAME, ExtensionOID.NAME_CONSTRAINTS
SKI, AKI = ExtensionOID.SUBJECT_KEY_IDENTIFIER, ExtensionOID.AUTHORITY_KEY_IDENTIFIER

_ECDSA = {"sha256": "1.2.840.10045.4.3.2", "sha1": "1.2.840.10045.4.1"}
_HASHES = {"sha256": hashes.SHA256(), "sha1": hashes.SHA1()}
_CRITICAL = (BC, KU, NC)

Value = x509.ExtensionType | bytes


@dataclass(frozen=True)
class Issued:
    """A certificate with what is needed to issue more with it."""

    certificate: bytes
    key: ec.EllipticCurvePrivateKey
    name: bytes
    key_identifier: bytes

    @property
    def loaded(self) -> x509.Certificate:
        """The certificate as ``cryptography`` reads it."""
        return x509.load_der_x509_certificate(self.certificate)

    @property
    def pem(self) -> bytes:
        """The certificate as PEM."""
        return DER_cert_to_PEM_cert(self.certificate).encode()


def issue(
    subject: str | bytes,
    issuer: Issued | None = None,
    *,
    key: str = "",
    ca: bool = False,
    path_length: int | None = None,
    names: Iterable[bytes] | None = None,
    purposes: Iterable[x509.ObjectIdentifier] | None = None,
    extensions: dict[x509.ObjectIdentifier, Value | tuple[Value, bool] | None] | None = None,
    begins: datetime | bytes = BEGINS,
    ends: datetime | bytes = ENDS,
    serial: int | None = None,
    digest: str = "sha256",
    signer: ec.EllipticCurvePrivateKey | None = None,
    issuer_name: bytes | None = None,
    info: bytes | None = None,
    algorithm: bytes | None = None,
    sign: Callable[[bytes], bytes] | None = None,
    version: int = 2,
) -> Issued:
    """Issue a certificate, self-signed where there is no ``issuer``.

    ``subject`` is a common name or an encoded Name. ``key`` is the label of the subject's key, the subject's own by
    default. ``names`` are encoded GeneralNames (a leaf has the dNSName ``HOST`` by default). ``extensions`` replaces
    the usual ones or adds to them: None takes one away, a pair says whether it is critical. ``begins`` and ``ends`` may
    be encoded times. ``signer`` signs instead of the issuer's key. ``info`` is the SubjectPublicKeyInfo instead of the
    key's own; ``algorithm`` is the signature's AlgorithmIdentifier, and ``sign`` makes the signature on the
    tbsCertificate. ``serial`` is derived from the rest by default.
    ``version`` is the encoded number; version 1 (0) has no extensions.
    """
    name = subject if isinstance(subject, bytes) else common_name(subject)
    private = private_key(key or name.hex())
    identifier = key_identifier(private)
    above = issuer or Issued(b"", private, name, identifier)
    found: dict[x509.ObjectIdentifier, Value | tuple[Value, bool] | None] = {
        BC: x509.BasicConstraints(ca=ca, path_length=path_length) if ca else None,
        KU: _usage(ca=ca),
        EKU: None if ca and purposes is None else x509.ExtendedKeyUsage(list(purposes or [SERVER])),
        SKI: octets(identifier),
        AKI: None if issuer is None else tlv(0x30, tlv(0x80, above.key_identifier)),
        SAN: None if ca and names is None else tlv(0x30, *([dns(HOST)] if names is None else names)),
        **(extensions or {}),
    }
    algorithm = algorithm or tlv(0x30, oid(_ECDSA[digest]))
    encoded = [_extension(kind, value) for kind, value in found.items() if value is not None] if version else []
    body = [
        algorithm,
        above.name if issuer_name is None else issuer_name,
        tlv(0x30, time(begins), time(ends)),
        name,
        public_key_info(private) if info is None else info,
        tlv(0xA3, tlv(0x30, *encoded)) if encoded else b"",
    ]
    number = int.from_bytes(hashlib.sha256(b"".join(body)).digest()[:8]) >> 1 if serial is None else serial
    tbs = tlv(0x30, tlv(0xA0, integer(version)) if version else b"", integer(number), *body)
    if sign is not None:
        signature = sign(tbs)
    else:
        signature = (signer or above.key).sign(tbs, ec.ECDSA(_HASHES[digest], deterministic_signing=True))
    return Issued(tlv(0x30, tbs, algorithm, tlv(0x03, b"\x00", signature)), private, name, identifier)


# -- keys ------------------------------------------------------------------------------------------------------------


@cache
def private_key(label: str) -> ec.EllipticCurvePrivateKey:
    """Return the P-256 key of a label."""
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(label.encode()).digest()) >> 1 | 1, ec.SECP256R1())


@cache
def public_key_info(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the encoded SubjectPublicKeyInfo."""
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.DER, kind)


@cache
def key_identifier(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return what both key identifiers hold."""
    return hashlib.sha1(public_key_info(key)).digest()


# -- DER -------------------------------------------------------------------------------------------------------------


def tlv(tag: int, *parts: bytes) -> bytes:
    """Encode a value from its contents."""
    contents = b"".join(parts)
    length = len(contents)
    if length < 0x80:
        return bytes([tag, length]) + contents
    octets_of_length = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(octets_of_length)]) + octets_of_length + contents


def integer(number: int) -> bytes:
    """Encode an INTEGER."""
    return tlv(0x02, number.to_bytes((number + (number < 0)).bit_length() // 8 + 1, signed=True))


def octets(value: bytes) -> bytes:
    """Encode an OCTET STRING."""
    return tlv(0x04, value)


def oid(dotted: str) -> bytes:
    """Encode an OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    return tlv(0x06, *(_arc(arc) for arc in (40 * first + second, *rest)))


def _arc(arc: int) -> bytes:
    septets = [arc & 0x7F]
    while arc := arc >> 7:
        septets.append(arc & 0x7F | 0x80)
    return bytes(reversed(septets))


def time(moment: datetime | bytes) -> bytes:
    """Encode a time as RFC 5280 section 4.1.2.5 demands; what is encoded already stays."""
    if isinstance(moment, bytes):
        return moment
    if moment.year < 2050:
        return tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())
    return tlv(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode())


def common_name(text: str) -> bytes:
    """Encode a Name of one common name."""
    return name(("2.5.4.3", text))


def name(*attributes: tuple[str, str | bytes], tag: int = 0x0C) -> bytes:
    """Encode a Name, one attribute per RDN; the values are character strings with the tag."""
    pairs = ((kind, text.encode() if isinstance(text, str) else text) for kind, text in attributes)
    return tlv(0x30, *(tlv(0x31, tlv(0x30, oid(kind), tlv(tag, text))) for kind, text in pairs))


def dns(text: str | bytes) -> bytes:
    """Encode a dNSName."""
    return tlv(0x82, text.encode() if isinstance(text, str) else text)


def ip(text: str | bytes) -> bytes:
    """Encode an iPAddress."""
    return tlv(0x87, ip_address(text).packed if isinstance(text, str) else text)


def dns_constraints(*, permitted: Iterable[str] = (), excluded: Iterable[str] = ()) -> bytes:
    """Encode nameConstraints on dNSName."""
    lists = ((0xA0, permitted), (0xA1, excluded))
    encoded = ((tag, [tlv(0x30, dns(text)) for text in texts]) for tag, texts in lists)
    return tlv(0x30, *(tlv(tag, *trees) for tag, trees in encoded if trees))


def _usage(*, ca: bool) -> bytes:
    """Return keyCertSign and cRLSign, or digitalSignature."""
    return tlv(0x03, b"\x01\x06" if ca else b"\x07\x80")


def _extension(kind: x509.ObjectIdentifier, given: Value | tuple[Value, bool]) -> bytes:
    value, critical = given if isinstance(given, tuple) else (given, kind in _CRITICAL)
    encoded = value if isinstance(value, bytes) else value.public_bytes()
    mark = tlv(0x01, b"\xff") if critical else b""
    return tlv(0x30, oid(kind.dotted_string), mark, octets(encoded))
