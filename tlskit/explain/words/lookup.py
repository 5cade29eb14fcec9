"""What every field of every tree is called, what it says and why it is there.

``field_words`` answers for any field that ``tlskit.wire`` and ``tlskit.trace`` can make. The tables have one entry for
each place where a structure says something of its own; lengths, contents, items and what is left over follow from them
by rule. What a value says is ``values.value_words``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from tlskit.explain.words import message, record_content, record_layer, sslv2
from tlskit.explain.words.der import der_words
from tlskit.explain.words.entry import FieldWords
from tlskit.explain.words.extensions import table
from tlskit.explain.words.extensions.table import EXTENSIONS, extension_words
from tlskit.explain.words.message import HANDSHAKES
from tlskit.wire import BODIES, Alternative, Extension, Item, Part, Share, Structure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tlskit.explain.words.entry import FieldKey, ItemKey
    from tlskit.wire import Declarer, Field, FieldPlace

T = TypeVar("T")

SUBJECTS = (*record_layer.SUBJECTS, *record_content.SUBJECTS, *message.SUBJECTS, *table.SUBJECTS, *sslv2.SUBJECTS)
"""All that is said, in the order in which a reader meets it."""


def field_words(field: Field[Any]) -> FieldWords:
    """Return the words for a field; for an extension those of its type."""
    place = field.kind.place
    if place.of is Extension and field.children and field.children[0].value is not None:
        return extension_words(field.children[0].value)
    return der_words(field.kind) or place_words(place)


@cache
def place_words(place: FieldPlace) -> FieldWords:
    """Return the words for all fields of one place."""
    found = said_of(place, _PLACES)
    if found is not None:
        return found
    match place.last:
        case Item(of=kind):
            return _ITEMS[kind or (place.structure, place.field)]
        case Alternative(of=kind) if kind in _STRUCTURES:
            return _STRUCTURES[kind]
        case Part.LENGTH:
            return FieldWords(
                f"Length: {_lowered(_holder_words(place.around).label)}",
                "How many bytes follow that belong to it.",
                "Nothing in TLS marks an end; only lengths say where a thing is over.",
            )
        case Part.TRAILING:
            return FieldWords(
                "Left over",
                "Bytes behind the end of what they stand in.",
                "They should not be there; a strict peer answers with decode_error.",
            )
        case Share(group=group):
            return FieldWords(
                f"{_holder_words(place.around).label}: {group}",
                f"The part of the [[hybrid]] share that is for {group}.",
                "Both parts must be broken to learn the secret.",
            )
    return _holder_words(place)


def said_of(place: FieldPlace, said: Mapping[Any, T]) -> T | None:
    """Return what a table says of a place, or of the same in the structures that share their words with its own."""
    structures = (place.structure, *_LIKE.get(place.structure, ()))
    keys = ((structure, place.field, *place.steps) for structure in structures)
    return next((said[key] for key in keys if key in said), None)


def _holder_words(place: FieldPlace) -> FieldWords:
    """Return the words for what a length or content belongs to: a field, an item of a list, or a structure."""
    if not place.field:
        return _STRUCTURES[place.structure]
    found = said_of(place, _PLACES)
    if found is None and place.last is None:
        raise KeyError(str(place))
    return found or _holder_words(place.around)


def _lowered(label: str) -> str:
    """A label within a sentence; what begins with an abbreviation stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


_PLACES: dict[FieldKey, FieldWords] = {key: words for subject in SUBJECTS for key, words in subject.places.items()}
_ITEMS: dict[ItemKey, FieldWords] = {key: words for subject in SUBJECTS for key, words in subject.items.items()}
_LIKE: dict[Declarer, tuple[type[Structure], ...]] = {
    kind: others for subject in SUBJECTS for kind, others in subject.like.items()
}
_STRUCTURES: dict[Declarer, FieldWords] = {
    **{kind: words for kind, words in _ITEMS.items() if isinstance(kind, type) and issubclass(kind, Structure)},
    **{  # of several types with one layout, the first stands for it
        body: EXTENSIONS[number] for number, bodies in reversed(tuple(BODIES.items())) for body in bodies.values()
    },
    **{body: HANDSHAKES[number] for subject in SUBJECTS for body, number in subject.bodies.items()},
    **{kind: words for subject in SUBJECTS for kind, words in subject.structures.items()},
}
