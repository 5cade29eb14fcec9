"""What is shown, before how: headlines, sections, rows, terms. Pure."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.document.blocks": (
            "Arrow",
            "Block",
            "ByteMap",
            "Card",
            "CheckNote",
            "Cover",
            "DerivationNote",
            "Document",
            "FieldLine",
            "FieldRow",
            "Fields",
            "Flight",
            "FlightEntry",
            "Flights",
            "Glossary",
            "Headline",
            "KeyFigure",
            "KeySecret",
            "KeyStage",
            "Ladder",
            "LadderStep",
            "MessageCard",
            "Note",
            "Notes",
            "Prose",
            "Row",
            "Rows",
            "Section",
            "Sequence",
            "Tone",
        ),
        "tlskit.document.glossary.terms": ("TERMS", "term_named", "terms_in"),
        "tlskit.document.markup": ("plain", "quoted", "runs", "shown"),
        "tlskit.document.term": ("Term",),
    },
)
