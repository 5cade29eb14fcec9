"""Certificates with their keys, made on the spot with ``cryptography``: what a PKI is built from (RFC 5280 section 4).

Everything stays in memory; a caller that wants files asks for PEM.
"""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

PrivateKey: TypeAlias = (
    dsa.DSAPrivateKey
    | ec.EllipticCurvePrivateKey
    | ed25519.Ed25519PrivateKey
    | ed448.Ed448PrivateKey
    | rsa.RSAPrivateKey
)
"""What pyOpenSSL serves TLS with."""

_DIGEST = hashes.SHA256()
_LEFT = timedelta(days=60)
"""How long everything stays valid; with as much behind it, more than a third of the lifetime is left."""


class Credentials(FrozenValue):
    """A certificate, its private key, and the certificates that are sent after it, each issued by the next."""

    certificate: x509.Certificate
    key: PrivateKey
    issuers: tuple[x509.Certificate, ...] = ()

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """What is sent, in order."""
        return (self.certificate, *self.issuers)

    @property
    def chain_pem(self) -> bytes:
        """What is sent, in order, as PEM."""
        return pem(self.chain)

    @property
    def key_pem(self) -> bytes:
        """The private key as PKCS#8 in PEM, not encrypted."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sending(self, *issuers: Credentials) -> Credentials:
        """Return the same with these certificates after the first."""
        return Credentials(self.certificate, self.key, tuple(item.certificate for item in issuers))


class Period(FrozenValue):
    """A validity period (RFC 5280 section 4.1.2.5)."""

    not_before: datetime
    not_after: datetime

    @classmethod
    def around(cls, at: datetime) -> Period:
        """Return the period of what is valid at a time."""
        return cls(at - _LEFT, at + _LEFT)

    @classmethod
    def before(cls, at: datetime) -> Period:
        """Return the period of what has ended a day before a time."""
        return cls(at - _LEFT, at - timedelta(days=1))


def authority(name: str, period: Period, issuer: Credentials | None = None) -> Credentials:
    """Make a CA; without an issuer it signs itself."""
    usage = (x509.BasicConstraints(ca=True, path_length=None), _key_usage(ca=True))
    return _issue(name, period, issuer, _elliptic_key(), [(extension, True) for extension in usage])


def end_entity(  # noqa: PLR0913 - what tells one faulty certificate from another
    name: str,
    period: Period,
    issuer: Credentials | None,
    *,
    names: Iterable[str] = (),
    purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
    rsa_bits: int = 0,
    must_staple: bool = False,
) -> Credentials:
    """Make an end entity; without an issuer it signs itself. ``names``: DNS names and IP addresses."""
    key = rsa.generate_private_key(65537, rsa_bits) if rsa_bits else _elliptic_key()
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_key_usage(ca=False), True),
        (x509.ExtendedKeyUsage([purpose]), False),
    ]
    general_names = [_general_name(item) for item in names]
    if general_names:
        extensions.append((x509.SubjectAlternativeName(general_names), False))
    if must_staple:  # RFC 7633
        extensions.append((x509.TLSFeature([x509.TLSFeatureType.status_request]), False))
    return _issue(name, period, issuer, key, extensions)


def pem(certificates: Iterable[x509.Certificate]) -> bytes:
    """Return certificates as PEM, one after the other."""
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)


def _issue(
    name: str,
    period: Period,
    issuer: Credentials | None,
    key: PrivateKey,
    extensions: Iterable[tuple[x509.ExtensionType, bool]],
) -> Credentials:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = key if issuer is None else issuer.key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(period.not_before)
        .not_valid_after(period.not_after)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return Credentials(builder.sign(signer, _DIGEST), key, _issuers(issuer))


def _issuers(issuer: Credentials | None) -> tuple[x509.Certificate, ...]:
    """What a certificate's holder sends after it: the CAs up to the root, the root itself not."""
    if issuer is None or issuer.certificate.subject == issuer.certificate.issuer:
        return ()
    return issuer.chain


def _elliptic_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _general_name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _key_usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
