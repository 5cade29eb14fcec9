"""Servers that never stop: what a client with a time-out for each step, and none for the whole, reads for ever."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from OpenSSL import SSL

from tlskit.core import FrozenValue
from tlskit.lab.tls import TlsConnection
from tlskit.registry import ContentType, HandshakeType

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.lab.credentials import Credentials
    from tlskit.lab.server import PeerLink
    from tlskit.lab.service import TlsService

_TLS12 = 0x0303
_HELLO_REQUEST = bytes(4)  # RFC 5246 section 7.4.1.1: a client ignores it during a handshake
_USER_CANCELED = b"\x01\x5a"  # a warning, which ends nothing by itself (RFC 8446 section 6.1)
_AT_ONCE = 64
"""Records in one write: a flood that waits for the network, not for Python."""
_TICKET_LENGTH = 200
_SUITE, _KEY_LENGTH = b"TLS_AES_128_GCM_SHA256", 16
_SECRET = b"SERVER_TRAFFIC_SECRET_0"


def flood_with_messages(link: PeerLink) -> None:
    """Answer the ClientHello with HelloRequest messages without end."""
    _flood(link, _record(ContentType.handshake, _HELLO_REQUEST))


def flood_with_alerts(link: PeerLink) -> None:
    """Answer the ClientHello with warnings without end."""
    _flood(link, _record(ContentType.alert, _USER_CANCELED))


class TicketFlood(FrozenValue):
    """Makes a good TLS 1.3 handshake and then sends NewSessionTicket messages without end (RFC 8446 section 4.6.1).

    OpenSSL sends two; the others are sealed here, with the keys that it exports.
    """

    tls: TlsService

    def __call__(self, link: PeerLink) -> None:
        """Serve one connection."""
        secrets: dict[bytes, bytes] = {}
        tls = TlsConnection(link, self._context(self.tls.credentials, secrets.__setitem__))
        tls.handshake()
        sealing = Sealing(secrets[_SECRET], sent=_count_records(tls.last_flight))
        while True:
            link.send(b"".join(sealing.seal(ContentType.handshake, _ticket(number)) for number in range(_AT_ONCE)))

    def _context(self, credentials: Credentials, keep: Callable[[bytes, bytes], None]) -> SSL.Context:
        def note(_: SSL.Connection, line: bytes) -> None:
            label, secret = line.split(b" ")[::2]
            keep(label, bytes.fromhex(secret.decode("ascii")))

        context = self.tls.new_context(credentials)
        context.set_min_proto_version(SSL.TLS1_3_VERSION)
        context.set_tls13_ciphersuites(_SUITE)
        context.set_keylog_callback(note)
        return context


class Sealing:
    """Protects records of TLS_AES_128_GCM_SHA256 with a traffic secret (RFC 8446 sections 5.2, 5.3 and 7.3)."""

    def __init__(self, secret: bytes, *, sent: int) -> None:
        """Go on after ``sent`` records under the same secret."""
        self._cipher = AESGCM(_expand(secret, b"key", _KEY_LENGTH))
        self._iv = int.from_bytes(_expand(secret, b"iv", 12))
        self._sent = sent

    def seal(self, kind: int, content: bytes) -> bytes:
        """Return the next record."""
        inner = content + bytes([kind])
        head = struct.pack("!BHH", ContentType.application_data, _TLS12, len(inner) + 16)
        nonce = (self._iv ^ self._sent).to_bytes(12)
        self._sent += 1
        return head + self._cipher.encrypt(nonce, inner, head)


def _flood(link: PeerLink, record: bytes) -> None:
    link.receive()
    while True:
        link.send(record * _AT_ONCE)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("!BHH", kind, _TLS12, len(content)) + content


def _ticket(number: int) -> bytes:
    nonce, ticket = bytes([1, number]), _TICKET_LENGTH.to_bytes(2) + bytes(_TICKET_LENGTH)
    body = struct.pack("!II", 3600, 0) + nonce + ticket + bytes(2)
    return bytes([HandshakeType.new_session_ticket]) + len(body).to_bytes(3) + body


def _count_records(data: bytes) -> int:
    count = position = 0
    while position < len(data):
        position += 5 + int.from_bytes(data[position + 3 : position + 5])
        count += 1
    return count


def _expand(secret: bytes, label: bytes, length: int) -> bytes:
    """HKDF-Expand-Label with an empty context (RFC 8446 section 7.1)."""
    whole = b"tls13 " + label
    info = length.to_bytes(2) + bytes([len(whole)]) + whole + b"\x00"
    return HKDFExpand(hashes.SHA256(), length, info).derive(secret)
