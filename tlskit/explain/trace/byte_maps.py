"""Bytes with their fields: what a reader opens to see what every byte of a record or a message is.

The rows of a map are its fields, each before what lies in it; the rows that are leaves share out the bytes. Long runs
and very many rows are cut by whoever shows them, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.explain.document import ByteMap, FieldRow
from tlskit.explain.field_value import field_text
from tlskit.explain.trace.entry import Words
from tlskit.explain.trace.words import field_words, part_words
from tlskit.explain.trace.words_der import der_words
from tlskit.report.certificate_fields import with_certificates
from tlskit.trace.opened import Opened, PartKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.event import Message, Record
    from tlskit.trace.tree import Places
    from tlskit.wire.field import Field


_PART_KEYS = {f"Record.{kind.name.lower()}": kind for kind in PartKind}
_MESSAGES = frozenset({"Handshake", "DTLSHandshake"})


def record_map(record: Record, places: Places, *, with_messages: bool) -> ByteMap:
    """Return a record as it was on the wire, and as it reads where it was opened.

    Without its messages each of them is one run of bytes.
    """
    raw = record.header + record.fragment
    parts = record.opened.parts if isinstance(record.opened, Opened) else ()
    data = record.header + b"".join(part.value for part in parts) if parts else raw
    tree = places.tree(record)
    tree = with_certificates(tree, data) if with_messages else _closed(tree)
    sent = raw if len(data) == len(raw) and data != raw else b""
    return ByteMap(f"record-{record.number}", f"Record {record.number}", data, _all_rows(tree), sent, record.start)


def message_map(message: Message, number: int, offset: int) -> ByteMap:
    """Return a message by itself; ``offset`` is where its first byte lies in what its side sent."""
    tree = with_certificates(message.tree, message.data)
    title = f"{message.type.label}, put together"
    return ByteMap(f"message-{number}-bytes", title, message.data, _all_rows(tree), offset=offset)


def _closed(field: Field[Any]) -> Field[Any]:
    """Return a record's field with its messages as leaves."""
    if field.kind.key in _MESSAGES:
        return field._replace(children=())
    return field._replace(children=tuple(map(_closed, field.children)))


def _all_rows(tree: Field[Any]) -> tuple[FieldRow, ...]:
    """The fields below a tree's root, which says nothing that the title does not."""
    return tuple(row for child in tree.children or (tree,) for row in _rows(child, 0))


def _rows(field: Field[Any], depth: int) -> Iterator[FieldRow]:
    children = tuple(child for child in field.children if child.end > child.start or child.problem)
    if len(children) == 1 and (children[0].start, children[0].end) == (field.start, field.end) and not field.problem:
        yield from _rows(children[0], depth)  # a wrapper says nothing of its own
        return
    words = _words(field)
    yield FieldRow(
        depth=depth,
        label=words.label,
        name=field.name,
        value=field_text(field),
        start=field.start,
        end=field.end,
        is_leaf=not children,
        meaning=words.meaning,
        why=words.why,
        notation=field.notation,
        problem=field.problem,
    )
    for child in children:
        yield from _rows(child, depth + 1)


def _words(field: Field[Any]) -> Words:
    part = _PART_KEYS.get(field.kind.key)
    if part is not None:
        return part_words(part)
    return _OTHERS.get(field.kind.key) or der_words(field.kind) or field_words(field)


_OTHERS = {
    "Record.encrypted": Words(
        "Encrypted",
        "What the record says, encrypted.",
        "Only the two ends have the keys; with the [[secret]]s of the connection it could be opened.",
    ),
    "Handshake.part": Words(
        "Part of a message",
        "Bytes of a handshake message that does not fit one record.",
        "The message is told where it ends.",
    ),
    "Record.header": Words("Header", "The header of the record.", "It says how long the record is."),
    "Record.content": Words("Content", "Bytes that make no whole message.", "What belongs to them is missing."),
}
"""Words for what stands in a record's tree and is no field of a structure."""
