"""Where everything lies: the field tree of a whole record, and the places of a message's fields in the stream.

The leaves of a record's tree share out its bytes, header included: every byte belongs to exactly one leaf, in order.
Handshake messages that lie whole in the record are there as their trees; the part of a message that spans records is
one leaf that names the message and the bytes of it. What stays encrypted is one leaf. Offsets in a record's tree count
from the record's first byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tlskit.registry import ContentType
from tlskit.trace.record.decrypted import DecryptedRecord, DecryptFailure, PartKind, Protection, UndecryptedRecord
from tlskit.trace.record.envelope import Envelope
from tlskit.wire import (
    DTLS_HANDSHAKE_HEADER,
    HANDSHAKE_HEADER,
    Alert,
    ApplicationData,
    ChangeCipherSpec,
    DTLSHandshakeHeader,
    DTLSRecord,
    Field,
    FieldKind,
    FieldPlace,
    Heartbeat,
    Span,
    TLSRecord,
    sslv2_structure,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tlskit.trace.observation import Observation
    from tlskit.trace.record.record import Message, Record
    from tlskit.wire import Structure


class MessageShare(NamedTuple):
    """What a record holds of a message: bytes ``start`` to ``end`` of its content are the message's from ``offset`` on.

    ``number`` counts the connection's messages from 0, the incomplete ones last.
    """

    message: Message
    number: int
    start: int
    end: int
    offset: int

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the message that there is, its header at least."""
        size = len(self.message.data)
        return len(self.message.pieces) == 1 and HANDSHAKE_HEADER <= size == self.offset + self.end - self.start


class ByteRun(NamedTuple):
    """A part of a message that lies in one piece: its bytes ``start`` to ``end`` stand at ``at`` in the stream."""

    start: int
    end: int
    at: int


class StreamMap:
    """Where the messages of a connection lie in its records, and the records' trees."""

    def __init__(self, report: Observation) -> None:
        self._records = report.records
        self._shares: dict[int, list[MessageShare]] = {}
        self.messages = (*report.messages, *report.incomplete)
        for number, message in enumerate(self.messages):
            for share in _shares(message, number, self._records):
                self._shares.setdefault(share[0], []).append(share[1])

    def shares(self, record: Record) -> tuple[MessageShare, ...]:
        """What a record holds of messages, in order."""
        return tuple(sorted(self._shares.get(record.number, ()), key=lambda share: share.start))

    def runs(self, message: Message) -> tuple[ByteRun, ...]:
        """Where a message lies in its direction's stream, in the order of its bytes, each byte once."""
        return tuple(_without_overlap(sorted(_runs(message, self._records))))

    def spans(self, message: Message, start: int, end: int) -> tuple[Span, ...]:
        """Where bytes of a message lie in its direction's stream; what touches is one span."""
        found: list[Span] = []
        for run in self.runs(message):
            first, last = max(start, run.start), min(end, run.end)
            if first < last or (start == end and run.start <= start <= run.end and not found):
                span = Span(first, last).moved(run.at - run.start)
                if found and found[-1].end == span.start:
                    span = Span(found.pop().start, span.end)
                found.append(span)
        return tuple(found)

    def tree(self, record: Record) -> Field[Any]:
        """Return the fields of a record, header and content; offsets count from its first byte."""
        if record.content_type is None:
            return _foreign_tree(record)
        shape = TLSRecord if record.epoch is None else DTLSRecord
        root: Field[Any] = shape.decode(record.header + record.fragment)
        *before, fragment = root.children
        fragment = fragment._replace(children=(fragment.children[0], *self._fragment(record)))
        return root._replace(children=(*before, fragment), problem=root.problem or record.problem)

    def _fragment(self, record: Record) -> Iterator[Field[Any]]:
        """What stands behind the length."""
        start = len(record.header)
        match record.opened:
            case UndecryptedRecord() as sealed:
                problem = "" if sealed.reason is DecryptFailure.NO_KEY else sealed.reason.value
                yield Field(_ENCRYPTED, start, start + len(record.fragment), record.fragment, (), problem)
            case DecryptedRecord(parts=parts):
                for part in parts:
                    if part.kind is PartKind.CONTENT and part.end - part.start == len(record.content):
                        yield from self._content(record, start + part.start)
                    else:
                        is_type = part.kind is PartKind.CONTENT_TYPE
                        value = ContentType.read[part.value[0]] if is_type else part.value
                        yield Field(_PARTS[part.kind], start + part.start, start + part.end, value)
            case _ if record.protection is Protection.SEALED:
                yield Field(_ENCRYPTED, start, start + len(record.fragment), record.fragment)
            case _ if record.content:
                yield from self._content(record, start)

    def _content(self, record: Record, start: int) -> Iterator[Field[Any]]:
        """What a record says, as fields that cover its content; ``start`` is where the content lies in the record."""
        if record.true_type == ContentType.handshake:
            parts = _datagram_parts if record.epoch is not None else _stream_parts
            fields: Iterable[Field[Any]] = parts(record.content, self.shares(record), record.problem)
        else:
            structure = _STRUCTURES.get(record.true_type or 0)
            fields = (structure.decode(record.content) if structure else _rest(record.content, 0, ""),)
        return (moved(field, start) for field in fields)


def moved(field: Field[Any], by: int) -> Field[Any]:
    """Return a field and all below it ``by`` bytes further on."""
    if not by:
        return field
    children = tuple([moved(child, by) for child in field.children])
    return Field(field.kind, field.start + by, field.end + by, field.value, children, field.problem)


_STRUCTURES: dict[int, type[Structure]] = {
    ContentType.alert: Alert,
    ContentType.change_cipher_spec: ChangeCipherSpec,
    ContentType.heartbeat: Heartbeat,
    ContentType.application_data: ApplicationData,
}
_ENCRYPTED = FieldKind("encrypted", FieldPlace(Envelope.RECORD, "encrypted"), "opaque encrypted_record[length];")
_HEADER = FieldKind("header", FieldPlace(Envelope.RECORD, "header"), "opaque header[..];")
_PART_OF_MESSAGE = FieldKind("part of a message", FieldPlace(Envelope.HANDSHAKE, "part"), "opaque fragment[..];")
_DATAGRAM_MESSAGE = FieldKind("handshake", FieldPlace(Envelope.DTLS_HANDSHAKE), "struct Handshake;")
_PARTS = {kind: FieldKind(kind.value, FieldPlace(kind), f"opaque {kind.name.lower()}[..];") for kind in PartKind}
_CONTENT = _PARTS[PartKind.CONTENT]
_FOREIGN = FieldKind("record", FieldPlace(Envelope.RECORD), "opaque record[..];")
_SSLV2_LENGTH = FieldKind("length", FieldPlace(Envelope.SSLV2_RECORD, "length"), "uint16 length;")
_SSLV2_PADDING = FieldKind(
    "padding length", FieldPlace(Envelope.SSLV2_RECORD, "padding_length"), "uint8 padding_length;"
)
_SSLV2_SHORT_HEADER = 2


# -- what lies in a record -------------------------------------------------------------------------------------------


def _stream_parts(content: bytes, shares: tuple[MessageShare, ...], problem: str) -> Iterator[Field[Any]]:
    position = 0
    for share in shares:
        if position < share.start:
            yield _rest(content[: share.start], position, problem)
        yield moved(share.message.tree, share.start) if share.is_whole else _part(content, share)
        position = share.end
    if position < len(content):
        yield _rest(content, position, problem or "no whole message: its other bytes are missing")


def _datagram_parts(content: bytes, shares: tuple[MessageShare, ...], problem: str) -> Iterator[Field[Any]]:
    """Each fragment has a header of its own (RFC 6347 section 4.2.2)."""
    by_start = {share.start: share for share in shares}
    position = 0
    while position + DTLS_HANDSHAKE_HEADER <= len(content):
        inside = position + DTLS_HANDSHAKE_HEADER
        header = DTLSHandshakeHeader.decode(content[position:inside])
        end = inside + int.from_bytes(content[inside - 3 : inside])
        if end > len(content):
            break
        share = by_start.get(inside)
        is_fragment = content[position + 1 : position + 4] != content[inside - 3 : inside]
        if share is not None and share.is_whole and not is_fragment:
            body = moved(share.message.tree.children[-1], inside - HANDSHAKE_HEADER)
        elif share is not None:
            body = _part(content, share)
        else:
            body = _rest(content[:end], inside, "a fragment that belongs to no message")
        fields = (*moved(header, position).children, body)
        yield Field(_DATAGRAM_MESSAGE, position, end, body.value, fields)
        position = end
    if position < len(content):
        yield _rest(content, position, problem or "no whole fragment of a message")


def _part(content: bytes, share: MessageShare) -> Field[Any]:
    return Field(_PART_OF_MESSAGE, share.start, share.end, content[share.start : share.end])


def _rest(content: bytes, start: int, problem: str) -> Field[bytes]:
    return Field(_CONTENT, start, len(content), content[start:], (), problem)


def _foreign_tree(record: Record) -> Field[Any]:
    """A record of SSL 2.0, or of DTLS 1.3 behind a unified header, whose parts are encrypted too."""
    inside, end = len(record.header), len(record.header) + len(record.fragment)
    if record.version.is_dtls:
        header = [Field[Any](_HEADER, 0, inside, record.header)]
    else:
        length = int.from_bytes(record.header[:2]) & (0x7FFF if inside == _SSLV2_SHORT_HEADER else 0x3FFF)
        header = [Field(_SSLV2_LENGTH, 0, 2, length)]
        if inside > _SSLV2_SHORT_HEADER:
            header.append(Field(_SSLV2_PADDING, 2, 3, record.header[2]))
    if record.protection is Protection.CLEAR:
        content = moved(sslv2_structure(record.content[0] if record.content else 0).decode(record.content), inside)
    else:
        content = Field(_ENCRYPTED, inside, end, record.fragment)
    return Field(_FOREIGN, 0, end, None, (*header, content))


# -- where a message lies --------------------------------------------------------------------------------------------


def _shares(message: Message, number: int, records: tuple[Record, ...]) -> Iterator[tuple[int, MessageShare]]:
    """Yield record number and share for each piece."""
    offset = 0
    for record, start, end in message.pieces:
        if records[record].epoch is None:
            yield record, MessageShare(message, number, start, end, offset)
            offset += end - start
        else:  # the piece is a fragment with its header
            offset = HANDSHAKE_HEADER + int.from_bytes(records[record].content[start + 6 : start + 9])
            yield record, MessageShare(message, number, start + DTLS_HANDSHAKE_HEADER, end, offset)


def _runs(message: Message, records: tuple[Record, ...]) -> Iterator[ByteRun]:
    for number, share in _shares(message, 0, records):
        at = _content_start(records[number]) + share.start
        if records[number].epoch is not None:
            # The header of the message stands in that of each fragment.
            yield ByteRun(0, HANDSHAKE_HEADER, at - DTLS_HANDSHAKE_HEADER)
        yield ByteRun(share.offset, share.offset + share.end - share.start, at)


def _without_overlap(runs: Iterable[ByteRun]) -> Iterator[ByteRun]:
    position = 0
    for run in runs:
        if run.end > position:
            skipped = max(position - run.start, 0)
            yield ByteRun(run.start + skipped, run.end, run.at + skipped)
            position = run.end


def _content_start(record: Record) -> int:
    """Where a record's content lies in the stream."""
    content = record.opened.part(PartKind.CONTENT) if isinstance(record.opened, DecryptedRecord) else None
    return record.start + len(record.header) + (content.start if content else 0)
