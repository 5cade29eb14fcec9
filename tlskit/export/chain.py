"""A :class:`~tlskit.chain.report.ChainReport` as JSON: what ``tlskit chain --json`` writes of one target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import rfc3339, well_formed
from tlskit.export.certificate import certificate_json, name_json, time_json
from tlskit.export.finding import check_json, finding_json, reference_json

if TYPE_CHECKING:
    from tlskit.chain import CertificationPath, ChainReport, IdentityMatch, Repair, RevocationStatus, ValidationPolicy
    from tlskit.export.shapes.chain import (
        ChainJson,
        CrlJson,
        EndJson,
        IdentityJson,
        PathJson,
        PolicyJson,
        RepairJson,
        RevocationJson,
    )
    from tlskit.x509 import Certificate, CRLRef


def chain_json(report: ChainReport) -> ChainJson:
    """Return the report."""
    return {
        "verdict": report.verdict.value,
        "decisive": None if report.decisive is None else report.decisive.id,
        "at": rfc3339(report.policy.at),
        "trust_store": {"name": report.trust.name, "anchors": len(report.trust)},
        "policy": _policy(report.policy),
        "earliest_end": {"path": _end(report.path_ends_first), "served": _end(report.served_ends_first)},
        "identities": [_identity(match) for match in report.identities],
        "findings": [finding_json(finding) for finding in report.findings],
        "served": [certificate_json(certificate) for certificate in report.served],
        "paths": [_path(path) for path in report.paths],
        "checks": [check_json(result) for result in report.checks],
        "repair": _repair(report.repair),
    }


def _policy(policy: ValidationPolicy) -> PolicyJson:
    purpose = policy.purpose
    return {
        "purpose": purpose if isinstance(purpose, str) else purpose.name.lower(),
        "profile": policy.profile.name,
        "conformance": policy.conformance.value,
        "lint": policy.lint,
        "identities": [str(identity) for identity in policy.identities],
        "revocation": policy.revocation.value,
        "initial_policies": [*sorted(policy.initial_policies)],
        "require_explicit_policy": policy.require_explicit_policy,
        "inhibit_policy_mapping": policy.inhibit_policy_mapping,
        "inhibit_any_policy": policy.inhibit_any_policy,
    }


def _end(certificate: Certificate | None) -> EndJson | None:
    if certificate is None or certificate.not_after is None:
        return None
    return {"certificate": reference_json(certificate.ref), "not_after": rfc3339(certificate.not_after)}


def _identity(match: IdentityMatch) -> IdentityJson:
    return {
        "identity": str(match.identity),
        "matched": match.matched,
        "entry": None if match.entry is None else name_json(match.entry),
        "reason": match.reason,
    }


def _path(path: CertificationPath) -> PathJson:
    """Return labels, origins, ending and findings; the certificates themselves stand elsewhere in the report."""
    members = enumerate(zip(path.certificates, path.origins, strict=True))
    return {
        "certificates": [
            {"label": item.label, "sha256": item.sha256, "origin": origin.value, "role": path.role(place).value}
            for place, (item, origin) in members
        ],
        "issuances": [
            {
                "issuer": edge.issuer.label,
                "subject": edge.subject.label,
                "key_identifiers": edge.key_identifiers,
                "signature": edge.signature.value,
            }
            for edge in path.issuances
        ],
        "ending": path.ending.value,
        "good": path.is_good,
        "valid_policies": {
            "authority_constrained": list(path.policies.authority_constrained),
            "user_constrained": list(path.policies.user_constrained),
            "required": path.policies.is_required,
            "limit_reached": path.policies.limit_reached,
        },
        "revocation": [_revocation(status) for status in path.revocation],
        "findings": [finding_json(finding) for finding in path.findings],
    }


def _revocation(status: RevocationStatus) -> RevocationJson:
    return {
        "certificate": reference_json(status.certificate),
        "outcome": status.outcome.value,
        "crl": None if status.crl is None else _crl(status.crl),
        "reason": well_formed(status.reason),
        "revocation_date": time_json(status.revocation_date),
        "invalidity_date": time_json(status.invalidity_date),
        "unanswered": [well_formed(text) for text in status.unanswered],
        "addresses": [well_formed(text) for text in status.addresses],
    }


def _crl(crl: CRLRef) -> CrlJson:
    return {
        "label": well_formed(crl.label),
        "issuer": well_formed(crl.issuer),
        "number": crl.number,
        "this_update": time_json(crl.this_update),
        "next_update": time_json(crl.next_update),
        "delta": crl.delta,
    }


def _repair(repair: Repair) -> RepairJson:
    """Return labels and fingerprints, and the PEM."""
    return {
        "needed": repair.needed,
        "bundle": [{"label": item.label, "sha256": item.sha256} for item in repair.bundle],
        "added": [item.label for item in repair.added],
        "dropped": [item.label for item in repair.dropped],
        "missing": [finding_json(finding) for finding in repair.missing],
        "pem": repair.to_pem(),
    }
