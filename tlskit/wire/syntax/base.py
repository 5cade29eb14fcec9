"""What every syntax can do, and the runs of bytes that hold no other: numbers and opaque bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from tlskit.wire.field import Field, FieldKind, made
from tlskit.wire.reader_source import ReaderSource, numbers_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tlskit.wire.field import FieldPlace

Where: TypeAlias = int  # the message that the bytes are part of, as a HandshakeType: extensions differ by it
Values: TypeAlias = "Mapping[str, Any]"  # the fields of the structure so far, for what depends on them
Read: TypeAlias = "Callable[[bytes, int, int, Where], tuple[Any, int]]"  # (data, start, end, where) -> (value, end)
Annotate: TypeAlias = "Callable[[bytes, int, int, Where, Values], Field[Any]]"
Content: TypeAlias = "tuple[Any, tuple[Field[Any], ...]]"  # what stands behind a length: its value and its fields


class Syntax:
    """What a run of bytes looks like. ``type_name`` and ``of`` are its type's name and class where it has its own."""

    type_name = ""
    of: type[Any] | None = None

    def notation(self, name: str) -> str:
        """Return the declaration of a field of that name in the language of RFC 8446 section 3."""
        raise NotImplementedError

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Add to the strict reader what reads this into ``target``; ``end`` and ``where`` are names too."""
        raise NotImplementedError

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Return the total reader for this place; it never raises."""
        raise NotImplementedError

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401 - each has its own
        """Return the bytes of ``value``; ``values`` are the fields of the structure around it.

        Raises ``ValueError`` for a value that the declaration does not allow.
        """
        raise NotImplementedError

    def kind(self, name: str, place: FieldPlace) -> FieldKind:
        """Return what the fields of one place share."""
        return FieldKind(name, place, self.notation(name))

    def reader(self) -> Read:
        """Return the strict reader by itself."""
        source = ReaderSource()
        self.emit(source, "value", "end", "where")
        return source.compiled("value")


class Declared(Protocol):
    """What a structure's class gives to a syntax: the structures themselves are built on syntaxes."""

    @classmethod
    def syntaxes(cls) -> dict[str, Syntax]:
        """Return the declared syntax of each field, in order."""
        ...

    @classmethod
    def annotator(cls, kind: FieldKind) -> Annotate:
        """Return the total reader of the structure where it is called ``kind``."""
        ...


class Number(Syntax):
    """An unsigned integer in network order, or a code point of a registry, which knows its width."""

    of: type[int]

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

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Read the number as a leaf."""
        kind, width, known = self.kind(name, place), self.width, self.known

        def annotate(data: bytes, start: int, end: int, _: Where, __: Values) -> Field[int]:
            after = start + width
            if after > end:
                return Field(kind, start, end, None, (), shortage(width, end - start))
            number = int.from_bytes(data[start:after])
            return made((kind, start, after, number if known is None else known[number], (), ""))

        return annotate

    def leaves(self, name: str, place: FieldPlace) -> Callable[[bytes, int, int], list[Field[Any]]]:
        """Return what makes leaves of as many numbers as fit: hellos are mostly lists of numbers."""
        kind, width, known = self.kind(name, place), self.width, (self.known or _ITSELF).__getitem__
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

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Read the bytes as a leaf."""
        kind, length = self.kind(name, place), self.length

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

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Read the bytes as a leaf."""
        kind = self.kind(name, place)

        def annotate(data: bytes, start: int, end: int, _: Where, __: Values) -> Field[bytes]:
            return made((kind, start, end, data[start:end], (), ""))

        return annotate

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401, ARG002
        """Write the bytes."""
        return bytes(value)


def shortage(needed: int, left: int) -> str:
    """Say that bytes are missing."""
    return f"{needed} byte{'s' * (needed != 1)} are needed, but {are_left(left)}"


def are_left(left: int) -> str:
    """Say how many bytes a window has left."""
    return "none is left" if left == 0 else "1 is left" if left == 1 else f"{left} are left"


class _Itself(dict[int, int]):
    """The numbers of no registry."""

    def __missing__(self, number: int) -> int:
        return number


_ITSELF = _Itself()
