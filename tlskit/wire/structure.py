"""The base of all structures: annotated fields in, readers, annotators and writers out.

    class ServerName(Structure):
        name_type: Annotated[ServerNameType, Number(ServerNameType)]
        name: Annotated[bytes, Opaque(1, 2**16 - 1)]

``read`` is fast and strict, ``decode`` is total and gives the tree of fields, ``encode`` is their inverse. Modules that
declare structures do not postpone the evaluation of annotations: the syntax is taken from them as they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from tlskit.core import FrozenValue
from tlskit.wire.field import Field, FieldKind, FieldPlace, made
from tlskit.wire.reader_source import DamageError, set_fields
from tlskit.wire.syntax import IfPresent, Struct, trailing

if TYPE_CHECKING:
    from tlskit.wire.syntax import Annotate, Read, Syntax, Values, Where


class Structure(FrozenValue):
    """Base of the structures on the wire: frozen, compared by value."""

    _reader: ClassVar[Read | None] = None
    _annotator: ClassVar[Annotate | None] = None

    @classmethod
    def syntaxes(cls) -> dict[str, Syntax]:
        """Return the declared syntax of each field, in order."""
        return {name: cls.__annotations__[name].__metadata__[0] for name in cls.fields}

    @classmethod
    def read(cls, data: bytes, where: Where = 0, start: int = 0) -> Self | None:
        """Return the structure that ``data`` holds from ``start`` to its last byte; ``None`` where anything is odd.

        ``where`` is the HandshakeType of the message around it, for structures that differ by it.
        """
        reader = cls.__dict__.get("_reader")
        if reader is None:
            reader = cls._reader = Struct(cls).reader()
        try:
            value, end = reader(data, start, len(data), where)
        except DamageError:
            return None
        return value if end == len(data) else None

    @classmethod
    def decode(cls, data: bytes, where: Where = 0, start: int = 0) -> Field[Self]:
        """Return the tree of fields of ``data`` from ``start`` on, whatever it is.

        The root's value is ``None`` where the bytes do not make the structure; what could be read is in its children.
        """
        annotate = cls.__dict__.get("_annotator")
        if annotate is None:
            own = FieldKind(cls.__name__, FieldPlace(cls), f"struct {cls.__name__};")
            annotate = cls._annotator = cls.annotator(own)
        root: Field[Self] = annotate(data, start, len(data), where, {})
        if root.end == len(data):
            return root
        over = trailing(FieldPlace(cls))(data, root.end, len(data))
        return Field(root.kind, start, len(data), root.value, (*root.children, over), root.problem)

    @classmethod
    def annotator(cls, kind: FieldKind) -> Annotate:
        """Return the total reader of this structure where it is called ``kind``."""
        parts = [
            (name, syntax.annotator(name, FieldPlace(cls, name)), isinstance(syntax, IfPresent))
            for name, syntax in cls.syntaxes().items()
        ]

        def annotate(data: bytes, start: int, end: int, where: Where, _: Values) -> Field[Structure]:
            values: dict[str, Any] = {}
            children: list[Field[Any]] = []
            position = start
            for name, annotate_part, optional in parts:
                if optional and position == end:
                    values[name] = None
                    continue
                child = annotate_part(data, position, end, where, values)
                children.append(child)
                position = child.end
                if child.value is None:
                    return Field(kind, start, position, None, tuple(children))
                values[name] = child.value
            structure = object.__new__(cls)
            set_fields(structure, values)
            return made((kind, start, position, structure, tuple(children), ""))

        return annotate

    def encode(self, where: Where = 0) -> bytes:
        """Return the bytes. Raises ``ValueError`` for values that the declaration does not allow."""
        values = self.__dict__
        return b"".join([syntax.write(values[name], values, where) for name, syntax in self.syntaxes().items()])


class Empty(Structure):
    """``struct {} Empty;`` as RFC 8446 section 4.2.10 has it: that it is there says everything."""
