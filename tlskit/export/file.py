"""A :class:`~tlskit.chain.file.FileReport` as plain data: what ``tlskit show --json`` writes of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.file import subject_alt_name
from tlskit.core.plain import rfc3339, to_plain
from tlskit.registry import oid
from tlskit.x509.file.item import CertificateItem, CrlItem, PrivateKeyItem, PublicKeyItem, RequestItem
from tlskit.x509.signature import describe_key

if TYPE_CHECKING:
    from datetime import datetime

    from tlskit.chain.file import FileReport, KeyMatch
    from tlskit.core.plain import Plain
    from tlskit.x509.certificate import Certificate
    from tlskit.x509.file.item import Item
    from tlskit.x509.general_name import GeneralName
    from tlskit.x509.policy_information import PolicyInformation

_MOST_NAMES = 100


def file_plain(report: FileReport) -> Plain:
    """Return everything in a file, in order, and the findings."""
    return {
        "at": rfc3339(report.at),
        "in_order": report.is_in_order,
        "items": [_item(report, item) for item in report.items],
        "findings": [finding.to_plain() for finding in report.findings],
    }


def _item(report: FileReport, item: Item) -> Plain:
    plain: dict[str, Plain] = dict.fromkeys(("certificate", "private_key", "public_key", "request", "crl"))
    match item:
        case CertificateItem():
            link = report.links[item.position]
            plain["certificate"] = {**_certificate(item.certificate), "link": link.value, "name": item.friendly_name}
        case PrivateKeyItem():
            fits = [_fit(fit) for fit in report.fits[item.position]]
            plain["private_key"] = {
                "form": item.form,
                "key": item.facts.key,
                "encrypted": item.facts.encrypted,
                "fits": fits,
            }
        case PublicKeyItem():
            plain["public_key"] = item.key
        case RequestItem():
            plain["request"] = {
                "subject": str(item.request.subject),
                "key": describe_key(item.request.public_key),
                **_names(item.request.subject_alt_name),
            }
        case CrlItem():
            plain["crl"] = {
                "issuer": str(item.crl.issuer),
                "this_update": _time(item.crl.this_update),
                "next_update": _time(item.crl.next_update),
                "entries": item.entries,
            }
    ids = [finding.id for finding in report.by_item[item.position]]
    return {
        "position": item.position,
        "kind": item.kind,
        "where": item.where,
        "label": item.label,
        "problem": item.problem or None,
        **plain,
        "findings": to_plain(ids),
    }


def _certificate(certificate: Certificate) -> dict[str, Plain]:
    plain = certificate.to_plain()
    assert isinstance(plain, dict), "a certificate's plain form is an object"
    constraints, usage = certificate.basic_constraints, certificate.key_usage
    policies: tuple[PolicyInformation, ...] = certificate.extension(oid.CERTIFICATE_POLICIES) or ()
    return {
        **plain,
        **_names(subject_alt_name(certificate)),
        "key": describe_key(certificate.public_key),
        "authority_key_identifier": to_plain(certificate.authority_key_id),
        "path_length": None if constraints is None else constraints.path_length,
        "key_usage": None if usage is None else to_plain(usage.labels),
        "extended_key_usage": to_plain(certificate.extended_key_usage),
        "certificate_policies": [_policy(item) for item in policies[:_MOST_NAMES]],
        "certificate_policies_count": len(policies),
        "problems": to_plain(certificate.all_problems),
    }


def _policy(policy: PolicyInformation) -> Plain:
    qualifiers = [to_plain(item) for item in policy.policy_qualifiers[:_MOST_NAMES]]
    return {"policy_identifier": policy.policy_identifier, "policy_qualifiers": qualifiers}


def _names(names: tuple[GeneralName, ...]) -> dict[str, Plain]:
    return {
        "subject_alt_name": [name.to_plain() for name in names[:_MOST_NAMES]],
        "subject_alt_name_count": len(names),
    }


def _fit(fit: KeyMatch) -> Plain:
    return {"kind": fit.kind, "position": fit.position, "file": fit.file or None}


def _time(moment: datetime | None) -> Plain:
    return None if moment is None else rfc3339(moment)
