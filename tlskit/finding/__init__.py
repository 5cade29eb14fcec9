"""What a check may conclude: findings, their severity and sources, check results, verdicts; shared by every room."""

from tlskit.finding.check import CheckResult, Outcome
from tlskit.finding.finding import Citation, Finding
from tlskit.finding.plain import to_plain
from tlskit.finding.severity import Severity
from tlskit.finding.text import visible
from tlskit.finding.verdict import Verdict

__all__ = ["CheckResult", "Citation", "Finding", "Outcome", "Severity", "Verdict", "to_plain", "visible"]
