"""Documents and reports, written out: terminal, JSON."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.render.html": ("html_page",),
        "tlskit.render.machine": ("print_json",),
        "tlskit.render.terminal": ("console_for", "print_document", "print_problem"),
    },
)
