"""The report on one connection: everything that was seen, and what is to be said of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tlskit.trace.analysis import Analysis

if TYPE_CHECKING:
    from tlskit.finding import Finding


class TraceReport(Analysis):
    """What one connection showed, what follows from it, and the findings."""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong or worth knowing, the worst first."""
        from tlskit.trace.checks import findings

        return findings(self)
