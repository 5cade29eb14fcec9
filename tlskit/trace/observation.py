"""What was observed of one connection: its records, the messages in them, and what follows from these alone."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.registry import HandshakeType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tlskit.trace.chunk import Direction
    from tlskit.trace.keys.epoch import Epoch
    from tlskit.trace.keys.key_log import KeyLog
    from tlskit.trace.record.hellos import Hellos
    from tlskit.trace.record.negotiated import Negotiated
    from tlskit.trace.record.preamble import Preamble
    from tlskit.trace.record.record import Message, Record, UnparsedBytes
    from tlskit.trace.transcript import Transcript

_NAMED_IN_KEY_LOGS = frozenset({HandshakeType.client_hello, HandshakeType.client_key_exchange})


class Observation(FrozenValue):
    """What one connection showed.

    ``transcript`` is the connection with client and server told apart, ``preamble`` where TLS begins in it (``None``:
    there is none). ``records`` are in the order in which they became whole. ``incomplete`` are messages whose end is
    missing, with the bytes that came; in DTLS also what was sent again in part. ``unread`` are runs of bytes that are
    no record. ``epochs`` are the keys that opened something; ``key_log`` and ``psks`` are the secrets at hand.
    """

    transcript: Transcript
    preamble: Preamble | None
    records: tuple[Record, ...]
    incomplete: tuple[Message, ...]
    unread: tuple[UnparsedBytes, ...]
    hellos: Hellos
    epochs: tuple[Epoch, ...]
    key_log: KeyLog
    psks: Mapping[bytes, bytes]

    @cached_property
    def negotiated(self) -> Negotiated:
        """What client and server agreed on."""
        from tlskit.trace.record.negotiated import negotiated  # each reader loads what it asks for

        return negotiated(self.records)

    @property
    def messages(self) -> Iterator[Message]:
        """The handshake messages that could be read, in order."""
        return (message for record in self.records for message in record.messages)

    @property
    def cut_messages(self) -> Iterator[Message]:
        """The messages that never came whole."""
        return (message for message in self.incomplete if not message.retransmitted)

    @cached_property
    def cut_at(self) -> dict[int, Message]:
        """The messages that never came whole, by the number of the last record that has a part of them."""
        return {message.pieces[-1].record: message for message in self.cut_messages}

    @property
    def secrets(self) -> str:
        """The lines of the key log that are about this connection."""
        values = [message.values for message in self.messages if message.type in _NAMED_IN_KEY_LOGS]
        randoms = dict.fromkeys(item["random"] for item in values if "random" in item)
        encrypted = [item["encrypted_pre_master_secret"] for item in values if "encrypted_pre_master_secret" in item]
        found = [*map(self.key_log.lines_for, randoms), *(self.key_log.lines_for(b"", item) for item in encrypted)]
        return "".join(found)

    @cached_property
    def numbers(self) -> dict[Message, int]:
        """The numbers of messages: their places in ``messages``, counted from 0, and behind them the incomplete."""
        return {message: number for number, message in enumerate((*self.messages, *self.incomplete))}

    def records_of(self, direction: Direction) -> Iterator[Record]:
        """The records of one direction, in order."""
        return (record for record in self.records if record.direction is direction)
