"""Any report as JSON-ready data: the one way in for callers of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.report import ChainReport
from tlskit.trace.report import TraceReport

if TYPE_CHECKING:
    from tlskit.chain.file import FileReport
    from tlskit.core.plain import Plain
    from tlskit.handshake.report.report import HandshakeReport


def to_json(report: ChainReport | FileReport | HandshakeReport | TraceReport) -> Plain:
    """Return a report as data for :func:`json.dumps`: what the commands write as ``report`` with ``--json``.

    Times are RFC 3339 in UTC, serial numbers and other large integers hex strings. Raises :class:`TypeError` for
    anything but a report.
    """
    if isinstance(report, ChainReport):
        return report.to_plain()
    if isinstance(report, TraceReport):
        from tlskit.export.trace import trace_plain  # each report loads its own writer

        return trace_plain(report)
    from tlskit.chain.file import FileReport

    if isinstance(report, FileReport):
        from tlskit.export.file import file_plain

        return file_plain(report)
    from tlskit.handshake.report.report import HandshakeReport

    if isinstance(report, HandshakeReport):
        from tlskit.export.handshake import handshake_plain

        return handshake_plain(report)
    raise TypeError(f"a report is wanted, not a {type(report).__name__}")
