"""How much a finding matters. Severity is never part of a finding's id."""

from __future__ import annotations

from enum import IntEnum


class Severity(IntEnum):
    """Ordered: a larger value matters more, so ``--fail-on`` is a comparison."""

    INFO = 10
    NOTICE = 20
    WARNING = 30
    ERROR = 40

    @property
    def label(self) -> str:
        """The lower-case word that output uses."""
        return self.name.lower()
