"""The part that a certificate plays in a path; what it is held to depends on that."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """The target of the path, a CA between it and the anchor, or the anchor itself."""

    END_ENTITY = "end entity"
    INTERMEDIATE = "intermediate"
    ANCHOR = "trust anchor"
