"""What the user named: a host to connect to, a file to read, or standard input.

Pure: whether a file exists is asked through an argument, and nothing connects. Nothing is guessed silently either: what
is neither a sound host name (RFC 1123 section 2.1, underscores allowed because servers with them exist), nor an address
in its usual notation (RFC 3986 section 3.2.2), nor a file, is refused with ``UsageError``. Hostile text is quoted in
messages with ``ascii()``; whatever may hold a password is not quoted at all.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from tlskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_TLS_PORTS = {
    "tls": 443,
    "https": 443,
    "smtps": 465,
    "imaps": 993,
    "pop3s": 995,
    "ldaps": 636,
    "ftps": 990,
    "xmpps": 5223,
}
_STARTTLS_PORTS = {
    "smtp": 25,
    "submission": 587,
    "imap": 143,
    "pop3": 110,
    "ldap": 389,
    "ftp": 21,
    "nntp": 119,
    "xmpp": 5222,
    "postgres": 5432,
    "mysql": 3306,
}

DEFAULT_PORTS = _TLS_PORTS | _STARTTLS_PORTS
"""Every known URL scheme and the TCP port it means when none is given (IANA service names registry)."""

STARTTLS_SCHEMES = frozenset(_STARTTLS_PORTS)
"""The schemes whose connection begins in the clear and is upgraded to TLS (RFC 3207, RFC 9051, RFC 2595 and others)."""

_NAME_LENGTH = 253  # characters of a name without its last dot: 255 octets on the wire (RFC 1035 section 2.3.4)
_LABEL_LENGTH = 63  # RFC 1035 section 2.3.4
_LABEL = re.compile(r"[a-z0-9_-]+")  # RFC 1123 section 2.1, and the underscore
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # what resolvers take for part of an IPv4 address (WHATWG URL section 3.5)
_LAST_PORT = 65_535  # 16 bits (RFC 9293 section 3.1)
_LINE = 80  # characters of refused text that a message repeats
_JOINERS = "\u200c\u200d"  # invisible, yet letters of sound names in Persian and Indic scripts (RFC 5892 appendix A)


class TargetKind(Enum):
    """Where the certificates are to come from."""

    HOST = "host"
    FILE = "file"
    STDIN = "stdin"


@dataclass(frozen=True, slots=True)
class Target:
    """One target, parsed.

    ``text`` is what was given. ``host`` is the ASCII form (A-labels) without a trailing dot, or an IP literal without
    brackets; ``unicode_host`` is the same with U-labels. ``address`` is set when the host is an IP literal. ``scheme``
    is ``"tls"`` where no URL was given. A file has ``path``; ``host``, ``scheme`` and ``port`` are empty and 0 there.
    """

    text: str
    kind: TargetKind
    host: str = ""
    unicode_host: str = ""
    port: int = 0
    scheme: str = ""
    address: IPv4Address | IPv6Address | None = None
    path: str = ""


def parse_target(text: str, *, exists: Callable[[str], bool]) -> Target:
    """Return what ``text`` names: ``-``, a URL, an existing file, a path, or ``host[:port]``, tried in this order.

    ``exists`` says whether a path leads to something that can be read (``os.path.isfile`` keeps a directory that is
    called like a host from hiding the host). Text with a path separator is a file even when it is missing. Raises
    ``UsageError`` for anything else.
    """
    if text == "-":
        return Target(text, TargetKind.STDIN)
    if not text.strip():
        raise UsageError("the target is empty")
    if "\0" in text:
        raise UsageError(f"{_quoted(text)} contains a NUL character")
    if "://" in text:
        return _parse_url(text)
    if exists(text) or "/" in text or os.sep in text:
        return Target(text, TargetKind.FILE, path=text)
    return _parse_authority(text, text, "tls")


def parse_connect_to(text: str) -> tuple[str, int | None]:
    """Return the address and the port of ``IP[:PORT]``, ``[IPv6]:PORT`` or a bare IPv6 address.

    The port is ``None`` where none is given. Raises ``UsageError`` for a host name or anything else.
    """
    host, port = _split_port(text)
    address = _parse_address(host)
    if address is None:
        raise UsageError(f"{_quoted(text)} is not an IP address with an optional port")
    return str(address), port


def parse_proxy(text: str) -> tuple[str, int]:
    """Return host and port of an HTTP proxy: ``http://HOST:PORT`` or ``HOST:PORT``. Raises ``UsageError``."""
    part = text.removeprefix("http://").removesuffix("/")
    if "://" in part:
        raise UsageError("a proxy is spoken to in HTTP: http://HOST:PORT")
    proxy = _parse_authority(text, part, "tls")
    if _split_port(part)[1] is None:
        raise UsageError(f"{_quoted(text)} names no port: a proxy is HOST:PORT")
    return proxy.host, proxy.port


def url_path(target: Target) -> str:
    """Return the path and the query of a target that is a URL, ``/`` where it has none."""
    _, _, rest = target.text.partition("://")
    path = re.sub(r"^[^/?#]*", "", rest).partition("#")[0]
    return path if path.startswith("/") else f"/{path}"


def parse_host_name(text: str) -> tuple[str, str]:
    """Return the A-label and the U-label form of a host name, in lower case and without a trailing dot.

    Names beyond ASCII are mapped by UTS 46, non-transitional, and encoded by IDNA 2008 (RFC 5891). ASCII names do not
    go through IDNA, which would refuse underscores and real names such as ``r3---sn``. Raises ``UsageError``, also for
    an IP address and for what a resolver would take for one (``2130706433``, ``0177.0.0.1``).
    """
    if len(text) > _NAME_LENGTH + 1:
        raise UsageError(f"the host name {_quoted(text)} is longer than {_NAME_LENGTH} characters")
    if any(not char.isprintable() or char.isspace() for char in text if char not in _JOINERS):
        raise UsageError(f"the host name {_quoted(text)} contains a space, a control or an invisible character")
    name = (text.lower() if text.isascii() else _idna_encode(text)).removesuffix(".")
    _check_name(name, text)
    return name, ".".join(map(_unicode_label, name.split(".")))


def authority(host: str, port: int) -> str:
    """Return ``host:port``, an IPv6 address in brackets (RFC 3986 section 3.2)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _parse_url(text: str) -> Target:
    scheme, _, rest = text.partition("://")
    scheme = scheme.lower()
    if scheme == "http":
        raise UsageError("http:// is HTTP without TLS: there is no certificate to look at; use https:// or host:port")
    if scheme not in DEFAULT_PORTS:
        raise UsageError(f"unknown scheme {_quoted(scheme)}; known are {', '.join(sorted(DEFAULT_PORTS))}")
    return _parse_authority(text, re.split(r"[/?#]", rest, maxsplit=1)[0], scheme)


def _parse_authority(text: str, part: str, scheme: str) -> Target:
    if "@" in part:  # not quoted: it may hold a password
        raise UsageError("a target has no user name or password: remove what stands before the @")
    host, port = _split_port(part)
    address = _parse_address(host)
    name, unicode_name = (str(address), str(address)) if address else parse_host_name(host)
    return Target(text, TargetKind.HOST, name, unicode_name, port or DEFAULT_PORTS[scheme], scheme, address)


def _split_port(text: str) -> tuple[str, int | None]:
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or ":" not in host or (rest and not rest.startswith(":")):
            raise UsageError(f"{_quoted(text)} is not an IPv6 address in brackets with an optional port")
        return host, _parse_port(rest[1:]) if rest else None
    if text.count(":") > 1:
        return text, None  # an IPv6 address without brackets takes no port
    host, colon, port = text.partition(":")
    return host, _parse_port(port) if colon else None


def _parse_port(text: str) -> int:
    port = int(text) if re.fullmatch(r"[0-9]{1,5}", text) else 0
    if not 1 <= port <= _LAST_PORT:
        raise UsageError(f"{_quoted(text)} is not a port number between 1 and {_LAST_PORT}")
    return port


def _parse_address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return IPv6Address(text) if ":" in text and text.isascii() else IPv4Address(text)
    except ValueError as error:
        if ":" in text:
            raise UsageError(f"{_quoted(text)} is neither an IPv6 address nor host:port") from error
        return None


def _idna_encode(text: str) -> str:
    import idna  # (25 ms, and most names are ASCII)

    try:
        return idna.encode(text, uts46=True, transitional=False).decode("ascii")
    except idna.IDNAError as error:
        reason = str(error).encode("ascii", "backslashreplace").decode("ascii")
        raise UsageError(f"{_quoted(text)} is no sound domain name (IDNA 2008): {reason}") from error


def _check_name(name: str, text: str) -> None:
    if not name:
        raise UsageError("the host name is empty")
    if len(name) > _NAME_LENGTH:
        raise UsageError(f"the host name {_quoted(text)} is longer than {_NAME_LENGTH} characters")
    for label in name.split("."):
        if not label:
            raise UsageError(f"the host name {_quoted(text)} has an empty label")
        if len(label) > _LABEL_LENGTH:
            raise UsageError(f"the host name {_quoted(text)} has a label longer than {_LABEL_LENGTH} characters")
        if not _LABEL.fullmatch(label):
            raise UsageError(f"the host name {_quoted(text)} contains a character that no host name has")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        raise UsageError(f"no host name ends in a number, and an IPv4 address is four decimal ones: {_quoted(text)}")


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    import idna  # (25 ms, and most names are ASCII)

    try:
        return idna.ulabel(label)
    except idna.IDNAError:
        return label  # an A-label that IDNA 2008 refuses may still have a server behind it; it has no other form


def _quoted(text: str) -> str:
    return ascii(text if len(text) <= _LINE else f"{text[:_LINE]}...")
