"""A certificate as JSON: what every report shows of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import rfc3339

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tlskit.export.shapes.certificate import CertificateJson, NameJson
    from tlskit.x509 import Certificate, GeneralName

MOST_NAMES = 100
"""How many names of a certificate are written; the count says how many there are."""


def certificate_json(certificate: Certificate) -> CertificateJson:
    """Return what a report shows of a certificate."""
    names, key_id = certificate.subject_alt_name, certificate.subject_key_identifier
    return {
        "label": certificate.label,
        "subject": str(certificate.subject),
        "issuer": str(certificate.issuer),
        "serial_number": None if certificate.serial_number is None else f"{certificate.serial_number:x}",
        "not_before": time_json(certificate.not_before),
        "not_after": time_json(certificate.not_after),
        "subject_alt_name": names_json(names),
        "subject_alt_name_count": len(names),
        "subject_key_identifier": None if key_id is None else key_id.hex(),
        "is_ca": certificate.is_ca,
        "ca_issuers": list(certificate.ca_issuers),
        "sha256": certificate.sha256,
        "problems": {**certificate.all_problems},
    }


def names_json(names: Sequence[GeneralName]) -> list[NameJson]:
    """Return names, up to a limit."""
    return [name_json(name) for name in names[:MOST_NAMES]]


def name_json(name: GeneralName) -> NameJson:
    """Return form and text."""
    return {"form": name.form.label, "value": name.text}


def time_json(moment: datetime | None) -> str | None:
    """Return a time that there may be."""
    return None if moment is None else rfc3339(moment)
