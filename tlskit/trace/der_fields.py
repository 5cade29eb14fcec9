"""Certificates in a field tree, taken apart: DER as fields, so that its bytes are told like all others.

Trace does not know certificates; here the leaves that hold DER get the fields that are in it. What is constructed has
its tag and length as a leaf and its members beside it; what is primitive is one leaf with its value. Octet strings and
bit strings that hold one DER value and nothing else are taken apart too, as extensions and keys are in certificates.
Damage stays in its place: what cannot be read is a leaf with a problem. ITU-T X.690, RFC 5280 section 4.1.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tlskit.core import rfc3339
from tlskit.registry import oid
from tlskit.wire import (
    Certificate,
    CertificateEntry,
    CertificateRequest,
    DraftCertificateRequest,
    Field,
    FieldKind,
    FieldPlace,
    Item,
    LegacyCertificateRequest,
    Part,
)
from tlskit.x509 import ALGORITHMS, der

if TYPE_CHECKING:
    from collections.abc import Iterator


class CertificateField(Enum):
    """What RFC 5280 section 4.1 has names for in a certificate."""

    CERTIFICATE = "Certificate"
    TBS_CERTIFICATE = "tbsCertificate"
    VERSION = "version"
    SERIAL_NUMBER = "serialNumber"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    VALIDITY = "validity"
    NOT_BEFORE = "notBefore"
    NOT_AFTER = "notAfter"
    SUBJECT = "subject"
    SUBJECT_PUBLIC_KEY_INFO = "subjectPublicKeyInfo"
    ALGORITHM = "algorithm"
    SUBJECT_PUBLIC_KEY = "subjectPublicKey"
    EXTENSIONS = "extensions"
    SIGNATURE_ALGORITHM = "signatureAlgorithm"
    SIGNATURE_VALUE = "signatureValue"


class DerValue(NamedTuple):
    """A value in a certificate as a place: its tag, and what it is where that has a name."""

    tag: int
    field: CertificateField | None = None


class DerBytes(Enum):
    """Bytes in a certificate that are no value by themselves."""

    HEAD = "tag and length"
    UNREADABLE = "DER"


_CERTIFICATES = frozenset(
    {
        FieldPlace(Certificate, "certificate_list", (Item(), Part.DATA)),
        FieldPlace(CertificateEntry, "cert_data", (Part.DATA,)),
    }
)
_AUTHORITIES = frozenset(
    FieldPlace(structure, "certificate_authorities", (Item(), Part.DATA))
    for structure in (LegacyCertificateRequest, CertificateRequest, DraftCertificateRequest)
)
DER_PLACES = _CERTIFICATES | _AUTHORITIES
"""The places in messages where DER stands."""

_DEEPEST = 24
_SHORT = 8  # bytes; longer integers are keys and serial numbers, which are shown as bytes
_CONSTRUCTED, _CONTEXT = 0x20, 0x80
_TAG_NAMES = {
    der.BOOLEAN: "BOOLEAN",
    der.INTEGER: "INTEGER",
    der.BIT_STRING: "BIT STRING",
    der.OCTET_STRING: "OCTET STRING",
    der.NULL: "NULL",
    der.OID: "OBJECT IDENTIFIER",
    der.ENUMERATED: "ENUMERATED",
    der.UTF8_STRING: "UTF8String",
    der.PRINTABLE_STRING: "PrintableString",
    der.TELETEX_STRING: "TeletexString",
    der.IA5_STRING: "IA5String",
    der.UTC_TIME: "UTCTime",
    der.GENERALIZED_TIME: "GeneralizedTime",
    der.UNIVERSAL_STRING: "UniversalString",
    der.BMP_STRING: "BMPString",
    der.SEQUENCE: "SEQUENCE",
    der.SET: "SET",
}
_Holder: TypeAlias = CertificateField | FieldPlace | None
_MEMBERS: dict[_Holder, tuple[CertificateField, ...]] = {
    **dict.fromkeys(_CERTIFICATES, (CertificateField.CERTIFICATE,)),
    CertificateField.CERTIFICATE: (
        CertificateField.TBS_CERTIFICATE,
        CertificateField.SIGNATURE_ALGORITHM,
        CertificateField.SIGNATURE_VALUE,
    ),
    CertificateField.TBS_CERTIFICATE: (
        CertificateField.SERIAL_NUMBER,
        CertificateField.SIGNATURE,
        CertificateField.ISSUER,
        CertificateField.VALIDITY,
        CertificateField.SUBJECT,
        CertificateField.SUBJECT_PUBLIC_KEY_INFO,
    ),
    CertificateField.VALIDITY: (CertificateField.NOT_BEFORE, CertificateField.NOT_AFTER),
    CertificateField.SUBJECT_PUBLIC_KEY_INFO: (CertificateField.ALGORITHM, CertificateField.SUBJECT_PUBLIC_KEY),
}
_TAGGED: dict[tuple[_Holder, int], CertificateField] = {
    (CertificateField.TBS_CERTIFICATE, 0xA0): CertificateField.VERSION,
    (CertificateField.TBS_CERTIFICATE, 0xA3): CertificateField.EXTENSIONS,
}
_OIDS = oid.EXTENSIONS | oid.ATTRIBUTE_TYPES | oid.EXTENDED_KEY_USAGES | oid.KEY_TYPES
_OIDS |= {number: algorithm.name for number, algorithm in ALGORITHMS.items()}
_HOLDERS = frozenset({der.SEQUENCE, der.OCTET_STRING, der.BIT_STRING, der.INTEGER})


def with_certificates(tree: Field[Any], data: bytes) -> Field[Any]:
    """Return a tree whose leaves of DER are taken apart; ``data`` is what the tree's offsets count in."""
    if tree.kind.place in DER_PLACES and tree.end > tree.start:
        return tree._replace(children=tuple(_values(data, tree.start, tree.end, tree.kind.place, 0)))
    if not tree.children:
        return tree
    return tree._replace(children=tuple(with_certificates(child, data) for child in tree.children))


def _values(data: bytes, start: int, end: int, holder: _Holder, depth: int) -> Iterator[Field[Any]]:
    """Yield the values that fill a window; from the first that cannot be read on, the rest is one leaf."""
    position, names = start, list(_MEMBERS.get(holder, ()))
    while position < end:
        try:
            value = der.read(data, position, end)
        except der.DerError as error:
            yield Field(_UNREADABLE, position, end, data[position:end], (), str(error))
            return
        name = _TAGGED.get((holder, value.tag))
        if not name and names and not value.tag & _CONTEXT:  # what may be absent is told by its tag
            name = names.pop(0)
        yield _value(value, name, depth)
        position = value.end


def _value(value: der.Tlv, name: CertificateField | None, depth: int) -> Field[Any]:
    kind = _kind(DerValue(value.tag, name))
    if depth >= _DEEPEST:
        return Field(kind, value.start, value.end, value.contents)
    if value.tag & _CONSTRUCTED:
        members = tuple(_values(value.data, value.body, value.end, name, depth + 1))
        return Field(kind, value.start, value.end, None, (_head(value, value.body), *members))
    inside = _inside(value)
    if inside is not None:
        held = _value(inside, None, depth + 1)
        return Field(kind, value.start, value.end, None, (_head(value, inside.start), held))
    return Field(kind, value.start, value.end, _read(value))


def _head(value: der.Tlv, end: int) -> Field[Any]:
    return Field(_HEAD, value.start, end, value.end - value.body)


def _inside(value: der.Tlv) -> der.Tlv | None:
    """Return the one DER value that a string of octets or bits consists of."""
    if value.tag not in {der.OCTET_STRING, der.BIT_STRING}:
        return None
    start = value.body + (value.tag == der.BIT_STRING)
    if start >= value.end or (value.tag == der.BIT_STRING and value.data[value.body]):
        return None
    try:
        inside = der.read(value.data, start, value.end)
    except der.DerError:
        return None
    return inside if inside.end == value.end and inside.tag in _HOLDERS else None


def _read(value: der.Tlv) -> object:
    """Return a primitive value: text, a number, a time, an identifier with its name, or its bytes."""
    try:
        match value.tag:
            case der.BOOLEAN:
                return der.boolean(value)
            case der.INTEGER | der.ENUMERATED if len(value.contents) <= _SHORT:
                return der.integer(value)
            case der.OID:
                number = der.object_identifier(value)
                return f"{number} {_OIDS.get(number, '')}".rstrip()
            case der.UTC_TIME | der.GENERALIZED_TIME:
                return rfc3339(der.time(value))
            case tag if tag in der.STRING_CODECS:
                return der.character_string(value)
    except der.DerError:
        return value.contents
    return value.contents


@cache
def _kind(value: DerValue) -> FieldKind:
    number = value.tag & 0x1F
    own = _TAG_NAMES.get(value.tag, f"[{number}]" if value.tag & _CONTEXT else f"tag 0x{value.tag:02x}")
    name = f"{value.field.value} {own}" if value.field else own
    return FieldKind(name, FieldPlace(value), f"{name};")


_HEAD = FieldKind(DerBytes.HEAD.value, FieldPlace(DerBytes.HEAD), "opaque head[..];")
_UNREADABLE = FieldKind(DerBytes.UNREADABLE.value, FieldPlace(DerBytes.UNREADABLE), "DER;")
