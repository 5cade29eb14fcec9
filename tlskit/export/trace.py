"""A report on a connection as JSON: what ``tlskit trace --json`` writes of one.

Offsets count the bytes of a direction's stream. The fields of a message are counted from its first byte; ``pieces`` say
where in the stream they lie.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tlskit.core import integer, well_formed
from tlskit.export.certificate import certificate_json
from tlskit.export.finding import check_json, finding_json
from tlskit.export.negotiated import known_point_json, negotiated_json, point_json
from tlskit.registry import CodePoint
from tlskit.trace import (
    Direction,
    StreamMap,
    UndecryptedRecord,
    fingerprints,
    sent_certificates,
    trace_outcome,
)

if TYPE_CHECKING:
    from tlskit.export.shapes.negotiated import PointJson
    from tlskit.export.shapes.trace import (
        AlertJson,
        EndedJson,
        FieldJson,
        MessageJson,
        PreambleJson,
        RecordJson,
        TraceJson,
        UnreadJson,
    )
    from tlskit.trace import Preamble, Record, TraceReport, UnparsedBytes
    from tlskit.wire import Alert, Field

_NS_PER_S = 1_000_000_000


def trace_json(report: TraceReport) -> TraceJson:
    """Return everything that a connection showed."""
    transcript, places, how = report.transcript, StreamMap(report), trace_outcome(report)
    found = fingerprints(report)
    return {
        "transport": transcript.transport.value,
        "client": transcript.client,
        "server": transcript.server,
        "orientation": transcript.orientation.value,
        "ended": _ended(transcript.ended),
        "not_kept": transcript.not_kept,
        "outcome": how.ending.name.lower(),
        "preamble": None if report.preamble is None else _preamble(report.preamble),
        "negotiated": negotiated_json(report.negotiated, bytes.hex),
        "fingerprints": {
            "ja3": found["JA3"] or None,
            "ja3s": found["JA3S"] or None,
            "ja4": found["JA4"] or None,
        },
        "records": [_record(record, places) for record in report.records],
        "messages": [_message(report, places, number) for number in range(len(places.messages))],
        "unread": [_unread(run) for run in report.unread],
        "checks": [{**check_json(proof), "message": report.numbers.get(message)} for message, proof in report.proofs],
        "findings": [finding_json(finding) for finding in report.findings],
        "certificates": {
            "c2s": [certificate_json(item) for item in sent_certificates(report, Direction.CLIENT_TO_SERVER)],
            "s2c": [certificate_json(item) for item in sent_certificates(report, Direction.SERVER_TO_CLIENT)],
        },
    }


def _ended(ended: tuple[tuple[Direction, str], ...]) -> EndedJson:
    plain: EndedJson = {}
    for direction, how in ended:
        if direction is Direction.CLIENT_TO_SERVER:
            plain["c2s"] = how
        else:
            plain["s2c"] = how
    return plain


def _preamble(preamble: Preamble) -> PreambleJson:
    return {
        "protocol": preamble.protocol,
        "c2s": preamble.client_to_server,
        "s2c": preamble.server_to_client,
        "lines": [{"direction": direction.value, "text": well_formed(text)} for direction, text in preamble.lines],
    }


def _record(record: Record, places: StreamMap) -> RecordJson:
    return {
        "number": record.number,
        "direction": record.direction.value,
        "at": _moment(record.at),
        "packet": record.packet or None,
        "span": [record.span.start, record.span.end],
        "content_type": known_point_json(record.content_type),
        "inner_type": known_point_json(record.inner_type),
        "version": point_json(record.version),
        "length": len(record.fragment),
        "epoch": record.epoch,
        "sequence_number": record.sequence_number,
        "protection": record.protection.value,
        "sealed": record.opened.reason.value if isinstance(record.opened, UndecryptedRecord) else None,
        "alert": None if record.alert is None else _alert(record.alert),
        "messages": [share.number for share in places.shares(record)],
        "problem": record.problem or None,
    }


def _alert(alert: Alert) -> AlertJson:
    return {"level": point_json(alert.level), "description": point_json(alert.description)}


def _message(report: TraceReport, places: StreamMap, number: int) -> MessageJson:
    message = places.messages[number]
    return {
        "number": number,
        "type": point_json(message.type),
        "direction": message.direction.value,
        "length": len(message.data),
        "complete": message not in report.incomplete,
        "retransmitted": message.retransmitted,
        "records": [*sorted({piece.record for piece in message.pieces})],
        "pieces": [{"start": run.start, "end": run.end, "at": run.at} for run in places.runs(message)],
        "fields": _field(message.tree),
    }


def _field(field: Field[Any]) -> FieldJson:
    plain: FieldJson = {"name": field.name, "start": field.start, "end": field.end}
    if isinstance(field.value, int | bytes | str) and not field.children:
        plain["value"] = _value(field.value)
    if field.problem:
        plain["problem"] = field.problem
    if field.children:
        plain["fields"] = [_field(child) for child in field.children]
    return plain


def _value(value: int | bytes | str) -> PointJson | int | str:
    match value:
        case CodePoint():
            return point_json(value)
        case int():
            return integer(value)
        case bytes():
            return value.hex()
    return well_formed(value)


def _unread(run: UnparsedBytes) -> UnreadJson:
    return {
        "direction": run.direction.value,
        "at": _moment(run.at),
        "packet": run.packet or None,
        "span": [run.start, run.end],
        "reason": run.reason,
        "lost": run.lost,
    }


def _moment(nanoseconds: int | None) -> str | None:
    """Return a time as RFC 3339 with all nine digits, of which a datetime has six."""
    if nanoseconds is None:
        return None
    seconds, rest = divmod(nanoseconds, _NS_PER_S)
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}Z"
    except (ValueError, OverflowError, OSError):
        return None
