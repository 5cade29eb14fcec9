"""The profile of public TLS certificates: the CA/B Forum's baseline requirements (BR 2.1.5), beside RFC 5280's.

Applied only where the policy asks for ``Profile.WEB_PKI``. Here are the kinds of findings and what applies the rules.
The rules are rows in :mod:`tlskit.chain.path.checks.profiles.web_pki_tables`, with section, date of introduction and
who keeps them: relying parties (an error under ``Conformance.ENFORCE``) or issuers alone (never more than a warning).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tlskit.chain.path.checks.profiles import web_pki_names as names
from tlskit.chain.path.checks.profiles import web_pki_tables as tables
from tlskit.chain.path.checks.profiles import web_pki_values as values
from tlskit.chain.path.checks.profiles.rule import ALWAYS, AppliedBy, ExtensionFault, extension_breach, weighed
from tlskit.chain.path.policy import Profile
from tlskit.finding import Citation, Finding, Severity
from tlskit.x509 import V3, Certificate, CertificateRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy

_PROFILES = Citation("CA/B BR", "7.1.2")


class _Breach(Finding):
    """What all of them have: ``since`` is the day of issue from which on the rule holds, or "always"."""

    certificate: CertificateRef
    section: str
    since: str
    applied_by: str


class WebPkiExtensionMissing(_Breach, id="chain.web_pki.extension_missing", severity=Severity.WARNING, cites=_PROFILES):
    """An extension that every public TLS certificate of this kind must have is absent.

    Public CAs cannot issue it so: it comes from a private CA, was made by hand, or is older than the rule.
    """

    summary = "lacks {extension}, which section {section} of the baseline requirements demands"
    remedy = 'Have "{certificate}" issued again with {extension}.'
    extension: str


class WebPkiExtensionForbidden(
    _Breach, id="chain.web_pki.extension_forbidden", severity=Severity.WARNING, cites=_PROFILES
):
    """An extension stands in a certificate of a kind that must not have it.

    In a root it would be a limit that clients do not agree on whether to apply.
    """

    summary = "has {extension}, which section {section} of the baseline requirements forbids in such a certificate"
    remedy = 'Have "{certificate}" issued again without {extension}.'
    extension: str


class WebPkiExtensionCriticality(
    _Breach, id="chain.web_pki.extension_criticality", severity=Severity.WARNING, cites=_PROFILES
):
    """An extension is marked critical where the baseline requirements forbid it, or not where they demand it.

    The mark decides what software that does not know the extension does with the certificate.
    """

    summary = "marks {extension} as {marked}; section {section} of the baseline requirements demands {demanded}"
    remedy = 'Have "{certificate}" issued again with {extension} {demanded}.'
    extension: str
    marked: str
    demanded: str


class WebPkiValue(_Breach, id="chain.web_pki.value", severity=Severity.WARNING, cites=Citation("CA/B BR", "7.1")):
    """A field or an extension holds a value that the baseline requirements do not allow.

    Public CAs check for it before they issue, and clients that hold certificates to the profile refuse it.
    """

    summary = "{breach} (baseline requirements, section {section})"
    remedy = 'Have the CA issue "{certificate}" again within the profile.'
    breach: str


class Key(
    _Breach,
    id="chain.web_pki.key",
    severity=Severity.WARNING,
    cites=(Citation("CA/B BR", "6.1.5"), Citation("CA/B BR", "6.1.6"), Citation("CA/B BR", "7.1.3.1")),
):
    """The public key is of a kind, a size or an encoding that public certificates must not have.

    Allowed are RSA from 2048 bits on and ECDSA on the named curves P-256, P-384 and P-521. That leaves out sound
    algorithms too, such as Ed25519 and ML-DSA: browsers do not accept them in certificates yet.
    """

    summary = "{breach} (baseline requirements, section {section})"
    remedy = 'Make an ECDSA key on P-256, or an RSA key of 2048 bits or more, and have "{certificate}" issued for it.'
    breach: str


class Name(
    _Breach,
    id="chain.web_pki.name",
    severity=Severity.WARNING,
    cites=(Citation("CA/B BR", "7.1.2.7.12"), Citation("CA/B BR", "7.1.4.3")),
):
    """A name in the certificate is not one, or not spelled as one, that public certificates may have.

    Clients compare subjectAltName alone. Whatever else shows a name must not show another one.
    """

    summary = "{breach} (baseline requirements, section {section})"
    remedy = 'Have "{certificate}" issued again for names of the public DNS, each written the same everywhere.'
    breach: str


class ValidityPeriod(
    _Breach, id="chain.web_pki.validity_period", severity=Severity.WARNING, cites=Citation("CA/B BR", "6.3.2")
):
    """The certificate is valid for longer than public certificates of its day of issue may be.

    Apple and Chrome refuse certificates of public CAs that are; those of locally installed CAs they let pass, mostly.
    The limit falls to 100 days on 2027-03-15 and to 47 days on 2029-03-15, so that renewal must be automatic.
    """

    summary = "is valid for {days} days; {maximum_days} are allowed if issued from {since} on (section {section})"
    remedy = 'Have "{certificate}" issued for {maximum_days} days or less, and renew automatically.'
    days: int
    maximum_days: int


class Wildcard(
    _Breach,
    id="chain.web_pki.wildcard",
    severity=Severity.WARNING,
    cites=(Citation("CA/B BR", "3.2.2.6"), Citation("RFC 9525", "7.1")),
):
    """A wildcard stands directly below a public suffix, so that it covers the domains of many owners.

    The private section of the list names domains whose owners give out names to their customers, as github.io. Section
    3.2.2.6 lets the owner of the whole name space have such a certificate, which cannot be seen from here.
    """

    summary = "has a wildcard below a public suffix ({section_of_list} section): {names} (list {list_version})"
    remedy = 'Have "{certificate}" issued for the names that are needed, or for a wildcard below a domain of your own.'
    names: tuple[str, ...]
    section_of_list: str
    list_version: str


class WildcardUndetermined(
    Finding,
    id="chain.web_pki.wildcard_undetermined",
    severity=Severity.INFO,
    cites=Citation("CA/B BR", "3.2.2.6"),
    undetermined=True,
):
    """Whether a wildcard stands directly below a public suffix was not checked: the list of suffixes is not there.

    Only a list can tell co.uk from example.uk.
    """

    summary = "has wildcards that were not compared with the public suffixes: {names} ({reason})"
    remedy = "Install the list: pip install 'tlskit[web-pki]'."
    certificate: CertificateRef
    names: tuple[str, ...]
    reason: str


KINDS = (
    WebPkiExtensionMissing,
    WebPkiExtensionForbidden,
    WebPkiExtensionCriticality,
    WebPkiValue,
    Key,
    Name,
    ValidityPeriod,
    Wildcard,
    WildcardUndetermined,
)


_KINDS = {
    ExtensionFault.MISSING: WebPkiExtensionMissing,
    ExtensionFault.FORBIDDEN: WebPkiExtensionForbidden,
    ExtensionFault.CRITICALITY: WebPkiExtensionCriticality,
}


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Apply the tables, the limits of validity and the list of public suffixes."""
    if policy.profile is not Profile.WEB_PKI:
        return
    bare = certificate.version != V3 and not certificate.extensions  # it could not carry them
    for rule, found in () if bare else tables.EXTENSION_RULES.faults(certificate):
        if _holds(rule.since, certificate) and rule.applies(certificate, role):
            finding = extension_breach(certificate, rule, found, _KINDS, since=_day(rule.since))
            yield weighed(finding, rule.applied_by, role, policy)
    lint = tables.LINT_RULES if policy.lint else ()
    tabled = (
        (Key, tables.KEY_RULES),
        (WebPkiValue, tables.VALUE_RULES),
        (Name, tables.NAME_RULES),
        (WebPkiValue, lint),
    )
    for kind, rows in tabled:
        for row in rows:
            if _holds(row.since, certificate) and not (row.said and row.said(policy)):
                breach = row.breach(certificate, role)
                if breach:
                    evidence = _evidence(certificate, row.section, row.since, row.applied_by)
                    yield weighed(kind(breach=breach, **evidence), row.applied_by, role, policy)
    if values.subscriber(certificate, role):
        yield from _validity_period(certificate)
        yield from _wildcards(certificate, role, policy)


def _holds(since: date, certificate: Certificate) -> bool:
    issued = certificate.not_before
    return since is ALWAYS or (issued is not None and issued.date() >= since)


def _day(since: date) -> str:
    return "always" if since is ALWAYS else since.isoformat()


def _evidence(certificate: Certificate, section: str, since: date, applied_by: AppliedBy) -> dict[str, Any]:
    return {
        "certificate": certificate.ref,
        "section": section,
        "since": _day(since),
        "applied_by": applied_by.value,
    }


def _validity_period(certificate: Certificate) -> Iterator[Finding]:
    period = values.validity_period(certificate)
    limit = next((item for item in tables.LONGEST_VALIDITY if _holds(item[0], certificate)), None)
    if period is None or limit is None or period <= timedelta(days=limit[1]):
        return
    evidence = _evidence(certificate, "6.3.2", limit[0], AppliedBy.ISSUERS)
    days = -(-period // timedelta(days=1))  # what is begun counts
    yield ValidityPeriod(days=days, maximum_days=limit[1], **evidence)


def _wildcards(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """One finding for each section of the list; the private one's weighs less where nothing is enforced."""
    found = names.wildcards(certificate, role)
    if not found:
        return
    try:
        suffixes = names.public_suffixes()
    except (ImportError, OSError):
        reason = "the package publicsuffixlist cannot be loaded"
        yield WildcardUndetermined(certificate=certificate.ref, names=found, reason=reason)
        return
    sections = [suffixes.section(name[2:]) for name in found]
    for section in ("ICANN", "private"):
        below = tuple(name for name, its in zip(found, sections, strict=True) if its == section)
        if below:
            breach = Wildcard(
                names=below,
                section_of_list=section,
                list_version=suffixes.version,
                **_evidence(certificate, "3.2.2.6", ALWAYS, AppliedBy.RELYING_PARTIES),
            )
            breach = breach if section == "ICANN" else breach.at_severity(Severity.NOTICE)
            yield weighed(breach, AppliedBy.RELYING_PARTIES, role, policy)
