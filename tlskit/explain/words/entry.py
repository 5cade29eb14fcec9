"""What is said of a place in a structure, and the tables of one subject in which it stands."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tlskit.registry import HandshakeType
    from tlskit.wire import Declarer, Item, Structure

FieldKey: TypeAlias = "tuple[Declarer, str] | tuple[Declarer, str, Item]"
ItemKey: TypeAlias = "type[Any] | tuple[Declarer, str]"


class FieldWords(FrozenValue):
    """``label`` is a short name; ``meaning`` and ``why`` are one or two sentences each, with marked terms."""

    label: str
    meaning: str
    why: str


_NONE: Mapping[Any, Any] = MappingProxyType({})


class Words(FrozenValue):
    """All that is said of one subject: an extension, a message, or a few that belong together.

    ``bodies`` are the structures that speak with the words of their message, as the bodies of extensions do with those
    of their extension. ``places`` are keyed by structure and field, and with ``Item()`` where each item of a list of
    bytes, its length and its data speak for themselves. ``items`` are words for an item alone, by its class; for bytes,
    which have none, by structure and field of the list. ``like`` names for a structure those whose words it shares for
    fields of the same name.
    """

    messages: Mapping[int, FieldWords] = _NONE
    bodies: Mapping[type[Structure], HandshakeType] = _NONE
    extensions: Mapping[int, FieldWords] = _NONE
    structures: Mapping[Declarer, FieldWords] = _NONE
    places: Mapping[FieldKey, FieldWords] = _NONE
    items: Mapping[ItemKey, FieldWords] = _NONE
    like: Mapping[type[Structure], tuple[type[Structure], ...]] = _NONE
