"""What the values of fields and extensions may be (RFC 5280 section 4): one function a rule of the table.

Each takes a certificate and its role and returns what is wrong, or the empty string.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tlskit.chain.path.checks.profiles.rule import ca
from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.policy_graph import policies_of
from tlskit.registry import oid
from tlskit.x509 import V1, V3, GeneralName, KeyUsage, NameForm, PolicyConstraints, der, prefix_length

if TYPE_CHECKING:
    from tlskit.x509 import Certificate, GeneralSubtree, PolicyInformation

_SERIAL_OCTETS = 20
_GENERALIZED_TIME_FROM = 2050


def serial_number(certificate: Certificate, role: Role) -> str:
    """An integer that is not negative, of at most 20 octets; anchors are relied on for other reasons."""
    number = certificate.serial_number
    if role is Role.ANCHOR or number is None:
        return ""
    if number < 0:
        return "the serial number is negative"
    octets = number.bit_length() // 8 + 1
    return f"the serial number has {octets} octets; {_SERIAL_OCTETS} are allowed" if octets > _SERIAL_OCTETS else ""


def serial_number_zero(certificate: Certificate, role: Role) -> str:
    """A positive integer."""
    return "the serial number is zero" if role is not Role.ANCHOR and certificate.serial_number == 0 else ""


def version(certificate: Certificate, role: Role) -> str:
    """An issued certificate needs extensions."""
    if certificate.version == V1 and not certificate.extensions and role is not Role.ANCHOR:
        return "it is a version 1 certificate, which cannot carry the extensions that the profile demands"
    return ""


def version_of_extensions(certificate: Certificate, role: Role) -> str:
    """Extensions need version 3."""
    del role
    if certificate.extensions and certificate.version != V3:
        return f"it has extensions but says that it is version {certificate.version + 1}"
    return ""


def default_version(certificate: Certificate, role: Role) -> str:
    """Version 1 is the default, which DER does not write."""
    del role
    if certificate.writes_default_version:
        return (
            "its version is 1, the default, written out, which is BER and not DER (X.690 section 11.5); OpenSSL, "
            "GnuTLS and Go accept it, Python's cryptography refuses it"
        )
    return ""


def issuer_name(certificate: Certificate, role: Role) -> str:
    """An issuer has a name."""
    del role
    return "" if certificate.issuer else "the issuer's name is empty"


def subject_name(certificate: Certificate, role: Role) -> str:
    """A CA has a name."""
    return "the name of a CA is empty" if ca(certificate, role) and not certificate.subject else ""


def times(certificate: Certificate, role: Role) -> str:
    """UTCTime until 2049, GeneralizedTime from 2050 on."""
    del role
    moments = (certificate.not_before, certificate.not_after)
    for tag, moment in zip(certificate.time_tags, moments, strict=False):
        if moment is not None and (tag == der.GENERALIZED_TIME) != (moment.year >= _GENERALIZED_TIME_FROM):
            kind = "GeneralizedTime" if tag == der.GENERALIZED_TIME else "UTCTime"
            return f"{moment:%Y-%m-%d} is encoded as {kind}"
    return ""


def attribute_order(certificate: Certificate, role: Role) -> str:
    """An RDN is a SET OF, which DER sorts (section 4.1)."""
    del role
    for member, name in (("subject", certificate.subject), ("issuer", certificate.issuer)):
        if not name.is_sorted:
            return (
                f"an RDN of its {member} has its attributes in another order than DER's (X.690 section 11.6); OpenSSL, "
                "GnuTLS and Go accept it, Python's cryptography refuses it"
            )
    return ""


def booleans(certificate: Certificate, role: Role) -> str:
    """A BOOLEAN is DER (section 4.1): TRUE is FF, and FALSE is not written where it is the default."""
    del role
    for item in certificate.extensions:
        if item.critical_octet is not None:
            return f"the mark critical of {item.name} is {_boolean(item.critical_octet)}"
    constraints = certificate.basic_constraints
    if constraints is not None and constraints.ca_octet is not None:
        return f"cA of basicConstraints is {_boolean(constraints.ca_octet)}"
    return ""


def _boolean(octet: int) -> str:
    if octet == 0:
        return (
            "FALSE, the default, written out, which is BER and not DER (X.690 section 11.5); OpenSSL, GnuTLS and Go "
            "accept it, Python's cryptography refuses it"
        )
    return (
        f"TRUE written as {octet:02X} instead of FF, which is BER and not DER (X.690 section 11.1); OpenSSL and "
        "GnuTLS accept it, Go and Python's cryptography refuse it"
    )


def authority_key_identifier(certificate: Certificate, role: Role) -> str:
    """The identifier of the key is the part that path building uses; above an anchor nothing is looked for."""
    if (
        role is not Role.ANCHOR
        and not certificate.is_self_issued
        and certificate.authority_key_identifier.key_identifier is None
    ):
        return "its authority key identifier has no keyIdentifier"
    return ""


def key_usage_without_ca(certificate: Certificate, role: Role) -> str:
    """Only a CA signs certificates."""
    del role
    usage = certificate.key_usage
    if usage is not None and usage.allows(KeyUsage.keyCertSign) and not certificate.is_ca:
        return "its key usage has keyCertSign, but basicConstraints does not say cA"
    return ""


def key_usage_empty(certificate: Certificate, role: Role) -> str:
    """At least one bit is set."""
    del role
    usage = certificate.key_usage
    return "its key usage has no bit set" if usage is not None and not usage else ""


def path_length(certificate: Certificate, role: Role) -> str:
    """Only a CA limits paths."""
    del role
    constraints = certificate.basic_constraints
    if constraints is not None and constraints.path_length is not None and not constraints.ca:
        return "it has a pathLenConstraint but is no CA"
    return ""


def ocsp_no_check(certificate: Certificate, role: Role) -> str:
    """It should not be critical."""
    del role
    marked = certificate.by_oid[oid.OCSP_NO_CHECK].critical
    return (
        "it marks id-pkix-ocsp-nocheck as critical, which OpenSSL accepts, and Go and GnuTLS refuse" if marked else ""
    )


def extended_key_usage(certificate: Certificate, role: Role) -> str:
    """At least one purpose is named."""
    del role
    return "its extended key usage is an empty list" if certificate.extended_key_usage == () else ""


def no_alt_name(certificate: Certificate, role: Role) -> str:
    """At least one name."""
    del role
    is_empty = not certificate.subject_alt_name and not certificate.is_malformed(oid.SUBJECT_ALT_NAME)
    return "its subjectAltName is an empty list" if is_empty else ""


def subject_alt_name(certificate: Certificate, role: Role) -> str:
    """Each name in the syntax of its form."""
    del role
    names = certificate.subject_alt_name
    hosts = [name.contents for name in names if name.form is NameForm.DNS]
    others = [name for name in names if name.form is not NameForm.DNS] if _plain_hosts(hosts) else names
    for name in others:
        if problem := _name_problem(name):
            return f"its subjectAltName has the {name.form.label} {name.text!r}: {problem}"
    return ""


def underscores(certificate: Certificate, role: Role) -> str:
    """No underscore in a host name."""
    del role
    names = certificate.subject_alt_name
    found = next((name.text for name in names if name.form is NameForm.DNS and b"_" in name.contents), None)
    return "" if found is None else f"its subjectAltName has the dNSName {found!r}: underscores are not allowed"


def _name_problem(name: GeneralName) -> str:
    if name.form in (NameForm.DNS, NameForm.EMAIL, NameForm.URI) and not name.contents.isascii():
        return "not an IA5String"
    match name.form:
        case NameForm.DNS:
            return _dns_problem(name.contents.removeprefix(b"*.").replace(b"_", b"a"))  # :func:`underscores` says it
        case NameForm.IP if len(name.contents) not in (4, 16):
            return f"{len(name.contents)} octets instead of 4 or 16"
        case NameForm.EMAIL:
            return _mailbox_problem(name.contents)
        case NameForm.URI if b":" not in name.contents:
            return "not an absolute URI"
    return ""


_LABEL = 63
_PLAIN = rb"[0-9A-Za-z]*+(?:-++[0-9A-Za-z]++)*+"
_PLAIN_HOST = re.compile(rb"(?:[0-9A-Za-z]%b\.)*+[A-Za-z]%b" % (_PLAIN, _PLAIN)).fullmatch


def _plain_hosts(hosts: list[bytes]) -> bool:
    """Nearly all names of nearly all certificates, in one look; what this does not take is looked at one by one."""
    return max(map(len, hosts), default=0) <= _LABEL and all(map(_PLAIN_HOST, hosts))


def _dns_problem(name: bytes) -> str:
    """The preferred name syntax of RFC 1034 section 3.5 with RFC 1123 section 2.1."""
    labels = name.split(b".")
    if not name or any(not label for label in labels):
        return "an empty label"
    if any(len(label) > 63 for label in labels) or len(name) > 253:  # noqa: PLR2004 - RFC 1035 section 2.3.4
        return "too long"
    if labels[-1].isdigit():
        return "an address, not a host name" if len(labels) == 4 else "the last label is a number"  # noqa: PLR2004 - dotted quad
    for label in labels:
        if not label.replace(b"-", b"").isalnum() or label.startswith(b"-") or label.endswith(b"-"):
            return "not in the preferred name syntax"
    return ""


def _mailbox_problem(mailbox: bytes) -> str:
    local, _, host = mailbox.rpartition(b"@")
    if mailbox.count(b"@") != 1 or not local:
        return "not a mailbox"
    return _dns_problem(host)


def name_constraints(certificate: Certificate, role: Role) -> str:
    """At least one tree, and each in the syntax of its form."""
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


def leading_period(certificate: Certificate, role: Role) -> str:
    """A host name in a tree has no period before it: a host stands for itself and all below it."""
    del role
    constraints = certificate.name_constraints
    trees = () if constraints is None else (*(constraints.permitted or ()), *(constraints.excluded or ()))
    for base in (tree.base for tree in trees):
        if base.form is NameForm.DNS and base.text.startswith("."):
            return f"its name constraints have the dNSName {base.text!r}: a leading period is not allowed"
    return ""


def _subtree_problem(subtree: GeneralSubtree) -> str:
    base, octets = subtree.base, subtree.base.contents
    if subtree.minimum or subtree.maximum is not None:
        return "minimum and maximum are not allowed"
    match base.form:
        case NameForm.DNS if octets:
            return _dns_problem(octets.removeprefix(b"."))
        case NameForm.IP:
            half = len(octets) // 2
            if len(octets) not in (8, 32):
                return f"{len(octets)} octets instead of 8 or 32"
            return "the mask is not a prefix" if prefix_length(octets[half:]) is None else ""
        case NameForm.EMAIL if octets:
            return _mailbox_problem(octets) if b"@" in octets else _dns_problem(octets.removeprefix(b"."))
        case NameForm.URI if octets:
            return _dns_problem(octets.removeprefix(b"."))
    return ""


def certificate_policies(certificate: Certificate, role: Role) -> str:
    """At least one policy, and none named twice."""
    del role
    policies = policies_of(certificate)
    if policies is None:
        return ""
    if not policies:
        return "its certificatePolicies is an empty list"
    return "" if len(set(policies)) == len(policies) else "its certificatePolicies has a policy more than once"


_DISPLAY_TEXT = 200


def user_notice(certificate: Certificate, role: Role) -> str:
    """The texts of a notice have 200 characters at most."""
    del role
    policies: tuple[PolicyInformation, ...] = certificate.extension(oid.CERTIFICATE_POLICIES) or ()
    for policy in policies:
        for notice in policy.policy_qualifiers:
            longest = max(len(notice.explicit_text), len(notice.organization))
            if longest > _DISPLAY_TEXT:
                named = f"the user notice of its policy {policy.policy_identifier}"
                return f"{named} has a text of {longest:,} characters; {_DISPLAY_TEXT} are allowed"
    return ""


def policy_mappings(certificate: Certificate, role: Role) -> str:
    """At least one mapping."""
    del role
    return "its policyMappings is an empty list" if certificate.extension(oid.POLICY_MAPPINGS) == () else ""


def policy_constraints(certificate: Certificate, role: Role) -> str:
    """At least one constraint."""
    del role
    return "its policyConstraints is empty" if certificate.policy_constraints == PolicyConstraints() else ""
