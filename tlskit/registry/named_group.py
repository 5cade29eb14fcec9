"""Groups for key exchange: RFC 8446 section 4.2.7, RFC 7919, RFC 8422, and the post-quantum drafts.

What kind of group it is, and the halves of a hybrid, are read from the name.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import NamedTuple

from tlskit.registry.code_point import GREASE_16_BIT, CodePoint
from tlskit.registry.tables.named_group import NamedGroupTable


class GroupKind(Enum):
    """What the secret of a group rests on."""

    EC = "elliptic curve"
    FFDHE = "finite field"
    HYBRID = "elliptic curve and post-quantum"
    POST_QUANTUM = "post-quantum"


class KeyShareSize(NamedTuple):
    """The bytes of ``key_exchange`` in a KeyShareEntry."""

    client: int
    server: int


class NamedGroup(NamedGroupTable, CodePoint, registry="TLS Supported Groups", width=2, grease=GREASE_16_BIT):
    """A group for key exchange."""

    __slots__ = ()

    @property
    def kind(self) -> GroupKind | None:
        """What the secret rests on; None where the number is unknown."""
        return group_kind(self.name) if self.name else None

    @property
    def components(self) -> tuple[str, ...]:
        """The names of the halves of a hybrid, in the order of the bytes in its key share; empty for another."""
        return hybrid_components(self.name or "")

    @property
    def key_share_size(self) -> KeyShareSize | None:
        """The size of its key shares, where it is fixed and we know it."""
        sizes = [KEY_SHARE_SIZES.get(name) for name in self.components or (self.name or "",)]
        known = [size for size in sizes if size]
        if len(known) < len(sizes):
            return None
        return KeyShareSize(sum(size.client for size in known), sum(size.server for size in known))


def _same(size: int) -> KeyShareSize:
    return KeyShareSize(size, size)


KEY_SHARE_SIZES = {
    # RFC 8446 section 4.2.8.2: points are uncompressed
    "secp256r1": _same(65),
    "secp384r1": _same(97),
    "secp521r1": _same(133),
    "x25519": _same(32),
    "x448": _same(56),
    # RFC 8734 section 3
    "brainpoolP256r1tls13": _same(65),
    "brainpoolP384r1tls13": _same(97),
    "brainpoolP512r1tls13": _same(129),
    "curveSM2": _same(65),  # RFC 8998 section 3.2.1
    # RFC 8446 section 4.2.8.1
    "ffdhe2048": _same(256),
    "ffdhe3072": _same(384),
    "ffdhe4096": _same(512),
    "ffdhe6144": _same(768),
    "ffdhe8192": _same(1024),
    # FIPS 203 section 8: encapsulation key and ciphertext; those of round 3 are as long
    "MLKEM512": KeyShareSize(800, 768),
    "MLKEM768": KeyShareSize(1184, 1088),
    "MLKEM1024": KeyShareSize(1568, 1568),
    "Kyber512": KeyShareSize(800, 768),
    "Kyber768": KeyShareSize(1184, 1088),
}
"""The size of the key shares of what is no hybrid; of those that stand in TLS 1.3."""


def group_kind(name: str) -> GroupKind:
    """Return what the secret of the group with this name rests on."""
    if name.startswith("ffdhe"):
        return GroupKind.FFDHE
    if hybrid_components(name) or name == "CECPQ2":
        return GroupKind.HYBRID
    return GroupKind.EC if re.match(_CURVE, name) else GroupKind.POST_QUANTUM


@cache
def hybrid_components(name: str) -> tuple[str, ...]:
    """Return the halves of the hybrid with this name, in the order of their bytes; nothing if it is none.

    X25519MLKEM768 alone has the post-quantum half first (draft-ietf-tls-ecdhe-mlkem section 4).
    """
    hybrid = re.match(_HYBRID, name)
    if not hybrid:
        return ()
    curve, other = _CURVES[hybrid["curve"]], hybrid["other"]
    return (other, curve) if name == "X25519MLKEM768" else (curve, other)


_CURVE = r"sec[pt]\d|brainpool|x25519$|x448$|curveSM2$|GC\d|arbitrary_explicit"
_HYBRID = r"(?P<curve>X25519|SecP\d+r1|curveSM2|p\d+_)(?P<other>.+?)(Draft00)?( |$)"
_CURVES = {
    "X25519": "x25519",
    "SecP256r1": "secp256r1",
    "SecP384r1": "secp384r1",
    "curveSM2": "curveSM2",
    "p256_": "secp256r1",
    "p384_": "secp384r1",
    "p521_": "secp521r1",
}
