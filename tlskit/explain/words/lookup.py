"""What every field of every structure is called, what it says and why it is there.

``field_words`` answers for any field that ``tlskit.wire`` can make. The tables have one entry for each place where a
structure says something of its own; lengths, contents, items and what is left over follow from them by rule. What a
value says is ``values.value_words``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tlskit.explain.words import authentication as words_authentication
from tlskit.explain.words import extension_negotiation as words_extension
from tlskit.explain.words import extension_structures as words_extension_more
from tlskit.explain.words import hello as words_hello
from tlskit.explain.words import key_exchange as words_key_exchange
from tlskit.explain.words import list_items as words_item
from tlskit.explain.words import record as words_record
from tlskit.explain.words import structure as words_structure
from tlskit.explain.words.entry import FieldWords
from tlskit.explain.words.extension_types import EXTENSIONS, extension_words
from tlskit.explain.words.message import HANDSHAKES, SSLV2_MESSAGES
from tlskit.explain.words.record import PARTS
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.sslv2 import Sslv2MessageType
from tlskit.wire.extension_bodies.table import BODIES

if TYPE_CHECKING:
    from tlskit.trace.record.decrypted import PartKind
    from tlskit.wire.field import Field, FieldKind


def field_words(field: Field[Any]) -> FieldWords:
    """Return the words for a field; for an extension those of its type."""
    if field.name == "Extension" and field.children and field.children[0].value is not None:
        return extension_words(field.children[0].value)
    return kind_words(field.kind)


def part_words(kind: PartKind) -> FieldWords:
    """Return the words for a part of a protected record."""
    return PARTS[kind]


@cache
def kind_words(kind: FieldKind) -> FieldWords:
    """Return the words for all fields of one place in one structure."""
    found = _entry(kind.key)
    if found is not None:
        return found
    place, separator, last = kind.key.rpartition(".")
    if kind.key.endswith("[]"):
        return _ITEMS[kind.name]
    if not separator or (last in _STRUCTURES and last not in _CHOSEN_NUMBERS):
        return _structure(last)
    parent = _place_words(place)
    if last in {"data", "content", *_CHOSEN_NUMBERS}:
        return parent
    match last:
        case "length":
            return FieldWords(
                f"Length: {_lowered(parent.label)}",
                "How many bytes follow that belong to it.",
                "Nothing in TLS marks an end; only lengths say where a thing is over.",
            )
        case "trailing":
            return FieldWords(
                "Left over",
                "Bytes behind the end of what they stand in.",
                "They should not be there; a strict peer answers with decode_error.",
            )
    return FieldWords(
        f"{parent.label}: {last}",
        f"The part of the [[hybrid]] share that is for {last}.",
        "Both parts must be broken to learn the secret.",
    )


def places(key: str) -> tuple[str, ...]:
    """Return a field's key, and those of the same field in the structures that share its words."""
    structure, _, field = key.partition(".")
    return (key, *(f"{like}.{field}" for like in _LIKE.get(structure, ())))


def _place_words(place: str) -> FieldWords:
    """Return the words for what a length or content belongs to: a field, an item of a list, or a structure."""
    found = _entry(place)
    if found is not None:
        return found
    base, _, last = place.rpartition(".")
    if last == "content":
        return _place_words(base)
    if place.endswith("[]"):
        return _entry(place.removesuffix("[]")) or _place_words(base)
    return _structure(last)


def _entry(key: str) -> FieldWords | None:
    return next(filter(None, map(_FIELDS.get, places(key))), None)


def _structure(name: str) -> FieldWords:
    """Return the words for a structure; messages are named after what they are (``Tls13Certificate``)."""
    messages = (words for words in HANDSHAKES.values() if name.endswith(words.label))
    return _STRUCTURES.get(name) or max(messages, key=lambda words: len(words.label))


def _lowered(label: str) -> str:
    """A label within a sentence; what begins with an abbreviation stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


_FIELDS: dict[str, FieldWords] = {
    **words_record.FIELDS,
    **words_hello.FIELDS,
    **words_extension.FIELDS,
    **words_extension_more.FIELDS,
    **words_authentication.FIELDS,
    **words_key_exchange.FIELDS,
}
_LIKE: dict[str, tuple[str, ...]] = {
    **words_record.LIKE,
    **words_hello.LIKE,
    **words_authentication.LIKE,
    **words_key_exchange.LIKE,
}
_ITEMS: dict[str, FieldWords] = {
    **words_hello.ITEMS,
    **words_item.ITEMS,
    **words_authentication.ITEMS,
    **words_key_exchange.ITEMS,
}

_CHOSEN_NUMBERS = {"varint", "NamedGroup"}
"""Types of numbers that a field holds in one case of several; the number is the field, then."""
_BODIES: dict[str, FieldWords] = {
    body.__name__: EXTENSIONS[number]
    for number, bodies in reversed(tuple(BODIES.items()))  # of several types with one layout, the first stands for it
    for body in bodies.values()
}
_STRUCTURES: dict[str, FieldWords] = {
    **_ITEMS,
    **_BODIES,
    **words_record.STRUCTURES,
    **words_structure.STRUCTURES,
    "Sslv2ClientHello": SSLV2_MESSAGES[Sslv2MessageType.client_hello],
    "Sslv2ServerHello": SSLV2_MESSAGES[Sslv2MessageType.server_hello],
    "CertificateStatusMessage": HANDSHAKES[HandshakeType.certificate_status],
    "ChannelId": HANDSHAKES[HandshakeType.encrypted_extensions_channel_id],
}
