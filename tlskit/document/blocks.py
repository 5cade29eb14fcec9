"""What is shown, before anybody decides how: sections of blocks, without colour, width or tag.

Renderers turn a :class:`Document` into terminal text, HTML or plain text. Text in it may be untrusted and is raw:
renderers make it visible (:func:`tlskit.core.text.visible`) and escape it for their format.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from tlskit.core import FrozenValue
from tlskit.document.term import Term  # noqa: TC001 - its fields are read when it is defined


class Tone(Enum):
    """What a piece of text means for the reader."""

    GOOD = "good"
    BAD = "bad"
    WARNING = "warning"
    OPEN = "open"
    PLAIN = "plain"
    QUIET = "quiet"


class Headline(FrozenValue):
    """The answer in one sentence."""

    tone: Tone
    text: str


class Row(FrozenValue):
    """A label and what belongs to it; an empty label continues the row above."""

    label: str
    text: str
    tone: Tone = Tone.PLAIN


class Rows(FrozenValue):
    """Labelled rows, aligned."""

    rows: tuple[Row, ...]


class LadderStep(FrozenValue):
    """One certificate of a path."""

    text: str
    note: str
    tone: Tone


class Ladder(FrozenValue):
    """A path, end entity first, each step issued by the next."""

    title: str
    steps: tuple[LadderStep, ...]
    outcome: str = ""
    tone: Tone = Tone.PLAIN


class Card(FrozenValue):
    """One finding: what, about what, in one clause; the remedy; its id and sources; ``anchor`` is where it is told."""

    tone: Tone
    severity: str
    subject: str
    summary: str
    remedy: str
    id: str
    cites: str
    anchor: str = ""


class FlightEntry(FrozenValue):
    """One line of a flight: a message, or a run of records; every column is text, empty where there is nothing."""

    label: str
    number: str = ""
    size: str = ""
    time: str = ""
    record: str = ""
    packet: str = ""
    note: str = ""
    tone: Tone = Tone.PLAIN


class Flight(FrozenValue):
    """What one side sent before the other spoke again; without a ``speaker`` it says something about the others."""

    speaker: str
    entries: tuple[FlightEntry, ...]


class Flights(FrozenValue):
    """A conversation."""

    flights: tuple[Flight, ...]


class FieldLine(FrozenValue):
    """A field: where it begins, how long it is, how deep it stands, what it says; ``data`` is a leaf's bytes.

    ``hue`` counts the leaves, so that neighbours can look different.
    """

    start: int
    size: int
    depth: int
    name: str
    value: str
    problem: str = ""
    data: bytes = b""
    hue: int = 0


class Fields(FrozenValue):
    """The fields of a run of bytes, one below the other; ``with_bytes``: with the bytes of every leaf beside it."""

    lines: tuple[FieldLine, ...]
    with_bytes: bool = False


class Prose(FrozenValue):
    """Paragraphs. ``[[key share]]`` in them names a term of the glossary."""

    paragraphs: tuple[str, ...]


# -- a connection, told ----------------------------------------------------------------------------------------------


class Cover(Enum):
    """Whether others on the way could read it, and whether we can."""

    CLEAR = "in clear"
    OPENED = "encrypted, opened here"
    SEALED = "encrypted, not opened"


class Arrow(FrozenValue):
    """One arrow of a sequence diagram; ``anchor`` is where it is told."""

    anchor: str
    by_client: bool
    label: str
    note: str
    cover: Cover
    tone: Tone = Tone.PLAIN


class Sequence(FrozenValue):
    """Who sent what to whom, in order; ``marks`` say what the tones of its arrows mean."""

    client: str
    server: str
    arrows: tuple[Arrow, ...]
    marks: tuple[tuple[Tone, str], ...] = ()


class Note(FrozenValue):
    """A few sentences with marked terms under a title of their own: a choice, a puzzle, an alert."""

    title: str
    text: str
    tone: Tone = Tone.PLAIN


class Notes(FrozenValue):
    """Several of them."""

    notes: tuple[Note, ...]


class FieldRow(FrozenValue):
    """A field and what is to be said of it; ``start`` and ``end`` are offsets into the bytes of its map.

    ``meaning``, ``why`` and ``about`` (this value) are prose with marked terms; ``puzzles`` are what people ask here.
    ``is_frame``: it only holds others together (a length, a type that the title says, a checksum), and may be passed
    over where room is short and its words stand elsewhere.
    """

    depth: int
    label: str
    name: str
    value: str
    start: int
    end: int
    is_leaf: bool
    meaning: str = ""
    why: str = ""
    about: str = ""
    notation: str = ""
    problem: str = ""
    puzzles: tuple[Note, ...] = ()
    is_frame: bool = False


class ByteMap(FrozenValue):
    """Bytes with their fields; the leaves share out the bytes.

    ``sent`` is what was on the wire where that is not ``data``, because it was encrypted. ``offset`` is where the
    bytes begin in what that side sent.
    """

    anchor: str
    title: str
    data: bytes
    rows: tuple[FieldRow, ...]
    sent: bytes = b""
    offset: int = 0

    def anchor_of(self, number: int) -> str:
        """Where a row is told."""
        return f"{self.anchor}-{number}"


class DerivationNote(FrozenValue):
    """One step of a key derivation: what goes in, under which label, what comes out."""

    title: str
    operation: str
    inputs: tuple[tuple[str, bytes], ...]
    label: str
    output: bytes
    cites: str


class CheckNote(FrozenValue):
    """A check that was made, or not, and the steps that lead to it; ``anchor`` is where it is told."""

    tone: Tone
    title: str
    text: str
    steps: tuple[DerivationNote, ...] = ()
    anchor: str = ""


class MessageCard(FrozenValue):
    """One thing that a side sent: what it is, what it comes to, what was checked of it, its bytes."""

    anchor: str
    title: str
    sender: str
    by_client: bool
    summary: str
    place: str
    cover: Cover
    tone: Tone
    notes: tuple[Note, ...]
    checks: tuple[CheckNote, ...]
    maps: tuple[ByteMap, ...]


class KeySecret(FrozenValue):
    """A secret, what was derived from it, and what shows that it is the right one; ``value`` is empty if unknown."""

    anchor: str
    title: str
    source: str
    value: bytes
    steps: tuple[DerivationNote, ...]
    checks: tuple[CheckNote, ...]


class KeyStage(FrozenValue):
    """One rung of a key schedule; ``operation`` makes it of the ``inputs``, which are said in words."""

    title: str
    text: str
    operation: str
    inputs: tuple[tuple[str, str], ...]
    secrets: tuple[KeySecret, ...]


class KeyFigure(FrozenValue):
    """A key schedule, from the top."""

    stages: tuple[KeyStage, ...]


class Glossary(FrozenValue):
    """The terms that the prose marks."""

    terms: tuple[Term, ...]


Block: TypeAlias = (
    Rows | Ladder | Card | Flights | Fields | Prose | Notes | Sequence | MessageCard | KeyFigure | Glossary
)


class Section(FrozenValue):
    """Blocks under a title."""

    title: str
    blocks: tuple[Block, ...]


class Document(FrozenValue):
    """A whole answer: sentence, remedy, evidence, in that order."""

    headline: Headline
    sections: tuple[Section, ...]
