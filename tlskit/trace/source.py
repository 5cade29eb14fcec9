"""Reading connections from whatever holds them: captures, our own transcript files, pasted text, raw bytes.

The kind is told from the content, never from a name. Captures are read as a stream, and each connection is given as
soon as it is over; memory is bounded (``capture/budget.py``). Nothing that a file may hold raises, but ``InputError``
where it is none of the kinds at all.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tlskit.errors import InputError
from tlskit.trace.capture.frame import topped_up
from tlskit.trace.capture.gzipped import MAGIC as GZIP_MAGIC
from tlskit.trace.capture.gzipped import Gunzipped
from tlskit.trace.capture.link import PASTED_LINKS
from tlskit.trace.capture.pcap import frames as pcap_frames
from tlskit.trace.capture.pcap import is_pcap
from tlskit.trace.capture.pcapng import Pcapng, is_pcapng
from tlskit.trace.capture.streams import Streams
from tlskit.trace.capture.udp import begins_dtls
from tlskit.trace.orientation import oriented
from tlskit.trace.pasted import Block, read_base64, read_hexadecimal
from tlskit.trace.preamble import find_tls
from tlskit.trace.transcript import Chunk, Direction, Transcript, Transport
from tlskit.trace.transcript_file import is_transcript_file, read_transcripts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.capture.frame import Frame, Readable

_HEAD = 4096  # enough to tell every kind
_MOST_PASTED = 64 << 20  # of text and raw bytes, which are read whole; as much as is kept of a connection
_FRAGMENT = 1 << 14  # the longest of a record (RFC 8446 section 5.1)


class Reading:
    """The connections of one source, one by one; ``notes`` tells what could not be read, as far as it has been met."""

    def __init__(self, transcripts: Iterator[Transcript], notes: list[str]) -> None:
        self._transcripts, self.notes = transcripts, notes

    def __iter__(self) -> Iterator[Transcript]:
        return self

    def __next__(self) -> Transcript:
        return next(self._transcripts)


def read_capture(source: str | Path | bytes | BinaryIO) -> Reading:
    """Return the connections with TLS in a file, given by its path or open, or in bytes.

    Which side is the client is known by what it said.
    """
    notes: list[str] = []
    return Reading(_transcripts(source, notes), notes)


def read_sides(client: bytes, server: bytes) -> Transcript:
    """Return the connection in which these are the bytes that each side sent."""
    sides = zip(Direction, (client, server), strict=True)
    return Transcript(tuple(Chunk(direction, data) for direction, data in sides if data))


def _transcripts(source: str | Path | bytes | BinaryIO, notes: list[str]) -> Iterator[Transcript]:
    match source:
        case str() | Path():
            try:
                with Path(source).open("rb") as file:
                    yield from _from_stream(file, notes)
            except OSError as error:
                raise InputError(f"{source}: {error.strerror or error}") from error
        case bytes():
            yield from _from_stream(BytesIO(source), notes)
        case _:
            yield from _from_stream(source, notes)


def _from_stream(stream: Readable, notes: list[str]) -> Iterator[Transcript]:
    head, stream = _unzipped(stream, notes)
    if is_pcap(head) or is_pcapng(head):
        return _from_capture(head, stream, notes)
    return iter(_from_whole(topped_up(head, 0, _MOST_PASTED + 1, stream), notes))


def _unzipped(stream: Readable, notes: list[str]) -> tuple[bytes, Readable]:
    """Return the first bytes of a stream and the stream behind them, of what a gzip file holds where it is one."""
    head = topped_up(b"", 0, _HEAD, stream)
    if not head.startswith(GZIP_MAGIC):
        return head, stream
    stream = Gunzipped(head, stream, notes)
    return topped_up(b"", 0, _HEAD, stream), stream


def _from_capture(head: bytes, stream: Readable, notes: list[str]) -> Iterator[Transcript]:
    if is_pcap(head):
        return map(oriented, Streams(_has_tls, str, notes).transcripts(pcap_frames(head, stream, notes)))
    file = Pcapng(head, stream, notes)
    return map(oriented, Streams(_has_tls, file.secrets, notes).transcripts(file.frames()))


def _has_tls(transcript: Transcript) -> bool:
    return find_tls(transcript) is not None


def _from_whole(data: bytes, notes: list[str]) -> tuple[Transcript, ...]:
    """Read what is no capture."""
    if len(data) > _MOST_PASTED:
        raise InputError(f"no capture, and too long for anything else: over {_MOST_PASTED} bytes")
    if not data:
        raise InputError("it is empty")
    if is_transcript_file(data):
        return read_transcripts(data)
    found = _from_blocks((Block(Direction.CLIENT_TO_SERVER, data),), notes) or _from_text(data, notes)
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
        head, stream = _unzipped(BytesIO(b"".join(block.data for block in blocks)), notes)
        if is_pcap(head) or is_pcapng(head):
            return tuple(_from_capture(head, stream, notes))
        if found := _from_blocks(blocks, notes):
            return found
    return ()


def _from_blocks(blocks: tuple[Block, ...], notes: list[str]) -> tuple[Transcript, ...]:
    """Read pieces of connections: packets, the bytes of one connection, or one of its handshake messages."""
    chunks = tuple(Chunk(block.direction, block.data) for block in blocks if block.data)
    if found := _from_packets(chunks):
        return found
    if any(begins_dtls(chunk.data) for chunk in chunks):
        return (oriented(Transcript(chunks, Transport.DATAGRAM)),)
    transcript = Transcript(chunks)
    if _has_tls(transcript):
        return (oriented(transcript),)
    if len(chunks) == 1 and _is_message(chunks[0].data):
        notes.append("a handshake message without a record: a record header was put before it")
        return (oriented(Transcript((chunks[0]._replace(data=_recorded(chunks[0].data)),))),)
    return ()


def _from_packets(chunks: tuple[Chunk, ...]) -> tuple[Transcript, ...]:
    """Read pieces that are packets; before anything else, since TLS is found in the midst of them, too."""
    for link in PASTED_LINKS:
        frames: list[Frame] = [(None, link, chunk.data, 0, len(chunk.data)) for chunk in chunks]
        if found := tuple(map(oriented, Streams(_has_tls, str, []).transcripts(frames))):
            return found
    return ()


def _is_message(data: bytes) -> bool:
    """Tell whether data is a hello and nothing else (RFC 8446 section 4)."""
    return data[:1] in (b"\x01", b"\x02") and data[4:5] == b"\x03" and int.from_bytes(data[1:4], "big") == len(data) - 4


def _recorded(message: bytes) -> bytes:
    """Return a message in records of TLS 1.0, as a first flight has them."""
    pieces = [message[start : start + _FRAGMENT] for start in range(0, len(message), _FRAGMENT)]
    return b"".join(b"\x16\x03\x01" + len(piece).to_bytes(2, "big") + piece for piece in pieces)
