"""The presentation language of TLS (RFC 8446 section 3) in small classes, and what one declaration gives.

A structure is declared once. From the declaration come a strict reader, which is fast and gives values only, a total
annotator, which gives the tree of fields whatever the bytes are, and a writer. Lengths are windows and nothing else
bounds a read: what goes wrong inside a window stays there. The strict reader gives up at the first oddity; whoever
wants to know what is odd asks the annotator.
"""

from __future__ import annotations

from tlskit.wire.syntax.base import (
    Annotate,
    Content,
    Fixed,
    Number,
    Read,
    Rest,
    Syntax,
    Values,
    Where,
    are_left,
    shortage,
)
from tlskit.wire.syntax.choice import IfPresent, Select, Struct
from tlskit.wire.syntax.recurring import Recurring
from tlskit.wire.syntax.window import Opaque, Prefixed, Repeated, Vector, Within, trailing

__all__ = [
    "Annotate",
    "Content",
    "Fixed",
    "IfPresent",
    "Number",
    "Opaque",
    "Prefixed",
    "Read",
    "Recurring",
    "Repeated",
    "Rest",
    "Select",
    "Struct",
    "Syntax",
    "Values",
    "Vector",
    "Where",
    "Within",
    "are_left",
    "shortage",
    "trailing",
]
