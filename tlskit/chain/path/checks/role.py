"""The part that a certificate plays in a path, and how a path ends: what is asked depends on both."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """The target of the path, a CA between it and the anchor, or the anchor itself."""

    END_ENTITY = "end entity"
    INTERMEDIATE = "intermediate"
    ANCHOR = "trust anchor"

    __hash__ = object.__hash__  # members are unique; Enum's own is written in Python, and roles are looked up a lot


class PathEnd(Enum):
    """How a path ends at the top."""

    ANCHOR = "trust anchor"
    MISSING = "issuer missing"
    UNTRUSTED_ROOT = "untrusted root"
    LOOP = "loop"
    UNFINISHED = "search ended"

    __hash__ = object.__hash__  # as above
