"""The front door of the room: whatever holds connections in, reports on them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from tlskit.trace.input.source import read_capture
from tlskit.trace.observer import observe

if TYPE_CHECKING:
    import os

    from tlskit.trace.report import TraceReport


def inspect_trace(source: str | os.PathLike[str] | bytes | BinaryIO, *, secrets: str = "") -> tuple[TraceReport, ...]:
    """Return a report on every connection with TLS in a capture, raw bytes, pasted text or a transcript file of ours.

    ``secrets`` is a key log in NSS format. Raises :class:`~tlskit.errors.InputError` for what is none of these. For
    one connection at a time, as a large capture wants it: ``observe(transcript)`` for each of ``read_capture(source)``.
    """
    return tuple(observe(transcript, secrets) for transcript in read_capture(source))
