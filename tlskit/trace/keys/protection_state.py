"""Which records are protected, and what becomes of them.

Up to TLS 1.2 a ChangeCipherSpec puts everything behind it under protection; in TLS 1.3 the protected records are those
that say application_data, and ChangeCipherSpec means nothing (RFC 8446 section 5.2 and appendix D.4); in DTLS the epoch
of a record says it (RFC 6347 section 4.1). Without a key log a protected record stays sealed, and nothing of what opens
records is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.registry import ContentType, HandshakeType
from tlskit.trace.chunk import DIRECTIONS
from tlskit.trace.keys.derivation import DIGEST_LENGTHS
from tlskit.trace.record.decrypted import (
    DecryptedRecord,
    DecryptFailure,
    PartKind,
    Protection,
    RecordContent,
    UndecryptedRecord,
    new_content,
)
from tlskit.wire import DTLS_RECORD_HEADER

if TYPE_CHECKING:
    from tlskit.trace.chunk import Direction
    from tlskit.trace.keys.epoch import Epoch
    from tlskit.trace.keys.key_log import KeyLog
    from tlskit.trace.keys.key_ring import KeyRing
    from tlskit.trace.record.hellos import Hellos
    from tlskit.trace.record.record import Message

_SSLV2_CLIENT_HELLO = b"\1"
_SSLV2_CLEAR = (b"\0", _SSLV2_CLIENT_HELLO, b"\2", b"\4")  # error, CLIENT-HELLO, CLIENT-MASTER-KEY, SERVER-HELLO
_APPLICATION_DATA = ContentType.application_data
_ALERT = 2  # bytes; under a MAC or an AEAD no record is as short
_WITHOUT_KEY = RecordContent(b"", Protection.SEALED, None, UndecryptedRecord(DecryptFailure.NO_KEY, 0))


class ProtectionState:
    """Follows both directions."""

    def __init__(self, hellos: Hellos, key_log: KeyLog) -> None:
        self._hellos = hellos
        self._changed = dict.fromkeys(DIRECTIONS, False)  # a ChangeCipherSpec was sent
        self._keys = _key_ring(hellos, key_log)

    @property
    def epochs(self) -> tuple[Epoch, ...]:
        """Those whose keys opened something, in order."""
        return tuple(self._keys.epochs) if self._keys else ()

    def change_cipher_spec(self, direction: Direction) -> None:
        """Note a ChangeCipherSpec; up to TLS 1.2 new keys begin with it."""
        self._changed[direction] = True
        if self._keys and self._hellos.version is not None and not self._hellos.is_tls13:
            self._keys.change(direction)

    def take(self, message: Message) -> None:
        """Note a message that was read: some begin new keys."""
        if self._keys:
            self._keys.take(message)

    def lose(self, direction: Direction) -> None:
        """Note that records of unknown number are missing."""
        if self._keys:
            self._keys.lose(direction)

    def is_sslv2_clear(self, direction: Direction, fragment: bytes) -> bool:
        """Tell whether an SSL 2.0 record is in clear: each side's hello, and the client's master key.

        Behind these everything is encrypted (draft-hickman-netscape-ssl-00 section 2.1).
        """
        clear = not self._changed[direction] and fragment[:1] in _SSLV2_CLEAR
        self._changed[direction] = self._changed[direction] or fragment[:1] != _SSLV2_CLIENT_HELLO
        return clear

    def read(self, direction: Direction, content_type: ContentType, header: bytes, fragment: bytes) -> RecordContent:
        """Return the content of a record, or that it stays sealed."""
        if not self._is_protected(direction, content_type, header, fragment):
            return new_content((fragment, Protection.CLEAR, None, None))
        if self._hellos.is_null_cipher:
            return self._without_mac(content_type, fragment)
        return (self._keys and self._keys.open(direction, header, fragment)) or _WITHOUT_KEY

    def read_cut(
        self, direction: Direction, content_type: ContentType, header: bytes, fragment: bytes
    ) -> RecordContent:
        """Return the content of a record whose end is missing: it is opened by no key."""
        if self._is_protected(direction, content_type, header, fragment):
            return RecordContent(b"", Protection.SEALED, None, UndecryptedRecord(DecryptFailure.CUT, 0))
        return RecordContent(fragment, Protection.CLEAR)

    def _is_protected(self, direction: Direction, content_type: ContentType, header: bytes, fragment: bytes) -> bool:
        if len(header) == DTLS_RECORD_HEADER:
            return header[3:5] != b"\0\0"
        if content_type == _APPLICATION_DATA:
            return True
        if self._hellos.is_tls13 or not self._changed[direction]:
            return False
        if content_type == ContentType.alert and len(fragment) == _ALERT:
            return False
        return not (self._hellos.version is None and _is_client_hello(fragment))

    def _without_mac(self, content_type: ContentType, fragment: bytes) -> RecordContent:
        """A suite without encryption hides nothing; its MAC follows the content."""
        suite = self._hellos.cipher_suite
        end = max(len(fragment) - DIGEST_LENGTHS.get((suite and suite.hash) or "", 0), 0)
        runs = ((PartKind.CONTENT, fragment[:end]), (PartKind.MAC, fragment[end:]))
        return RecordContent(
            fragment[:end], Protection.OPENED, None, DecryptedRecord(content_type, fragment[:end], 0, b"", b"", runs)
        )


def _key_ring(hellos: Hellos, log: KeyLog) -> KeyRing | None:
    """Return what opens records, if the log says anything."""
    if not log.connections and not log.has_premaster_secrets:
        return None
    from tlskit.trace.keys.key_ring import KeyRing  # most captures come without keys

    return KeyRing(hellos, log)


def _is_client_hello(fragment: bytes) -> bool:
    """Tell the second ClientHello of TLS 1.3 from ciphertext, where the server's side was not captured."""
    return fragment[:2] == bytes([HandshakeType.client_hello, 0]) and len(fragment) == 4 + int.from_bytes(fragment[1:4])
