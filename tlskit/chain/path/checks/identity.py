"""Is the certificate for the one that was asked for? (RFC 9525; matching is in :mod:`tlskit.chain.path.identity`)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.identity import match_identity, matching_entry
from tlskit.finding import Citation, Finding
from tlskit.registry import COMMON_NAME, SUBJECT_ALT_NAME, AlertDescription
from tlskit.x509 import NameForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef


class Mismatch(
    Finding,
    id="chain.identity.mismatch",
    cites=Citation("RFC 9525", "6"),
    alert=AlertDescription.bad_certificate,
):
    """None of the subject alternative names stands for the host, address or mailbox that was asked for.

    The client reached a server that holds a certificate for somebody else: a wrong virtual host, a missing SNI, a
    certificate that was issued without this name.
    """

    summary = 'is not for "{identity}": it has {names}{more}; nearest {nearest}: {reason}'
    remedy = 'Have the certificate issued with "{identity}" among its subject alternative names, or use a name that is.'
    certificate: CertificateRef
    identity: str
    names: tuple[str, ...]
    names_in_all: int
    nearest: str
    reason: str

    @property
    def more(self) -> str:
        """Say how many names there are where not all are shown."""
        count = len(self.names)
        return f" ({count} of {self.names_in_all:,} shown)" if count < self.names_in_all else ""


class NoSubjectAltName(
    Finding,
    id="chain.identity.no_subject_alt_name",
    cites=(Citation("RFC 9525", "2"), Citation("RFC 9525", "6")),
    alert=AlertDescription.bad_certificate,
):
    """The certificate has no subject alternative names, and the common name is not an identity.

    RFC 9525 ended the fallback to the common name; browsers, Go and Python have not used it for years.
    """

    summary = 'has no subject alternative names; its common name "{common_name}" does not count'
    remedy = 'Have the certificate issued with "{identity}" as a subject alternative name.'
    certificate: CertificateRef
    identity: str
    common_name: str


KINDS = (Mismatch, NoSubjectAltName)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Every identity must match an entry of its own form."""
    del role
    for identity in policy.identities:
        if SUBJECT_ALT_NAME not in certificate.by_oid:
            common_name = " ".join(certificate.subject.values(COMMON_NAME))
            yield NoSubjectAltName(certificate=certificate.ref, identity=str(identity), common_name=common_name)
            continue
        if matching_entry(certificate, identity) is None:
            match = match_identity(certificate, identity)
            names = [name for name in certificate.subject_alt_name if name.form in _IDENTIFYING]
            shown = tuple(name.text for name in names[:_SHOWN])
            nearest = "none" if match.entry is None else f'"{match.entry.text}"'
            yield Mismatch(
                certificate=certificate.ref,
                identity=str(identity),
                names=shown,
                names_in_all=len(names),
                nearest=nearest,
                reason=match.reason,
            )


_SHOWN = 20
_IDENTIFYING = (NameForm.DNS, NameForm.IP, NameForm.EMAIL)
