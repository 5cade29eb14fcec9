"""Reports as JSON: the shapes of all that is written, the writers, the envelope, and the JSON Schema of the shapes."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.export.chain": ("ChainJson", "chain_json"),
        "tlskit.export.envelope": ("failed_result", "in_envelope", "judged_result"),
        "tlskit.export.file": ("FileJson", "file_json"),
        "tlskit.export.handshake": ("HandshakeJson", "handshake_json"),
        "tlskit.export.report": ("to_json",),
        "tlskit.export.schema": ("COMMANDS", "command_schema"),
        "tlskit.export.trace": ("TraceJson", "trace_json"),
    },
)
