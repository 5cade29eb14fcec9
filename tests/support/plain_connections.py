"""Connections of our own to tell: plain records built from structures, observed like any other."""

from __future__ import annotations

from tests.support.openssl import connect
from tlskit.registry.alert import AlertDescription, AlertLevel
from tlskit.registry.handshake_type import HandshakeType
from tlskit.trace.chunk import Chunk, Direction, Orientation
from tlskit.trace.observer import observe
from tlskit.trace.transcript import Transcript
from tlskit.wire.record import Alert

CLIENT, SERVER = Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT
TLS12 = 0x0303


def record(content_type, content, version=TLS12):
    """Return a record in clear."""
    return bytes([content_type]) + version.to_bytes(2) + len(content).to_bytes(2) + content


def handshake(message_type, body=b""):
    """Return a record with one handshake message."""
    return record(22, bytes([message_type]) + len(body).to_bytes(3) + body)


def alert(description, level=2):
    """Return a record with an alert."""
    return record(21, Alert(AlertLevel(level), AlertDescription(description)).encode())


def told(*chunks, secrets=""):
    """Observe chunks of (direction, bytes)."""
    made = tuple(Chunk(direction, data) for direction, data in chunks)
    return observe(Transcript(made, orientation=Orientation.KNOWN), secrets)


def live(suite, version, kind="RSA", client=None, directory=None, **given):
    """Return the report of a connection with real OpenSSL, opened with its keys."""
    chunks, log = connect(suite, version, kind, client, directory=directory, **given)
    return told(*chunks, secrets=log)


def hello_record(hello):
    """Return a hello in a record; a ClientHello unless its class says otherwise."""
    is_client = type(hello).__name__ == "ClientHello"
    kind = HandshakeType.client_hello if is_client else HandshakeType.server_hello
    return handshake(kind, hello.encode(kind))
