"""What is shown, before anybody decides how: sections of blocks, without colour, width or tag.

Renderers turn a :class:`Document` into terminal text, HTML or plain text. Text in it may be untrusted and is raw:
renderers make it visible (:func:`tlskit.finding.text.visible`) and escape it for their format.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Tone(Enum):
    """What a piece of text means for the reader."""

    GOOD = "good"
    BAD = "bad"
    WARNING = "warning"
    OPEN = "open"
    PLAIN = "plain"
    QUIET = "quiet"


@dataclass(frozen=True)
class Headline:
    """The answer in one sentence."""

    tone: Tone
    text: str


@dataclass(frozen=True)
class Row:
    """A label and what belongs to it; an empty label continues the row above."""

    label: str
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Rows:
    """Labelled rows, aligned."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Step:
    """One certificate of a path."""

    text: str
    note: str
    tone: Tone


@dataclass(frozen=True)
class Ladder:
    """A path, end entity first, each step issued by the next."""

    title: str
    steps: tuple[Step, ...]
    outcome: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Card:
    """One finding: what, about which certificate, in one clause; the remedy; its id and sources."""

    tone: Tone
    severity: str
    subject: str
    summary: str
    remedy: str
    id: str
    cites: str


Block: TypeAlias = Rows | Ladder | Card


@dataclass(frozen=True)
class Section:
    """Blocks under a title."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole answer: sentence, remedy, evidence, in that order."""

    headline: Headline
    sections: tuple[Section, ...]
