"""Bytes and lists whose length stands in an earlier field of the same structure, as SSL 2.0 has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.wire.field import Field, Item
from tlskit.wire.syntax import Syntax, are_left
from tlskit.wire.syntax.window import emit_items

if TYPE_CHECKING:
    from tlskit.wire.field import FieldPlace
    from tlskit.wire.reader_source import ReaderSource
    from tlskit.wire.syntax import Annotate, Number, Values, Where


class Counted(Syntax):
    """Bytes; the field ``by`` says how many."""

    def __init__(self, by: str) -> None:
        self.by = by

    def notation(self, name: str) -> str:
        """``opaque challenge[challenge_length];``."""
        return f"opaque {name}[{self.by}];"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:  # noqa: ARG002
        """Slice them."""
        after = source.take(source.fields[self.by], end)
        source.line(f"{target} = data[p:{after}]")
        source.line(f"p = {after}")

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Read the bytes as a leaf."""
        kind, by = self.kind(name, place), self.by

        def annotate(data: bytes, start: int, end: int, _: Where, values: Values) -> Field[bytes]:
            after = start + values[by]
            if after > end:
                return Field(kind, start, end, None, (), f"{by} says {values[by]} bytes, but {are_left(end - start)}")
            return Field(kind, start, after, data[start:after])

        return annotate

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401, ARG002
        """Write the bytes, which must be as many as the field says."""
        if len(value) != values[self.by]:
            raise ValueError(f"{self.by} says {values[self.by]} bytes, not {len(value)}")
        return bytes(value)


class CountedVector(Syntax):
    """Numbers; the field ``by`` says how many bytes they fill."""

    def __init__(self, by: str, item: Number) -> None:
        self.by = by
        self.item = item

    def notation(self, name: str) -> str:
        """``Sslv2CipherKind cipher_specs[cipher_spec_length];``."""
        return f"{self.item.type_name} {name}[{self.by}];"

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Read number after number."""
        after = source.take(source.fields[self.by], end)
        emit_items(source, self.item, target, (after, where))

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Read the numbers as leaves; one that is cut ends the list."""
        kind, by = self.kind(name, place), self.by
        annotate_item = self.item.annotator(self.item.type_name, place.inside(Item(self.item.of)))

        def annotate(data: bytes, start: int, end: int, where: Where, values: Values) -> Field[tuple[int, ...]]:
            after, position, children = start + values[by], start, []
            if after > end:
                return Field(kind, start, end, None, (), f"{by} says {values[by]} bytes, but {are_left(end - start)}")
            while position < after:
                children.append(annotate_item(data, position, after, where, values))
                position = children[-1].end
            items = tuple(child.value for child in children if child.value is not None)
            return Field(kind, start, after, items, tuple(children))

        return annotate

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write the numbers, which must fill what the field says."""
        written = b"".join(self.item.write(item, values, where) for item in value)
        if len(written) != values[self.by]:
            raise ValueError(f"{self.by} says {values[self.by]} bytes, not {len(written)}")
        return written
