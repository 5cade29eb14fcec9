"""How many findings of one kind are shown: what a peer sends a thousand times need not be said a thousand times."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.trace.location import TraceFinding, last_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis

SHOWN = 20
"""Of each kind; whoever has seen twenty knows what the others are like."""


class Reached(
    TraceFinding,
    id="trace.limit.reached",
    severity=Severity.INFO,
    cites=Citation("tlskit Budget"),
):
    """A connection has more findings of one kind than are shown.

    The first ones are shown. They stand in the order of the connection.
    """

    summary = "{shown} of {total:,} findings of the kind {kind} are shown"
    remedy = "Mend what the first ones say and look again."
    kind: str
    shown: int
    total: int


KINDS = (Reached,)


def limited(report: Analysis, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first findings of each kind, and how many there are where that is not all."""
    totals: Counter[str] = Counter()
    for finding in findings:
        totals[finding.id] += 1
        if totals[finding.id] <= SHOWN:
            yield finding
    for kind, total in totals.items():
        if total > SHOWN:
            yield Reached(place=last_place(report), kind=kind, shown=SHOWN, total=total)
