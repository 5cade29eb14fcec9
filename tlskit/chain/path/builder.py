"""Path building (RFC 4158): every candidate path, likeliest first.

Strategy. A best-first search over partial paths. A partial path costs one for each certificate and far more for each
fault that is known of its certificates; what remains to be paid is estimated from below by a single backward sweep
over the graph, so that the search neither walks into dead ends before it must nor misses the short path behind
decoys. A certificate and the signature below it are checked when the search comes to them, once each. A loop is a
repeated name and key (RFC 4158 section 2.4.2).

What breaks a rule about the path as a whole, and what no certificate further up can heal, costs as much as any fault
as soon as it is there. Such a partial path is followed to one end, which shows the fault, and to no second one: else a
ladder of two certificates a level, one of each with such a fault, would have as many bad paths as 2 to the number of
levels. What came of judging whole paths (revocation) is learned in the same way. And of two rows without a fault that
end at one certificate and mean the same to whatever stands above it, the second waits until all else was looked at.

The budget bounds steps, paths and signature checks; when it ends the search, that is a finding. It leaves the answer
open only if what was left unseen may have held a good path: not where no anchor is within reach, and not where
everything left has a fault already.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tlskit.chain.path.certificate_graph import BudgetExceededError
from tlskit.chain.path.checks import Role, revocation
from tlskit.chain.path.checks.role import PathEnd
from tlskit.chain.path.checks.signature import InvalidSignature
from tlskit.chain.path.issuer import NO_ISSUER, MissingIssuer, WrongKey, key_identifiers
from tlskit.chain.path.judge import judge_path
from tlskit.chain.path.partial_path import STANDING, PartialPathJudge
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
_FAULT = 10_000  # more than the steps and key identifiers of the longest path together
_NOT_SERVED = 11_000
_NO_ANCHOR = {
    PathEnd.ANCHOR: 0,
    PathEnd.MISSING: 50_000,
    PathEnd.UNTRUSTED_ROOT: 55_000,
    PathEnd.LOOP: 90_000,
    PathEnd.UNFINISHED: 95_000,
}
_BAD_SIGNATURE = 60_000
_NO_NEWS = 1_000_000_000  # more than any path costs


class PartialPath(NamedTuple):
    """A path under way. ``key`` orders the heap and is unique; ``checked``: the faults of its last step are in it.

    ``refused``: which refused row it continues, 0 where it continues none; ``learned``: how much of what was learned
    from whole paths is in its cost.
    """

    key: tuple[int, int, int]
    cost: int
    certificates: tuple[Certificate, ...]
    checked: bool = False
    refused: int = 0
    learned: int = 0

    def dearer(self, by: int, **changes: int) -> PartialPath:
        """Return it at a higher cost."""
        key = (self.key[0] + by, *self.key[1:])
        return self._replace(key=key, cost=self.cost + by, **changes)  # type: ignore[arg-type]


class PathBuilder:
    """One search from the target upwards. ``limit`` says which limit ended it, and is empty where none did.

    ``is_decided``: a limit that ended it left no path unseen that could be good.
    """

    def __init__(self, graph: CertificateGraph, revocation_source: RevocationSource | None = None) -> None:
        """Search for paths from ``graph.served[0]``; ``revocation_source`` is there where revocation is asked about."""
        self.graph, self.revocation_source = graph, revocation_source
        self.limit = ""
        self.is_decided = True
        self._order = 0
        self._judge_partial = PartialPathJudge(graph.policy, graph.served[0])
        self._least = 0  # what the cheapest of the paths that are left costs at least
        self._is_open = False  # whether a fault that was weighed only says that a check could not be made
        self._learned: list[tuple[Certificate, bytes]] = []
        self._met: set[tuple[object, ...]] = set()
        self._anchors: set[Certificate] = set()
        self._remaining: dict[Certificate, int] = {}
        self._followed: set[int] = set()

    def paths(self) -> tuple[CertificationPath, ...]:
        """Return the candidate paths, best first."""
        found: list[tuple[int, int, CertificationPath]] = []
        try:
            for certificates, ending in self._candidates():
                if len(found) >= self.graph.policy.budget.paths:
                    raise BudgetExceededError(f"{len(found):,} paths")  # noqa: TRY301 - the same way out for every limit
                path = self._judge(certificates, ending)
                self._learn(path)
                found.append((_cost(path), len(found), path))
        except BudgetExceededError as reached:
            self.limit, self.is_decided = str(reached), self._nothing_good_left()
        if not found:  # the limit came first: what was asked about is judged all the same
            found = [(0, 0, self._judge((self.graph.served[0],), PathEnd.UNFINISHED))]
        return tuple(path for _, _, path in sorted(found, key=lambda item: item[:2]))

    def _candidates(self) -> Iterator[tuple[tuple[Certificate, ...], PathEnd]]:
        target, budget = self.graph.served[0], self.graph.policy.budget
        # Among equals the longest goes first: depth first to a whole path, so that a wide graph yields some.
        heap = [PartialPath((0, -1, 0), 0, (target,))]
        while heap:
            partial = heapq.heappop(heap)
            if partial.refused in self._followed:
                continue
            # Costs decide between paths. Most graphs are a line, and have nothing to weigh: it is done from a fork on.
            if self._remaining and (dearer := self._weighed(partial) or self._postponed(partial)) is not None:
                heapq.heappush(heap, dearer)
                continue
            self._least = partial.key[0]
            certificates = partial.certificates
            if self.graph.is_anchor(certificates[-1]):
                self._followed.update({partial.refused} - {0})
                yield certificates, PathEnd.ANCHOR
                continue
            onward = self._onward(certificates)
            ending = self._ending(certificates[-1], onward)
            if ending is not None:
                self._followed.update(() if onward else {partial.refused} - {0})
                yield certificates, ending
            if len(certificates) >= budget.path_certificates:
                raise BudgetExceededError(f"{budget.path_certificates} certificates in a path")
            if len(onward) > 1 and not self._remaining:
                self._remaining = self._remaining_costs(target)
                partial = self._weighed_from_below(partial)
            for issuer in onward:
                self._order += 1
                if self._order > budget.steps:
                    raise BudgetExceededError(f"{budget.steps:,} steps")
                heapq.heappush(heap, self._grown(partial, issuer))

    def _grown(self, partial: PartialPath, issuer: Certificate) -> PartialPath:
        certificates = (*partial.certificates, issuer)
        cost = partial.cost + (self._step_cost(issuer, partial.certificates[-1]) if self._remaining else 0)
        key = (cost + self._remaining.get(issuer, 0), -len(certificates), self._order)
        return PartialPath(key, cost, certificates, refused=partial.refused, learned=partial.learned)

    # -- what is known of a path under way ---------------------------------------------------------------------------

    def _weighed(self, partial: PartialPath) -> PartialPath | None:
        """Return a partial path at the cost of what is now known of it, None where that is in its cost already."""
        certificates, news = partial.certificates, self._learned[partial.learned :]
        if partial.checked and not news:
            return None
        steps = set(_steps(certificates)) if news else set()
        known = sum(step in steps for step in news)
        if not partial.checked:  # the last step is new, and may be known from before
            known += any(step in self._learned[: partial.learned] for step in _steps(certificates[-2:]))
        by, refused = known * _FAULT, partial.refused
        if known and len(self._anchors) == 1:  # what is revoked under one anchor may not be under another
            refused = refused or self._order + 1
        if not partial.checked:
            by += self._faults(certificates)
            broken = self._judge_partial.broken(certificates)
            by += len(broken - {STANDING}) * _FAULT
            refused = refused or (self._order + 1 if broken else 0)
        self._order += refused != partial.refused
        weighed = partial.dearer(by, checked=True, refused=refused, learned=len(self._learned))
        if by:
            return weighed
        return None if refused == partial.refused and not news else weighed

    def _weighed_from_below(self, partial: PartialPath) -> PartialPath:
        """Weigh the row below the first fork, which had nothing to be weighed against."""
        by, refused, certificates = 0, partial.refused, partial.certificates
        for end in range(1, len(certificates) + 1):
            row = certificates[:end]
            broken = self._judge_partial.broken(row)
            by += self._faults(row) + len(broken) * _FAULT
            if broken and not refused:
                self._order += 1
                refused = self._order
        return partial.dearer(by, checked=True, refused=refused)

    def _faults(self, certificates: tuple[Certificate, ...]) -> int:
        """What the last certificate costs beyond the step: its own faults, and that its key signed nothing here."""
        if len(certificates) == 1:
            return self._errors(certificates[0], Role.END_ENTITY)
        issuer, subject = certificates[-1], certificates[-2]
        own = 0 if self.graph.is_anchor(issuer) else self._errors(issuer, Role.INTERMEDIATE)
        match self.graph.issuance(issuer, subject).signature:
            case SignatureOutcome.VALID:
                return own
            case SignatureOutcome.INVALID:
                return own + _BAD_SIGNATURE
        self._is_open = True
        return own + _FAULT

    def _errors(self, certificate: Certificate, role: Role) -> int:
        errors = [item for item in self.graph.findings(certificate, role) if item.severity >= Severity.ERROR]
        self._is_open |= any(item.undetermined for item in errors)
        return len(errors) * _FAULT

    def _learn(self, path: CertificationPath) -> None:
        """Keep what revocation says against the steps of a path: other paths have them too."""
        fails = {item.subject for item in path.errors if isinstance(item, revocation.KINDS)}
        for step in _steps(path.certificates) if fails else ():
            if step[0].ref in fails and step not in self._learned:
                self._learned.append(step)
        self._is_open |= any(item.undetermined for item in path.errors)

    def _postponed(self, partial: PartialPath) -> PartialPath | None:
        """Return a partial path as one that can wait: one as good has come to its last certificate, and goes on alike.

        Revocation tells them apart, and only at the end.
        """
        if partial.cost >= _FAULT or self.revocation_source is not None or len(partial.certificates) == 1:
            return None
        state = self._judge_partial.state(partial.certificates)
        if state in self._met:
            return partial.dearer(_NO_NEWS)
        self._met.add(state)
        return None

    def _nothing_good_left(self) -> bool:
        """Whether none of the paths that are left can be good: no anchor is in reach, or each has a fault already."""
        if not self._remaining:
            self._remaining_costs(self.graph.served[0])
        return not self._anchors or (self._least >= _FAULT and not self._is_open)

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

    def _step_cost(self, issuer: Certificate, subject: Certificate) -> int:
        """What is known of a step before the search comes to it: the edge, and what is so on every path through it."""
        refused = bool(self._judge_partial.standing(issuer))
        own = self._errors(issuer, Role.ANCHOR) if self.graph.is_anchor(issuer) else 0
        return self._edge_cost(issuer, subject) + own + refused * _FAULT

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
                self._anchors.add(certificate)
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
                through = cost + self._step_cost(certificate, subject)
                if through < costs[subject]:
                    costs[subject] = through
                    order += 1
                    heapq.heappush(heap, (through, order, subject))
        return costs

    def _judge(self, certificates: tuple[Certificate, ...], end: PathEnd) -> CertificationPath:
        return judge_path(certificates, end, self.graph, self.revocation_source)


def _steps(certificates: tuple[Certificate, ...]) -> Iterator[tuple[Certificate, bytes]]:
    """Yield each certificate and the key above it, by which its revocation goes."""
    return ((subject, issuer.subject_public_key_info) for subject, issuer in pairwise(certificates))


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
