"""The public halves of the key exchange: RFC 8446 section 4.2.8; hybrids as draft-ietf-tls-hybrid-design has them.

A hybrid's key exchange is one run of bytes on the wire and one value here; its tree shows both parts.
"""

from collections.abc import Callable
from functools import cache, lru_cache

from tlskit.registry import KEY_SHARE_SIZES, HandshakeType, NamedGroup
from tlskit.wire.annotated import Annotated
from tlskit.wire.field import Field, FieldKind, FieldPlace, Share
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Content, Number, Opaque, Struct, Values, Vector, Where


class KeyExchange(Opaque):
    """The bytes of a key share; where the group is a hybrid and their number is right, its parts are the leaves."""

    def __init__(self) -> None:
        super().__init__(1, 2**16 - 1)

    def content(self, name: str, place: FieldPlace) -> Callable[[bytes, int, int, Where, Values], Content]:
        """One leaf, or one for each part of a hybrid."""
        as_one = super().content(name, place)

        @cache
        def part_kind(part: str, size: int) -> FieldKind:
            return FieldKind(part, place.inside(Share(part)), f"opaque {part}[{size}];")

        def content(data: bytes, start: int, end: int, where: Where, values: Values) -> Content:
            sizes = part_sizes(values["group"], where)
            if not sizes or sum(sizes.values()) != end - start:
                return as_one(data, start, end, where, values)
            parts = []
            at = start
            for part, size in sizes.items():
                parts.append(Field(part_kind(part, size), at, at + size, data[at : at + size]))
                at += size
            return data[start:end], tuple(parts)

        return content


@lru_cache(256)
def part_sizes(group: NamedGroup, message: Where) -> dict[str, int]:
    """Return the parts of a hybrid's key share in a message with their sizes, in order; nothing for another group."""
    if group.key_share_size is None:
        return {}
    shares = {part: KEY_SHARE_SIZES[part] for part in group.components}
    is_client = message == HandshakeType.client_hello
    return {part: size.client if is_client else size.server for part, size in shares.items()}


class KeyShareEntry(Structure):
    """RFC 8446 section 4.2.8."""

    group: Annotated[NamedGroup, Number(NamedGroup)]
    key_exchange: Annotated[bytes, KeyExchange()]


class KeyShareClientHello(Structure):
    """RFC 8446 section 4.2.8."""

    client_shares: Annotated[tuple[KeyShareEntry, ...], Vector(Struct(KeyShareEntry), 0, 2**16 - 1)]


class KeyShareHelloRetryRequest(Structure):
    """RFC 8446 section 4.2.8."""

    selected_group: Annotated[NamedGroup, Number(NamedGroup)]


class KeyShareServerHello(Structure):
    """RFC 8446 section 4.2.8."""

    server_share: Annotated[KeyShareEntry, Struct(KeyShareEntry)]
