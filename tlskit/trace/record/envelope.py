"""What a record's tree has besides the fields of structures: the frames that no structure declares."""

from __future__ import annotations

from enum import Enum


class Envelope(Enum):
    """What holds the fields of a message or a record together."""

    HANDSHAKE = "Handshake"  # RFC 8446 section 4
    DTLS_HANDSHAKE = "DTLSHandshake"  # a fragment with its header, RFC 6347 section 4.2.2
    RECORD = "Record"  # one whose parts are encrypted or in no known form
    SSLV2_RECORD = "SSLv2Record"  # draft-hickman-netscape-ssl-00 section 1.1

    def __str__(self) -> str:
        return self.value
