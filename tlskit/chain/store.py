"""The certificates that a path may be built from, and where each comes from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tlskit.chain.certificate import Certificate
    from tlskit.chain.name import DistinguishedName


class Origin(Enum):
    """Where a certificate was found. One that was found in several places counts for the first of these."""

    TRUST_STORE = "trust store"
    SERVED = "served"
    POOL = "pool"


@dataclass(frozen=True)
class TrustAnchor:
    """A root that the relying party trusts (RFC 5280 section 6.1.1 (d)), given as a certificate."""

    certificate: Certificate

    @property
    def name(self) -> DistinguishedName:
        """The trusted issuer name."""
        return self.certificate.subject

    @property
    def public_key_info(self) -> bytes:
        """The trusted public key as SubjectPublicKeyInfo."""
        return self.certificate.subject_public_key_info


class TrustStore:
    """A set of trust anchors with a name, which the verdict repeats: trust means nothing without saying whose."""

    def __init__(self, anchors: Iterable[TrustAnchor], *, name: str = "the given certificates") -> None:
        """Keep the anchors; duplicates by DER count once."""
        self.anchors = tuple(dict.fromkeys(anchors))
        self.name = name

    def __repr__(self) -> str:
        return f"TrustStore({self.name!r}, {len(self.anchors)} anchors)"

    @cached_property
    def index(self) -> NameIndex:
        """The anchors' certificates by subject name."""
        return NameIndex(anchor.certificate for anchor in self.anchors)


class NameIndex:
    """Certificates by subject name. Names are compared as RFC 5280 section 7.1 says; equal encodings need no work."""

    def __init__(self, certificates: Iterable[Certificate]) -> None:
        """Keep the order given."""
        self.certificates = tuple(dict.fromkeys(certificates))
        self._by_encoding: dict[bytes, list[Certificate]] = defaultdict(list)
        for certificate in self.certificates:
            self._by_encoding[certificate.subject.encoding].append(certificate)
        self._members = frozenset(self.certificates)

    def __contains__(self, certificate: Certificate) -> bool:
        return certificate in self._members

    @cached_property
    def _by_name(self) -> dict[DistinguishedName, list[bytes]]:
        names: dict[DistinguishedName, list[bytes]] = defaultdict(list)
        for encoding, held in self._by_encoding.items():
            names[held[0].subject].append(encoding)
        return names

    def named(self, name: DistinguishedName) -> Sequence[Certificate]:
        """Return the certificates whose subject is ``name``."""
        if not self._by_encoding:
            return ()
        encodings = self._by_name.get(name, ())
        return [certificate for encoding in encodings for certificate in self._by_encoding[encoding]]
