"""Every kind of finding of every room, for the docs, ``tlskit explain`` and tests; importing it loads them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.kinds import KINDS as CHAIN_KINDS
from tlskit.handshake.report.kinds import KINDS as HANDSHAKE_KINDS
from tlskit.trace.checks import KINDS as TRACE_KINDS

if TYPE_CHECKING:
    from tlskit.finding.finding import Finding

KINDS: tuple[type[Finding], ...] = tuple(
    sorted({*CHAIN_KINDS, *HANDSHAKE_KINDS, *TRACE_KINDS}, key=lambda kind: kind.id)
)
"""The kinds by id."""
