"""Every kind of finding of every room, for the docs page, ``tlskit explain`` and tests."""

from __future__ import annotations

from tlskit.chain.catalogue import KINDS as CHAIN_KINDS
from tlskit.handshake.report.catalogue import KINDS as HANDSHAKE_KINDS
from tlskit.trace.catalogue import KINDS as TRACE_KINDS

KINDS = (*CHAIN_KINDS, *HANDSHAKE_KINDS, *TRACE_KINDS)
"""The kinds by id."""
