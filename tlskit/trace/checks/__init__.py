"""What a trace may conclude: one file per subject, one line here per check."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tlskit.finding.finding import Finding
    from tlskit.trace.report import TraceReport

CHECKS: tuple[Callable[[TraceReport], Iterator[Finding]], ...] = ()


def findings(report: TraceReport) -> tuple[Finding, ...]:
    """Return what all checks find, the worst first."""
    found = [finding for check in CHECKS for finding in check(report)]
    return tuple(sorted(found, key=lambda finding: -finding.severity))
