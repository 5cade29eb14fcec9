"""Fields on a terminal: offset, size, name and value of each, and with bytes the hex of every run beside its label.

The colours of runs follow one another, so that neighbours differ; without colour the lines say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.render.line_writer import LineWriter, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from tlskit.document import FieldLine, Fields

_HUES = ("cyan", "green", "yellow", "magenta", "blue")
_OFFSET, _SIZE = 8, 6
_PER_LINE = 8
_HEX = 3 * _PER_LINE - 1
_NARROWEST, _WIDE = 16, 60
_HANGING = "  "  # before what does not fit in a field's first line


def print_fields(block: Fields, console: Console) -> None:
    """Write one line for each field, more where its bytes or its value need more."""
    pen = LineWriter(console)
    size = max((_SIZE, *(len(f"{line.size:,}") for line in block.lines)))
    left = f"{'offset':>{_OFFSET}} " + ("bytes" if block.with_bytes else f"{'size':>{size}}")
    pen.line(pen.painted(left, "dim"))
    for line in block.lines:
        for text in _with_bytes(line, pen) if block.with_bytes else _without_bytes(line, pen, size):
            pen.line(text)


def _without_bytes(line: FieldLine, pen: LineWriter, size: int) -> Iterator[str]:
    left = _OFFSET + size + 3
    first = f"{line.start:>{_OFFSET},} {line.size:>{size},}  "
    for number, text in enumerate(_told(line, pen, pen.width - left)):
        yield (pen.painted(first, "dim") if not number else " " * left) + text


def _with_bytes(line: FieldLine, pen: LineWriter) -> Iterator[str]:
    style = _HUES[line.hue % len(_HUES)] if line.data else ""
    pieces = [line.data[at : at + _PER_LINE].hex(" ") for at in range(0, len(line.data), _PER_LINE)]
    texts = list(_told(line, pen, pen.width - _OFFSET - _HEX - 3))
    for number in range(max(len(pieces), len(texts))):
        offset = line.start + number * _PER_LINE
        at = f"{offset:>{_OFFSET},}" if number < len(pieces) or not number else " " * _OFFSET
        piece = pieces[number] if number < len(pieces) else ""
        text = texts[number] if number < len(texts) else ""
        yield f"{pen.painted(at, 'dim')} {pen.painted(piece, style)}{' ' * (_HEX - len(piece))}  {text}"


def _told(line: FieldLine, pen: LineWriter, width: int) -> Iterator[str]:
    """Yield name and value, then what is wrong, in as many lines as they need."""
    indent = " " * line.depth * (1 if width < _WIDE else 2)
    room = max(width - len(indent), _NARROWEST)
    name = pen.shown(line.name)
    text = f"{name}: {pen.shown(line.value)}" if line.value else name
    fits = len(text) <= room
    for number, part in enumerate(folded(text, room if fits else room - len(_HANGING))):
        if number:
            yield indent + _HANGING + part
        elif line.value and part.startswith(name):
            yield indent + pen.painted(name, "bold") + part.removeprefix(name)
        else:
            yield indent + part
    if line.problem:
        for part in folded(pen.shown(f"! {line.problem}"), room):
            yield indent + pen.painted(part, "bold red")
