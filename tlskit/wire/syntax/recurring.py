"""What comes again byte for byte in message after message, and is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.wire.reader_source import ReaderSource
from tlskit.wire.syntax.base import Number, Syntax
from tlskit.wire.syntax.choice import Struct
from tlskit.wire.syntax.window import Prefixed

if TYPE_CHECKING:
    from tlskit.wire.field import FieldPlace
    from tlskit.wire.syntax.base import Annotate, Values, Where

_LONGEST = 256  # bytes; the lists of browsers are shorter, and what is longer is a key or a ticket


class Recurring(Syntax):
    """Something with its length before it, or a structure of numbers and then that; in a message that is known.

    Where it ends is known before it is read, so that its bytes can be looked up.
    """

    def __init__(self, inner: Prefixed | Struct) -> None:
        self.inner, self.type_name, self.of = inner, inner.type_name, inner.of
        *before, last = inner.of.syntaxes().values() if isinstance(inner, Struct) else (inner,)
        numbers = [syntax for syntax in before if isinstance(syntax, Number)]
        if len(numbers) < len(before) or not isinstance(last, Prefixed):
            raise TypeError(f"{self.type_name} is not numbers and then a length and what it counts")
        self._lead, self._last = sum(number.width for number in numbers), last

    def notation(self, name: str) -> str:
        """The inner one's own."""
        return self.inner.notation(name)

    def emit(self, source: ReaderSource, target: str, end: str, where: str) -> None:
        """Look the bytes up; read them if there are too many."""
        once = ReaderSource()
        once.line("end = len(data)")
        self.inner.emit(once, "value", "end", where)
        known, start = source.constant(once.known("value")), source.variable()
        source.line(f"{start} = p")
        source.line(f"p += {self._lead}")
        after = self._last.window(source, end)
        source.line(f"if {after} - p <= {_LONGEST}:")
        source.line(f"    {target} = {known}[data[{start}:{after}]]")
        source.line(f"    p = {after}")
        source.line("else:")
        source.indent(1)
        source.line(f"p = {start}")
        self.inner.emit(source, target, end, where)
        source.indent(-1)

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """The inner one's own: every place has its own fields."""
        return self.inner.annotator(name, place)

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write the inner one."""
        return self.inner.write(value, values, where)
