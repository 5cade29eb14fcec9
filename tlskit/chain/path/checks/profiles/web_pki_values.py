"""What the baseline requirements demand of numbers, identifiers, usages and constraints: a function for each rule.

Each returns what is wrong, or the empty string. Section numbers and dates stand in the tables
(:mod:`tlskit.chain.path.checks.profiles.web_pki_tables`).
"""

from __future__ import annotations

from datetime import date, timedelta

from tlskit.chain.path.checks.profiles.web_pki_keys import key_kind
from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.policy_graph import policies_of
from tlskit.registry import oid
from tlskit.x509 import V1, V3, Certificate, KeyUsage, NameForm, SignatureOutcome, verify

# -- which certificates a rule means ---------------------------------------------------------------------------------


def subscriber(certificate: Certificate, role: Role) -> bool:
    """An end entity; a CA in that place has one fault, not those of both kinds."""
    return role is Role.END_ENTITY and not certificate.is_ca


def named_subscriber(certificate: Certificate, role: Role) -> bool:
    """An end entity with a subject; RFC 5280 has the rules for one without."""
    return subscriber(certificate, role) and bool(certificate.subject)


def subordinate(certificate: Certificate, role: Role) -> bool:
    """A CA under another one, in a trust store or not."""
    return role is not Role.END_ENTITY and not certificate.is_self_issued


def root(certificate: Certificate, role: Role) -> bool:
    """A trust anchor that is its own issuer."""
    return role is Role.ANCHOR and certificate.is_self_issued


def needs_crl(certificate: Certificate, role: Role) -> bool:
    """Section 7.1.2.11.2: neither short-lived nor with the address of an OCSP responder."""
    return subscriber(certificate, role) and not short_lived(certificate) and not _has_ocsp(certificate)


def _has_ocsp(certificate: Certificate) -> bool:
    described = certificate.extension(oid.AUTHORITY_INFO_ACCESS) or ()
    return any(item.access_method == oid.OCSP for item in described)


# -- time ------------------------------------------------------------------------------------------------------------

_SHORTER_FROM, _SHORT_FROM = date(2026, 3, 15), date(2024, 3, 15)
_SHORTER, _SHORT = timedelta(days=7), timedelta(days=10)


def validity_period(certificate: Certificate) -> timedelta | None:
    """Section 1.6.1: from notBefore through notAfter, both seconds included; None where one cannot be read."""
    begins, ends = certificate.not_before, certificate.not_after
    return None if begins is None or ends is None else ends - begins + timedelta(seconds=1)


def short_lived(certificate: Certificate) -> bool:
    """Section 1.6.1: 10 days at most, 7 for what is issued from 2026-03-15 on."""
    period, begins = validity_period(certificate), certificate.not_before
    if period is None or begins is None or begins.date() < _SHORT_FROM:
        return False
    return period <= (_SHORTER if begins.date() >= _SHORTER_FROM else _SHORT)


# -- numbers and key identifiers -------------------------------------------------------------------------------------

_SERIAL_OCTETS = 8


def version(certificate: Certificate, role: Role) -> str:
    """Version 3; what RFC 5280 says of extensions in older versions is not said again."""
    said = certificate.extensions or (certificate.version == V1 and role is not Role.ANCHOR)
    return "" if certificate.version == V3 or said else f"it is a version {certificate.version + 1} certificate"


def serial_number(certificate: Certificate, role: Role) -> str:
    """64 random bits; that they are random cannot be seen, that they are fewer can."""
    number = certificate.serial_number
    if role is Role.ANCHOR or number is None or number <= 0:
        return ""
    octets = number.bit_length() // 8 + 1
    return f"the serial number has {octets} octets, too few for 64 random bits" if octets < _SERIAL_OCTETS else ""


def authority_certificate(certificate: Certificate, role: Role) -> str:
    """The issuer is identified by its key alone."""
    del role
    identifier = certificate.authority_key_identifier
    given = {
        "authorityCertIssuer": bool(identifier.authority_cert_issuer),
        "authorityCertSerialNumber": identifier.authority_cert_serial_number is not None,
    }
    named = " and ".join(name for name, found in given.items() if found)
    return f"its authority key identifier has {named}, which must not be there" if named else ""


def own_key_identifier(certificate: Certificate, role: Role) -> str:
    """In a self-signed certificate both key identifiers name the same key."""
    del role
    if not certificate.is_self_issued or oid.AUTHORITY_KEY_IDENTIFIER not in certificate.by_oid:
        return ""
    above, own = certificate.authority_key_identifier.key_identifier, certificate.subject_key_identifier
    if certificate.is_malformed(oid.AUTHORITY_KEY_IDENTIFIER):
        return ""
    if above is None:
        return "its authority key identifier has no keyIdentifier"
    if own in (None, above) or verify(certificate, certificate) is SignatureOutcome.INVALID:
        return ""  # signed by an older or a newer key of the same CA
    return "it is self-signed, but its authority key identifier is not its own subject key identifier"


# -- usages ----------------------------------------------------------------------------------------------------------

_NEVER_WITH_SERVERS = {
    "1.3.6.1.5.5.7.3.3": "codeSigning",
    "1.3.6.1.5.5.7.3.4": "emailProtection",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning",
    "1.3.6.1.4.1.11129.2.4.4": "precertificate signing",
}


def ca_as_end_entity(certificate: Certificate, role: Role) -> str:
    """A server's certificate is no CA certificate."""
    found = role is Role.END_ENTITY and certificate.is_ca
    return "it is a CA certificate in the place of the end entity" if found else ""


def any_purpose(certificate: Certificate, role: Role) -> str:
    """An end entity has anyExtendedKeyUsage beside serverAuth."""
    return _any_purpose(certificate, role, beside=True)


def any_purpose_instead(certificate: Certificate, role: Role) -> str:
    """An end entity has anyExtendedKeyUsage, and serverAuth not."""
    return _any_purpose(certificate, role, beside=False)


def _any_purpose(certificate: Certificate, role: Role, *, beside: bool) -> str:
    purposes = certificate.extended_key_usage or ()
    found = subscriber(certificate, role) and oid.ANY_EXTENDED_KEY_USAGE in purposes
    return "its extended key usage has anyExtendedKeyUsage" if found and (oid.SERVER_AUTH in purposes) is beside else ""


def no_server_purpose(certificate: Certificate, role: Role) -> str:
    """The purpose serverAuth is missing, and no wildcard purpose stands for it."""
    purposes = certificate.extended_key_usage
    if not subscriber(certificate, role) or not purposes or {oid.SERVER_AUTH, oid.ANY_EXTENDED_KEY_USAGE} & {*purposes}:
        return ""
    return "its extended key usage lacks serverAuth"


def other_purposes(certificate: Certificate, role: Role) -> str:
    """Purposes that must not be mixed with serverAuth, in end entities and in CAs below a root."""
    if not (subscriber(certificate, role) or subordinate(certificate, role)):
        return ""
    found = [_NEVER_WITH_SERVERS[item] for item in certificate.extended_key_usage or () if item in _NEVER_WITH_SERVERS]
    return (
        f"its extended key usage has {' and '.join(found)}, which servers' certificates must not have" if found else ""
    )


def any_purpose_among_others(certificate: Certificate, role: Role) -> str:
    """A CA has anyExtendedKeyUsage beside others: no profile allows that."""
    return _ca_any_purpose(certificate, role, alone=False)


def any_purpose_alone(certificate: Certificate, role: Role) -> str:
    """Section 7.1.2.2.4 allows it alone in cross-certificates of affiliates, which cannot be seen from here."""
    return _ca_any_purpose(certificate, role, alone=True)


def _ca_any_purpose(certificate: Certificate, role: Role, *, alone: bool) -> str:
    purposes = certificate.extended_key_usage or ()
    if not subordinate(certificate, role) or oid.ANY_EXTENDED_KEY_USAGE not in purposes:
        return ""
    if (len(purposes) == 1) is not alone:
        return ""
    return "its extended key usage has anyExtendedKeyUsage" + ("" if alone else " beside other purposes")


_RSA_USAGE = KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.dataEncipherment
_EC_USAGE = KeyUsage.digitalSignature | KeyUsage.keyAgreement
_CA_USAGE = KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign


def subscriber_key_usage(certificate: Certificate, role: Role) -> str:
    """What an RSA or an EC key of a server may be used for."""
    usage, kind = certificate.key_usage, key_kind(certificate)
    if not subscriber(certificate, role) or not usage or not kind:
        return ""
    if surplus := KeyUsage(usage & ~(_RSA_USAGE if kind == "RSA" else _EC_USAGE)):
        named = " and ".join(surplus.labels)
        return f"its key usage has {named}, which is not for {'an RSA' if kind == 'RSA' else 'an EC'} key of a server"
    lacking = kind != "RSA" and not usage & KeyUsage.digitalSignature
    return "its key usage lacks digitalSignature, the only use of an EC key in TLS 1.3" if lacking else ""


def ca_key_usage(certificate: Certificate, role: Role) -> str:
    """A CA's key signs, and does nothing else."""
    usage = certificate.key_usage
    surplus = KeyUsage(0) if usage is None or role is Role.END_ENTITY else KeyUsage(usage & ~_CA_USAGE)
    return f"its key usage has {' and '.join(surplus.labels)}, which is not for the key of a CA" if surplus else ""


def no_crl_sign(certificate: Certificate, role: Role) -> str:
    """A CA signs its own revocation lists."""
    usage = certificate.key_usage
    lacking = role is not Role.END_ENTITY and usage is not None and not usage & KeyUsage.cRLSign
    return "its key usage lacks cRLSign, which every CA must have" if lacking else ""


# -- policies and name constraints -----------------------------------------------------------------------------------


def reserved_policy(certificate: Certificate, role: Role) -> str:
    """An end entity says under which of the four reserved policies it was issued."""
    policies = policies_of(certificate)
    if not subscriber(certificate, role) or policies is None or oid.RESERVED_POLICIES.keys() & set(policies):
        return ""
    return "its certificate policies have none of those that are reserved for public servers"


def empty_subtrees(certificate: Certificate, role: Role) -> str:
    """A list that is there has an entry; two empty lists are RFC 5280's to report."""
    del role
    constraints = certificate.name_constraints
    if constraints is None or not (constraints.permitted or constraints.excluded):
        return ""
    lists = {"permittedSubtrees": constraints.permitted, "excludedSubtrees": constraints.excluded}
    return next(
        (f"the {name} of its name constraints are an empty list" for name, found in lists.items() if found == ()), ""
    )


_BASE_FORMS = (NameForm.DNS, NameForm.IP, NameForm.DIRECTORY, NameForm.EMAIL, NameForm.OTHER_NAME)


def constraint_forms(certificate: Certificate, role: Role) -> str:
    """Forms that a server's certificate cannot have need no constraint."""
    del role
    constraints = certificate.name_constraints
    trees = () if constraints is None else (*(constraints.permitted or ()), *(constraints.excluded or ()))
    found = next((tree.base for tree in trees if tree.base.form not in _BASE_FORMS), None)
    return (
        ""
        if found is None
        else f"its name constraints have the {found.form.label} {found.text!r}, a form not meant for it"
    )
