"""What client and server agreed on as JSON, for connections that were recorded and for those that were driven."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.export.shapes.negotiated import NegotiatedJson, PointJson
    from tlskit.registry import CodePoint
    from tlskit.trace import Negotiated


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
