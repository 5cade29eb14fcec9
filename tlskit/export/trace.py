"""A report on a connection as JSON: what ``tlskit trace --json`` writes of one.

Offsets count the bytes of a direction's stream. The fields of a message are counted from its first byte; ``pieces`` say
where in the stream they lie.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, TypeAlias, TypedDict

from tlskit.core import integer, well_formed
from tlskit.export.certificate import CertificateJson, certificate_json
from tlskit.export.finding import CheckJson, DirectionWord, FindingJson, check_json, finding_json
from tlskit.export.negotiated import NegotiatedJson, PointJson, known_point_json, negotiated_json, point_json
from tlskit.export.scalars import Count, Interval, Keywords, name_of, one_of, value_of
from tlskit.registry import CodePoint
from tlskit.trace import (
    Direction,
    HandshakeEnd,
    Orientation,
    Protection,
    StreamMap,
    Transport,
    UndecryptedRecord,
    fingerprints,
    sent_certificates,
    trace_outcome,
)

if TYPE_CHECKING:
    from tlskit.trace import Preamble, Record, TraceReport, UnparsedBytes
    from tlskit.wire import Alert, Field

_NS_PER_S = 1_000_000_000

Instant: TypeAlias = Annotated[str, Keywords(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")]
"""To the nanosecond."""
EndWord: TypeAlias = Annotated[str, one_of("fin", "reset")]


class LineJson(TypedDict):
    """A line of the talk before TLS."""

    direction: DirectionWord
    text: str


class PreambleJson(TypedDict):
    """What was talked before TLS, and where TLS begins in each direction."""

    protocol: str
    c2s: Count
    s2c: Count
    lines: list[LineJson]


class EndedJson(TypedDict, total=False):
    """How each direction ended, as far as it was seen."""

    c2s: EndWord
    s2c: EndWord


class FingerprintsJson(TypedDict):
    """Of the first hellos."""

    ja3: str | None
    ja3s: str | None
    ja4: str | None


class AlertJson(TypedDict):
    """An alert that was read."""

    level: PointJson
    description: PointJson


class RecordJson(TypedDict):
    """A record; ``messages`` are the numbers of those that it holds a part of."""

    number: Count
    direction: DirectionWord
    at: Instant | None
    packet: Count | None
    span: Interval
    content_type: PointJson | None
    inner_type: PointJson | None
    version: PointJson
    length: Count
    epoch: Count | None
    sequence_number: Count | None
    protection: Annotated[str, value_of(Protection)]
    sealed: str | None
    alert: AlertJson | None
    messages: list[Count]
    problem: str | None


class PieceJson(TypedDict):
    """A part of a message: its bytes ``start`` to ``end`` stand at ``at`` in the stream."""

    start: Count
    end: Count
    at: Count


class FieldJson(TypedDict):
    """A field and all below it; the value stands at the leaves, and at code points, numbers and bytes."""

    name: str
    start: Count
    end: Count
    value: NotRequired[PointJson | int | str]
    problem: NotRequired[str]
    fields: NotRequired[list[FieldJson]]


class MessageJson(TypedDict):
    """A handshake message."""

    number: Count
    type: PointJson
    direction: DirectionWord
    length: Count
    complete: bool
    retransmitted: bool
    records: list[Count]
    pieces: list[PieceJson]
    fields: FieldJson


class UnreadJson(TypedDict):
    """Bytes that are no record, or that are not there."""

    direction: DirectionWord
    at: Instant | None
    packet: Count | None
    span: Interval
    reason: str
    lost: bool


class TraceCheckJson(CheckJson):
    """What became of a check, and the number of the message that it is about."""

    message: Count | None


class SentCertificatesJson(TypedDict):
    """What each side sent."""

    c2s: list[CertificateJson]
    s2c: list[CertificateJson]


class TraceJson(TypedDict):
    """The report."""

    transport: Annotated[str, value_of(Transport)]
    client: str
    server: str
    orientation: Annotated[str, value_of(Orientation)]
    ended: EndedJson
    not_kept: Count
    outcome: Annotated[str, name_of(HandshakeEnd)]
    preamble: PreambleJson | None
    negotiated: NegotiatedJson
    fingerprints: FingerprintsJson
    records: list[RecordJson]
    messages: list[MessageJson]
    unread: list[UnreadJson]
    checks: list[TraceCheckJson]
    findings: list[FindingJson]
    certificates: SentCertificatesJson


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
