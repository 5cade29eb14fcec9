"""A :class:`~tlskit.chain.file.FileReport` as JSON: what ``tlskit show --json`` writes of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias, TypedDict

from tlskit.chain import subject_alt_name
from tlskit.core import rfc3339, well_formed
from tlskit.export.certificate import MOST_NAMES, CertificateJson, NameJson, certificate_json, names_json, time_json
from tlskit.export.finding import FindingJson, finding_json
from tlskit.export.scalars import Count, DottedOid, Position, Time, one_of
from tlskit.registry import oid
from tlskit.x509 import CertificateItem, CrlItem, OtherItem, PrivateKeyItem, PublicKeyItem, RequestItem, describe_key

if TYPE_CHECKING:
    from tlskit.chain import FileReport, KeyMatch
    from tlskit.x509 import Item, PolicyInformation, PolicyQualifier, TrustSettings

_KINDS = (CertificateItem, PrivateKeyItem, PublicKeyItem, RequestItem, CrlItem, OtherItem)
KindWord: TypeAlias = Annotated[str, one_of(*(item.kind for item in _KINDS))]


class PolicyQualifierJson(TypedDict):
    """What an issuer says about a certificate policy."""

    policy_qualifier_id: DottedOid
    cps_uri: str
    explicit_text: str
    organization: str
    notice_numbers: list[int]
    problem: str


class PolicyInformationJson(TypedDict):
    """A certificate policy."""

    policy_identifier: DottedOid
    policy_qualifiers: list[PolicyQualifierJson]


class TrustSettingsJson(TypedDict):
    """OpenSSL's trust settings, which stand behind a certificate in its file.

    ``trusted`` is None where the purposes are not limited.
    """

    trusted: list[DottedOid] | None
    rejected: list[DottedOid]
    alias: str
    problem: str | None


class ShownCertificateJson(CertificateJson):
    """A certificate in a file. Of a subjectAltName that is damaged, the names that can be read."""

    key: str
    authority_key_identifier: str | None
    path_length: Count | None
    key_usage: list[str] | None
    extended_key_usage: list[str] | None
    certificate_policies: list[PolicyInformationJson]
    certificate_policies_count: Count
    link: str
    name: str
    trust_settings: TrustSettingsJson | None


class KeyMatchJson(TypedDict):
    """A thing with the same public key; ``file`` is None for this one."""

    kind: KindWord
    position: Position
    file: str | None


class PrivateKeyJson(TypedDict):
    """What may be known of a private key."""

    form: str
    key: str
    encrypted: bool
    fits: list[KeyMatchJson]


class RequestJson(TypedDict):
    """A certificate request."""

    subject: str
    key: str
    subject_alt_name: list[NameJson]
    subject_alt_name_count: Count


class FileCrlJson(TypedDict):
    """A CRL in a file."""

    issuer: str
    this_update: Time | None
    next_update: Time | None
    entries: Count


class ItemJson(TypedDict):
    """One thing in a file; of what it can be, one is there at most. ``findings`` are ids."""

    position: Position
    kind: KindWord
    where: str
    label: str
    problem: str | None
    certificate: ShownCertificateJson | None
    private_key: PrivateKeyJson | None
    public_key: str | None
    request: RequestJson | None
    crl: FileCrlJson | None
    findings: list[str]


class FileJson(TypedDict):
    """The report."""

    at: Time
    in_order: bool
    items: list[ItemJson]
    findings: list[FindingJson]


def file_json(report: FileReport) -> FileJson:
    """Return everything in a file, in order, and the findings."""
    return {
        "at": rfc3339(report.at),
        "in_order": report.is_in_order,
        "items": [_item(report, item) for item in report.items],
        "findings": [finding_json(finding) for finding in report.findings],
    }


def _item(report: FileReport, item: Item) -> ItemJson:
    return {
        "position": item.position,
        "kind": item.kind,
        "where": item.where,
        "label": item.label,
        "problem": item.problem or None,
        "certificate": _certificate(report, item) if isinstance(item, CertificateItem) else None,
        "private_key": _private_key(report, item) if isinstance(item, PrivateKeyItem) else None,
        "public_key": item.key if isinstance(item, PublicKeyItem) else None,
        "request": _request(item) if isinstance(item, RequestItem) else None,
        "crl": _crl(item) if isinstance(item, CrlItem) else None,
        "findings": [finding.id for finding in report.by_item[item.position]],
    }


def _certificate(report: FileReport, item: CertificateItem) -> ShownCertificateJson:
    certificate = item.certificate
    names, key_id = subject_alt_name(certificate), certificate.authority_key_id
    constraints, usage, purposes = (
        certificate.basic_constraints,
        certificate.key_usage,
        certificate.extended_key_usage,
    )
    policies: tuple[PolicyInformation, ...] = certificate.extension(oid.CERTIFICATE_POLICIES) or ()
    return {
        **certificate_json(certificate),
        "subject_alt_name": names_json(names),
        "subject_alt_name_count": len(names),
        "problems": {member: well_formed(problem) for member, problem in certificate.all_problems.items()},
        "key": describe_key(certificate.public_key),
        "authority_key_identifier": None if key_id is None else key_id.hex(),
        "path_length": None if constraints is None else constraints.path_length,
        "key_usage": None if usage is None else [*usage.labels],
        "extended_key_usage": None if purposes is None else [*purposes],
        "certificate_policies": [_policy(policy) for policy in policies[:MOST_NAMES]],
        "certificate_policies_count": len(policies),
        "link": report.links[item.position].value,
        "name": item.friendly_name,
        "trust_settings": _trust_settings(certificate.trust_settings),
    }


def _trust_settings(settings: TrustSettings | None) -> TrustSettingsJson | None:
    if settings is None:
        return None
    return {
        "trusted": None if settings.trusted is None else [*settings.trusted],
        "rejected": [*settings.rejected],
        "alias": well_formed(settings.alias),
        "problem": settings.problem or None,
    }


def _policy(policy: PolicyInformation) -> PolicyInformationJson:
    qualifiers = [_qualifier(item) for item in policy.policy_qualifiers[:MOST_NAMES]]
    return {"policy_identifier": policy.policy_identifier, "policy_qualifiers": qualifiers}


def _qualifier(qualifier: PolicyQualifier) -> PolicyQualifierJson:
    return {
        "policy_qualifier_id": qualifier.policy_qualifier_id,
        "cps_uri": well_formed(qualifier.cps_uri),
        "explicit_text": well_formed(qualifier.explicit_text),
        "organization": well_formed(qualifier.organization),
        "notice_numbers": [*qualifier.notice_numbers],
        "problem": well_formed(qualifier.problem),
    }


def _private_key(report: FileReport, item: PrivateKeyItem) -> PrivateKeyJson:
    return {
        "form": item.form,
        "key": item.facts.key,
        "encrypted": item.facts.encrypted,
        "fits": [_fit(fit) for fit in report.fits[item.position]],
    }


def _fit(fit: KeyMatch) -> KeyMatchJson:
    return {"kind": fit.kind, "position": fit.position, "file": fit.file or None}


def _request(item: RequestItem) -> RequestJson:
    names = item.request.subject_alt_name
    return {
        "subject": str(item.request.subject),
        "key": describe_key(item.request.public_key),
        "subject_alt_name": names_json(names),
        "subject_alt_name_count": len(names),
    }


def _crl(item: CrlItem) -> FileCrlJson:
    return {
        "issuer": str(item.crl.issuer),
        "this_update": time_json(item.crl.this_update),
        "next_update": time_json(item.crl.next_update),
        "entries": item.entries,
    }
