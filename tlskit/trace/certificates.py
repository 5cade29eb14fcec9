"""The certificates that each side of a connection sent, read as far as they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.registry import HandshakeType
from tlskit.trace.proof.certificate_compression import decompressed
from tlskit.wire import CompressedCertificate

if TYPE_CHECKING:
    from tlskit.trace.chunk import Direction
    from tlskit.trace.observation import Observation
    from tlskit.wire import CertificateEntry
    from tlskit.x509 import Certificate


def sent_certificates(report: Observation, direction: Direction) -> tuple[Certificate, ...]:
    """Return the certificates that a side sent and that can be read, as it sent them; of several messages the first."""
    entries = certificate_entries(report, direction)
    if not entries:
        return ()
    from tlskit.x509 import Certificate  # most connections hide them

    return tuple(Certificate(entry if isinstance(entry, bytes) else entry.cert_data, lenient=True) for entry in entries)


def certificate_entries(report: Observation, direction: Direction) -> tuple[CertificateEntry | bytes, ...]:
    """Return the entries of a side's first certificate message, its compression (RFC 8879) undone; bytes before 1.3."""
    for message in report.messages:
        if message.direction is not direction:
            continue
        if message.type == HandshakeType.certificate:
            return tuple(message.values.get("certificate_list", ()))
        if message.type == HandshakeType.compressed_certificate and isinstance(message.body, CompressedCertificate):
            inside, _ = decompressed(message.body)
            return inside.certificate_list if inside else ()
    return ()
