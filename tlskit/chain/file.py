"""What is in a file, judged: each certificate for itself, its place among the others, and whether a key fits it.

No path is built and nothing is trusted here: that is :mod:`tlskit.chain.inspect`.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from tlskit.chain.path.checks import CERTIFICATE_CHECKS, READABILITY, Role
from tlskit.chain.path.policy import Purpose, ValidationPolicy
from tlskit.core import FrozenValue
from tlskit.finding import Citation, Finding
from tlskit.registry import oid
from tlskit.x509 import (
    CertificateItem,
    PrivateKeyItem,
    PublicKeyItem,
    RequestItem,
    SignatureOutcome,
    lenient_names,
    load_public_key,
    read_items,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tlskit.finding import Severity
    from tlskit.x509 import Certificate, CertificateRef, GeneralName, Item


class KeyMismatch(
    Finding,
    id="chain.file.key_mismatch",
    cites=(Citation("RFC 8446", "4.4.3"), Citation("RFC 5280", "4.1.2.7")),
):
    """A private key stands next to certificates, and its public half is in none of them.

    A server proves with the private key that the certificate is its own. With another key it does not start, or every
    handshake fails. The usual cause is a renewal with a new key of which one of two files was copied.
    """

    summary = "has another public key than private key {position} ({key})"
    remedy = "Find the key that the certificate was issued for, or have a certificate issued for this key."
    certificate: CertificateRef
    position: int
    key: str


KINDS = (KeyMismatch,)


class ChainLink(Enum):
    """How a certificate stands to the next one in the file."""

    LAST = "last"
    ISSUED_BY_NEXT = "issued by the next"
    NAMES_NEXT = "names the next as its issuer, but is not signed with its key"
    UNCHECKED = "names the next as its issuer; the signature cannot be checked"
    UNRELATED = "not issued by the next"


class KeyMatch(FrozenValue):
    """A thing with the same public key: in this file, or in the other that ``file`` names."""

    kind: str
    position: int
    file: str = ""


class FileReport(FrozenValue):
    """``fits`` and ``links`` are by position. ``findings`` are in the order of the items, the gravest first in each."""

    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    fits: dict[int, tuple[KeyMatch, ...]]
    links: dict[int, ChainLink]
    by_item: dict[int, tuple[Finding, ...]]
    at: datetime

    @property
    def certificates(self) -> tuple[CertificateItem, ...]:
        """The certificates in order."""
        return tuple(item for item in self.items if isinstance(item, CertificateItem))

    @property
    def private_keys(self) -> tuple[PrivateKeyItem, ...]:
        """The private keys in order."""
        return tuple(item for item in self.items if isinstance(item, PrivateKeyItem))

    @property
    def is_in_order(self) -> bool:
        """Whether there are several certificates, each issued by the next."""
        links = [self.links[item.position] for item in self.certificates]
        return len(links) > 1 and set(links[:-1]) == {ChainLink.ISSUED_BY_NEXT}

    @property
    def is_out_of_order(self) -> bool:
        """Whether a certificate was issued by one in the file that is not the next."""
        subjects = [item.certificate.subject for item in self.certificates]
        known = {subject for subject in subjects if subject}
        return any(
            item.certificate.issuer in known
            and not item.certificate.is_self_issued
            and self.links[item.position] in (ChainLink.UNRELATED, ChainLink.LAST)
            for item in self.certificates
        )

    def worst(self) -> Severity | None:
        """Return the gravest severity, None without findings."""
        return max((finding.severity for finding in self.findings), default=None)


def inspect_file(
    contents: bytes | Sequence[Item], *, at: datetime, others: Sequence[tuple[str, Sequence[Item]]] = ()
) -> FileReport:
    """Say what is in a file, PEM, DER, PKCS#7 or PKCS#12, and what is wrong with each thing as of a time.

    ``contents``: the file's bytes, or what :func:`tlskit.x509.read_items` made of them, which opens what is encrypted.
    ``others``: the names of further files and what is in them; a key may fit a certificate there.

    Raises :class:`~tlskit.errors.InputError` for bytes in which nothing is known.
    """
    items = read_items(contents) if isinstance(contents, bytes) else contents
    elsewhere = [(name, _public_halves(found)) for name, found in others]
    here = _public_halves(items)
    fits = {item.position: _fits(item, here, elsewhere) for item in items if isinstance(item, PrivateKeyItem)}
    policy = ValidationPolicy(at=at, purpose=Purpose.ANY)
    given = [item for _, found in (("", items), *others) for item in found if isinstance(item, CertificateItem)]
    by_item = {item.position: tuple(_findings(item, policy, fits, given)) for item in items}
    certificates = [item for item in items if isinstance(item, CertificateItem)]
    return FileReport(
        items=tuple(items),
        findings=tuple(finding for item in items for finding in by_item[item.position]),
        fits=fits,
        links=dict(_links(certificates)),
        by_item=by_item,
        at=policy.at,
    )


def role_of(certificate: Certificate) -> Role:
    """Return the part that a certificate would play: a CA that is self-signed is held to what an anchor is held to."""
    if not certificate.is_ca:
        return Role.END_ENTITY
    own = certificate.is_self_issued and verify(certificate, certificate) is SignatureOutcome.VALID
    return Role.ANCHOR if own else Role.INTERMEDIATE


def subject_alt_name(certificate: Certificate) -> tuple[GeneralName, ...]:
    """Return the names of a certificate; where the extension is damaged, those that can be read."""
    found = certificate.by_oid.get(oid.SUBJECT_ALT_NAME)
    return certificate.subject_alt_name or (() if found is None else lenient_names(found.value))


def _findings(
    item: Item, policy: ValidationPolicy, fits: dict[int, tuple[KeyMatch, ...]], given: Sequence[CertificateItem]
) -> Iterator[Finding]:
    if isinstance(item, CertificateItem):
        role = role_of(item.certificate)
        found = [
            finding
            for check in CERTIFICATE_CHECKS
            if role in check.roles or check is READABILITY
            for finding in check.run(item.certificate, role, policy)
        ]
        yield from sorted(dict.fromkeys(found), key=lambda finding: -finding.severity)
    if isinstance(item, PrivateKeyItem) and item.facts.public_key_info and given:
        fitting = any(fit.kind == CertificateItem.kind for fit in fits[item.position])
        if not fitting:
            yield KeyMismatch(certificate=given[0].certificate.ref, position=item.position, key=item.facts.key)


def _public_halves(items: Iterable[Item]) -> list[tuple[Item, bytes]]:
    found: list[tuple[Item, bytes]] = []
    for item in items:
        match item:
            case CertificateItem():
                found.append((item, item.certificate.subject_public_key_info))
            case RequestItem():
                found.append((item, item.request.subject_public_key_info))
            case PublicKeyItem():
                found.append((item, item.public_key_info))
    return found


def _fits(
    key: PrivateKeyItem, here: list[tuple[Item, bytes]], elsewhere: list[tuple[str, list[tuple[Item, bytes]]]]
) -> tuple[KeyMatch, ...]:
    wanted = key.facts.public_key_info
    if not wanted:
        return ()
    places = [("", here), *elsewhere]
    return tuple(
        KeyMatch(item.kind, item.position, name)
        for name, halves in places
        for item, info in halves
        if same_key(info, wanted)
    )


def same_key(one: bytes, other: bytes) -> bool:
    """Compare public keys by their encoding, and where that differs by what ``cryptography`` reads from it."""
    if one == other:
        return True
    first, second = load_public_key(one)[0], load_public_key(other)[0]
    return first is not None and first == second


def _links(certificates: Sequence[CertificateItem]) -> Iterator[tuple[int, ChainLink]]:
    for item, following in pairwise(certificates):
        yield item.position, _link(item.certificate, following.certificate)
    if certificates:
        yield certificates[-1].position, ChainLink.LAST


def _link(certificate: Certificate, following: Certificate) -> ChainLink:
    if not certificate.issuer or certificate.issuer != following.subject:
        return ChainLink.UNRELATED
    match verify(certificate, following):
        case SignatureOutcome.VALID:
            return ChainLink.ISSUED_BY_NEXT
        case SignatureOutcome.INVALID | SignatureOutcome.NOT_ALLOWED:
            return ChainLink.NAMES_NEXT
    return ChainLink.UNCHECKED
