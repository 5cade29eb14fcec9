"""A certificate revocation list as its bytes say (RFC 5280 section 5); reading one never raises.

The frame is read at once, the entries are not: a list of 51 MB with a million of them is walked once, for all serial
numbers that are asked about, by :meth:`CertificateRevocationList.search`. What could not be read is in ``problems``.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from tlskit.core.frozen import FrozenValue
from tlskit.core.text import clipped
from tlskit.registry import oid
from tlskit.x509 import der
from tlskit.x509.algorithm_identifier import algorithm
from tlskit.x509.certificate_fields import signature_of
from tlskit.x509.crl_entry import RevokedCertificate, UnknownCriticalEntryError, listed
from tlskit.x509.distribution_point import IssuingDistributionPoint, issuing_distribution_point
from tlskit.x509.extension import DECODERS, AuthorityKeyIdentifier, Extension, extensions
from tlskit.x509.name import DER_PROBLEMS, DistinguishedName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tlskit.x509.algorithm_identifier import AlgorithmIdentifier

V1, V2 = 0, 1
_TIMES = (der.UTC_TIME, der.GENERALIZED_TIME)
_EXTENSIONS_TAG = 0xA0
_EXACT = 2**53


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


class CrlLookup(FrozenValue):
    """What a search found: the entries with the serial numbers asked about, or why the entries cannot be relied on."""

    entries: tuple[RevokedCertificate, ...]
    problem: str = ""


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
        self.version = V2
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
            self.problems["CRL"] = str(error) or "a member is missing"
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
        self.version = der.integer(members.pop(0)) if members[0].tag == der.INTEGER else V1
        self.signature = algorithm(members.pop(0))
        self.issuer = DistinguishedName(members.pop(0).expect(der.SEQUENCE, "issuer").encoding)
        self.this_update = self._time("this_update", members.pop(0))
        if members and members[0].tag in _TIMES:
            self.next_update = self._time("next_update", members.pop(0))
        if members and members[0].tag == der.SEQUENCE:
            revoked = members.pop(0)
            self._entries = (revoked.body, revoked.end)
        if members and members[0].tag == _EXTENSIONS_TAG:
            self.extensions = extensions(members.pop(0))
        if members:
            raise der.DerError(f"unknown member 0x{members[0].tag:02x} of tbsCertList", members[0].start)
        if self.version not in (V1, V2) or (self.version == V1 and self.extensions):
            self.problems["version"] = "it is neither version 1 nor version 2 (section 5.1.2.1)"
        if self.issuer.problem:
            self.problems["issuer"] = self.issuer.problem

    def _time(self, name: str, value: der.Tlv) -> datetime | None:
        try:
            return der.time(value)
        except der.DerError as error:
            self.problems[name] = str(error)
            return None

    def _decode(self) -> None:
        for item in self.extensions:
            decoder = CRL_DECODERS.get(item.oid)
            if item.oid in self._decoded:
                self.problems[item.name] = "it occurs more than once"
            try:
                self._decoded[item.oid] = None if decoder is None else decoder(item.value)
            except DER_PROBLEMS as error:
                self.problems[item.name] = str(error) or "a member is missing"

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
        try:
            return CrlLookup(tuple(listed(self.der, *self._entries, serial_numbers)))
        except DER_PROBLEMS as error:
            return CrlLookup((), f"an entry cannot be read: {error}")
        except UnknownCriticalEntryError as error:
            return CrlLookup((), str(error))


def _shown(number: int) -> str:
    return str(number) if number < _EXACT else f"{number:x}"
