"""What is said of a place in a structure: its name for people, what its value says, and why it is there."""

from __future__ import annotations

from tlskit.core.frozen import FrozenValue


class FieldWords(FrozenValue):
    """``label`` is a short name; ``meaning`` and ``why`` are one or two sentences each, with marked terms."""

    label: str
    meaning: str
    why: str
