"""Faults of a path under way that nothing further up can heal (RFC 5280 section 6.1, read from the end entity up).

The checks of whole paths walk from the anchor down, as the RFC does. What they find for good can be told from below:
a CA refuses names, or counts more CAs below it than it allows, whoever stands above it; a policy that is lost stays
lost. Only the last certificate of a row is judged, since the rows below it were judged before. A budget of its own
keeps this cheap; where it ends nothing is refused here, and the whole path is judged as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks import basic_constraints, certificate_policies, expiry, name_constraints, path
from tlskit.registry import oid

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate

    Row = tuple[Certificate, ...]

STANDING = "it refuses the end entity's names"
"""The fault that a certificate has wherever it stands above the end entity."""

_ROWS: dict[str, Callable[[Row, ValidationPolicy], bool]] = {
    "it allows fewer CAs below it": basic_constraints.refuses,
    "there are more intermediates than the validation policy allows": path.refuses,
    "it ends too soon": expiry.refuses,
}
_NOT_FOR_ABOVE = frozenset(
    {
        oid.BASIC_CONSTRAINTS,
        oid.NAME_CONSTRAINTS,
        oid.KEY_USAGE,
        oid.SUBJECT_KEY_IDENTIFIER,
        oid.AUTHORITY_KEY_IDENTIFIER,
        oid.AUTHORITY_INFO_ACCESS,
        oid.CRL_DISTRIBUTION_POINTS,
        oid.SIGNED_CERTIFICATE_TIMESTAMPS,
    }
)
_POLICY_WORK = 20  # times the budget of one path


class PartialPathJudge:
    """For one target; what two certificates have against one another is worked out once."""

    def __init__(self, policy: ValidationPolicy, target: Certificate) -> None:
        """Judge rows that begin with ``target``."""
        self.policy, self.target = policy, target
        self._meanings: dict[bytes, tuple[object, ...]] = {}
        self._pairs: dict[tuple[bytes, bytes], bool] = {}
        self._comparisons = policy.budget.name_constraint_comparisons
        self._policy_work = policy.budget.policy_nodes * _POLICY_WORK

    def standing(self, certificate: Certificate) -> bool:
        """Whether a CA refuses the target, and so every path that it is on."""
        return certificate != self.target and self._refuses(self.target, certificate)

    def broken(self, row: Row) -> set[str]:
        """Return what the last certificate of a row breaks for good."""
        found = {told for told, refuses in _ROWS.items() if refuses(row, self.policy)}
        if len(row) > 1 and self.standing(row[-1]):
            found.add(STANDING)
        if any(self._refuses(item, row[-1]) for item in row[1:-1] if not item.is_self_issued):
            found.add("it refuses the names of a CA below it")
        self._policy_work -= certificate_policies.work(row) if self._policy_work > 0 else 0
        if self._policy_work > 0 and certificate_policies.refuses(row, self.policy):
            found.add("a certificate policy is required, and none is left")
        return found

    def state(self, row: Row) -> tuple[object, ...]:
        """Return all of a row that can matter to what stands above it; the last certificate stands for itself.

        Names and keys, for loops and for name constraints; what counts for path lengths; and every extension but those
        that speak of what is below or of the certificate alone.
        """
        return row[-1].der, tuple(map(self._meaning, row[:-1]))

    def _meaning(self, certificate: Certificate) -> tuple[object, ...]:
        known = self._meanings.get(certificate.der)
        if known is None:
            said = (item for item in certificate.extensions if item.oid not in _NOT_FOR_ABOVE)
            extensions = tuple(sorted((item.oid, item.value) for item in said))
            name = (certificate.subject.encoding, certificate.is_self_issued)
            known = self._meanings[certificate.der] = (*name, certificate.subject_public_key_info, extensions)
        return known

    def _refuses(self, certificate: Certificate, issuer: Certificate) -> bool:
        if issuer.name_constraints is None:
            return False
        key = (certificate.der, issuer.der)
        known = self._pairs.get(key)
        if known is None:
            self._comparisons -= name_constraints.comparisons_between(certificate, issuer)
            known = self._comparisons >= 0 and name_constraints.refuses(certificate, issuer)
            self._pairs[key] = known
        return known
