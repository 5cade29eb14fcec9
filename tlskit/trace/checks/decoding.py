"""What is damaged: fields whose bytes do not follow their declaration, records that hold nothing readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.registry import AlertDescription
from tlskit.trace.location import Location, TraceFinding, field_place, record_place
from tlskit.wire import Span, sslv2_structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis
    from tlskit.trace.record.record import Record


class MalformedField(
    TraceFinding,
    id="trace.decoding.field",
    severity=Severity.WARNING,
    cites=(Citation("RFC 8446", "3"), Citation("RFC 8446", "6.2")),
    alert=AlertDescription.decode_error,
):
    """The bytes of a field do not follow the declaration of its structure.

    The damage is confined to the field: what stands beside it was read. A peer must end the connection with
    decode_error; one that does not has read something else than what was sent.
    """

    summary = "is malformed: {problem}"
    remedy = "Compare the bytes with what the sender meant to send; something may cut or alter them on the way."
    field: str
    problem: str


class MalformedRecord(
    TraceFinding,
    id="trace.decoding.record",
    severity=Severity.WARNING,
    cites=Citation("RFC 8446", "5.1"),
    alert=AlertDescription.decode_error,
):
    """The content of a record is not what its type says.

    This also happens where a capture lacks the ChangeCipherSpec, so that encrypted bytes are taken for clear ones.
    """

    summary = "cannot be read: {problem}"
    remedy = "Capture the connection from its beginning; if it was, look at the software that sent this record."
    problem: str


KINDS = (MalformedField, MalformedRecord)


def check(report: Analysis) -> Iterator[Finding]:
    """Report each problem at the field that has it."""
    for record in report.records:
        if record.problem and not record.is_cut:  # trace.incomplete says that
            yield MalformedRecord(place=record_place(record), problem=record.problem)
        if record.sslv2 is not None:
            yield from _sslv2(record)
    for message in report.messages:
        if message.body is None:
            for field in message.tree.problems():
                place = field_place(report, message, field, str(field.kind.place))
                yield MalformedField(place=place, field=str(field.kind.place), problem=field.problem)


def _sslv2(record: Record) -> Iterator[Finding]:
    base = record.start + len(record.header)
    for field in sslv2_structure(record.content[0] if record.content else 0).decode(record.content).problems():
        span = Span(field.start, field.end).moved(base)
        place = Location(record.direction, record.number, None, str(field.kind.place), span)
        yield MalformedField(place=place, field=str(field.kind.place), problem=field.problem)
