"""The exceptions that callers meet. What a peer did is data instead: a report, with findings.

::

    TlskitError                   what tlskit raises on purpose
    +-- InputError                the input is no certificate, capture or address at all
    |   +-- PasswordError         it is encrypted: the password is missing or wrong
    +-- UsageError                the arguments contradict one another, or name what does not exist
    +-- ConnectError              the network, or the peer, gave nothing to judge
        +-- ResolveError          the name has no address
        +-- UnreachableError      no address could be connected to
        |   +-- RefusedError      nothing listens there
        |   +-- ConnectTimeoutError    nothing answered in time
        +-- ProxyError            the proxy made no tunnel
        +-- TlsFailedError        the connection came about, and no certificate came
            +-- StarttlsError     the server did not change over to TLS
"""

from __future__ import annotations

from typing import ClassVar


class TlskitError(Exception):
    """Base of the exceptions that tlskit raises on purpose."""


class InputError(TlskitError):
    """The input is no certificate, capture or address at all.

    ``reason`` says why, ``source`` where it came from: a path, ``standard input``, empty where it was handed in.
    """

    def __init__(self, reason: str, source: str = "") -> None:
        super().__init__(f"{source}: {reason}" if source else reason)
        self.reason = reason
        self.source = source


class PasswordError(InputError):
    """A password is missing or wrong; ``missing`` tells which."""

    def __init__(self, reason: str, source: str = "", *, missing: bool) -> None:
        super().__init__(reason, source)
        self.missing = missing


class UsageError(TlskitError):
    """The call's arguments contradict one another or name something that does not exist."""


class ConnectError(TlskitError):
    """The network or the peer gave nothing to judge.

    ``phase`` is the step that failed, as the JSON names it (``"resolve"``, ``"connect"``, ``"proxy"``, ``"tls"``).
    ``transcript`` is the :class:`tlskit.trace.transcript.Transcript` of what was said before, ``None`` where nothing
    was.
    """

    phase: ClassVar[str] = "connect"

    def __init__(self, message: str, transcript: object = None) -> None:
        super().__init__(message)
        self.transcript = transcript

    def with_hint(self, hint: str) -> ConnectError:
        """Return the same failure with a hint behind its message."""
        return type(self)(f"{self}{hint}", self.transcript)


class ResolveError(ConnectError):
    """The name has no address, or the resolver did not answer."""

    phase = "resolve"


class UnreachableError(ConnectError):
    """No address of the host could be connected to."""


class RefusedError(UnreachableError):
    """Every address refused the connection: nothing listens on the port."""


class ConnectTimeoutError(UnreachableError):
    """No address answered in time."""


class ProxyError(ConnectError):
    """The proxy made no tunnel to the host."""

    phase = "proxy"


class TlsFailedError(ConnectError):
    """The connection came about, but no certificate came."""

    phase = "tls"


class StarttlsError(TlsFailedError):
    """The server did not change over to TLS."""
