"""An entry of the catalogue told, for ``tlskit explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document.blocks import Document, Headline, Row, Rows, Section, Tone

if TYPE_CHECKING:
    from tlskit.finding.catalogue import KindDescription

_TONES = {"error": Tone.BAD, "warning": Tone.WARNING}


def entry_document(entry: KindDescription) -> Document:
    """What it is, what to do, why it matters, where that stands."""
    rows = [
        Row("Remedy", entry.remedy),
        Row("Why", entry.detail),
        Row("Says", entry.summary),
        Row("Evidence", ", ".join(entry.evidence)),
        Row("Severity", entry.severity),
        Row("Sources", ", ".join(entry.cites)),
    ]
    if entry.alert:
        rows.append(Row("TLS alert", entry.alert))
    headline = Headline(_TONES.get(entry.severity, Tone.PLAIN), f"{entry.id}: {entry.meaning}")
    return Document(headline, (Section("", (Rows(tuple(rows)),)),))
