"""What client and server agreed on as JSON, for connections that were recorded and for those that were driven."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from tlskit.export.scalars import Count, name_of
from tlskit.trace import Resumption

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.registry import CodePoint
    from tlskit.trace import Negotiated


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


def negotiated_json(agreed: Negotiated, name: Callable[[bytes], str]) -> NegotiatedJson:
    """Return what was agreed on; ``name`` writes the names of protocols, which the wire has as bytes."""
    return {
        "version": known_point_json(agreed.version),
        "cipher_suite": known_point_json(agreed.cipher_suite),
        "group": known_point_json(agreed.group),
        "signature_scheme": known_point_json(agreed.signature_scheme),
        "client_signature_scheme": known_point_json(agreed.client_signature_scheme),
        "server_name": agreed.server_name,
        "offered_protocols": [name(protocol) for protocol in agreed.offered_protocols],
        "protocol": None if agreed.protocol is None else name(agreed.protocol),
        "resumption": agreed.resumption.name.lower(),
        "hello_retry_request": agreed.hello_retry_request,
        "early_data_offered": agreed.early_data_offered,
        "client_certificate_requested": agreed.client_certificate_requested,
        "client_certificate_sent": agreed.client_certificate_sent,
        "extended_master_secret": agreed.extended_master_secret,
        "encrypt_then_mac": agreed.encrypt_then_mac,
        "secure_renegotiation": agreed.secure_renegotiation,
    }


def known_point_json(point: CodePoint | None) -> PointJson | None:
    """Return a number that there may be."""
    return None if point is None else point_json(point)


def point_json(point: CodePoint) -> PointJson:
    """Return a number and its name."""
    return {"value": int(point), "name": point.name}
