"""The extension block: RFC 8446 section 4.2.

What an extension holds depends on its type and on the message that carries it; ``BODIES`` is the one table of that. An
extension that it does not list, or whose bytes do not follow its declaration, has its bytes as its value.
"""

from typing import TYPE_CHECKING, TypeVar

from tlskit.registry import ExtensionType, HandshakeType
from tlskit.wire.annotated import Annotated
from tlskit.wire.extension_bodies.table import BODIES
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import IfPresent, Number, Recurring, Rest, Select, Struct, Syntax, Vector, Within

_BYTES = Rest()
_BODIES: dict[tuple[int, int], Syntax] = {
    (extension, message): Struct(body) for extension, bodies in BODIES.items() for message, body in bodies.items()
}

T = TypeVar("T", bound=Structure)


def extension_body(extension_type: ExtensionType, message: int) -> Syntax:
    """Return the syntax of an extension's data in a message; bytes where there is none."""
    return _BODIES.get((extension_type, message), _BYTES)


class Extension(Structure):
    """RFC 8446 section 4.2."""

    extension_type: Annotated[ExtensionType, Number(ExtensionType)]
    extension_data: Annotated[Structure | bytes, Within(Select("extension_type", extension_body), 0, 2**16 - 1)]


def extension_block(message: HandshakeType, least: int = 0) -> Vector:
    """Return the syntax of ``Extension extensions<least..2^16-1>`` in a message."""
    return Vector(Recurring(Struct(Extension)), least, 2**16 - 1, where=message)


def optional_extension_block(message: HandshakeType) -> IfPresent:
    """Return the same for a message that may end before it (RFC 5246 section 7.4.1.2)."""
    return IfPresent(extension_block(message))


class WithExtensions(Structure):
    """What all structures that end in extensions can do."""

    if TYPE_CHECKING:  # each structure declares it anew, with its own syntax
        extensions: tuple[Extension, ...] | None

    def extension(self, kind: type[T]) -> T | None:
        """Return the body of that kind, if such an extension is there and could be read."""
        bodies = (extension.extension_data for extension in self.extensions or ())
        return next((body for body in bodies if isinstance(body, kind)), None)

    @property
    def extension_types(self) -> tuple[ExtensionType, ...]:
        """The types in the order of the wire."""
        return tuple(extension.extension_type for extension in self.extensions or ())

    def extension_data(self, extension_type: int) -> Structure | bytes | None:
        """Return what the first extension of that type holds; ``None`` if there is no such extension."""
        for extension in self.extensions or ():
            if extension.extension_type == extension_type:
                return extension.extension_data
        return None
