"""Path building (RFC 4158): every candidate path, likeliest first.

Strategy. A best-first search over partial paths. A partial path costs one for each certificate and far more for each
fault that is known of its certificates; what remains to be paid is estimated from below by a single backward sweep
over the graph, so that the search neither walks into dead ends before it must nor misses the short path behind
decoys. A certificate and the signature below it are checked when the search comes to them, once each. A loop is a
repeated name and key (RFC 4158 section 2.4.2). The budget bounds steps, paths and signature checks; when it ends the
search, that is a finding.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tlskit.chain.path.certificate_graph import BudgetExceededError
from tlskit.chain.path.checks import Role
from tlskit.chain.path.checks.role import PathEnd
from tlskit.chain.path.checks.signature import InvalidSignature
from tlskit.chain.path.issuer import NO_ISSUER, MissingIssuer, WrongKey, key_identifiers
from tlskit.chain.path.judge import judge_path
from tlskit.chain.path.trust_store import Origin
from tlskit.finding import Severity
from tlskit.x509 import SignatureOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.certificate_graph import CertificateGraph
    from tlskit.chain.path.certification_path import CertificationPath
    from tlskit.chain.path.revocation_status import RevocationSource
    from tlskit.x509 import Certificate

# What stands between a path and trust, weighed: a served certificate with a fault is nearer to the truth about what was
# served than a pool certificate without one; a path with an end in sight is nearer than one without.
_STEP = 1
_DIFFERENT_KEY_IDENTIFIER = 10
_FAULT = 1_000
_NOT_SERVED = 1_100
_NO_ANCHOR = {
    PathEnd.ANCHOR: 0,
    PathEnd.MISSING: 5_000,
    PathEnd.UNTRUSTED_ROOT: 5_500,
    PathEnd.LOOP: 9_000,
    PathEnd.UNFINISHED: 9_500,
}
_BAD_SIGNATURE = 6_000


class PartialPath(NamedTuple):
    """A path under way. ``key`` orders the heap and is unique; ``checked``: the faults of its last step are in it."""

    key: tuple[int, int, int]
    cost: int
    certificates: tuple[Certificate, ...]
    checked: bool = False


class PathBuilder:
    """One search from the target upwards. ``limit`` says which limit ended it, and is empty where none did."""

    def __init__(self, graph: CertificateGraph, revocation_source: RevocationSource | None = None) -> None:
        """Search for paths from ``graph.served[0]``; ``revocation_source`` is there where revocation is asked about."""
        self.graph, self.revocation_source = graph, revocation_source
        self.limit = ""
        self._order = 0

    def paths(self) -> tuple[CertificationPath, ...]:
        """Return the candidate paths, best first."""
        found: list[tuple[int, int, CertificationPath]] = []
        try:
            for certificates, ending in self._candidates():
                if len(found) >= self.graph.policy.budget.paths:
                    raise BudgetExceededError(f"{len(found):,} paths")  # noqa: TRY301 - the same way out for every limit
                path = self._judge(certificates, ending)
                found.append((_cost(path), len(found), path))
        except BudgetExceededError as reached:
            self.limit = str(reached)
        if not found:  # the limit came first: what was asked about is judged all the same
            found = [(0, 0, self._judge((self.graph.served[0],), PathEnd.UNFINISHED))]
        return tuple(path for _, _, path in sorted(found, key=lambda item: item[:2]))

    def _candidates(self) -> Iterator[tuple[tuple[Certificate, ...], PathEnd]]:
        target, budget = self.graph.served[0], self.graph.policy.budget
        # Costs decide between paths. Most graphs are a line, and have nothing to weigh: they stay empty up to a fork.
        remaining: dict[Certificate, int] = {}
        # Among equals the longest goes first: depth first to a whole path, so that a wide graph yields some.
        heap = [PartialPath((0, -1, 0), 0, (target,))]
        while heap:
            partial = heapq.heappop(heap)
            cost, certificates = partial.cost, partial.certificates
            if remaining and not partial.checked and (faults := self._faults(certificates)):
                key = (partial.key[0] + faults, *partial.key[1:])
                heapq.heappush(heap, PartialPath(key, cost + faults, certificates, checked=True))
                continue
            if self.graph.is_anchor(certificates[-1]):
                yield certificates, PathEnd.ANCHOR
                continue
            onward = self._onward(certificates)
            ending = self._ending(certificates[-1], onward)
            if ending is not None:
                yield certificates, ending
            if len(certificates) >= budget.path_certificates:
                raise BudgetExceededError(f"{budget.path_certificates} certificates in a path")
            if len(onward) > 1 and not remaining:
                remaining = self._remaining_costs(target)
            for issuer in onward:
                self._order += 1
                if self._order > budget.steps:
                    raise BudgetExceededError(f"{budget.steps:,} steps")
                grown = cost + self._edge_cost(issuer, certificates[-1]) if remaining else cost
                key = (grown + remaining.get(issuer, 0), -len(certificates) - 1, self._order)
                heapq.heappush(heap, PartialPath(key, grown, (*certificates, issuer)))

    def _faults(self, certificates: tuple[Certificate, ...]) -> int:
        """What the last certificate costs beyond the step: its own faults, and that its key signed nothing here."""
        if len(certificates) == 1:
            return self.graph.errors(certificates[0], Role.END_ENTITY) * _FAULT
        issuer, subject = certificates[-1], certificates[-2]
        role = Role.ANCHOR if self.graph.is_anchor(issuer) else Role.INTERMEDIATE
        forged = self.graph.issuance(issuer, subject).signature is SignatureOutcome.INVALID
        return self.graph.errors(issuer, role) * _FAULT + forged * _BAD_SIGNATURE

    def _onward(self, certificates: tuple[Certificate, ...]) -> list[Certificate]:
        """Return the issuers that would not close a loop."""
        keys = {item.subject_public_key_info for item in certificates}
        return [
            issuer
            for issuer in self.graph.issuers(certificates[-1])
            if issuer.subject_public_key_info not in keys or not any(map(issuer.is_twin_of, certificates))
        ]

    def _ending(self, top: Certificate, onward: list[Certificate]) -> PathEnd | None:
        if self.graph.is_self_signed(top):
            return PathEnd.UNTRUSTED_ROOT
        if onward:
            return None
        return PathEnd.LOOP if self.graph.issuers(top) else PathEnd.MISSING

    def _edge_cost(self, issuer: Certificate, subject: Certificate) -> int:
        """What is known of one step without checking anything: a lower bound."""
        pooled = len(self.graph.pool) and self.graph.origin(issuer) is Origin.POOL
        cost = _STEP + (_NOT_SERVED if pooled else 0)
        return cost + (_DIFFERENT_KEY_IDENTIFIER if key_identifiers(issuer, subject) == "differ" else 0)

    def _remaining_costs(self, target: Certificate) -> dict[Certificate, int]:
        """Return, for each certificate within reach, a lower bound of what it costs to end a path there or above.

        One sweep up to find what can be reached, one back down from the ends (Dijkstra).
        """
        below: dict[Certificate, list[Certificate]] = defaultdict(list)
        costs: dict[Certificate, int] = {}
        todo, reached = [target], {target}
        while todo:
            certificate = todo.pop()
            if self.graph.is_anchor(certificate):
                costs[certificate] = _NO_ANCHOR[PathEnd.ANCHOR]
                continue
            issuers = self.graph.issuers(certificate)
            # Any path can end in a loop, and a self-issued one as an untrusted root: both bound the cost from above.
            missing = _NO_ANCHOR[PathEnd.LOOP] if issuers else _NO_ANCHOR[PathEnd.MISSING]
            costs[certificate] = _NO_ANCHOR[PathEnd.UNTRUSTED_ROOT] if certificate.is_self_issued else missing
            for issuer in issuers:
                below[issuer].append(certificate)
                if issuer not in reached:
                    reached.add(issuer)
                    todo.append(issuer)
        heap = [(cost, order, certificate) for order, (certificate, cost) in enumerate(costs.items())]
        heapq.heapify(heap)
        order = len(heap)
        while heap:
            cost, _, certificate = heapq.heappop(heap)
            if cost > costs[certificate]:
                continue
            for subject in below[certificate]:
                through = cost + self._edge_cost(certificate, subject)
                if through < costs[subject]:
                    costs[subject] = through
                    order += 1
                    heapq.heappush(heap, (through, order, subject))
        return costs

    def _judge(self, certificates: tuple[Certificate, ...], end: PathEnd) -> CertificationPath:
        return judge_path(certificates, end, self.graph, self.revocation_source)


def _cost(path: CertificationPath) -> int:
    """Weigh a judged path: the fewest and least faults first, then the shortest."""
    cost = len(path.certificates) * _STEP + _NO_ANCHOR[path.ending]
    for finding in path.findings:
        if isinstance(finding, (InvalidSignature, WrongKey)):
            cost += _BAD_SIGNATURE
        elif isinstance(finding, MissingIssuer):
            cost += _NOT_SERVED if path.ending is not PathEnd.MISSING else 0
        elif finding.severity >= Severity.ERROR and not isinstance(finding, NO_ISSUER):
            cost += _FAULT
    return cost
