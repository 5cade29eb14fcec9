"""What is shown, before how: headlines, sections, rows, terms. Pure."""  # made by scripts/gen_faces.py

from tlskit.document.blocks import Arrow as Arrow
from tlskit.document.blocks import Block as Block
from tlskit.document.blocks import ByteMap as ByteMap
from tlskit.document.blocks import Card as Card
from tlskit.document.blocks import CheckNote as CheckNote
from tlskit.document.blocks import Cover as Cover
from tlskit.document.blocks import DerivationNote as DerivationNote
from tlskit.document.blocks import Document as Document
from tlskit.document.blocks import FieldLine as FieldLine
from tlskit.document.blocks import FieldRow as FieldRow
from tlskit.document.blocks import Fields as Fields
from tlskit.document.blocks import Flight as Flight
from tlskit.document.blocks import FlightEntry as FlightEntry
from tlskit.document.blocks import Flights as Flights
from tlskit.document.blocks import Glossary as Glossary
from tlskit.document.blocks import Headline as Headline
from tlskit.document.blocks import KeyFigure as KeyFigure
from tlskit.document.blocks import KeySecret as KeySecret
from tlskit.document.blocks import KeyStage as KeyStage
from tlskit.document.blocks import Ladder as Ladder
from tlskit.document.blocks import LadderStep as LadderStep
from tlskit.document.blocks import MessageCard as MessageCard
from tlskit.document.blocks import Note as Note
from tlskit.document.blocks import Notes as Notes
from tlskit.document.blocks import Prose as Prose
from tlskit.document.blocks import Row as Row
from tlskit.document.blocks import Rows as Rows
from tlskit.document.blocks import Section as Section
from tlskit.document.blocks import Sequence as Sequence
from tlskit.document.blocks import Tone as Tone
from tlskit.document.glossary.terms import TERMS as TERMS
from tlskit.document.glossary.terms import term_named as term_named
from tlskit.document.glossary.terms import terms_in as terms_in
from tlskit.document.markup import plain as plain
from tlskit.document.markup import quoted as quoted
from tlskit.document.markup import runs as runs
from tlskit.document.markup import shown as shown
from tlskit.document.term import Term as Term

__all__ = [
    "Arrow",
    "Block",
    "ByteMap",
    "Card",
    "CheckNote",
    "Cover",
    "DerivationNote",
    "Document",
    "FieldLine",
    "FieldRow",
    "Fields",
    "Flight",
    "FlightEntry",
    "Flights",
    "Glossary",
    "Headline",
    "KeyFigure",
    "KeySecret",
    "KeyStage",
    "Ladder",
    "LadderStep",
    "MessageCard",
    "Note",
    "Notes",
    "Prose",
    "Row",
    "Rows",
    "Section",
    "Sequence",
    "TERMS",
    "Term",
    "Tone",
    "plain",
    "quoted",
    "runs",
    "shown",
    "term_named",
    "terms_in",
]
