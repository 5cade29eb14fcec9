"""The three exceptions that callers meet; everything that a peer did is data instead (DESIGN.md section 3)."""


class TlskitError(Exception):
    """Base of the exceptions that tlskit raises on purpose."""


class InputError(TlskitError):
    """The input is no certificate, capture or address at all."""


class ConnectError(TlskitError):
    """The network or the peer gave no certificate: name resolution, refusal, time-out, a failed handshake.

    ``phase`` is the step that failed (``"resolve"``, ``"connect"``, ``"proxy"``, ``"tls"``), ``transcript`` the
    :class:`tlskit.trace.transcript.Transcript` of what was said before, ``None`` where nothing was.
    """

    def __init__(self, message: str, *, phase: str, transcript: object = None) -> None:
        super().__init__(message)
        self.phase = phase
        self.transcript = transcript


class UsageError(TlskitError):
    """The call's arguments contradict one another or name something that does not exist."""
