"""The fields of records and messages, one line each, with offsets, values and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.core import FrozenValue
from tlskit.document import Document, FieldLine, Fields, Headline, Section, Tone
from tlskit.explain.amount import counted, numbers
from tlskit.explain.field_value import field_text
from tlskit.explain.flight import SENDERS
from tlskit.explain.message_note import message_note
from tlskit.registry import CodePoint
from tlskit.trace import StreamMap
from tlskit.wire import Item, Part, Structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace import Message, Record, TraceReport
    from tlskit.wire import Field

_MOST_BYTES = 64
"""Of a longer run these are shown, unless everything is asked for."""


class FieldView(FrozenValue):
    """What is asked of fields: their bytes beside them, certificates taken apart, nothing left out."""

    with_bytes: bool = False
    certificates: bool = False
    full: bool = False


def field_sections(report: TraceReport, view: FieldView) -> Iterator[Section]:
    """Yield a section for each record, and one for each message that spans records, behind its last."""
    places = StreamMap(report)
    for record in report.records:
        tree = places.tree(record)
        raw = record.header + _readable(record)
        yield Section(_record_title(record), (_block(tree, raw, view),))
        cut = report.cut_at.get(record.number)
        for message in (*record.messages, cut) if cut else record.messages:
            if message.is_reassembled:
                yield _message_section(places, report.numbers[message], view)


def message_document(places: StreamMap, number: int, view: FieldView) -> Document:
    """Compose the document of one message."""
    message = places.messages[number]
    note = message_note(message)
    state = " (sent again)" if message.retransmitted else ""
    text = f"{message.type.label} from the {SENDERS[message.direction]}, {counted(len(message.data), 'byte')}{state}"
    section = _message_section(places, number, view)
    damaged = any(message.tree.problems())
    return Document(Headline(Tone.BAD if damaged else Tone.PLAIN, f"{text}{': ' if note else ''}{note}."), (section,))


def _message_section(places: StreamMap, number: int, view: FieldView) -> Section:
    message = places.messages[number]
    block = _block(message.tree, message.data, view)
    return Section(f"Message {number}, {message.type.label}, {_where(places, message)}", (block,))


def _where(places: StreamMap, message: Message) -> str:
    records = numbers(tuple(piece.record for piece in message.pieces)) if message.pieces else ""
    spans = ", ".join(f"{span.start:,} to {span.end:,}" for span in places.spans(message, 0, len(message.data))[:4])
    return f"record {records}, the {SENDERS[message.direction]}'s bytes {spans}"


def _record_title(record: Record) -> str:
    packet = f", packet {record.packet}" if record.packet else ""
    return f"Record {record.number} from the {SENDERS[record.direction]}{packet}, at byte {record.start:,}"


def _readable(record: Record) -> bytes:
    """A record's fragment as it is shown: what was opened, in the clear."""
    parts = getattr(record.opened, "parts", ())
    return b"".join(part.value for part in parts) if parts else record.fragment


def _block(tree: Field[Any], raw: bytes, view: FieldView) -> Fields:
    if view.certificates:
        from tlskit.trace import with_certificates  # brings the chain room

        tree = with_certificates(tree, raw)
    return Fields(tuple(_lines(tree, raw if view.with_bytes else b"", full=view.full)), view.with_bytes)


def _lines(tree: Field[Any], raw: bytes, *, full: bool) -> Iterator[FieldLine]:
    waiting, hue = [(tree, 0)], 0
    while waiting:
        field, depth = waiting.pop()
        children = field.children
        if len(children) == 1 and children[0].kind.place.last is not Part.LENGTH and children[0].span == field.span:
            waiting.append((children[0], depth))  # a wrapper says nothing of its own
            continue
        data = b"" if children else raw[field.start : field.end]
        if children or data or field.problem or not isinstance(field.value, Structure):
            kept = data if full else data[:_MOST_BYTES]
            name, text = _told(field, beside_bytes=bool(raw))
            if len(kept) < len(data):
                text = f"{text}, the first {len(kept)} shown (--full)"
            yield FieldLine(field.start, field.end - field.start, depth, name, text, field.problem, kept, hue)
            hue += not children
        waiting.extend((child, depth + 1) for child in reversed(children))


def _told(field: Field[Any], *, beside_bytes: bool) -> tuple[str, str]:
    """Return name and value; the items of a list of code points need no name but their own."""
    text = field_text(field, beside_bytes=beside_bytes)
    if isinstance(field.value, CodePoint) and isinstance(field.kind.place.last, Item):
        return text, ""
    return field.name, text
