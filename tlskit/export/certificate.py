"""A certificate as JSON: what every report shows of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from tlskit.core import rfc3339
from tlskit.export.scalars import Count, Sha256, Time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tlskit.x509 import Certificate, GeneralName

MOST_NAMES = 100
"""How many names of a certificate are written; the count says how many there are."""


class NameJson(TypedDict):
    """A GeneralName."""

    form: str
    value: str


class CertificateJson(TypedDict):
    """A certificate; ``problems`` says of each member that cannot be read why."""

    label: str
    subject: str
    issuer: str
    serial_number: str | None
    not_before: Time | None
    not_after: Time | None
    subject_alt_name: list[NameJson]
    subject_alt_name_count: Count
    subject_key_identifier: str | None
    is_ca: bool
    ca_issuers: list[str]
    sha256: Sha256
    problems: dict[str, str]


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
