"""Distribution points (RFC 5280 sections 4.2.1.13 and 5.2.5): where a certificate's CRLs are, and what a CRL covers."""

from __future__ import annotations

from tlskit.core import FrozenValue
from tlskit.x509 import der
from tlskit.x509.general_name import GeneralName, NameForm, general_name
from tlskit.x509.name import DistinguishedName

_FULL_NAME, _RELATIVE_NAME = 0xA0, 0xA1
_POINT, _REASONS, _CRL_ISSUER = 0xA0, 0x81, 0xA2
_USER_CERTS, _CA_CERTS, _SOME_REASONS, _INDIRECT, _ATTRIBUTE_CERTS = 0x81, 0x82, 0x83, 0x84, 0x85
_SHORT_FORM = 0x80

REASON_FLAGS = (
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "privilegeWithdrawn",
    "aACompromise",
)
"""The RFC's ReasonFlags from bit 1 on; bit 0 is unused."""
ALL_REASONS = (1 << len(REASON_FLAGS)) - 1

NameKey = tuple[NameForm, "DistinguishedName | bytes"]


class PointName(FrozenValue):
    """DistributionPointName: full names, or the attributes (encoded) of a name relative to the CRL issuer."""

    full_names: tuple[GeneralName, ...] = ()
    relative: bytes = b""

    def keys(self, crl_issuers: tuple[DistinguishedName, ...]) -> frozenset[NameKey]:
        """Return what two points have in common if they mean one place.

        A relative name continues the name of the CRL issuer, of which the RFC allows one. URIs compare as octets.
        """
        if not self.relative:
            return name_keys(self.full_names)
        return frozenset((NameForm.DIRECTORY, _continued(issuer, self.relative)) for issuer in crl_issuers)

    def __str__(self) -> str:
        return ", ".join(name.text for name in self.full_names) or "a name relative to the CRL issuer's"


class DistributionPoint(FrozenValue):
    """One entry of cRLDistributionPoints (section 4.2.1.13). ``reasons`` is all of them where none is named."""

    point: PointName | None = None
    reasons: int = ALL_REASONS
    crl_issuer: tuple[GeneralName, ...] = ()

    @property
    def crl_issuer_names(self) -> tuple[DistinguishedName, ...]:
        """The distinguished names among ``crl_issuer``."""
        return directory_names(self.crl_issuer)


class IssuingDistributionPoint(FrozenValue):
    """What a CRL covers (section 5.2.5)."""

    point: PointName | None = None
    only_contains_user_certs: bool = False
    only_contains_ca_certs: bool = False
    only_some_reasons: int = ALL_REASONS
    indirect_crl: bool = False
    only_contains_attribute_certs: bool = False


def directory_names(names: tuple[GeneralName, ...]) -> tuple[DistinguishedName, ...]:
    """Return the distinguished names among general names."""
    return tuple(name.directory_name for name in names if name.form is NameForm.DIRECTORY)


def name_keys(names: tuple[GeneralName, ...]) -> frozenset[NameKey]:
    """Return general names in a form that compares: directory names by section 7.1, others by their octets."""
    return frozenset(
        (name.form, name.directory_name if name.form is NameForm.DIRECTORY else name.contents) for name in names
    )


def reason_labels(mask: int) -> tuple[str, ...]:
    """Return the RFC's names of the reasons in a mask."""
    return tuple(name for bit, name in enumerate(REASON_FLAGS) if mask >> bit & 1)


def distribution_points(data: bytes) -> tuple[DistributionPoint, ...]:
    """Decode cRLDistributionPoints or freshestCRL."""
    return tuple(_distribution_point(item) for item in der.sequence(data, "CRLDistributionPoints"))


def _distribution_point(value: der.Tlv) -> DistributionPoint:
    members = _members(value.expect(der.SEQUENCE, "DistributionPoint"), (_POINT, _REASONS, _CRL_ISSUER))
    issuer = members.get(_CRL_ISSUER)
    names = () if issuer is None else tuple(map(general_name, issuer.children()))
    if issuer is not None and not names:
        raise der.DerError("cRLIssuer names nobody", issuer.start)
    return DistributionPoint(_point(members.get(_POINT)), _reasons(members.get(_REASONS)), names)


def issuing_distribution_point(data: bytes) -> IssuingDistributionPoint:
    """Decode issuingDistributionPoint."""
    tags = (_POINT, _USER_CERTS, _CA_CERTS, _SOME_REASONS, _INDIRECT, _ATTRIBUTE_CERTS)
    members = _members(der.read_only(data, "issuingDistributionPoint").expect(der.SEQUENCE, "it"), tags)
    flags = {tag: _flag(members.get(tag)) for tag in tags if tag not in (_POINT, _SOME_REASONS)}
    return IssuingDistributionPoint(
        _point(members.get(_POINT)),
        flags[_USER_CERTS],
        flags[_CA_CERTS],
        _reasons(members.get(_SOME_REASONS)),
        flags[_INDIRECT],
        flags[_ATTRIBUTE_CERTS],
    )


def _flag(value: der.Tlv | None) -> bool:
    """Decode a BOOLEAN DEFAULT FALSE, which DER does not encode where it is FALSE."""
    if value is not None and value.contents != b"\xff":
        raise der.DerError("a flag is encoded that is not TRUE", value.start)
    return value is not None


def _members(value: der.Tlv, tags: tuple[int, ...]) -> dict[int, der.Tlv]:
    """Return optional members by tag; they must stand in the order of ``tags``, each once."""
    members = value.children()
    found = {item.tag: item for item in members}
    if [item.tag for item in members] != [tag for tag in tags if tag in found]:
        raise der.DerError("members are unknown, repeated or out of order", value.start)
    return found


def _point(value: der.Tlv | None) -> PointName | None:
    if value is None:
        return None
    (name,) = value.children()
    if name.tag == _RELATIVE_NAME and name.contents:
        return PointName(relative=name.contents)
    return PointName(tuple(map(general_name, name.expect(_FULL_NAME, "DistributionPointName").children())))


def _reasons(value: der.Tlv | None) -> int:
    """Decode ReasonFlags; the bit of the RFC's number N becomes bit N - 1, since bit 0 is unused."""
    if value is None:
        return ALL_REASONS
    octets, _ = der.bit_string(value)
    bits = "".join(f"{octet:08b}" for octet in octets[:2])
    return int(bits[::-1] or "0", 2) >> 1 & ALL_REASONS


def _continued(name: DistinguishedName, attributes: bytes) -> DistinguishedName:
    """Return a name with one more RDN."""
    contents = der.read(name.encoding, 0, len(name.encoding)).contents
    return DistinguishedName(_tlv(der.SEQUENCE, contents + _tlv(der.SET, attributes)))


def _tlv(tag: int, contents: bytes) -> bytes:
    length = len(contents)
    if length < _SHORT_FORM:
        return bytes([tag, length]) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([tag, _SHORT_FORM | len(octets)]) + octets + contents
