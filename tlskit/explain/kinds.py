"""Every kind of finding of every room, for the docs, ``tlskit explain`` and tests; importing it loads them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import KINDS as CHAIN_KINDS
from tlskit.handshake.report import KINDS as HANDSHAKE_KINDS
from tlskit.trace import KINDS as TRACE_KINDS

if TYPE_CHECKING:
    from tlskit.finding import Finding

KINDS: tuple[type[Finding], ...] = tuple(
    sorted({*CHAIN_KINDS, *HANDSHAKE_KINDS, *TRACE_KINDS}, key=lambda kind: kind.id)
)
"""The kinds by id."""
