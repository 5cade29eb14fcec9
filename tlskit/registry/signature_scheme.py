"""Signature schemes (RFC 8446 section 4.2.3) and the pairs of hash and signature that they were in TLS 1.2.

TLS 1.2 reads the two bytes apart (RFC 5246 section 7.4.1.4.1). Where TLS 1.3 gave a pair a name, that is its name;
another pair is named by its halves, as in ``sha224+dsa``.
"""

from __future__ import annotations

from tlskit.registry.code_point import GREASE_16_BIT, CodePoint
from tlskit.registry.tables.signature_scheme import HashAlgorithmTable, SignatureAlgorithmTable, SignatureSchemeTable

_LAST_HASH = 6  # RFC 8446 section 4.2.3: beyond sha512 the first byte is no hash


class HashAlgorithm(HashAlgorithmTable, CodePoint, registry="TLS HashAlgorithm"):
    """The first byte of a TLS 1.2 ``SignatureAndHashAlgorithm``."""

    __slots__ = ()


class SignatureAlgorithm(SignatureAlgorithmTable, CodePoint, registry="TLS SignatureAlgorithm"):
    """The second byte of a TLS 1.2 ``SignatureAndHashAlgorithm``."""

    __slots__ = ()


class SignatureScheme(SignatureSchemeTable, CodePoint, registry="TLS SignatureScheme", width=2, grease=GREASE_16_BIT):
    """How something is signed."""

    __slots__ = ()

    @property
    def hash(self) -> HashAlgorithm:
        """The hash, where TLS 1.2 reads the number as a pair."""
        return HashAlgorithm.read[self >> 8]

    @property
    def signature(self) -> SignatureAlgorithm:
        """The signature, where TLS 1.2 reads the number as a pair."""
        return SignatureAlgorithm.read[self & 0xFF]

    @property
    def name(self) -> str | None:
        """The name in TLS 1.3, or the pair's in TLS 1.2."""
        return super().name or self._pair()

    def _pair(self) -> str | None:
        is_pair = self.hash <= _LAST_HASH and self.signature <= SignatureAlgorithm.ecdsa
        return f"{self.hash}+{self.signature}" if is_pair else None
