"""The certificate profile of RFC 5280 section 4, as two tables: what is demanded of extensions, and of values.

Every rule knows its section, since when it holds (the profile asks it of whatever is relied on from that day, whenever
it was issued) and whether relying parties apply it or only issuers must keep it. Under ``Conformance.ENFORCE`` a breach
of the first kind is an error; all others are warnings. Rules about serial numbers do not judge trust anchors, which are
relied on for other reasons.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from tlskit.chain import der
from tlskit.chain.certificate import V1, V3, Certificate, CertificateRef
from tlskit.chain.checks.role import Role
from tlskit.chain.extension import GeneralSubtree, KeyUsage
from tlskit.chain.general_name import GeneralName, NameForm, prefix_length
from tlskit.chain.validation_policy import Conformance, Profile, ValidationPolicy
from tlskit.finding.finding import Citation, Finding
from tlskit.finding.severity import Severity
from tlskit.finding.value import FrozenValue
from tlskit.registry import oid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class AppliedBy(Enum):
    """Who keeps a rule."""

    RELYING_PARTIES = "relying parties"
    ISSUERS = "issuers"


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

    The mark decides what software that does not know the extension does with the certificate.
    """

    summary = "marks {extension} as {marked}; section {section} demands {demanded}"
    remedy = 'Have "{certificate}" issued again with {extension} {demanded}.'
    certificate: CertificateRef
    extension: str
    section: str
    marked: str
    demanded: str
    applied_by: str


class Value(Finding, id="chain.rfc5280.value", severity=Severity.WARNING, cites=Citation("RFC 5280", "4")):
    """A field or an extension holds a value that the profile does not allow.

    Strict verifiers refuse the certificate; lenient ones may read the value in different ways.
    """

    summary = "{breach} (section {section})"
    remedy = 'Have the CA issue "{certificate}" again within the profile.'
    certificate: CertificateRef
    breach: str
    section: str
    applied_by: str


class Presence(Enum):
    """Whether an extension must be there."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"


_RFC2459 = date(1999, 1, 1)
_RFC5280 = date(2008, 5, 1)
_CRITICAL, _NOT_CRITICAL = True, False


class ExtensionRule(FrozenValue):
    """``critical`` is the demanded mark, None where either will do; ``applies`` says which certificates are meant."""

    oid: str
    applies: Callable[[Certificate, Role], bool]
    presence: Presence
    critical: bool | None
    section: str
    since: date = _RFC2459
    applied_by: AppliedBy = AppliedBy.RELYING_PARTIES


class ValueRule(FrozenValue):
    """``breach`` returns what is wrong, or the empty string."""

    breach: Callable[[Certificate, Role], str]
    section: str
    since: date = _RFC2459
    applied_by: AppliedBy = AppliedBy.RELYING_PARTIES


def _any(certificate: Certificate, role: Role) -> bool:
    del certificate, role
    return True


def _ca(certificate: Certificate, role: Role) -> bool:
    return certificate.is_ca or role is not Role.END_ENTITY


def _issued_ca(certificate: Certificate, role: Role) -> bool:
    return role is not Role.ANCHOR and _ca(certificate, role)


def _ca_or_anchor(certificate: Certificate, role: Role) -> bool:
    return certificate.is_ca or role is Role.ANCHOR


def _no_ca(certificate: Certificate, role: Role) -> bool:
    return not _ca(certificate, role)


def _not_self_signed(certificate: Certificate, role: Role) -> bool:
    del role
    return not certificate.is_self_issued


def _nameless(certificate: Certificate, role: Role) -> bool:
    del role
    return not certificate.subject


_OPTIONAL, _REQUIRED = Presence.OPTIONAL, Presence.REQUIRED
EXTENSION_RULES = (
    ExtensionRule(oid.AUTHORITY_KEY_IDENTIFIER, _not_self_signed, _REQUIRED, _NOT_CRITICAL, "4.2.1.1"),
    ExtensionRule(oid.AUTHORITY_KEY_IDENTIFIER, _any, _OPTIONAL, _NOT_CRITICAL, "4.2.1.1"),
    ExtensionRule(oid.SUBJECT_KEY_IDENTIFIER, _ca, _REQUIRED, _NOT_CRITICAL, "4.2.1.2"),
    ExtensionRule(oid.SUBJECT_KEY_IDENTIFIER, _any, _OPTIONAL, _NOT_CRITICAL, "4.2.1.2"),
    ExtensionRule(oid.KEY_USAGE, _issued_ca, _REQUIRED, None, "4.2.1.3"),
    ExtensionRule(oid.SUBJECT_ALT_NAME, _nameless, _REQUIRED, _CRITICAL, "4.2.1.6"),
    ExtensionRule(oid.SUBJECT_DIRECTORY_ATTRIBUTES, _any, _OPTIONAL, _NOT_CRITICAL, "4.2.1.8"),
    # An issuer without it is not a CA at all, which chain.basic_constraints.not_a_ca says.
    ExtensionRule(oid.BASIC_CONSTRAINTS, _ca_or_anchor, _REQUIRED, _CRITICAL, "4.2.1.9"),
    ExtensionRule(oid.NAME_CONSTRAINTS, _ca, _OPTIONAL, _CRITICAL, "4.2.1.10"),
    ExtensionRule(oid.NAME_CONSTRAINTS, _no_ca, Presence.FORBIDDEN, None, "4.2.1.10"),
    ExtensionRule(oid.POLICY_CONSTRAINTS, _any, _OPTIONAL, _CRITICAL, "4.2.1.11"),
    ExtensionRule(oid.INHIBIT_ANY_POLICY, _any, _OPTIONAL, _CRITICAL, "4.2.1.14"),
    ExtensionRule(oid.FRESHEST_CRL, _any, _OPTIONAL, _NOT_CRITICAL, "4.2.1.15"),
    ExtensionRule(oid.AUTHORITY_INFO_ACCESS, _any, _OPTIONAL, _NOT_CRITICAL, "4.2.2.1"),
    ExtensionRule(oid.SUBJECT_INFO_ACCESS, _any, _OPTIONAL, _NOT_CRITICAL, "4.2.2.2"),
)
"""Presence x criticality, extension by extension. Where two rules name one extension, both are applied."""

_SERIAL_OCTETS = 20
_GENERALIZED_TIME_FROM = 2050


def _serial_number(certificate: Certificate, role: Role) -> str:
    number = certificate.serial_number
    if role is Role.ANCHOR or number is None:
        return ""
    if number <= 0:
        return "the serial number is negative" if number else "the serial number is zero"
    octets = number.bit_length() // 8 + 1
    return f"the serial number has {octets} octets; {_SERIAL_OCTETS} are allowed" if octets > _SERIAL_OCTETS else ""


def _version(certificate: Certificate, role: Role) -> str:
    if certificate.version == V1 and not certificate.extensions and role is not Role.ANCHOR:
        return "it is a version 1 certificate, which cannot carry the extensions that the profile demands"
    if certificate.extensions and certificate.version != V3:
        return f"it has extensions but says that it is version {certificate.version + 1}"
    return ""


def _issuer_name(certificate: Certificate, role: Role) -> str:
    del role
    return "" if certificate.issuer else "the issuer's name is empty"


def _subject_name(certificate: Certificate, role: Role) -> str:
    return "the name of a CA is empty" if _ca(certificate, role) and not certificate.subject else ""


def _times(certificate: Certificate, role: Role) -> str:
    del role
    moments = (certificate.not_before, certificate.not_after)
    for tag, moment in zip(certificate.time_tags, moments, strict=False):
        if moment is not None and (tag == der.GENERALIZED_TIME) != (moment.year >= _GENERALIZED_TIME_FROM):
            kind = "GeneralizedTime" if tag == der.GENERALIZED_TIME else "UTCTime"
            return f"{moment:%Y-%m-%d} is encoded as {kind}"
    return ""


def _authority_key_identifier(certificate: Certificate, role: Role) -> str:
    del role
    present = oid.AUTHORITY_KEY_IDENTIFIER in certificate.by_oid
    if present and not certificate.is_self_issued and certificate.authority_key_identifier.key_identifier is None:
        return "its authority key identifier has no keyIdentifier"
    return ""


def _key_usage_without_ca(certificate: Certificate, role: Role) -> str:
    del role
    usage = certificate.key_usage
    if usage is not None and usage & KeyUsage.keyCertSign and not certificate.is_ca:
        return "its key usage has keyCertSign, but basicConstraints does not say cA"
    return ""


def _key_usage_empty(certificate: Certificate, role: Role) -> str:
    del role
    usage = certificate.key_usage
    return "its key usage has no bit set" if usage is not None and not usage else ""


def _path_length(certificate: Certificate, role: Role) -> str:
    del role
    constraints = certificate.basic_constraints
    if constraints is not None and constraints.path_length is not None and not constraints.ca:
        return "it has a pathLenConstraint but is no CA"
    return ""


def _extended_key_usage(certificate: Certificate, role: Role) -> str:
    del role
    return "its extended key usage is an empty list" if certificate.extended_key_usage == () else ""


def _subject_alt_name(certificate: Certificate, role: Role) -> str:
    del role
    if oid.SUBJECT_ALT_NAME not in certificate.by_oid or oid.SUBJECT_ALT_NAME in certificate.problems:
        return ""
    names = certificate.subject_alt_name
    if not names:
        return "its subjectAltName is an empty list"
    for name in names:
        if not (name.form is NameForm.DNS and _plain_host(name.contents)) and (problem := _name_problem(name)):
            return f"its subjectAltName has the {name.form.label} {name.text!r}: {problem}"
    return ""


def _name_problem(name: GeneralName) -> str:
    if name.form in (NameForm.DNS, NameForm.EMAIL, NameForm.URI) and not name.contents.isascii():
        return "not an IA5String"
    match name.form:
        case NameForm.DNS:
            return _dns_problem(name.text.removeprefix("*."))
        case NameForm.IP if len(name.contents) not in (4, 16):
            return f"{len(name.contents)} octets instead of 4 or 16"
        case NameForm.EMAIL:
            return _mailbox_problem(name.text)
        case NameForm.URI if ":" not in name.text:
            return "not an absolute URI"
    return ""


_HOST_OCTETS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."


def _plain_host(octets: bytes) -> bool:
    """Nearly every name, at a fraction of the cost; what it does not take is looked at more closely."""
    return (
        len(octets) <= 63  # noqa: PLR2004 - so no label is longer
        and octets[:1].isalnum()
        and octets[-1:].isalpha()
        and not octets.translate(None, _HOST_OCTETS)
        and b".." not in octets
        and b"-." not in octets
        and b".-" not in octets
    )


def _dns_problem(text: str) -> str:
    """The preferred name syntax of RFC 1034 section 3.5 with RFC 1123 section 2.1."""
    labels = text.split(".")
    if not text or any(not label for label in labels):
        return "an empty label"
    if any(len(label) > 63 for label in labels) or len(text) > 253:  # noqa: PLR2004 - RFC 1035 section 2.3.4
        return "too long"
    if labels[-1].isdigit():
        return "an address, not a host name" if len(labels) == 4 else "the last label is a number"  # noqa: PLR2004 - dotted quad
    for label in labels:
        if not label.replace("-", "").isalnum() or label[0] == "-" or label[-1] == "-":
            return "not in the preferred name syntax"
    return ""


def _mailbox_problem(text: str) -> str:
    local, _, host = text.rpartition("@")
    if text.count("@") != 1 or not local:
        return "not a mailbox"
    return _dns_problem(host)


def _name_constraints(certificate: Certificate, role: Role) -> str:
    del role
    constraints = certificate.name_constraints
    if constraints is None:
        return ""
    if not constraints.permitted and not constraints.excluded:
        return "its name constraints are empty"
    for subtree in (*(constraints.permitted or ()), *(constraints.excluded or ())):
        if problem := _subtree_problem(subtree):
            return f"its name constraints have the {subtree.base.form.label} {subtree.base.text!r}: {problem}"
    return ""


def _subtree_problem(subtree: GeneralSubtree) -> str:
    base = subtree.base
    if subtree.minimum or subtree.maximum is not None:
        return "minimum and maximum are not allowed"
    match base.form:
        case NameForm.DNS if base.text:
            return "a leading period is not allowed" if base.text.startswith(".") else _dns_problem(base.text)
        case NameForm.IP:
            half = len(base.contents) // 2
            if len(base.contents) not in (8, 32):
                return f"{len(base.contents)} octets instead of 8 or 32"
            return "the mask is not a prefix" if prefix_length(base.contents[half:]) is None else ""
        case NameForm.EMAIL if base.text:
            return _mailbox_problem(base.text) if "@" in base.text else _dns_problem(base.text.removeprefix("."))
        case NameForm.URI if base.text:
            return _dns_problem(base.text.removeprefix("."))
    return ""


VALUE_RULES = (
    ValueRule(_serial_number, "4.1.2.2", since=_RFC5280),
    ValueRule(_version, "4.1.2.1"),
    ValueRule(_issuer_name, "4.1.2.4"),
    ValueRule(_subject_name, "4.1.2.6"),
    # Applications must be able to process either encoding, whatever the year.
    ValueRule(_times, "4.1.2.5", applied_by=AppliedBy.ISSUERS),
    ValueRule(_authority_key_identifier, "4.2.1.1"),
    ValueRule(_key_usage_without_ca, "4.2.1.9"),
    ValueRule(_key_usage_empty, "4.2.1.3", since=_RFC5280, applied_by=AppliedBy.ISSUERS),
    ValueRule(_path_length, "4.2.1.9", applied_by=AppliedBy.ISSUERS),
    ValueRule(_extended_key_usage, "4.2.1.12"),
    ValueRule(_subject_alt_name, "4.2.1.6"),
    ValueRule(_name_constraints, "4.2.1.10"),
)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Apply both tables. What cannot be read at all is reported by the checks of its own."""
    today = policy.at.date()
    bare = certificate.version == V1 and not certificate.extensions and role is not Role.ANCHOR
    for rule in () if bare else EXTENSION_RULES:
        if today >= rule.since and rule.applies(certificate, role):
            finding = _extension_breach(certificate, rule)
            if finding is not None:
                yield _weighed(finding, rule.applied_by, role, policy)
    for value_rule in VALUE_RULES:
        if today >= value_rule.since:
            breach = value_rule.breach(certificate, role)
            if breach:
                found = Value(
                    certificate=certificate.ref,
                    breach=breach,
                    section=value_rule.section,
                    applied_by=value_rule.applied_by.value,
                )
                yield _weighed(found, value_rule.applied_by, role, policy)


def _extension_breach(certificate: Certificate, rule: ExtensionRule) -> Finding | None:
    found = certificate.by_oid.get(rule.oid)
    name, applied_by = oid.extension_name(rule.oid), rule.applied_by.value
    if found is None:
        if rule.presence is not Presence.REQUIRED:
            return None
        return ExtensionMissing(
            certificate=certificate.ref, extension=name, section=rule.section, applied_by=applied_by
        )
    if rule.presence is Presence.FORBIDDEN:
        return ExtensionForbidden(
            certificate=certificate.ref, extension=name, section=rule.section, applied_by=applied_by
        )
    if rule.critical is None or rule.critical == found.critical:
        return None
    words = {True: "critical", False: "not critical"}
    return ExtensionCriticality(
        certificate=certificate.ref,
        extension=name,
        section=rule.section,
        marked=words[found.critical],
        demanded=words[rule.critical],
        applied_by=applied_by,
    )


def _weighed(finding: Finding, applied_by: AppliedBy, role: Role, policy: ValidationPolicy) -> Finding:
    """The baseline requirements loosen one rule that browsers never applied: name constraints may be non-critical."""
    if policy.conformance is Conformance.REPORT or applied_by is AppliedBy.ISSUERS:
        # An anchor is trusted as it is, and nobody who serves a chain can mend it.
        return finding.at_severity(Severity.INFO) if role is Role.ANCHOR else finding
    loosened = policy.profile is Profile.WEB_PKI and isinstance(finding, ExtensionCriticality)
    if loosened and finding.evidence["extension"] == oid.extension_name(oid.NAME_CONSTRAINTS):
        return finding
    return finding.at_severity(Severity.ERROR)
