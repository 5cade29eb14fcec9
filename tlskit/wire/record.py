"""The record layer and what stands directly in records (RFC 8446 section 5 and 6, RFC 6347 section 4, RFC 6520)."""

from tlskit.registry import (
    AlertDescription,
    AlertLevel,
    ContentType,
    HandshakeType,
    HeartbeatMessageType,
    ProtocolVersion,
)
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Rest

MOST_PLAINTEXT = 2**14
"""RFC 8446 section 5.1: the greatest length of a fragment that is not protected."""
MOST_CIPHERTEXT = 2**14 + 2048
"""RFC 5246 section 6.2.3: the greatest length of one that is; TLS 1.3 allows 256 bytes more than plaintext."""

RECORD_HEADER = 5
DTLS_RECORD_HEADER = 13
HANDSHAKE_HEADER = 4
DTLS_HANDSHAKE_HEADER = 12


class TLSRecord(Structure):
    """TLSPlaintext and TLSCiphertext: RFC 8446 section 5.1."""

    type: Annotated[ContentType, Number(ContentType)]
    legacy_record_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    fragment: Annotated[bytes, Opaque(0, 2**16 - 1)]


class DTLSRecord(Structure):
    """DTLSPlaintext and DTLSCiphertext: RFC 6347 section 4.1."""

    type: Annotated[ContentType, Number(ContentType)]
    version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    epoch: Annotated[int, Number(int, 2)]
    sequence_number: Annotated[int, Number(int, 6)]
    fragment: Annotated[bytes, Opaque(0, 2**16 - 1)]


class HandshakeHeader(Structure):
    """RFC 8446 section 4."""

    msg_type: Annotated[HandshakeType, Number(HandshakeType)]
    length: Annotated[int, Number(int, 3)]


class DTLSHandshakeHeader(Structure):
    """RFC 6347 section 4.2.2."""

    msg_type: Annotated[HandshakeType, Number(HandshakeType)]
    length: Annotated[int, Number(int, 3)]
    message_seq: Annotated[int, Number(int, 2)]
    fragment_offset: Annotated[int, Number(int, 3)]
    fragment_length: Annotated[int, Number(int, 3)]


class Alert(Structure):
    """RFC 8446 section 6."""

    level: Annotated[AlertLevel, Number(AlertLevel)]
    description: Annotated[AlertDescription, Number(AlertDescription)]


class ChangeCipherSpec(Structure):
    """RFC 5246 section 7.1; in TLS 1.3 a dummy for middleboxes (RFC 8446 appendix D.4)."""

    type: Annotated[int, Number(int, 1)]


class Heartbeat(Structure):
    """RFC 6520 section 4."""

    type: Annotated[HeartbeatMessageType, Number(HeartbeatMessageType)]
    payload: Annotated[bytes, Opaque(0, 2**14)]
    padding: Annotated[bytes, Rest()]


class ApplicationData(Structure):
    """RFC 8446 section 5: what the application says is not ours to take apart."""

    data: Annotated[bytes, Rest()]
