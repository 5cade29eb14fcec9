"""Are the names of subject and issuer made of the characters that their string types have?

RFC 5280 section 4.1.2.4 takes the types from X.680 (section 41): PrintableString has 74 characters, IA5String is ASCII.
CAs have put ``&``, ``@``, ``*``, ``_`` and accented letters into PrintableString for decades, and nearly everybody
reads them. A UTF8String that is no UTF-8 is another matter: it has no text at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import ATTRIBUTE_TYPES, AlertDescription
from tlskit.x509 import der

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Attribute, Certificate, CertificateRef


class OutsideItsSet(
    Finding,
    id="chain.character_string.outside_its_set",
    severity=Severity.WARNING,
    cites=Citation("RFC 5280", "4.1.2.4"),
    alert=AlertDescription.bad_certificate,
):
    """A name holds a character that its string type does not have.

    PrintableString has letters, digits, the space and '()+,-./:=?; IA5String is ASCII. Public CAs have issued such
    names, with & and @ above all. OpenSSL and GnuTLS read them; strict parsers refuse the whole certificate. Go takes
    the ampersand and the asterisk, and no others.
    """

    summary = (
        "has in its {member} a {string_type} with a character outside its set: {attribute}, {characters}; "
        "{accepted_by} accept it, {refused_by}"
    )
    remedy = 'Have "{certificate}" issued again with UTF8String for that name.'
    certificate: CertificateRef
    member: str
    attribute: str
    string_type: str
    characters: str
    accepted_by: str
    refused_by: str


class Malformed(
    Finding,
    id="chain.character_string.malformed",
    cites=Citation("RFC 5280", "4.1.2.4"),
    alert=AlertDescription.bad_certificate,
):
    """A name holds octets that are no text in the encoding that its string type says.

    There is no text to compare names by. OpenSSL and Go do not load such a certificate, GnuTLS does.
    """

    summary = "has in its {member} a {string_type} whose octets are no {encoding}: {attribute}"
    remedy = 'Have the CA issue "{certificate}" again.'
    certificate: CertificateRef
    member: str
    attribute: str
    string_type: str
    encoding: str


class NotAString(
    Finding,
    id="chain.character_string.not_a_string",
    cites=Citation("RFC 5280", "4.1.2.4"),
    alert=AlertDescription.bad_certificate,
):
    """A name has a value of another type where its attribute has a character string.

    There is no text to compare names by. OpenSSL and Go do not load such a certificate.
    """

    summary = "has in its {member} a value with the tag {tag}, which is no character string: {attribute}"
    remedy = 'Have the CA issue "{certificate}" again.'
    certificate: CertificateRef
    member: str
    attribute: str
    tag: str


KINDS = (OutsideItsSet, Malformed, NotAString)

_TYPES = {
    der.PRINTABLE_STRING: "PrintableString",
    der.IA5_STRING: "IA5String",
    der.UTF8_STRING: "UTF8String",
    der.BMP_STRING: "BMPString",
    der.UNIVERSAL_STRING: "UniversalString",
}
_ENCODINGS = {der.UTF8_STRING: "UTF-8", der.BMP_STRING: "UTF-16", der.UNIVERSAL_STRING: "UTF-32"}
_MOST = 8
"""Odd characters that are named."""


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterable[Finding]:
    """Look at every attribute; of each kind the first one is told, since CAs repeat themselves."""
    del role, policy
    if not (certificate.subject.has_odd_text or certificate.issuer.has_odd_text):
        return ()
    found: dict[type[Finding], Finding] = {}
    for member, name in (("subject", certificate.subject), ("issuer", certificate.issuer)):
        for attribute in name.attributes:
            for finding in _judged(certificate, member, attribute):
                found.setdefault(type(finding), finding)
    return tuple(found.values())


def _judged(certificate: Certificate, member: str, attribute: Attribute) -> Iterator[Finding]:
    kind, odd = ATTRIBUTE_TYPES.get(attribute.oid, attribute.oid), attribute.odd_octets
    if odd:
        shown = " ".join(map(_shown, odd[:_MOST])) + " and others" * (len(odd) > _MOST)
        yield OutsideItsSet(
            certificate=certificate.ref,
            member=member,
            attribute=kind,
            string_type=_TYPES[attribute.tag],
            characters=shown,
            **_opinions(attribute),
        )
    if not attribute.is_string:
        yield NotAString(certificate=certificate.ref, member=member, attribute=kind, tag=f"0x{attribute.tag:02x}")
    if not attribute.is_text:
        yield Malformed(
            certificate=certificate.ref,
            member=member,
            attribute=kind,
            string_type=_TYPES[attribute.tag],
            encoding=_ENCODINGS[attribute.tag],
        )


def _opinions(attribute: Attribute) -> dict[str, str]:
    """Say who accepts and who refuses: Go takes ``*`` and ``&``, cryptography does not look into an IA5String."""
    if attribute.tag == der.IA5_STRING:
        return {"accepted_by": "OpenSSL and GnuTLS", "refused_by": "Go refuses it"}
    if {*attribute.odd_octets} <= {*b"*&"}:
        return {"accepted_by": "OpenSSL, GnuTLS and Go", "refused_by": "Python's cryptography refuses it"}
    return {"accepted_by": "OpenSSL and GnuTLS", "refused_by": "Go and Python's cryptography refuse it"}


def _shown(octet: int) -> str:
    """A visible ASCII character stands for itself; of others, the octet."""
    return chr(octet) if 0x20 < octet < 0x7F else f"0x{octet:02x}"  # noqa: PLR2004 - space and DEL
