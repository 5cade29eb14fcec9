"""Issuances, the edges of the graph of certificates: who may have issued whom, and how that is known (RFC 4158).

Also where a path ends without an anchor. Both leave findings, since both are the usual reasons why a path fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks import interop, interop_checks, key, signature
from tlskit.chain.path.checks.role import PathEnd
from tlskit.chain.path.checks.signature import InvalidSignature, NotAllowedByKey, UnsupportedSignature
from tlskit.core import FrozenValue, cached
from tlskit.finding import Citation, Finding
from tlskit.registry import AlertDescription
from tlskit.x509 import SignatureOutcome, algorithm_of, signature_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.x509 import Certificate, CertificateRef

_BUILDING = (Citation("RFC 5280", "6.1.3"), Citation("RFC 4158", "2"))


class MissingIssuer(Finding, id="chain.issuer.missing", cites=_BUILDING, alert=AlertDescription.unknown_ca):
    """The certificate of an issuer was not sent, so that no path leads from the end entity to a trusted root.

    A server must send every intermediate (RFC 8446 section 4.4.2). Some clients fetch or remember missing ones, as
    Chrome, Edge, Safari and Windows do; curl, OpenSSL, Python, Go, Java and Node do not: "works in Chrome, fails in
    curl".
    """

    summary = (
        'its issuer "{issuer_label}"{signed_by} was not sent{nor_trusted}; '
        "key id {key_identifier}, address {addresses}{filled}{above}"
    )
    remedy = 'Serve "{issuer_label}"{signed_by} after "{certificate}".{self_signed_hint}{root_hint}'
    certificate: CertificateRef
    issuer: str
    issuer_label: str
    issued_by: str = ""
    key_identifier: str = "not given"
    ca_issuers: tuple[str, ...] = ()
    pool_certificate: CertificateRef | None = None
    self_signed_twin_known: bool = False
    above_the_gap: CertificateRef | None = None
    may_be_root: bool = False

    @property
    def addresses(self) -> str:
        """The caIssuers addresses for the sentence."""
        return ", ".join(self.ca_issuers) or "not given"

    @property
    def signed_by(self) -> str:
        """Which of several certificates of that name is meant."""
        return f' signed by "{self.issued_by}"' if self.issued_by else ""

    @property
    def filled(self) -> str:
        """Whether the pool has it."""
        return "; the pool has it" if self.pool_certificate is not None else ""

    @property
    def above(self) -> str:
        """What was sent and seems to stand above the gap."""
        return f'; "{self.above_the_gap}" was sent and seems to stand above it' if self.above_the_gap else ""

    @property
    def nor_trusted(self) -> str:
        """The issuer of a CA may be a root, which need not be sent but must be trusted."""
        return " and is not in the trust store" if self.may_be_root else ""

    @property
    def root_hint(self) -> str:
        """What to do if the issuer is a root."""
        return (
            f' If "{self.issuer_label}" is a root, install it in the clients (--ca-file here).'
            if self.may_be_root
            else ""
        )

    @property
    def self_signed_hint(self) -> str:
        """A self-signed certificate of the same name and key is a tempting wrong answer."""
        hint = " The self-signed certificate of that name does not help: it is in no store that was asked."
        return hint if self.self_signed_twin_known else ""


class WrongKey(Finding, id="chain.issuer.wrong_key", cites=_BUILDING, alert=AlertDescription.unknown_ca):
    """A certificate with the issuer's name is there, but it is for another key than the one that signed.

    CAs change keys and keep names. The file is an old or a foreign one with the right name on it.
    """

    summary = (
        'its issuer "{issuer}" is there with another key: it was signed by key id {signed_by_key}, '
        "the certificate there has {key_identifier}"
    )
    remedy = 'Replace "{issuer}" by the certificate whose key id is {signed_by_key}; address {addresses}.'
    certificate: CertificateRef
    issuer: CertificateRef
    signed_by_key: str
    key_identifier: str
    ca_issuers: tuple[str, ...] = ()

    @property
    def addresses(self) -> str:
        """The caIssuers addresses for the sentence."""
        return ", ".join(self.ca_issuers) or "not given"


class SelfSigned(Finding, id="chain.issuer.self_signed", cites=_BUILDING, alert=AlertDescription.unknown_ca):
    """The certificate vouches for itself, and it is not in the trust store.

    Nobody else says that it belongs to the one it names.
    """

    summary = "is self-signed and not in the trust store"
    remedy = "Use a certificate from a CA that clients trust, or install this one as trusted in every client."
    certificate: CertificateRef


class UntrustedRoot(Finding, id="chain.issuer.untrusted_root", cites=_BUILDING, alert=AlertDescription.unknown_ca):
    """The path is complete up to a root, but the trust store does not have that root.

    Nothing is missing from what was sent. Either the root is a private one that must be installed in clients, or the
    clients' trust store is older or newer than the root.
    """

    summary = "is a root that the trust store does not have; sha256 {fingerprint}"
    remedy = "Install the root in the clients that must trust it (--ca-file here), or use a CA that they trust already."
    certificate: CertificateRef
    fingerprint: str


class PathLoop(Finding, id="chain.issuer.loop", cites=Citation("RFC 4158", "2.4.2"), alert=AlertDescription.unknown_ca):
    """Every certificate that could have issued this one is already below it in the path.

    CAs that certify one another lead nowhere unless one of them is also certified by a trusted root.
    """

    summary = 'its issuer "{issuer_label}" already stands below it: the path runs in a circle'
    remedy = "Serve an intermediate that is certified by a trusted root."
    certificate: CertificateRef
    issuer_label: str


NO_ISSUER = (MissingIssuer, WrongKey, SelfSigned, UntrustedRoot, PathLoop)
"""Why no issuer stands above a certificate: what a path's end, or the wrong certificate there, leaves."""

BAD_EDGE = (InvalidSignature, NotAllowedByKey, UnsupportedSignature)
"""An issuer stands there, but its key does not show that it signed."""

KINDS = (*NO_ISSUER, *interop.EDGE_KINDS)

ISSUER_KINDS = (*NO_ISSUER, *signature.KINDS)
"""About who issued what, and by which signature."""


class IssuerEdge(FrozenValue):
    """``issuer`` may have issued ``subject``: the names match."""

    issuer: Certificate
    subject: Certificate
    signature: SignatureOutcome

    @cached
    def key_identifiers(self) -> str:
        """Whether the key identifiers agree, differ or are not given."""
        return key_identifiers(self.issuer, self.subject)


def key_identifiers(issuer: Certificate, subject: Certificate) -> str:
    """Compare the subject's authority key identifier with the issuer's key identifier: agree, differ or not given."""
    wanted, held = subject.authority_key_id, issuer.subject_key_identifier
    if wanted is None or held is None:
        return "not given"
    return "agree" if wanted == held else "differ"


def colons(identifier: bytes | None) -> str:
    """Return a key identifier as people compare it, ``3f:9a:...``."""
    return "not given" if not identifier else identifier.hex(":")


def issuance_findings(issuance: IssuerEdge) -> Iterator[Finding]:
    """Say what is wrong with an edge, if anything is."""
    subject, issuer = issuance.subject, issuance.issuer
    match issuance.signature:
        case SignatureOutcome.VALID:
            yield from interop_checks.check_edge(subject, issuer)
        case SignatureOutcome.KEY_UNREADABLE:  # what the check of the issuer's key says too; no such edge is silent
            yield key.unusable(issuer) or key.uninherited(issuer)
        case SignatureOutcome.UNKNOWN_ALGORITHM:
            number = "not given" if subject.signature_algorithm is None else subject.signature_algorithm.oid
            known = algorithm_of(subject.signature_algorithm)
            yield UnsupportedSignature(certificate=subject.ref, algorithm=known.name if known else number)
        case SignatureOutcome.NOT_ALLOWED if subject.signature_algorithm is not None:
            yield NotAllowedByKey(
                certificate=subject.ref,
                issuer=issuer.ref,
                allowed=issuer.key_form.allowed,
                made=signature_words(subject.signature_algorithm),
            )
        case SignatureOutcome.INVALID if issuance.key_identifiers == "differ":
            yield WrongKey(
                certificate=subject.ref,
                issuer=issuer.ref,
                signed_by_key=colons(subject.authority_key_identifier.key_identifier),
                key_identifier=colons(issuer.subject_key_identifier),
                ca_issuers=subject.ca_issuers,
            )
        case SignatureOutcome.INVALID:
            yield InvalidSignature(certificate=subject.ref, issuer=issuer.ref)


def ending_findings(
    top: Certificate, ending: PathEnd, *, alone: bool, above: Certificate | None = None
) -> Iterator[Finding]:
    """Say why a path that ends at ``top`` is not anchored.

    ``alone``: the path is that one certificate; ``above``: what was served and leads on from beyond the gap.
    """
    match ending:
        case PathEnd.MISSING:
            if "certificate" not in top.problems:  # what cannot be read does not name its issuer either
                yield missing(top, above=above)
        case PathEnd.LOOP:
            yield PathLoop(certificate=top.ref, issuer_label=top.issuer.label)
        case PathEnd.UNTRUSTED_ROOT if alone:
            yield SelfSigned(certificate=top.ref)
        case PathEnd.UNTRUSTED_ROOT:
            yield UntrustedRoot(certificate=top.ref, fingerprint=top.sha256)


def missing(
    subject: Certificate,
    *,
    pooled: Certificate | None = None,
    self_signed_twin: bool = False,
    above: Certificate | None = None,
) -> MissingIssuer:
    """Describe the issuer that was not served; ``pooled`` is the certificate that would fill the gap."""
    identifier = subject.authority_key_identifier.key_identifier
    if identifier is None and pooled is not None:
        identifier = pooled.subject_key_identifier
    return MissingIssuer(
        certificate=subject.ref,
        issuer=str(subject.issuer),
        issuer_label=subject.issuer.label,
        issued_by="" if pooled is None else pooled.issuer.label,
        key_identifier=colons(identifier),
        ca_issuers=subject.ca_issuers,
        pool_certificate=None if pooled is None else pooled.ref,
        self_signed_twin_known=self_signed_twin,
        above_the_gap=None if above is None else above.ref,
        may_be_root=pooled is None and above is None and subject.is_ca,
    )
