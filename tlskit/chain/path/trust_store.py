"""The certificates that a path may be built from, and where each comes from."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue, cached
from tlskit.x509 import Certificate, known_name, subject_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tlskit.x509 import DistinguishedName, TrustSettings


class Origin(Enum):
    """Where a certificate was found. One that was found in several places counts for the first of these."""

    TRUST_STORE = "trust store"
    SERVED = "served"
    POOL = "pool"


class TrustAnchor(FrozenValue):
    """A root that the relying party trusts (RFC 5280 section 6.1.1 (d)), given as a certificate.

    ``settings`` say for which purposes, where OpenSSL's TRUSTED CERTIFICATE gave it; None is for all.
    """

    certificate: Certificate
    settings: TrustSettings | None = None

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

    def __init__(self, anchors: Iterable[TrustAnchor | bytes], *, name: str = "the given certificates") -> None:
        """Take anchors, or the DER of their certificates, which are then read when they are needed.

        Duplicates by DER count once, with the settings of all of them.
        """
        self.name = name
        given = list(anchors)
        self.index = CertificateIndex(item.certificate if isinstance(item, TrustAnchor) else item for item in given)
        self._settings: dict[bytes, TrustSettings] = {}
        for item in given:
            if isinstance(item, TrustAnchor) and item.settings is not None:
                known = self._settings.get(item.certificate.der)
                self._settings[item.certificate.der] = item.settings if known is None else known.joined(item.settings)

    def __repr__(self) -> str:
        return f"TrustStore({self.name!r}, {len(self)} anchors)"

    def __len__(self) -> int:
        return len(self.index)

    @property
    def anchors(self) -> tuple[TrustAnchor, ...]:
        """All anchors, read."""
        return tuple(TrustAnchor(item, self.settings(item)) for item in self.index)

    def settings(self, anchor: Certificate) -> TrustSettings | None:
        """Return the trust settings of an anchor, None where its trust is not limited."""
        return self._settings.get(anchor.der) if self._settings else None


class CertificateIndex:
    """Certificates by subject name, in the order given. Names are compared as RFC 5280 section 7.1 says.

    One that is given as DER stays unread until a name asks for it: of a store's 118 roots a path needs one or two.
    """

    def __init__(self, certificates: Iterable[Certificate | bytes]) -> None:
        """Keep the certificates, or the DER of certificates, without duplicates."""
        self._held: dict[bytes, Certificate | None] = {}
        for item in certificates:
            encoded, certificate = (item.der, item) if isinstance(item, Certificate) else (item, None)
            self._held.setdefault(encoded, certificate)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, certificate: Certificate) -> bool:
        return certificate.der in self._held

    def __iter__(self) -> Iterator[Certificate]:
        return map(self._certificate, self._held)

    def _certificate(self, encoded: bytes) -> Certificate:
        certificate = self._held[encoded]
        if certificate is None:
            certificate = self._held[encoded] = Certificate(encoded)
        return certificate

    @cached
    def _by_name(self) -> dict[DistinguishedName, list[bytes]]:
        """The DER by subject."""
        by_name: dict[DistinguishedName, list[bytes]] = defaultdict(list)
        for encoded, certificate in self._held.items():
            subject = known_name(subject_encoding(encoded)) if certificate is None else certificate.subject
            by_name[subject].append(encoded)
        return by_name

    def named(self, name: DistinguishedName) -> list[Certificate]:
        """Return the certificates whose subject is ``name``."""
        return [self._certificate(encoded) for encoded in self._by_name.get(name, ())] if self._held else []
