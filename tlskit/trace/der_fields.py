"""Certificates in a field tree, taken apart: DER as fields, so that its bytes are told like all others.

Trace does not know certificates; here the leaves that hold DER get the fields that are in it. What is constructed has
its tag and length as a leaf and its members beside it; what is primitive is one leaf with its value. Octet strings and
bit strings that hold one DER value and nothing else are taken apart too, as extensions and keys are in certificates.
Damage stays in its place: what cannot be read is a leaf with a problem. ITU-T X.690, RFC 5280 section 4.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.core.plain import rfc3339
from tlskit.registry import oid
from tlskit.wire.field import Field, FieldKind
from tlskit.x509 import der
from tlskit.x509.signature import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Iterator

DER_KEYS = frozenset(
    {
        "Certificate.certificate_list[].data",
        "CertificateEntry.cert_data.data",
        "CertificateRequest.certificate_authorities[].data",
        "LegacyCertificateRequest.certificate_authorities[].data",
        "DraftCertificateRequest.certificate_authorities[].data",
    }
)
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
_MEMBERS = {
    "Certificate.certificate_list[].data": ("Certificate",),
    "CertificateEntry.cert_data.data": ("Certificate",),
    "Certificate": ("tbsCertificate", "signatureAlgorithm", "signatureValue"),
    "tbsCertificate": ("serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo"),
    "validity": ("notBefore", "notAfter"),
    "subjectPublicKeyInfo": ("algorithm", "subjectPublicKey"),
}
_TAGGED = {("tbsCertificate", 0xA0): "version", ("tbsCertificate", 0xA3): "extensions"}
_OIDS = oid.EXTENSIONS | oid.ATTRIBUTE_TYPES | oid.EXTENDED_KEY_USAGES | oid.KEY_TYPES
_OIDS |= {number: algorithm.name for number, algorithm in ALGORITHMS.items()}
_HOLDERS = frozenset({der.SEQUENCE, der.OCTET_STRING, der.BIT_STRING, der.INTEGER})


def with_certificates(tree: Field[Any], data: bytes) -> Field[Any]:
    """Return a tree whose leaves of DER are taken apart; ``data`` is what the tree's offsets count in."""
    if tree.kind.key in DER_KEYS and tree.end > tree.start:
        return tree._replace(children=tuple(_values(data, tree.start, tree.end, tree.kind.key, 0)))
    if not tree.children:
        return tree
    return tree._replace(children=tuple(with_certificates(child, data) for child in tree.children))


def _values(data: bytes, start: int, end: int, holder: str, depth: int) -> Iterator[Field[Any]]:
    """Yield the values that fill a window; from the first that cannot be read on, the rest is one leaf."""
    position, names = start, list(_MEMBERS.get(holder, ()))
    while position < end:
        try:
            value = der.read(data, position, end)
        except der.DerError as error:
            yield Field(_kind("DER"), position, end, data[position:end], (), str(error))
            return
        name = _TAGGED.get((holder, value.tag), "")
        if not name and names and not value.tag & _CONTEXT:  # what may be absent is told by its tag
            name = names.pop(0)
        yield _value(value, name, depth)
        position = value.end


def _value(value: der.Tlv, name: str, depth: int) -> Field[Any]:
    kind = _kind(_label(value.tag, name))
    if depth >= _DEEPEST:
        return Field(kind, value.start, value.end, value.contents)
    if value.tag & _CONSTRUCTED:
        members = tuple(_values(value.data, value.body, value.end, name, depth + 1))
        return Field(kind, value.start, value.end, None, (_head(value, value.body), *members))
    inside = _inside(value)
    if inside is not None:
        held = _value(inside, "", depth + 1)
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


def _label(tag: int, name: str) -> str:
    number = tag & 0x1F
    own = _TAG_NAMES.get(tag, f"[{number}]" if tag & _CONTEXT else f"tag 0x{tag:02x}")
    return f"{name} {own}" if name else own


_KINDS: dict[str, FieldKind] = {}


def _kind(name: str) -> FieldKind:
    return _KINDS.setdefault(name, FieldKind(name, f"DER.{name}", f"{name};"))


_HEAD = FieldKind("tag and length", "DER.head", "opaque head[..];")
