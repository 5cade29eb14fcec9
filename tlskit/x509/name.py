"""Distinguished names (RFC 5280 section 4.1.2.4) and their comparison (section 7.1)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from tlskit.core import SHORT, BoundedCache, cached, visible
from tlskit.registry import ATTRIBUTE_TYPES
from tlskit.x509 import der

if TYPE_CHECKING:
    from tlskit.core import Plain


_PRINTABLE = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?"
_CHARACTER_SETS = {der.PRINTABLE_STRING: _PRINTABLE, der.IA5_STRING: bytes(range(0x80))}
_STRINGS = (*der.STRING_CODECS, 0x12, 0x1A, der.SEQUENCE)  # NumericString and VisibleString too
_ENCODED = (der.UTF8_STRING, der.BMP_STRING, der.UNIVERSAL_STRING)


class Attribute(NamedTuple):
    """One AttributeTypeAndValue; ``text`` is the value read as its string type says, or hex if it cannot be."""

    oid: str
    tag: int
    contents: bytes
    text: str

    @property
    def odd_octets(self) -> tuple[int, ...]:
        """The octets of a PrintableString or IA5String that its type does not have (X.680 section 41)."""
        allowed = _CHARACTER_SETS.get(self.tag)
        odd = b"" if allowed is None else self.contents.translate(None, allowed)
        return tuple(sorted({*odd})) if odd else ()

    @property
    def is_string(self) -> bool:
        """Whether the value of an attribute that is known is a character string, or constructed as some old are."""
        return self.tag in _STRINGS or self.oid not in ATTRIBUTE_TYPES

    @property
    def is_text(self) -> bool:
        """Whether a UTF8String, BMPString or UniversalString is text in its encoding; others always are."""
        if self.tag not in _ENCODED:
            return True
        try:
            self.contents.decode(der.STRING_CODECS[self.tag])
        except UnicodeDecodeError:
            return False
        return True

    def __str__(self) -> str:
        return f"{ATTRIBUTE_TYPES.get(self.oid, self.oid)}={self.text}"


_EMPTY = b"\x30\x00"
Comparable = tuple[frozenset[tuple[bytes, "str | bytes"]], ...]


class DistinguishedName:
    """A Name as it is encoded. Equal, as RFC 5280 section 7.1 has it, when :attr:`comparable` is equal."""

    def __init__(self, encoding: bytes) -> None:
        """Take the DER of a Name, tag and length included. Reading never raises; see :attr:`problem`."""
        self.encoding = encoding

    @cached
    def _read(self) -> tuple[tuple[tuple[Attribute, ...], ...], str]:
        rdns: list[tuple[Attribute, ...]] = []
        try:
            for rdn in der.sequence(self.encoding, "name"):
                attributes = rdn.expect(der.SET, "RDN").children()
                rdns.append(tuple(map(_attribute, attributes)))
        except DER_PROBLEMS as error:
            return tuple(rdns), der.problem(error)
        return tuple(rdns), ""

    @property
    def rdns(self) -> tuple[tuple[Attribute, ...], ...]:
        """The relative distinguished names in encoded order, as far as they could be read."""
        return self._read[0]

    @property
    def problem(self) -> str:
        """What is wrong with the encoding, or the empty string."""
        return self._read[1]

    @cached
    def has_odd_text(self) -> bool:
        """Whether a value has characters that its string type does not have, or is no text in its encoding."""
        return any(item.odd_octets or not (item.is_text and item.is_string) for item in self.attributes)

    @cached
    def is_sorted(self) -> bool:
        """Whether the attributes of each RDN, a SET OF, stand in the order of their encodings (X.690 section 11.6)."""
        if all(len(rdn) <= 1 for rdn in self.rdns):
            return True
        sets = [
            [item.encoding for item in rdn.children()] for rdn in der.sequence(self.encoding, "name")[: len(self.rdns)]
        ]
        return all(items == sorted(items) for items in sets)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """All attributes in encoded order."""
        return tuple(attribute for rdn in self.rdns for attribute in rdn)

    @cached
    def comparable(self) -> Comparable:
        """What two names are compared by: attributes prepared as section 7.1 and RFC 4518 say."""
        try:
            rdns = der.sequence(self.encoding, "name")
            return tuple(frozenset(map(_prepared, rdn.expect(der.SET, "RDN").children())) for rdn in rdns)
        except DER_PROBLEMS:
            return (frozenset({(b"malformed", self.encoding)}),)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DistinguishedName):
            return NotImplemented
        return self.encoding == other.encoding or self.comparable == other.comparable

    @cached
    def _hash(self) -> int:
        return hash(self.comparable)

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        return self.encoding != _EMPTY  # what is malformed is not empty

    def values(self, oid: str) -> tuple[str, ...]:
        """Return the texts of every attribute of one type."""
        return tuple(item.text for item in self.attributes if item.oid == oid)

    @cached
    def label(self) -> str:
        """A short name for people: the last common name, else organisation, unit or the whole name."""
        for oid in ("2.5.4.3", "2.5.4.10", "2.5.4.11"):
            texts = [text for text in self.values(oid) if text]
            if texts:
                return texts[-1]
        return str(self)

    def __str__(self) -> str:
        """Return the name in the order in which it is encoded, in the manner of RFC 4514 but readable."""
        if not self:
            return "(empty name)"
        return ", ".join("+".join(str(item) for item in rdn) for rdn in self.rdns) or "(unreadable name)"

    def __repr__(self) -> str:
        return f"DistinguishedName({visible(str(self))!r})"

    def to_plain(self) -> Plain:
        """Return the readable form."""
        return str(self)


_KNOWN_NAMES: BoundedCache[bytes, DistinguishedName] = BoundedCache()


def known_name(encoding: bytes) -> DistinguishedName:
    """Return a name that was read before, or a new one: each CA's stands in every certificate that it issued."""
    known = _KNOWN_NAMES.get(encoding)
    if known is None:
        known = DistinguishedName(encoding)
        if len(encoding) <= SHORT:
            _KNOWN_NAMES.keep(encoding, known)
    return known


DER_PROBLEMS = (der.DerError, ValueError, IndexError)
"""What reading odd DER can raise: too few members shows as IndexError, too many as ValueError."""


_SINGLE_OCTET = (der.PRINTABLE_STRING, der.IA5_STRING)
"""Shown as Latin-1 where they go beyond ASCII; they are compared as octets."""


def _attribute(value: der.Tlv) -> Attribute:
    kind, content = value.expect(der.SEQUENCE, "attribute").children()
    oid = der.object_identifier(kind.expect(der.OID, "attribute type"))
    try:
        text = der.character_string(content)
    except der.DerError:
        single = content.tag in _SINGLE_OCTET
        text = content.contents.decode("latin-1") if single else "#" + content.encoding.hex()
    return Attribute(oid, content.tag, content.contents, text)


def _prepared(attribute: der.Tlv) -> tuple[bytes, str | bytes]:
    """Fold case and white space of directory strings (RFC 5280 section 7.1); others compare as octets."""
    kind, value = attribute.expect(der.SEQUENCE, "attribute").children()
    oid = kind.expect(der.OID, "attribute type").contents
    try:
        text = value.contents.decode(der.STRING_CODECS[value.tag])
    except (KeyError, UnicodeDecodeError):
        return oid, value.encoding
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold()
    return oid, " ".join(text.lower().split())
