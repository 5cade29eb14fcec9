"""The flights of a connection: who sent what, message by message; what stays encrypted is told in runs of records."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from tlskit.document import Flight, FlightEntry, Flights, Tone
from tlskit.explain.amount import counted, numbers, since, size
from tlskit.explain.message_note import alert_text, message_note
from tlskit.registry import ContentType
from tlskit.trace import Direction, Protection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.trace import Message, Record, TraceReport

MOST_ENTRIES = 60
"""No more lines than this are shown of a connection, unless everything is asked for."""

SENDERS = {Direction.CLIENT_TO_SERVER: "client", Direction.SERVER_TO_CLIENT: "server"}
SPEAKERS = {Direction.CLIENT_TO_SERVER: "client ->", Direction.SERVER_TO_CLIENT: "server <-"}
_ALERT_SIZED = frozenset({19, 2 + 1 + 8})  # an alert, its type and a tag of 16 or 8 bytes (RFC 8446 section 5.2)


def flights(report: TraceReport, *, full: bool = False) -> Flights:
    """Return all flights; of very many lines the first, unless ``full``."""
    begin = report.records[0].at if report.records else None
    told = _FlightWriter(report, begin)
    found = [
        Flight(SPEAKERS[direction], tuple(told.entries(tuple(records))))
        for direction, records in groupby(report.records, key=lambda record: record.direction)
    ]
    shown = tuple(flight for flight in found if flight.entries)
    return Flights(shown if full else _cut(shown))


def _cut(shown: tuple[Flight, ...]) -> tuple[Flight, ...]:
    """Leave out what is too much."""
    kept, left = [], MOST_ENTRIES
    for flight in shown:
        if left > 0:
            kept.append(Flight(flight.speaker, flight.entries[:left]))
        left -= len(flight.entries)
    if left < 0:
        gap = FlightEntry(label=f"... {counted(-left, 'more line')}", note="--full shows all", tone=Tone.QUIET)
        kept.append(Flight("", (gap,)))
    return tuple(kept)


class _FlightWriter:
    """Turns the records of a flight into lines."""

    def __init__(self, report: TraceReport, begin: int | None) -> None:
        self._report, self._begin = report, begin

    def entries(self, records: tuple[Record, ...]) -> Iterator[FlightEntry]:
        for label, run in groupby(records, key=self._run_label):
            if label:
                yield self._run(label, tuple(run))
            else:
                for record in run:
                    yield from self._record(record)

    def _run_label(self, record: Record) -> str:
        """Name what is told in runs; nothing for what has a line of its own."""
        kind = record.content_type
        if record.protection is Protection.SEALED:
            hidden = kind == ContentType.application_data and self._report.hellos.is_tls13
            return "encrypted" if kind is None or hidden else f"{_words(kind)}, encrypted"
        return "application data, opened" if record.true_type == ContentType.application_data else ""

    def _run(self, label: str, run: Sequence[Record]) -> FlightEntry:
        total = sum(len(record.fragment) for record in run)
        text = label if len(run) == 1 else f"{label}, {counted(len(run), 'record')}"
        note = ""
        if run[-1].is_cut:
            note = "the end is missing"
        elif len(run) == 1 and self._report.hellos.is_tls13 and total in _ALERT_SIZED:
            note = "as long as an alert is"
        return self._entry(text, total, run, note=note, tone=Tone.QUIET)

    def _record(self, record: Record) -> Iterator[FlightEntry]:
        for message in record.messages:
            yield self._of_message(message, record)
        cut = self._report.cut_at.get(record.number)
        if cut is not None:
            yield self._of_message(cut, record)
        elif record.alert is not None:
            yield self._entry("alert", len(record.content), (record,), note=alert_text(record.alert), tone=Tone.WARNING)
        elif record.sslv2 is not None:
            yield self._entry(f"SSL 2.0 {record.sslv2.get('msg_type', 'message')}", len(record.content), (record,))
        elif record.problem:
            label = "record" if record.true_type is None else record.true_type.label
            yield self._entry(label, len(record.content), (record,), note=record.problem, tone=Tone.BAD)
        elif record.true_type != ContentType.handshake and record.true_type is not None:
            yield self._entry(record.true_type.label, len(record.content), (record,))

    def _of_message(self, message: Message, record: Record) -> FlightEntry:
        damaged = any(message.tree.problems())
        note = message_note(message) + ("; damaged: --fields shows where" if damaged and not message.is_cut else "")
        records = tuple(self._report.records[piece.record] for piece in message.pieces) or (record,)
        label = message.type.label + (", sent again" if message.retransmitted else "")
        tone = Tone.BAD if damaged else Tone.PLAIN
        number = str(self._report.numbers[message])
        return self._entry(label, len(message.data), records, number=number, note=note.removeprefix("; "), tone=tone)

    def _entry(self, label: str, length: int, records: Sequence[Record], **told: Any) -> FlightEntry:  # noqa: ANN401
        """A line with its size, time and places; ``told`` are the other fields of an entry."""
        packets = tuple(record.packet for record in records if record.packet)
        return FlightEntry(
            label=label,
            size=size(length),
            time=since(records[-1].at, self._begin),
            record=numbers(tuple(record.number for record in records)),
            packet=numbers(packets) if packets else "",
            **told,
        )


def _words(kind: ContentType) -> str:
    return "application data" if kind == ContentType.application_data else kind.label
