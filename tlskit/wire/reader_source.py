"""The strict readers' source: what each syntax adds to a function that is compiled once per structure.

Reading a hello field by field through closures costs twice as much as one function in which all its fields, nested
ones too, are plain statements; the standard library's dataclasses are made in this way for the same reason. In that
function ``p`` is the position, and every window has a variable for its end.
"""

from __future__ import annotations

from struct import unpack
from typing import TYPE_CHECKING, Any

from tlskit.finding.value import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


set_fields: Callable[[object, dict[str, Any]], None] = FrozenValue.__dict__["__dict__"].__set__
"""Give a frozen value that was made without its initialiser its fields; nothing is faster."""


class Damage(Exception):  # noqa: N818 - it is not an error of ours
    """The strict reader met bytes that do not follow the declaration. It does not leave this package."""


class ReaderSource:
    """The lines of one function, and the objects that they name."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"Damage": Damage, "new": object.__new__, "set_fields": set_fields}
        self.fields: dict[str, str] = {}  # the variables of the structure that is being read
        self._lines: list[str] = []
        self._depth = 1
        self._fresh = 0

    def line(self, text: str) -> None:
        """Add a statement."""
        self._lines.append("    " * self._depth + text)

    def indent(self, by: int) -> None:
        """Begin (1) or end (-1) a block."""
        self._depth += by

    def variable(self) -> str:
        """Return a name that is not in use."""
        self._fresh += 1
        return f"v{self._fresh}"

    def constant(self, value: object) -> str:
        """Return a name for an object of ours."""
        name = f"k{len(self.names)}"
        self.names[name] = value
        return name

    def take(self, size: int | str, end: str) -> str:
        """Add what makes sure that ``size`` bytes are there; return the variable that says where they end."""
        after = self.variable()
        self.line(f"{after} = p + {size}")
        self.line(f"if {after} > {end}: raise Damage")
        return after

    def number(self, target: str, width: int, end: str) -> None:
        """Add the reading of an unsigned integer."""
        after = self.take(width, end)
        match width:
            case 1:
                self.line(f"{target} = data[p]")
            case 2:
                self.line(f"{target} = data[p] << 8 | data[p + 1]")
            case _:
                self.line(f"{target} = from_bytes(data[p:{after}])")
        self.line(f"p = {after}")

    def compiled(self, result: str) -> Callable[[bytes, int, int, int], tuple[Any, int]]:
        """Return the function, which gives ``result`` and the position."""
        self.names["from_bytes"] = int.from_bytes
        source = "\n".join(["def read(data, p, end, where):", *self._lines, f"    return {result}, p"])
        exec(source, self.names)  # noqa: S102 - the source holds names and numbers of declarations of ours only
        read: Callable[[bytes, int, int, int], tuple[Any, int]] = self.names["read"]
        return read


class Known(dict[bytes, Any]):
    """What runs of bytes say, each read when it is first met: a program's hellos hold the same lists every time.

    Values are frozen, so that messages can share them. Bounded, since a peer may send every run of bytes there is.
    """

    def __init__(self, read: Callable[[bytes], object]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, data: bytes) -> object:
        value = self._read(data)
        if len(data) <= _LONGEST_KEPT and len(self) < _MOST_KEPT:
            self[data] = value
        return value


_LONGEST_KEPT, _MOST_KEPT = 256, 1024  # bytes: the lists of browsers are shorter; runs: more than the programs in use


def numbers(width: int, data: bytes) -> Sequence[int]:
    """Return the numbers that bytes are made of. Raises ``Damage`` for a part of one at the end."""
    if len(data) % width:
        raise Damage
    match width:
        case 1:
            return data
        case 2 | 4 | 8:
            return unpack(f">{len(data) // width}{_CODES[width]}", data)
    return [int.from_bytes(data[at : at + width]) for at in range(0, len(data), width)]


_CODES = {2: "H", 4: "I", 8: "Q"}
