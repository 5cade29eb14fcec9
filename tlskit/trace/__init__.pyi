"""One connection as it was recorded, and what its bytes say. Pure: no socket, no clock."""  # made by scripts/gen_faces.py

from tlskit.trace.chunk import Chunk as Chunk
from tlskit.trace.chunk import Direction as Direction
from tlskit.trace.chunk import Transport as Transport
from tlskit.trace.input.source import read_capture as read_capture
from tlskit.trace.input.source import read_sides as read_sides
from tlskit.trace.input.transcript_file import write_transcript as write_transcript
from tlskit.trace.inspect import inspect_trace as inspect_trace
from tlskit.trace.observer import observe as observe
from tlskit.trace.record.negotiated import Negotiated as Negotiated
from tlskit.trace.record.record import Message as Message
from tlskit.trace.record.record import Record as Record
from tlskit.trace.record.record import UnparsedBytes as UnparsedBytes
from tlskit.trace.report import TraceReport as TraceReport
from tlskit.trace.transcript import Transcript as Transcript
from tlskit.trace.tree import StreamMap as StreamMap

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
