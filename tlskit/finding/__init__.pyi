"""What a check may conclude: findings, their severity and sources, check results, verdicts; shared by every room."""  # made by scripts/gen_faces.py

from tlskit.core.plain import to_plain as to_plain
from tlskit.core.text import visible as visible
from tlskit.finding.check import CheckOutcome as CheckOutcome
from tlskit.finding.check import CheckResult as CheckResult
from tlskit.finding.finding import Citation as Citation
from tlskit.finding.finding import Finding as Finding
from tlskit.finding.finding import annotations_of as annotations_of
from tlskit.finding.finding import explanation as explanation
from tlskit.finding.severity import Severity as Severity
from tlskit.finding.verdict import Verdict as Verdict

__all__ = [
    "CheckOutcome",
    "CheckResult",
    "Citation",
    "Finding",
    "Severity",
    "Verdict",
    "annotations_of",
    "explanation",
    "to_plain",
    "visible",
]
