"""What RFC 5280 asks of certificates and no client looks at: one function a rule, for ``ValidationPolicy.lint``.

A CA's linter finds these before a certificate is issued. Each takes a certificate and its role and returns what is
wrong, or the empty string.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tlskit.core import clipped
from tlskit.registry import ATTRIBUTE_TYPES, oid
from tlskit.x509 import DER_PROBLEMS, der

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.x509 import Certificate, DistinguishedName

_UTF8, _PRINTABLE, _IA5 = 0x0C, 0x13, 0x16
_COUNTRY, _SERIAL_NUMBER, _QUALIFIER = "2.5.4.6", "2.5.4.5", "2.5.4.46"
_DOMAIN_COMPONENT, _EMAIL = "0.9.2342.19200300.100.1.25", "1.2.840.113549.1.9.1"

_STRING_TYPES = {
    _COUNTRY: (_PRINTABLE, "a PrintableString"),
    "1.3.6.1.4.1.311.60.2.1.3": (_PRINTABLE, "a PrintableString"),
    _SERIAL_NUMBER: (_PRINTABLE, "a PrintableString"),
    _QUALIFIER: (_PRINTABLE, "a PrintableString"),
    _DOMAIN_COMPONENT: (_IA5, "an IA5String"),
    _EMAIL: (_IA5, "an IA5String"),
}
"""Appendix A.1: attributes that have one string type; all others are DirectoryStrings."""

_LONGEST = {
    "2.5.4.3": 64,
    "2.5.4.4": 32768,
    "2.5.4.5": 64,
    "2.5.4.7": 128,
    "2.5.4.8": 128,
    "2.5.4.10": 64,
    "2.5.4.11": 64,
    "2.5.4.12": 64,
    "2.5.4.42": 32768,
    "2.5.4.65": 128,
    _EMAIL: 255,
}
"""Appendix A.1, the upper bounds: how many characters a value may have."""


# -- names -----------------------------------------------------------------------------------------------------------


def subject_characters(certificate: Certificate, role: Role) -> str:
    """Names are for people: no control characters, and none that cannot be seen."""
    del role
    return _odd_characters("subject", certificate.subject)


def issuer_characters(certificate: Certificate, role: Role) -> str:
    """As in the subject; of a self-issued certificate that is said once."""
    del role
    return "" if certificate.is_self_issued else _odd_characters("issuer", certificate.issuer)


def _odd_characters(which: str, name: DistinguishedName) -> str:
    for item in name.attributes:
        kind = ATTRIBUTE_TYPES.get(item.oid, item.oid)
        if any(unicodedata.category(letter) in {"Cc", "Cf"} for letter in item.text):
            return f"{kind} in its {which} holds control characters: {clipped(repr(item.text), 100)}"
        if item.text != item.text.strip():
            return f"{kind} in its {which} begins or ends with white space: {clipped(repr(item.text), 100)}"
        if not item.text:
            return f"{kind} in its {which} is empty"
    return ""


def attribute_types(certificate: Certificate, role: Role) -> str:
    """An attribute that has one string type has that one."""
    del role
    for item in certificate.subject.attributes:
        tag, kind = _STRING_TYPES.get(item.oid, (item.tag, ""))
        if item.tag != tag:
            return f"{ATTRIBUTE_TYPES[item.oid]} in its subject is not {kind}"
    return ""


def directory_string_types(certificate: Certificate, role: Role) -> str:
    """A DirectoryString is a UTF8String or a PrintableString; the others are for names that were there before 2004."""
    del role
    for item in certificate.subject.attributes:
        if item.oid not in _STRING_TYPES and item.tag in _OLD_TYPES and item.oid in ATTRIBUTE_TYPES:
            return f"{ATTRIBUTE_TYPES[item.oid]} in its subject is {_OLD_TYPES[item.tag]}"
    return ""


_OLD_TYPES = {0x14: "a TeletexString", 0x1C: "a UniversalString", 0x1E: "a BMPString", 0x16: "an IA5String"}


def attribute_lengths(certificate: Certificate, role: Role) -> str:
    """No value is longer than its upper bound."""
    del role
    for item in certificate.subject.attributes:
        longest = _LONGEST.get(item.oid)
        if longest is not None and len(item.text) > longest:
            kind = ATTRIBUTE_TYPES[item.oid]
            return f"{kind} in its subject has {len(item.text):,} characters; {longest:,} are allowed"
    return ""


def country_length(certificate: Certificate, role: Role) -> str:
    """A country is two letters."""
    del role
    found = next((text for text in certificate.subject.values(_COUNTRY) if not _is_country(text)), None)
    return "" if found is None else f"C in its subject is {clipped(repr(found), 40)}, not two letters"


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()  # noqa: PLR2004 - ISO 3166-1 alpha-2


# -- fields ----------------------------------------------------------------------------------------------------------

_UNIQUE_IDENTIFIERS = {0x81: "issuerUniqueID", 0x82: "subjectUniqueID"}


def unique_identifiers(certificate: Certificate, role: Role) -> str:
    """CAs must not use them: a name is not given to another subject."""
    del role
    try:
        found = [_UNIQUE_IDENTIFIERS[item.tag] for item in _members(certificate) if item.tag in _UNIQUE_IDENTIFIERS]
    except DER_PROBLEMS:
        return ""  # chain.certificate.unreadable says it
    return f"it has {' and '.join(found)}" if found else ""


def _members(certificate: Certificate) -> Iterator[der.Tlv]:
    yield from der.sequence(certificate.tbs, "tbsCertificate")


def key_usage_bits(certificate: Certificate, role: Role) -> str:
    """DER leaves out trailing zero bits of a list of named bits (X.690 section 11.2.2)."""
    del role
    try:
        value = der.read_only(certificate.by_oid[oid.KEY_USAGE].value, "keyUsage")
        octets, unused = der.bit_string(value.expect(der.BIT_STRING, "keyUsage"))
    except DER_PROBLEMS:
        return ""  # chain.extension.malformed says it
    if not octets or not any(octets):
        return ""
    if not octets[-1]:
        return "its key usage ends with an octet of zeros, which DER leaves out"
    return "" if octets[-1] >> unused & 1 else "its key usage ends with zero bits that are not marked as unused"


# -- empty lists -----------------------------------------------------------------------------------------------------


def issuer_alt_name_empty(certificate: Certificate, role: Role) -> str:
    """At least one name."""
    del role
    return _empty(certificate, oid.ISSUER_ALT_NAME)


def directory_attributes_empty(certificate: Certificate, role: Role) -> str:
    """At least one attribute."""
    del role
    return _empty(certificate, oid.SUBJECT_DIRECTORY_ATTRIBUTES)


def distribution_points_empty(certificate: Certificate, role: Role) -> str:
    """At least one distribution point."""
    del role
    return _empty(certificate, oid.CRL_DISTRIBUTION_POINTS)


def freshest_crl_empty(certificate: Certificate, role: Role) -> str:
    """At least one distribution point."""
    del role
    return _empty(certificate, oid.FRESHEST_CRL)


def subject_info_empty(certificate: Certificate, role: Role) -> str:
    """At least one description."""
    del role
    return _empty(certificate, oid.SUBJECT_INFO_ACCESS)


_EMPTY_LIST = bytes([der.SEQUENCE, 0])


def _empty(certificate: Certificate, number: str) -> str:
    is_empty = certificate.by_oid[number].value == _EMPTY_LIST and not certificate.is_malformed(number)
    return f"its {oid.extension_name(number)} is an empty list" if is_empty else ""
