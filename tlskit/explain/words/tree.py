"""The words for every field of a record's tree: those of structures, of certificates, and of what records are made of.

``tlskit.trace.tree`` and ``tlskit.trace.der_fields`` say which fields a tree has besides those of structures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.explain.words.der import der_words
from tlskit.explain.words.entry import FieldWords
from tlskit.explain.words.lookup import field_words, part_words
from tlskit.trace.record.decrypted import PartKind

if TYPE_CHECKING:
    from tlskit.wire.field import Field

_PARTS = {f"Record.{kind.name.lower()}": kind for kind in PartKind}


def tree_words(field: Field[Any]) -> FieldWords:
    """Return the words for a field."""
    part = _PARTS.get(field.kind.key)
    if part is not None:
        return part_words(part)
    return _RECORDS.get(field.kind.key) or der_words(field.kind) or field_words(field)


_RECORDS = {
    "Record": FieldWords("Record", "Bytes in a form that is not known here.", "They are shown as they are."),
    "Record.encrypted": FieldWords(
        "Encrypted",
        "What the record says, encrypted.",
        "Only the two ends have the keys; with the [[traffic secret]]s of the connection it could be opened.",
    ),
    "Record.header": FieldWords("Header", "The header of the record.", "It says how long the record is."),
    "Handshake.part": FieldWords(
        "Part of a message",
        "Bytes of a handshake message that does not fit one record.",
        "The message is told where it ends.",
    ),
    "DTLSHandshake": FieldWords(
        "Handshake message",
        "A type, a length, a number, and which part of the message this is.",
        "Datagrams get lost and overtake one another; with these the receiver puts messages in order and together.",
    ),
    "SSLv2Record.length": FieldWords(
        "Length",
        "The first bit says that there is no padding; the others say how many bytes follow.",
        "SSL 2.0 has no types and no versions in its records.",
    ),
    "SSLv2Record.padding_length": FieldWords(
        "Padding length",
        "How many bytes at the end mean nothing.",
        "A block cipher encrypts whole blocks only.",
    ),
}
"""Words for what stands in a record's tree and is no field of a structure."""
