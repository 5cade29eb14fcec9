"""What every room stands on: frozen values, cached attributes, plain data, visible text, bounded caches."""  # made by scripts/gen_faces.py

from tlskit.core.bounded_cache import BoundedCache as BoundedCache
from tlskit.core.bounded_cache import SHORT as SHORT
from tlskit.core.cached_attribute import cached as cached
from tlskit.core.frozen import FrozenValue as FrozenValue
from tlskit.core.plain import Plain as Plain
from tlskit.core.plain import integer as integer
from tlskit.core.plain import rfc3339 as rfc3339
from tlskit.core.plain import to_plain as to_plain
from tlskit.core.plain import well_formed as well_formed
from tlskit.core.text import clipped as clipped
from tlskit.core.text import listed as listed
from tlskit.core.text import visible as visible

__all__ = [
    "BoundedCache",
    "FrozenValue",
    "Plain",
    "SHORT",
    "cached",
    "clipped",
    "integer",
    "listed",
    "rfc3339",
    "to_plain",
    "visible",
    "well_formed",
]
