"""A kind of finding by itself, as data and as a document: for the docs, ``tlskit explain`` and tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.document import Document, Headline, Row, Rows, Section, Tone
from tlskit.finding import annotations_of, explanation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tlskit.finding import Finding


class KindDescription(FrozenValue):
    """One kind. ``meaning`` is one paragraph, ``detail`` the further ones, templates have their fields in braces."""

    id: str
    severity: str
    meaning: str
    detail: str
    summary: str
    remedy: str
    cites: tuple[str, ...]
    alert: str
    evidence: tuple[str, ...]


def kind_descriptions(kinds: Iterable[type[Finding]]) -> tuple[KindDescription, ...]:
    """Return the entries of the kinds, by id."""
    return tuple(sorted(map(_entry, kinds), key=lambda entry: entry.id))


def _entry(kind: type[Finding]) -> KindDescription:
    meaning, _, detail = explanation(kind).partition("\n\n")
    return KindDescription(
        id=kind.id,
        severity=kind.default_severity.label,
        meaning=meaning,
        detail=detail,
        summary=kind.summary,
        remedy=kind.remedy,
        cites=tuple(map(str, kind.cites)),
        alert="" if kind.alert is None else f"{kind.alert:d} {kind.alert}",
        evidence=tuple(f"{name}: {written}" for name, written in annotations_of(kind).items()),
    )


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
