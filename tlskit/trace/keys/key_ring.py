"""The keys that may open a connection's next record.

Keys are tried: a record that does not open changes nothing, so a direction keeps the epochs that may come next, and one
that opens a record ends those before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.registry import ContentType, ExtensionType, HandshakeType
from tlskit.trace.chunk import DIRECTIONS, Direction
from tlskit.trace.keys.epoch import (
    APPLICATION,
    HANDSHAKE,
    Epoch,
    block_epochs,
    early_epochs,
    logged_master_secret,
    traffic_epoch,
)
from tlskit.trace.keys.tls13_key_schedule import Secret
from tlskit.trace.record.decrypted import DecryptedRecord, Protection, RecordContent
from tlskit.wire import ServerHello

if TYPE_CHECKING:
    from tlskit.trace.keys.key_log import KeyLog
    from tlskit.trace.keys.record_protection import RecordOpener
    from tlskit.trace.record.decrypted import UndecryptedRecord
    from tlskit.trace.record.hellos import Hellos
    from tlskit.trace.record.record import Message

_MOST_PASSED_OVER = 64  # numbers that are tried behind a gap: as many records as a megabyte holds
_AFTER_KEY_EXCHANGE = frozenset(
    {
        HandshakeType.hello_request,
        HandshakeType.certificate_verify,
        HandshakeType.finished,
        HandshakeType.new_session_ticket,
    }
)


class KeyRing:
    """Both directions of one connection. ``epochs`` are those whose keys opened something, in order."""

    def __init__(self, hellos: Hellos, key_log: KeyLog) -> None:
        self.epochs: list[Epoch] = []
        self._hellos = hellos
        self._log = key_log
        self._candidates: dict[Direction, list[_Candidate]] = {direction: [] for direction in DIRECTIONS}
        self._handshake = b""  # the messages up to ClientKeyExchange
        self._encrypted_premaster = b""

    def change(self, direction: Direction) -> None:
        """Take a ChangeCipherSpec of TLS 1.2 or older: new keys begin."""
        secret = logged_master_secret(self._log, self._hellos, self._encrypted_premaster, self._handshake)
        epochs = block_epochs(secret, self._hellos) if secret else {}
        self._expect(direction, epochs.get(direction))

    def take(self, message: Message) -> None:
        """Take a message that was read: some begin new keys."""
        direction = message.direction
        match message.type:
            case HandshakeType.client_hello:
                self._handshake = b""
                self._expect_early_data()
            case HandshakeType.server_hello if self._hellos.is_tls13 and isinstance(message.body, ServerHello):
                self._expect_traffic()
            case HandshakeType.client_key_exchange:
                self._encrypted_premaster = message.values.get("encrypted_pre_master_secret", b"")
            case HandshakeType.key_update if self._candidates[direction]:
                self._expect(direction, self._candidates[direction][0].epoch.next_generation())
        if not self._hellos.is_tls13 and message.type not in _AFTER_KEY_EXCHANGE:
            self._handshake += message.data

    def _expect_early_data(self) -> None:
        hello = self._hellos.client_hello
        if hello is not None and ExtensionType.early_data in hello.extension_types:
            self._expect(Direction.CLIENT_TO_SERVER, *early_epochs(self._log, self._hellos))

    def _expect_traffic(self) -> None:
        for direction in DIRECTIONS:
            early = [candidate.epoch for candidate in self._candidates[direction] if candidate.is_early]
            following = (
                traffic_epoch(self._log, self._hellos, direction, HANDSHAKE[direction]),
                traffic_epoch(self._log, self._hellos, direction, APPLICATION[direction]),
            )
            kept = [candidate for candidate in self._candidates[direction] if candidate.epoch in early]
            self._expect(direction, *following)
            self._candidates[direction][:0] = kept

    def _expect(self, direction: Direction, *epochs: Epoch | None) -> None:
        self._candidates[direction] = [_Candidate(epoch, epoch.opener()) for epoch in epochs if epoch is not None]

    def lose(self, direction: Direction) -> None:
        """Note that records of unknown number are missing."""
        for candidate in self._candidates[direction]:
            candidate.missed = _MOST_PASSED_OVER

    def open(self, direction: Direction, header: bytes, fragment: bytes) -> RecordContent | None:
        """Return the content of a protected record, or that it stays sealed; ``None`` where there is no key at all."""
        candidates = self._candidates[direction]
        if not candidates:
            return None
        sealed: UndecryptedRecord | None = None
        for number, candidate in enumerate(candidates):
            result = candidate.open(header, fragment)
            if isinstance(result, DecryptedRecord):
                if not candidate.used:
                    candidate.used = True
                    self.epochs.append(candidate.epoch)
                self._candidates[direction] = [
                    candidate,
                    *(later for later in candidates[number + 1 :] if not later.is_early),
                ]
                inner = ContentType.read[result.content_type] if self._hellos.is_tls13 or candidate.is_early else None
                return RecordContent(result.plaintext, Protection.OPENED, inner, result)
            sealed = sealed or result
        for candidate in candidates:  # it may have been the first one under keys that were not used before
            candidate.missed += candidates[0].used
        return RecordContent(b"", Protection.SEALED, None, sealed)


class _Candidate:
    """Keys that may open the next record."""

    def __init__(self, epoch: Epoch, opener: RecordOpener) -> None:
        self.epoch = epoch
        self.opener = opener
        self.used = False
        self.missed = 0  # records that may have been sent under these keys and were not opened

    def open(self, header: bytes, fragment: bytes) -> DecryptedRecord | UndecryptedRecord:
        """Open the next record, or one behind records that were lost or altered: their numbers are passed over."""
        result = self.opener.open(header, fragment)
        expected = self.opener.sequence_number
        for passed_over in range(1, min(self.missed, _MOST_PASSED_OVER) + 1):
            if isinstance(result, DecryptedRecord):
                break
            self.opener.sequence_number = expected + passed_over
            later = self.opener.open(header, fragment)
            result = later if isinstance(later, DecryptedRecord) else result
        if isinstance(result, DecryptedRecord):
            self.missed = 0
        else:
            self.opener.sequence_number = expected
        return result

    @property
    def is_early(self) -> bool:
        """Whether it is for 0-RTT data."""
        return self.epoch.key_log_label == Secret.CLIENT_EARLY_TRAFFIC.key_log_label
