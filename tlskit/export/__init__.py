"""Reports as JSON: the shapes of all that is written, the writers, the envelope, and the JSON Schema of the shapes."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.export.report": ("to_json",),
    },
)
