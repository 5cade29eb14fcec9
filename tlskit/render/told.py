"""A connection told on a terminal: arrows, messages with their checks and fields, the key schedule, the glossary.

The words for a field are written where the field first occurs; after that its name and its value do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.explain.document import Cover, Glossary, KeyFigure, MessageCard, Notes, Prose, Sequence, Tone
from tlskit.explain.trace.markup import plain
from tlskit.render.pen import Pen, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from tlskit.explain.document import ByteMap, Derivation, FieldRow, KeySecret, Note, Proved

_NARROWEST = 20
_MOST_BYTES = 64
_ARROWS = {True: "->", False: "<-"}
_COVERS = {Cover.CLEAR: "", Cover.OPENED: " *", Cover.SEALED: " #"}
_LEGEND = "* encrypted and opened here   # encrypted and not opened"


class Teller:
    """Writes the blocks of a story, and remembers what was said."""

    def __init__(self, console: Console, styles: Mapping[Tone, str], marks: Mapping[Tone, str]) -> None:
        self._pen, self._styles, self._marks = Pen(console), styles, marks
        self._said: set[tuple[str, str]] = set()

    def tell(self, block: Prose | Notes | Sequence | MessageCard | KeyFigure | Glossary) -> None:
        """Write a block."""
        match block:
            case Prose():
                for text in block.paragraphs:
                    self._prose(text, 2)
            case Notes():
                for note in block.notes:
                    self._note(note, 2)
            case Sequence():
                self._sequence(block)
            case MessageCard():
                self._card(block)
            case KeyFigure():
                self._figure(block)
            case Glossary():
                for term in block.terms:
                    self._line(term.name, 2, "bold")
                    self._prose(f"{term.meaning} ({term.reference})", 4)

    def _line(self, text: str, indent: int, style: str = "") -> None:
        """Write a text in as many lines as it needs, the later ones a little further in."""
        width = max(self._pen.width - indent - 2, _NARROWEST)
        for number, part in enumerate(folded(self._pen.shown(text), width)):
            self._pen.line(" " * (indent + 2 * bool(number)) + self._pen.painted(part, style))

    def _prose(self, text: str, indent: int, style: str = "") -> None:
        for paragraph in plain(text).split("\n\n"):
            for part in folded(self._pen.shown(paragraph), max(self._pen.width - indent, _NARROWEST)):
                self._pen.line(" " * indent + self._pen.painted(part, style))

    def _sequence(self, block: Sequence) -> None:
        for arrow in block.arrows:
            note = f"  {arrow.note}" if arrow.note else ""
            side = "client ->" if arrow.by_client else "server <-"
            self._line(f"{side} {arrow.label}{_COVERS[arrow.cover]}{note}", 2, self._styles[arrow.tone])
        if any(arrow.cover is not Cover.CLEAR for arrow in block.arrows):
            self._line(_LEGEND, 2, "dim")

    # -- messages ------------------------------------------------------------------------------------------------

    def _card(self, block: MessageCard) -> None:
        self._pen.line("")
        self._line(f"{_ARROWS[block.by_client]} {block.title}", 2, "bold")
        self._line(f"{block.cover.value}; {block.place}", 5, "dim")
        if block.summary:
            self._line(block.summary, 5)
        for note in block.notes:
            self._note(note, 5)
        for check in block.checks:
            self._check(check, 5)
        for one in block.maps:
            self._map(one)

    def _note(self, note: Note, indent: int) -> None:
        if note.title:
            self._line(f"{self._mark(note.tone)}{note.title}", indent, self._styles[note.tone] or "bold")
        self._prose(note.text, indent + 2 * bool(note.title))

    def _mark(self, tone: Tone) -> str:
        return "" if tone in {Tone.PLAIN, Tone.QUIET} else f"{self._marks[tone]} "

    def _check(self, check: Proved, indent: int) -> None:
        self._line(f"{self._mark(check.tone)}{check.title}", indent, self._styles[check.tone])
        if check.text:
            self._prose(check.text, indent + 2)

    def _map(self, block: ByteMap) -> None:
        self._line(f"{block.title}, {len(block.data):,} bytes from byte {block.offset:,} of this side", 5, "dim")
        for row in block.rows:
            self._row(row)

    def _row(self, row: FieldRow) -> None:
        indent = 7 + 2 * row.depth
        value = f": {row.value}" if row.value else ""
        self._line(f"{row.label}{value}", indent)
        if row.problem:
            self._line(f"! {row.problem}", indent + 4, "bold red")
        if row.about:
            self._prose(row.about, indent + 4)
        words = row.meaning, row.why
        if words not in self._said:
            self._said.add(words)
            self._prose(" ".join(filter(None, words)), indent + 4, "dim")
        for note in row.puzzles:
            if (note.title, note.text) not in self._said:
                self._said.add((note.title, note.text))
                self._line(note.title, indent + 4, "bold")
                self._prose(note.text, indent + 4)

    # -- keys ----------------------------------------------------------------------------------------------------

    def _figure(self, block: KeyFigure) -> None:
        for stage in block.stages:
            self._line(stage.title, 2, "bold")
            self._prose(stage.text, 4)
            for secret in stage.secrets:
                self._secret(secret)

    def _secret(self, secret: KeySecret) -> None:
        self._line(secret.title, 4, "bold" if secret.value else "dim")
        self._line(secret.source, 6, "dim")
        if secret.value:
            self._bytes("", secret.value, 6)
        for step in secret.steps:
            self._step(step)
        for check in secret.checks:
            self._line(f"{self._mark(check.tone)}{check.title}", 6, self._styles[check.tone])

    def _step(self, step: Derivation) -> None:
        label = f" “{step.label}”" if step.label else ""
        self._line(f"{step.title} = {step.operation}{label}  ({step.cites})", 6)
        for name, value in step.inputs:
            self._bytes(f"{name}: ", value, 8)
        self._bytes("= ", step.output, 8)

    def _bytes(self, label: str, data: bytes, indent: int) -> None:
        cut = f" (first {_MOST_BYTES} of {len(data):,} bytes)" if len(data) > _MOST_BYTES else ""
        width = max(self._pen.width - indent - 2, _NARROWEST)
        text = f"{label}{data[:_MOST_BYTES].hex() or 'empty'}{cut}"
        for number, part in enumerate(folded(self._pen.shown(text), width)):
            self._pen.line(" " * (indent + 2 * bool(number)) + part)
