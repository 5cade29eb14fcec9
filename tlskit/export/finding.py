"""Findings and checks as JSON, the same in every report, and how they name what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import to_plain, well_formed
from tlskit.x509 import CertificateRef

if TYPE_CHECKING:
    from tlskit.export.shapes.finding import CheckJson, FindingJson, LocationJson, ReferenceJson
    from tlskit.finding import CheckResult, Finding
    from tlskit.trace import Location


def finding_json(finding: Finding) -> FindingJson:
    """Return a finding."""
    return {
        "id": finding.id,
        "severity": finding.severity.label,
        "summary": finding.summary,
        "detail": finding.detail,
        "remedy": finding.remedy,
        "subject": _subject(finding.subject),
        "cites": [str(citation) for citation in finding.cites],
        "alert": None if finding.alert is None else finding.alert.label,
        "evidence": {name: to_plain(value) for name, value in finding.evidence.items()},
    }


def check_json(result: CheckResult) -> CheckJson:
    """Return what became of a check, with the ids of its findings."""
    return {
        "check": result.check,
        "subject": result.subject,
        "outcome": result.outcome.value,
        "detail": result.detail,
        "findings": [finding.id for finding in result.findings],
    }


def reference_json(reference: CertificateRef) -> ReferenceJson:
    """Return how a certificate is spoken of."""
    return {
        "label": well_formed(reference.label),
        "subject": well_formed(reference.subject),
        "issuer": well_formed(reference.issuer),
        "serial_number": reference.serial_number,
        "sha256": reference.sha256,
    }


def _subject(subject: object) -> ReferenceJson | LocationJson | str:
    if isinstance(subject, CertificateRef):
        return reference_json(subject)
    if isinstance(subject, str):
        return well_formed(subject)
    from tlskit.trace import Location  # loaded by whoever made one, and by nobody else

    if isinstance(subject, Location):
        return _location(subject)
    raise TypeError(f"a finding cannot be about a {type(subject).__name__}")


def _location(place: Location) -> LocationJson:
    return {
        "direction": place.direction.value,
        "record": place.record,
        "message": place.message,
        "field": well_formed(place.field),
        "span": [place.span.start, place.span.end],
    }
