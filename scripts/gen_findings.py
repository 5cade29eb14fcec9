"""Writes docs/findings.md from the finding classes and docs/trace-states.md from the transition tables."""

from pathlib import Path

from tlskit.explain.kinds import KINDS
from tlskit.finding.catalogue import entries, markdown
from tlskit.trace.state.diagram import page

DOCS = Path(__file__).resolve().parent.parent / "docs"

if __name__ == "__main__":
    (DOCS / "findings.md").write_text(markdown(entries(KINDS)), encoding="utf-8")
    (DOCS / "trace-states.md").write_text(page(), encoding="utf-8")
