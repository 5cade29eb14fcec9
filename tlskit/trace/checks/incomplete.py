"""What is missing: bytes that were not captured, a side, the end of a message, the end of the handshake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.registry import AlertDescription, ContentType
from tlskit.trace.chunk import Direction
from tlskit.trace.location import Location, TraceFinding, field_place, last_place, record_place
from tlskit.trace.state.transition import ESTABLISHED, State
from tlskit.wire import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis

_SIDES = {Direction.CLIENT_TO_SERVER: "client", Direction.SERVER_TO_CLIENT: "server"}
_SHOWN = 60  # bytes of what is no TLS


class Gap(
    TraceFinding,
    id="trace.incomplete.gap",
    severity=Severity.NOTICE,
    cites=Citation("RFC 9293", "3.4"),
):
    """The capture lacks bytes that the connection had.

    The other side acknowledged them, or later bytes came: so it is the capture that lost them, not the connection.
    Records are read again from the next one whose beginning can be found.
    """

    summary = "{count:,} bytes were not captured"
    remedy = "Capture with a larger buffer and without a length limit (tcpdump -B 65536 -s 0), nearer to one end."
    count: int


class UnreadBytes(
    TraceFinding,
    id="trace.incomplete.unread",
    severity=Severity.NOTICE,
    cites=Citation("RFC 8446", "5.1"),
):
    """Bytes of the connection are no whole record.

    The capture may end inside a record or lack its beginning; where neither is so, something other than TLS was sent.
    """

    summary = "{count:,} bytes are no record: {reason}"
    remedy = "Capture the whole connection; if this is the whole of it, look at what was sent there."
    count: int
    reason: str


class CutMessage(
    TraceFinding,
    id="trace.incomplete.message",
    severity=Severity.NOTICE,
    cites=Citation("RFC 8446", "5.1"),
):
    """The connection or the capture ends before the last byte of a handshake message.

    What came is shown. Large messages (long chains, post-quantum key shares) are the ones that a broken path loses.
    """

    summary = "ends after {came}"
    remedy = "Capture the whole connection; if this is the whole of it, look for what swallows large packets."
    came: str
    present: int
    announced: int


class CutRecord(
    TraceFinding,
    id="trace.incomplete.record",
    severity=Severity.NOTICE,
    cites=Citation("RFC 8446", "5.1"),
):
    """The connection or the capture ends before the last byte of a record, or the capture lost it.

    What came is shown, as far as it is not encrypted: a protected record opens only as a whole.
    """

    summary = "ends after {present:,} of {announced:,} bytes"
    remedy = "Capture the whole connection; if this is the whole of it, find out why the rest was not sent."
    present: int
    announced: int


class OneSided(
    TraceFinding,
    id="trace.incomplete.one_sided",
    severity=Severity.NOTICE,
    cites=Citation("RFC 8446", "2"),
):
    """Only one side's records were captured.

    What was chosen, or why it failed, often stands in the other side's. Where the other side had the time to answer and
    did not, that is what happened.
    """

    summary = "the {silent} sent no record that was captured"
    remedy = "Capture both directions; if they were, find out why the {silent} does not answer."
    silent: str


class HandshakeUnfinished(
    TraceFinding,
    id="trace.incomplete.handshake",
    severity=Severity.WARNING,
    cites=(Citation("RFC 8446", "2"), Citation("RFC 5246", "7.3")),
):
    """The connection ended before its handshake was complete.

    An alert, if one was sent, says why. A reset or an end without one mostly comes from a server that does not like the
    offer, from a middlebox, or from a time limit.
    """

    summary = "the connection ended before the handshake was complete, {how}"
    remedy = "{change}"
    how: str
    states: tuple[str, ...]
    change: str


class NoTlsInCapture(
    TraceFinding,
    id="trace.incomplete.not_tls",
    severity=Severity.ERROR,
    cites=Citation("RFC 8446", "5.1"),
):
    """One side speaks TLS, and the other answers in another protocol.

    Mostly the port is that of a server without TLS, or of one with which TLS begins only when it is asked for.
    """

    summary = "the {speaker} does not speak TLS: what it sent begins with {seen}"
    remedy = "Use the port where it does, or begin with STARTTLS (tlskit trace smtp://HOST, imap://HOST and so on)."
    speaker: str
    seen: str


class NotKept(
    TraceFinding,
    id="trace.incomplete.not_kept",
    severity=Severity.NOTICE,
    cites=Citation("tlskit Budget"),
):
    """The connection is longer than what is kept of one in memory.

    The handshake stands at the beginning and was read; what was left out is at the end.
    """

    summary = "{count:,} bytes at the end were left out, since a connection is kept up to a limit"
    remedy = "Cut the capture to the part that matters."
    count: int


KINDS = (Gap, UnreadBytes, CutMessage, CutRecord, OneSided, HandshakeUnfinished, NoTlsInCapture, NotKept)


def check(report: Analysis) -> Iterator[Finding]:
    """Report what is not there."""
    foreign = _foreign(report)
    for direction, said in foreign.items():
        seen = ascii((said.splitlines() or [b""])[0][:_SHOWN].decode("latin-1"))
        place = Location(direction, None, None, "", Span(0, len(said)))
        yield NoTlsInCapture(place=place, speaker=_SIDES[direction], seen=seen)
    for unread in report.unread:
        if unread.direction in foreign:
            continue
        place = Location(unread.direction, None, None, "", unread.span)
        if unread.lost:
            yield Gap(place=place, count=unread.span.size)
        else:
            yield UnreadBytes(place=place, count=unread.span.size, reason=unread.reason)
    told = {piece.record for message in report.cut_messages for piece in message.pieces}
    for record in report.records:
        if record.is_cut and record.number not in told:
            yield CutRecord(place=record_place(record), present=len(record.fragment), announced=record.announced)
    for message in report.cut_messages:
        place = field_place(report, message, None, message.type.label)
        yield CutMessage(place=place, came=message.came, present=message.length, announced=message.announced)
    if report.transcript.not_kept:
        yield NotKept(place=last_place(report), count=report.transcript.not_kept)
    yield from _ending(report, is_whole=not foreign)


def _foreign(report: Analysis) -> dict[Direction, bytes]:
    """Return what a side said that answered TLS with something else, from its first byte on."""
    chunks, speaking = report.transcript.chunks, {record.direction for record in report.records}
    preamble = report.preamble
    if preamble is None or preamble.protocol or len(speaking) != 1:
        return {}
    (speaker,) = speaking
    other = speaker.opposite
    said = b"".join(chunk.data for chunk in chunks if chunk.direction is other)
    is_lossy = any(unread.lost for unread in report.unread if unread.direction is other)
    begins_tls = preamble.offset(other) == 0 or (said[0] in ContentType.known and said[1:2] in {b"", b"\3"})
    return {} if begins_tls or is_lossy or preamble.offset(speaker) else {other: said}


def _ending(report: Analysis, *, is_whole: bool) -> Iterator[Finding]:
    seen = {record.direction for record in report.records}
    if is_whole and len(seen) == 1:
        (speaker,) = seen
        yield OneSided(place=last_place(report), silent=_SIDES[speaker.opposite])
    states = report.walk.states
    if not report.records or states & ESTABLISHED or State.START in states:
        return
    how, change = _how_it_ended(report)
    standing = tuple(sorted(state.value for state in states))
    yield HandshakeUnfinished(place=last_place(report), how=how, states=standing, change=change)


def _how_it_ended(report: Analysis) -> tuple[str, str]:
    """Return how a connection ended, and what to do where it did so too soon."""
    alerts = [record.alert for record in report.records if record.alert is not None]
    if alerts:
        description = alerts[-1].description
        if description == AlertDescription.close_notify:
            return (
                "with close_notify",
                "Find out on the side that closed why it did: it ended in order, without an error.",
            )
        return f"with the alert {description}", "See what is said about the alert."
    ended = dict(report.transcript.ended)
    resets = [_SIDES[direction] for direction, how in ended.items() if how == "reset"]
    if resets:
        return (
            f"with a TCP reset by the {resets[0]}",
            f"Read the log of the {resets[0]}, and look for a middlebox that resets connections.",
        )
    if ended:
        closer = _SIDES[next(iter(ended))]
        return (
            f"closed by the {closer} without an alert",
            f"Read the log of the {closer}: nothing on the wire says why.",
        )
    return "or the capture did", "Capture longer; if nothing more comes, find out which side does not answer."
