"""Reports as JSON: the shapes of all that is written, the writers, the envelope, and the JSON Schema of the shapes."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.export.chain": ("chain_json",),
        "tlskit.export.envelope": ("failed_result", "in_envelope", "judged_result"),
        "tlskit.export.file": ("file_json",),
        "tlskit.export.handshake": ("handshake_json",),
        "tlskit.export.report": ("to_json",),
        "tlskit.export.schema": ("COMMANDS", "command_schema"),
        "tlskit.export.trace": ("trace_json",),
        "tlskit.export.shapes.chain": ("ChainJson",),
        "tlskit.export.shapes.file": ("FileJson",),
        "tlskit.export.shapes.handshake": ("HandshakeJson",),
        "tlskit.export.shapes.trace": ("TraceJson",),
    },
)
