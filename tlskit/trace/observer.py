"""Reading a connection: chunks in any fragmentation to records, messages and alerts.

The bytes are taken in the order of the transcript. Each record is framed, then opened if it is protected and the keys
are there, then read by its type; what a hello settles holds for the records behind it. Nothing here raises on what a
peer sent: what could not be read stands in the report with its span. RFC 8446 sections 4 to 6, RFC 5246 section 7.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from tlskit.registry import ContentType, HandshakeType, ProtocolVersion
from tlskit.trace.chunk import DIRECTIONS, Direction, Transport
from tlskit.trace.keys.key_log import KeyLog, joined_key_log
from tlskit.trace.keys.protection_state import ProtectionState
from tlskit.trace.record.datagram import DatagramFraming
from tlskit.trace.record.decrypted import Protection, RecordContent
from tlskit.trace.record.framing import FrameKind, Framing
from tlskit.trace.record.hellos import Hellos
from tlskit.trace.record.orientation import oriented
from tlskit.trace.record.preamble import find_tls
from tlskit.trace.record.reassembly import DatagramReassembly, Reassembly
from tlskit.trace.record.record import Message, Record, UnparsedBytes
from tlskit.trace.report import TraceReport
from tlskit.wire import Alert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tlskit.trace.chunk import Chunk
    from tlskit.trace.record.framing import FramedRecord
    from tlskit.trace.record.preamble import Preamble
    from tlskit.trace.record.reassembly import ReassembledMessage
    from tlskit.trace.transcript import Transcript

_new_record = partial(tuple.__new__, Record)  # a third of the cost of Record(...)
_TLS, _DTLS, _SEALED = FrameKind.TLS, FrameKind.DTLS, Protection.SEALED  # looked up for every record
_HELLOS = frozenset({HandshakeType.client_hello, HandshakeType.server_hello, HandshakeType.hello_retry_request})


def observe(
    transcript: Transcript,
    secrets: str | KeyLog = "",
    *,
    psks: Mapping[bytes, bytes] = MappingProxyType({}),
    start: Preamble | None = None,
) -> TraceReport:
    """Return what the bytes of a connection say.

    ``secrets`` is a key log in NSS format, used where the transcript has no secrets of its own; whoever reads many
    connections hands in a ``KeyLog``, which is parsed once. ``psks`` are pre-shared keys by their identities. ``start``
    says where TLS begins, where that is known and must not be searched for.
    """
    transcript = oriented(transcript)
    if transcript.secrets or not isinstance(secrets, KeyLog):
        secrets = joined_key_log(transcript.secrets, secrets if isinstance(secrets, str) else "")
    return _Observer(transcript, start or find_tls(transcript), secrets, psks).report()


class _Side:
    """Where one direction stands: its framing, and the handshake messages that are not whole yet."""

    def __init__(self, direction: Direction, preamble: Preamble | None, *, datagrams: bool) -> None:
        start, talk = (preamble.offset(direction), bool(preamble.protocol)) if preamble else (0, False)
        self.framing = DatagramFraming(direction) if datagrams else Framing(direction, start, talk=talk)
        self.handshake = DatagramReassembly() if datagrams else Reassembly()


class _Observer:
    def __init__(
        self, transcript: Transcript, preamble: Preamble | None, key_log: KeyLog, psks: Mapping[bytes, bytes]
    ) -> None:
        self.key_log = key_log
        self.psks = psks
        self.transcript = transcript
        self.preamble = preamble
        datagrams = transcript.transport is Transport.DATAGRAM
        self.hellos = Hellos(datagrams=datagrams)
        self.protection = ProtectionState(self.hellos, key_log)
        self.sides = {direction: _Side(direction, preamble, datagrams=datagrams) for direction in DIRECTIONS}
        self.records: list[Record] = []
        self.unread: list[UnparsedBytes] = []
        self.incomplete: list[Message] = []

    def report(self) -> TraceReport:
        if self.preamble is not None:
            last = _before_loss(self.transcript.chunks)
            for number, chunk in enumerate(self.transcript.chunks):
                direction = chunk.direction
                side = self.sides[direction]
                self._take(side.framing.feed(chunk), direction, side)
                if number in last:
                    self._take(side.framing.cut(), direction, side)
        for direction, side in self.sides.items():
            self.incomplete += [self._message(direction, whole) for whole in side.handshake.incomplete()]
        return TraceReport(
            self.transcript,
            self.preamble,
            tuple(self.records),
            tuple(self.incomplete),
            tuple(self.unread),
            self.hellos,
            self.protection.epochs,
            self.key_log,
            self.psks,
        )

    def _take(self, found: Iterable[FramedRecord | UnparsedBytes], direction: Direction, side: _Side) -> None:
        for framed in found:
            if isinstance(framed, UnparsedBytes):
                self._lose(direction, side)
                self.unread.append(framed)
            elif framed.kind is _TLS or framed.kind is _DTLS:
                self._take_record(framed, direction, side)
            elif framed.kind is FrameKind.TLS_CUT:
                self._take_cut(framed, direction, side)
            else:
                self._take_foreign(framed, direction)

    def _take_record(self, framed: FramedRecord, direction: Direction, side: _Side) -> None:
        header, fragment, chunk = framed.header, framed.fragment, framed.chunk
        content_type = ContentType.read[header[0]]
        version = ProtocolVersion.read[header[1] << 8 | header[2]]
        read = self.protection.read(direction, content_type, header, fragment)
        messages: tuple[Message, ...] = ()
        alert, problem = None, ""
        if read.protection is not _SEALED:
            match read.inner_type or content_type:
                case ContentType.handshake:
                    messages, problem = self._handshake(read.content, version, direction, side)
                case ContentType.alert:
                    alert = Alert.read(read.content)
                    problem = "" if alert else f"an alert has 2 bytes, this one has {len(read.content)}"
                case ContentType.change_cipher_spec:
                    self.protection.change_cipher_spec(direction)
        epoch, sequence_number = _dtls_numbers(header) if framed.kind is _DTLS else (None, None)
        self.records.append(
            _new_record((
                len(self.records), direction, chunk.at, chunk.packet, framed.start, header, content_type, version,
                fragment, read.content, read.protection, read.inner_type, messages, alert, read.opened, epoch,
                sequence_number, problem,
            ))
        )  # fmt: skip

    def _lose(self, direction: Direction, side: _Side) -> None:
        """Note that what follows does not join on to what came."""
        self.incomplete += [self._message(direction, whole) for whole in side.handshake.lose()]
        self.protection.lose(direction)

    def _take_cut(self, framed: FramedRecord, direction: Direction, side: _Side) -> None:
        """Take a record whose end is missing, with the messages in it that are whole."""
        header, fragment = framed.header, framed.fragment
        content_type = ContentType.read[header[0]]
        version = ProtocolVersion.read[header[1] << 8 | header[2]]
        read = self.protection.read_cut(direction, content_type, header, fragment)
        messages: tuple[Message, ...] = ()
        if content_type == ContentType.handshake and read.content:
            messages, _ = self._handshake(read.content, version, direction, side)
        self._lose(direction, side)
        problem = f"its end is missing: {len(fragment)} of {int.from_bytes(header[-2:])} bytes came"
        self.records.append(
            Record(
                len(self.records), direction, framed.chunk.at, framed.chunk.packet, framed.start, header, content_type,
                version, fragment, read.content, read.protection, None, messages, None, read.opened, problem=problem,
            )
        )  # fmt: skip

    def _handshake(
        self, content: bytes, version: ProtocolVersion, direction: Direction, side: _Side
    ) -> tuple[tuple[Message, ...], str]:
        """Return the messages that end in this content, and what is wrong with it."""
        if not side.handshake and not (content and content[0] in HandshakeType.known):
            return (), "no handshake message begins here" if content else "a handshake record must not be empty"
        messages = []
        for whole in side.handshake.feed(content, len(self.records)):
            if whole.data[0] not in _HELLOS:
                self.hellos.assume(version)
            message = self._message(direction, whole)
            self.hellos.take(message)
            self.protection.take(message)
            messages.append(message)
        return tuple(messages), ""

    def _message(self, direction: Direction, whole: ReassembledMessage) -> Message:
        return Message(direction, whole.data, whole.pieces, self.hellos.layout, whole.sequence, whole.retransmitted)

    def _take_foreign(self, framed: FramedRecord, direction: Direction) -> None:
        """Take a record of SSL 2.0, or of DTLS 1.3 behind a unified header: named, with its bytes."""
        is_sslv2 = framed.kind is FrameKind.SSL_2_0
        version = ProtocolVersion.SSLv2 if is_sslv2 else ProtocolVersion.dtls_1_3
        clear = is_sslv2 and self.protection.is_sslv2_clear(direction, framed.fragment)
        read = RecordContent(framed.fragment, Protection.CLEAR) if clear else RecordContent(b"", Protection.SEALED)
        self.records.append(
            Record(
                len(self.records), direction, framed.chunk.at, framed.chunk.packet, framed.start, framed.header, None,
                version, framed.fragment, read.content, read.protection,
            )
        )  # fmt: skip


def _before_loss(chunks: tuple[Chunk, ...]) -> set[int]:
    """Return the places of the chunks behind which bytes of their direction are missing, or none come any more."""
    found, is_missing = set(), dict.fromkeys(DIRECTIONS, True)
    for number in range(len(chunks) - 1, -1, -1):
        chunk = chunks[number]
        if is_missing[chunk.direction]:
            found.add(number)
        is_missing[chunk.direction] = chunk.lost > 0
    return found


def _dtls_numbers(header: bytes) -> tuple[int, int]:
    return int.from_bytes(header[3:5]), int.from_bytes(header[5:11])
