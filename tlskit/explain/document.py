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


Block: TypeAlias = Rows | Ladder | Card


class Section(FrozenValue):
    """Blocks under a title."""

    title: str
    blocks: tuple[Block, ...]


class Document(FrozenValue):
    """A whole answer: sentence, remedy, evidence, in that order."""

    headline: Headline
    sections: tuple[Section, ...]
