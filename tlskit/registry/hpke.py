"""What Hybrid Public Key Encryption is made of: RFC 9180 section 7."""

from __future__ import annotations

from tlskit.registry.code_point import CodePoint
from tlskit.registry.tables.hpke import HpkeAeadTable, HpkeKdfTable, HpkeKemTable


class HpkeKem(HpkeKemTable, CodePoint, registry="HPKE KEM Identifiers", width=2):
    """How a key is encapsulated."""

    __slots__ = ()


class HpkeKdf(HpkeKdfTable, CodePoint, registry="HPKE KDF Identifiers", width=2):
    """How keys are derived."""

    __slots__ = ()


class HpkeAead(HpkeAeadTable, CodePoint, registry="HPKE AEAD Identifiers", width=2):
    """How the message is sealed."""

    __slots__ = ()
