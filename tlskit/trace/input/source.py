"""Reading connections from whatever holds them: captures, our own transcript files, pasted text, raw bytes.

The kind is told from the content, never from a name. Captures are read as a stream, and each connection is given as
soon as it is over; memory is bounded (``capture/budget.py``). Nothing that a file may hold raises, but ``InputError``
where it is none of the kinds at all.
"""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from tlskit.errors import InputError
from tlskit.trace.capture.file import connections, is_capture, unzipped
from tlskit.trace.capture.frame import topped_up
from tlskit.trace.chunk import Chunk, Direction
from tlskit.trace.transcript import Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.capture.frame import Readable


class Reading:
    """The connections of one source, one by one; ``notes`` tells what could not be read, as far as it has been met."""

    def __init__(self, transcripts: Iterator[Transcript], notes: list[str]) -> None:
        self._transcripts, self.notes = transcripts, notes

    def __iter__(self) -> Iterator[Transcript]:
        return self

    def __next__(self) -> Transcript:
        return next(self._transcripts)


def read_capture(source: str | os.PathLike[str] | bytes | BinaryIO) -> Reading:
    """Return the connections with TLS in a file, given by its path or open, or in bytes.

    Which side is the client is known by what it said.
    """
    notes: list[str] = []
    return Reading(_transcripts(source, notes), notes)


def read_sides(client: bytes, server: bytes) -> Transcript:
    """Return the connection in which these are the bytes that each side sent."""
    sides = zip(Direction, (client, server), strict=True)
    return Transcript(tuple(Chunk(direction, data) for direction, data in sides if data))


def _transcripts(source: str | os.PathLike[str] | bytes | BinaryIO, notes: list[str]) -> Iterator[Transcript]:
    match source:
        case str() | os.PathLike():
            try:
                with open(source, "rb") as file:  # noqa: PTH123 - pathlib is slow to load
                    yield from _from_stream(file, notes)
            except OSError as error:
                raise InputError(error.strerror or str(error), str(source)) from error
        case bytes():
            yield from _from_stream(BytesIO(source), notes)
        case _:
            yield from _from_stream(source, notes)


def _from_stream(stream: Readable, notes: list[str]) -> Iterator[Transcript]:
    head, stream = unzipped(stream, notes)
    if is_capture(head):
        return connections(head, stream, notes)
    from tlskit.trace.input.uncaptured import MOST_PASTED, read_uncaptured  # most sources are captures

    return iter(read_uncaptured(topped_up(head, 0, MOST_PASTED + 1, stream), notes))
