"""Does each certificate promise the TLS features that its CA's certificate demands? (RFC 7633 section 4.2.2)"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tlskit.chain.path.policy import Conformance
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription, ExtensionType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import PathEnd
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef


class NotInherited(
    Finding,
    id="chain.tls_feature.not_inherited",
    severity=Severity.WARNING,
    cites=Citation("RFC 7633", "4.2.2"),
    alert=AlertDescription.bad_certificate,
):
    """The CA's certificate demands TLS features of whatever it issues, and the certificate lacks some of them.

    A TLS feature says that the server answers a TLS extension, as status_request with a stapled OCSP response ("must
    staple"). In a CA certificate it is a constraint: what the CA issues must have the same features or more. GnuTLS
    refuses such a chain; OpenSSL and Go do not look. Where the profile is enforced the chain is refused here, too.
    """

    summary = "lacks the TLS features that {required_by} demands of what it issues: {missing}"
    remedy = 'Have "{certificate}" issued with these TLS features, and let its server answer them.'
    certificate: CertificateRef
    required_by: CertificateRef
    missing: tuple[str, ...]


KINDS = (NotInherited,)

_SHOWN = 20


def check_path(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """Compare each certificate with the one that issued it."""
    del end
    for certificate, issuer in pairwise(certificates):
        if demanded := issuer.tls_features:
            missing = sorted(set(demanded) - set(certificate.tls_features))
            if missing:
                finding = NotInherited(
                    certificate=certificate.ref,
                    required_by=issuer.ref,
                    missing=tuple(map(_name, missing[:_SHOWN])),
                )
                enforced = policy.conformance is Conformance.ENFORCE
                yield finding.at_severity(Severity.ERROR) if enforced else finding


def _name(feature: int) -> str:
    """Name a TLS extension; a number that is none stays one."""
    return ExtensionType(feature).label if 0 <= feature < 1 << 16 else str(feature)
