"""Where the rooms meet: the envelope around every machine-readable result, its versions and its JSON Schema."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.export.report": ("to_json",),
    },
)
