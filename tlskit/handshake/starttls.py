"""What is said in clear before TLS begins on a port that has both (STARTTLS and its like), for nine protocols.

Strategy: each protocol is a generator without input and output of its own. It yields what is to be sent, possibly
nothing, is sent what came, and returns what is to be sent last, with TLS right behind it. What a server may say is
bounded. A server that declines, or speaks something else, ends it with :class:`StarttlsRefusedError`, a clause that
quotes the server escaped. Bytes that come after the server's consent and before TLS are refused as well: whoever sits
on the path could have put them there (CVE-2011-0411).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from typing import Protocol
from xml.sax.saxutils import quoteattr

Dialogue = Generator[bytes, bytes, bytes]

MOST_BYTES = 1 << 16
"""How much a server may say before TLS; banners and capability lists are a few kilobytes at the most."""
_LINE = (
    1 << 12
)  # RFC 5321 section 4.5.3.1.5 has 512, RFC 9051 section 4 advises 8,192 for requests; greetings are short
_QUOTED = 100  # characters of the server's words that a message repeats
_CLIENT_NAME = b"tlskit.invalid"  # EHLO wants a name (RFC 5321 section 4.1.1.1); this one is nobody's (RFC 2606)


class StarttlsRefusedError(Exception):
    """The server does not go over to TLS; the message is a clause."""


def dialogue(protocol: str, host: str) -> Dialogue:
    """Return the dialogue of a protocol of ``PROTOCOLS``; ``host`` is who the server is to take itself for."""
    return PROTOCOLS[protocol](_Talk(), host)


class Wire(Protocol):
    """What carries the bytes."""

    def send(self, data: bytes) -> None:
        """Send all of it."""

    def receive(self) -> bytes:
        """Return what came, empty at the end of the stream."""


def go_over(wire: Wire, protocol: str, host: str) -> None:
    """Hold the dialogue over ``wire``; after it TLS begins. Raises EOFError where the server closes in between."""
    talk = dialogue(protocol, host)
    sending = next(talk)
    try:
        while True:
            wire.send(sending)
            if not (data := wire.receive()):
                raise EOFError("the server closed the connection before TLS began")
            sending = talk.send(data)
    except StopIteration as end:
        wire.send(end.value)


class _Talk:
    """What came and has not been read, and what is to be sent with the next wait."""

    def __init__(self) -> None:
        self.received = b""
        self._sending = b""
        self._total = 0

    def say(self, data: bytes) -> None:
        self._sending += data

    def wait(self) -> Generator[bytes, bytes, None]:
        """Send what is to be sent and wait for more."""
        sending, self._sending = self._sending, b""
        data = yield sending
        self._total += len(data)
        if self._total > MOST_BYTES:
            raise StarttlsRefusedError(f"the server said more than {MOST_BYTES:,} bytes and did not come to TLS")
        self.received += data

    def exactly(self, count: int) -> Generator[bytes, bytes, bytes]:
        while len(self.received) < count:
            yield from self.wait()
        taken, self.received = self.received[:count], self.received[count:]
        return taken

    def line(self) -> Generator[bytes, bytes, bytes]:
        """Read a line, its end taken off."""
        while b"\n" not in self.received:
            if len(self.received) > _LINE:
                raise StarttlsRefusedError(
                    f"the server's line is longer than {_LINE:,} bytes: {_quoted(self.received)}"
                )
            yield from self.wait()
        taken, _, self.received = self.received.partition(b"\n")
        return taken.removesuffix(b"\r")

    def until(self, pattern: re.Pattern[bytes]) -> Generator[bytes, bytes, re.Match[bytes]]:
        """Read up to the end of what matches."""
        while (found := pattern.search(self.received)) is None:
            yield from self.wait()
        self.received = self.received[found.end() :]
        return found

    def end(self) -> bytes:
        """Return what is to be sent last."""
        if self.received:
            raise StarttlsRefusedError(f"the server sent more before TLS began: {_quoted(self.received)}")
        return self._sending


# -- lines of text ---------------------------------------------------------------------------------------------------


def _smtp(talk: _Talk, _host: str) -> Dialogue:
    """RFC 3207."""
    yield from _reply(talk, b"220", "SMTP greeting")
    talk.say(b"EHLO " + _CLIENT_NAME + b"\r\n")
    offered = yield from _reply(talk, b"250", "answer to EHLO")
    if not any(line[4:].strip().upper() == b"STARTTLS" for line in offered):
        raise StarttlsRefusedError("the server does not offer STARTTLS among its SMTP extensions")
    talk.say(b"STARTTLS\r\n")
    yield from _reply(talk, b"220", "consent to STARTTLS")
    return talk.end()


def _ftp(talk: _Talk, _host: str) -> Dialogue:
    """RFC 4217 section 4."""
    yield from _reply(talk, b"220", "FTP greeting")
    talk.say(b"AUTH TLS\r\n")
    yield from _reply(talk, b"234", "consent to AUTH TLS")
    return talk.end()


def _nntp(talk: _Talk, _host: str) -> Dialogue:
    """RFC 4642 section 2.2; the greeting says by its code whether posting is allowed (RFC 3977 section 5.1.1)."""
    greeting = yield from talk.line()
    if greeting[:3] not in {b"200", b"201"}:
        raise _unexpected("NNTP greeting", greeting)
    talk.say(b"STARTTLS\r\n")
    yield from _reply(talk, b"382", "consent to STARTTLS")
    return talk.end()


def _reply(talk: _Talk, code: bytes, expected: str) -> Generator[bytes, bytes, list[bytes]]:
    """Read a reply of one or more lines (RFC 5321 section 4.2.1, RFC 959 section 4.2) that has this code."""
    first = yield from talk.line()
    if first[:3] != code:
        raise _unexpected(expected, first)
    lines = [first]
    while first[3:4] == b"-" and not (lines[-1].startswith(code + b" ") or lines[-1] == code):
        lines.append((yield from talk.line()))
    return lines


def _pop3(talk: _Talk, _host: str) -> Dialogue:
    """RFC 2595 section 4."""
    yield from _line(talk, b"+OK", "POP3 greeting")
    talk.say(b"STLS\r\n")
    yield from _line(talk, b"+OK", "consent to STLS")
    return talk.end()


def _imap(talk: _Talk, _host: str) -> Dialogue:
    """RFC 9051 section 6.2.1."""
    yield from _line(talk, b"* OK", "IMAP greeting")
    talk.say(b"a STARTTLS\r\n")
    while True:
        line = yield from talk.line()
        if not line.startswith(b"* "):
            break
    if not line.upper().startswith(b"A OK"):
        raise _unexpected("consent to STARTTLS", line)
    return talk.end()


def _line(talk: _Talk, start: bytes, expected: str) -> Generator[bytes, bytes, None]:
    line = yield from talk.line()
    if not line.upper().startswith(start):
        raise _unexpected(expected, line)


# -- XML -------------------------------------------------------------------------------------------------------------

_XMPP_NAMESPACE = b"urn:ietf:params:xml:ns:xmpp-tls"
_XMPP_END = rb"</(?:\w+:)?stream\s*>"
_XMPP_FEATURES = re.compile(
    rb"<(?:\w+:)?features\s*/>|<(?:\w+:)?features[\s>].*?</(?:\w+:)?features\s*>|" + _XMPP_END, re.DOTALL
)
_XMPP_VERDICT = re.compile(
    rb"<(?:\w+:)?(proceed)\b[^>]*?(?:/>|>\s*</(?:\w+:)?proceed\s*>)|<(?:\w+:)?failure\b[^>]*>|" + _XMPP_END
)


def _xmpp(talk: _Talk, host: str) -> Dialogue:
    """RFC 6120 section 5."""
    talk.say(
        b"<?xml version='1.0'?><stream:stream to=%b version='1.0' xml:lang='en' xmlns='jabber:client'"
        b" xmlns:stream='http://etherx.jabber.org/streams'>" % quoteattr(host).encode()
    )
    features = yield from talk.until(_XMPP_FEATURES)
    if _XMPP_NAMESPACE not in features[0]:
        raise StarttlsRefusedError("the server does not offer STARTTLS among its XMPP stream features")
    talk.say(b"<starttls xmlns='%b'/>" % _XMPP_NAMESPACE)
    verdict = yield from talk.until(_XMPP_VERDICT)
    if verdict[1] is None:
        raise _unexpected("consent to STARTTLS", verdict[0])
    talk.received = talk.received.lstrip()
    return talk.end()


# -- binary ----------------------------------------------------------------------------------------------------------

# RFC 4511 section 4.14.1: message 1, an extendedReq [APPLICATION 23] whose requestName [0] is 1.3.6.1.4.1.1466.20037.
_LDAP_REQUEST = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x16" + b"1.3.6.1.4.1.1466.20037"
_LDAP_MESSAGE, _LDAP_EXTENDED_RESPONSE, _ENUMERATED = 0x30, 0x78, 0x0A
_LDAP_RESULTS = {1: "operationsError", 2: "protocolError", 52: "unavailable", 53: "unwillingToPerform"}  # appendix A


def _ldap(talk: _Talk, _host: str) -> Dialogue:
    """RFC 4511 section 4.14."""
    talk.say(_LDAP_REQUEST)
    tag, body = yield from _ber(talk)
    if tag != _LDAP_MESSAGE:
        raise _unexpected("LDAP answer", bytes([tag]) + body)
    inner = _Talk()
    inner.received = body
    try:
        _ = _within(_ber(inner))  # messageID
        kind, response = _within(_ber(inner))
        inner.received = response
        first, code = _within(_ber(inner))
        _ = _within(_ber(inner))  # matchedDN
        _, words = _within(_ber(inner))
    except _CutShortError:
        raise _unexpected("LDAP answer", body) from None
    if kind != _LDAP_EXTENDED_RESPONSE or first != _ENUMERATED:
        raise _unexpected("answer to the LDAP extended request", body)
    result = int.from_bytes(code)
    if result:
        said = f": {_quoted(words)}" if words else ""
        raise StarttlsRefusedError(
            f"the server refuses StartTLS with LDAP result {result} {_LDAP_RESULTS.get(result, '')}{said}"
        )
    return talk.end()


class _CutShortError(Exception):
    """A value ends before its contents do."""


def _within(reading: Generator[bytes, bytes, tuple[int, bytes]]) -> tuple[int, bytes]:
    """Read from what is there; nothing more will come."""
    try:
        next(reading)
    except StopIteration as done:
        value: tuple[int, bytes] = done.value
        return value
    raise _CutShortError


def _ber(talk: _Talk) -> Generator[bytes, bytes, tuple[int, bytes]]:
    """Read one value in BER with a definite length, in however many bytes (Active Directory takes five)."""
    tag, length = yield from talk.exactly(2)
    if length & 0x80:
        length = int.from_bytes((yield from talk.exactly(length & 0x7F)))
    if length > MOST_BYTES:
        raise StarttlsRefusedError(f"the server announces {length:,} bytes of LDAP")
    return tag, (yield from talk.exactly(length))


def _postgres(talk: _Talk, _host: str) -> Dialogue:
    """Ask with SSLRequest (PostgreSQL documentation, "Message Formats"): the answer is one byte."""
    talk.say(b"\x00\x00\x00\x08\x04\xd2\x16\x2f")
    answer = yield from talk.exactly(1)
    match answer:
        case b"S":
            return talk.end()
        case b"N":
            raise StarttlsRefusedError("the PostgreSQL server has TLS switched off")
    raise _unexpected("answer to SSLRequest", answer + talk.received)


_MYSQL_ERROR = 0xFF
_MYSQL_PROTOCOL = 10
_MYSQL_SSL = 0x0800
# CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION; packets of 16 MiB; utf8mb4 (MySQL's "SSLRequest").
_MYSQL_REQUEST = (
    b"\x20\x00\x00\x01" + (0x0200 | 0x0800 | 0x8000).to_bytes(4, "little") + b"\x00\x00\x00\x01\x2d" + bytes(23)
)


def _mysql(talk: _Talk, _host: str) -> Dialogue:
    """Answer the greeting with SSLRequest (MySQL's "Protocol::HandshakeV10"); TLS begins right behind it."""
    header = yield from talk.exactly(4)
    length = int.from_bytes(header[:3], "little")
    if length > _LINE:
        raise _unexpected("MySQL greeting", header + talk.received)
    greeting = yield from talk.exactly(length)
    if greeting[:1] == bytes([_MYSQL_ERROR]):
        raise StarttlsRefusedError(f"the MySQL server turns us away: {_quoted(greeting[3:])}")
    _, end, rest = greeting[1:].partition(b"\0")  # the server's version
    capabilities = int.from_bytes(rest[13:15], "little")  # behind connection id, scramble and filler
    if greeting[:1] != bytes([_MYSQL_PROTOCOL]) or not end:
        raise _unexpected("MySQL greeting", header + greeting)
    if not capabilities & _MYSQL_SSL:
        raise StarttlsRefusedError("the MySQL server does not offer TLS among its capabilities")
    talk.say(_MYSQL_REQUEST)
    return talk.end()


PROTOCOLS: dict[str, Callable[[_Talk, str], Dialogue]] = {
    "smtp": _smtp,
    "submission": _smtp,
    "imap": _imap,
    "pop3": _pop3,
    "ftp": _ftp,
    "nntp": _nntp,
    "xmpp": _xmpp,
    "ldap": _ldap,
    "postgres": _postgres,
    "mysql": _mysql,
}
"""By the scheme that implies it (:data:`tlskit.net.target.STARTTLS_SCHEMES`)."""


def _unexpected(expected: str, seen: bytes) -> StarttlsRefusedError:
    return StarttlsRefusedError(f"instead of the {expected} the server sent {_quoted(seen)}")


def _quoted(data: bytes) -> str:
    text = data.decode("utf-8", "backslashreplace")
    return ascii(text if len(text) <= _QUOTED else f"{text[:_QUOTED]}...")
