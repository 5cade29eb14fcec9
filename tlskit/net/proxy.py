"""A tunnel through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6).

The proxy is told host and port and nothing else: no credentials, no cookies, no name of a program. Its answer is read
byte by byte, because what follows it belongs to the server behind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tlskit.errors import ProxyError
from tlskit.net.target import authority

if TYPE_CHECKING:
    import socket

    from tlskit.net.deadline import Deadline

MOST_BYTES = 1 << 14
"""Of the header of an answer; web servers send 8 KiB at the most by default."""
_CREDENTIALS_WANTED = 407
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})(?: ([^\r\n]*))?\r?\n")
_END = re.compile(rb"\r?\n\r?\n\Z")
_QUOTED = 80  # characters of the proxy's words that a message repeats


def open_tunnel(sock: socket.socket, host: str, port: int, *, deadline: Deadline) -> None:
    """Have the proxy at the other end of ``sock`` connect to ``host``.

    Raises ProxyError where it does not.
    """
    asked = authority(host, port)
    try:
        sock.settimeout(deadline.remaining())
        sock.sendall(f"CONNECT {asked} HTTP/1.1\r\nHost: {asked}\r\n\r\n".encode("ascii"))
        header = _header(sock, deadline)
    except TimeoutError as error:
        raise ProxyError(f"the proxy did not answer within {deadline}") from error
    except OSError as error:
        raise ProxyError(f"the connection to the proxy failed: {error.strerror or error}") from error
    status = _STATUS.match(header)
    if status is None:
        raise ProxyError(f"the proxy does not speak HTTP; it sent {_quoted(header)}")
    code = int(status[1])
    if code == _CREDENTIALS_WANTED:
        raise ProxyError("the proxy asks for credentials, and tlskit sends none (HTTP 407)")
    if not 200 <= code < 300:  # noqa: PLR2004 - RFC 9110 section 15.3
        raise ProxyError(f"the proxy refuses {asked}: HTTP {_quoted(status[1] + b' ' + (status[2] or b''))}")


def _header(sock: socket.socket, deadline: Deadline) -> bytes:
    header = b""
    while not _END.search(header[-4:]) and len(header) < MOST_BYTES:
        sock.settimeout(deadline.remaining())
        byte = sock.recv(1)
        if not byte:
            break
        header += byte
    return header


def _quoted(data: bytes) -> str:
    return ascii(data[:_QUOTED].decode("latin-1").strip())
