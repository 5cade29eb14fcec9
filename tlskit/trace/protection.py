"""What is protected from where on, and opening it.

Up to TLS 1.2 a ChangeCipherSpec puts everything behind it under protection; in TLS 1.3 the protected records are those
that say application_data, and ChangeCipherSpec means nothing (RFC 8446 section 5.2 and appendix D.4); in DTLS the epoch
of a record says it (RFC 6347 section 4.1). Keys are tried: a record that does not open changes nothing, so a direction
keeps the epochs that may come next, and one that opens a record ends those before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tlskit.registry.content_type import ContentType
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.trace.event import Protection
from tlskit.trace.key_schedule import Secret
from tlskit.trace.keys import (
    APPLICATION,
    HANDSHAKE,
    Epoch,
    block_epochs,
    early_epochs,
    logged_master_secret,
    traffic_epoch,
)
from tlskit.trace.opened import Opened, PartKind, Reason, Sealed
from tlskit.trace.step import DIGEST_LENGTHS
from tlskit.trace.transcript import DIRECTIONS, Direction
from tlskit.wire.hello import ServerHello
from tlskit.wire.record import DTLS_RECORD_HEADER

if TYPE_CHECKING:
    from tlskit.trace.event import Message
    from tlskit.trace.hellos import Hellos
    from tlskit.trace.key_log import KeyLog
    from tlskit.trace.record_protection import RecordOpener

_SSLV2_CLIENT_HELLO = b"\1"
_SSLV2_CLEAR = (b"\0", _SSLV2_CLIENT_HELLO, b"\2", b"\4")  # error, CLIENT-HELLO, CLIENT-MASTER-KEY, SERVER-HELLO
_MOST_PASSED_OVER = 64  # numbers that are tried behind a gap: as many records as a megabyte holds
_ALERT = 2  # bytes; under a MAC or an AEAD no record is as short


class Content(NamedTuple):
    """What a record holds, as far as it can be had."""

    content: bytes
    protection: Protection
    inner_type: ContentType | None = None
    opened: Opened | Sealed | None = None


class ProtectionState:
    """Follows both directions. ``epochs`` are those whose keys opened something, in order."""

    def __init__(self, hellos: Hellos, key_log: KeyLog) -> None:
        self.epochs: list[Epoch] = []
        self._hellos = hellos
        self._log = key_log
        self.has_keys = key_log.connections > 0 or key_log.has_premaster_secrets  # the log says anything
        self._changed = dict.fromkeys(DIRECTIONS, False)  # a ChangeCipherSpec was sent
        self._candidates: dict[Direction, list[_Candidate]] = {direction: [] for direction in DIRECTIONS}
        self._handshake = b""  # the messages up to ClientKeyExchange
        self._encrypted_premaster = b""

    def change_cipher_spec(self, direction: Direction) -> None:
        """Note a ChangeCipherSpec; up to TLS 1.2 new keys begin with it."""
        self._changed[direction] = True
        if self._hellos.version is None or self._hellos.is_tls13 or not self.has_keys:
            return
        secret = logged_master_secret(self._log, self._hellos, self._encrypted_premaster, self._handshake)
        epochs = block_epochs(secret, self._hellos) if secret else {}
        self._expect(direction, epochs.get(direction))

    def take(self, message: Message) -> None:
        """Note a message that was read: some begin new keys."""
        if not self.has_keys:
            return
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

    def is_sslv2_clear(self, direction: Direction, fragment: bytes) -> bool:
        """Tell whether an SSL 2.0 record is in clear: each side's hello, and the client's master key.

        Behind these everything is encrypted (draft-hickman-netscape-ssl-00 section 2.1).
        """
        clear = not self._changed[direction] and fragment[:1] in _SSLV2_CLEAR
        self._changed[direction] = self._changed[direction] or fragment[:1] != _SSLV2_CLIENT_HELLO
        return clear

    def read(self, direction: Direction, content_type: ContentType, header: bytes, fragment: bytes) -> Content:
        """Return the content of a record, or that it stays sealed."""
        if not self._is_protected(direction, content_type, header, fragment):
            return Content(fragment, Protection.CLEAR)
        if self._hellos.is_null_cipher:
            return self._without_mac(content_type, fragment)
        return self._open(direction, header, fragment)

    def _open(self, direction: Direction, header: bytes, fragment: bytes) -> Content:
        candidates = self._candidates[direction]
        if not candidates:
            return _WITHOUT_KEY
        sealed: Sealed | None = None
        for number, candidate in enumerate(candidates):
            result = candidate.open(header, fragment)
            if isinstance(result, Opened):
                if not candidate.used:
                    candidate.used = True
                    self.epochs.append(candidate.epoch)
                self._candidates[direction] = [
                    candidate,
                    *(later for later in candidates[number + 1 :] if not later.is_early),
                ]
                inner = ContentType.read[result.content_type] if self._hellos.is_tls13 or candidate.is_early else None
                return Content(result.plaintext, Protection.OPENED, inner, result)
            sealed = sealed or result
        for candidate in candidates:  # it may have been the first one under keys that were not used before
            candidate.missed += candidates[0].used
        return Content(b"", Protection.SEALED, None, sealed)

    def _is_protected(self, direction: Direction, content_type: ContentType, header: bytes, fragment: bytes) -> bool:
        if len(header) == DTLS_RECORD_HEADER:
            return header[3:5] != b"\0\0"
        if content_type == ContentType.application_data:
            return True
        if self._hellos.is_tls13 or not self._changed[direction]:
            return False
        if content_type == ContentType.alert and len(fragment) == _ALERT:
            return False
        return not (self._hellos.version is None and _is_client_hello(fragment))

    def _without_mac(self, content_type: ContentType, fragment: bytes) -> Content:
        """A suite without encryption hides nothing; its MAC follows the content."""
        suite = self._hellos.cipher_suite
        end = max(len(fragment) - DIGEST_LENGTHS.get((suite and suite.hash) or "", 0), 0)
        runs = ((PartKind.CONTENT, fragment[:end]), (PartKind.MAC, fragment[end:]))
        return Content(fragment[:end], Protection.OPENED, None, Opened(content_type, fragment[:end], 0, b"", b"", runs))


_WITHOUT_KEY = Content(b"", Protection.SEALED, None, Sealed(Reason.NO_KEY, 0))


class _Candidate:
    """Keys that may open the next record."""

    def __init__(self, epoch: Epoch, opener: RecordOpener) -> None:
        self.epoch = epoch
        self.opener = opener
        self.used = False
        self.missed = 0  # records that may have been sent under these keys and were not opened

    def open(self, header: bytes, fragment: bytes) -> Opened | Sealed:
        """Open the next record, or one behind records that were lost or altered: their numbers are passed over."""
        result = self.opener.open(header, fragment)
        expected = self.opener.sequence_number
        for passed_over in range(1, min(self.missed, _MOST_PASSED_OVER) + 1):
            if isinstance(result, Opened):
                break
            self.opener.sequence_number = expected + passed_over
            later = self.opener.open(header, fragment)
            result = later if isinstance(later, Opened) else result
        if isinstance(result, Opened):
            self.missed = 0
        else:
            self.opener.sequence_number = expected
        return result

    @property
    def is_early(self) -> bool:
        """Whether it is for 0-RTT data."""
        return self.epoch.key_log_label == Secret.CLIENT_EARLY_TRAFFIC.key_log_label


_AFTER_KEY_EXCHANGE = frozenset(
    {
        HandshakeType.hello_request,
        HandshakeType.certificate_verify,
        HandshakeType.finished,
        HandshakeType.new_session_ticket,
    }
)


def _is_client_hello(fragment: bytes) -> bool:
    """Tell the second ClientHello of TLS 1.3 from ciphertext, where the server's side was not captured."""
    return fragment[:2] == bytes([HandshakeType.client_hello, 0]) and len(fragment) == 4 + int.from_bytes(fragment[1:4])
