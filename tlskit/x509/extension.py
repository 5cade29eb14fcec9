"""Certificate extensions (RFC 5280 section 4.2): each decoded strictly, alone, so that one bad one hides no other."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING, Any

from tlskit.core import SHORT, BoundedCache, FrozenValue, cached
from tlskit.registry import extension_name, oid
from tlskit.x509 import der
from tlskit.x509.distribution_point import distribution_points
from tlskit.x509.general_name import GeneralName, general_name, general_names
from tlskit.x509.name import DER_PROBLEMS
from tlskit.x509.policy_information import certificate_policies

if TYPE_CHECKING:
    from collections.abc import Callable


INDIVIDUAL = frozenset({oid.SUBJECT_ALT_NAME, oid.SUBJECT_KEY_IDENTIFIER, oid.SIGNED_CERTIFICATE_TIMESTAMPS})
"""The extensions that are each certificate's own; CAs give the others to many alike."""


class Extension(FrozenValue):
    """One extension as encoded; ``value`` is what the OCTET STRING holds.

    ``critical_octet`` is how the BOOLEAN ``critical`` is written where it is BER and not DER: FALSE, which is the
    default, as 00, or TRUE as anything but FF (X.690 sections 11.1 and 11.5). None where it is as it should be.
    """

    oid: str
    critical: bool
    value: bytes
    critical_octet: int | None = None

    @cached
    def mark(self) -> tuple[str, bool]:
        """What the tables of profiles know it by: its number, and whether it is critical."""
        return self.oid, self.critical

    @cached
    def common(self) -> tuple[object, ...]:
        """What certificates of one CA have in common of it: all, or of what is each one's own only that it is there."""
        return self.mark if self.oid in INDIVIDUAL else (*self.mark, self.value)

    @cached
    def reading(self) -> tuple[Any, str]:
        """The decoded value, None where it is malformed or not understood, and in what way it is malformed."""
        decoder = DECODERS.get(self.oid)
        try:
            return None if decoder is None else decoder(self.value), ""
        except DER_PROBLEMS as error:
            return None, der.problem(error)

    @property
    def name(self) -> str:
        """The RFC's name, or the number."""
        return extension_name(self.oid)


class BasicConstraints(FrozenValue):
    """Section 4.2.1.9; ``path_length`` is None where no limit is given; ``ca_octet`` as that of an extension's mark."""

    ca: bool = False
    path_length: int | None = None
    ca_octet: int | None = None


class KeyUsage(IntFlag):
    """Section 4.2.1.3; the RFC's bit N is ``1 << N``."""

    digitalSignature = 1 << 0
    nonRepudiation = 1 << 1
    keyEncipherment = 1 << 2
    dataEncipherment = 1 << 3
    keyAgreement = 1 << 4
    keyCertSign = 1 << 5
    cRLSign = 1 << 6
    encipherOnly = 1 << 7
    decipherOnly = 1 << 8

    def allows(self, bit: KeyUsage) -> bool:
        """Whether a bit is set: the flags' own ``&`` makes a new member, in Python."""
        return int.__and__(self, bit) != 0

    @property
    def labels(self) -> tuple[str, ...]:
        """The RFC's names of the bits that are set."""
        return tuple(bit.name for bit in KeyUsage if bit in self and bit.name)


class AuthorityKeyIdentifier(FrozenValue):
    """Section 4.2.1.1; absent parts are None or empty."""

    key_identifier: bytes | None = None
    authority_cert_issuer: tuple[GeneralName, ...] = ()
    authority_cert_serial_number: int | None = None


class GeneralSubtree(FrozenValue):
    """Section 4.2.1.10; the RFC demands ``minimum`` 0 and no ``maximum``."""

    base: GeneralName
    minimum: int = 0
    maximum: int | None = None


class NameConstraints(FrozenValue):
    """Section 4.2.1.10; None where a list is absent (an empty list is something else, and forbidden)."""

    permitted: tuple[GeneralSubtree, ...] | None = None
    excluded: tuple[GeneralSubtree, ...] | None = None


class AccessDescription(FrozenValue):
    """Section 4.2.2.1."""

    access_method: str
    access_location: GeneralName


class PolicyConstraints(FrozenValue):
    """Section 4.2.1.11; None where a part is absent."""

    require_explicit_policy: int | None = None
    inhibit_policy_mapping: int | None = None


def extensions(value: der.Tlv) -> tuple[Extension, ...]:
    """Decode the ``[3] Extensions`` of a TBSCertificate; values stay undecoded, duplicates stay."""
    (whole,) = value.children()
    data, _, _, position, end = whole.expect(der.SEQUENCE, "extensions")
    return extension_list(data, position, end)


def extension_list(data: bytes, position: int, end: int) -> tuple[Extension, ...]:
    """Decode the extensions that fill a stretch."""
    found = []
    while position < end:
        stop = position + 2 + data[position + 1] if position + 1 < end else end
        known = _KNOWN.get(data[position:stop]) if stop <= end else None
        if known is None:
            item = der.read(data, position, end)
            known, stop = _extension(item.expect(der.SEQUENCE, "extension").children()), item.end
            if stop - position <= SHORT:
                _KNOWN.keep(item.encoding, known)
        found.append(known)
        position = stop
    return tuple(found)


_KNOWN: BoundedCache[bytes, Extension] = BoundedCache()
"""Extensions by their encoding, which says itself where it ends; each keeps its decoded value, too."""


def _extension(members: list[der.Tlv]) -> Extension:
    critical, octet = False, None
    if members[1].tag == der.BOOLEAN:
        mark = members.pop(1)
        critical, octet = der.ber_boolean(mark), None if mark.contents == b"\xff" else mark.contents[0]
    kind, value = members
    value.expect(der.OCTET_STRING, "extension value")
    return Extension(der.object_identifier(kind.expect(der.OID, "extension type")), critical, value.contents, octet)


def _basic_constraints(data: bytes) -> BasicConstraints:
    members = der.sequence(data, "basicConstraints")
    octet = members[0].contents[:1] if members and members[0].tag == der.BOOLEAN else b""
    ca = bool(octet) and der.ber_boolean(members.pop(0))
    path_length = der.integer(members.pop(0).expect(der.INTEGER, "pathLenConstraint")) if members else None
    if members or (path_length is not None and path_length < 0):
        raise der.DerError("basicConstraints has more than its two members or a negative path length", 0)
    return BasicConstraints(ca, path_length, octet[0] if octet not in (b"", b"\xff") else None)


def _key_usage(data: bytes) -> KeyUsage:
    octets, _ = der.bit_string(der.read_only(data, "keyUsage").expect(der.BIT_STRING, "keyUsage"))
    bits = 0
    for index, octet in enumerate(octets[:2]):
        bits |= int(f"{octet:08b}"[::-1], 2) << (8 * index)
    return KeyUsage(bits & 0x1FF)


def _extended_key_usage(data: bytes) -> tuple[str, ...]:
    return tuple(
        der.object_identifier(item.expect(der.OID, "key purpose")) for item in der.sequence(data, "extKeyUsage")
    )


def _general_names(data: bytes) -> tuple[GeneralName, ...]:
    return general_names(der.read_only(data, "GeneralNames").expect(der.SEQUENCE, "GeneralNames"))


def _subject_key_identifier(data: bytes) -> bytes:
    return der.read_only(data, "subjectKeyIdentifier").expect(der.OCTET_STRING, "subjectKeyIdentifier").contents


def _authority_key_identifier(data: bytes) -> AuthorityKeyIdentifier:
    parts: dict[int, Any] = {}
    for item in der.sequence(data, "authorityKeyIdentifier"):
        match item.tag:
            case 0x80:
                parts[0] = item.contents
            case 0xA1:
                parts[1] = general_names(item)
            case 0x82:
                parts[2] = der.integer(item)
            case _:
                raise der.DerError("unknown member of authorityKeyIdentifier", item.start)
    return AuthorityKeyIdentifier(parts.get(0), parts.get(1, ()), parts.get(2))


def _name_constraints(data: bytes) -> NameConstraints:
    lists: dict[int, tuple[GeneralSubtree, ...]] = {}
    for item in der.sequence(data, "nameConstraints"):
        if item.tag not in (0xA0, 0xA1):
            raise der.DerError("unknown member of nameConstraints", item.start)
        lists[item.tag] = tuple(_subtree(subtree) for subtree in item.children())
    return NameConstraints(lists.get(0xA0), lists.get(0xA1))


def _subtree(value: der.Tlv) -> GeneralSubtree:
    base, *limits = value.expect(der.SEQUENCE, "GeneralSubtree").children()
    numbers = {item.tag: der.integer(item) for item in limits}
    return GeneralSubtree(general_name(base), numbers.get(0x80, 0), numbers.get(0x81))


def _access_descriptions(data: bytes) -> tuple[AccessDescription, ...]:
    found = []
    for item in der.sequence(data, "AccessDescriptions"):
        method, location = item.expect(der.SEQUENCE, "AccessDescription").children()
        found.append(
            AccessDescription(der.object_identifier(method.expect(der.OID, "accessMethod")), general_name(location))
        )
    return tuple(found)


def _policy_mappings(data: bytes) -> tuple[tuple[str, str], ...]:
    found = []
    for item in der.sequence(data, "policyMappings"):
        issuer, subject = (
            der.object_identifier(policy.expect(der.OID, "policy"))
            for policy in item.expect(der.SEQUENCE, "PolicyMapping").children()
        )
        found.append((issuer, subject))
    return tuple(found)


def _policy_constraints(data: bytes) -> PolicyConstraints:
    members = der.sequence(data, "policyConstraints")
    numbers = {item.tag: _skip_certs(item) for item in members}
    if [item.tag for item in members] != sorted(numbers.keys() & {0x80, 0x81}):
        raise der.DerError("policyConstraints has other members than its two, or not in order", 0)
    return PolicyConstraints(numbers.get(0x80), numbers.get(0x81))


def _inhibit_any_policy(data: bytes) -> int:
    return _skip_certs(der.read_only(data, "inhibitAnyPolicy").expect(der.INTEGER, "inhibitAnyPolicy"))


def _tls_features(data: bytes) -> tuple[int, ...]:
    """RFC 7633 section 4: the TLS extensions that the server promises to answer."""
    return tuple(der.integer(item.expect(der.INTEGER, "feature")) for item in der.sequence(data, "Features"))


def _skip_certs(value: der.Tlv) -> int:
    """SkipCerts of section 4.2.1.11: a number of certificates."""
    number = der.integer(value)
    if number < 0:
        raise der.DerError("a negative number of certificates", value.start)
    return number


DECODERS: dict[str, Callable[[bytes], Any]] = {
    oid.BASIC_CONSTRAINTS: _basic_constraints,
    oid.KEY_USAGE: _key_usage,
    oid.EXTENDED_KEY_USAGE: _extended_key_usage,
    oid.SUBJECT_ALT_NAME: _general_names,
    oid.ISSUER_ALT_NAME: _general_names,
    oid.SUBJECT_KEY_IDENTIFIER: _subject_key_identifier,
    oid.AUTHORITY_KEY_IDENTIFIER: _authority_key_identifier,
    oid.NAME_CONSTRAINTS: _name_constraints,
    oid.AUTHORITY_INFO_ACCESS: _access_descriptions,
    oid.SUBJECT_INFO_ACCESS: _access_descriptions,
    oid.CRL_DISTRIBUTION_POINTS: distribution_points,
    oid.FRESHEST_CRL: distribution_points,
    oid.CERTIFICATE_POLICIES: certificate_policies,
    oid.POLICY_MAPPINGS: _policy_mappings,
    oid.POLICY_CONSTRAINTS: _policy_constraints,
    oid.INHIBIT_ANY_POLICY: _inhibit_any_policy,
    oid.TLS_FEATURE: _tls_features,
}
"""How each extension that tlskit understands is decoded; the accessors of Certificate name the result types."""
