"""Private keys named, and never kept: what kind one is, and its public half to compare with certificates.

Every loader is ``cryptography``'s; the key is dropped as soon as its public half is known. Reasons are our own words,
so that no byte of a key gets into a message.
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
    load_ssh_public_key,
)

from tlskit.core import FrozenValue
from tlskit.x509 import der
from tlskit.x509.name import DER_PROBLEMS
from tlskit.x509.signature import describe_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

MAXIMUM_ITERATIONS = 10_000_000
"""Of a password's key derivation: a few seconds, and 16 times what OWASP recommends for PBKDF2 in 2023 (600,000)."""
_LARGEST_CHECKED = 2_600
"""Bytes of the DER of an RSA key of 4096 bits, with room; the primes of larger ones are not tested: that takes long."""
_SSH_MAGIC = b"openssh-key-v1\x00"
_UNLOADABLE = "it cannot be loaded: it is damaged, or of a kind that is not supported"
_PROBLEMS = (ValueError, TypeError, OverflowError, UnsupportedAlgorithm)
# PBES1 and PBES2 (RFC 8018 appendix A), PKCS#12 PBE (RFC 7292 appendix C): the arc that all their numbers begin with.
_DERIVATION = re.compile(rb"\x06[\x08-\x0b]\x2a\x86\x48\x86\xf7\x0d\x01(?:\x05[\x01-\x0c]|\x0c\x01[\x01-\x06])")


class KeyFacts(FrozenValue):
    """What may be known of a private key. ``key`` is kind and size, ``public_key_info`` empty where it is locked."""

    key: str = ""
    public_key_info: bytes = b""
    encrypted: bool = False
    problem: str = ""


def der_key(data: bytes, password: bytes | None, *, encrypted: bool) -> KeyFacts:
    """Look at a key in DER: PKCS#8, or traditional (RFC 8017 appendix A.1.2, RFC 5915)."""
    if encrypted:
        if iterations(data) > MAXIMUM_ITERATIONS:
            return KeyFacts(encrypted=True, problem=TOO_MANY_ITERATIONS)
        return _locked(lambda secret: load_der_private_key(data, secret), password)
    skip = len(data) > _LARGEST_CHECKED
    return _open(lambda: load_der_private_key(data, None, unsafe_skip_rsa_key_validation=skip))


def pem_key(block: bytes, password: bytes | None, *, encrypted: bool) -> KeyFacts:
    """Look at a key in a PEM block with header lines (RFC 1421 section 4.6)."""
    if encrypted:
        return _locked(lambda secret: load_pem_private_key(block, secret), password)
    return _open(lambda: load_pem_private_key(block, None))


def ssh_key(data: bytes) -> KeyFacts:
    """Look at a key in the format of OpenSSH (its PROTOCOL.key): the public half stands before what is encrypted."""
    try:
        if not data.startswith(_SSH_MAGIC):
            return KeyFacts(problem=_UNLOADABLE)
        cipher, position = _ssh_string(data, len(_SSH_MAGIC))
        for _ in range(2):  # the key derivation and its options
            _, position = _ssh_string(data, position)
        blob, _ = _ssh_string(data, position + 4)  # after the number of keys
        public = load_ssh_public_key(_ssh_string(blob, 0)[0] + b" " + binascii.b2a_base64(blob))
    except (*_PROBLEMS, IndexError):
        return KeyFacts(problem=_UNLOADABLE)
    info = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return KeyFacts(describe_key(public), info, cipher != b"none")


def _ssh_string(data: bytes, position: int) -> tuple[bytes, int]:
    """Read a string of RFC 4251 section 5; return it and where it ends."""
    end = position + 4 + int.from_bytes(data[position : position + 4])
    if end > len(data):
        raise IndexError
    return data[position + 4 : end], end


def facts(key: PrivateKeyTypes, *, encrypted: bool = False) -> KeyFacts:
    """Return what may be known of a key that is open."""
    public = key.public_key()
    info = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return KeyFacts(describe_key(public), info, encrypted)


TOO_MANY_ITERATIONS = f"its password is derived with more than {MAXIMUM_ITERATIONS:,} iterations"


def iterations(data: bytes) -> int:
    """Return the largest number among the parameters of the key derivations that can be seen in ``data``."""
    found = [0]
    for match in _DERIVATION.finditer(data):
        end = match.start() + 2 + data[match.start() + 1]
        try:
            found.append(_largest(der.read(data, end, len(data)), 3))
        except DER_PROBLEMS:
            continue
    return max(found)


def _largest(value: der.Tlv, depth: int) -> int:
    if value.tag == der.INTEGER:
        return der.integer(value)
    if value.tag != der.SEQUENCE or not depth:
        return 0
    return max((_largest(item, depth - 1) for item in value.children()), default=0)


def _open(load: Callable[[], PrivateKeyTypes]) -> KeyFacts:
    try:
        return facts(load())
    except UnsupportedAlgorithm:
        return KeyFacts(problem="its algorithm is not supported")
    except _PROBLEMS:
        return KeyFacts(problem=_UNLOADABLE)


def _locked(load: Callable[[bytes], PrivateKeyTypes], password: bytes | None) -> KeyFacts:
    if password is None:
        return KeyFacts(encrypted=True)
    try:
        return facts(load(password), encrypted=True)
    except UnsupportedAlgorithm:
        return KeyFacts(encrypted=True, problem="its encryption is not supported")
    except _PROBLEMS:
        return KeyFacts(encrypted=True, problem="the password does not open it, or it is damaged")
