"""Any report as JSON-ready data: the one way in for callers of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from tlskit.chain import ChainReport

if TYPE_CHECKING:
    from tlskit.chain import FileReport
    from tlskit.export.shapes.chain import ChainJson
    from tlskit.export.shapes.file import FileJson
    from tlskit.export.shapes.handshake import HandshakeJson
    from tlskit.export.shapes.trace import TraceJson
    from tlskit.handshake.report import HandshakeReport
    from tlskit.trace import TraceReport


@overload
def to_json(report: ChainReport) -> ChainJson: ...
@overload
def to_json(report: FileReport) -> FileJson: ...
@overload
def to_json(report: HandshakeReport) -> HandshakeJson: ...
@overload
def to_json(report: TraceReport) -> TraceJson: ...
def to_json(
    report: ChainReport | FileReport | HandshakeReport | TraceReport,
) -> ChainJson | FileJson | HandshakeJson | TraceJson:
    """Return a report as data for :func:`json.dumps`: what the commands write as ``report`` with ``--json``.

    Times are RFC 3339 in UTC, serial numbers and other large integers hex strings. Raises :class:`TypeError` for
    anything but a report.
    """
    if isinstance(report, ChainReport):
        from tlskit.export.chain import chain_json  # each report loads its own writer

        return chain_json(report)
    from tlskit.chain import FileReport

    if isinstance(report, FileReport):
        from tlskit.export.file import file_json

        return file_json(report)
    from tlskit.trace import TraceReport

    if isinstance(report, TraceReport):
        from tlskit.export.trace import trace_json

        return trace_json(report)
    from tlskit.handshake.report import HandshakeReport

    if isinstance(report, HandshakeReport):
        from tlskit.export.handshake import handshake_json

        return handshake_json(report)
    raise TypeError(f"a report is wanted, not a {type(report).__name__}")
