"""Flights on a terminal: a line for each message with its size, time and places, what it comes to below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.render.pen import Pen, filling, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from tlskit.explain.document import Entry, Flights, Tone

_INDENT, _NUMBER, _NOTE = 2, 4, 8
_COLUMNS = (("size", 8), ("time", 10), ("record", 9), ("packet", 9))
_RIGHT = sum(width + 1 for _, width in _COLUMNS)
_NARROWEST = 20


def print_flights(block: Flights, console: Console, styles: Mapping[Tone, str]) -> None:
    """Write the flights under one line of titles."""
    pen = Pen(console)
    label = max(pen.width - _INDENT - _NUMBER - 1 - _RIGHT, _NARROWEST)
    titles = "".join(f" {title:>{width}}" for title, width in _COLUMNS)
    pen.line(" " * (_INDENT + _NUMBER + 1 + label) + pen.painted(titles, "dim"))
    for flight in block.flights:
        if flight.speaker:
            pen.line(" " * _INDENT + pen.painted(pen.shown(flight.speaker), "bold"))
        for entry in flight.entries:
            _print_entry(entry, pen, label, styles)


def _print_entry(entry: Entry, pen: Pen, width: int, styles: Mapping[Tone, str]) -> None:
    first, *others = folded(pen.shown(entry.label), width)
    texts = (entry.size, entry.time, entry.record, entry.packet)
    columns = "".join(f" {pen.shown(text):>{size}}" for text, (_, size) in zip(texts, _COLUMNS, strict=True))
    number = pen.painted(f"{pen.shown(entry.number):>{_NUMBER}}", "dim")
    style = styles[entry.tone]
    pen.line(" " * _INDENT + number + " " + pen.painted(first, style) + filling(first, width) + columns)
    for other in others:
        pen.line(" " * (_INDENT + _NUMBER + 1) + pen.painted(other, style))
    for line in folded(pen.shown(entry.note), max(pen.width - _NOTE - 1, _NARROWEST)) if entry.note else ():
        pen.line(" " * (_NOTE + 1) + pen.painted(line, "dim"))
