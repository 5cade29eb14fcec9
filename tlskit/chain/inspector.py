"""Many questions about one policy and one trust store: what is safe to keep between verdicts is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tlskit.chain.inspect import judge, trust_store
from tlskit.chain.issuer_chain import issuer_chains
from tlskit.chain.path.trust_store import TrustStore
from tlskit.chain.path.verification_cache import VerificationCache

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tlskit.chain.inspect import CertificateInput
    from tlskit.chain.path.identity import Identity
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.chain.report import ChainReport


class ChainInspector:
    """:func:`tlskit.chain.inspect_chain` for many chains. Safe under threads.

    Kept are parsed anchors and CAs, signatures already checked on CAs, what the checks found of CAs, and the last pool,
    within a bound (:mod:`tlskit.chain.path.verification_cache`). End entities are never kept, and neither is anything
    that the identity decides.
    """

    def __init__(self, *, trust: TrustStore | Sequence[CertificateInput], policy: ValidationPolicy) -> None:
        """Take the store and the policy that all questions share."""
        self.trust = trust if isinstance(trust, TrustStore) else trust_store(trust)
        self.policy = policy
        self._memory, self._lines = VerificationCache(), issuer_chains()

    def inspect(
        self,
        certificates: Sequence[CertificateInput],
        *,
        identity: Identity | str | Iterable[Identity | str] | None = None,
        pool: Iterable[CertificateInput] = (),
        crls: Sequence[bytes] = (),
    ) -> ChainReport:
        """Return the report on one chain; ``identity`` stands in for the policy's. Raises as ``inspect_chain`` does."""
        policy = self.policy if identity is None else replace(self.policy, identity=identity)
        return judge(certificates, self.trust, policy, pool, crls, self._memory, self._lines)
