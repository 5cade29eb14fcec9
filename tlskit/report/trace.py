"""A :class:`~tlskit.trace.report.TraceReport` with what the chain room knows about its certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.registry.handshake_type import HandshakeType
from tlskit.trace.transcript import Direction

if TYPE_CHECKING:
    from tlskit.chain.certificate import Certificate
    from tlskit.finding.plain import Plain
    from tlskit.trace.report import TraceReport


def certificates(report: TraceReport, direction: Direction) -> tuple[Certificate, ...]:
    """Return the certificates that a side sent and that can be read, as it sent them; of several messages the first."""
    for message in report.messages:
        if message.type == HandshakeType.certificate and message.direction is direction:
            from tlskit.chain.certificate import Certificate  # noqa: PLC0415 - most connections hide them

            entries = message.values.get("certificate_list", ())
            return tuple(
                Certificate(entry if isinstance(entry, bytes) else entry.cert_data, as_far=True) for entry in entries
            )
    return ()


def trace_plain(report: TraceReport) -> Plain:
    """Return what ``tlskit trace --json`` writes of one connection."""
    sent: dict[str, Plain] = {
        side.value: [item.to_plain() for item in certificates(report, side)] for side in Direction
    }
    return {**report.to_plain(), "certificates": sent}
