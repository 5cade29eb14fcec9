"""What every room stands on: frozen values, cached attributes, plain data, visible text, bounded caches."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.core.bounded_cache": ("BoundedCache", "SHORT"),
        "tlskit.core.cached_attribute": ("cached",),
        "tlskit.core.frozen": ("FrozenValue",),
        "tlskit.core.plain": ("Plain", "integer", "rfc3339", "to_plain", "well_formed"),
        "tlskit.core.text": ("clipped", "listed", "visible"),
    },
)
