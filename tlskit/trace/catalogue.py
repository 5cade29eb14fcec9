"""Every kind of finding of the trace room; importing it loads them all."""

from __future__ import annotations

from tlskit.finding.finding import kinds
from tlskit.trace import checks

_LOADED = (checks,)
KINDS = tuple(kind for kind in kinds() if kind.id.startswith("trace."))
"""The kinds by id."""
