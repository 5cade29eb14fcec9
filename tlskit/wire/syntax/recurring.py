"""Structures that come again byte for byte in message after message, and are read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.wire.reader_source import Known
from tlskit.wire.syntax.base import Number
from tlskit.wire.syntax.choice import Struct
from tlskit.wire.syntax.window import Prefixed

if TYPE_CHECKING:
    from tlskit.wire.reader_source import ReaderSource
    from tlskit.wire.structure import Structure


class Recurring(Struct):
    """Numbers and then one field with its length before it, so that where it ends is known before it is read.

    It stands where the message around it is known.
    """

    def __init__(self, of: type[Structure]) -> None:
        super().__init__(of)
        *numbers, last = of.syntaxes().values()
        if not isinstance(last, Prefixed):
            raise TypeError(f"{of.__name__} does not end in a length and what it counts")
        self._lead, self._last = sum(number.width for number in numbers if isinstance(number, Number)), last

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Look the bytes up."""
        message, read = int(where), Struct(self.of).reader()
        known = source.constant(Known(lambda data: read(data, 0, len(data), message)[0]))
        start = source.variable()
        source.line(f"{start} = p")
        source.line(f"p += {self._lead}")
        after = self._last.window(source, end)
        source.line(f"{target} = {known}[data[{start}:{after}]]")
        source.line(f"p = {after}")
