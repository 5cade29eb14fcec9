"""A capture file of any format, zipped or not: the connections with TLS in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.trace.capture.frame import topped_up
from tlskit.trace.capture.gzipped import MAGIC as GZIP_MAGIC
from tlskit.trace.capture.gzipped import Gunzipped
from tlskit.trace.capture.pcap import frames as pcap_frames
from tlskit.trace.capture.pcap import is_pcap
from tlskit.trace.capture.pcapng import Pcapng, is_pcapng
from tlskit.trace.capture.streams import Streams
from tlskit.trace.record.orientation import oriented
from tlskit.trace.record.preamble import has_tls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.capture.frame import Readable
    from tlskit.trace.transcript import Transcript

_HEAD = 4096  # enough to tell every kind


def unzipped(stream: Readable, notes: list[str]) -> tuple[bytes, Readable]:
    """Return the first bytes of a stream and the stream behind them, of what a gzip file holds where it is one."""
    head = topped_up(b"", 0, _HEAD, stream)
    if not head.startswith(GZIP_MAGIC):
        return head, stream
    stream = Gunzipped(head, stream, notes)
    return topped_up(b"", 0, _HEAD, stream), stream


def is_capture(head: bytes) -> bool:
    """Tell whether a file that begins so is a capture."""
    return is_pcap(head) or is_pcapng(head)


def connections(head: bytes, stream: Readable, notes: list[str]) -> Iterator[Transcript]:
    """Yield the connections of a capture whose first bytes have been read already."""
    if is_pcap(head):
        return map(oriented, Streams(has_tls, str, notes).transcripts(pcap_frames(head, stream, notes)))
    file = Pcapng(head, stream, notes)
    return map(oriented, Streams(has_tls, file.secrets, notes).transcripts(file.frames()))
