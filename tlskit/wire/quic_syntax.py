"""What QUIC adds to the presentation language: integers of variable length, RFC 9000 section 16.

The first two bits say how long the integer is. It need not be written as short as it can be; the writer does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.wire.field import Field
from tlskit.wire.syntax import Number, Within, shortage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.wire.field import FieldPlace
    from tlskit.wire.reader_source import ReaderSource
    from tlskit.wire.syntax import Annotate, Syntax, Values, Where

GREATEST_VARINT = 2**62 - 1


class QuicVarint(Number):
    """An integer of 1, 2, 4 or 8 bytes, or a code point of a registry."""

    def __init__(self, of: type[int]) -> None:
        super().__init__(of)
        self.width = 0  # no two need be as wide
        self.greatest = GREATEST_VARINT
        self.type_name = "varint" if of is int else of.__name__

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:  # noqa: ARG002
        """Look at the first byte for the size."""
        source.line(f"if p >= {end}: raise DamageError")
        after = source.take("(1 << (data[p] >> 6))", end)
        source.line(f"{target} = from_bytes(data[p:{after}]) & ((1 << 8 * ({after} - p) - 2) - 1)")
        source.line(f"p = {after}")
        if self.known is not None:
            source.line(f"{target} = {source.constant(self.known)}[{target}]")

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Read the number as a leaf."""
        kind, known = self.kind(name, place), self.known

        def annotate(data: bytes, start: int, end: int, _: Where, __: Values) -> Field[int]:
            size = 1 << (data[start] >> 6) if start < end else 1
            after = start + size
            if after > end:
                return Field(kind, start, end, None, (), shortage(size, end - start))
            number = int.from_bytes(data[start:after]) & ((1 << 8 * size - 2) - 1)
            return Field(kind, start, after, number if known is None else known[number])

        return annotate

    def leaves(self, name: str, place: FieldPlace) -> Callable[[bytes, int, int], list[Field[Any]]]:  # noqa: ARG002
        """None can be made at once, since each says itself how wide it is."""
        return lambda _, __, ___: []

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401, ARG002
        """Write it as short as it can be."""
        for exponent in range(4):
            size = 1 << exponent
            if 0 <= value < 1 << 8 * size - 2:
                return int(value | exponent << 8 * size - 2).to_bytes(size)
        raise ValueError(f"{value} does not fit {self.type_name}")


class WithinVarint(Within):
    """One thing with its length before it, the length a QuicVarint; it must use up the length."""

    def __init__(self, inner: Syntax) -> None:
        super().__init__(inner, 0, GREATEST_VARINT)
        self.length = QuicVarint(int)
