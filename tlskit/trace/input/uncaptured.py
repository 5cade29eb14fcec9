"""TLS that no capture is around: our own transcript files, raw bytes, and text as people paste it.

Pasted text may be bytes of TLS, packets, or a whole capture.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from io import BytesIO
from typing import TYPE_CHECKING

from tlskit.errors import InputError
from tlskit.trace.capture.file import connections, is_capture, unzipped
from tlskit.trace.capture.link import PASTED_LINKS
from tlskit.trace.capture.streams import Streams
from tlskit.trace.capture.udp import begins_dtls
from tlskit.trace.chunk import Chunk, Direction, Transport
from tlskit.trace.input.pasted import PastedBlock, read_base64, read_hexadecimal
from tlskit.trace.input.transcript_file import is_transcript_file, read_transcripts
from tlskit.trace.record.orientation import oriented
from tlskit.trace.record.preamble import has_tls
from tlskit.trace.transcript import Transcript

if TYPE_CHECKING:
    from tlskit.trace.capture.frame import Frame

MOST_PASTED = 64 << 20  # of text and raw bytes, which are read whole; as much as is kept of a connection
_FRAGMENT = 1 << 14  # the longest of a record (RFC 8446 section 5.1)


def read_uncaptured(data: bytes, notes: list[str]) -> tuple[Transcript, ...]:
    """Return the connections in what is no capture; ``InputError`` where there are none."""
    if len(data) > MOST_PASTED:
        raise InputError(f"no capture, and too long for anything else: over {MOST_PASTED} bytes")
    if not data:
        raise InputError("it is empty")
    if is_transcript_file(data):
        return read_transcripts(data)
    found = _from_blocks((PastedBlock(Direction.CLIENT_TO_SERVER, data),), notes) or _from_text(data, notes)
    if not found:
        raise InputError("neither a capture nor a transcript nor bytes of TLS, plain, in hexadecimal or in base64")
    return found


def _from_text(data: bytes, notes: list[str]) -> tuple[Transcript, ...]:
    """Read pasted text: bytes of TLS, packets, or a whole capture."""
    try:
        text = data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        return ()
    for blocks in (read_hexadecimal(text), read_base64(text)):
        head, stream = unzipped(BytesIO(b"".join(block.data for block in blocks)), notes)
        if is_capture(head):
            return tuple(connections(head, stream, notes))
        if found := _from_blocks(blocks, notes):
            return found
    return ()


def _from_blocks(blocks: tuple[PastedBlock, ...], notes: list[str]) -> tuple[Transcript, ...]:
    """Read pieces of connections: packets, the bytes of one connection, or one of its handshake messages."""
    chunks = tuple(Chunk(block.direction, block.data) for block in blocks if block.data)
    if found := _from_packets(chunks):
        return found
    if any(begins_dtls(chunk.data) for chunk in chunks):
        return (oriented(Transcript(chunks, Transport.DATAGRAM)),)
    transcript = Transcript(chunks)
    if has_tls(transcript):
        return (oriented(transcript),)
    if len(chunks) == 1 and _is_message(chunks[0].data):
        notes.append("a handshake message without a record: a record header was put before it")
        return (oriented(Transcript((chunks[0]._replace(data=_recorded(chunks[0].data)),))),)
    return ()


def _from_packets(chunks: tuple[Chunk, ...]) -> tuple[Transcript, ...]:
    """Read pieces that are packets; before anything else, since TLS is found in the midst of them, too."""
    for link in PASTED_LINKS:
        frames: list[Frame] = [(None, link, chunk.data, 0, len(chunk.data)) for chunk in chunks]
        if found := tuple(map(oriented, Streams(has_tls, str, []).transcripts(frames))):
            return found
    return ()


def _is_message(data: bytes) -> bool:
    """Tell whether data is a hello and nothing else (RFC 8446 section 4)."""
    return data[:1] in (b"\x01", b"\x02") and data[4:5] == b"\x03" and int.from_bytes(data[1:4], "big") == len(data) - 4


def _recorded(message: bytes) -> bytes:
    """Return a message in records of TLS 1.0, as a first flight has them."""
    pieces = [message[start : start + _FRAGMENT] for start in range(0, len(message), _FRAGMENT)]
    return b"".join(b"\x16\x03\x01" + len(piece).to_bytes(2, "big") + piece for piece in pieces)
