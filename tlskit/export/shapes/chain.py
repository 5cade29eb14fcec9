"""The shape of the report on a chain as JSON."""

from __future__ import annotations

from typing import Annotated, TypedDict

from tlskit.chain import Revocation, RevocationOutcome
from tlskit.export.shapes.certificate import CertificateJson, NameJson
from tlskit.export.shapes.finding import CheckJson, FindingJson, ReferenceJson
from tlskit.export.shapes.scalars import Count, DottedOid, Sha256, Time, value_of
from tlskit.finding import Verdict


class TrustStoreJson(TypedDict):
    """The store that was asked."""

    name: str
    anchors: Count


class PolicyJson(TypedDict):
    """The question."""

    purpose: str
    profile: str
    conformance: str
    lint: bool
    identities: list[str]
    revocation: Annotated[str, value_of(Revocation)]
    initial_policies: list[DottedOid]
    require_explicit_policy: bool
    inhibit_policy_mapping: bool
    inhibit_any_policy: bool


class EndJson(TypedDict):
    """The certificate that ends first."""

    certificate: ReferenceJson
    not_after: Time


class EarliestEndJson(TypedDict):
    """What ends first on the best path, and of what was served."""

    path: EndJson | None
    served: EndJson | None


class IdentityJson(TypedDict):
    """An identity that was asked for, and the entry that matched or the nearest miss."""

    identity: str
    matched: bool
    entry: NameJson | None
    reason: str


class MemberJson(TypedDict):
    """A certificate of a path; the whole of it stands elsewhere."""

    label: str
    sha256: Sha256
    origin: str
    role: str


class IssuanceJson(TypedDict):
    """An edge of a path."""

    issuer: str
    subject: str
    key_identifiers: str
    signature: str


class CrlJson(TypedDict):
    """A CRL that is spoken of."""

    label: str
    issuer: str
    number: str
    this_update: Time | None
    next_update: Time | None
    delta: bool


class RevocationJson(TypedDict):
    """Whether a certificate is revoked."""

    certificate: ReferenceJson
    outcome: Annotated[str, value_of(RevocationOutcome)]
    crl: CrlJson | None
    reason: str
    revocation_date: Time | None
    invalidity_date: Time | None
    unanswered: list[str]
    addresses: list[str]


class ValidPoliciesJson(TypedDict):
    """The certificate policies that a path is valid for."""

    authority_constrained: list[DottedOid]
    user_constrained: list[DottedOid]
    required: bool
    limit_reached: bool


class PathJson(TypedDict):
    """A candidate path."""

    certificates: list[MemberJson]
    issuances: list[IssuanceJson]
    ending: str
    good: bool
    valid_policies: ValidPoliciesJson
    revocation: list[RevocationJson]
    findings: list[FindingJson]


class BundleMemberJson(TypedDict):
    """A certificate to serve."""

    label: str
    sha256: Sha256


class RepairJson(TypedDict):
    """What to serve instead."""

    needed: bool
    bundle: list[BundleMemberJson]
    added: list[str]
    dropped: list[str]
    missing: list[FindingJson]
    pem: str


class ChainJson(TypedDict):
    """The report; ``checks`` are those of the best path, which is the first."""

    verdict: Annotated[str, value_of(Verdict)]
    decisive: str | None
    at: Time
    trust_store: TrustStoreJson
    policy: PolicyJson
    earliest_end: EarliestEndJson
    identities: list[IdentityJson]
    findings: list[FindingJson]
    served: list[CertificateJson]
    paths: list[PathJson]
    checks: list[CheckJson]
    repair: RepairJson
