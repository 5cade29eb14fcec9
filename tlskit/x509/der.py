"""Reading DER (ITU-T X.690), strictly and without copying: what every field of a certificate is read with.

A reader is a window on bytes. Nothing outside the window can be reached, and no length field allocates anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tlskit.core import SHORT, BoundedCache

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
UTF8_STRING, PRINTABLE_STRING, TELETEX_STRING, IA5_STRING = 0x0C, 0x13, 0x14, 0x16
UTC_TIME, GENERALIZED_TIME, UNIVERSAL_STRING, BMP_STRING = 0x17, 0x18, 0x1C, 0x1E
ENUMERATED, SEQUENCE, SET = 0x0A, 0x30, 0x31

STRING_CODECS = {
    UTF8_STRING: "utf-8",
    PRINTABLE_STRING: "ascii",
    TELETEX_STRING: "latin-1",
    IA5_STRING: "ascii",
    UNIVERSAL_STRING: "utf-32-be",
    BMP_STRING: "utf-16-be",
}
"""Character strings by tag. TeletexString is read as Latin-1, which is how it is used in certificates."""

MAXIMUM_MEMBERS = 50_000
"""Of one value that is read whole; the most in use are the 20,000 certificates of a bundle in PKCS#7."""

_LONG_FORM, _HIGH_TAG, _MAXIMUM_LENGTH_OCTETS = 0x80, 0x1F, 4


class DerError(ValueError):
    """The bytes are not the DER that was expected; ``offset`` counts from the start of the outermost value."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} at byte {offset}")
        self.offset = offset


def problem(error: Exception) -> str:
    """Say what is wrong in our words: Python's own, about members to unpack or an index, are for no reader."""
    return str(error) if isinstance(error, DerError) else "it has fewer or more members than it should"


class Tlv(NamedTuple):
    """One tag-length-value: ``data[start:body]`` is the header, ``data[body:end]`` the contents."""

    data: bytes
    tag: int
    start: int
    body: int
    end: int

    @property
    def contents(self) -> bytes:
        """The contents without tag and length."""
        return self.data[self.body : self.end]

    @property
    def encoding(self) -> bytes:
        """The whole value, tag and length included."""
        return self.data[self.start : self.end]

    def children(self) -> list[Tlv]:
        """Return the values inside a constructed value, in order; they must fill it."""
        data, position, end = self.data, self.body, self.end
        found: list[Tlv] = []
        for _ in range(MAXIMUM_MEMBERS):
            if position >= end:
                return found
            body = position + 2
            stop = body + data[position + 1] if body <= end else end + 1
            # Nearly all values: a one-octet tag, a one-octet length, and within the container.
            if stop <= end and data[position + 1] < _LONG_FORM and data[position] & _HIGH_TAG != _HIGH_TAG:
                child = _new_value(Tlv, (data, data[position], position, body, stop))
            else:
                child = read(data, position, end)
            found.append(child)
            position = child.end
        if position < end:
            raise DerError(f"a value with more than {MAXIMUM_MEMBERS:,} members", self.start)
        return found

    def expect(self, tag: int, what: str) -> Tlv:
        """Return self if it has ``tag``; otherwise raise :class:`DerError`."""
        if self.tag != tag:
            raise DerError(f"{what} has tag 0x{self.tag:02x} instead of 0x{tag:02x}", self.start)
        return self


_new_value = tuple.__new__  # a third of the cost of Value(...), and a hundred thousand names are read through it


def read(data: bytes, position: int, end: int) -> Tlv:
    """Read one value that starts at ``position`` and must end at or before ``end``."""
    if position + 2 > end:
        raise DerError("value cut short", position)
    tag, length = data[position], data[position + 1]
    body = position + 2
    if tag & _HIGH_TAG == _HIGH_TAG:
        raise DerError("tag numbers above 30 do not occur in certificates", position)
    if length & _LONG_FORM:
        octets = length & 0x7F
        if not 0 < octets <= _MAXIMUM_LENGTH_OCTETS or body + octets > end:
            raise DerError("length is indefinite, too long or cut short", position)
        length = int.from_bytes(data[body : body + octets])
        body += octets
        if length < _LONG_FORM or length >> (8 * (octets - 1)) == 0:
            raise DerError("length is not in its shortest form", position)
    if body + length > end:
        raise DerError(f"value of {length} bytes runs past its container", position)
    return Tlv(data, tag, position, body, body + length)


def read_only(data: bytes, what: str) -> Tlv:
    """Read the one value that ``data`` consists of."""
    value = read(data, 0, len(data))
    if value.end != len(data):
        raise DerError(f"{len(data) - value.end} bytes follow {what}", value.end)
    return value


def split(data: bytes, position: int, end: int) -> tuple[bytes, list[int]]:
    """Return the tags of the values that fill a stretch, and where each begins, with the end of the last.

    It does what :meth:`Tlv.children` does in a third of the time, for who knows what to expect.
    """
    tags, places = bytearray(), [position]
    while position < end:
        tag, length = data[position], data[position + 1]
        if length < _LONG_FORM and tag & _HIGH_TAG != _HIGH_TAG:
            position += 2 + length
        else:
            position = read(data, position, end).end
        tags.append(tag)
        places.append(position)
    if position != end:
        raise DerError("value runs past its container", places[-2])
    return bytes(tags), places


def body(data: bytes, start: int) -> int:
    """Return where the contents of a value begin that was read before."""
    length = data[start + 1]
    return start + 2 + (length & ~_LONG_FORM if length & _LONG_FORM else 0)


def sequence(data: bytes, what: str) -> list[Tlv]:
    """Return the members of the one SEQUENCE that ``data`` consists of."""
    return read_only(data, what).expect(SEQUENCE, what).children()


def integer(value: Tlv) -> int:
    """Decode an INTEGER or an implicitly tagged one; two's complement, shortest form."""
    return number(value.contents, value.start)


def number(contents: bytes, offset: int) -> int:
    """Decode the contents of an INTEGER."""
    if not contents:
        raise DerError("empty integer", offset)
    if len(contents) > 1 and (contents[0], contents[1] >> 7) in ((0, 0), (0xFF, 1)):
        raise DerError("integer is not in its shortest form", offset)
    return int.from_bytes(contents, signed=True)


def boolean(value: Tlv) -> bool:
    """Decode a BOOLEAN; DER knows only 00 and FF."""
    if value.contents not in (b"\x00", b"\xff"):
        raise DerError("boolean is neither 00 nor FF", value.start)
    return value.contents == b"\xff"


def ber_boolean(value: Tlv) -> bool:
    """Decode a BOOLEAN in BER, in which any octet but 00 is TRUE (X.690 section 8.2.2)."""
    if len(value.contents) != 1:
        raise DerError("boolean is not of one octet", value.start)
    return value.contents != b"\x00"


def object_identifier(value: Tlv) -> str:
    """Decode an OBJECT IDENTIFIER to its dotted form."""
    return _dotted(value.contents, value.start)


def bit_string(value: Tlv) -> tuple[bytes, int]:
    """Return the octets of a BIT STRING and how many bits of the last one are unused."""
    contents = value.contents
    if not contents or contents[0] > 7 or (len(contents) == 1 and contents[0]):  # noqa: PLR2004 - bits in an octet
        raise DerError("malformed bit string", value.start)
    if contents[0] and contents[-1] & ((1 << contents[0]) - 1):
        raise DerError("unused bits of a bit string are set", value.start)
    return contents[1:], contents[0]


def character_string(value: Tlv) -> str:
    """Decode a character string by its tag; raise :class:`DerError` if it is none or its bytes do not fit."""
    codec = STRING_CODECS.get(value.tag)
    if codec is None:
        raise DerError(f"tag 0x{value.tag:02x} is no character string", value.start)
    try:
        return value.contents.decode(codec)
    except UnicodeDecodeError as error:
        raise DerError(f"text is not {codec}", value.body + error.start) from None


def time(value: Tlv) -> datetime:
    """Decode UTCTime or GeneralizedTime in the forms of RFC 5280 section 4.1.2.5: seconds present, ``Z``."""
    return moment(value.tag, value.contents, value.start)


def moment(tag: int, contents: bytes, offset: int) -> datetime:
    """Decode the contents of a time by its tag."""
    text = contents.decode("latin-1")
    if tag == UTC_TIME:
        digits = 12
        # RFC 5280 section 4.1.2.5.1: years 50 to 99 are 19xx.
        full = ("19" if text[:2] >= "50" else "20") + text
    elif tag == GENERALIZED_TIME:
        digits, full = 14, text
    else:
        raise DerError(f"tag 0x{tag:02x} is no time", offset)
    if len(text) != digits + 1 or text[-1] != "Z" or not contents[:-1].isdigit():
        raise DerError(f"time {text[:40]!r} is not in the form that RFC 5280 demands", offset)
    try:
        read = datetime.fromisoformat(f"{full[:8]}T{full[8:]}")
    except ValueError:
        read = None
    if read is None or full[8:10] == "24":  # ISO 8601's midnight, which later versions of Python read
        raise DerError(f"time {text!r} does not exist", offset)
    return read


_KNOWN_OIDS: BoundedCache[bytes, str] = BoundedCache()
_MAXIMUM_OID = 255  # octets; reading one takes time that grows with the square of its length


def _dotted(contents: bytes, offset: int) -> str:
    known = _KNOWN_OIDS.get(contents)
    if known is not None:
        return known
    if not contents or contents[-1] & 0x80 or len(contents) > _MAXIMUM_OID:
        raise DerError("malformed object identifier", offset)
    arcs, arc, first = [], 0, True
    for octet in contents:
        if first and octet == 0x80:  # noqa: PLR2004 - a leading zero septet
            raise DerError("object identifier arc is not in its shortest form", offset)
        arc = arc << 7 | octet & 0x7F
        first = not octet & 0x80
        if first:
            arcs.append(arc)
            arc = 0
    top = min(arcs[0] // 40, 2)
    dotted = ".".join(map(str, (top, arcs[0] - 40 * top, *arcs[1:])))
    return _KNOWN_OIDS.keep(contents, dotted) if len(contents) <= SHORT else dotted
