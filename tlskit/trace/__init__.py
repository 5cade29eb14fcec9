"""One connection as it was recorded, and what its bytes say. Pure: no socket, no clock.

The public names of the room, each loaded when it is asked for; :func:`inspect_trace` is the front door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.lazy import loading

if TYPE_CHECKING:
    from tlskit.trace.event import Message, Record, Unread
    from tlskit.trace.inspect import inspect_trace
    from tlskit.trace.negotiated import Negotiated
    from tlskit.trace.observer import observe
    from tlskit.trace.report import TraceReport
    from tlskit.trace.source import read_capture, read_sides
    from tlskit.trace.transcript import Chunk, Direction, Transcript, Transport
    from tlskit.trace.transcript_file import write_transcript
    from tlskit.trace.tree import Places

_MODULES = {
    "Chunk": "transcript",
    "Direction": "transcript",
    "Message": "event",
    "Negotiated": "negotiated",
    "Places": "tree",
    "Record": "event",
    "TraceReport": "report",
    "Transcript": "transcript",
    "Transport": "transcript",
    "Unread": "event",
    "inspect_trace": "inspect",
    "observe": "observer",
    "read_capture": "source",
    "read_sides": "source",
    "write_transcript": "transcript_file",
}

__all__ = [
    "Chunk",
    "Direction",
    "Message",
    "Negotiated",
    "Places",
    "Record",
    "TraceReport",
    "Transcript",
    "Transport",
    "Unread",
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
