"""The shape of the report on a connection as JSON."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypeAlias, TypedDict

from tlskit.export.shapes.certificate import CertificateJson
from tlskit.export.shapes.finding import CheckJson, DirectionWord, FindingJson
from tlskit.export.shapes.negotiated import NegotiatedJson, PointJson
from tlskit.export.shapes.scalars import Count, Interval, Keywords, name_of, one_of, value_of
from tlskit.trace import (
    HandshakeEnd,
    Orientation,
    Protection,
    Transport,
)

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
