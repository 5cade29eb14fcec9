"""The strict readers' source: what each syntax adds to a function that is compiled once per structure.

Reading a hello field by field through closures costs twice as much as one function in which all its fields, nested
ones too, are plain statements; the standard library's dataclasses are made in this way for the same reason. In that
function ``p`` is the position, and every window has a variable for its end.
"""

from __future__ import annotations

from struct import Struct as Packed
from typing import TYPE_CHECKING, Any, ClassVar

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


set_fields: Callable[[object, dict[str, Any]], None] = FrozenValue.__dict__["__dict__"].__set__
"""Give a frozen value that was made without its initialiser its fields; nothing is faster."""


class DamageError(Exception):
    """The strict reader met bytes that do not follow the declaration. It does not leave this package."""


class ReaderSource:
    """The lines of one function, and the objects that they name."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"DamageError": DamageError, "new": object.__new__, "set_fields": set_fields}
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
        self.line(f"if {after} > {end}: raise DamageError")
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
        read: Callable[[bytes, int, int, int], tuple[Any, int]] = self._compiled("data, p, end, where", f"{result}, p")
        return read

    def known(self, result: str) -> Known:
        """Return what keeps the results of runs of bytes that the function reads whole; they differ by no message."""
        return Known(self._compiled("data, p=0", result))

    def _compiled(self, parameters: str, result: str) -> Any:  # noqa: ANN401 - a function of these parameters
        self.names["from_bytes"] = int.from_bytes
        source = "\n".join([f"def read({parameters}):", *self._lines, f"    return {result}"])
        exec(source, self.names)  # noqa: S102 - the source holds names and numbers of declarations of ours only
        return self.names["read"]


class Known(dict[bytes, Any]):
    """What runs of bytes say, each read when it is first met: a program's hellos hold the same lists every time.

    Values are frozen, so that messages can share them. Bounded, since a peer may send every run of bytes there is.
    """

    def __init__(self, read: Callable[[bytes], object]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, data: bytes) -> object:
        value = self._read(data)
        if len(self) < _MOST_KNOWN:
            self[data] = value
        return value


_MOST_KNOWN = 1024  # more than the lists of all programs in use


class NumbersLayout(dict[int, Packed]):
    """How so many bytes of 2-, 4- or 8-byte numbers are unpacked at once; bounded by what a length prefix can say."""

    codes: ClassVar[dict[int, str]] = {2: "H", 4: "I", 8: "Q"}

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self._code = self.codes[width]

    def __missing__(self, size: int) -> Packed:
        if size % self._width:
            raise DamageError
        return self.setdefault(size, Packed(f">{size // self._width}{self._code}"))


def numbers_reader(width: int) -> Callable[[bytes, int, int], Sequence[int]]:
    """Return what reads as many whole numbers as lie between two places."""
    if width == 1:
        return lambda data, start, end: data[start:end]
    if width not in NumbersLayout.codes:
        return lambda data, start, end: [
            int.from_bytes(data[at : at + width]) for at in range(start, end - width + 1, width)
        ]
    layouts = NumbersLayout(width)
    return lambda data, start, end: layouts[(end - start) // width * width].unpack_from(data, start)
