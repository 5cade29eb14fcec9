"""What is shown, before anybody decides how: sections of blocks, without colour, width or tag.

Renderers turn a :class:`Document` into terminal text, HTML or plain text. Text in it may be untrusted and is raw:
renderers make it visible (:func:`tlskit.finding.text.visible`) and escape it for their format.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from tlskit.finding.value import FrozenValue


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


class Step(FrozenValue):
    """One certificate of a path."""

    text: str
    note: str
    tone: Tone


class Ladder(FrozenValue):
    """A path, end entity first, each step issued by the next."""

    title: str
    steps: tuple[Step, ...]
    outcome: str = ""
    tone: Tone = Tone.PLAIN


class Card(FrozenValue):
    """One finding: what, about which certificate, in one clause; the remedy; its id and sources."""

    tone: Tone
    severity: str
    subject: str
    summary: str
    remedy: str
    id: str
    cites: str


class Entry(FrozenValue):
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
    """What one side sent before the other spoke again."""

    arrow: str
    sender: str
    entries: tuple[Entry, ...]


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


Block: TypeAlias = Rows | Ladder | Card | Flights | Fields


class Section(FrozenValue):
    """Blocks under a title."""

    title: str
    blocks: tuple[Block, ...]


class Document(FrozenValue):
    """A whole answer: sentence, remedy, evidence, in that order."""

    headline: Headline
    sections: tuple[Section, ...]
