"""SSL 2.0 (draft-hickman-netscape-ssl-00, RFC 5246 appendix E.2): hellos are decoded, other records named.

Its hellos give all lengths first and then what they measure, so there is one more syntax here.
"""

from tlskit.registry import ProtocolVersion, Sslv2CipherKind, Sslv2MessageType
from tlskit.wire.annotated import Annotated
from tlskit.wire.counted import Counted, CountedVector
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Rest


class Sslv2ClientHello(Structure):
    """RFC 5246 appendix E.2."""

    msg_type: Annotated[Sslv2MessageType, Number(Sslv2MessageType)]
    version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    cipher_spec_length: Annotated[int, Number(int, 2)]
    session_id_length: Annotated[int, Number(int, 2)]
    challenge_length: Annotated[int, Number(int, 2)]
    cipher_specs: Annotated[tuple[Sslv2CipherKind, ...], CountedVector("cipher_spec_length", Number(Sslv2CipherKind))]
    session_id: Annotated[bytes, Counted("session_id_length")]
    challenge: Annotated[bytes, Counted("challenge_length")]


class Sslv2ServerHello(Structure):
    """draft-hickman-netscape-ssl-00 section 2.6."""

    msg_type: Annotated[Sslv2MessageType, Number(Sslv2MessageType)]
    session_id_hit: Annotated[int, Number(int, 1)]
    certificate_type: Annotated[int, Number(int, 1)]
    version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    certificate_length: Annotated[int, Number(int, 2)]
    cipher_specs_length: Annotated[int, Number(int, 2)]
    connection_id_length: Annotated[int, Number(int, 2)]
    certificate: Annotated[bytes, Counted("certificate_length")]
    cipher_specs: Annotated[tuple[Sslv2CipherKind, ...], CountedVector("cipher_specs_length", Number(Sslv2CipherKind))]
    connection_id: Annotated[bytes, Counted("connection_id_length")]


class Sslv2Message(Structure):
    """Any other message, named by its first byte."""

    msg_type: Annotated[Sslv2MessageType, Number(Sslv2MessageType)]
    body: Annotated[bytes, Rest()]


def sslv2_structure(first: int) -> type[Structure]:
    """Return the structure of a message that begins with this byte."""
    return _STRUCTURES.get(first, Sslv2Message)


_STRUCTURES: dict[int, type[Structure]] = {1: Sslv2ClientHello, 4: Sslv2ServerHello}
