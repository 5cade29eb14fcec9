"""A ClientHello of our own making, sent to see the answer: for servers that OpenSSL is too young to talk to.

The connection is opened as for a handshake, STARTTLS included; then the bytes are sent, and whatever comes until the
server closes or falls quiet is recorded and not interpreted.
"""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from tlskit.handshake.connect import open_connection
from tlskit.handshake.recorder import LimitReachedError, Recorder
from tlskit.handshake.starttls import StarttlsRefusedError, go_over

if TYPE_CHECKING:
    from tlskit.handshake.settings import ConnectionSettings
    from tlskit.net import Deadline, Target
    from tlskit.trace import Transcript

_QUIET = 0.3
"""Seconds, besides two round trips, without a byte after the first answer that count as its end."""


def probe(target: Target, hello: bytes, settings: ConnectionSettings, deadline: Deadline) -> Transcript:
    """Send ``hello``, one or more TLS records, to the target and return all that was said.

    ``ended`` of the transcript tells how the server left; it is empty where it stayed, silent or talking, until the
    deadline or a limit. Raises UsageError and ConnectError as :func:`~tlskit.handshake.driver.attempt` does.
    """
    settings.check(target)
    opened = open_connection(target, settings, deadline)
    with opened.sock:
        wire = Recorder(opened.sock, deadline)
        # What went wrong shows in the transcript.
        with suppress(OSError, EOFError, LimitReachedError, StarttlsRefusedError):
            _converse(wire, hello, settings, target, _QUIET + opened.round_trips)
        return wire.transcript([])


def _converse(wire: Recorder, hello: bytes, settings: ConnectionSettings, target: Target, quiet: float) -> None:
    protocol = settings.starttls_for(target)
    if protocol:
        go_over(wire, protocol, settings.name_for(target) or target.host)
    wire.begin_tls()
    wire.send(hello)
    data: bytes | None = wire.receive()
    while data:
        data = wire.receive_until(monotonic() + quiet)
