"""What decoding gives: every byte with its place, its name and its meaning.

A field is a run of bytes. Its children lie in it in order, next to one another, and cover it; the leaves of a tree
therefore share out the bytes among them, damaged ones too: what could not be read is a leaf with a ``problem``.
"""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


class Span:
    """A half-open range of bytes. It has no length in Python's sense, since an empty span must not be falsy."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.start, self.end) == (other.start, other.end)

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def __repr__(self) -> str:
        return f"Span({self.start}, {self.end})"

    @property
    def size(self) -> int:
        """The number of bytes."""
        return self.end - self.start

    def moved(self, by: int) -> Span:
        """Return the span that lies ``by`` bytes further on."""
        return Span(self.start + by, self.end + by)

    def to_plain(self) -> list[int]:
        """Return ``[start, end]``."""
        return [self.start, self.end]


class Part(Enum):
    """A part of a field that every declaration with a length before it has."""

    LENGTH = "length"
    DATA = "data"  # the bytes behind the length
    CONTENT = "content"  # the one thing behind the length
    TRAILING = "trailing"  # what is left over of a window

    def __str__(self) -> str:
        return f".{self.value}"


class Item(NamedTuple):
    """Each item of a list; ``of`` is the class of the items, ``None`` for bytes."""

    of: type[Any] | None = None

    def __str__(self) -> str:
        return "[]"


class Alternative(NamedTuple):
    """What was chosen of several things that can stand in a place: its class, and its name in declarations."""

    of: type[Any]
    name: str

    def __str__(self) -> str:
        return f".{self.name}"


class Share(NamedTuple):
    """One of the shares that a hybrid's key share consists of, by the name of its group or KEM."""

    group: str

    def __str__(self) -> str:
        return f".{self.group}"


Step: TypeAlias = Part | Item | Alternative | Share
Declarer: TypeAlias = type[Any] | Enum | tuple[Any, ...]


class FieldPlace(NamedTuple):
    """A place in the declarations: a structure, one of its fields, and the way from there inwards.

    ``structure`` is the class that declares the field; for what no class declares, a value that says what it is.
    Without a field the place is the structure itself. As text it is ``ClientHello.cipher_suites``, for its items
    ``ClientHello.cipher_suites[]``, for its prefix ``ClientHello.cipher_suites.length``.
    """

    structure: Declarer
    field: str = ""
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        structure = self.structure.__name__ if isinstance(self.structure, type) else str(self.structure)
        return f"{structure}{self.field and '.'}{self.field}{''.join(map(str, self.steps))}"

    def inside(self, step: Step) -> FieldPlace:
        """Return the place one step further in."""
        return FieldPlace(self.structure, self.field, (*self.steps, step))

    @property
    def around(self) -> FieldPlace:
        """The place one step further out."""
        return FieldPlace(self.structure, self.field, self.steps[:-1])

    @property
    def last(self) -> Step | None:
        """The last step inwards; ``None`` at a field or a structure."""
        return self.steps[-1] if self.steps else None

    @property
    def of(self) -> Declarer | None:
        """What stands here, where the place says it: the structure, the class of an item or of what was chosen."""
        match self.last:
            case Item(of=kind) | Alternative(of=kind):
                return kind
            case None if not self.field:
                return self.structure
        return None


class FieldKind(NamedTuple):
    """What all fields of one place in one structure share.

    ``name`` is the field's own name, or for an item of a vector the name of its type; ``place`` is unique to it;
    ``notation`` is the declaration in the language of RFC 8446 section 3.
    """

    name: str
    place: FieldPlace
    notation: str


class Field(NamedTuple, Generic[T]):
    """A run of bytes that was decoded: what it is, where it lies, what it says, what is wrong with it.

    ``start`` and ``end`` are offsets into the bytes that were decoded. ``value`` is ``None`` where the bytes do not
    make one. ``problem`` is a clause, empty when there is none; a child's problem is not repeated in its parents.
    """

    kind: FieldKind
    start: int
    end: int
    value: T | None
    children: tuple[Field[Any], ...] = ()
    problem: str = ""

    def __repr__(self) -> str:
        problem = self.problem and f": {self.problem}"
        return f"Field({self.kind.place} {self.start}..{self.end} = {self.value!r}{problem})"

    @property
    def name(self) -> str:
        """The field's name in its structure."""
        return self.kind.name

    @property
    def notation(self) -> str:
        """The declaration as RFC 8446 section 3 writes it."""
        return self.kind.notation

    @property
    def span(self) -> Span:
        """Where it lies."""
        return Span(self.start, self.end)

    def child(self, name: str) -> Field[Any] | None:
        """Return the first child of that name."""
        return next((child for child in self.children if child.kind.name == name), None)

    def walk(self) -> Iterator[Field[Any]]:
        """Yield this field and all below it, each before its children."""
        waiting: list[Field[Any]] = [self]
        while waiting:
            field = waiting.pop()
            yield field
            waiting.extend(reversed(field.children))

    def leaves(self) -> Iterator[Field[Any]]:
        """Yield the fields that share out the bytes, in order."""
        return (field for field in self.walk() if not field.children)

    def problems(self) -> Iterator[Field[Any]]:
        """Yield the fields that have something wrong with them."""
        return (field for field in self.walk() if field.problem)


made: Callable[[tuple[Any, ...]], Field[Any]] = partial(tuple.__new__, Field)
"""A field from all its six parts, in a third of the constructor's time: a hello has two hundred fields."""
