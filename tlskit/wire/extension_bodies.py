"""What extensions hold, and in which message (RFC 8446 section 4.2 and the RFC of each)."""

from collections.abc import Mapping
from typing import Annotated

from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.message_value import ServerNameType
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Struct, Vector


class ServerName(Structure):
    """RFC 6066 section 3."""

    name_type: Annotated[ServerNameType, Number(ServerNameType)]
    host_name: Annotated[bytes, Opaque(1, 2**16 - 1)]


class ServerNameList(Structure):
    """RFC 6066 section 3."""

    server_name_list: Annotated[tuple[ServerName, ...], Vector(Struct(ServerName), 1, 2**16 - 1)]


BODIES: Mapping[int, Mapping[int, type[Structure]]] = {
    ExtensionType.server_name: {HandshakeType.client_hello: ServerNameList},
}
