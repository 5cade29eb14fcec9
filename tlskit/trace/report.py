"""The report on one connection: everything that was seen, and what is to be said of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tlskit.trace.analysis import Analysis

if TYPE_CHECKING:
    from tlskit.core.plain import Plain
    from tlskit.finding.finding import Finding


class TraceReport(Analysis):
    """What one connection showed, what follows from it, and the findings."""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong or worth knowing, the worst first."""
        from tlskit.trace.checks import findings  # noqa: PLC0415

        return findings(self)

    def to_plain(self) -> dict[str, Plain]:
        """Return the report as JSON-ready data: records, messages with their fields and places, and what follows."""
        from tlskit.export.trace import report_plain  # noqa: PLC0415

        return report_plain(self)
