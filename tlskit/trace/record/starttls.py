"""The talk of other protocols before TLS: which protocol it was, told from the bytes of both sides.

A row per protocol: what the client must have said to ask for TLS, and what the server said where that tells protocols
apart. RFC 3207 (SMTP), 2595 (IMAP, POP3), 4217 (FTP), 6120 (XMPP), 4511 (LDAP), 4642 (NNTP), 5804 (ManageSieve),
9110 (CONNECT), 1928 (SOCKS); the documents of PostgreSQL, MySQL, IRCv3 and MS-RDPBCGR.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class _Row(NamedTuple):
    protocol: str
    asked: bytes
    served: bytes = b""


_PROTOCOLS = (
    _Row("http", rb"\ACONNECT \S+ HTTP/1\.", rb"HTTP/1\.\d 2\d\d|\A\Z"),
    _Row("xmpp", rb"<starttls\b"),
    _Row("ldap", rb"1\.3\.6\.1\.4\.1\.1466\.20037"),
    _Row("postgres", rb"\A(?:\x00\x00\x00\x08\x04\xd2\x16\x30)?\x00\x00\x00\x08\x04\xd2\x16\x2f", rb"\A(?:N?S|\Z)"),
    _Row("mysql", rb"\A\x20\x00\x00\x01(?s:.{32})\Z"),
    _Row("rdp", rb"\A\x03\x00(?s:..).\xe0", rb"\A(?:\x03\x00|\Z)"),
    _Row("socks", rb"\A\x05[\x01-\xff]", rb"\A(?:\x05|\Z)"),
    _Row("imap", rb"^\S+ STARTTLS\s*$"),
    _Row("pop3", rb"^STLS\s*$"),
    _Row("ftp", rb"^AUTH (?:TLS|SSL|TLS-[CP])\s*$"),
    _Row("nntp", rb"^STARTTLS\s*$", rb"\A20[01]\b"),
    _Row("sieve", rb"^STARTTLS\s*$", rb"^\"IMPLEMENTATION\""),
    _Row("smtp", rb"^STARTTLS\s*$", rb"\A220\b"),
    _Row("smtp", rb"\A(?:EHLO|HELO|LHLO)\b(?s:.*)^STARTTLS\s*$"),
    _Row("irc", rb"^STARTTLS\s*$"),
)
_GREETING = rb"\+OK|\* |2\d\d[ -]|\"IMPL|:"


def talk_before_tls(client: bytes, server: bytes) -> str:
    """Return the name of the protocol that asked for TLS with these bytes, or nothing."""
    if not client or re.match(_GREETING, client):  # that is the server, and what it offers is no request
        return ""
    for row in _PROTOCOLS:
        if re.search(row.asked, client, re.IGNORECASE | re.MULTILINE) and re.search(row.served, server, re.MULTILINE):
            return row.protocol
    return ""
