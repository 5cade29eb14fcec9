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
    proof,
    server_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis

CHECKS: tuple[Callable[[Analysis], Iterator[Finding]], ...] = (
    alert.check,
    order.check,
    proof.check,
    downgrade.check,
    contradiction.check,
    choice.check,
    offer.check,
    server_name.check,
    decoding.check,
    incomplete.check,
)


KINDS: tuple[type[Finding], ...] = (
    *(alert.KINDS + order.KINDS + proof.KINDS + downgrade.KINDS + contradiction.KINDS + choice.KINDS + offer.KINDS),
    *(server_name.KINDS + decoding.KINDS + incomplete.KINDS + limit.KINDS),
)
"""Every kind of finding of a trace."""

ALERT_KINDS = alert.KINDS
"""What an alert says."""

CONNECTION_KINDS: tuple[type[Finding], ...] = (*server_name.KINDS, *offer.KINDS, *incomplete.KINDS)
"""What whoever made the connection knows better: whether a name was sent, what was offered, how it ended."""


def findings(report: Analysis) -> tuple[Finding, ...]:
    """Return what all checks find, the worst first."""
    found = limit.limited(report, (finding for check in CHECKS for finding in check(report)))
    return tuple(sorted(found, key=lambda finding: -finding.severity))
