"""Cards: each message, alert or run of records told by itself, with its checks and its bytes.

A message that lies whole in a record is shown with the record around it. Where a record holds several messages, or a
message runs over several records, the records are shown once, before the first message that has a part in them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tlskit.document import ByteMap, CheckNote, Cover, MessageCard, Note, Tone
from tlskit.explain.alerts.alert import explain_alert
from tlskit.explain.amount import counted, numbers, since
from tlskit.explain.flight import SENDERS
from tlskit.explain.message_note import alert_text, message_note
from tlskit.explain.story.byte_maps import ByteMaps, puzzle_notes
from tlskit.explain.story.derivations import proved
from tlskit.explain.story.protection import protection
from tlskit.explain.story.puzzles import PuzzlePlace
from tlskit.explain.words.message import message_words
from tlskit.explain.words.record_content import content_words
from tlskit.registry import AlertDescription, ContentType
from tlskit.trace import Direction, Protection, Secret

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tlskit.explain.story.anchors import Anchors
    from tlskit.explain.words.entry import FieldWords
    from tlskit.trace import Message, Record, StreamMap, TraceReport

MOST_RECORDS = 4
"""Of a run of records that are told together, these are shown in their bytes."""

_HARMLESS = frozenset({AlertDescription.close_notify, AlertDescription.user_canceled})

COVERS = {
    Protection.CLEAR: Cover.CLEAR,
    Protection.OPENED: Cover.OPENED,
    Protection.SEALED: Cover.SEALED,
}
"""Whether it could be read, in the words of a document."""


class Cards:
    """Turns the records of a connection into cards, in order."""

    def __init__(self, report: TraceReport, places: StreamMap, anchors: Anchors) -> None:
        self._report, self._places, self._anchors = report, places, anchors
        self._draw = ByteMaps(report, places)
        self._begin = report.records[0].at if report.records else None
        self._shown: set[int] = set()  # records whose bytes stand on a card
        self._asked: set[Note] = set()
        self._proofs: dict[int, list[CheckNote]] = {}
        for message, proof in report.proofs:
            self._proofs.setdefault(id(message), []).append(proved(proof, anchors.of(message)))

    def of(self, records: Sequence[Record]) -> Iterator[MessageCard]:
        """Yield the cards of a flight."""
        for is_run, group in groupby(records, key=self._told_together):
            if is_run is not None:
                yield self._run(tuple(group))
                continue
            for record in group:
                yield from self._record(record)

    def _told_together(self, record: Record) -> tuple[ContentType | None, Protection] | None:
        """What makes neighbours one card: data of the application, and what stays sealed."""
        if record.protection is Protection.SEALED or record.true_type == ContentType.application_data:
            return record.true_type, record.protection
        return None

    def _record(self, record: Record) -> Iterator[MessageCard]:
        for message in record.messages:
            yield self._message(message, record)
        if record.number in self._report.cut_at:
            yield self._message(self._report.cut_at[record.number], record)
        if record.number not in self._shown and not self._places.shares(record):
            yield self._other(record)

    def _message(self, message: Message, record: Record) -> MessageCard:
        records = tuple(self._report.records[piece.record] for piece in message.pieces) or (record,)
        words = message_words(message)
        note = message_note(message)
        damaged = any(message.tree.problems())
        checks = (*protection(self._report, records, self._anchors), *self._proofs.get(id(message), ()))
        puzzles = puzzle_notes(PuzzlePlace(self._report, record, message))
        return MessageCard(
            anchor=self._anchors.of(message),
            title=words.label + (", sent again" if message.retransmitted else ""),
            sender=SENDERS[message.direction],
            by_client=message.direction is Direction.CLIENT_TO_SERVER,
            summary=note.removeprefix(words.label).removeprefix(": "),
            place=self._place(records, len(message.data)),
            cover=COVERS[record.protection],
            tone=Tone.BAD if damaged else _worst(checks),
            notes=(_what(words), *puzzles, *self._record_puzzles(records)),
            checks=checks,
            maps=tuple(self._maps(message, records)),
        )

    def _maps(self, message: Message, records: Sequence[Record]) -> Iterator[ByteMap]:
        shares = self._places.shares(records[0])
        alone = len(records) == 1 and len(shares) == 1 and shares[0].is_whole
        for record in records:
            if record.number not in self._shown:
                self._shown.add(record.number)
                yield self._draw.of_record(record, with_messages=alone)
        if not alone:
            yield self._draw.of_message(message, self._anchors.number(message), records[-1])

    def _other(self, record: Record) -> MessageCard:
        """What is no handshake message: an alert, a ChangeCipherSpec, a heartbeat, a record of another kind."""
        kind = record.true_type
        words = content_words(kind) if kind is not None else None
        summary, tone = record.problem, Tone.BAD if record.problem else Tone.PLAIN
        if record.alert is not None:
            summary = alert_text(record.alert)
            tone = Tone.PLAIN if record.alert.description in _HARMLESS else Tone.BAD
        return self._card((record,), words.label if words else "Record", summary, tone, words)

    def _run(self, records: tuple[Record, ...]) -> MessageCard:
        first = records[0]
        kind = first.true_type
        words = content_words(kind) if kind is not None else None
        total = sum(len(record.content or record.fragment) for record in records)
        sealed = first.protection is Protection.SEALED
        title = "Encrypted" if sealed else words.label if words else "Record"
        if self._is_early(first):
            title = "Early data (0-RTT)"
        summary = f"{counted(len(records), 'record')}, {counted(total, 'byte')}"
        return self._card(records, title, summary, Tone.QUIET, None if sealed else words)

    def _is_early(self, record: Record) -> bool:
        """Tell whether data is sent under a PSK's key, before the handshake is over."""
        if record.protection is Protection.SEALED:
            before = self._report.records[: record.number]
            is_first = all(other.direction is record.direction for other in before)
            return is_first and self._report.negotiated.early_data_offered
        place = self._anchors.epochs.get(record.number)
        return (
            place is not None and self._report.epochs[place].key_log_label == Secret.CLIENT_EARLY_TRAFFIC.key_log_label
        )

    def _card(
        self, records: tuple[Record, ...], title: str, summary: str, tone: Tone, words: FieldWords | None
    ) -> MessageCard:
        first = records[0]
        checks = tuple(protection(self._report, records, self._anchors))
        self._shown.update(record.number for record in records)
        return MessageCard(
            anchor=f"card-{first.number}",
            title=title,
            sender=SENDERS[first.direction],
            by_client=first.direction is Direction.CLIENT_TO_SERVER,
            summary=summary,
            place=self._place(records, sum(len(record.fragment) for record in records)),
            cover=COVERS[first.protection],
            tone=tone,
            notes=(
                *((_what(words),) if words else ()),
                *self._alert(first),
                *self._record_puzzles(records),
                *_cut(records),
            ),
            checks=checks,
            maps=tuple(self._draw.of_record(record, with_messages=True) for record in records[:MOST_RECORDS]),
        )

    def _alert(self, record: Record) -> Iterator[Note]:
        """Yield what an alert can mean here, and what to change."""
        if record.true_type != ContentType.alert:
            return
        told = explain_alert(self._report, record)
        is_harmless = record.alert is not None and record.alert.description in _HARMLESS
        tone = Tone.PLAIN if is_harmless else Tone.WARNING
        yield Note(f"What the {told.sender} says, and when", f"{told.meaning} {told.when}", tone)
        if is_harmless:
            return
        yield Note("What it can mean here", "\n\n".join(told.causes))
        yield Note("What to change", "\n\n".join(filter(None, (*told.change, told.log))))

    def _record_puzzles(self, records: Sequence[Record]) -> Iterator[Note]:
        """Yield what puzzles at records, each once in a story: it would stand at every one of them."""
        for record in records:
            for note in puzzle_notes(PuzzlePlace(self._report, record)):
                if note not in self._asked:
                    self._asked.add(note)
                    yield note

    def _place(self, records: Sequence[Record], length: int) -> str:
        where = f"{_noun('record', records)} {numbers(tuple(record.number for record in records))}"
        packets = tuple(record.packet for record in records if record.packet)
        parts = (
            where,
            counted(length, "byte"),
            f"{_noun('packet', set(packets))} {numbers(packets)}" if packets else "",
            since(records[-1].at, self._begin),
        )
        return ", ".join(filter(None, parts))


def _noun(noun: str, items: Collection[object]) -> str:
    return noun if len(items) == 1 else f"{noun}s"


def _cut(records: Sequence[Record]) -> Iterator[Note]:
    """Say so where not all records of a run are shown."""
    if len(records) > MOST_RECORDS:
        yield Note("", f"The bytes of the first {MOST_RECORDS} of these {len(records):,} records are shown.")


def _what(words: FieldWords) -> Note:
    return Note("", f"{words.meaning} {words.why}")


def _worst(checks: Sequence[CheckNote]) -> Tone:
    tones = {check.tone for check in checks}
    return next((tone for tone in (Tone.BAD, Tone.OPEN, Tone.GOOD) if tone in tones), Tone.PLAIN)
