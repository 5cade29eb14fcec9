"""PKCS#12 (RFC 7292) opened with ``cryptography``: its certificates with the names it gives them, and its key named."""

from __future__ import annotations

import warnings
from typing import NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12Certificate, PKCS12KeyAndCertificates, load_pkcs12

from tlskit.errors import InputError, PasswordError
from tlskit.x509 import der
from tlskit.x509.file.private_key import MAXIMUM_ITERATIONS, TOO_MANY_ITERATIONS, KeyFacts, facts, iterations
from tlskit.x509.name import DER_PROBLEMS

_MAC_MEMBERS = 3  # the digest, the salt, and the iterations, which are absent where there is one (appendix A)
_WRONG = "password"


class Pkcs12(NamedTuple):
    """``certificates``: DER and the friendly name, the one that belongs to the key first."""

    key: KeyFacts | None
    certificates: list[tuple[bytes, str]]


def read_pkcs12(data: bytes, password: bytes | None) -> Pkcs12:
    """Return what is in a PKCS#12; raises as :func:`open_pkcs12` does."""
    return _contents(open_pkcs12(data, password))


def open_pkcs12(data: bytes, password: bytes | None) -> PKCS12KeyAndCertificates:
    """Open a PKCS#12, without a password and with an empty one first.

    Raises :class:`~tlskit.errors.PasswordError` where it does not open, and
    :class:`~tlskit.errors.InputError` where it is damaged.
    """
    if max(iterations(data), _mac_iterations(data)) > MAXIMUM_ITERATIONS:
        raise InputError(f"PKCS#12: {TOO_MANY_ITERATIONS}")
    for attempt in dict.fromkeys((None, b"", password)):
        opened = _attempt(data, attempt)
        if opened is not None:
            return opened
    if password is None:
        raise PasswordError("a password is needed to open this PKCS#12", missing=True)
    raise PasswordError("the password does not open this PKCS#12", missing=False)


def _attempt(data: bytes, password: bytes | None) -> PKCS12KeyAndCertificates | None:
    """Return what is inside, or None where the password is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd certificates, which are findings here
            return load_pkcs12(data, password)
    except UnsupportedAlgorithm:
        raise InputError("PKCS#12 whose encryption is not supported") from None
    except (ValueError, TypeError, OverflowError) as error:
        if _WRONG in str(error).lower():
            return None
        raise InputError("PKCS#12 that is damaged, or holds a certificate or a key that cannot be read") from None


def _contents(opened: PKCS12KeyAndCertificates) -> Pkcs12:
    held = [item for item in (opened.cert, *opened.additional_certs) if item is not None]
    return Pkcs12(None if opened.key is None else facts(opened.key), list(map(_named, held)))


def _named(item: PKCS12Certificate) -> tuple[bytes, str]:
    name = (item.friendly_name or b"").decode("utf-8", "backslashreplace")
    return item.certificate.public_bytes(Encoding.DER), name


def _mac_iterations(data: bytes) -> int:
    try:
        *_, mac = der.read(data, 0, len(data)).children()
        members = mac.children()
        return der.integer(members[2]) if len(members) == _MAC_MEMBERS else 1
    except DER_PROBLEMS:
        return 1
