"""A Document on a terminal, through rich: every text passes :func:`.line_writer.shown`, none is markup."""

from __future__ import annotations

import os
import re
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from tlskit.document import Card, Document, Fields, Flights, Ladder, Rows, Section, Tone
from tlskit.render.fields import print_fields
from tlskit.render.flights import print_flights
from tlskit.render.line_writer import shown
from tlskit.render.terminal_story import StoryPrinter

if TYPE_CHECKING:
    from rich.console import RenderableType

_STYLES = {
    Tone.GOOD: "green",
    Tone.BAD: "bold red",
    Tone.WARNING: "yellow",
    Tone.OPEN: "magenta",
    Tone.PLAIN: "",
    Tone.QUIET: "dim",
}
_MARKS = {Tone.GOOD: "✓", Tone.BAD: "✗", Tone.OPEN: "?", Tone.WARNING: "!", Tone.PLAIN: "-", Tone.QUIET: "-"}
_INDENT = 2
_LABEL_WIDTH = 11
_LEFT, _NARROWEST = _INDENT + _LABEL_WIDTH + 1, 6
_DEFAULT_WIDTH, _WIDEST, _HEIGHT = 80, 1000, 25
_TRAILING = re.compile(r"(?: |\x1b\[[0-9;]*m)+$")


def console_for(stream: IO[str]) -> Console:
    """Return a console on ``stream`` that honours NO_COLOR, FORCE_COLOR and COLUMNS; 80 columns without a terminal."""
    columns = os.environ.get("COLUMNS", "")
    given = int(columns) if columns.isascii() and columns.isdecimal() and len(columns) <= len(str(_WIDEST)) else 0
    width = min(given, _WIDEST)
    if not width:
        width = (stream.isatty() and os.get_terminal_size(stream.fileno()).columns) or _DEFAULT_WIDTH
    # With a height as well, rich does not read COLUMNS itself, which it takes for a number if only it has digits.
    return Console(
        file=stream, width=width, height=_HEIGHT, highlight=False, markup=False, emoji=False, soft_wrap=False
    )


def print_document(document: Document, console: Console) -> None:
    """Write the sentence, then the remedy, then the evidence."""
    tone = document.headline.tone
    line = _text(f"{_MARKS[tone]} {document.headline.text}", console, _STYLES[tone])
    _print(line, console)
    teller = StoryPrinter(console, _STYLES, _MARKS)
    for section in document.sections:
        _print_section(section, console, teller)


def print_problem(message: str, console: Console) -> None:
    """Write one error line."""
    console.print(_text(f"tlskit: {message}", console, "bold red"))


def _print_section(section: Section, console: Console, teller: StoryPrinter) -> None:
    console.print()
    if section.title:
        _print(_text(section.title, console, "bold"), console)
    for block in section.blocks:
        match block:
            case Rows():
                for row in block.rows:
                    _print_row(row.label, "bold", _text(row.text, console, _STYLES[row.tone]), console)
            case Card():
                _print_card(block, console)
            case Ladder():
                _print_ladder(block, console)
            case Flights():
                print_flights(block, console, _STYLES)
            case Fields():
                print_fields(block, console)
            case _:
                teller.tell(block)


def _print(renderable: RenderableType, console: Console, *, is_folded: bool = False) -> None:
    """Write a block without the blanks with which rich fills its lines."""
    with console.capture() as capture:
        console.print(renderable, soft_wrap=is_folded)
    lines = (_TRAILING.sub(lambda end: end[0].replace(" ", ""), line) for line in capture.get().splitlines())
    console.file.write("".join(f"{line}\n" for line in lines))


def _print_row(label: str, style: str, text: Text, console: Console) -> None:
    """Write a label and the text beside it, folded into its own column."""
    left = _text(label, console, style)
    left.truncate(_LABEL_WIDTH, overflow="ellipsis", pad=True)
    lines = text.wrap(console, max(console.width - _LEFT, _NARROWEST), overflow="fold")
    for number, line in enumerate(lines or (Text(),)):
        before = (" " * _LEFT,) if number else (" " * _INDENT, left, " ")
        _print(Text.assemble(*before, line), console, is_folded=True)


def _print_card(block: Card, console: Console) -> None:
    line = Text.assemble(_text(f"{block.subject}: ", console, "bold"), _text(block.summary, console, ""))
    _print_row(block.severity, _STYLES[block.tone], line, console)
    if block.remedy:
        _print_row("", "", _text(block.remedy, console, ""), console)
    _print_row("", "", _text(f"{block.id}  ({block.cites})" if block.cites else block.id, console, "dim"), console)


def _print_ladder(block: Ladder, console: Console) -> None:
    from rich.padding import Padding  # only paths are laid out by what stands in them
    from rich.table import Table

    if block.title or block.outcome:
        _print_row(block.title, "bold", _text(block.outcome, console, _STYLES[block.tone]), console)
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for depth, step in enumerate(block.steps):
        prefix = "" if not depth else "  " * (depth - 1) + "└─"
        label = _text(f"{prefix} {step.text}".strip() if not depth else f"{prefix} {step.text}", console, "")
        table.add_row(label, _text(step.note, console, _STYLES[step.tone] if step.tone is Tone.BAD else "dim"))
    _print(Padding(table, (0, 0, 0, _INDENT)), console)


def _text(content: str, console: Console, style: str) -> Text:
    """What rich lays out passes :func:`shown` here."""
    return Text(shown(content, console), style=style)
