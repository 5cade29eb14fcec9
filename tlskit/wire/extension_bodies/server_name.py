"""Whom the client wants to speak to: RFC 6066 section 3."""

from tlskit.registry import ServerNameType
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Struct, Vector


class ServerName(Structure):
    """RFC 6066 section 3."""

    name_type: Annotated[ServerNameType, Number(ServerNameType)]
    host_name: Annotated[bytes, Opaque(1, 2**16 - 1)]


class ServerNameList(Structure):
    """RFC 6066 section 3."""

    server_name_list: Annotated[tuple[ServerName, ...], Vector(Struct(ServerName), 1, 2**16 - 1)]
