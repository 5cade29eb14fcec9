"""Every kind of finding of a handshake; importing it loads them all. A new module with kinds gets a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.handshake.report import client_certificate, connection, negotiation, stapling

if TYPE_CHECKING:
    from tlskit.finding import Finding

KINDS: tuple[type[Finding], ...] = (
    *client_certificate.KINDS,
    *connection.KINDS,
    *negotiation.KINDS,
    *stapling.KINDS,
)
