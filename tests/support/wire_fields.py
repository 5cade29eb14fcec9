"""Every kind of field that ``tlskit.wire`` can make, found by walking the declarations of all structures."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import tlskit.wire
from tlskit.registry.handshake_type import HandshakeType
from tlskit.wire.counted import CountedVector
from tlskit.wire.extension_bodies.key_share import KeyExchange
from tlskit.wire.field import Alternative, FieldKind, FieldPlace, Item, Part, Share
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import IfPresent, Opaque, Prefixed, Recurring, Repeated, Select, Vector, Within

MESSAGES = [0, *HandshakeType.known]


def structures():
    """Return every structure that is declared in ``tlskit.wire``."""
    for module in pkgutil.walk_packages(tlskit.wire.__path__, "tlskit.wire."):
        importlib.import_module(module.name)
    waiting, found = [Structure], set()
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__module__.startswith("tlskit.wire.") and not kind.__subclasses__() and kind is not Structure:
            found.add(kind)
    return found


@cache
def kinds():
    """Return the kind of every field of every structure, lengths, contents, items and left-over bytes among them."""
    found = set()
    for structure in structures():
        place = FieldPlace(structure)
        found |= {FieldKind(structure.__name__, place, ""), FieldKind("trailing", place.inside(Part.TRAILING), "")}
        for field, syntax in structure.syntaxes().items():
            found |= set(of(structure, syntax, field, FieldPlace(structure, field)))
    return found


def of(structure, syntax, name, place):
    """Yield the kinds of one place and below it."""
    match syntax:
        case IfPresent() | Recurring():
            yield from of(structure, syntax.inner, name, place)
        case Select():
            for choice in choices(structure, syntax):
                own = choice.type_name
                chosen = place.inside(Alternative(choice.of, own)) if own else place
                yield from of(structure, choice, own or name, chosen)
        case _:
            yield FieldKind(name, place, "")
            if isinstance(syntax, Prefixed):
                yield FieldKind("length", place.inside(Part.LENGTH), "")
            yield from below(structure, syntax, name, place)


def below(structure, syntax, name, place):
    """Yield the kinds below one place."""
    match syntax:
        case KeyExchange():
            yield FieldKind("data", place.inside(Part.DATA), "")
            yield from (FieldKind(group, place.inside(Share(group)), "") for group in ("x25519", "MLKEM768"))
        case Opaque():
            yield FieldKind("data", place.inside(Part.DATA), "")
        case Vector():
            yield from below(structure, syntax.items, name, place)
        case Repeated():
            yield from of(structure, syntax.item, syntax.item_type, place.inside(Item(syntax.item.of)))
        case CountedVector():
            yield FieldKind(syntax.item.type_name, place.inside(Item(syntax.item.of)), "")
        case Within():
            yield FieldKind("trailing", place.inside(Part.TRAILING), "")
            yield from of(structure, syntax.inner, name, place.inside(Part.CONTENT))


def choices(structure, select):
    """Return every syntax that can stand in a place, whatever the field that decides and the message say."""
    deciding = structure.syntaxes()[select.by].of
    known = getattr(deciding, "known", {})
    unknown = next(number for number in range(0x10000) if number not in known)
    values = [deciding(unknown), *known.values()] if deciding is not int else range(0x10000)
    return {select.choose(value, message) for value in values for message in (MESSAGES if deciding is not int else [0])}
