"""What a trace may conclude: one file per subject, one line here per check; a file's name is the middle of its ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.trace.checks import (
    alert,
    choice,
    contradiction,
    decoding,
    downgrade,
    incomplete,
    limit,
    offer,
    order,
    server_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tlskit.finding.finding import Finding
    from tlskit.trace.report import TraceReport

CHECKS: tuple[Callable[[TraceReport], Iterator[Finding]], ...] = (
    alert.check,
    order.check,
    downgrade.check,
    contradiction.check,
    choice.check,
    offer.check,
    server_name.check,
    decoding.check,
    incomplete.check,
)


def findings(report: TraceReport) -> tuple[Finding, ...]:
    """Return what all checks find, the worst first."""
    found = limit.limited(report, (finding for check in CHECKS for finding in check(report)))
    return tuple(sorted(found, key=lambda finding: -finding.severity))
