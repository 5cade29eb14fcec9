"""What the server stapled, judged: for its own certificate, and from TLS 1.3 on for those of CAs as well.

RFC 6066 section 8 and RFC 8446 section 4.4.2.1 say where it stands, RFC 6960 what counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import OcspAnswer, judge_ocsp
from tlskit.core import FrozenValue
from tlskit.registry import HandshakeType
from tlskit.trace import Direction, certificate_entries
from tlskit.wire import CertificateStatus, CertificateStatusMessage
from tlskit.x509 import Certificate, SignatureOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tlskit.chain import CertificationPath, ChainReport
    from tlskit.trace import TraceReport


class StapledStatus(FrozenValue):
    """A stapled OCSP response about the certificate of a CA."""

    certificate: Certificate
    answer: OcspAnswer


def server_staple(trace: TraceReport, chain: ChainReport | None, at: datetime) -> OcspAnswer | None:
    """Return what was stapled for the server's own certificate, judged; ``None`` where nothing was."""
    encoded = next(_stapled(trace), None)
    if encoded is None or chain is None:
        return None
    return judge_ocsp(encoded, chain.target, _issuers(_paths(chain), chain.target), at, chain.policy)


def intermediate_staples(trace: TraceReport, chain: ChainReport | None, at: datetime) -> tuple[StapledStatus, ...]:
    """Return what was stapled for CAs that stand on a path that holds (RFC 8446 section 4.4.2.1), judged."""
    if chain is None:
        return ()
    paths, found = _paths(chain), []
    for place, certificate in enumerate(chain.served[1:], start=1):
        issuers = _issuers(paths, certificate)
        encoded = next(_responses(trace, place), None) if issuers else None
        if encoded is not None:
            answer = judge_ocsp(encoded, certificate, issuers, at, chain.policy)
            found.append(StapledStatus(certificate, answer))
    return tuple(found)


def entry_bodies(trace: TraceReport, place: int) -> Iterator[object]:
    """Yield what stands in the extensions of a certificate that the server sent (RFC 8446 section 4.4.2)."""
    entries = certificate_entries(trace, Direction.SERVER_TO_CLIENT)
    if place < len(entries):
        entry = entries[place]
        if not isinstance(entry, bytes):
            yield from (extension.extension_data for extension in entry.extensions)


def _responses(trace: TraceReport, place: int) -> Iterator[bytes]:
    for body in entry_bodies(trace, place):
        if isinstance(body, CertificateStatus) and isinstance(body.response, bytes):
            yield body.response


def _stapled(trace: TraceReport) -> Iterator[bytes]:
    """Yield what was stapled: in an extension from TLS 1.3 on, in a message of its own before."""
    yield from _responses(trace, 0)
    for message in trace.messages:
        body = message.body if message.type == HandshakeType.certificate_status else None
        if isinstance(body, CertificateStatusMessage):
            yield body.response


def _paths(chain: ChainReport) -> Sequence[CertificationPath]:
    """Return the paths that hold: the good ones, else those whose signatures all verify.

    Whatever else a server adds, a CA certificate that it made itself among it, vouches for nothing.
    """
    holding = [path for path in chain.paths if all(edge.signature is SignatureOutcome.VALID for edge in path.issuances)]
    good = [path for path in holding if path.is_good]
    anchored = [path for path in holding if path.anchored]
    return good or anchored or holding


def _issuers(paths: Sequence[CertificationPath], certificate: Certificate) -> tuple[Certificate, ...]:
    """Return what stands above a certificate on some paths."""
    above = (
        path.certificates[path.certificates.index(certificate) + 1]
        for path in paths
        if certificate in path.certificates[:-1]
    )
    return tuple(dict.fromkeys(above))
