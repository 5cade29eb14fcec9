"""The base of what is found in a handshake: each finding names what it is about."""

from __future__ import annotations

from typing import ClassVar

from tlskit.finding import Citation, Finding

TLS13_ALERTS, TLS12_ALERTS = Citation("RFC 8446", "6.2"), Citation("RFC 5246", "7.2.2")


class HandshakeFinding(Finding):
    """Base of the findings of a handshake; ``about`` is what it is about."""

    about: ClassVar[str] = "the connection"

    @property
    def subject(self) -> object:
        """What it is about."""
        return self.about
