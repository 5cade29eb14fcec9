"""What the process says with its exit status."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitStatus(IntEnum):
    """CLEAN 0, FOUND 1, USAGE 2, NOT_CHECKED 3, BUG 4, INTERRUPTED 130."""

    CLEAN = 0
    FOUND = 1
    USAGE = 2
    NOT_CHECKED = 3
    BUG = 4
    INTERRUPTED = 130


_WORST_FIRST = (ExitStatus.BUG, ExitStatus.USAGE, ExitStatus.FOUND, ExitStatus.NOT_CHECKED, ExitStatus.CLEAN)


def worst(statuses: Iterable[ExitStatus]) -> ExitStatus:
    """Return the status for several targets: 4 before 2 before 1 before 3 before 0."""
    found = set(statuses)
    return next((status for status in _WORST_FIRST if status in found), ExitStatus.CLEAN)
