"""A finding as a card, the same for all reports whose findings stand by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document import Card, Tone
from tlskit.finding import Severity

if TYPE_CHECKING:
    from tlskit.finding import Finding

TONES = {
    Severity.ERROR: Tone.BAD,
    Severity.WARNING: Tone.WARNING,
    Severity.NOTICE: Tone.PLAIN,
    Severity.INFO: Tone.QUIET,
}
"""How a finding of each severity is told."""


def card(finding: Finding) -> Card:
    """Return a finding with its remedy."""
    return Card(
        tone=TONES[finding.severity],
        severity=finding.severity.label,
        subject=finding.subject_label,
        summary=finding.summary,
        remedy=finding.remedy,
        id=finding.id,
        cites=", ".join(map(str, finding.cites)),
    )
