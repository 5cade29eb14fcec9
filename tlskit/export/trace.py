"""A report on a connection as JSON-ready data: what ``tlskit trace --json`` writes of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tlskit.core.plain import to_plain
from tlskit.trace.certificates import sent_certificates
from tlskit.trace.chunk import Direction
from tlskit.trace.fingerprint import fingerprints
from tlskit.trace.outcome import trace_outcome
from tlskit.trace.record.decrypted import UndecryptedRecord
from tlskit.trace.tree import StreamMap

if TYPE_CHECKING:
    from tlskit.core.plain import Plain
    from tlskit.trace.record.record import Record, UnparsedBytes
    from tlskit.trace.report import TraceReport
    from tlskit.wire.field import Field

_NS_PER_S = 1_000_000_000


def trace_plain(report: TraceReport) -> Plain:
    """Return everything that a connection showed; offsets count the bytes of a direction's stream.

    A message's fields are counted from the message's first byte; ``pieces`` say where in the stream they lie.
    """
    transcript, places, how = report.transcript, StreamMap(report), trace_outcome(report)
    return {
        "transport": transcript.transport.value,
        "client": transcript.client,
        "server": transcript.server,
        "orientation": transcript.orientation.value,
        "ended": {direction.value: end for direction, end in transcript.ended},
        "not_kept": transcript.not_kept,
        "outcome": how.ending.name.lower(),
        "preamble": _preamble(report),
        "negotiated": to_plain(report.negotiated),
        "fingerprints": {name.lower(): value or None for name, value in fingerprints(report).items()},
        "records": [_record(record, places) for record in report.records],
        "messages": [_message(report, places, number) for number in range(len(places.messages))],
        "unread": [_unread(run) for run in report.unread],
        "checks": [{**proof.to_plain(), "message": report.numbers.get(message)} for message, proof in report.proofs],
        "findings": [finding.to_plain() for finding in report.findings],
        "certificates": {
            side.value: [item.to_plain() for item in sent_certificates(report, side)] for side in Direction
        },
    }


def _preamble(report: TraceReport) -> Plain:
    if report.preamble is None:
        return None
    lines = [{"direction": direction.value, "text": text} for direction, text in report.preamble.lines]
    return {
        "protocol": report.preamble.protocol,
        "c2s": report.preamble.client_to_server,
        "s2c": report.preamble.server_to_client,
        "lines": to_plain(lines),
    }


def _record(record: Record, places: StreamMap) -> Plain:
    return {
        "number": record.number,
        "direction": record.direction.value,
        "at": _moment(record.at),
        "packet": record.packet or None,
        "span": to_plain(record.span),
        "content_type": to_plain(record.content_type),
        "inner_type": to_plain(record.inner_type),
        "version": to_plain(record.version),
        "length": len(record.fragment),
        "epoch": record.epoch,
        "sequence_number": record.sequence_number,
        "protection": record.protection.value,
        "sealed": record.opened.reason.value if isinstance(record.opened, UndecryptedRecord) else None,
        "alert": None if record.alert is None else to_plain(record.alert),
        "messages": [share.number for share in places.shares(record)],
        "problem": record.problem or None,
    }


def _message(report: TraceReport, places: StreamMap, number: int) -> Plain:
    message = places.messages[number]
    return {
        "number": number,
        "type": to_plain(message.type),
        "direction": message.direction.value,
        "length": len(message.data),
        "complete": message not in report.incomplete,
        "retransmitted": message.retransmitted,
        "records": [*sorted({piece.record for piece in message.pieces})],
        "pieces": [{"start": run.start, "end": run.end, "at": run.at} for run in places.runs(message)],
        "fields": field_plain(message.tree),
    }


def field_plain(field: Field[Any]) -> dict[str, Plain]:
    """Return a field and all below it; the value stands at the leaves, and at code points, numbers and bytes."""
    plain: dict[str, Plain] = {"name": field.name, "start": field.start, "end": field.end}
    if isinstance(field.value, int | bytes | str) and not field.children:
        plain["value"] = to_plain(field.value)
    if field.problem:
        plain["problem"] = field.problem
    if field.children:
        plain["fields"] = [field_plain(child) for child in field.children]
    return plain


def _unread(run: UnparsedBytes) -> Plain:
    return {
        "direction": run.direction.value,
        "at": _moment(run.at),
        "packet": run.packet or None,
        "span": to_plain(run.span),
        "reason": run.reason,
        "lost": run.lost,
    }


def _moment(nanoseconds: int | None) -> Plain:
    """Return a time as RFC 3339 with all nine digits, of which a datetime has six."""
    if nanoseconds is None:
        return None
    seconds, rest = divmod(nanoseconds, _NS_PER_S)
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}Z"
    except (ValueError, OverflowError, OSError):
        return None
