"""What a check may conclude: findings, their severity and sources, check results, verdicts; shared by every room.

The public names, each loaded when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.lazy import loading

if TYPE_CHECKING:
    from tlskit.finding.check import CheckResult, Outcome
    from tlskit.finding.finding import Citation, Finding
    from tlskit.finding.plain import to_plain
    from tlskit.finding.severity import Severity
    from tlskit.finding.text import visible
    from tlskit.finding.verdict import Verdict

_HOMES = {
    "CheckResult": "check",
    "Citation": "finding",
    "Finding": "finding",
    "Outcome": "check",
    "Severity": "severity",
    "Verdict": "verdict",
    "to_plain": "plain",
    "visible": "text",
}

__all__ = ["CheckResult", "Citation", "Finding", "Outcome", "Severity", "Verdict", "to_plain", "visible"]

if not TYPE_CHECKING:  # the type checker reads the imports above, and finds what is not there
    __getattr__ = loading(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
