"""``--html``: a document as a page of its own, written to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tlskit.core.text import visible
from tlskit.errors import InputError

if TYPE_CHECKING:
    from tlskit.document.blocks import Document


def write_page(document: Document, path: str) -> None:
    """Write the page to ``path``, ``-`` for stdout, and say so on stderr. Raises InputError."""
    from tlskit.render.html import html_page  # most answers are read in a terminal

    page = html_page(document)
    if path == "-":
        sys.stdout.write(page)
        return
    try:
        Path(path).write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(error.strerror or str(error), path) from None
    sys.stderr.write(f"tlskit: wrote the page to {visible(path)}\n")
