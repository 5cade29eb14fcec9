"""Every kind of finding of the chain room; importing it loads them all."""

from __future__ import annotations

from tlskit.chain import file, served
from tlskit.chain.path import checks
from tlskit.chain.path import issuer as issuance
from tlskit.chain.path.checks import revocation
from tlskit.finding.finding import kinds

_LOADED = (checks, file, issuance, revocation, served)
KINDS = tuple(kind for kind in kinds() if kind.id.startswith("chain."))
"""The kinds by id."""
