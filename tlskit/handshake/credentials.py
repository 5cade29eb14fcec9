"""A client's certificates and private key, from PEM, DER or PKCS#12, told apart by content.

The key is kept in memory as ``cryptography`` holds it, and no representation or message shows any part of it or of a
password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast, get_args

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
    load_ssh_private_key,
)

from tlskit.core import FrozenValue
from tlskit.errors import InputError, PasswordError
from tlskit.x509 import (
    MAXIMUM_ITERATIONS,
    TOO_MANY_ITERATIONS,
    Asn1Kind,
    CertificateItem,
    PemBlock,
    asn1_kind,
    is_pem,
    iterations,
    open_pkcs12,
    pem_blocks,
    pem_text,
    read_items,
    ssh_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

# What OpenSSL signs with in TLS.
SigningKey: TypeAlias = (
    rsa.RSAPrivateKey
    | ec.EllipticCurvePrivateKey
    | ed25519.Ed25519PrivateKey
    | ed448.Ed448PrivateKey
    | dsa.DSAPrivateKey
)


class ClientCredentials(FrozenValue):
    """``certificates`` in DER: the one that belongs to the key, then the others in the order in which they stood.

    ``key_fits`` is false where none of them belongs to the key; then the first is what stood first.
    """

    certificates: tuple[bytes, ...]
    key: SigningKey
    key_fits: bool

    def __repr__(self) -> str:
        return f"ClientCredentials({len(self.certificates)} certificates, key_fits={self.key_fits})"


def load_credentials(
    certificate: bytes, key: bytes | None = None, *, password: bytes | None = None
) -> ClientCredentials:
    """Return what is in a certificate's file and in a key's file, which may be one and the same.

    ``password`` opens a PKCS#12 or an encrypted key. Raises :class:`~tlskit.errors.PasswordError` where
    that is missing or wrong, and :class:`~tlskit.errors.InputError` where there is no certificate or no key.
    """
    found = certificates_in(certificate, password)
    return paired(found, signing_key_in(certificate if key is None else key, password))


def certificates_in(data: bytes, password: bytes | None) -> tuple[bytes, ...]:
    """Return the certificates in a file's contents, each once, in DER; there is one at least. Raises as above."""
    items = read_items(data, password=password)
    found = tuple(dict.fromkeys(item.certificate.der for item in items if isinstance(item, CertificateItem)))
    if not found:
        raise InputError("there is no client certificate in it")
    for der in found:
        try:
            x509.load_der_x509_certificate(der).public_key()
        except (ValueError, UnsupportedAlgorithm):
            raise InputError("a certificate in it is damaged, or its key of a kind that is not supported") from None
    return found


def paired(certificates: tuple[bytes, ...], key: SigningKey) -> ClientCredentials:
    """Return credentials, the certificate that belongs to the key in front where there is one."""
    own = next((der for der in certificates if _belongs(der, key)), None)
    if own is None:
        return ClientCredentials(certificates, key, key_fits=False)
    return ClientCredentials((own, *(der for der in certificates if der != own)), key, key_fits=True)


def _belongs(certificate: bytes, key: SigningKey) -> bool:
    public = x509.load_der_x509_certificate(certificate).public_key()
    return public.public_bytes(*_PUBLIC) == key.public_key().public_bytes(*_PUBLIC)


_PUBLIC = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def signing_key_in(data: bytes, password: bytes | None) -> SigningKey:
    """Return the private key in a file's contents. Raises as above."""
    key = _private_key(pem_text(data), password)
    if not isinstance(key, get_args(SigningKey)):
        raise InputError("the private key is of a kind that does not sign in TLS")
    return cast("SigningKey", key)


def _private_key(data: bytes, password: bytes | None) -> PrivateKeyTypes:
    if data[:1] == b"\x30" and not is_pem(data[:256]):
        return _der_key(data, password)
    blocks = tuple(pem_blocks(data))
    block = next((block for block in blocks if block.label.endswith(b"PRIVATE KEY")), None)
    if block is not None:
        return _pem_key(block, password)
    pkcs12 = next((block for block in blocks if block.label == b"PKCS12"), None)
    return _no_key() if pkcs12 is None else _der_key(pkcs12.contents, password)


def _der_key(data: bytes, password: bytes | None) -> PrivateKeyTypes:
    match asn1_kind(data):
        case Asn1Kind.PKCS12:
            return open_pkcs12(data, password).key or _no_key()
        case Asn1Kind.ENCRYPTED_KEY:
            return _locked(data, password, lambda secret: load_der_private_key(data, secret))
        case Asn1Kind.PKCS8 | Asn1Kind.RSA_KEY | Asn1Kind.EC_KEY | Asn1Kind.DSA_KEY:
            return _open(lambda: load_der_private_key(data, None))
    return _no_key()


def _pem_key(block: PemBlock, password: bytes | None) -> PrivateKeyTypes:
    if asn1_kind(block.contents) is Asn1Kind.ENCRYPTED_KEY:
        return _der_key(block.contents, password)
    text = b"-----BEGIN %b-----%b-----END %b-----\n" % (block.label, block.text.replace(b"\r", b""), block.label)
    if block.label == b"OPENSSH PRIVATE KEY":
        if ssh_key(block.contents).encrypted:
            raise PasswordError("the private key is locked in the format of OpenSSH; write it as PKCS#8", missing=True)
        return _open(lambda: load_ssh_private_key(text, None))
    if b"ENCRYPTED" in block.text:  # RFC 1421 section 4.6.1.1
        return _locked(block.contents, password, lambda secret: load_pem_private_key(text, secret))
    return _open(lambda: load_pem_private_key(text, None))


def _open(load: Callable[[], PrivateKeyTypes]) -> PrivateKeyTypes:
    try:
        return load()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InputError("the private key is damaged, or of a kind that is not supported") from None


def _locked(data: bytes, password: bytes | None, load: Callable[[bytes], PrivateKeyTypes]) -> PrivateKeyTypes:
    if password is None:
        raise PasswordError("a password is needed to open the private key", missing=True)
    if iterations(data) > MAXIMUM_ITERATIONS:
        raise InputError(f"the private key: {TOO_MANY_ITERATIONS}")
    try:
        return load(password)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise PasswordError("the password does not open the private key", missing=False) from None


def _no_key() -> PrivateKeyTypes:
    raise InputError("there is no private key in it")
