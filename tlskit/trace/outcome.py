"""How a connection went, as far as its records show it: completed, ended by an alert, left unfinished.

Without keys some of it is told by shape alone: up to TLS 1.2 a protected handshake record is the Finished behind a
ChangeCipherSpec; in TLS 1.3 the client's first protected record that has room for a Finished is taken for it, since an
alert is shorter (RFC 8446 sections 4.4.4, 5.2 and 6).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from tlskit.registry import AlertDescription, AlertLevel, ContentType, HandshakeType
from tlskit.trace.chunk import Direction
from tlskit.trace.record.decrypted import Protection

if TYPE_CHECKING:
    from tlskit.trace.analysis import Analysis
    from tlskit.trace.record.record import Message, Record

_SHORTEST_FINISHED = 4 + 32 + 1 + 8  # header, SHA-256, inner type, the shortest tag (RFC 8446 appendix B.4)
_ENDS_NOTHING = frozenset({AlertDescription.close_notify, AlertDescription.user_canceled})


class HandshakeEnd(Enum):
    """How a handshake ended."""

    COMPLETE = "complete"
    ALERT = "ended by an alert"
    UNFINISHED = "not finished"
    NOT_SEEN = "not in the capture"


class TraceOutcome(NamedTuple):
    """``alert`` is the record of the first alert that ended the connection, ``last`` the last message in clear."""

    ending: HandshakeEnd
    alert: Record | None = None
    last: Message | None = None


def trace_outcome(report: Analysis) -> TraceOutcome:
    """Return how a connection went."""
    messages = tuple(report.messages)
    alert = next((record for record in report.records if _is_fatal(record, report)), None)
    until = len(report.records) if alert is None else alert.number
    last = messages[-1] if messages else None
    if all(_has_finished(report, direction, until) for direction in Direction):
        return TraceOutcome(HandshakeEnd.COMPLETE, alert, last)
    if alert is not None:
        return TraceOutcome(HandshakeEnd.ALERT, alert, last)
    hello = any(record.content_type is None for record in report.records)
    return TraceOutcome(HandshakeEnd.UNFINISHED if messages or hello else HandshakeEnd.NOT_SEEN, None, last)


def _is_fatal(record: Record, report: Analysis) -> bool:
    alert = record.alert
    if alert is None or alert.description in _ENDS_NOTHING:
        return False
    return alert.level == AlertLevel.fatal or report.hellos.is_tls13


def _has_finished(report: Analysis, direction: Direction, until: int) -> bool:
    """Tell whether a side has sent its Finished before a record."""
    answered = not report.negotiated.early_data_offered  # or else what comes first is early data
    for record in report.records[:until]:
        types = {message.type for message in record.messages}
        if record.direction is direction and (
            HandshakeType.finished in types or (answered and _is_shaped_like_finished(record, report))
        ):
            return True
        answered = answered or HandshakeType.server_hello in types
    return False


def _is_shaped_like_finished(record: Record, report: Analysis) -> bool:
    if record.protection is not Protection.SEALED or record.is_cut:
        return False
    version = report.hellos.version
    if version is not None and (version.is_tls13 or record.content_type is None):
        return record.content_type != ContentType.alert and len(record.fragment) >= _SHORTEST_FINISHED
    return record.content_type == ContentType.handshake
