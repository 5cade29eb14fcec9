"""What a check may conclude: findings, their severity and sources, check results, verdicts; shared by every room.

The public names, each loaded when it is asked for.
"""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.core.plain": ("to_plain",),
        "tlskit.core.text": ("visible",),
        "tlskit.finding.check": ("CheckOutcome", "CheckResult"),
        "tlskit.finding.finding": ("Citation", "Finding", "annotations_of", "explanation"),
        "tlskit.finding.severity": ("Severity",),
        "tlskit.finding.verdict": ("Verdict",),
    },
)
