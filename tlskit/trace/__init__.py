"""One connection as it was recorded, and what its bytes say. Pure: no socket, no clock.

The public names of the room, each loaded when it is asked for; :func:`inspect_trace` is the front door.
"""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.trace.chunk": ("Chunk", "Direction", "Transport"),
        "tlskit.trace.input.source": ("read_capture", "read_sides"),
        "tlskit.trace.input.transcript_file": ("write_transcript",),
        "tlskit.trace.inspect": ("inspect_trace",),
        "tlskit.trace.observer": ("observe",),
        "tlskit.trace.record.negotiated": ("Negotiated",),
        "tlskit.trace.record.record": ("Message", "Record", "UnparsedBytes"),
        "tlskit.trace.report": ("TraceReport",),
        "tlskit.trace.transcript": ("Transcript",),
        "tlskit.trace.tree": ("StreamMap",),
    },
)
