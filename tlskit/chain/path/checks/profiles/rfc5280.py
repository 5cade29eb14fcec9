"""The certificate profile of RFC 5280 section 4, as two tables: what is demanded of extensions, and of values.

Every rule knows its section, since when it holds (the profile asks it of whatever is relied on from that day, whenever
it was issued) and whether relying parties apply it or only issuers must keep it. Under ``Conformance.ENFORCE`` a breach
of the first kind is an error; all others are warnings. Rules about serial numbers do not judge trust anchors, which are
relied on for other reasons. Unless the profile is enforced, a rule that some client is known to apply is silent: the
finding of :mod:`tlskit.chain.path.checks.interop` that names the client stands for it; and one that no client applies
is a notice.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tlskit.chain.path.checks.profiles import rfc5280_lint as lint
from tlskit.chain.path.checks.profiles import rfc5280_values as values
from tlskit.chain.path.checks.profiles.rule import (
    MARKS,
    AppliedBy,
    Clients,
    ExtensionFault,
    ExtensionRule,
    ExtensionTable,
    Presence,
    ValueRule,
    ca,
    every,
    extension_breach,
    is_left,
    nameless,
    no_ca,
    weighed,
)
from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.policy import Profile
from tlskit.core import BoundedCache
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import oid
from tlskit.x509 import V1, Certificate, CertificateRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tlskit.chain.path.policy import ValidationPolicy


class ExtensionMissing(
    Finding, id="chain.rfc5280.extension_missing", severity=Severity.WARNING, cites=Citation("RFC 5280", "4.2")
):
    """An extension that the profile demands is absent.

    Path building and strict verifiers rely on it; lenient ones do not notice.
    """

    summary = "lacks {extension}, which section {section} demands"
    remedy = 'Have "{certificate}" issued again with {extension}.'
    certificate: CertificateRef
    extension: str
    section: str
    applied_by: str


class ExtensionForbidden(
    Finding, id="chain.rfc5280.extension_forbidden", severity=Severity.WARNING, cites=Citation("RFC 5280", "4.2")
):
    """An extension stands in a certificate of a kind in which it has no meaning.

    Strict verifiers refuse the certificate.
    """

    summary = "has {extension}, which section {section} allows only in CA certificates"
    remedy = 'Have "{certificate}" issued again without {extension}.'
    certificate: CertificateRef
    extension: str
    section: str
    applied_by: str


class ExtensionCriticality(
    Finding, id="chain.rfc5280.extension_criticality", severity=Severity.WARNING, cites=Citation("RFC 5280", "4.2")
):
    """An extension is marked critical where the profile forbids it, or not marked where it is demanded.

    The mark decides what software that does not know the extension does with the certificate. OpenSSL refuses a
    certificate whose key identifiers or authorityInfoAccess are critical, with error 34, "unhandled critical
    extension"; Go accepts it.
    """

    summary = "marks {extension} as {marked}; section {section} demands {demanded}{refused_by}"
    remedy = 'Have "{certificate}" issued again with {extension} {demanded}.'
    certificate: CertificateRef
    extension: str
    section: str
    marked: str
    demanded: str
    applied_by: str

    @property
    def refused_by(self) -> str:
        """Name the client that refuses what is accepted here."""
        refused = self.marked == MARKS[True] and self.extension in _REFUSED_BY_OPENSSL
        return ", and OpenSSL refuses it (error 34)" if refused else ""


_REFUSED_BY_OPENSSL = frozenset(
    map(oid.extension_name, (oid.SUBJECT_KEY_IDENTIFIER, oid.AUTHORITY_KEY_IDENTIFIER, oid.AUTHORITY_INFO_ACCESS))
)


class ProfileValue(Finding, id="chain.rfc5280.value", severity=Severity.WARNING, cites=Citation("RFC 5280", "4")):
    """A field or an extension holds a value that the profile does not allow.

    Strict verifiers refuse the certificate; lenient ones may read the value in different ways.
    """

    summary = "{breach} (section {section})"
    remedy = 'Have the CA issue "{certificate}" again within the profile.'
    certificate: CertificateRef
    breach: str
    section: str
    applied_by: str


KINDS = (ExtensionMissing, ExtensionForbidden, ExtensionCriticality, ProfileValue)


_RFC2459 = date(1999, 1, 1)
_RFC5280 = date(2008, 5, 1)
_CRITICAL, _NOT_CRITICAL = True, False
_NAMED, _NONE = Clients.NAMED, Clients.NONE


def _issued_ca(certificate: Certificate, role: Role) -> bool:
    return role is not Role.ANCHOR and ca(certificate, role)


def _ca_or_anchor(certificate: Certificate, role: Role) -> bool:
    return certificate.is_ca or role is Role.ANCHOR


def _issued(certificate: Certificate, role: Role) -> bool:
    """An anchor is where path building ends: nothing above it is looked for, whoever issued it."""
    return role is not Role.ANCHOR and not certificate.is_self_issued


_OPTIONAL, _REQUIRED = Presence.OPTIONAL, Presence.REQUIRED
EXTENSION_RULES = ExtensionTable(
    ExtensionRule(oid.AUTHORITY_KEY_IDENTIFIER, _issued, _REQUIRED, _NOT_CRITICAL, "4.2.1.1", clients=_NAMED),
    ExtensionRule(oid.AUTHORITY_KEY_IDENTIFIER, every, _OPTIONAL, _NOT_CRITICAL, "4.2.1.1", clients=_NAMED),
    ExtensionRule(oid.SUBJECT_KEY_IDENTIFIER, ca, _REQUIRED, _NOT_CRITICAL, "4.2.1.2", clients=_NAMED),
    ExtensionRule(oid.SUBJECT_KEY_IDENTIFIER, every, _OPTIONAL, _NOT_CRITICAL, "4.2.1.2", clients=_NAMED),
    ExtensionRule(oid.KEY_USAGE, _issued_ca, _REQUIRED, None, "4.2.1.3", clients=_NAMED),
    ExtensionRule(oid.SUBJECT_ALT_NAME, nameless, _REQUIRED, _CRITICAL, "4.2.1.6", clients=_NAMED),
    ExtensionRule(oid.SUBJECT_DIRECTORY_ATTRIBUTES, every, _OPTIONAL, _NOT_CRITICAL, "4.2.1.8", clients=_NAMED),
    # An issuer without it is not a CA at all, which chain.basic_constraints.not_a_ca says.
    ExtensionRule(oid.BASIC_CONSTRAINTS, _ca_or_anchor, _REQUIRED, _CRITICAL, "4.2.1.9", clients=_NAMED),
    ExtensionRule(oid.NAME_CONSTRAINTS, ca, _OPTIONAL, _CRITICAL, "4.2.1.10", clients=_NONE),
    ExtensionRule(oid.NAME_CONSTRAINTS, no_ca, Presence.FORBIDDEN, None, "4.2.1.10"),
    ExtensionRule(oid.POLICY_CONSTRAINTS, every, _OPTIONAL, _CRITICAL, "4.2.1.11"),
    ExtensionRule(oid.INHIBIT_ANY_POLICY, every, _OPTIONAL, _CRITICAL, "4.2.1.14"),
    ExtensionRule(oid.FRESHEST_CRL, every, _OPTIONAL, _NOT_CRITICAL, "4.2.1.15", clients=_NAMED),
    ExtensionRule(oid.AUTHORITY_INFO_ACCESS, every, _OPTIONAL, _NOT_CRITICAL, "4.2.2.1", clients=_NAMED),
    ExtensionRule(oid.SUBJECT_INFO_ACCESS, every, _OPTIONAL, _NOT_CRITICAL, "4.2.2.2", clients=_NAMED),
)
"""Presence x criticality, extension by extension. Where two rules name one extension, both are applied."""

VALUE_RULES = (
    ValueRule(values.serial_number_zero, "4.1.2.2", since=_RFC5280, individual=True, clients=_NONE),
    ValueRule(values.serial_number, "4.1.2.2", since=_RFC5280, individual=True, clients=_NAMED),
    ValueRule(values.version, "4.1.2.1"),
    ValueRule(values.default_version, "4.1.2.1", individual=True),
    ValueRule(values.version_of_extensions, "4.1.2.1", clients=_NAMED),
    ValueRule(values.issuer_name, "4.1.2.4", clients=_NAMED),
    ValueRule(values.subject_name, "4.1.2.6", clients=_NAMED),
    # Applications must be able to process either encoding, whatever the year.
    ValueRule(values.times, "4.1.2.5", applied_by=AppliedBy.ISSUERS, individual=True, clients=_NONE),
    ValueRule(values.booleans, "4.1", individual=True),
    ValueRule(values.attribute_order, "4.1", individual=True),
    ValueRule(values.authority_key_identifier, "4.2.1.1", extension=oid.AUTHORITY_KEY_IDENTIFIER, clients=_NAMED),
    ValueRule(values.key_usage_without_ca, "4.2.1.9", extension=oid.KEY_USAGE, clients=_NAMED),
    ValueRule(values.key_usage_empty, "4.2.1.3", _RFC5280, AppliedBy.ISSUERS, oid.KEY_USAGE),
    ValueRule(
        values.path_length, "4.2.1.9", applied_by=AppliedBy.ISSUERS, extension=oid.BASIC_CONSTRAINTS, clients=_NAMED
    ),
    ValueRule(values.extended_key_usage, "4.2.1.12", extension=oid.EXTENDED_KEY_USAGE),
    ValueRule(values.no_alt_name, "4.2.1.6", extension=oid.SUBJECT_ALT_NAME, individual=True, clients=_NAMED),
    ValueRule(values.subject_alt_name, "4.2.1.6", extension=oid.SUBJECT_ALT_NAME, individual=True),
    ValueRule(values.underscores, "4.2.1.6", extension=oid.SUBJECT_ALT_NAME, individual=True, clients=_NONE),
    ValueRule(values.name_constraints, "4.2.1.10", extension=oid.NAME_CONSTRAINTS),
    ValueRule(values.leading_period, "4.2.1.10", extension=oid.NAME_CONSTRAINTS, clients=_NONE),
    # What 6.1.3 (d) does with each policy would be done twice; Go refuses such certificates, too.
    ValueRule(values.certificate_policies, "4.2.1.4", extension=oid.CERTIFICATE_POLICIES),
    # "Certificate users SHOULD gracefully handle" longer ones.
    ValueRule(
        values.user_notice, "4.2.1.4", applied_by=AppliedBy.ISSUERS, extension=oid.CERTIFICATE_POLICIES, clients=_NONE
    ),
    # "It SHOULD be a non-critical extension".
    ValueRule(
        values.ocsp_no_check,
        "4.2.2.2.1 of RFC 6960",
        applied_by=AppliedBy.ISSUERS,
        extension=oid.OCSP_NO_CHECK,
        clients=_NAMED,
    ),
    ValueRule(values.policy_mappings, "4.2.1.5", extension=oid.POLICY_MAPPINGS),
    # What clients do with an empty one "is not addressed in this profile".
    ValueRule(values.policy_constraints, "4.2.1.11", applied_by=AppliedBy.ISSUERS, extension=oid.POLICY_CONSTRAINTS),
)


_LINTERS = AppliedBy.LINTERS
LINT_RULES = (
    ValueRule(lint.key_usage_bits, "4.2.1.3", applied_by=_LINTERS, extension=oid.KEY_USAGE),
    ValueRule(lint.unique_identifiers, "4.1.2.8", applied_by=_LINTERS),
    ValueRule(lint.subject_characters, "4.1.2.6", applied_by=_LINTERS),
    ValueRule(lint.issuer_characters, "4.1.2.4", applied_by=_LINTERS),
    ValueRule(lint.attribute_types, "4.1.2.6", applied_by=_LINTERS),
    ValueRule(lint.attribute_lengths, "4.1.2.6", applied_by=_LINTERS),
    ValueRule(lint.country_length, "4.1.2.6", applied_by=_LINTERS),
    ValueRule(lint.directory_string_types, "4.1.2.6", applied_by=_LINTERS),
    ValueRule(lint.issuer_alt_name_empty, "4.2.1.7", applied_by=_LINTERS, extension=oid.ISSUER_ALT_NAME),
    ValueRule(
        lint.directory_attributes_empty,
        "4.2.1.8",
        applied_by=_LINTERS,
        extension=oid.SUBJECT_DIRECTORY_ATTRIBUTES,
    ),
    ValueRule(lint.distribution_points_empty, "4.2.1.13", applied_by=_LINTERS, extension=oid.CRL_DISTRIBUTION_POINTS),
    ValueRule(lint.freshest_crl_empty, "4.2.1.15", applied_by=_LINTERS, extension=oid.FRESHEST_CRL),
    ValueRule(lint.subject_info_empty, "4.2.2.2", applied_by=_LINTERS, extension=oid.SUBJECT_INFO_ACCESS),
)
"""What no client applies: asked where the policy says ``lint``."""

_INDIVIDUAL_RULES = tuple(rule for rule in VALUE_RULES if rule.individual)
Breaches = list[tuple[ValueRule, str]]

_SHORT = 4_096  # octets of a certificate that is worth keeping
_BREACHES: BoundedCache[tuple[bytes, Role], Breaches] = BoundedCache(1_000)

_KINDS = {
    ExtensionFault.MISSING: ExtensionMissing,
    ExtensionFault.FORBIDDEN: ExtensionForbidden,
    ExtensionFault.CRITICALITY: ExtensionCriticality,
}


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Apply both tables. What cannot be read at all is reported by the checks of its own."""
    today = policy.at.date()
    if today < _RFC2459:
        return
    bare = certificate.version == V1 and not certificate.extensions and role is not Role.ANCHOR
    for rule, found in () if bare else EXTENSION_RULES.faults(certificate):
        if today >= rule.since and rule.applies(certificate, role) and not is_left(rule, policy):
            finding = extension_breach(certificate, rule, found, _KINDS)
            yield _loosened(weighed(finding, rule.applied_by, role, policy, rule.clients), policy)
    yield from _value_findings(certificate, role, policy, _value_breaches(certificate, role))
    if policy.lint:
        yield from _value_findings(certificate, role, policy, _broken(LINT_RULES, certificate, role))


def check_individual(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterable[Finding]:
    """Apply the rules that a faultless template leaves open."""
    breaches = _broken(_INDIVIDUAL_RULES + LINT_RULES if policy.lint else _INDIVIDUAL_RULES, certificate, role)
    return _value_findings(certificate, role, policy, breaches) if breaches else ()


def _value_findings(
    certificate: Certificate, role: Role, policy: ValidationPolicy, breaches: Breaches
) -> Iterator[Finding]:
    today = policy.at.date()
    for rule, breach in breaches if today >= _RFC2459 else ():
        if today >= rule.since and not is_left(rule, policy):
            finding = ProfileValue(
                certificate=certificate.ref, breach=breach, section=rule.section, applied_by=rule.applied_by.value
            )
            yield weighed(finding, rule.applied_by, role, policy, rule.clients)


def _value_breaches(certificate: Certificate, role: Role) -> Breaches:
    """Return the rules about values that a certificate breaks in a role, which no policy changes: looked at once."""
    known = _BREACHES.get((certificate.der, role))
    if known is None:
        known = _broken(VALUE_RULES, certificate, role)
        if len(certificate.der) <= _SHORT:
            _BREACHES.keep((certificate.der, role), known)
    return known


def _broken(rules: Iterable[ValueRule], certificate: Certificate, role: Role) -> Breaches:
    held, found = certificate.by_oid, []
    for rule in rules:
        if not rule.extension or rule.extension in held:
            breach = rule.breach(certificate, role)
            if breach:
                found.append((rule, breach))
    return found


def _loosened(finding: Finding, policy: ValidationPolicy) -> Finding:
    """Baseline requirements, section 7.1.2.10.8: name constraints should be critical, but need not be."""
    if policy.profile is Profile.WEB_PKI and isinstance(finding, ExtensionCriticality):
        name_constraints = finding.evidence["extension"] == oid.extension_name(oid.NAME_CONSTRAINTS)
        return finding.at_severity(min(finding.severity, Severity.NOTICE)) if name_constraints else finding
    return finding
