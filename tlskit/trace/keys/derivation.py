"""One step of a key derivation, kept with what went in and what came out, so that a reader can follow it.

A secret alone proves nothing to a reader; a chain of steps, each with its inputs, its label and its output, can be
recomputed by hand. The hash functions that the steps need stand here too, by the names that cipher suites use.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from tlskit.finding import Citation

DIGEST_LENGTHS = {"MD5": 16, "SHA1": 20, "SHA224": 28, "SHA256": 32, "SHA384": 48, "SHA512": 64}
SSL30_PAD_LENGTHS = {"MD5": 48, "SHA1": 40}  # RFC 6101 section 5.2.3.1


class DerivationOperation(Enum):
    """What a step does with its inputs."""

    HKDF_EXTRACT = "HKDF-Extract"
    HKDF_EXPAND_LABEL = "HKDF-Expand-Label"
    DERIVE_SECRET = "Derive-Secret"  # noqa: S105 - an operation of RFC 8446 section 7.1
    HMAC = "HMAC"
    PRF = "PRF"
    HASH = "hash"
    SPLIT = "split"
    CONCATENATION = "concatenation"


class DerivationStep(FrozenValue):
    """``inputs`` are named as in the RFC, ``label`` is what makes this output different from its siblings."""

    name: str
    operation: DerivationOperation
    inputs: tuple[tuple[str, bytes], ...]
    output: bytes
    section: Citation
    hash_name: str = ""
    label: str = ""


def digest(hash_name: str, *parts: bytes) -> bytes:
    """Hash the parts one after the other."""
    import hashlib  # loads OpenSSL a second time, and most captures come without keys

    state = hashlib.new(hash_name, usedforsecurity=False)  # nothing is protected here: what was sent is read again
    for part in parts:
        state.update(part)
    return state.digest()


def hmac(hash_name: str, key: bytes, data: bytes) -> bytes:
    """HMAC (RFC 2104)."""
    import hmac as standard_hmac  # as above

    return standard_hmac.digest(key, data, hash_name)
