"""What stands on the wire, drawn from the declarations themselves: one function from a syntax to a strategy."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from hypothesis import strategies as st

import tlskit.wire
from tlskit.registry.handshake_type import HandshakeType
from tlskit.wire.counted import Counted, CountedVector
from tlskit.wire.extension import Extension
from tlskit.wire.extension_bodies.key_share import KeyExchange
from tlskit.wire.extension_bodies.table import BODIES
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import (
    Fixed,
    IfPresent,
    Number,
    Opaque,
    Recurring,
    Repeated,
    Rest,
    Select,
    Struct,
    Vector,
    Within,
)

MORE = 24  # bytes or items beyond what is needed: enough to vary, few enough to be quick
MESSAGES = sorted({message for bodies in BODIES.values() for message in bodies})


def all_structures():
    """Return every structure that any module of the room declares."""
    for module in pkgutil.walk_packages(tlskit.wire.__path__, "tlskit.wire."):
        importlib.import_module(module.name)
    found, waiting = [], [Structure]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [kind for kind in below if kind.__module__.startswith("tlskit.wire.")]
    return sorted(found, key=lambda kind: kind.__name__)


def all_places():
    """Return every structure with a message that it can stand in; Extension, which differs by it, with each."""
    messages = {body: message for bodies in BODIES.values() for message, body in bodies.items()}
    places = [(kind, messages.get(kind, HandshakeType.client_hello)) for kind in all_structures()]
    return places + [(Extension, message) for message in MESSAGES]


@st.composite
def structures(draw, kind, message):
    """Draw a structure of that kind as it can stand in that message."""
    values = {}
    for name, syntax in kind.syntaxes().items():
        own = announced(kind, name, message)
        values[name] = draw(allowed(syntax, values, message) if own is None else own)
    return kind(**values)


def announced(kind, name, message):
    """Return what a field may hold so that what depends on it ends by itself; None where nothing needs that.

    A length that stands apart from what it measures is kept small; a choice after which all that is left is taken is
    not made where more must follow.
    """
    *inner, _ = syntaxes = list(kind.syntaxes().items())
    for _, syntax in syntaxes:
        match syntax:
            case Counted() if syntax.by == name:
                return st.integers(0, MORE)
            case CountedVector() if syntax.by == name:
                return st.integers(0, 4).map(syntax.item.width.__mul__)
    for _, syntax in inner:
        if isinstance(syntax, Select) and syntax.by == name:
            known = kind.syntaxes()[name].of.known.values()
            return st.sampled_from([it for it in known if not isinstance(syntax.choose(it, message), Rest)])
    return None


def allowed(syntax, values, message):
    """Return what the syntax allows, given the fields before it in the structure around it."""
    match syntax:
        case Number():
            return numbers(syntax)
        case CountedVector():
            size = values[syntax.by] // syntax.item.width
            return st.lists(numbers(syntax.item), min_size=size, max_size=size).map(tuple)
        case Fixed() | Rest() | Opaque() | Counted():
            return some_bytes(syntax, values)
        case Select():
            return allowed(syntax.choose(values[syntax.by], message), values, message)
        case Struct():
            return structures(syntax.of, message)
        case IfPresent():
            return st.none() | allowed(syntax.inner, values, message)
        case Repeated():
            return items(syntax, 0, values, message)
        case Vector():
            found = items(syntax.items, min(syntax.least, 1), values, syntax.where or message)
            return found.filter(lambda value: is_writable(syntax, value, values, message))
        case Within() | Recurring():
            found = allowed(syntax.inner, values, message)
            return found.filter(lambda value: is_writable(syntax, value, values, message))
    raise AssertionError(f"no strategy for {type(syntax).__name__}")


def some_bytes(syntax, values):
    """Return runs of bytes, for the key shares of a hybrid also those of the right size."""
    match syntax:
        case Fixed():
            return st.binary(min_size=syntax.length, max_size=syntax.length)
        case Counted():
            return st.binary(min_size=values[syntax.by], max_size=values[syntax.by])
        case Rest():
            return st.binary(max_size=MORE)
        case KeyExchange() if size := values["group"].key_share_size:
            return st.binary(min_size=1, max_size=MORE) | st.just(bytes(size.client)) | st.just(bytes(size.server))
        case _:
            return st.binary(min_size=syntax.least, max_size=min(syntax.greatest, syntax.least + MORE))


@cache
def numbers(syntax):
    """Return the numbers that fit, those with a name more often than others."""
    if syntax.known is None:
        return st.integers(0, syntax.greatest)
    named = st.sampled_from(sorted(syntax.of.known.values()))
    return named | st.integers(0, syntax.greatest).map(syntax.of)


def items(syntax, least, values, message):
    """Return a few items."""
    return st.lists(allowed(syntax.item, values, message), min_size=least, max_size=3).map(tuple)


def is_writable(syntax, value, values, message):
    """Whether the bytes of a value lie within the bounds of its length."""
    try:
        syntax.write(value, values, message)
    except ValueError:
        return False
    return True


@st.composite
def damaged(draw, kind, message):
    """Draw the bytes of a structure and change them in a few places."""
    data = bytearray(draw(structures(kind, message)).encode(message))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(("change", "cut", "remove", "insert"))):
            case "change" if at < len(data):
                data[at] ^= draw(st.integers(1, 255))
            case "cut":
                del data[at:]
            case "remove":
                del data[at : at + 1]
            case _:
                data[at:at] = draw(st.binary(min_size=1, max_size=4))
    return bytes(data)


@st.composite
def resized(draw, kind, message):
    """Draw the bytes of a structure and make one window shorter or longer; all lengths around it still agree."""
    data = bytearray(draw(structures(kind, message)).encode(message))
    windows = paths_to_windows(kind.decode(bytes(data), message))
    if not windows:
        return bytes(data)
    path = draw(st.sampled_from(windows))
    content = path[-1].end - path[-1].children[0].end
    less = draw(st.sampled_from(sorted({0, min(1, content), content})))
    more = b"" if less else draw(st.binary(max_size=2) | st.just(b"\xff\xff\0\0"))  # the last is an extension by itself
    data[path[-1].end - less : path[-1].end] = more
    for window in path:
        length = window.children[0]
        size = length.value + len(more) - less
        if size >= 1 << 8 * (length.end - length.start):
            return bytes(data)
        data[length.start : length.end] = size.to_bytes(length.end - length.start)
    return bytes(data)


def paths_to_windows(field, around=()):
    """Return each field with a length before its content, after those that it lies in."""
    own = (*around, field) if field.children and field.children[0].name == "length" else around
    below = [path for child in field.children for path in paths_to_windows(child, own)]
    return [own, *below] if own != around else below
