"""Writes docs/findings.md from the finding classes."""

from pathlib import Path

from tlskit.chain.catalogue import KINDS
from tlskit.finding.catalogue import entries, markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "findings.md"

if __name__ == "__main__":
    PAGE.write_text(markdown(entries(KINDS)), encoding="utf-8")
