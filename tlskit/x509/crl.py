"""A certificate revocation list as its bytes say (RFC 5280 section 5); reading one never raises.

The frame is read at once, the entries are not: a list of 51 MB with a million of them is walked once, for all serial
numbers that are asked about, by :meth:`CertificateRevocationList.search`. What could not be read is in ``problems``.

Strategy. Entries are short and come in few shapes: a shape is the header of the entry and of its serial number, four
octets. A regular expression of the shapes seen so far steps over whole runs of entries at the speed of C, and never
loses the structure: a place where an octet string was found counts only as part of the entry that it lies in.
"""

from __future__ import annotations

import heapq
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from tlskit.core import FrozenValue, clipped
from tlskit.registry import oid
from tlskit.x509 import der
from tlskit.x509.algorithm_identifier import algorithm, signature_of
from tlskit.x509.distribution_point import IssuingDistributionPoint, directory_names, issuing_distribution_point
from tlskit.x509.extension import DECODERS, AuthorityKeyIdentifier, Extension, extensions
from tlskit.x509.name import DER_PROBLEMS, DistinguishedName

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import datetime

    from tlskit.x509.algorithm_identifier import AlgorithmIdentifier

CRL_V1, CRL_V2 = 0, 1
_TIMES = (der.UTC_TIME, der.GENERALIZED_TIME)
_EXTENSIONS_TAG = 0xA0
_EXACT = 2**53

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

NOT_DER_BOOLEAN = "its mark critical is a BOOLEAN in BER, not in DER (X.690 sections 11.1 and 11.5)"
_CRITICAL = re.compile(rb"\x01\x01.\x04", re.DOTALL)  # a BOOLEAN, DER or not, and the tag of the extension's value
_CERTIFICATE_ISSUER = b"\x06\x03\x55\x1d\x1d"
_ANY_EXTENSION = b"\x06\x03\x55\x1d"
_SHORT_FORM = 0x80
_SHAPES = 64  # more shapes than in any CRL seen; those beyond them are stepped over one by one
_FEW = 24  # so many searches cost less than looking at every entry
_REMEMBERED = 4096


def _number(data: bytes) -> int:
    """Decode a CRLNumber (section 5.2.3), which is what deltaCRLIndicator holds too."""
    number = der.integer(der.read_only(data, "CRLNumber").expect(der.INTEGER, "CRLNumber"))
    if number < 0:
        raise der.DerError("a negative CRL number", 0)
    return number


CRL_DECODERS: dict[str, Callable[[bytes], Any]] = {
    oid.AUTHORITY_KEY_IDENTIFIER: DECODERS[oid.AUTHORITY_KEY_IDENTIFIER],
    oid.ISSUER_ALT_NAME: DECODERS[oid.ISSUER_ALT_NAME],
    oid.AUTHORITY_INFO_ACCESS: DECODERS[oid.AUTHORITY_INFO_ACCESS],
    oid.FRESHEST_CRL: DECODERS[oid.FRESHEST_CRL],
    oid.CRL_NUMBER: _number,
    oid.DELTA_CRL_INDICATOR: _number,
    oid.ISSUING_DISTRIBUTION_POINT: issuing_distribution_point,
}
"""The CRL extensions that are understood, and how each is decoded."""


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


class CrlLookup(FrozenValue):
    """What a search found: the entries with the serial numbers asked about, or why the entries cannot be relied on.

    ``forbidden``: what the entries have that section 5 does not allow in such a CRL; empty where that is nothing.
    """

    entries: tuple[RevokedCertificate, ...]
    problem: str = ""
    forbidden: str = ""


class CRLRef(FrozenValue):
    """How evidence names a CRL."""

    label: str
    issuer: str
    number: str
    this_update: datetime | None
    next_update: datetime | None
    delta: bool

    def __str__(self) -> str:
        return self.label


class CertificateRevocationList:
    """One CRL, complete or delta. Frozen in use; compared by identity."""

    def __init__(self, encoded: bytes) -> None:
        """Take DER. Fields that the bytes do not yield keep their empty value and leave a problem."""
        self.der = encoded
        self.problems: dict[str, str] = {}
        self.version = CRL_V2
        self.says_version = self.says_revoked = self.says_extensions = False  # whether the optional member is encoded
        self.signature: AlgorithmIdentifier | None = None
        self.signature_algorithm: AlgorithmIdentifier | None = None
        self.signature_value = b""
        self.issuer = DistinguishedName(b"\x30\x00")
        self.this_update: datetime | None = None
        self.next_update: datetime | None = None
        self.extensions: tuple[Extension, ...] = ()
        self._signed = self._entries = (0, 0)
        self._decoded: dict[str, Any] = {}
        try:
            self._read()
        except DER_PROBLEMS as error:
            self.problems["CRL"] = der.problem(error)
        self._decode()

    def __repr__(self) -> str:
        return f"<{self.label}>"

    # -- reading -----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        outer = der.read_only(self.der, "the CRL").expect(der.SEQUENCE, "CRL")
        tbs = der.read(self.der, outer.body, outer.end).expect(der.SEQUENCE, "tbsCertList")
        self._signed = (tbs.start, tbs.end)
        self._read_tbs(tbs.children())
        self.signature_algorithm, self.signature_value = signature_of(tbs, outer)

    def _read_tbs(self, members: list[der.Tlv]) -> None:
        self.says_version = members[0].tag == der.INTEGER
        self.version = der.integer(members.pop(0)) if self.says_version else CRL_V1
        self.signature = algorithm(members.pop(0))
        self.issuer = DistinguishedName(members.pop(0).expect(der.SEQUENCE, "issuer").encoding)
        self.this_update = self._time("this_update", members.pop(0))
        if members and members[0].tag in _TIMES:
            self.next_update = self._time("next_update", members.pop(0))
        if members and members[0].tag == der.SEQUENCE:
            revoked = members.pop(0)
            self._entries, self.says_revoked = (revoked.body, revoked.end), True
        if members and members[0].tag == _EXTENSIONS_TAG:
            self.extensions, self.says_extensions = extensions(members.pop(0)), True
        if members:
            raise der.DerError(f"unknown member 0x{members[0].tag:02x} of tbsCertList", members[0].start)
        if self.version not in (CRL_V1, CRL_V2) or (self.version == CRL_V1 and self.extensions):
            self.problems["version"] = "it is neither version 1 nor version 2 (section 5.1.2.1)"
        if self.issuer.problem:
            self.problems["issuer"] = self.issuer.problem

    def _time(self, name: str, value: der.Tlv) -> datetime | None:
        try:
            return der.time(value)
        except der.DerError as error:
            self.problems[name] = der.problem(error)
            return None

    def _decode(self) -> None:
        for item in self.extensions:
            decoder = CRL_DECODERS.get(item.oid)
            if item.critical_octet is not None:
                self.problems[item.name] = NOT_DER_BOOLEAN
            if item.oid in self._decoded:
                self.problems[item.name] = "it occurs more than once"
            try:
                self._decoded[item.oid] = None if decoder is None else decoder(item.value)
            except DER_PROBLEMS as error:
                self.problems[item.name] = der.problem(error)

    # -- what it says of itself --------------------------------------------------------------------------------------

    @property
    def tbs(self) -> bytes:
        """The signed part: a copy, not kept."""
        return self.der[slice(*self._signed)]

    @cached_property
    def by_oid(self) -> dict[str, Extension]:
        """The extensions by number; of duplicates, the first."""
        return {item.oid: item for item in reversed(self.extensions)}

    @property
    def unknown_critical(self) -> tuple[str, ...]:
        """The names of critical extensions that are not understood here."""
        return tuple(item.name for item in self.extensions if item.critical and item.oid not in CRL_DECODERS)

    @property
    def number(self) -> int | None:
        """Section 5.2.3."""
        return self._decoded.get(oid.CRL_NUMBER)

    @property
    def base_number(self) -> int | None:
        """Section 5.2.4: BaseCRLNumber."""
        return self._decoded.get(oid.DELTA_CRL_INDICATOR)

    @property
    def lists_nothing(self) -> bool:
        """Whether it has no entries."""
        return self._entries[0] == self._entries[1]

    @property
    def is_delta(self) -> bool:
        """Whether it only says what has changed since another CRL."""
        return oid.DELTA_CRL_INDICATOR in self.by_oid

    @property
    def issuing_distribution_point(self) -> IssuingDistributionPoint | None:
        """Section 5.2.5."""
        return self._decoded.get(oid.ISSUING_DISTRIBUTION_POINT)

    @property
    def authority_key_id(self) -> bytes | None:
        """The key identifier of the key that signed it (section 5.2.1)."""
        identifier: AuthorityKeyIdentifier | None = self._decoded.get(oid.AUTHORITY_KEY_IDENTIFIER)
        return None if identifier is None else identifier.key_identifier

    def value(self, number: str) -> bytes:
        """Return an extension's encoded value, empty where it is absent."""
        found = self.by_oid.get(number)
        return b"" if found is None else found.value

    @cached_property
    def label(self) -> str:
        """A short name for people; safe to show."""
        number = "" if self.number is None else f" number {_shown(self.number)}"
        day = "" if self.this_update is None else f" of {self.this_update:%Y-%m-%d}"
        return f'{"delta CRL" if self.is_delta else "CRL"}{number} by "{clipped(self.issuer.label, 80)}"{day}'

    @cached_property
    def ref(self) -> CRLRef:
        """The CRL as evidence names it."""
        number = "" if self.number is None else f"{self.number:x}"
        return CRLRef(self.label, str(self.issuer), number, self.this_update, self.next_update, self.is_delta)

    # -- what it says of others --------------------------------------------------------------------------------------

    def search(self, serial_numbers: Iterable[int]) -> CrlLookup:
        """Walk all entries once; return those with a serial number that is asked about.

        Section 5.3: an entry with a critical extension that is not understood, whichever it is, spoils the whole CRL.
        """
        reader = _Reader(self.der)
        try:
            found = tuple(listed(self.der, *self._entries, serial_numbers, reader, plain=self.version == CRL_V1))
            return CrlLookup(found, forbidden=self._forbidden(reader))
        except DER_PROBLEMS as error:
            return CrlLookup((), f"an entry cannot be read: {der.problem(error)}")
        except UnknownCriticalEntryError as error:
            return CrlLookup((), str(error))

    def _forbidden(self, reader: _Reader) -> str:
        """Sections 5.1.2.1 and 5.3.3: what entries have that they may not have in a CRL of this kind."""
        limits = self.issuing_distribution_point
        if self.version == CRL_V1 and reader.met_extensions:
            return "its entries have extensions, which version 1 does not know (section 5.1.2.1)"
        if reader.met_issuer and not (limits is not None and limits.indirect_crl):
            return "its entries name other certificate issuers, and it does not say indirectCRL (section 5.3.3)"
        return ""


def _shown(number: int) -> str:
    return str(number) if number < _EXACT else f"{number:x}"


# -- the entries ------------------------------------------------------------------------------------------------------


class _Frame(NamedTuple):
    """Where one entry's serial number begins and ends, and where the entry does."""

    serial: int
    serial_end: int
    end: int


def listed(  # noqa: PLR0913 - a stretch of octets, and what to look for in it
    data: bytes, start: int, end: int, serial_numbers: Iterable[int], reader: _Reader, *, plain: bool = False
) -> Iterator[RevokedCertificate]:
    """Yield the entries between ``start`` and ``end`` that have one of the serial numbers, walking once over all.

    ``plain``: none may have extensions, so that each one that has the usual ones is read too.

    Raises :class:`der.DerError` and what else odd DER raises, and :class:`UnknownCriticalEntryError`.
    """
    wanted = {encoding for number in serial_numbers for encoding in _encodings(number)}
    pattern = _ANY_EXTENSION if plain else _CERTIFICATE_ISSUER
    critical = (found.start() for found in _CRITICAL.finditer(data, start, end))
    marks = [critical, _places(data, pattern, start, end)]
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
        self.met_extensions = self.met_issuer = False
        self._issuer: tuple[DistinguishedName, ...] = ()
        self._known: dict[bytes, dict[str, Any]] = {b"": {}}

    def read(self, frame: _Frame) -> RevokedCertificate:
        serial, serial_end, end = frame
        time = der.read(self._data, serial_end, end)
        found = self._extensions(self._data[time.end : end])
        self._issuer = found.get(oid.CERTIFICATE_ISSUER, self._issuer)
        self.met_issuer |= oid.CERTIFICATE_ISSUER in found
        self.met_extensions |= time.end < end
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
    if item.critical_octet is not None:
        raise der.DerError(f"{item.name}: {NOT_DER_BOOLEAN}", 0)
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
