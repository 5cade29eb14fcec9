"""Flights on a terminal: a line for each message with its size, time and places, what it comes to below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document import FlightEntry
from tlskit.render.line_writer import LineWriter, filling, folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from tlskit.document import Flights, Tone

_INDENT, _NUMBER, _NOTE = 2, 4, 8
_TITLES = FlightEntry("", size="size", time="time", record="record", packet="packet")
_SIZES = (8, 10, 9, 9)  # of the columns at least
_NARROWEST = 20


def print_flights(block: Flights, console: Console, styles: Mapping[Tone, str]) -> None:
    """Write the flights under one line of titles."""
    pen = LineWriter(console)
    entries = [_TITLES, *(entry for flight in block.flights for entry in flight.entries)]
    columns = zip(_SIZES, zip(*map(_columns, entries), strict=True), strict=True)
    sizes = [max(narrowest, *map(len, texts)) for narrowest, texts in columns]
    label = max(pen.width - _INDENT - _NUMBER - 1 - sum(size + 1 for size in sizes), _NARROWEST)
    pen.line(" " * (_INDENT + _NUMBER + 1 + label) + pen.painted(_aligned(_TITLES, sizes, pen), "dim"))
    for flight in block.flights:
        if flight.speaker:
            pen.line(" " * _INDENT + pen.painted(pen.shown(flight.speaker), "bold"))
        for entry in flight.entries:
            _print_entry(entry, pen, label, _aligned(entry, sizes, pen), styles[entry.tone])


def _columns(entry: FlightEntry) -> tuple[str, ...]:
    return entry.size, entry.time, entry.record, entry.packet


def _aligned(entry: FlightEntry, sizes: Sequence[int], pen: LineWriter) -> str:
    return "".join(f" {pen.shown(text):>{size}}" for text, size in zip(_columns(entry), sizes, strict=True))


def _print_entry(entry: FlightEntry, pen: LineWriter, width: int, columns: str, style: str) -> None:
    first, *others = folded(pen.shown(entry.label), width)
    number = pen.painted(f"{pen.shown(entry.number):>{_NUMBER}}", "dim")
    pen.line(" " * _INDENT + number + " " + pen.painted(first, style) + filling(first, width) + columns)
    for other in others:
        pen.line(" " * (_INDENT + _NUMBER + 1) + pen.painted(other, style))
    for line in folded(pen.shown(entry.note), max(pen.width - _NOTE - 1, _NARROWEST)) if entry.note else ():
        pen.line(" " * (_NOTE + 1) + pen.painted(line, "dim"))
