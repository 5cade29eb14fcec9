"""Writing lines of our own on a console: what may be shown of a text, and colours where the console has them.

Tables that rich lays out are slow for the ten thousand fields of a capture; lines with fixed columns are written here.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from rich.console import COLOR_SYSTEMS
from rich.style import Style

from tlskit.core import visible

if TYPE_CHECKING:
    from rich.console import Console

_ASCII_MARKS = {"✓": "OK", "✗": "FAIL", "└": "`", "─": "-", "“": '"', "”": '"'}


def shown(content: str, console: Console) -> str:
    """The only way in: visible characters alone, in what the terminal's encoding can show."""
    text = visible(content)
    if not (console.encoding or "").lower().startswith("utf"):
        for character, replacement in _ASCII_MARKS.items():
            text = text.replace(character, replacement)
        text = text.encode("ascii", "backslashreplace").decode("ascii")
    return text


class LineWriter:
    """Writes lines. Whoever lays a line out passes every text through ``shown`` first."""

    def __init__(self, console: Console) -> None:
        self.width = console.width
        self._console = console
        self._system = COLOR_SYSTEMS[console.color_system] if console.color_system else None
        self._styles: dict[str, Style] = {}

    def shown(self, content: str) -> str:
        """Return what may be shown of a text."""
        return shown(content, self._console)

    def painted(self, text: str, style: str) -> str:
        """Return a text, which was shown already, in a style."""
        if not style or self._system is None or not text:
            return text
        found = self._styles.get(style)
        if found is None:
            parsed = Style.parse(style)
            found = self._styles[style] = parsed.without_color if self._console.no_color else parsed
        return found.render(text, color_system=self._system)

    def line(self, text: str) -> None:
        """Write one line that was laid out."""
        self._console.file.write(f"{text.rstrip()}\n")


def folded(text: str, width: int) -> list[str]:
    """Return a text that was shown in lines of at most ``width`` cells, cut between words where that is possible."""
    if cell_len(text) <= width:
        return [text]
    if cell_len(text) != len(text):
        return chop_cells(text, width)
    return wrap(text, width, break_on_hyphens=False)


def filling(text: str, width: int) -> str:
    """Return the blanks that fill a text that was shown up to ``width`` cells."""
    return " " * (width - cell_len(text))
