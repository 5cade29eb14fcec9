"""The shape of a certificate as JSON."""

from __future__ import annotations

from typing import TypedDict

from tlskit.export.shapes.scalars import Count, Sha256, Time


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
