"""The shape of what client and server agreed on as JSON."""

from __future__ import annotations

from typing import Annotated, TypedDict

from tlskit.export.shapes.scalars import Count, name_of
from tlskit.trace import Resumption


class PointJson(TypedDict):
    """A number of a registry; ``name`` is None where it has none."""

    value: Count
    name: str | None


class NegotiatedJson(TypedDict):
    """What was agreed on."""

    version: PointJson | None
    cipher_suite: PointJson | None
    group: PointJson | None
    signature_scheme: PointJson | None
    client_signature_scheme: PointJson | None
    server_name: str | None
    offered_protocols: list[str]
    protocol: str | None
    resumption: Annotated[str, name_of(Resumption)]
    hello_retry_request: bool
    early_data_offered: bool
    client_certificate_requested: bool
    client_certificate_sent: bool
    extended_master_secret: bool
    encrypt_then_mac: bool
    secure_renegotiation: bool
