"""One connection as it was recorded, and what its bytes say. Pure: no socket, no clock.

The public names of the room, each loaded when it is asked for; :func:`inspect_trace` is the front door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core.lazy_exports import loading

if TYPE_CHECKING:
    from tlskit.trace.chunk import Chunk, Direction, Transport
    from tlskit.trace.input.source import read_capture, read_sides
    from tlskit.trace.input.transcript_file import write_transcript
    from tlskit.trace.inspect import inspect_trace
    from tlskit.trace.observer import observe
    from tlskit.trace.record.negotiated import Negotiated
    from tlskit.trace.record.record import Message, Record, UnparsedBytes
    from tlskit.trace.report import TraceReport
    from tlskit.trace.transcript import Transcript
    from tlskit.trace.tree import StreamMap

_MODULES = {
    "Chunk": "tlskit.trace.chunk",
    "Direction": "tlskit.trace.chunk",
    "Message": "tlskit.trace.record.record",
    "Negotiated": "tlskit.trace.record.negotiated",
    "Record": "tlskit.trace.record.record",
    "StreamMap": "tlskit.trace.tree",
    "TraceReport": "tlskit.trace.report",
    "Transcript": "tlskit.trace.transcript",
    "Transport": "tlskit.trace.chunk",
    "UnparsedBytes": "tlskit.trace.record.record",
    "inspect_trace": "tlskit.trace.inspect",
    "observe": "tlskit.trace.observer",
    "read_capture": "tlskit.trace.input.source",
    "read_sides": "tlskit.trace.input.source",
    "write_transcript": "tlskit.trace.input.transcript_file",
}

__all__ = [
    "Chunk",
    "Direction",
    "Message",
    "Negotiated",
    "Record",
    "StreamMap",
    "TraceReport",
    "Transcript",
    "Transport",
    "UnparsedBytes",
    "inspect_trace",
    "observe",
    "read_capture",
    "read_sides",
    "write_transcript",
]

if not TYPE_CHECKING:  # the type checker reads the imports above, and finds what is not there
    __getattr__ = loading(__name__, _MODULES)


def __dir__() -> list[str]:
    return sorted(__all__)
