"""A connection told on a terminal: arrows, messages with their checks and fields, the key schedule, the glossary.

What was said once is not said again: the words for a field are written where it first occurs; after that its name and
its value do. What only holds others together is passed over where it has nothing new to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tlskit.document import Cover, Glossary, KeyFigure, MessageCard, Notes, Prose, Sequence, Tone, plain
from tlskit.render.line_writer import LineWriter, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from tlskit.document import ByteMap, CheckNote, DerivationNote, FieldRow, KeySecret, Note

_NARROWEST = 20
_SENTENCE = re.compile(r"(?<=[.?!;]) ")
_MOST_BYTES = 64
_ARROWS = {True: "->", False: "<-"}
_COVERS = {Cover.CLEAR: "", Cover.OPENED: "*", Cover.SEALED: "#"}


class StoryPrinter:
    """Writes the blocks of a story, and remembers what was said."""

    def __init__(self, console: Console, styles: Mapping[Tone, str], marks: Mapping[Tone, str]) -> None:
        self._pen, self._styles, self._marks = LineWriter(console), styles, marks
        self._said: set[str] = set()

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
        first, width = self._room(indent)
        for number, part in enumerate(folded(self._pen.shown(text), width - 2)):
            self._pen.line(" " * (first + 2 * bool(number)) + self._pen.painted(part, style))

    def _prose(self, text: str, indent: int, style: str = "") -> None:
        first, width = self._room(indent)
        for paragraph in filter(None, plain(text).split("\n\n")):
            for part in folded(self._pen.shown(paragraph), width):
                self._pen.line(" " * first + self._pen.painted(part, style))

    def _room(self, indent: int) -> tuple[int, int]:
        """Return how far in a line begins and how wide it may be: where there is little room, less far in."""
        first = max(min(indent, self._pen.width - _NARROWEST), 0)
        return first, max(self._pen.width - first, _NARROWEST)

    def _sequence(self, block: Sequence) -> None:
        for arrow in block.arrows:
            note = f"  {arrow.note}" if arrow.note else ""
            side = "client ->" if arrow.by_client else "server <-"
            signs = " ".join(filter(None, (_COVERS[arrow.cover], self._mark(arrow.tone).strip())))
            self._line(f"{side} {arrow.label}{f' {signs}' if signs else ''}{note}", 2, self._styles[arrow.tone])
        covers = [cover for cover in Cover if any(arrow.cover is cover for arrow in block.arrows)]
        legend = [f"{_COVERS[cover]} {cover.value}" for cover in covers if _COVERS[cover]]
        legend += [f"{self._mark(tone)}{text}" for tone, text in block.marks]
        if legend:
            self._line("   ".join(legend), 2, "dim")

    # -- messages ------------------------------------------------------------------------------------------------

    def _card(self, block: MessageCard) -> None:
        self._pen.line("")
        self._line(f"{_ARROWS[block.by_client]} {block.title}", 2, "bold")
        self._line(f"{block.cover.value}; {block.place}", 5, "dim")
        if block.summary:
            self._line(block.summary, 5)
        for note in block.notes:
            self._once(note, 5)
        for check in block.checks:
            self._check(check, 5)
        for one in block.maps:
            self._map(one)

    def _note(self, note: Note, indent: int) -> None:
        if note.title:
            self._line(f"{self._mark(note.tone)}{note.title}", indent, self._styles[note.tone] or "bold")
        self._prose(note.text, indent + 2 * bool(note.title))

    def _once(self, note: Note, indent: int) -> None:
        """Write a note unless its text was written before."""
        if self._news(note.text):
            self._note(note, indent)

    def _news(self, *texts: str) -> str:
        """Return those texts that say something new, and remember them."""
        new = []
        for text in texts:
            sentences = {sentence.strip(". ").casefold() for sentence in _SENTENCE.split(plain(text)) if sentence}
            if sentences - self._said:
                self._said |= sentences
                new.append(text)
        return " ".join(new)

    def _mark(self, tone: Tone) -> str:
        return "" if tone in {Tone.PLAIN, Tone.QUIET} else f"{self._marks[tone]} "

    def _check(self, check: CheckNote, indent: int) -> None:
        self._line(f"{self._mark(check.tone)}{check.title}", indent, self._styles[check.tone])
        if check.text and (check.tone is not Tone.QUIET or self._news(check.text)):
            self._prose(check.text, indent + 2)

    def _map(self, block: ByteMap) -> None:
        self._line(f"{block.title}, {len(block.data):,} bytes from byte {block.offset:,} of this side", 5, "dim")
        for row in block.rows:
            self._row(row)

    def _row(self, row: FieldRow) -> None:
        indent = 7 + 2 * row.depth
        about, words = self._news(row.about), self._news(row.meaning, row.why)
        puzzles = [note for note in row.puzzles if self._news(note.text)]
        if row.is_frame and not (row.problem or about or words or puzzles):
            return
        value = f": {row.value}" if row.value else ""
        self._line(f"{row.label}{value}", indent)
        if row.problem:
            self._line(f"! {row.problem}", indent + 4, "bold red")
        self._prose(about, indent + 4)
        self._prose(words, indent + 4, "dim")
        for note in puzzles:
            self._note(note, indent + 4)

    # -- keys ----------------------------------------------------------------------------------------------------

    def _figure(self, block: KeyFigure) -> None:
        for stage in block.stages:
            self._line(stage.title, 2, "bold")
            self._line(f"{stage.operation}: {'; '.join(' '.join(given) for given in stage.inputs)}", 4, "dim")
            self._prose(stage.text, 4)
            for secret in stage.secrets:
                self._secret(secret)

    def _secret(self, secret: KeySecret) -> None:
        self._line(secret.title, 4, "bold" if secret.value else "dim")
        self._line(secret.source, 6, "dim")
        if secret.value:
            self._bytes("", secret.value, 6)
        known = {secret.value: "the secret above"}
        for step in secret.steps:
            self._step(step, known)
            known[step.output] = f"the {step.title} above"
        for check in secret.checks:
            self._line(f"{self._mark(check.tone)}{check.title}", 6, self._styles[check.tone])

    def _step(self, step: DerivationNote, known: Mapping[bytes, str]) -> None:
        label = f" “{step.label}”" if step.label else ""
        self._line(f"{step.title} = {step.operation}{label}  ({step.cites})", 6)
        for name, value in step.inputs:
            if value in known:
                self._line(f"{name}: {known[value]}", 8)
            else:
                self._bytes(f"{name}: ", value, 8)
        self._bytes("= ", step.output, 8)

    def _bytes(self, label: str, data: bytes, indent: int) -> None:
        cut = f" (first {_MOST_BYTES} of {len(data):,} bytes)" if len(data) > _MOST_BYTES else ""
        self._line(f"{label}{data[:_MOST_BYTES].hex() or 'empty'}{cut}", indent)
