"""``--html``: a document as a page of its own, written to a file or to standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tlskit.cli.files import write_output

if TYPE_CHECKING:
    from tlskit.document import Document


def write_page(document: Document, path: str) -> None:
    """Write the page to ``path``, ``-`` for stdout, and say so on stderr. Raises InputError."""
    from tlskit.render import html_page  # most answers are read in a terminal

    page = html_page(document)
    if path == "-":
        sys.stdout.write(page)
    else:
        write_output(path, page.encode("utf-8"), "the page")
