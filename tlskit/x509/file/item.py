"""The things that are found in a file, each with its kind, its place and the name that it goes by.

A private key is here as what may be known of it; its bytes are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from tlskit.x509.certificate import Certificate
    from tlskit.x509.certification_request import CertificationRequest
    from tlskit.x509.crl import CertificateRevocationList
    from tlskit.x509.file.private_key import KeyFacts


class Item(FrozenValue):
    """``position`` counts from 1; ``where`` is a line or a byte offset; ``label`` is a short name, safe to show.

    ``problem`` is why it could not be read, empty where it could or where the thing itself holds its problems.
    """

    kind: ClassVar[str] = "item"

    position: int
    where: str
    label: str
    problem: str


class CertificateItem(Item):
    """A certificate; ``friendly_name`` is what a PKCS#12 calls it."""

    kind: ClassVar[str] = "certificate"

    certificate: Certificate
    friendly_name: str = ""


class PrivateKeyItem(Item):
    """A private key; ``form`` is how it is kept (PKCS#8, OpenSSH, ...)."""

    kind: ClassVar[str] = "private key"

    form: str
    facts: KeyFacts

    @property
    def is_locked(self) -> bool:
        """Whether a password would be needed to say more."""
        return self.facts.encrypted and not self.facts.public_key_info


class PublicKeyItem(Item):
    """A public key alone; ``key`` is its kind and size."""

    kind: ClassVar[str] = "public key"

    key: str
    public_key_info: bytes


class RequestItem(Item):
    """A certificate request."""

    kind: ClassVar[str] = "certificate request"

    request: CertificationRequest


class CrlItem(Item):
    """A certificate revocation list; ``entries`` is how many it has, as far as they can be told apart."""

    kind: ClassVar[str] = "CRL"

    crl: CertificateRevocationList
    entries: int


class OtherItem(Item):
    """Anything else; ``label`` names it for what it is."""

    kind: ClassVar[str] = "other"
