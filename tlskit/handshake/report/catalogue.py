"""Every kind of finding of a handshake; importing it loads them all."""

from __future__ import annotations

from tlskit.finding.finding import kinds
from tlskit.handshake.report import client_certificate, connection, negotiation, stapling

_LOADED = (client_certificate, connection, negotiation, stapling)
KINDS = tuple(kind for kind in kinds() if kind.id.startswith("handshake."))
"""The kinds by id."""
