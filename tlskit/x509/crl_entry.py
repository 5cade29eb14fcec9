"""The entries of a CRL (RFC 5280 section 5.3): finding the few that matter among a million, and reading those.

Strategy. Entries are short and come in few shapes: a shape is the header of the entry and of its serial number, four
octets. A regular expression of the shapes seen so far steps over whole runs of entries at the speed of C, and never
loses the structure: a place where an octet string was found counts only as part of the entry that it lies in.
"""

from __future__ import annotations

import heapq
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tlskit.core.frozen import FrozenValue
from tlskit.registry import oid
from tlskit.x509 import der
from tlskit.x509.distribution_point import directory_names
from tlskit.x509.extension import DECODERS, Extension, extensions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import datetime

    from tlskit.x509.name import DistinguishedName

REASONS = {
    0: "unspecified",
    1: "keyCompromise",
    2: "cACompromise",
    3: "affiliationChanged",
    4: "superseded",
    5: "cessationOfOperation",
    6: "certificateHold",
    8: "removeFromCRL",
    9: "privilegeWithdrawn",
    10: "aACompromise",
}
"""CRLReason (section 5.3.1)."""
HOLD, REMOVED = REASONS[6], REASONS[8]

_CRITICAL = b"\x01\x01\xff\x04"  # BOOLEAN TRUE, and the tag of the extension's value
_CERTIFICATE_ISSUER = b"\x06\x03\x55\x1d\x1d"
_SHORT_FORM = 0x80
_SHAPES = 64  # more shapes than in any CRL seen; those beyond them are stepped over one by one
_FEW = 24  # so many searches cost less than looking at every entry
_REMEMBERED = 4096


class UnknownCriticalEntryError(Exception):
    """Inside the engine only: a critical entry extension is not understood; the text says which."""


class RevokedCertificate(FrozenValue):
    """One entry. ``reason`` is the RFC's word, empty where none is given.

    ``certificate_issuer``: whose certificate it is (section 5.3.3); empty for one of the CRL's own issuer.
    """

    serial_number: int
    revocation_date: datetime
    reason: str = ""
    invalidity_date: datetime | None = None
    certificate_issuer: tuple[DistinguishedName, ...] = ()


class _Frame(NamedTuple):
    """Where one entry's serial number begins and ends, and where the entry does."""

    serial: int
    serial_end: int
    end: int


def listed(data: bytes, start: int, end: int, serial_numbers: Iterable[int]) -> Iterator[RevokedCertificate]:
    """Yield the entries between ``start`` and ``end`` that have one of the serial numbers, walking once over all.

    Raises :class:`der.DerError` and what else odd DER raises, and :class:`UnknownCriticalEntryError`.
    """
    wanted = {encoding for number in serial_numbers for encoding in _encodings(number)}
    reader = _Reader(data)
    marks = [_places(data, pattern, start, end) for pattern in (_CRITICAL, _CERTIFICATE_ISSUER)]
    for frame in _frames_at(data, start, end, heapq.merge(*marks, *_hits(data, start, end, wanted))):
        entry = reader.read(frame)
        if data[frame.serial : frame.serial_end] in wanted:
            yield entry


def _hits(data: bytes, start: int, end: int, wanted: Collection[bytes]) -> list[Iterator[int]]:
    """Return places at which wanted serial numbers may be: each searched for, or every entry looked at."""
    if len(wanted) <= _FEW:
        return [_places(data, encoding, start, end) for encoding in wanted]
    return [_looked_up(data, start, end, wanted)]


def _looked_up(data: bytes, position: int, end: int, wanted: Collection[bytes]) -> Iterator[int]:
    """Look at every entry's serial number; that the frames are sound is checked by who asks for the places."""
    while position < end:
        length, serial = data[position + 1], position + 2
        if length < _SHORT_FORM:
            position = serial + length
        else:
            _, _, _, serial, position = der.read(data, position, end)
        if data[serial : serial + 2 + data[serial + 1]] in wanted:
            yield serial


def _places(data: bytes, pattern: bytes, start: int, end: int) -> Iterator[int]:
    place = data.find(pattern, start, end)
    while place >= 0:
        yield place
        place = data.find(pattern, place + 1, end)


def _frames_at(data: bytes, position: int, end: int, places: Iterator[int]) -> Iterator[_Frame]:
    """Yield the entries that the places lie in; step over all others."""
    shapes: set[bytes] = set()
    run = re.compile(b"")
    place = next(places, end)
    while position < end:
        stepped = run.match(data, position, place)
        assert stepped is not None, "it matches the empty run too"
        position = stepped.end()
        if position >= end:
            return
        frame = _frame(data, position, end)
        shape = data[position : position + 4]
        if shape not in shapes and shape[1] < _SHORT_FORM and len(shapes) < _SHAPES:
            shapes.add(shape)
            run = _run_of(shapes)
        if place < frame.end:
            yield frame
            while place < frame.end:
                place = next(places, end)
        position = frame.end


def _run_of(shapes: Iterable[bytes]) -> re.Pattern[bytes]:
    entries = (re.escape(shape) + b".{%d}" % (shape[1] - 2) for shape in shapes)
    return re.compile(b"(?:" + b"|".join(entries) + b")*+", re.DOTALL)


def _frame(data: bytes, position: int, end: int) -> _Frame:
    """Check the frame of the entry at a place: a SEQUENCE that begins with an INTEGER and goes on after it."""
    length, serial = data[position + 1], position + 2
    following = serial + length
    if length >= _SHORT_FORM:
        _, _, _, serial, following = der.read(data, position, end)
    serial_end = serial + 2 + data[serial + 1]
    if data[position] != der.SEQUENCE or data[serial] != der.INTEGER or not serial_end < following <= end:
        raise der.DerError("it does not begin with a serial number", position)
    return _Frame(serial, serial_end, following)


def _encodings(number: int) -> tuple[bytes, bytes]:
    """Return the encoded INTEGER, and the form with an octet too many, lest an entry in that be overlooked."""
    contents = number.to_bytes((number + (number < 0)).bit_length() // 8 + 1, signed=True)
    padded = (b"\xff" if number < 0 else b"\x00") + contents
    return bytes([der.INTEGER, len(contents) & 0x7F]) + contents, bytes([der.INTEGER, len(padded) & 0x7F]) + padded


class _Reader:
    """Reads entries in their order, since a certificateIssuer holds for the entries after it too.

    Entries whose extensions have the same encoding, as in lists of other CAs' certificates, are decoded once.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._issuer: tuple[DistinguishedName, ...] = ()
        self._known: dict[bytes, dict[str, Any]] = {b"": {}}

    def read(self, frame: _Frame) -> RevokedCertificate:
        serial, serial_end, end = frame
        time = der.read(self._data, serial_end, end)
        found = self._extensions(self._data[time.end : end])
        self._issuer = found.get(oid.CERTIFICATE_ISSUER, self._issuer)
        return RevokedCertificate(
            der.integer(der.read(self._data, serial, serial_end)),
            der.time(time),
            found.get(oid.CRL_REASON, ""),
            found.get(oid.INVALIDITY_DATE),
            self._issuer,
        )

    def _extensions(self, encoded: bytes) -> dict[str, Any]:
        found = self._known.get(encoded)
        if found is None:
            decoded = extensions(der.Tlv(encoded, der.SEQUENCE, 0, 0, len(encoded)))
            found = {item.oid: _decoded(item) for item in decoded}
            if len(found) < len(decoded):
                raise der.DerError("an extension occurs more than once", 0)
            if len(self._known) < _REMEMBERED:
                self._known[encoded] = found
        return found


def _decoded(item: Extension) -> object:
    decoder = _DECODERS.get(item.oid)
    if decoder is not None:
        return decoder(item.value)
    if item.critical:
        raise UnknownCriticalEntryError(f"an entry has the critical extension {item.name}, which is not understood")
    return None


def _reason(data: bytes) -> str:
    number = der.integer(der.read_only(data, "reasonCode").expect(der.ENUMERATED, "reasonCode"))
    return REASONS.get(number, f"reason {number}")


def _invalidity_date(data: bytes) -> datetime:
    return der.time(der.read_only(data, "invalidityDate").expect(der.GENERALIZED_TIME, "invalidityDate"))


def _certificate_issuer(data: bytes) -> tuple[DistinguishedName, ...]:
    names = directory_names(DECODERS[oid.ISSUER_ALT_NAME](data))
    if not names:
        raise der.DerError("certificateIssuer has no distinguished name", 0)
    return names


_DECODERS: dict[str, Callable[[bytes], Any]] = {
    oid.CRL_REASON: _reason,
    oid.INVALIDITY_DATE: _invalidity_date,
    oid.CERTIFICATE_ISSUER: _certificate_issuer,
}
"""The entry extensions that are understood."""
