"""The words for every field of a record's tree: those of structures, of certificates, and of what records are made of.

``tlskit.trace.tree`` and ``tlskit.trace.der_fields`` say which fields a tree has besides those of structures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.explain.words.der import der_words
from tlskit.explain.words.entry import Words
from tlskit.explain.words.lookup import field_words, part_words
from tlskit.trace.record.opened import PartKind

if TYPE_CHECKING:
    from tlskit.wire.field import Field

_PARTS = {f"Record.{kind.name.lower()}": kind for kind in PartKind}


def tree_words(field: Field[Any]) -> Words:
    """Return the words for a field."""
    part = _PARTS.get(field.kind.key)
    if part is not None:
        return part_words(part)
    return _RECORDS.get(field.kind.key) or der_words(field.kind) or field_words(field)


_RECORDS = {
    "Record": Words("Record", "Bytes in a form that is not known here.", "They are shown as they are."),
    "Record.encrypted": Words(
        "Encrypted",
        "What the record says, encrypted.",
        "Only the two ends have the keys; with the [[traffic secret]]s of the connection it could be opened.",
    ),
    "Record.header": Words("Header", "The header of the record.", "It says how long the record is."),
    "Handshake.part": Words(
        "Part of a message",
        "Bytes of a handshake message that does not fit one record.",
        "The message is told where it ends.",
    ),
    "DTLSHandshake": Words(
        "Handshake message",
        "A type, a length, a number, and which part of the message this is.",
        "Datagrams get lost and overtake one another; with these the receiver puts messages in order and together.",
    ),
    "SSLv2Record.length": Words(
        "Length",
        "The first bit says that there is no padding; the others say how many bytes follow.",
        "SSL 2.0 has no types and no versions in its records.",
    ),
    "SSLv2Record.padding_length": Words(
        "Padding length",
        "How many bytes at the end mean nothing.",
        "A block cipher encrypts whole blocks only.",
    ),
}
"""Words for what stands in a record's tree and is no field of a structure."""
