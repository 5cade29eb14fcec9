"""A connection told from its first byte to its last: flight by flight, each message opened, each claim checked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.document import (
    TERMS,
    Arrow,
    Document,
    Glossary,
    Headline,
    KeyFigure,
    MessageCard,
    Note,
    Notes,
    Prose,
    Section,
    Sequence,
    Tone,
    terms_in,
)
from tlskit.explain.card import card
from tlskit.explain.flight import SENDERS
from tlskit.explain.story.anchors import Anchors
from tlskit.explain.story.cards import Cards
from tlskit.explain.story.choices import choices
from tlskit.explain.story.in_short import in_short, sealed
from tlskit.explain.story.key_exchange import key_exchange
from tlskit.explain.story.key_figure import epochs_of, key_figure
from tlskit.explain.trace import tone, trace_answer, trace_document
from tlskit.trace import Direction, Location, StreamMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Sequence as SequenceOf

    from tlskit.document import Term
    from tlskit.finding import Finding
    from tlskit.trace import TraceReport

_MARKS = (
    (Tone.GOOD, "checked, and right"),
    (Tone.OPEN, "could not be checked"),
    (Tone.BAD, "something is wrong here"),
)
_SECRETS = "The secrets below open this connection and no other: whoever has them can read what was said in it."
MOST_CARDS = 300
"""More than these are not told; a connection that long repeats itself."""


def story_document(report: TraceReport, *, source: SequenceOf[tuple[str, str]] = ()) -> Document:
    """Return the whole story; ``source``: label and text of where the connection comes from."""
    places = StreamMap(report)
    anchors = Anchors(places, epochs_of(report))
    flights = tuple(_flights(report, Cards(report, places, anchors)))
    told = [block for flight in flights for block in flight.blocks if isinstance(block, MessageCard)]
    facts = [section for section in trace_document(report, source=source).sections if section.title in _FACTS]
    sections = (
        Section("In short", (*_paragraphs(in_short(report)), *_sealed(report))),
        Section("Findings", tuple(card(finding).replace(anchor=_place(finding, told)) for finding in report.findings)),
        Section("The conversation", (_sequence(report, told),) if told else ()),
        Section("What was chosen, and by whom", tuple(_choices(report))),
        *flights,
        Section("The keys", tuple(_keys(report, anchors))),
        *facts,
    )
    kept = tuple(section for section in sections if section.blocks)
    return Document(Headline(tone(report), trace_answer(report)), (*kept, Section("Glossary", (_glossary(kept),))))


def keys_document(report: TraceReport) -> Document:
    """Return the key schedule alone."""
    anchors = Anchors(StreamMap(report), epochs_of(report))
    sections = (Section("In short", tuple(_sealed(report))), Section("The keys", tuple(_keys(report, anchors))))
    return Document(
        Headline(tone(report), trace_answer(report)), tuple(section for section in sections if section.blocks)
    )


def _place(finding: Finding, told: Iterable[MessageCard]) -> str:
    """Return where a finding's field is told, or else its record; nothing where neither is."""
    place = finding.subject
    if not isinstance(place, Location):
        return ""
    is_client = place.direction is Direction.CLIENT_TO_SERVER
    maps = [one for each in told if each.by_client is is_client for one in each.maps]
    for one in maps:
        for number, row in enumerate(one.rows):
            if (one.offset + row.start, one.offset + row.end) == (place.span.start, place.span.end):
                return one.anchor_of(number)
    record = f"record-{place.record}"
    return record if record in {one.anchor for one in maps} else ""


def _paragraphs(texts: tuple[str, ...]) -> Iterator[Prose]:
    if texts:
        yield Prose(texts)


def _sealed(report: TraceReport) -> Iterator[Notes]:
    note = sealed(report)
    if note is not None:
        yield Notes((note,))


def _choices(report: TraceReport) -> Iterator[Notes]:
    notes = tuple(Note(f"{choice.subject}: {choice.chosen}", choice.text) for choice in choices(report))
    if notes:
        yield Notes(notes)


def _keys(report: TraceReport, anchors: Anchors) -> Iterator[Prose | KeyFigure]:
    yield from _paragraphs((*key_exchange(report), *((_SECRETS,) if report.epochs else ())))
    figure = key_figure(report, anchors)
    if figure is not None:
        yield figure


def _glossary(told: object) -> Glossary:
    """Return the terms that a text marks, and those that their explanations mark."""
    found: dict[Term, None] = {}
    waiting = [term for text in _texts(told) for term in terms_in(text)]
    while waiting:
        term = waiting.pop()
        if term not in found:
            found[term] = None
            waiting.extend(terms_in(term.meaning))
    return Glossary(tuple(term for term in TERMS if term in found))


def _texts(value: object) -> Iterator[str]:
    """Yield every text in what was told."""
    match value:
        case str():
            yield value
        case tuple():
            for item in value:
                yield from _texts(item)
        case FrozenValue():
            yield from _texts(tuple(value.__dict__.values()))


_FACTS = ("Before TLS", "Agreed", "Certificates", "Fingerprints", "Not read", "Connection")


def _flights(report: TraceReport, cards: Cards) -> Iterator[Section]:
    left = MOST_CARDS
    flights = groupby(report.records, key=lambda record: record.direction)
    for number, (direction, records) in enumerate(flights, 1):
        found = tuple(cards.of(tuple(records)))
        if left <= 0 or not found:
            continue
        blocks: tuple[MessageCard | Prose, ...] = found[:left]
        if len(found) > left:
            blocks = (*blocks, Prose((f"The connection goes on for {len(found) - left:,} more messages and longer.",)))
        left -= len(found)
        yield Section(f"Flight {number}: {_heading(SENDERS[direction], found)}", blocks)


def _heading(sender: str, cards: SequenceOf[MessageCard]) -> str:
    """Return who sent what, from the first to the last: ``the server, ServerHello to Finished``."""
    first, last = cards[0].title, cards[-1].title
    return f"the {sender}, {first if first == last else f'{first} to {last}'}"


def _sequence(report: TraceReport, cards: Iterable[MessageCard]) -> Sequence:
    arrows = tuple(
        Arrow(told.anchor, told.by_client, told.title, told.summary, told.cover, told.tone) for told in cards
    )
    tones = {arrow.tone for arrow in arrows}
    marks = tuple((tone, text) for tone, text in _MARKS if tone in tones)
    return Sequence(report.transcript.client, report.transcript.server, arrows, marks)
