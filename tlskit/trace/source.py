"""Reading connections from whatever holds them: captures, our own transcript files, pasted text, raw bytes.

The kind is told from the content, never from a name. Captures are read as a stream, and each connection is given as soon
as it is over; memory is bounded (``capture/budget.py``). Nothing a file may hold raises, but ``InputError`` where it is
none of the kinds at all.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tlskit.errors import InputError
from tlskit.trace.capture.frame import topped_up
from tlskit.trace.capture.gzipped import MAGIC as GZIP_MAGIC
from tlskit.trace.capture.gzipped import Gunzipped
from tlskit.trace.capture.pcap import frames as pcap_frames
from tlskit.trace.capture.pcap import is_pcap
from tlskit.trace.capture.pcapng import Pcapng, is_pcapng
from tlskit.trace.capture.streams import Streams
from tlskit.trace.preamble import begins_tls, find_tls
from tlskit.trace.transcript import Chunk, Direction, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.capture.frame import Readable

_HEAD = 4096  # enough to tell every kind
_MOST_PASTED = 64 << 20  # of text and raw bytes, which are read whole; as much as is kept of a connection


class Reading:
    """The connections of one source, one by one; ``notes`` tells what could not be read, as far as it has been met."""

    def __init__(self, transcripts: Iterator[Transcript], notes: list[str]) -> None:
        self._transcripts, self.notes = transcripts, notes

    def __iter__(self) -> Iterator[Transcript]:
        return self

    def __next__(self) -> Transcript:
        return next(self._transcripts)


def read_capture(source: Path | bytes | BinaryIO) -> Reading:
    """Return the connections with TLS in a file, in bytes or in an open file."""
    notes: list[str] = []
    return Reading(_transcripts(source, notes), notes)


def _transcripts(source: Path | bytes | BinaryIO, notes: list[str]) -> Iterator[Transcript]:
    match source:
        case Path():
            try:
                with source.open("rb") as file:
                    yield from _from_stream(file, notes)
            except OSError as error:
                raise InputError(f"{source}: {error.strerror or error}") from error
        case bytes():
            yield from _from_stream(BytesIO(source), notes)
        case _:
            yield from _from_stream(source, notes)


def _from_stream(stream: Readable, notes: list[str]) -> Iterator[Transcript]:
    head = topped_up(b"", 0, _HEAD, stream)
    if head.startswith(GZIP_MAGIC):
        stream = Gunzipped(head, stream, notes)
        head = topped_up(b"", 0, _HEAD, stream)
    if is_pcap(head):
        yield from Streams(_has_tls, str, notes).transcripts(pcap_frames(head, stream, notes))
    elif is_pcapng(head):
        file = Pcapng(head, stream, notes)
        yield from Streams(_has_tls, lambda: file.secrets, notes).transcripts(file.frames())
    else:
        yield _from_whole(topped_up(head, 0, _MOST_PASTED + 1, stream))


def _has_tls(transcript: Transcript) -> bool:
    return find_tls(transcript) is not None


def _from_whole(data: bytes) -> Transcript:
    """Read what is no capture."""
    if len(data) > _MOST_PASTED:
        raise InputError(f"no capture, and too long for anything else: over {_MOST_PASTED} bytes")
    if begins_tls(data):
        return Transcript((Chunk(Direction.CLIENT_TO_SERVER, data),))
    raise InputError("neither a capture nor a transcript nor bytes of TLS")
