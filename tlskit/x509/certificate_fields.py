"""The members of a certificate as they are encoded (RFC 5280 section 4.1), each read for itself.

One that is malformed leaves a problem and its empty value, and the others alone. Of a certificate whose frame is cut
short or followed by something nothing is read, so that no path runs through it, unless it is only to be shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.x509 import der
from tlskit.x509.algorithm_identifier import AlgorithmIdentifier, algorithm, algorithm_at
from tlskit.x509.extension import extension_list
from tlskit.x509.lenient_der import extensions_as_far, members, window
from tlskit.x509.name import DER_PROBLEMS, known_name

if TYPE_CHECKING:
    from datetime import datetime

    from tlskit.x509.extension import Extension

V1, V3 = 0, 2
EMPTY_NAME = b"\x30\x00"
VERSION_TAG, _ISSUER_UNIQUE_ID, _SUBJECT_UNIQUE_ID, _EXTENSIONS_TAG = 0xA0, 0x81, 0x82, 0xA3
_MEMBERS = ("serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo")
"""What every tbsCertificate has, in order, after the version."""
_FRAME = bytes([der.SEQUENCE, der.SEQUENCE, der.BIT_STRING])
_V3 = bytes([VERSION_TAG, 3, der.INTEGER, 1, V3])
_ORDINARY = bytes([VERSION_TAG, der.INTEGER, *[der.SEQUENCE] * 5, _EXTENSIONS_TAG])
"""The tags of a tbsCertificate of version 3 with extensions and without unique identifiers."""


class CertificateFields:
    """What the bytes say, without what it means. The values of the class are those of what could not be read."""

    tbs = b""
    version = V3
    serial_number: int | None = None
    signature: AlgorithmIdentifier | None = None
    signature_algorithm: AlgorithmIdentifier | None = None
    signature_value = b""
    issuer = subject = known_name(EMPTY_NAME)
    not_before: datetime | None = None
    not_after: datetime | None = None
    time_tags: tuple[int, ...] = ()
    subject_public_key_info = b""
    extensions: tuple[Extension, ...] = ()

    def __init__(self, encoded: bytes, *, as_far: bool = False) -> None:
        """Take DER. Fields that the bytes do not yield keep their empty value and leave a problem.

        ``as_far``: read a certificate that is cut short as far as it goes, to show it.
        """
        self.der = encoded
        self.problems: dict[str, str] = {}
        try:
            self._read_as_far() if as_far else self._read()
        except DER_PROBLEMS as error:
            self._note("certificate", str(error) or "a member is missing")

    def _read(self) -> None:
        outer = der.read_only(self.der, "the certificate").expect(der.SEQUENCE, "certificate")
        if not self._read_ordinary(outer):
            tbs = der.read(self.der, outer.body, outer.end).expect(der.SEQUENCE, "tbsCertificate")
            self.tbs = tbs.encoding
            self._read_tbs(tbs.children())
            self._read_signature(tbs, outer)

    def _read_as_far(self) -> None:
        outer, cut = window(self.der, 0, len(self.der))
        tbs, broken = window(self.der, outer.expect(der.SEQUENCE, "certificate").body, outer.end)
        found, damage = members(tbs.expect(der.SEQUENCE, "tbsCertificate"))
        self._note("certificate", cut or broken or damage)
        self.tbs = tbs.encoding
        self._read_tbs(found)
        if not cut and not broken:
            self._read_signature(tbs, outer)
            der.read_only(self.der, "the certificate")

    def _read_signature(self, tbs: der.Tlv, outer: der.Tlv) -> None:
        self.signature_algorithm, self.signature_value = signature_of(tbs, outer)

    def _read_ordinary(self, outer: der.Tlv) -> bool:
        """Read all members at once, which takes half the time and does for nearly every certificate.

        Returns whether it did: where anything is out of the ordinary, each member is to be read for itself.
        """
        data = self.der
        try:
            frame, (tbs, outside, signature, end) = der.split(data, outer.body, outer.end)
            members, places = der.split(data, der.body(data, tbs), outside)
            if frame != _FRAME or members != _ORDINARY or data[places[0] : places[1]] != _V3:
                return False
            _, serial, inside, issuer, validity, subject, key, extended, _ = places
            times, (begins, ends, _) = der.split(data, der.body(data, validity), subject)
            listed = der.read(data, der.body(data, extended), outside).expect(der.SEQUENCE, "extensions")
            value, unused = der.bit_string(der.read(data, signature, end))
            if unused or listed.end != outside:
                return False
            self.serial_number = der.number(data[der.body(data, serial) : inside], serial)
            self.signature, self.signature_algorithm = (
                algorithm_at(data, inside, issuer),
                algorithm_at(data, outside, signature),
            )
            self.not_before = der.moment(times[0], data[der.body(data, begins) : ends], begins)
            self.not_after = der.moment(times[1], data[der.body(data, ends) : subject], ends)
            self.extensions = extension_list(data, listed.body, outside)
        except DER_PROBLEMS:
            return False
        self.tbs, self.signature_value, self.time_tags = data[tbs:outside], value, tuple(times)
        self.issuer, self.subject = known_name(data[issuer:validity]), known_name(data[subject:key])
        self.subject_public_key_info = data[key:extended]
        return True

    def _read_tbs(self, found: list[der.Tlv]) -> None:
        """Read each member for itself: one that is malformed leaves a problem, and the others alone."""
        if found and found[0].tag == VERSION_TAG:
            self._take("version", found.pop(0))
        else:
            self.version = V1
        for name, value in zip(_MEMBERS, found, strict=False):
            self._take(name, value)
        for item in found[len(_MEMBERS) :]:
            self._take("extensions", item)
        if len(found) < len(_MEMBERS):
            few = f"tbsCertificate has {len(found)} members instead of {len(_MEMBERS)} or more"
            self._note("certificate", few)

    def _take(self, name: str, value: der.Tlv) -> None:
        try:
            self._read_member(name, value)
        except DER_PROBLEMS as error:
            self._note(name, str(error) or "a member is missing")

    def _note(self, name: str, problem: str) -> None:
        """Keep a problem; of a certificate that was cut short, that one alone: the others come of it."""
        if problem and "certificate" not in self.problems:
            self.problems[name] = problem

    def _read_member(self, name: str, value: der.Tlv) -> None:
        match name:
            case "version":
                (version,) = value.children()
                self.version = der.integer(version.expect(der.INTEGER, name))
            case "serialNumber":
                self.serial_number = der.integer(value.expect(der.INTEGER, name))
            case "signature":
                self.signature = algorithm(value)
            case "issuer":
                self.issuer = known_name(value.expect(der.SEQUENCE, name).encoding)
            case "validity":
                self._read_validity(value)
            case "subject":
                self.subject = known_name(value.expect(der.SEQUENCE, name).encoding)
            case "subjectPublicKeyInfo":
                self.subject_public_key_info = value.expect(der.SEQUENCE, name).encoding
            case _ if value.tag == _EXTENSIONS_TAG:
                self.extensions, problem = extensions_as_far(value)
                self._note(name, problem)
            case _ if value.tag not in (_ISSUER_UNIQUE_ID, _SUBJECT_UNIQUE_ID):
                raise der.DerError(f"unknown member 0x{value.tag:02x} of tbsCertificate", value.start)

    def _read_validity(self, validity: der.Tlv) -> None:
        times, damage = members(validity.expect(der.SEQUENCE, "validity"))
        self.time_tags = tuple(item.tag for item in times)
        for name, item in zip(("not_before", "not_after"), times, strict=False):
            try:
                setattr(self, name, der.time(item))
            except der.DerError as error:
                self._note(name, str(error))
        if damage or len(times) != 2:  # noqa: PLR2004 - notBefore and notAfter
            self._note("validity", damage or f"{len(times)} times instead of two at byte {validity.start}")


def signature_of(tbs: der.Tlv, outer: der.Tlv) -> tuple[AlgorithmIdentifier, bytes]:
    """Return what follows the signed part of a certificate or a CRL: its algorithm, and the signature itself."""
    identifier = der.read(outer.data, tbs.end, outer.end)
    value = der.read(outer.data, identifier.end, outer.end).expect(der.BIT_STRING, "signatureValue")
    signature, unused = der.bit_string(value)
    if unused or value.end != outer.end:
        raise der.DerError("something follows the signature", value.end)
    return algorithm(identifier), signature
