"""The one piece of markup that the prose has: ``[[key share]]`` names a term of the glossary.

A renderer turns a term into a link, or into its plain text. What came from the wire goes through ``quoted`` before it
stands in prose: it is made visible there, cut to a length that can be read, and cannot open a mark of its own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tlskit.core import clipped

_MARK = re.compile(r"\[\[([^\[\]]+)\]\]")
_SHOWN = 80  # characters of a name from the wire


class TextRun(NamedTuple):
    """A piece of a text; ``term`` is what it says where it is marked as a term, else empty."""

    text: str
    term: str = ""


def runs(text: str) -> tuple[TextRun, ...]:
    """Split a text at its marks."""
    pieces = _MARK.split(text)
    return tuple(TextRun(piece, piece if place % 2 else "") for place, piece in enumerate(pieces) if piece)


def plain(text: str) -> str:
    """Return the text without its marks."""
    return _MARK.sub(r"\1", text)


def marked_terms(text: str) -> tuple[str, ...]:
    """Return the marked terms as they are written, each once, in order."""
    return tuple(dict.fromkeys(_MARK.findall(text)))


def quoted(value: bytes | str) -> str:
    """Return untrusted text in quotation marks, fit to stand in prose."""
    return f"“{shown(value)}”"


def shown(value: bytes | str) -> str:
    """Return untrusted text without quotation marks, fit to stand in prose."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
    return clipped(text, _SHOWN).replace("[[", "[\\x5b")
