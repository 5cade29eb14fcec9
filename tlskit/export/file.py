"""A :class:`~tlskit.chain.file.FileReport` as JSON: what ``tlskit show --json`` writes of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import subject_alt_name
from tlskit.core import rfc3339, well_formed
from tlskit.export.certificate import MOST_NAMES, certificate_json, names_json, time_json
from tlskit.export.finding import finding_json
from tlskit.registry import oid
from tlskit.x509 import CertificateItem, CrlItem, PrivateKeyItem, PublicKeyItem, RequestItem, describe_key

if TYPE_CHECKING:
    from tlskit.chain import FileReport, KeyMatch
    from tlskit.export.shapes.file import (
        FileCrlJson,
        FileJson,
        ItemJson,
        KeyMatchJson,
        PolicyInformationJson,
        PolicyQualifierJson,
        PrivateKeyJson,
        RequestJson,
        ShownCertificateJson,
        TrustSettingsJson,
    )
    from tlskit.x509 import Item, PolicyInformation, PolicyQualifier, TrustSettings


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
