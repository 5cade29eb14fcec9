"""Bytes with their fields: what a reader opens to see what every byte of a record or a message is.

The rows of a map are its fields, each before what lies in it; the rows that are leaves share out the bytes. Long runs
and very many rows are cut by whoever shows them, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.document import ByteMap, FieldRow, Note, plain
from tlskit.explain.amount import counted
from tlskit.explain.field_value import bytes_text, field_text
from tlskit.explain.story.puzzles import PuzzlePlace, puzzles_of
from tlskit.explain.words.lookup import field_words
from tlskit.explain.words.values import value_words
from tlskit.trace import (
    DER_PLACES,
    CertificateField,
    DecryptedRecord,
    DerBytes,
    DerValue,
    Envelope,
    PartKind,
    with_certificates,
)
from tlskit.wire import (
    DTLSHandshakeHeader,
    DTLSRecord,
    Extension,
    Field,
    FieldPlace,
    HandshakeHeader,
    Part,
    Structure,
    TLSRecord,
)
from tlskit.x509 import der

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace import Message, Record, StreamMap, TraceReport


_HOLDERS = frozenset(
    {FieldPlace(TLSRecord, "fragment"), FieldPlace(DTLSRecord, "fragment"), FieldPlace(Extension, "extension_data")}
)
_MESSAGES = frozenset({FieldPlace(Envelope.HANDSHAKE), FieldPlace(Envelope.DTLS_HANDSHAKE)})
_PROTECTION = (PartKind.CONTENT_TYPE, PartKind.TAG, PartKind.MAC, PartKind.PADDING, PartKind.PADDING_LENGTH)
_FRAMES = _MESSAGES | {
    FieldPlace(TLSRecord, "type"),
    FieldPlace(TLSRecord, "legacy_record_version"),
    FieldPlace(DTLSRecord, "type"),
    FieldPlace(HandshakeHeader, "msg_type"),
    FieldPlace(HandshakeHeader, "length"),
    FieldPlace(DTLSHandshakeHeader, "msg_type"),
    FieldPlace(Extension, "extension_type"),
    *(FieldPlace(kind) for kind in _PROTECTION),
    *(FieldPlace(structure) for structure in (DerBytes.HEAD, DerValue(der.SEQUENCE), DerValue(der.SET))),
}
"""What holds other fields together; what it says stands in their titles, or is said once."""
_DISTINGUISHED_NAMES = frozenset(
    FieldPlace(DerValue(der.SEQUENCE, field)) for field in (CertificateField.ISSUER, CertificateField.SUBJECT)
)
_TAKEN_APART = DER_PLACES | {place.around for place in DER_PLACES}


class ByteMaps:
    """Draws the byte maps of one connection."""

    def __init__(self, report: TraceReport, places: StreamMap) -> None:
        self._report, self._places = report, places

    def of_record(self, record: Record, *, with_messages: bool) -> ByteMap:
        """Return a record as it was on the wire, and as it reads where it was opened.

        Without its messages each of them is one run of bytes.
        """
        raw = record.header + record.fragment
        parts = record.opened.parts if isinstance(record.opened, DecryptedRecord) else ()
        data = record.header + b"".join(part.value for part in parts) if parts else raw
        tree = self._places.tree(record)
        shares = self._places.shares(record)
        message = shares[0].message if with_messages and shares else None
        tree = with_certificates(tree, data) if with_messages else _closed(tree)
        rows = self._all_rows(tree, record, message)
        sent = raw if len(data) == len(raw) and data != raw else b""
        return ByteMap(f"record-{record.number}", f"Record {record.number}", data, rows, sent, record.start)

    def of_message(self, message: Message, number: int, record: Record) -> ByteMap:
        """Return a message by itself; ``record`` is the one in which it ends."""
        tree = with_certificates(message.tree, message.data)
        runs = self._places.runs(message)
        return ByteMap(
            f"message-{number}-bytes",
            f"{message.type.label}, put together",
            message.data,
            self._all_rows(tree, record, message),
            offset=runs[0].at if runs else 0,
        )

    def _all_rows(self, tree: Field[Any], record: Record, message: Message | None) -> tuple[FieldRow, ...]:
        """The fields below a tree's root, which says nothing that the title does not."""
        place = PuzzlePlace(self._report, record, message)
        return tuple(row for child in tree.children or (tree,) for row in _rows(child, 0, place))


def _closed(field: Field[Any]) -> Field[Any]:
    """Return a record's field with its messages as leaves."""
    if field.kind.place in _MESSAGES:
        return field._replace(children=())
    return field._replace(children=tuple(map(_closed, field.children)))


def _rows(field: Field[Any], depth: int, place: PuzzlePlace) -> Iterator[FieldRow]:
    children = tuple(child for child in field.children if child.end > child.start or child.problem)
    if not field.problem and _says_nothing(field, children):
        for child in children:
            yield from _rows(child, depth, place)
        return
    words, value = field_words(field), _value(field)
    yield FieldRow(
        depth=depth,
        label=words.label,
        name=field.name,
        value=value,
        start=field.start,
        end=field.end,
        is_leaf=not children,
        meaning=words.meaning,
        why=words.why,
        about=_about(field, value),
        notation=field.notation,
        problem=field.problem,
        puzzles=puzzle_notes(place._replace(field=field)) if place.message else (),
        is_frame=_is_frame(field),
    )
    for child in children:
        yield from _rows(child, depth + 1, place)


def _says_nothing(field: Field[Any], children: tuple[Field[Any], ...]) -> bool:
    """Tell whether a field is there only to hold others, which then take its place."""
    if field.kind.place in _HOLDERS:
        return bool(children)
    return len(children) == 1 and (children[0].start, children[0].end) == (field.start, field.end)


def puzzle_notes(place: PuzzlePlace) -> tuple[Note, ...]:
    """Return what people ask at a place, answered."""
    return tuple(Note(puzzle.question, puzzle.answer) for puzzle in puzzles_of(place))


def _is_frame(field: Field[Any]) -> bool:
    """Tell whether a field only holds others together; the data of an opaque value are told with the value."""
    place = field.kind.place
    return place.last in {Part.LENGTH, Part.DATA} or place in _FRAMES


def _value(field: Field[Any]) -> str:
    if isinstance(field.value, tuple) and field.children:
        return plain(value_words(field))
    if isinstance(field.value, bytes) and field.children and field.kind.place not in _TAKEN_APART:
        return bytes_text(field.value)
    if field.kind.place in _DISTINGUISHED_NAMES:
        return ", ".join(_attributes(field))
    return field_text(field)


def _attributes(field: Field[Any]) -> Iterator[str]:
    """Yield the attributes of a distinguished name: ``CN=shop.example``."""
    for child in field.children:
        yield from _attributes(child)
    match field.children:
        case (*_, Field(value=str(kind)), Field(value=str(text))):
            yield f"{kind.rpartition(' ')[2]}={text}"


def _about(field: Field[Any], value: str) -> str:
    """Say of a value what its text does not say already."""
    if field.value is None or isinstance(field.value, tuple | Structure):
        return ""
    if isinstance(field.kind.place.structure, DerValue | DerBytes):
        return ""
    label = getattr(field.value, "label", "")
    said = value_words(field).removeprefix(f"{label}: ")
    length = len(field.value) if isinstance(field.value, bytes) else field.end - field.start
    known = {value, label, counted(length, "byte"), f"“{value.strip(chr(34))}”"}
    return "" if said in known else said
