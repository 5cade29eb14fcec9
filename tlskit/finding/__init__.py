"""What a check may conclude: findings, their severity and sources, check results, verdicts; shared by every room.

The public names, each loaded when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core.lazy_exports import loading

if TYPE_CHECKING:
    from tlskit.core.plain import to_plain
    from tlskit.core.text import visible
    from tlskit.finding.check import CheckOutcome, CheckResult
    from tlskit.finding.finding import Citation, Finding
    from tlskit.finding.severity import Severity
    from tlskit.finding.verdict import Verdict

_HOMES = {
    "CheckOutcome": "tlskit.finding.check",
    "CheckResult": "tlskit.finding.check",
    "Citation": "tlskit.finding.finding",
    "Finding": "tlskit.finding.finding",
    "Severity": "tlskit.finding.severity",
    "Verdict": "tlskit.finding.verdict",
    "to_plain": "tlskit.core.plain",
    "visible": "tlskit.core.text",
}

__all__ = ["CheckOutcome", "CheckResult", "Citation", "Finding", "Severity", "Verdict", "to_plain", "visible"]

if not TYPE_CHECKING:  # the type checker reads the imports above, and finds what is not there
    __getattr__ = loading(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
