"""Where a finding of a trace is: a record, a message in it, a field of that, and the bytes in the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.finding import Finding
from tlskit.trace.chunk import Direction
from tlskit.trace.record.decrypted import Protection
from tlskit.trace.state.transition import KINDS
from tlskit.wire import Span

if TYPE_CHECKING:
    from tlskit.registry import ExtensionType
    from tlskit.trace.observation import Observation
    from tlskit.trace.record.record import Message, Record
    from tlskit.wire import Field

_WAYS = {Direction.CLIENT_TO_SERVER: "client to server", Direction.SERVER_TO_CLIENT: "server to client"}


class Location(FrozenValue):
    """``record`` and ``message`` are numbers in ``Observation.records`` and ``.messages``, or ``None``.

    ``field`` names what is meant in it. ``span`` lies in the bytes of the direction, talk before TLS included: what the
    field is made of if it was sent in clear, or else the records that hold it.
    """

    direction: Direction
    record: int | None
    message: int | None
    field: str
    span: Span

    def __str__(self) -> str:
        where = f"bytes {self.span.start} to {self.span.end}" if self.record is None else f"record {self.record}"
        return ", ".join(filter(None, (self.field, where, _WAYS[self.direction])))


class TraceFinding(Finding):
    """Base of the findings of a trace: each has a place."""

    place: Location

    @property
    def subject(self) -> Location:
        """Where it is."""
        return self.place


def record_place(record: Record, field: str = "") -> Location:
    """Return the place of a whole record."""
    return Location(record.direction, record.number, None, field, record.span)


def message_place(report: Observation, message: Message, name: str = "") -> Location:
    """Return the place of a message, or of the field of that name in its body."""
    found = message.tree.children[-1].child(name) if name else None
    return field_place(report, message, found, ".".join(filter(None, (_name(message), name))))


def extension_place(report: Observation, message: Message, extension: ExtensionType) -> Location:
    """Return the place of an extension in a message, or of all its extensions where it is not among them."""
    extensions = message.tree.children[-1].child("extensions")
    for field in extensions.children if extensions else ():
        if getattr(field.value, "extension_type", None) == extension:
            return field_place(report, message, field, f"{_name(message)}.extensions.{extension}")
    return field_place(report, message, extensions, f"{_name(message)}.extensions")


def field_place(report: Observation, message: Message, field: Field[object] | None, name: str) -> Location:
    """Return the place of a field of a message, or of the whole message where the field is ``None``."""
    start, end = (field.start, field.end) if field else (0, len(message.data))
    last = report.records[message.pieces[-1].record]
    return Location(
        message.direction, last.number, report.numbers.get(message), name, _span(report, message, start, end)
    )


def last_place(report: Observation) -> Location:
    """Return where a connection ended: its last record, or its last bytes."""
    if report.records:
        return record_place(report.records[-1])
    if report.unread:
        unread = report.unread[-1]
        return Location(unread.direction, None, None, "", unread.span)
    return Location(Direction.CLIENT_TO_SERVER, None, None, "", Span(0, 0))


def _name(message: Message) -> str:
    kind = KINDS.get(message.type)
    return kind.value if kind else message.type.label


def _span(report: Observation, message: Message, start: int, end: int) -> Span:
    records = [report.records[piece.record] for piece in message.pieces]
    if message.sequence >= 0 or any(record.protection is not Protection.CLEAR for record in records):
        return Span(records[0].start, records[-1].end)
    return Span(_offset(report, message, start), _offset(report, message, max(start, end - 1)) + (end > start))


def _offset(report: Observation, message: Message, position: int) -> int:
    """Return where a byte of a message lies in the stream."""
    before = 0
    for record, start, end in message.pieces:
        if position < before + end - start or record == message.pieces[-1].record:
            holder = report.records[record]
            return holder.start + len(holder.header) + start + position - before
        before += end - start
    return 0  # a message without pieces
