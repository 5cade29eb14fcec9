"""Every kind of field that ``tlskit.wire`` can make, found by walking the declarations of all structures."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import tlskit.wire
from tlskit.registry.handshake_type import HandshakeType
from tlskit.wire.counted import CountedVector
from tlskit.wire.extension_bodies.key_share import KeyExchange
from tlskit.wire.field import FieldKind
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
    found = {FieldKind("handshake", "Handshake", "")}
    for structure in structures():
        name = structure.__name__
        found |= {FieldKind(name, name, ""), FieldKind("trailing", f"{name}.trailing", "")}
        for field, syntax in structure.syntaxes().items():
            found |= set(of(structure, syntax, field, f"{name}.{field}"))
    return {FieldKind(kind.name, kind.key, "") for kind in found}


def of(structure, syntax, name, key):
    """Yield the kinds of one place and below it."""
    match syntax:
        case IfPresent() | Recurring():
            yield from of(structure, syntax.inner, name, key)
        case Select():
            for choice in choices(structure, syntax):
                own = choice.type_name
                yield from of(structure, choice, own or name, f"{key}.{own}" if own else key)
        case _:
            yield FieldKind(name, key, "")
            if isinstance(syntax, Prefixed):
                yield FieldKind("length", f"{key}.length", "")
            yield from below(structure, syntax, name, key)


def below(structure, syntax, name, key):
    """Yield the kinds below one place."""
    match syntax:
        case KeyExchange():
            yield from (FieldKind(part, f"{key}.{part}", "") for part in ("data", "x25519", "MLKEM768"))
        case Opaque():
            yield FieldKind("data", f"{key}.data", "")
        case Vector():
            yield from below(structure, syntax.items, name, key)
        case Repeated():
            yield from of(structure, syntax.item, syntax.item_type, f"{key}[]")
        case CountedVector():
            yield FieldKind(syntax.item.type_name, f"{key}[]", "")
        case Within():
            yield FieldKind("trailing", f"{key}.trailing", "")
            yield from of(structure, syntax.inner, name, f"{key}.content")


def choices(structure, select):
    """Return every syntax that can stand in a place, whatever the field that decides and the message say."""
    deciding = structure.syntaxes()[select.by].of
    known = getattr(deciding, "known", {})
    unknown = next(number for number in range(0x10000) if number not in known)
    values = [deciding(unknown), *known.values()] if deciding is not int else range(0x10000)
    return {select.choose(value, message) for value in values for message in (MESSAGES if deciding is not int else [0])}
