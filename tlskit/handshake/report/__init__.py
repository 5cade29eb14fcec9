"""What one driven connection comes to: facts of both sides, findings with their causes, a verdict. Pure."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.handshake.report.report": (
            "HandshakeReport",
            "HandshakeVerdict",
        ),
    },
)
