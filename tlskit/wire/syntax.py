"""The presentation language of TLS (RFC 8446 section 3) in small classes, and what one declaration gives.

A structure is declared once. From the declaration come a strict reader, which is fast and gives values only, a total
annotator, which gives the tree of fields whatever the bytes are, and a writer. Lengths are windows and nothing else
bounds a read: what goes wrong inside a window stays there. The strict reader gives up at the first oddity; whoever
wants to know what is odd asks the annotator.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from tlskit.wire.field import Field, FieldKind, made
from tlskit.wire.reader_source import NumbersLayout, ReaderSource, numbers_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tlskit.wire.structure import Structure

Where: TypeAlias = int  # the message that the bytes are part of, as a HandshakeType: extensions differ by it
Values: TypeAlias = "Mapping[str, Any]"  # the fields of the structure so far, for what depends on them
Read: TypeAlias = "Callable[[bytes, int, int, Where], tuple[Any, int]]"  # (data, start, end, where) -> (value, end)
Annotate: TypeAlias = "Callable[[bytes, int, int, Where, Values], Field[Any]]"
Content: TypeAlias = "tuple[Any, tuple[Field[Any], ...]]"  # what stands behind a length: its value and its fields


class Syntax:
    """What a run of bytes looks like. ``type_name`` is the name of its type where it has one of its own."""

    type_name = ""

    def notation(self, name: str) -> str:
        """Return the declaration of a field of that name in the language of RFC 8446 section 3."""
        raise NotImplementedError

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Add to the strict reader what reads this into ``target``; ``end`` and ``where`` are names too."""
        raise NotImplementedError

    def annotator(self, name: str, key: str) -> Annotate:
        """Return the total reader for this place; it never raises."""
        raise NotImplementedError

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401 - each has its own
        """Return the bytes of ``value``; ``values`` are the fields of the structure around it.

        Raises ``ValueError`` for a value that the declaration does not allow.
        """
        raise NotImplementedError

    def kind(self, name: str, key: str) -> FieldKind:
        """Return what the fields of one place share."""
        return FieldKind(name, key, self.notation(name))

    def reader(self) -> Read:
        """Return the strict reader by itself."""
        source = ReaderSource()
        self.emit(source, "value", "end", "where")
        return source.compiled("value")


class Number(Syntax):
    """An unsigned integer in network order, or a code point of a registry, which knows its width."""

    def __init__(self, of: type[int], width: int = 0) -> None:
        self.of = of
        self.width: int = width or getattr(of, "width", 0)
        self.greatest = (1 << 8 * self.width) - 1
        self.known: Mapping[int, int] | None = getattr(of, "read", None)
        self.type_name = f"uint{8 * self.width}" if of is int else of.__name__

    def notation(self, name: str) -> str:
        """``uint16 length;`` or ``CipherSuite cipher_suite;``."""
        return f"{self.type_name} {name};"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:  # noqa: ARG002
        """An unknown code point is a value too."""
        source.number(target, self.width, end)
        if self.known is not None:
            source.line(f"{target} = {source.constant(self.known)}[{target}]")

    def annotator(self, name: str, key: str) -> Annotate:
        """Read the number as a leaf."""
        kind, width, known = self.kind(name, key), self.width, self.known

        def annotate(data: bytes, start: int, end: int, _: Where, __: Values) -> Field[int]:
            after = start + width
            if after > end:
                return Field(kind, start, end, None, (), shortage(width, end - start))
            number = int.from_bytes(data[start:after])
            return made((kind, start, after, number if known is None else known[number], (), ""))

        return annotate

    def leaves(self, name: str, key: str) -> Callable[[bytes, int, int], list[Field[Any]]]:
        """Return what makes leaves of as many numbers as fit: hellos are mostly lists of numbers."""
        kind, width, known = self.kind(name, key), self.width, (self.known or _ITSELF).__getitem__
        numbers = numbers_reader(width)

        def leaves(data: bytes, start: int, end: int) -> list[Field[Any]]:
            values = map(known, numbers(data, start, end))
            places = range(start, end, width)
            return [made((kind, at, at + width, value, (), "")) for at, value in zip(places, values, strict=False)]

        return leaves

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401, ARG002
        """Write it in network order."""
        try:
            return int(value).to_bytes(self.width)
        except OverflowError as error:
            raise ValueError(f"{value} does not fit {self.type_name}") from error


class Fixed(Syntax):
    """So many bytes, no more and no fewer."""

    def __init__(self, length: int) -> None:
        self.length = length

    def notation(self, name: str) -> str:
        """``opaque random[32];``."""
        return f"opaque {name}[{self.length}];"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:  # noqa: ARG002
        """Slice them."""
        after = source.take(self.length, end)
        source.line(f"{target} = data[p:{after}]")
        source.line(f"p = {after}")

    def annotator(self, name: str, key: str) -> Annotate:
        """Read the bytes as a leaf."""
        kind, length = self.kind(name, key), self.length

        def annotate(data: bytes, start: int, end: int, _: Where, __: Values) -> Field[bytes]:
            after = start + length
            if after > end:
                return Field(kind, start, end, None, (), shortage(length, end - start))
            return made((kind, start, after, data[start:after], (), ""))

        return annotate

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401, ARG002
        """Write the bytes."""
        if len(value) != self.length:
            raise ValueError(f"{self.length} bytes are needed, not {len(value)}")
        return bytes(value)


class Rest(Syntax):
    """All that is left of the window."""

    def notation(self, name: str) -> str:
        """``opaque data[..];``."""
        return f"opaque {name}[..];"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:  # noqa: ARG002
        """Slice them."""
        source.line(f"{target} = data[p:{end}]")
        source.line(f"p = {end}")

    def annotator(self, name: str, key: str) -> Annotate:
        """Read the bytes as a leaf."""
        kind = self.kind(name, key)

        def annotate(data: bytes, start: int, end: int, _: Where, __: Values) -> Field[bytes]:
            return made((kind, start, end, data[start:end], (), ""))

        return annotate

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401, ARG002
        """Write the bytes."""
        return bytes(value)


class Select(Syntax):
    """What depends on a field before it and on the message: ``choose(value of the field, where)``."""

    def __init__(self, by: str, choose: Callable[[Any, Where], Syntax]) -> None:
        self.by = by
        self.choose = choose

    def notation(self, name: str) -> str:
        """``select (extension_type) extension_data;``."""
        return f"select ({self.by}) {name};"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Call the reader of what applies."""
        readers = _PerMessage(self.choose, Syntax.reader)
        of_message = (
            source.constant(readers[int(where)]) if where.isdecimal() else f"{source.constant(readers)}[{where}]"
        )
        source.line(f"{target}, p = {of_message}[{source.fields[self.by]}](data, p, {end}, {where})")

    def annotator(self, name: str, key: str) -> Annotate:
        """Annotate by the syntax that applies, under the name of what it is."""
        annotators = _PerMessage(self.choose, lambda syntax: _alternative(syntax, name, key))
        by = self.by

        def annotate(data: bytes, start: int, end: int, where: Where, values: Values) -> Field[Any]:
            field: Field[Any] = annotators[where][values[by]](data, start, end, where, values)
            return field

        return annotate

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write by the syntax that applies."""
        return self.choose(values[self.by], where).write(value, values, where)


def _alternative(syntax: Syntax, name: str, key: str) -> Annotate:
    """What can be chosen for a place has a key of its own under it, if it has a name of its own."""
    own = syntax.type_name
    return syntax.annotator(own, f"{key}.{own}") if own else syntax.annotator(name, key)


class _PerMessage(dict[Where, "_PerChoice"]):
    """What was compiled for each message and choice, and once for each syntax that can be chosen."""

    def __init__(self, choose: Callable[[Any, Where], Syntax], compiled: Callable[[Syntax], Any]) -> None:
        super().__init__()
        self._choose = choose
        self.compiled = cache(compiled)

    def __missing__(self, where: Where) -> _PerChoice:
        return self.setdefault(where, _PerChoice(lambda value: self.compiled(self._choose(value, where))))


class _PerChoice(dict[Any, Any]):
    """What applies to each value in one message; bounded, since a peer may send every number there is."""

    def __init__(self, find: Callable[[Any], Any]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, value: Any) -> Any:  # noqa: ANN401 - a reader or an annotator
        found = self._find(value)
        if len(self) < _MOST_CHOICES:
            self[value] = found
        return found


_MOST_CHOICES = 256


class Struct(Syntax):
    """A structure inside another."""

    def __init__(self, of: type[Structure]) -> None:
        self.of = of
        self.type_name = of.__name__

    def notation(self, name: str) -> str:
        """``KeyShareEntry server_share;``."""
        return f"{self.type_name} {name};"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Read its fields one after the other and put them together."""
        outer = source.fields
        source.fields = {}
        for name, syntax in self.of.syntaxes().items():
            variable = source.fields[name] = source.variable()
            syntax.emit(source, variable, end, where)
        values = ", ".join(f"{name!r}: {variable}" for name, variable in source.fields.items())
        source.line(f"{target} = new({source.constant(self.of)})")
        source.line(f"set_fields({target}, {{{values}}})")
        source.fields = outer

    def annotator(self, name: str, key: str) -> Annotate:
        """Return the structure's own, under the name that it has here."""
        return self.of.annotator(self.kind(name, key))

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401, ARG002
        """Write the structure."""
        written: bytes = value.encode(where)
        return written


class IfPresent(Syntax):
    """The last field of a structure, absent where its window ends before it: the value is then ``None``.

    So TLS added extensions to messages that had none (RFC 5246 section 7.4.1.2).
    """

    def __init__(self, inner: Syntax) -> None:
        self.inner = inner

    def notation(self, name: str) -> str:
        """The field's own."""
        return self.inner.notation(name)

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Read it if there is anything."""
        source.line(f"{target} = None")
        source.line(f"if p < {end}:")
        source.indent(1)
        self.inner.emit(source, target, end, where)
        source.indent(-1)

    def annotator(self, name: str, key: str) -> Annotate:
        """Annotate it; whoever asks has seen that there is something."""
        return self.inner.annotator(name, key)

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write it, if it is there."""
        return b"" if value is None else self.inner.write(value, values, where)


class Prefixed(Syntax):
    """What has its length before it. The least and the greatest length are in bytes, the prefix as wide as needed."""

    def __init__(self, least: int, greatest: int) -> None:
        self.least = least
        self.greatest = greatest
        self.length = Number(int, (greatest.bit_length() + 7) // 8)

    @property
    def bounds(self) -> str:
        """``<2..2^16-2>``."""
        return f"<{_power(self.least)}..{_power(self.greatest)}>"

    def framed(self, content: bytes) -> bytes:
        """Return the content behind its length."""
        if not self.least <= len(content) <= self.greatest:
            raise ValueError(f"{len(content)} bytes are outside {self.bounds}")
        return self.length.write(len(content), {}, 0) + content

    def window(self, source: ReaderSource, end: str) -> str:
        """Add the reading of the length; return the name of the window's end."""
        size = source.variable()
        self.length.emit(source, size, end, "")
        after = source.take(size, end)
        if self.least > 0 or self.greatest < self.length.greatest:
            source.line(f"if not {self.least} <= {size} <= {self.greatest}: raise Damage")
        return after

    def annotator(self, name: str, key: str) -> Annotate:
        """Read the length and then the content, in its own window."""
        kind, least, greatest = self.kind(name, key), self.least, self.greatest
        annotate_length = self.length.annotator("length", f"{key}.length")
        content = self.content(name, key)

        def annotate(data: bytes, start: int, end: int, where: Where, values: Values) -> Field[Any]:
            length: Field[int] = annotate_length(data, start, end, where, values)
            _, _, inside, size, _, _ = length
            if size is None:
                return Field(kind, start, end, None, (length,))
            after = inside + size
            problem = "" if least <= size <= greatest else f"its length {size} is outside {self.bounds}"
            if after > end:
                problem = f"its length says {size} bytes, but {are_left(end - inside)}"
                after = end
            value, children = content(data, inside, after, where, values)
            return made((kind, start, after, value, (length, *children), problem))

        return annotate

    def content(self, name: str, key: str) -> Callable[[bytes, int, int, Where, Values], Content]:
        """Return the annotator of what stands behind the length."""
        raise NotImplementedError


class Opaque(Prefixed):
    """Bytes with their length before them; items of a vector may have a name for their type."""

    def __init__(self, least: int, greatest: int, type_name: str = "") -> None:
        super().__init__(least, greatest)
        self.type_name = type_name

    def notation(self, name: str) -> str:
        """``opaque legacy_session_id<0..32>;``."""
        return f"opaque {name}{self.bounds};"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:  # noqa: ARG002
        """Slice them."""
        after = self.window(source, end)
        source.line(f"{target} = data[p:{after}]")
        source.line(f"p = {after}")

    def content(self, name: str, key: str) -> Callable[[bytes, int, int, Where, Values], Content]:  # noqa: ARG002
        """One leaf, unless there is nothing."""
        kind = FieldKind("data", f"{key}.data", "opaque data[length];")

        def content(data: bytes, start: int, end: int, _: Where, __: Values) -> Content:
            value = data[start:end]
            return value, ((made((kind, start, end, value, (), "")),) if value else ())

        return content

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401, ARG002
        """Write length and bytes."""
        return self.framed(value)


class Repeated(Syntax):
    """Items one after the other until the window ends."""

    def __init__(self, item: Syntax) -> None:
        self.item = item

    def notation(self, name: str) -> str:
        """``TransportParameter parameters[..];``."""
        return f"{self.item_type} {name}[..];"

    @property
    def item_type(self) -> str:
        """The name of an item's type."""
        return self.item.type_name or self.item.notation("").partition(" ")[0]

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Read items until the window is used up; numbers are unpacked all at once."""
        match self.item:
            case Number(width=1, known=known):
                numbers = f"data[p:{end}]"
            case Number(width=2 | 4 | 8 as width, known=known):
                numbers = f"{source.constant(NumbersLayout(width))}[{end} - p].unpack_from(data, p)"
            case _:
                self._emit_items(source, target, end, where)
                return
        mapped = numbers if known is None else f"map({source.constant(known.__getitem__)}, {numbers})"
        source.line(f"{target} = tuple({mapped})")
        source.line(f"p = {end}")

    def _emit_items(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        items, item = source.variable(), source.variable()
        source.line(f"{items} = []")
        source.line(f"while p < {end}:")
        source.indent(1)
        self.item.emit(source, item, end, where)
        source.line(f"{items}.append({item})")
        source.indent(-1)
        source.line(f"{target} = tuple({items})")

    def annotator(self, name: str, key: str) -> Annotate:
        """Annotate the items."""
        kind, content = self.kind(name, key), self.content(key)

        def annotate(data: bytes, start: int, end: int, where: Where, values: Values) -> Field[Any]:
            value, children = content(data, start, end, where, values)
            return made((kind, start, end, value, children, ""))

        return annotate

    def content(self, key: str) -> Callable[[bytes, int, int, Where, Values], Content]:
        """The items as children; one that is cut ends the list."""
        annotate_item = self.item.annotator(self.item_type, f"{key}[]")
        whole_items = self.item.leaves(self.item_type, f"{key}[]") if isinstance(self.item, Number) else _no_leaves

        def content(data: bytes, start: int, end: int, where: Where, values: Values) -> Content:
            children = whole_items(data, start, end)
            start += len(children) and children[-1].end - start
            while start < end:
                child = annotate_item(data, start, end, where, values)
                children.append(child)
                start = child.end
            return tuple([child.value for child in children if child.value is not None]), tuple(children)

        return content

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write the items."""
        return b"".join([self.item.write(item, values, where) for item in value])


class Vector(Prefixed):
    """Items one after the other, with their length in bytes before them.

    ``where`` names the message whose extensions the items are, if they are.
    """

    def __init__(self, item: Syntax, least: int, greatest: int, where: Where = 0) -> None:
        super().__init__(least, greatest)
        self.items = Repeated(item)
        self.where = where

    def notation(self, name: str) -> str:
        """``CipherSuite cipher_suites<2..2^16-2>;``."""
        return f"{self.items.item_type} {name}{self.bounds};"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Read the items in their window."""
        self.items.emit(source, target, self.window(source, end), str(int(self.where)) if self.where else where)

    def content(self, name: str, key: str) -> Callable[[bytes, int, int, Where, Values], Content]:  # noqa: ARG002
        """The items as children."""
        items, own = self.items.content(key), self.where

        def content(data: bytes, start: int, end: int, where: Where, values: Values) -> Content:
            return items(data, start, end, own or where, values)

        return content if own else items

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write the items behind their length."""
        return self.framed(self.items.write(value, values, self.where or where))


class Within(Prefixed):
    """One thing with its length before it; it must use up the length."""

    def __init__(self, inner: Syntax, least: int, greatest: int) -> None:
        super().__init__(least, greatest)
        self.inner = inner

    def notation(self, name: str) -> str:
        """``opaque extension_data<0..2^16-1>;``."""
        return f"{self.inner.type_name or 'opaque'} {name}{self.bounds};"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Read the thing; it must end where the length says."""
        after = self.window(source, end)
        self.inner.emit(source, target, after, where)
        source.line(f"if p != {after}: raise Damage")

    def content(self, name: str, key: str) -> Callable[[bytes, int, int, Where, Values], Content]:
        """The thing as the one child; where anything is wrong with it, the value is the bytes as they came."""
        annotate_inner, left_over = self.inner.annotator(name, f"{key}.content"), trailing(key)

        def content(data: bytes, start: int, end: int, where: Where, values: Values) -> Content:
            inner = annotate_inner(data, start, end, where, values)
            if inner.end < end:
                return data[start:end], (inner, left_over(data, inner.end, end))
            return (inner.value if _is_sound(inner) else data[start:end]), (inner,)

        return content

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write the thing behind its length; bytes that were not understood go out as they came."""
        return self.framed(value if isinstance(value, bytes) else self.inner.write(value, values, where))


class _Itself(dict[int, int]):
    """The numbers of no registry."""

    def __missing__(self, number: int) -> int:
        return number


_ITSELF = _Itself()


def _is_sound(field: Field[Any]) -> bool:
    """Whether neither it nor anything in it has a problem. Hot: most fields are leaves without one."""
    _, _, _, _, children, problem = field
    if problem:
        return False
    return all(not child[5] and (not child[4] or _is_sound(child)) for child in children)


def _no_leaves(_: bytes, __: int, ___: int) -> list[Field[Any]]:
    return []


def trailing(key: str) -> Callable[[bytes, int, int], Field[bytes]]:
    """Return what makes a leaf of the bytes that a window has too many."""
    kind = FieldKind("trailing", f"{key}.trailing", "opaque trailing[..];")

    def annotate(data: bytes, start: int, end: int) -> Field[bytes]:
        over = end - start
        return Field(kind, start, end, data[start:end], (), f"{over} byte{'s' * (over != 1)} left over")

    return annotate


def shortage(needed: int, left: int) -> str:
    """Say that bytes are missing."""
    return f"{needed} byte{'s' * (needed != 1)} are needed, but {are_left(left)}"


def are_left(left: int) -> str:
    """Say how many bytes a window has left."""
    return "none is left" if left == 0 else "1 is left" if left == 1 else f"{left} are left"


def _power(number: int) -> str:
    """Write 65534 as 2^16-2, as the RFCs do."""
    for bits in (16, 24, 32, 62):
        less = (1 << bits) - number
        if 0 <= less <= 4:  # noqa: PLR2004 - no RFC takes off more
            return f"2^{bits}" + (f"-{less}" if less else "")
    return str(number)
