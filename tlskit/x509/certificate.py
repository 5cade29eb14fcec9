"""A certificate as its bytes say, field by field; reading one never raises.

RFC 5280 section 4.1 gives the field names. The structure is read with our own strict DER reader rather than through
``cryptography``, for three reasons: one malformed extension must not hide the others, names are compared by their
encoded string types, and a sick certificate must still be shown. ``cryptography`` has its say all the same
(:attr:`Certificate.is_refused_elsewhere`), and does every signature. What could not be read is in
:attr:`Certificate.unreadable`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from tlskit.core import FrozenValue, cached, clipped
from tlskit.registry import oid
from tlskit.x509 import der
from tlskit.x509.algorithm_identifier import AlgorithmIdentifier, algorithm, algorithm_at, signature_of
from tlskit.x509.extension import (
    AccessDescription,
    AuthorityKeyIdentifier,
    BasicConstraints,
    Extension,
    KeyUsage,
    NameConstraints,
    PolicyConstraints,
    extension_list,
)
from tlskit.x509.lenient_der import lenient_extensions, members, window
from tlskit.x509.name import DER_PROBLEMS, known_name
from tlskit.x509.public_key_info import KeyForm, key_form

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

    from tlskit.x509.general_name import GeneralName
    from tlskit.x509.trust_settings import TrustSettings

V1, V2, V3 = 0, 1, 2
EMPTY_NAME = b"\x30\x00"
VERSION_TAG, _ISSUER_UNIQUE_ID, _SUBJECT_UNIQUE_ID, _EXTENSIONS_TAG = 0xA0, 0x81, 0x82, 0xA3
_MEMBERS = ("serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo")
"""What every tbsCertificate has, in order, after the version."""
_FRAME = bytes([der.SEQUENCE, der.SEQUENCE, der.BIT_STRING])
_V3 = bytes([VERSION_TAG, 3, der.INTEGER, 1, V3])
_ORDINARY = bytes([VERSION_TAG, der.INTEGER, *[der.SEQUENCE] * 5, _EXTENSIONS_TAG])
"""The tags of a tbsCertificate of version 3 with extensions and without unique identifiers."""


class CertificateRef(FrozenValue):
    """How evidence names a certificate: enough to find it, light enough to keep."""

    label: str
    subject: str
    issuer: str
    serial_number: str
    sha256: str

    def __str__(self) -> str:
        return self.label


class Certificate:
    """One X.509 certificate. Frozen in use; two are equal when their DER is.

    Each member is read for itself (section 4.1): one that is malformed leaves a problem and its empty value, and the
    others alone. Of a certificate whose frame is cut short or followed by something nothing is read, so that no path
    runs through it, unless it is only to be shown. ``problems`` are what the frame and its members lack. The values of
    the class are those of what could not be read.
    """

    tbs = b""
    version = V3
    writes_default_version = False
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
    trust_settings: TrustSettings | None = None

    def __init__(self, encoded: bytes, *, lenient: bool = False, trust_settings: TrustSettings | None = None) -> None:
        """Take DER; ``lenient``: read one that is cut short as far as it goes, to show it and not to rely on it.

        ``trust_settings`` is what stood behind it in OpenSSL's TRUSTED CERTIFICATE: it is no part of the certificate.
        """
        self.der = encoded
        if trust_settings is not None:
            self.trust_settings = trust_settings
        self.problems: dict[str, str] = {}
        try:
            self._read_leniently() if lenient else self._read()
        except DER_PROBLEMS as error:
            self._note("certificate", der.problem(error))

    @cached
    def unreadable(self) -> dict[str, str]:
        """Every field, extension and name that cannot be read, with the reason; the key is :attr:`key_problem`'s."""
        found = dict(self.problems)
        found.update({item.oid: item.reading[1] for item in self.by_oid.values() if item.reading[1]})
        if self.issuer.problem:
            found["issuer"] = self.issuer.problem
        if self.subject.problem:
            found["subject"] = self.subject.problem
        return found

    @property
    def all_problems(self) -> dict[str, str]:
        """What cannot be read, and why the public key does not load if it does not."""
        key = {"subject_public_key_info": self.key_problem} if self.key_problem else {}
        return {**self.unreadable, **key}

    # -- reading -----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        outer = der.read_only(self.der, "the certificate").expect(der.SEQUENCE, "certificate")
        if not self._read_ordinary(outer):
            tbs = der.read(self.der, outer.body, outer.end).expect(der.SEQUENCE, "tbsCertificate")
            self.tbs = tbs.encoding
            self._read_tbs(tbs.children())
            self._read_signature(tbs, outer)

    def _read_leniently(self) -> None:
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
        tags = [item.tag for item in found[len(_MEMBERS) :]]
        if tags != sorted(set(tags)):
            self._note("extensions", "unique identifiers and extensions are not in their order, or there twice")
        if len(found) < len(_MEMBERS):
            few = f"tbsCertificate has {len(found)} members instead of {len(_MEMBERS)} or more"
            self._note("certificate", few)

    def _take(self, name: str, value: der.Tlv) -> None:
        try:
            self._read_member(name, value)
        except DER_PROBLEMS as error:
            self._note(name, der.problem(error))

    def _note(self, name: str, problem: str) -> None:
        """Keep a problem; of a certificate that was cut short, that one alone: the others come of it."""
        if problem and "certificate" not in self.problems:
            self.problems[name] = problem

    def _read_member(self, name: str, value: der.Tlv) -> None:
        match name:
            case "version":
                self._read_version(value)
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
                self.extensions, problem = lenient_extensions(value)
                self._note(name, problem)
            case _ if value.tag in (_ISSUER_UNIQUE_ID, _SUBJECT_UNIQUE_ID):
                der.bit_string(value)
            case _:
                raise der.DerError(f"unknown member 0x{value.tag:02x} of tbsCertificate", value.start)

    def _read_version(self, value: der.Tlv) -> None:
        (version,) = value.children()
        self.version = der.integer(version.expect(der.INTEGER, "version"))
        self.writes_default_version = self.version == V1
        if self.version not in (V1, V2, V3):
            raise der.DerError(f"it says version {self.version + 1}; there are 1 to 3", version.start)

    def _read_validity(self, validity: der.Tlv) -> None:
        times, damage = members(validity.expect(der.SEQUENCE, "validity"))
        self.time_tags = tuple(item.tag for item in times)
        for name, item in zip(("not_before", "not_after"), times, strict=False):
            try:
                setattr(self, name, der.time(item))
            except der.DerError as error:
                self._note(name, der.problem(error))
        if damage or len(times) != 2:  # noqa: PLR2004 - notBefore and notAfter
            self._note("validity", damage or f"{len(times)} times instead of two at byte {validity.start}")

    # -- what it is called -------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        return self.der == other.der if isinstance(other, Certificate) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.der)

    def __repr__(self) -> str:
        return f"<Certificate {self.label}>"

    @cached
    def label(self) -> str:
        """A short name for people: the common name, a subjectAltName, or the serial number; safe to show."""
        if self.subject:
            return clipped(self.subject.label, 80)
        names = self.subject_alt_name
        if names:
            return clipped(names[0].text, 80)
        return f"(unnamed certificate, sha256 {self.sha256[:16]})"

    @cached
    def sha256(self) -> str:
        """SHA-256 of the DER, lower-case hex."""
        return hashlib.sha256(self.der).hexdigest()

    @cached
    def ref(self) -> CertificateRef:
        """The certificate as evidence names it."""
        serial = "" if self.serial_number is None else f"{self.serial_number:x}"
        return CertificateRef(self.label, str(self.subject), str(self.issuer), serial, self.sha256)

    # -- extensions --------------------------------------------------------------------------------------------------

    @cached
    def by_oid(self) -> dict[str, Extension]:
        """The extensions by number; of duplicates, the first."""
        return {item.oid: item for item in reversed(self.extensions)}

    def extension(self, number: str) -> Any:  # noqa: ANN401 - the typed accessors below are the public way
        """Return the decoded value of an extension, or None where it is absent, unknown or malformed."""
        found = self.by_oid.get(number)
        return None if found is None else found.reading[0]

    def is_malformed(self, number: str) -> bool:
        """Whether an extension is there and cannot be read."""
        found = self.by_oid.get(number)
        return found is not None and bool(found.reading[1])

    @cached
    def shape(self) -> tuple[tuple[str, bool], ...]:
        """Which extensions there are, in order, and which of them are critical: certificates of a CA share it."""
        return tuple([item.mark for item in self.extensions])

    @cached
    def template(self) -> tuple[object, ...]:
        """What the certificates that a CA issues for one purpose share; not names, keys, times and signatures."""
        common = [item.common for item in self.extensions]
        return self.version, self.is_self_issued, bool(self.subject), bool(self.issuer), *common

    @cached
    def basic_constraints(self) -> BasicConstraints | None:
        """Section 4.2.1.9."""
        return self.extension(oid.BASIC_CONSTRAINTS)  # type: ignore[no-any-return]

    @cached
    def key_usage(self) -> KeyUsage | None:
        """Section 4.2.1.3."""
        return self.extension(oid.KEY_USAGE)  # type: ignore[no-any-return]

    @cached
    def extended_key_usage(self) -> tuple[str, ...] | None:
        """Section 4.2.1.12: the OIDs."""
        return self.extension(oid.EXTENDED_KEY_USAGE)  # type: ignore[no-any-return]

    @cached
    def subject_alt_name(self) -> tuple[GeneralName, ...]:
        """Section 4.2.1.6; empty where absent."""
        return self.extension(oid.SUBJECT_ALT_NAME) or ()

    @cached
    def name_constraints(self) -> NameConstraints | None:
        """Section 4.2.1.10."""
        return self.extension(oid.NAME_CONSTRAINTS)  # type: ignore[no-any-return]

    @cached
    def policy_constraints(self) -> PolicyConstraints | None:
        """Section 4.2.1.11."""
        return self.extension(oid.POLICY_CONSTRAINTS)  # type: ignore[no-any-return]

    @property
    def tls_features(self) -> tuple[int, ...]:
        """The TLS extensions that its server must answer (RFC 7633); empty where there is no such promise."""
        found: tuple[int, ...] | None = self.extension(oid.TLS_FEATURE)
        return found or ()

    @cached
    def subject_key_identifier(self) -> bytes | None:
        """Section 4.2.1.2."""
        return self.extension(oid.SUBJECT_KEY_IDENTIFIER)  # type: ignore[no-any-return]

    @property
    def authority_key_identifier(self) -> AuthorityKeyIdentifier:
        """Section 4.2.1.1; all parts empty where absent."""
        return self.extension(oid.AUTHORITY_KEY_IDENTIFIER) or AuthorityKeyIdentifier()

    @cached
    def authority_key_id(self) -> bytes | None:
        """The key identifier of the key that signed this certificate, None where it is not given."""
        return self.authority_key_identifier.key_identifier

    @property
    def ca_issuers(self) -> tuple[str, ...]:
        """The caIssuers addresses of section 4.2.2.1, as given."""
        described: tuple[AccessDescription, ...] = self.extension(oid.AUTHORITY_INFO_ACCESS) or ()
        return tuple(item.access_location.text for item in described if item.access_method == oid.CA_ISSUERS)

    # -- what it is --------------------------------------------------------------------------------------------------

    @cached
    def is_ca(self) -> bool:
        """Whether basicConstraints says cA."""
        constraints = self.basic_constraints
        return constraints is not None and constraints.ca

    @cached
    def is_self_issued(self) -> bool:
        """Whether subject and issuer are the same name (RFC 5280 section 3.2)."""
        return self.subject == self.issuer

    def is_twin_of(self, other: Certificate) -> bool:
        """Whether both are for the same name and key; every certificate is its own twin."""
        return self.subject_public_key_info == other.subject_public_key_info and self.subject == other.subject

    @cached
    def public_key(self) -> PublicKeyTypes | None:
        """The subject's public key, or None where ``cryptography`` does not load it."""
        return self._loaded_key[0]

    @property
    def key_problem(self) -> str:
        """Why the public key does not load, empty where it does."""
        return self._loaded_key[1]

    @cached
    def _loaded_key(self) -> tuple[PublicKeyTypes | None, str]:
        from tlskit.x509.signature import load_public_key  # imports hazmat only when a key is needed

        return load_public_key(self.subject_public_key_info, self.key_form)

    @cached
    def key_form(self) -> KeyForm:
        """How the public key is written, and what its parameters say of its use."""
        return key_form(self.subject_public_key_info)

    @property
    def form_oddity(self) -> bool:
        """Whether something about its form is unusual and said by a check of its own, for which strict parsers refuse.

        A BOOLEAN in BER, parameters of algorithms and keys, an algorithm that is not known, a string with a character
        outside its set, an RDN out of order, extensions in another version than 3.
        """
        from tlskit.x509.signature import algorithm_of, parameters_oddity  # imports hazmat only when a key is needed

        identifiers = [item for item in (self.signature, self.signature_algorithm) if item is not None]
        return (
            self.key_form.oddity is not None
            or self.writes_default_version
            or (self.version != V3 and bool(self.extensions))
            or bool(self.key_problem)
            or any(item.critical_octet is not None for item in self.extensions)
            or any(parameters_oddity(item) or algorithm_of(item) is None for item in identifiers)
            or not (self.issuer.is_sorted and self.subject.is_sorted)
            or self.issuer.has_odd_text
            or self.subject.has_odd_text
        )

    @cached
    def is_refused_elsewhere(self) -> bool:
        """Whether ``cryptography`` refuses to load this certificate: a second, strict opinion that decides nothing."""
        from cryptography import x509

        if self.serial_number is not None and self.serial_number <= 0:
            return False  # it warns, and will refuse; chain.rfc5280.serial_number judges that
        try:
            x509.load_der_x509_certificate(self.der)
        except (ValueError, TypeError, OverflowError, x509.InvalidVersion):
            return True
        return False
