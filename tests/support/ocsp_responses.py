"""OCSP responses of any shape, right or wrong, made by hand: :class:`Response` says what, ``der`` writes it.

The certificates are those of :mod:`tests.support.pki`, but for the CA with an RSA key, which ``cryptography`` issues.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from tests.support.pki import AT, BEGINS, EKU, ENDS, HOST, KU, common_name, integer, issue, octets, oid, tlv
from tlskit.x509 import Certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NULL = b"\x05\x00"
BASIC = "1.3.6.1.5.5.7.48.1.1"
NONCE, ARCHIVE_CUTOFF, NO_CHECK = "1.3.6.1.5.5.7.48.1.2", "1.3.6.1.5.5.7.48.1.6", "1.3.6.1.5.5.7.48.1.5"
UNKNOWN = "1.3.6.1.4.1.99999.7"
OCSP_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.9")
RESPONDER = "OCSP responder"

HASHES = {
    "md5": "1.2.840.113549.2.5",
    "sha1": "1.3.14.3.2.26",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
GOOD, UNKNOWN_STATUS = b"\x80\x00", b"\x82\x00"


@dataclass(frozen=True)
class Party:
    """Whoever may sign: a certificate, its key and its name."""

    certificate: bytes
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    name: bytes

    @property
    def key_bits(self) -> bytes:
        """The contents of the BIT STRING subjectPublicKey."""
        kind = serialization.PublicFormat
        public = self.key.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            return public.public_bytes(serialization.Encoding.DER, kind.PKCS1)
        return public.public_bytes(serialization.Encoding.X962, kind.UncompressedPoint)


@dataclass(frozen=True)
class World:
    """A root, an intermediate that issues, a leaf, and a responder that the intermediate delegated."""

    root: Party
    issuer: Party
    leaf: Party
    responder: Party

    @property
    def target(self) -> Certificate:
        """The leaf, read."""
        return Certificate(self.leaf.certificate)


def party(*given, **options) -> Party:
    """Issue a certificate as :func:`tests.support.pki.issue` does."""
    issued = issue(*given, **options)
    return Party(issued.certificate, issued.key, issued.name)


def delegate(issuer, subject=RESPONDER, **options) -> Party:
    """Issue a certificate for a responder, with the purpose OCSPSigning unless something else is said."""
    return party(subject, issuer, **({"purposes": [OCSP_SIGNING], "names": []} | options))


@cache
def world() -> World:
    """Return certificates with ECDSA keys."""
    root = issue("OCSP root", ca=True)
    issuer = issue("OCSP issuer", root, ca=True)
    leaf = party(HOST, issuer)
    above = Party(issuer.certificate, issuer.key, issuer.name)
    return World(Party(root.certificate, root.key, root.name), above, leaf, delegate(issuer))


@cache
def rsa_key(label: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return an RSA key, the same for a label within one run."""
    del label
    return rsa.generate_private_key(65537, bits)


def rsa_certificate(name: str, issuer: Party | None, *, ca: bool, key=None, digest=None, purposes=()) -> Party:
    """Issue a certificate with an RSA key (or ``key``), self-signed without an issuer."""
    key = key or rsa_key(name)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    encoded = subject.public_bytes()
    above = x509.load_der_x509_certificate(issuer.certificate).subject if issuer else subject
    builder = x509.CertificateBuilder(above, subject, key.public_key(), int.from_bytes(name.encode()[:8]))
    builder = builder.not_valid_before(BEGINS).not_valid_after(ENDS)
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(purposes)), critical=False)
    certificate = builder.sign(issuer.key if issuer else key, digest or hashes.SHA256())
    return Party(certificate.public_bytes(serialization.Encoding.DER), key, encoded)


@cache
def rsa_world() -> World:
    """Return certificates of a CA with an RSA key."""
    root = rsa_certificate("RSA root", None, ca=True)
    issuer = rsa_certificate("RSA issuer", root, ca=True)
    leaf = rsa_certificate("RSA leaf", issuer, ca=False)
    responder = rsa_certificate("RSA responder", issuer, ca=False, purposes=[OCSP_SIGNING])
    return World(root, issuer, leaf, responder)


# -- signatures ------------------------------------------------------------------------------------------------------


def identifier(dotted: str, parameters: bytes = b"") -> bytes:
    """Encode an AlgorithmIdentifier."""
    return tlv(0x30, oid(dotted), parameters)


def pss(digest: str, salt: int, *, defaults: bool = False) -> bytes:
    """Encode the AlgorithmIdentifier of RSASSA-PSS (RFC 4055 section 3.1)."""
    if defaults:
        return identifier("1.2.840.113549.1.1.10", tlv(0x30))
    made_with = identifier(HASHES[digest], NULL)
    mask = tlv(0xA1, identifier("1.2.840.113549.1.1.8", made_with))
    return identifier("1.2.840.113549.1.1.10", tlv(0x30, tlv(0xA0, made_with), mask, tlv(0xA2, integer(salt))))


@dataclass(frozen=True)
class Scheme:
    """How a response is signed: the AlgorithmIdentifier, and what makes the signature."""

    algorithm: bytes
    sign: Callable[[object, bytes], bytes]


def _pkcs1(digest: hashes.HashAlgorithm) -> Callable:
    return lambda key, data: key.sign(data, padding.PKCS1v15(), digest)


def _pss(digest: hashes.HashAlgorithm, salt: int) -> Callable:
    return lambda key, data: key.sign(data, padding.PSS(padding.MGF1(digest), salt), digest)


def _ecdsa(digest: hashes.HashAlgorithm) -> Callable:
    return lambda key, data: key.sign(data, ec.ECDSA(digest, deterministic_signing=True))


SCHEMES = {
    "ecdsa-sha256": Scheme(identifier("1.2.840.10045.4.3.2"), _ecdsa(hashes.SHA256())),
    "ecdsa-sha1": Scheme(identifier("1.2.840.10045.4.1"), _ecdsa(hashes.SHA1())),
    "ecdsa-null": Scheme(identifier("1.2.840.10045.4.3.2", NULL), _ecdsa(hashes.SHA256())),
    "rsa-sha256": Scheme(identifier("1.2.840.113549.1.1.11", NULL), _pkcs1(hashes.SHA256())),
    "rsa-sha512": Scheme(identifier("1.2.840.113549.1.1.13", NULL), _pkcs1(hashes.SHA512())),
    "rsa-sha1": Scheme(identifier("1.2.840.113549.1.1.5", NULL), _pkcs1(hashes.SHA1())),
    "rsa-md5": Scheme(identifier("1.2.840.113549.1.1.4", NULL), _pkcs1(hashes.MD5())),
    "rsa-no-parameters": Scheme(identifier("1.2.840.113549.1.1.11"), _pkcs1(hashes.SHA256())),
    "rsa-odd-parameters": Scheme(identifier("1.2.840.113549.1.1.11", integer(1)), _pkcs1(hashes.SHA256())),
    "pss-sha256": Scheme(pss("sha256", 32), _pss(hashes.SHA256(), 32)),
    "pss-sha384": Scheme(pss("sha384", 48), _pss(hashes.SHA384(), 48)),
    "pss-sha1": Scheme(pss("sha1", 20, defaults=True), _pss(hashes.SHA1(), 20)),
    "pss-other-salt": Scheme(pss("sha256", 20), _pss(hashes.SHA256(), 32)),
    "unknown": Scheme(identifier(UNKNOWN), lambda key, data: b"signature"),
}


# -- the parts -------------------------------------------------------------------------------------------------------


def generalized(moment: datetime | bytes) -> bytes:
    """Encode a GeneralizedTime; what is encoded already stays."""
    return moment if isinstance(moment, bytes) else tlv(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode())


def enumerated(number: int) -> bytes:
    """Encode an ENUMERATED."""
    return tlv(0x0A, integer(number)[2:])


def revoked(when: datetime = AT - 2 * DAY, reason: int | None = None) -> bytes:
    """Encode the CertStatus revoked."""
    return tlv(0xA1, generalized(when), tlv(0xA0, enumerated(reason)) if reason is not None else b"")


def extension(dotted: str, value: bytes = NULL, *, critical: bool = False) -> bytes:
    """Encode an Extension."""
    return tlv(0x30, oid(dotted), tlv(0x01, b"\xff") if critical else b"", octets(value))


@dataclass(frozen=True)
class Single:
    """One answer; ``None`` for an issuer or a serial number means those of the world's leaf."""

    status: bytes = GOOD
    this_update: datetime | bytes = AT - DAY
    next_update: datetime | bytes | None = AT + 6 * DAY
    digest: str = "sha1"
    algorithm: str = ""
    serial: int | None = None
    issuer_name: bytes | None = None
    issuer_key: bytes | None = None
    extensions: tuple[bytes, ...] = ()

    def der(self, about: World) -> bytes:
        """Encode it."""
        made_with = hashlib.new(self.digest)
        name, key = made_with.copy(), made_with.copy()
        name.update(self.issuer_name if self.issuer_name is not None else about.issuer.name)
        key.update(self.issuer_key if self.issuer_key is not None else about.issuer.key_bits)
        serial = about.target.serial_number if self.serial is None else self.serial
        dotted = self.algorithm or HASHES[self.digest]
        cert_id = [identifier(dotted, NULL), octets(name.digest()), octets(key.digest()), integer(serial)]
        return tlv(
            0x30,
            tlv(0x30, *cert_id),
            self.status,
            generalized(self.this_update),
            tlv(0xA0, generalized(self.next_update)) if self.next_update is not None else b"",
            tlv(0xA1, tlv(0x30, *self.extensions)) if self.extensions else b"",
        )


@dataclass(frozen=True)
class Response:
    """One response; what is not said is right. ``signer`` is the world's issuer; ``responder`` the signer's name."""

    about: World = field(default_factory=world)
    singles: tuple[Single, ...] = (Single(),)
    signer: Party | None = None
    scheme: str = ""
    responder: bytes | None = None
    produced_at: datetime | bytes = AT - DAY
    extensions: tuple[bytes, ...] = ()
    certificates: tuple[bytes, ...] = ()
    version: bytes = b""
    status: int = 0
    kind: str = BASIC
    tampered: bool = False
    trailing: bytes = b""

    def but(self, **changes) -> Response:
        """Return the same with some parts changed."""
        return replace(self, **changes)

    @property
    def der(self) -> bytes:
        """Encode and sign it."""
        if self.status:
            return tlv(0x30, enumerated(self.status)) + self.trailing
        signer = self.signer or self.about.issuer
        rsa_signs = isinstance(signer.key, rsa.RSAPrivateKey)
        scheme = SCHEMES[self.scheme or ("rsa-sha256" if rsa_signs else "ecdsa-sha256")]
        data = tlv(
            0x30,
            self.version,
            self.responder or by_name(signer.name),
            generalized(self.produced_at),
            tlv(0x30, *(single.der(self.about) for single in self.singles)),
            tlv(0xA1, tlv(0x30, *self.extensions)) if self.extensions else b"",
        )
        signature = scheme.sign(signer.key, data)
        if self.tampered:
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        certificates = tlv(0xA0, tlv(0x30, *self.certificates)) if self.certificates else b""
        basic = tlv(0x30, data, scheme.algorithm, tlv(0x03, b"\x00", signature), certificates)
        inside = tlv(0xA0, tlv(0x30, oid(self.kind), octets(basic)))
        return tlv(0x30, enumerated(0), inside) + self.trailing


def by_name(name: bytes) -> bytes:
    """Encode the responderID byName."""
    return tlv(0xA1, name)


def by_key(signer: Party) -> bytes:
    """Encode the responderID byKey."""
    return tlv(0xA2, octets(hashlib.sha1(signer.key_bits).digest()))


def delegated(signer: Party, about: World | None = None, **options) -> Response:
    """Return a response that a responder signed, with its certificate."""
    return Response(
        about=about or world(),
        signer=signer,
        certificates=options.pop("certificates", (signer.certificate,)),
        **options,
    )


def later(response: Response, delta: timedelta) -> Response:
    """Return a response of another time: every time in it is moved."""

    def moved(moment):
        return moment + delta if moment is not None and not isinstance(moment, bytes) else moment

    singles: Sequence[Single] = [
        replace(item, this_update=moved(item.this_update), next_update=moved(item.next_update))
        for item in response.singles
    ]
    return replace(response, singles=tuple(singles), produced_at=moved(response.produced_at))


def key_usage(bits: bytes) -> dict:
    """Return the extension keyUsage for :func:`tests.support.pki.issue`."""
    return {KU: tlv(0x03, bits)}


def purposes(*dotted: str) -> dict:
    """Return the extension extKeyUsage for :func:`tests.support.pki.issue`; without any, none."""
    return {EKU: tlv(0x30, *map(oid, dotted)) if dotted else None}


def another_name(text: str) -> bytes:
    """Encode the responderID byName of somebody."""
    return by_name(common_name(text))
