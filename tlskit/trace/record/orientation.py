"""Which end is the client, by what it said; by the SYN and by ports only where nothing was said.

The bytes come first, since a SYN may have been sent by the end that then plays the server (FTP's active mode), and many
captures begin later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.trace.chunk import Direction, Orientation, Transport
from tlskit.trace.first_bytes import PeerRole
from tlskit.trace.record.starttls import talk_before_tls

if TYPE_CHECKING:
    from tlskit.trace.transcript import Transcript

_DTLS_HANDSHAKE, _DTLS_MESSAGE = 22, 13
_DTLS_ROLES = {
    1: PeerRole.CLIENT,
    2: PeerRole.SERVER,
    3: PeerRole.SERVER,
}  # ClientHello, ServerHello, HelloVerifyRequest
_WELL_KNOWN = 1024  # ports below it are servers' (RFC 6335 section 6)


def oriented(transcript: Transcript) -> Transcript:
    """Return the connection with the client as its client."""
    roles = _dtls_roles(transcript) if transcript.transport is Transport.DATAGRAM else _stream_roles(transcript)
    match roles:
        case (PeerRole.CLIENT, PeerRole.UNKNOWN | PeerRole.SERVER) | (PeerRole.UNKNOWN, PeerRole.SERVER):
            return transcript
        case (PeerRole.SERVER, PeerRole.UNKNOWN | PeerRole.CLIENT) | (PeerRole.UNKNOWN, PeerRole.CLIENT):
            return transcript.turned()
    return transcript.turned() if _is_backwards(transcript) else transcript


def _stream_roles(transcript: Transcript) -> tuple[PeerRole, PeerRole]:
    client, server = transcript.openings
    roles = client.role, server.role
    if roles == (PeerRole.UNKNOWN, PeerRole.UNKNOWN):
        if talk_before_tls(client.data, server.data):
            return PeerRole.CLIENT, PeerRole.SERVER
        if talk_before_tls(server.data, client.data):
            return PeerRole.SERVER, PeerRole.CLIENT
    return roles


def _dtls_roles(transcript: Transcript) -> tuple[PeerRole, PeerRole]:
    """Return what the first hello of each side says."""
    roles = dict.fromkeys(Direction, PeerRole.UNKNOWN)
    for chunk in transcript.chunks:
        data = chunk.data
        if len(data) > _DTLS_MESSAGE and data[0] == _DTLS_HANDSHAKE and roles[chunk.direction] is PeerRole.UNKNOWN:
            roles[chunk.direction] = _DTLS_ROLES.get(data[_DTLS_MESSAGE], PeerRole.UNKNOWN)
    return roles[Direction.CLIENT_TO_SERVER], roles[Direction.SERVER_TO_CLIENT]


def _is_backwards(transcript: Transcript) -> bool:
    """Tell from the ports whether a connection that says nothing has its ends exchanged."""
    if transcript.orientation is Orientation.KNOWN:
        return False
    client, server = (end.rpartition(":")[2] for end in (transcript.client, transcript.server))
    return client.isdecimal() and server.isdecimal() and int(client) < _WELL_KNOWN <= int(server)
