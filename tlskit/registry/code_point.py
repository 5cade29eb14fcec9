"""Numbers from a registry that know their names.

A code point *is* its number: it compares, hashes and counts as the ``int`` that stands on the wire. One that no
registry knows, or that is GREASE (RFC 8701), is a value like any other and not an error. Names and references stay in
the tables under ``tlskit.registry.tables``, which ``scripts/gen_registries.py`` writes; an instance holds nothing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Self, SupportsInt, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

_C = TypeVar("_C", bound=int)
_INTERNED_WIDTH = 2  # bytes: a peer that sends every number there is must not fill the memory

GREASE_16_BIT = frozenset(0x0A0A + 0x1010 * step for step in range(16))
"""RFC 8701 section 2: for cipher suites, extensions, groups, signature schemes and versions."""
GREASE_PSK_MODES = frozenset(0x0B + 0x1F * step for step in range(8))
"""RFC 8701 section 2: for PskKeyExchangeMode."""


class Reader(dict[int, _C]):
    """From a number to its code point: a plain dict hit, and unknown numbers are made on first sight.

    Unknown numbers of three bytes are not kept.
    """

    __slots__ = ("kind", "width")

    def __init__(self, kind: type[_C], width: int) -> None:
        super().__init__()
        self.kind, self.width = kind, width

    def __missing__(self, number: int) -> _C:
        if not 0 <= number < 1 << 8 * self.width:
            raise ValueError(f"{number} does not fit the {self.width} bytes of {self.kind.__name__}")
        point = int.__new__(self.kind, number)
        if self.width <= _INTERNED_WIDTH:
            self[number] = point
        return point


class CodePoint(int):
    """A number from a registry that knows its name; one that is unknown or GREASE stays itself."""

    __slots__ = ()
    width: ClassVar[int]
    """Bytes on the wire."""
    registry: ClassVar[str]
    """The registry's title."""
    table: ClassVar[dict[int, tuple[str, str]]]
    """Number -> name and reference, as generated."""
    grease: ClassVar[frozenset[int]] = frozenset()
    """The numbers that RFC 8701 reserves in this registry."""
    known: ClassVar[Mapping[int, Self]]
    """Every code point of the registry, by number."""
    read: ClassVar[Reader[Self]]
    """The fastest way from a number to its code point: ``CipherSuite.read[0x1301]``."""

    def __init_subclass__(
        cls: type[Self], *, registry: str, width: int = 1, grease: frozenset[int] = frozenset(), **rest: object
    ) -> None:
        super().__init_subclass__(**rest)
        cls.registry, cls.width, cls.grease = registry, width, grease
        cls.read = Reader(cls, width)
        points = {number: int.__new__(cls, number) for number in cls.table}
        cls.read.update(points)
        cls.known = MappingProxyType(points)
        for number, (name, _) in cls.table.items():
            if (member := member_name(name)).isidentifier():
                setattr(cls, member, points[number])

    def __new__(cls, number: SupportsInt) -> Self:
        """Return the instance that stands for ``number``; ``ValueError`` if it does not fit the width."""
        return cls.read[int(number)]

    @property
    def name(self) -> str | None:
        """The registered name, or None."""
        row = self.table.get(self)
        return row[0] if row else None

    @property
    def label(self) -> str:
        """The name, or what can be said of a number without one."""
        return self.name or f"{'GREASE' if self.is_grease else 'unknown'} {self.hex}"

    @property
    def hex(self) -> str:
        """The number as RFCs write it, as wide as it is on the wire: ``0x1301``."""
        return f"0x{int(self):0{2 * self.width}X}"

    @property
    def reference(self) -> str:
        """The document that defines it, as in ``RFC 8446``, or nothing."""
        row = self.table.get(self)
        return row[1] if row else ""

    @property
    def is_known(self) -> bool:
        """Whether it has a name."""
        return self.name is not None

    @property
    def is_grease(self) -> bool:
        """Whether RFC 8701 reserves it, so that peers must ignore it."""
        return self in self.grease

    def to_plain(self) -> dict[str, int | str | None]:
        """Return number and name as JSON-ready data."""
        return {"value": int(self), "name": self.name}

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.hex} {self.label})"


def member_name(name: str) -> str:
    """Return what a name is called as an attribute: itself, or with spaces as ``TLS 1.2`` is ``tls_1_2``.

    What is no identifier even then (``2^9``) has no attribute.
    """
    return name if name.isidentifier() else name.lower().translate(_TO_IDENTIFIER)


_TO_IDENTIFIER = str.maketrans(" .", "__", "()")
