"""The contents of certificatePolicies (RFC 5280 section 4.2.1.4): the policies, and the qualifiers that go with them.

Path validation compares policies alone; qualifiers are texts for people. What is wrong with one qualifier is kept in
it, so that it takes neither the policies nor the other qualifiers away: :mod:`.checks.certificate_policies` judges it.
"""

from __future__ import annotations

from tlskit.core import FrozenValue
from tlskit.registry import CPS_QUALIFIER, USER_NOTICE_QUALIFIER
from tlskit.x509 import der
from tlskit.x509.name import DER_PROBLEMS

_VISIBLE_STRING, _NUMBER_OCTETS = 0x1A, 4
_DISPLAY_TEXTS = (der.UTF8_STRING, der.IA5_STRING, der.BMP_STRING, _VISIBLE_STRING)


class PolicyQualifier(FrozenValue):
    """One PolicyQualifierInfo: the address of a CPS, or a notice; ``problem`` is why it could not be read."""

    policy_qualifier_id: str
    cps_uri: str = ""
    explicit_text: str = ""
    organization: str = ""
    notice_numbers: tuple[int, ...] = ()
    problem: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it is one of the two kinds that RFC 5280 defines."""
        return self.policy_qualifier_id in (CPS_QUALIFIER, USER_NOTICE_QUALIFIER)

    @property
    def text(self) -> str:
        """What it says to people, in one line."""
        if self.problem:
            return f"unreadable: {self.problem}"
        if not self.is_known:
            return f"of the unknown kind {self.policy_qualifier_id}"
        numbers = ", ".join(map(str, self.notice_numbers))
        reference = f"{self.organization}, notice {numbers}" if self.organization or numbers else ""
        return "; ".join(part for part in (self.cps_uri, self.explicit_text, reference) if part) or "(empty)"


class PolicyInformation(FrozenValue):
    """One certificate policy."""

    policy_identifier: str
    policy_qualifiers: tuple[PolicyQualifier, ...] = ()


def certificate_policies(data: bytes) -> tuple[PolicyInformation, ...]:
    """Decode the extension; raises what odd DER raises, but for what stands inside a qualifier."""
    return tuple(_policy_information(item) for item in der.sequence(data, "certificatePolicies"))


def _policy_information(value: der.Tlv) -> PolicyInformation:
    policy, *qualifiers = value.expect(der.SEQUENCE, "PolicyInformation").children()
    if len(qualifiers) > 1:
        raise der.DerError("PolicyInformation has more than its two members", qualifiers[1].start)
    found = qualifiers and qualifiers[0].expect(der.SEQUENCE, "policyQualifiers").children()
    return PolicyInformation(
        der.object_identifier(policy.expect(der.OID, "policy")), tuple(_qualifier(item) for item in found)
    )


def _qualifier(value: der.Tlv) -> PolicyQualifier:
    kind, contents = value.expect(der.SEQUENCE, "PolicyQualifierInfo").children()
    number = der.object_identifier(kind.expect(der.OID, "policyQualifierId"))
    try:
        if number == CPS_QUALIFIER:
            text = der.character_string(contents.expect(der.IA5_STRING, "the address of the CPS"))
            return PolicyQualifier(number, cps_uri=text)
        if number == USER_NOTICE_QUALIFIER:
            return _user_notice(number, contents.expect(der.SEQUENCE, "UserNotice").children())
    except DER_PROBLEMS as error:
        return PolicyQualifier(number, problem=der.problem(error))
    return PolicyQualifier(number)


def _user_notice(number: str, members: list[der.Tlv]) -> PolicyQualifier:
    """UserNotice: a reference and a text, each of which may be absent."""
    organization = text = ""
    notice_numbers: tuple[int, ...] = ()
    if members and members[0].tag == der.SEQUENCE:
        named, numbers = members.pop(0).children()
        organization = _display_text(named)
        listed = numbers.expect(der.SEQUENCE, "noticeNumbers").children()
        notice_numbers = tuple(_number(item.expect(der.INTEGER, "notice number")) for item in listed)
    if members:
        text = _display_text(members.pop(0))
    if members:
        raise der.DerError("UserNotice has more than its two members", members[0].start)
    return PolicyQualifier(number, explicit_text=text, organization=organization, notice_numbers=notice_numbers)


def _number(value: der.Tlv) -> int:
    if len(value.contents) > _NUMBER_OCTETS:
        raise der.DerError("a notice number beyond all reason", value.start)
    return der.integer(value)


def _display_text(value: der.Tlv) -> str:
    if value.tag not in _DISPLAY_TEXTS:
        raise der.DerError(f"tag 0x{value.tag:02x} is no DisplayText", value.start)
    if value.tag == _VISIBLE_STRING:
        return value.contents.decode("ascii")
    return der.character_string(value)
