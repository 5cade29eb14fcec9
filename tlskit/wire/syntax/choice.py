"""What stands in a place by what was read before it, by its type, or only if there is anything left."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tlskit.wire.field import Alternative
from tlskit.wire.syntax.base import Syntax

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.wire.field import Field, FieldPlace
    from tlskit.wire.reader_source import ReaderSource
    from tlskit.wire.syntax.base import Annotate, Declared, Values, Where


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

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Annotate by the syntax that applies, under the name of what it is."""
        annotators = _PerMessage(self.choose, lambda syntax: _alternative(syntax, name, place))
        by = self.by

        def annotate(data: bytes, start: int, end: int, where: Where, values: Values) -> Field[Any]:
            field: Field[Any] = annotators[where][values[by]](data, start, end, where, values)
            return field

        return annotate

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write by the syntax that applies."""
        return self.choose(values[self.by], where).write(value, values, where)


def _alternative(syntax: Syntax, name: str, place: FieldPlace) -> Annotate:
    """What can be chosen for a place has a place of its own in it, if it has a type of its own."""
    own = syntax.type_name
    if not own or syntax.of is None:
        return syntax.annotator(name, place)
    return syntax.annotator(own, place.inside(Alternative(syntax.of, own)))


class _PerMessage(dict[int, "_PerChoice"]):
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

    of: type[Declared]

    def __init__(self, of: type[Declared]) -> None:
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

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Return the structure's own, under the name that it has here."""
        return self.of.annotator(self.kind(name, place))

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

    def annotator(self, name: str, place: FieldPlace) -> Annotate:
        """Annotate it; whoever asks has seen that there is something."""
        return self.inner.annotator(name, place)

    def write(self, value: Any, values: Values, where: Where) -> bytes:  # noqa: ANN401
        """Write it, if it is there."""
        return b"" if value is None else self.inner.write(value, values, where)
