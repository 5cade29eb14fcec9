"""Walking along the transition tables: which messages came where they may, and which did not.

The walker keeps every state that the connection may be in. What cannot be seen (sealed records, bytes that were not
captured, a side that was not captured) adds all states that the side may have led to meanwhile; a message that is seen
leaves those in which it may come. Only where none is left the order is violated: the walker then goes on from where
that message leads. The two sides' bytes have no order between them but what the messages give: a message waits for the
other side's where it must, so it does not matter when a capture delivered them.
"""

from __future__ import annotations

from collections import deque
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tlskit.core import FrozenValue
from tlskit.registry import AlertDescription, ContentType
from tlskit.trace.chunk import Direction, Orientation, Transport
from tlskit.trace.record.decrypted import Protection
from tlskit.trace.state.transition import BEGINNINGS, KINDS, TLS_1_2, TLS_1_3, MessageKind, State, Transition
from tlskit.wire import HelloRetryRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tlskit.trace.observation import Observation
    from tlskit.trace.record.record import Message, Record

States = frozenset[State]
_ANYWHERE: States = frozenset(State)
_SSLV2_CLIENT_HELLO = 1


class SentMessage(NamedTuple):
    """Something that one side sent. ``kind`` is ``None`` where it cannot be seen what or how much it was.

    ``name`` is what is seen: a message that no table has is named, and has no kind but is not hidden.
    """

    direction: Direction
    record: int
    kind: MessageKind | None = None
    name: str = ""
    message: Message | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether it may be any number of any messages."""
        return not self.name


class StateStep(NamedTuple):
    """One thing sent, the states in which the connection may have been before it, and those after it.

    ``violates`` tells that it was not allowed in any of the states before it.
    """

    sent: SentMessage
    before: States
    after: States
    violates: bool = False


class Handshake(FrozenValue):
    """One handshake of a connection: its messages as far as they can be read."""

    number: int
    messages: tuple[Message, ...]


class StateWalk(FrozenValue):
    """All steps in the order in which they make sense, and the states in which the connection may be at its end."""

    steps: tuple[StateStep, ...]
    states: States

    @property
    def violations(self) -> tuple[StateStep, ...]:
        """The steps that the tables do not allow."""
        return tuple(step for step in self.steps if step.violates)

    @property
    def handshakes(self) -> tuple[Handshake, ...]:
        """The messages, parted where a ClientHello begins a handshake; what comes after one belongs to it."""
        parts: list[list[Message]] = [[]]
        for step in self.steps:
            if step.sent.kind is MessageKind.CLIENT_HELLO and step.before & BEGINNINGS and parts[-1]:
                parts.append([])
            if step.sent.message is not None:
                parts[-1].append(step.sent.message)
        return tuple(Handshake(number, tuple(messages)) for number, messages in enumerate(filter(None, parts)))


def walk(
    sent: Iterable[SentMessage],
    rows: tuple[Transition, ...] = TLS_1_2 + TLS_1_3,
    states: States = frozenset({State.START}),
    unseen: frozenset[Direction] = frozenset(),
    complete: frozenset[Direction] = frozenset(),
) -> StateWalk:
    """Follow what was sent from ``states``.

    ``unseen`` are sides of which nothing was captured; ``complete`` are those of which it is known that nothing came
    behind the last thing that was captured.
    """
    return _Walker(_table(rows), states, unseen, complete).walk(sent)


def state_walk(report: Observation) -> StateWalk:
    """Follow what a report has."""
    sent = tuple(_sent(report))
    seen = {thing.direction for thing in sent} | {one.direction for one in report.records if one.alert is not None}
    ended = {direction for direction, how in report.transcript.ended if how == "fin"}
    whole = _is_from_its_beginning(report, sent)
    rows = _rows(report)
    return walk(
        sent if rows is TLS_1_3 else _trusted(report, sent, whole=whole),
        rows,
        frozenset({State.START}) if whole else _ANYWHERE,
        frozenset(set(Direction) - seen),
        frozenset(ended if not report.transcript.not_kept else ()),
    )


class _Table:
    """The rows, to be looked up."""

    def __init__(self, rows: tuple[Transition, ...]) -> None:
        self.next: dict[tuple[State, Direction, MessageKind], set[State]] = {}
        self.unseen: dict[tuple[State, Direction], set[State]] = {}
        self.anywhere: dict[tuple[Direction, MessageKind], set[State]] = {}
        for state, direction, kind, following in rows:
            self.next.setdefault((state, direction, kind), set()).add(following)
            self.unseen.setdefault((state, direction), set()).add(following)
            self.anywhere.setdefault((direction, kind), set()).add(following)

    def after(self, states: States, direction: Direction, kind: MessageKind) -> set[State]:
        return {following for state in states for following in self.next.get((state, direction, kind), ())}

    def reachable(self, states: Iterable[State], directions: Iterable[Direction]) -> States:
        """Return the states, and those that messages of these sides lead to."""
        found = set(states)
        waiting = list(found)
        while waiting:
            state = waiting.pop()
            new = {step for direction in directions for step in self.unseen.get((state, direction), ())} - found
            found |= new
            waiting.extend(new)
        return frozenset(found)


_table = cache(_Table)


class _Walker:
    def __init__(
        self, table: _Table, states: States, unseen: frozenset[Direction], complete: frozenset[Direction]
    ) -> None:
        self.table = table
        self.hiding = set(unseen)
        self.unseen = unseen
        self.complete = complete
        self.states = table.reachable(states, self.hiding)
        self.steps: list[StateStep] = []

    def walk(self, sent: Iterable[SentMessage]) -> StateWalk:
        queues: dict[Direction, deque[SentMessage]] = {direction: deque() for direction in Direction}
        for thing in sent:
            queues[thing.direction].append(thing)
        while any(queues.values()):
            first = sorted((queue for queue in queues.values() if queue), key=lambda queue: queue[0].record)
            chosen = next((queue for queue in first if self._is_allowed(queue[0])), None)
            if chosen is None and len(first) == 1 and self._hide_rest(first[0][0].direction.opposite):
                continue
            self._take((chosen or first[0]).popleft(), violates=chosen is None)
        return StateWalk(tuple(self.steps), self.states)

    def _is_allowed(self, thing: SentMessage) -> bool:
        if thing.is_hidden:
            return True
        return thing.kind is not None and bool(self.table.after(self.states, thing.direction, thing.kind))

    def _hide_rest(self, direction: Direction) -> bool:
        """What a side sent behind its last bytes that were captured is not known; tell whether that is news."""
        if direction in self.complete or direction in self.hiding:
            return False
        self.hiding.add(direction)
        self.states = self.table.reachable(self.states, self.hiding)
        return True

    def _take(self, thing: SentMessage, *, violates: bool) -> None:
        if thing.is_hidden and thing.direction in self.hiding:
            return
        before = self.states
        after: Iterable[State] = before
        if thing.is_hidden:
            self.hiding.add(thing.direction)
        else:
            self.hiding -= {thing.direction} - self.unseen
        if thing.kind is not None:
            after = self.table.after(before, thing.direction, thing.kind)
            after = after or self.table.anywhere.get((thing.direction, thing.kind), before)
        self.states = self.table.reachable(after, self.hiding)
        self.steps.append(StateStep(thing, before, self.states, violates))


def _rows(report: Observation) -> tuple[Transition, ...]:
    """Return the table of the version that the server chose, or both."""
    version = report.hellos.version
    if version is None:
        return TLS_1_2 + TLS_1_3
    return TLS_1_3 if version.is_tls13 or version == _DTLS_1_3 else TLS_1_2


_DTLS_1_3 = 0xFEFC


def _is_from_its_beginning(report: Observation, sent: tuple[SentMessage, ...]) -> bool:
    """Tell whether nothing came before what was captured: the SYN was, or the first thing is a ClientHello."""
    hellos = {MessageKind.CLIENT_HELLO, MessageKind.HELLO_REQUEST}
    first = next((thing for thing in sent if thing.direction is Direction.CLIENT_TO_SERVER), None)
    if first is None:
        first = sent[0] if sent else None
        hellos = {MessageKind.SERVER_HELLO, MessageKind.HELLO_RETRY_REQUEST, MessageKind.HELLO_REQUEST}
    known = report.transcript.orientation is Orientation.KNOWN and report.transcript.transport is Transport.STREAM
    return known or (first is not None and first.kind in hellos)


def _sent(report: Observation) -> Iterator[SentMessage]:
    """Yield what a report has, in its order, with what could not be seen at its place."""
    missing = {
        direction: deque(sorted(unread.start for unread in report.unread if unread.direction is direction))
        for direction in Direction
    }
    sequences = _Sequences()
    for record in report.records:
        direction, waiting = record.direction, missing[record.direction]
        while waiting and waiting[0] < record.end:
            waiting.popleft()
            yield SentMessage(direction, record.number)
        for thing in _of_record(record):
            if sequences.miss(thing):
                yield SentMessage(direction, record.number)
            yield thing
    partial = {message.direction for message in report.cut_messages}
    for direction in Direction:
        if missing[direction] or direction in partial:
            yield SentMessage(direction, len(report.records))


def _trusted(report: Observation, sent: tuple[SentMessage, ...], *, whole: bool) -> Iterator[SentMessage]:
    """Hide what may be ciphertext although it seems to be a message in clear.

    Up to TLS 1.2 it is a ChangeCipherSpec that tells the two apart, and that may be among the bytes that are missing.
    """
    changed = {thing.direction: thing.record for thing in sent if thing.kind is MessageKind.CHANGE_CIPHER_SPEC}
    doubtful = dict.fromkeys(Direction, not whole)
    for thing in sent:
        doubtful[thing.direction] |= thing.is_hidden
        is_clear = thing.message is not None and report.records[thing.record].protection is Protection.CLEAR
        if is_clear and doubtful[thing.direction] and thing.record > changed.get(thing.direction, -1):
            yield SentMessage(thing.direction, thing.record)
        else:
            yield thing


def _of_record(record: Record) -> Iterator[SentMessage]:
    hidden = SentMessage(record.direction, record.number)
    if record.sslv2 is not None:
        if record.sslv2.get("msg_type") == _SSLV2_CLIENT_HELLO:
            yield hidden._replace(kind=MessageKind.CLIENT_HELLO, name="ClientHello of SSL 2.0")
        return
    if record.protection is Protection.SEALED:
        if record.content_type in _MAY_HIDE:
            yield hidden
        return
    match record.true_type:
        case ContentType.change_cipher_spec:
            yield hidden._replace(kind=MessageKind.CHANGE_CIPHER_SPEC, name=MessageKind.CHANGE_CIPHER_SPEC.value)
        case ContentType.alert if record.alert and record.alert.description == AlertDescription.no_renegotiation:
            yield hidden._replace(kind=MessageKind.NO_RENEGOTIATION, name=MessageKind.NO_RENEGOTIATION.value)
        case ContentType.handshake if record.problem:
            yield hidden
    for message in record.messages:
        if not message.retransmitted:
            yield _of_message(message, record)


_MAY_HIDE = {None, ContentType.handshake, ContentType.application_data, ContentType.change_cipher_spec}


def _of_message(message: Message, record: Record) -> SentMessage:
    kind = KINDS.get(message.type)
    if message.structure is HelloRetryRequest:
        kind = MessageKind.HELLO_RETRY_REQUEST
    return SentMessage(message.direction, record.number, kind, kind.value if kind else message.type.label, message)


class _Sequences:
    """The message numbers of DTLS: one that is passed over is a message that was lost or came in another order."""

    def __init__(self) -> None:
        self.next: dict[Direction, int] = {}

    def miss(self, thing: SentMessage) -> bool:
        """Tell whether messages are missing before this one."""
        message = thing.message
        if message is None or message.sequence < 0:
            return False
        expected = self.next.get(thing.direction, 0)
        self.next[thing.direction] = message.sequence + 1
        return message.sequence not in {0, expected}
