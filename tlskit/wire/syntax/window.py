"""What has its length before it, and what fills a window: bytes, items, one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.wire.field import Field, FieldKind, Item, Part, made
from tlskit.wire.reader_source import NumbersLayout
from tlskit.wire.syntax.base import Number, Syntax, are_left

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.wire.field import FieldPlace
    from tlskit.wire.reader_source import ReaderSource
    from tlskit.wire.syntax.base import Annotate, Content, Values, Where


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
            source.line(f"if not {self.least} <= {size} <= {self.greatest}: raise DamageError")
        return after

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Read the length and then the content, in its own window."""
        kind, least, greatest = self.kind(name, place), self.least, self.greatest
        annotate_length = self.length.annotator("length", place.inside(Part.LENGTH))
        content = self.content(name, place)

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

    def content(self, name: str, place: FieldPlace) -> Callable[[bytes, int, int, Where, Values], Content]:
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

    def content(self, name: str, place: FieldPlace) -> Callable[[bytes, int, int, Where, Values], Content]:  # noqa: ARG002
        """One leaf, unless there is nothing."""
        kind = FieldKind("data", place.inside(Part.DATA), "opaque data[length];")

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
                emit_items(source, self.item, target, (end, where))
                return
        mapped = numbers if known is None else f"map({source.constant(known.__getitem__)}, {numbers})"
        source.line(f"{target} = tuple({mapped})")
        source.line(f"p = {end}")

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Annotate the items."""
        kind, content = self.kind(name, place), self.content(place)

        def annotate(data: bytes, start: int, end: int, where: Where, values: Values) -> Field[Any]:
            value, children = content(data, start, end, where, values)
            return made((kind, start, end, value, children, ""))

        return annotate

    def content(self, place: FieldPlace) -> Callable[[bytes, int, int, Where, Values], Content]:
        """The items as children; one that is cut ends the list."""
        of_item = place.inside(Item(self.item.of))
        annotate_item = self.item.annotator(self.item_type, of_item)
        whole_items = self.item.leaves(self.item_type, of_item) if isinstance(self.item, Number) else _no_leaves

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

    def content(self, name: str, place: FieldPlace) -> Callable[[bytes, int, int, Where, Values], Content]:  # noqa: ARG002
        """The items as children."""
        items, own = self.items.content(place), self.where

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
        self.inner, self.of = inner, inner.of

    def notation(self, name: str) -> str:
        """``opaque extension_data<0..2^16-1>;``."""
        return f"{self.inner.type_name or 'opaque'} {name}{self.bounds};"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Read the thing; it must end where the length says."""
        after = self.window(source, end)
        self.inner.emit(source, target, after, where)
        source.line(f"if p != {after}: raise DamageError")

    def content(self, name: str, place: FieldPlace) -> Callable[[bytes, int, int, Where, Values], Content]:
        """The thing as the one child; where anything is wrong with it, the value is the bytes as they came."""
        annotate_inner, left_over = self.inner.annotator(name, place.inside(Part.CONTENT)), trailing(place)

        def content(data: bytes, start: int, end: int, where: Where, values: Values) -> Content:
            inner = annotate_inner(data, start, end, where, values)
            if inner.end < end:
                return data[start:end], (inner, left_over(data, inner.end, end))
            return (inner.value if _is_sound(inner) else data[start:end]), (inner,)

        return content

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write the thing behind its length; bytes that were not understood go out as they came."""
        return self.framed(value if isinstance(value, bytes) else self.inner.write(value, values, where))


def trailing(place: FieldPlace) -> Callable[[bytes, int, int], Field[bytes]]:
    """Return what makes a leaf of the bytes that a window has too many."""
    kind = FieldKind("trailing", place.inside(Part.TRAILING), "opaque trailing[..];")

    def annotate(data: bytes, start: int, end: int) -> Field[bytes]:
        over = end - start
        return Field(kind, start, end, data[start:end], (), f"{over} byte{'s' * (over != 1)} left over")

    return annotate


def _is_sound(field: Field[Any]) -> bool:
    """Whether neither it nor anything in it has a problem. Hot: most fields are leaves without one."""
    _, _, _, _, children, problem = field
    if problem:
        return False
    return all(not child[5] and (not child[4] or _is_sound(child)) for child in children)


def _no_leaves(_: bytes, __: int, ___: int) -> list[Field[Any]]:
    return []


def _power(number: int) -> str:
    """Write 65534 as 2^16-2, as the RFCs do."""
    for bits in (16, 24, 32, 62):
        less = (1 << bits) - number
        if 0 <= less <= 4:  # noqa: PLR2004 - no RFC takes off more
            return f"2^{bits}" + (f"-{less}" if less else "")
    return str(number)


def emit_items(source: ReaderSource, item: Syntax, target: str, window: tuple[str, str]) -> None:
    """Add to the strict reader the reading of items into ``target`` up to the end of a window."""
    end, where = window
    items, one = source.variable(), source.variable()
    source.line(f"{items} = []")
    source.line(f"while p < {end}:")
    source.indent(1)
    item.emit(source, one, end, where)
    source.line(f"{items}.append({one})")
    source.indent(-1)
    source.line(f"{target} = tuple({items})")
