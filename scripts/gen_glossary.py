"""Writes docs/glossary.md from the terms."""

from pathlib import Path

from tlskit.document.glossary.terms import markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"

if __name__ == "__main__":
    PAGE.write_text(markdown(), encoding="utf-8")
