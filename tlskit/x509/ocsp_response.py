"""An OCSP response as its bytes say (RFC 6960 section 4.2.1); reading one never raises.

The frame is read at once, the single responses when they are asked about: a response may hold thousands, and one
certificate is asked about. What cannot be read is in :attr:`OcspResponse.problem`; what is no DER of this shape, but
leaves no doubt of what is meant, is in ``oddities``. Nothing here judges.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from tlskit.core import FrozenValue
from tlskit.registry import oid
from tlskit.x509 import der
from tlskit.x509.algorithm_identifier import AlgorithmIdentifier, signature_of
from tlskit.x509.crl import REASONS
from tlskit.x509.extension import Extension, extensions
from tlskit.x509.name import DER_PROBLEMS, DistinguishedName

if TYPE_CHECKING:
    from datetime import datetime

MOST_RESPONSES = 20_000
"""Single responses in one response. A stapled one has one; a response with more than this is not read."""
MOST_ANSWERS = 1_000
"""Single responses with one serial number; :meth:`OcspResponse.search` returns one more where there are more."""
MOST_CERTIFICATES = 1_000
"""Certificates in one response; a response with more than this is not read."""

ERRORS = {1: "malformedRequest", 2: "internalError", 3: "tryLater", 5: "sigRequired", 6: "unauthorized"}
"""OCSPResponseStatus (section 4.2.1), but for 0, successful."""

_SECTION = "RFC 6960 section 4.2.1"
_LARGEST_REASON = 2**16  # a name to show, not a number to compute with
_LONG_FORM = 0x80
_EXPLICIT_0, _EXPLICIT_1, _EXPLICIT_2 = 0xA0, 0xA1, 0xA2


class OcspStatus(Enum):
    """What a response says of a certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class CertID(FrozenValue):
    """Whom an answer is about (section 4.1.1); ``hash_algorithm`` is a dotted OID."""

    hash_algorithm: str
    issuer_name_hash: bytes
    issuer_key_hash: bytes
    serial_number: int


class SingleResponse(FrozenValue):
    """One answer. ``problem`` is a clause, empty where all of it can be read; what can be read stands all the same.

    ``reason`` is the RFC's word, ``"reason 7"`` for a number without one, empty where none is given.
    """

    cert_id: CertID
    status: OcspStatus | None = None
    this_update: datetime | None = None
    next_update: datetime | None = None
    revocation_date: datetime | None = None
    reason: str = ""
    extensions: tuple[Extension, ...] = ()
    problem: str = ""
    oddities: tuple[str, ...] = ()


class OcspResponse:
    """One response. Frozen in use; ``problem`` is a clause, and nothing else counts where there is one.

    ``responder_name`` or ``responder_key_hash`` is the responderID. ``certificates`` are encoded. ``tbs``,
    ``signature_algorithm`` and ``signature_value`` are what :func:`~tlskit.x509.verify` takes.
    """

    def __init__(self, encoded: bytes) -> None:
        """Take DER."""
        self.der = encoded
        self.problem = ""
        self.oddities: list[str] = []
        self.tbs = self.signature_value = b""
        self.signature_algorithm: AlgorithmIdentifier | None = None
        self.responder_name: DistinguishedName | None = None
        self.responder_key_hash: bytes | None = None
        self.produced_at: datetime | None = None
        self.extensions: tuple[Extension, ...] = ()
        self.certificates: tuple[bytes, ...] = ()
        self._singles: list[der.Tlv] = []
        self._field = "OCSPResponse"
        try:
            self._read()
        except DER_PROBLEMS:
            self.problem = f"its {self._field} is malformed or cut short ({_SECTION})"

    # -- the frame ---------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        if not self.der:
            self.problem = "it is empty"
            return
        whole = der.read(self.der, 0, len(self.der)).expect(der.SEQUENCE, "OCSPResponse")
        extra = len(self.der) - whole.end
        if extra:
            many = f"{extra:,} bytes follow it, which belong" if extra > 1 else "a byte follows it, which belongs"
            self.problem = f"{many} to no OCSPResponse ({_SECTION})"
            return
        members = whole.children()
        self._field = "responseStatus"
        number = der.integer(members.pop(0).expect(der.ENUMERATED, self._field))
        if number:
            name = ERRORS.get(number, "a status that is not assigned")
            self.problem = f"the responder answered with an error: {name} ({number})"
            return
        if not members:
            self.problem = f"it says successful and has no responseBytes ({_SECTION})"
            return
        self._field = "responseBytes"
        (explicit,) = members
        (inside,) = explicit.expect(_EXPLICIT_0, self._field).children()
        kind, value = inside.expect(der.SEQUENCE, self._field).children()
        dotted = der.object_identifier(kind.expect(der.OID, "responseType"))
        if dotted != oid.OCSP_BASIC:
            self.problem = f"its responseType is {dotted}, not id-pkix-ocsp-basic ({_SECTION})"
            return
        self._read_basic(value.expect(der.OCTET_STRING, "response").contents)

    def _read_basic(self, encoded: bytes) -> None:
        self._field = "BasicOCSPResponse"
        outer = der.read_only(encoded, self._field).expect(der.SEQUENCE, self._field)
        tbs = der.read(encoded, outer.body, outer.end).expect(der.SEQUENCE, "tbsResponseData")
        self._field = "signature"
        algorithm = der.read(encoded, tbs.end, outer.end).expect(der.SEQUENCE, "signatureAlgorithm")
        signature = der.read(encoded, algorithm.end, outer.end).expect(der.BIT_STRING, "signature")
        self.tbs = tbs.encoding
        self.signature_algorithm, self.signature_value = signature_of(tbs, outer._replace(end=signature.end))
        self._field = "certs"
        if signature.end != outer.end:
            self._read_certificates(der.read(encoded, signature.end, outer.end), outer.end)
        self._read_data(tbs.children())

    def _read_certificates(self, value: der.Tlv, end: int) -> None:
        (inside,) = value.expect(_EXPLICIT_0, "certs").children()
        found = _at_most(inside.expect(der.SEQUENCE, "certs"), MOST_CERTIFICATES)
        if found is None:
            self.problem = f"it has more than {MOST_CERTIFICATES:,} certificates, the most that are looked at"
        elif value.end != end:
            raise der.DerError("something follows the certificates", value.end)
        else:
            self.certificates = tuple([item.encoding for item in found])

    def _read_data(self, members: list[der.Tlv]) -> None:
        """Read ResponseData."""
        self._field = "version"
        if members[0].tag == _EXPLICIT_0:
            (number,) = members.pop(0).children()
            version = der.integer(number.expect(der.INTEGER, "version"))
            if version:
                self.problem = f"its version is {version + 1}, and only version 1 is known ({_SECTION})"
                return
            self.oddities.append("it encodes the default version, which DER forbids")
        self._field = "responderID"
        self._read_responder(members.pop(0))
        self._field = "producedAt"
        self.produced_at = _time(members.pop(0))
        self._field = "responses"
        found = _at_most(members.pop(0).expect(der.SEQUENCE, "responses"), MOST_RESPONSES)
        if found is None:
            self.problem = f"it has more than {MOST_RESPONSES:,} answers, the most that are looked at"
            return
        self._singles = found
        self._field = "responseExtensions"
        if members:
            self.extensions = _extensions(members.pop(0), self.oddities)
        if members:
            raise der.DerError("unknown member of ResponseData", members[0].start)

    def _read_responder(self, value: der.Tlv) -> None:
        (inside,) = value.children()
        if value.tag == _EXPLICIT_1:
            self.responder_name = DistinguishedName(inside.expect(der.SEQUENCE, "byName").encoding)
            if self.responder_name.problem:
                raise der.DerError("byName", inside.start)
        elif value.tag == _EXPLICIT_2:
            self.responder_key_hash = inside.expect(der.OCTET_STRING, "byKey").contents
        else:
            raise der.DerError("neither byName nor byKey", value.start)

    # -- the answers -------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """Return the number of single responses."""
        return len(self._singles)

    def search(self, serial_number: int) -> list[SingleResponse]:
        """Return the answers about a serial number, whoever issued it; one whose CertID is malformed is about none."""
        length = (serial_number + (serial_number < 0)).bit_length() // 8 + 1
        wanted = serial_number.to_bytes(length, signed=True)
        if length < _LONG_FORM:
            wanted = bytes([der.INTEGER, length]) + wanted
        found: list[SingleResponse] = []
        for value in self._singles:
            if wanted not in value.encoding:  # a thousandth of what reading it costs
                continue
            single = _single(value)
            if single is not None and single.cert_id.serial_number == serial_number:
                found.append(single)
            if len(found) > MOST_ANSWERS:
                break
        return found


def _at_most(value: der.Tlv, most: int) -> list[der.Tlv] | None:
    """Return the members of a value, or None where there are more."""
    found: list[der.Tlv] = []
    position = value.body
    while position < value.end:
        if len(found) == most:
            return None
        found.append(der.read(value.data, position, value.end))
        position = found[-1].end
    return found


def _extensions(value: der.Tlv, oddities: list[str]) -> tuple[Extension, ...]:
    found = extensions(value.expect(_EXPLICIT_1, "extensions"))
    if not found:
        oddities.append("it has an empty list of extensions, which RFC 5280 section 4.1 forbids")
    return found


def _time(value: der.Tlv) -> datetime:
    return der.time(value.expect(der.GENERALIZED_TIME, "GeneralizedTime"))


def _single(value: der.Tlv) -> SingleResponse | None:
    """Read one answer as far as it goes: *revoked* is not lost because something else is malformed."""
    try:
        members = value.expect(der.SEQUENCE, "SingleResponse").children()
        cert_id = _cert_id(members.pop(0))
    except DER_PROBLEMS:
        return None
    found: dict[str, Any] = {}
    oddities: list[str] = []
    problem, field = "", "certStatus"
    try:
        problem = _status(members.pop(0), found, oddities)
        field = "thisUpdate"
        found["this_update"] = _time(members.pop(0))
        field = "nextUpdate"
        if members and members[0].tag == _EXPLICIT_0:
            (inside,) = members.pop(0).children()
            found["next_update"] = _time(inside)
        field = "singleExtensions"
        if members:
            found["extensions"] = _extensions(members.pop(0), oddities)
        if members:
            raise der.DerError("unknown member of SingleResponse", members[0].start)
    except DER_PROBLEMS:
        problem = problem or f"the {field} of its answer is malformed ({_SECTION})"
    return SingleResponse(cert_id=cert_id, problem=problem, oddities=tuple(oddities), **found)


def _cert_id(value: der.Tlv) -> CertID:
    algorithm, name_hash, key_hash, serial = value.expect(der.SEQUENCE, "CertID").children()
    kind = algorithm.expect(der.SEQUENCE, "hashAlgorithm").children()[0]
    return CertID(
        der.object_identifier(kind.expect(der.OID, "hashAlgorithm")),
        name_hash.expect(der.OCTET_STRING, "issuerNameHash").contents,
        key_hash.expect(der.OCTET_STRING, "issuerKeyHash").contents,
        der.integer(serial.expect(der.INTEGER, "serialNumber")),
    )


def _status(value: der.Tlv, found: dict[str, Any], oddities: list[str]) -> str:
    """Read CertStatus into ``found``; return what is wrong with it."""
    malformed = f"the certStatus of its answer is malformed ({_SECTION})"
    match value.tag:
        case 0x80 if not value.contents:
            found["status"] = OcspStatus.GOOD
        case 0x82 if not value.contents:
            found["status"] = OcspStatus.UNKNOWN
        case 0xA1:
            found["status"] = OcspStatus.REVOKED
            try:
                _revoked_info(value.children(), found, oddities)
            except DER_PROBLEMS:
                oddities.append(f"the details of the revocation are malformed ({_SECTION})")
        case _:
            return malformed
    return ""


def _revoked_info(members: list[der.Tlv], found: dict[str, Any], oddities: list[str]) -> None:
    found["revocation_date"] = _time(members.pop(0))
    if members:
        (inside,) = members.pop(0).expect(_EXPLICIT_0, "revocationReason").children()
        number = der.integer(inside.expect(der.ENUMERATED, "revocationReason"))
        if abs(number) > _LARGEST_REASON:
            raise der.DerError("no number of a reason", inside.start)
        found["reason"] = REASONS.get(number, f"reason {number}")
        if number not in REASONS:
            oddities.append(f"its revocation reason {number} is not assigned (RFC 5280 section 5.3.1)")
    if members:
        raise der.DerError("unknown member of RevokedInfo", members[0].start)
