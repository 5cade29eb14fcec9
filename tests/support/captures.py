"""The project's own captures (scripts/gen_traces.py), and connections made of hellos that a test writes."""

from __future__ import annotations

from pathlib import Path

from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.trace import read_capture
from tlskit.trace.chunk import Direction

TRACES = Path(__file__).resolve().parent.parent.parent / "testdata" / "traces"
NAMES = ("tls12", "tls13", "unknown-ca")


def transcripts(name):
    """Return the connections of a capture of ours."""
    return tuple(read_capture(TRACES / f"{name}.pcap"))


def streams(transcript):
    """Return what each side sent, whole."""
    return {
        direction: b"".join(chunk.data for chunk in transcript.chunks if chunk.direction is direction)
        for direction in Direction
    }


def vector(data, width=2):
    """Return data behind its length."""
    return len(data).to_bytes(width) + data


def record(content, kind=22, version=0x0303):
    """Return a record."""
    return bytes([kind]) + version.to_bytes(2) + vector(content)


def client_hello(*, server_name=None, protocols=(), extra=b""):
    """Return the record of a ClientHello of TLS 1.2 with the names given."""
    extensions = extra
    if server_name is not None:
        extensions += _extension(ExtensionType.server_name, vector(b"\0" + vector(server_name)))
    if protocols:
        names = b"".join(vector(name, 1) for name in protocols)
        kind = ExtensionType.application_layer_protocol_negotiation
        extensions += _extension(kind, vector(names))
    body = b"\3\3" + bytes(range(32)) + b"\0" + vector(b"\xc0\x2f") + b"\1\0" + vector(extensions)
    return record(bytes([HandshakeType.client_hello]) + vector(body, 3))


def _extension(kind, data):
    return int(kind).to_bytes(2) + vector(data)
