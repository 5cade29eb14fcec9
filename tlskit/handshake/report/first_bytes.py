"""What speaks on a port that does not speak TLS, told from the first bytes that it sends.

Either it greets before it is asked, or it answers a ClientHello that it takes for a request of its own protocol.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Speaker(NamedTuple):
    """A protocol: its name, and where TLS begins later on such a port, the key of its STARTTLS dialogue."""

    protocol: str
    starttls: str = ""


RECORD_TYPES = range(20, 25)
"""change_cipher_spec to heartbeat (RFC 8446 section 5.1, RFC 6520): with one of these begins whatever is TLS."""

_SIGNS = (
    (rb"HTTP/\d|<!doctype html|<html|<\?xml[^>]*>\s*<!DOCTYPE html", Speaker("plain HTTP")),
    (rb"\x00\x00.\x04\x00\x00\x00\x00\x00", Speaker("HTTP/2 without TLS")),  # a SETTINGS frame (RFC 9113 section 3.4)
    (rb"PRI \* HTTP/2\.0\r\n", Speaker("HTTP/2 without TLS, from the client's side")),
    (rb"SSH-\d", Speaker("SSH")),
    (rb"220[- ][^\r\n]*(?:SMTP|mail|postfix|exim|sendmail)", Speaker("SMTP", "smtp")),
    (rb"220[- ][^\r\n]*FTP", Speaker("FTP", "ftp")),
    (rb"220[- ]", Speaker("SMTP or FTP", "smtp")),
    (rb"(?:421|554)[- ]", Speaker("SMTP or FTP, turning us away")),
    (rb"20[01] [^\r\n]*(?:NNTP|news|InterNetNews)", Speaker("NNTP", "nntp")),
    (rb"\+OK", Speaker("POP3", "pop3")),
    (rb"\* (?:OK|PREAUTH|BYE)", Speaker("IMAP", "imap")),
    (rb"...\x00\x0a[\x20-\x7e]+\x00", Speaker("MySQL or MariaDB", "mysql")),  # protocol 10, the server's version
    (rb"...\x00\xff..", Speaker("MySQL or MariaDB, turning us away", "mysql")),
    (rb"E\x00\x00..S[A-Z]|[NS]\Z|EFATAL", Speaker("PostgreSQL", "postgres")),
    (rb"\x30.{1,6}?\x02\x01.[\x61\x78]", Speaker("LDAP", "ldap")),  # LDAPMessage with a response (RFC 4511)
    (rb"(?:<\?xml[^>]*>\s*)?<stream:", Speaker("XMPP", "xmpp")),
    (rb"\x03\x00\x00.[\x02-\x7f]\xd0", Speaker("RDP, where TLS begins after an X.224 connection request")),
    (rb"RFB \d{3}\.\d{3}\n", Speaker("VNC")),
    (rb"-ERR |-NOAUTH ", Speaker("Redis, or POP3 turning us away")),
    (rb"AMQP[\x00-\x03]", Speaker("AMQP")),
    (rb"RTSP/\d", Speaker("RTSP without TLS")),
    (rb"SIP/\d", Speaker("SIP without TLS")),
    (rb"INFO \{", Speaker("NATS, where TLS begins after INFO")),
    (rb":\S+ (?:NOTICE|\d{3}) |NOTICE AUTH|ERROR :", Speaker("IRC")),
    (rb"[\x80-\xbf].\x04\x00[\x00\x01]\x00\x02", Speaker("SSL 2.0")),  # SERVER-HELLO, version 2
    (rb"\xff[\xfb-\xfe].", Speaker("Telnet")),  # RFC 854: IAC WILL, WON'T, DO, DON'T
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL | re.IGNORECASE), speaker) for pattern, speaker in _SIGNS)


def who_speaks(opening: bytes) -> Speaker | None:
    """Return whose protocol these first bytes are, or ``None`` where they are TLS or nobody's that is known here."""
    if looks_like_tls(opening):
        return None
    return next((speaker for pattern, speaker in _COMPILED if pattern.match(opening)), None)


def looks_like_tls(opening: bytes) -> bool:
    """Tell whether bytes begin like a TLS record; none do not contradict it."""
    return not opening or (opening[0] in RECORD_TYPES and opening[1:2] in {b"", b"\x03"})
