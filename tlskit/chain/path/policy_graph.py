"""Certificate policies along a path: RFC 5280 sections 6.1.2 to 6.1.5 with the policy graph of RFC 9618.

A level of the graph has one node for each policy that is valid after that many certificates, with links to the nodes
that it continues; the tree of RFC 5280, where each way to a policy has nodes of its own, grows exponentially. A level
without nodes is the NULL of both RFCs. Nodes that nothing continues are not pruned on the way, since no later step
looks at them: the last step walks back from the last level and so never meets them.

Policy qualifiers are kept out: RFC 5280 only hands them to the application, and no verdict here depends on them. The
anchor is no part of the processing (section 6.1.1): what its certificate says about policies limits nothing. That
nobody may map anyPolicy (section 6.1.4 (a)) is judged certificate by certificate, in the checks; here such mappings are
passed over.
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.registry import ANY_POLICY, oid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate


class PolicyLoss(Enum):
    """How a path lost its last valid policy."""

    NO_POLICIES = "it has no certificatePolicies"
    UNMATCHED = "none of its policies is valid for the CA above it"
    ANY_POLICY_INHIBITED = "it has only anyPolicy, which no longer counts here"
    MAPPING_INHIBITED = "it maps its policies to others, which is no longer allowed here"


class PolicyOutcome(FrozenValue):
    """What became of the policies; positions count certificates from the end entity, which is 0.

    ``authority_constrained``: the policies that the path is valid for, in the meaning that the anchor gives them;
    ``user_constrained``: those of them that are acceptable. Both are sorted, and may hold anyPolicy.
    ``explicit_policy``: the state variable at the end; at 0 the path is good only if a policy is left.
    ``required_by``: the certificate that lowered it last, None where the validation policy did or nothing.
    ``lost_at`` and ``loss``: where the last policy was lost and how; ``expected``: what would have continued one.
    ``limit_reached``: the graph was given up, and both sets are empty for that reason alone.
    """

    authority_constrained: tuple[str, ...]
    user_constrained: tuple[str, ...]
    explicit_policy: int
    required_by: int | None = None
    lost_at: int | None = None
    loss: PolicyLoss | None = None
    expected: tuple[str, ...] = ()
    limit_reached: bool = False

    @property
    def is_required(self) -> bool:
        """Whether the path needs a valid policy."""
        return self.explicit_policy == 0

    @property
    def is_good(self) -> bool:
        """Section 6.1.5, last paragraph: no policy is required, or one is left."""
        return not self.is_required or bool(self.user_constrained)


def policies_of(certificate: Certificate) -> tuple[str, ...] | None:
    """Return the OIDs of certificatePolicies (section 4.2.1.4), None where it is absent."""
    found = certificate.extension(oid.CERTIFICATE_POLICIES)
    return None if found is None else tuple(item.policy_identifier for item in found)


def mappings_of(certificate: Certificate) -> tuple[tuple[str, str], ...]:
    """Return the pairs of issuerDomainPolicy and subjectDomainPolicy (section 4.2.1.5), none where it is absent."""
    return certificate.extension(oid.POLICY_MAPPINGS) or ()


def process_policies(
    certificates: Sequence[Certificate], *, anchored: bool, policy: ValidationPolicy, is_open: bool = False
) -> PolicyOutcome:
    """Process a path, end entity first. The end entity is processed even where it is the anchor itself.

    A self-issued certificate at the end of a path that has no anchor is taken for one. Where there is nothing of the
    kind, what the policies mean to the anchor is unknown, and every one is acceptable. ``is_open``: more CAs follow, of
    which nothing is known; what they can say takes policies away and never adds any.
    """
    whole = not is_open and (anchored or certificates[-1].is_self_issued)
    issued = certificates[: max(1, len(certificates) - whole)]
    state, graph = _State(len(issued), policy), _Graph(policy.budget.policy_nodes)
    for position in range(len(issued) - 1, -1, -1):
        certificate, last = issued[position], position == 0
        any_counts = state.inhibit_any_policy > 0 or (certificate.is_self_issued and not last)
        graph.grow(certificate, position, any_counts=any_counts)
        if not last:
            graph.map(certificate, position, allowed=state.policy_mapping > 0)
            state.prepare(certificate, position)
    state.wrap_up(issued[0])
    return _outcome(state, graph, policy.initial_policies if whole else (ANY_POLICY,))


def _outcome(state: _State, graph: _Graph, initial: Collection[str]) -> PolicyOutcome:
    authority = graph.authority_constrained()
    return PolicyOutcome(
        authority_constrained=tuple(sorted(authority)),
        user_constrained=tuple(sorted(_user_constrained(authority, initial))),
        explicit_policy=state.explicit_policy,
        required_by=state.required_by,
        lost_at=graph.lost_at,
        loss=graph.loss,
        expected=tuple(sorted(graph.expected)),
        limit_reached=graph.limit_reached,
    )


def _user_constrained(authority: Collection[str], initial: Collection[str]) -> Collection[str]:
    """RFC 9618, section 6.1.5 (g) steps (5) and (6)."""
    if ANY_POLICY in initial:
        return authority
    return initial if ANY_POLICY in authority else set(initial) & set(authority)


class _State:
    """The three numbers of section 6.1.2 (d) to (f): after so many more certificates something begins to hold."""

    def __init__(self, length: int, policy: ValidationPolicy) -> None:
        self.explicit_policy = 0 if policy.require_explicit_policy else length + 1
        self.inhibit_any_policy = 0 if policy.inhibit_any_policy else length + 1
        self.policy_mapping = 0 if policy.inhibit_policy_mapping else length + 1
        self.required_by: int | None = None

    def prepare(self, certificate: Certificate, position: int) -> None:
        """Section 6.1.4 (h) to (j): what a CA says about the certificates below it."""
        if not certificate.is_self_issued:
            self._count_down()
        constraints = certificate.policy_constraints
        if constraints is not None:
            self._require(constraints.require_explicit_policy, position)
            self.policy_mapping = _lower(self.policy_mapping, constraints.inhibit_policy_mapping)
        self.inhibit_any_policy = _lower(self.inhibit_any_policy, certificate.extension(oid.INHIBIT_ANY_POLICY))

    def wrap_up(self, certificate: Certificate) -> None:
        """Section 6.1.5 (a) and (b): of what the end entity says only a demand that holds at once counts."""
        self.explicit_policy = max(self.explicit_policy - 1, 0)
        constraints = certificate.policy_constraints
        if constraints is not None and constraints.require_explicit_policy == 0:
            self._require(0, 0)

    def _count_down(self) -> None:
        self.explicit_policy = max(self.explicit_policy - 1, 0)
        self.policy_mapping = max(self.policy_mapping - 1, 0)
        self.inhibit_any_policy = max(self.inhibit_any_policy - 1, 0)

    def _require(self, skip: int | None, position: int) -> None:
        if skip is not None and skip < self.explicit_policy:
            self.explicit_policy, self.required_by = skip, position


def _lower(number: int, given: int | None) -> int:
    return number if given is None else min(number, given)


class _Node:
    """A valid policy: what the next certificate may call it, and the policies a level above that it continues."""

    __slots__ = ("expected", "parents")

    def __init__(self, expected: frozenset[str], parents: Sequence[str]) -> None:
        self.expected, self.parents = expected, parents


class _Graph:
    """The valid_policy_graph: one level for each certificate below the first, each node under its valid_policy."""

    def __init__(self, limit: int) -> None:
        self.levels: list[dict[str, _Node]] = [{ANY_POLICY: _Node(frozenset({ANY_POLICY}), ())}]
        self.lost_at: int | None = None
        self.loss: PolicyLoss | None = None
        self.expected: Collection[str] = ()
        self._left = limit

    @property
    def limit_reached(self) -> bool:
        """Whether the work became too much; the graph stays empty from there on."""
        return self._left < 0

    def grow(self, certificate: Certificate, position: int, *, any_counts: bool) -> None:
        """Section 6.1.3 (d) and (e): add a certificate's level."""
        policies = policies_of(certificate)
        expecting = self._expecting()
        level: dict[str, _Node] = {}
        if self._afford(len(policies or ()) + len(expecting)):
            level = _level(policies or (), expecting, any_counts=any_counts)
        self.levels.append(level)
        if not level:
            loss = PolicyLoss.NO_POLICIES if policies is None else PolicyLoss.UNMATCHED
            inhibited = policies is not None and set(policies) == {ANY_POLICY}
            self._lose(position, PolicyLoss.ANY_POLICY_INHIBITED if inhibited else loss, expecting)

    def map(self, certificate: Certificate, position: int, *, allowed: bool) -> None:
        """Section 6.1.4 (b): rename policies for the certificates below."""
        pairs, level = mappings_of(certificate), self.levels[-1]
        if not pairs or not level or not self._afford(len(pairs)):
            return
        for policy, subjects in _by_issuer_domain(pairs).items():
            if not allowed:
                level.pop(policy, None)
            elif policy in level:
                level[policy].expected = subjects
            elif ANY_POLICY in level:
                level[policy] = _Node(subjects, (ANY_POLICY,))
        if not level:
            self._lose(position, PolicyLoss.MAPPING_INHIBITED, ())

    def authority_constrained(self) -> set[str]:
        """RFC 9618, section 6.1.5 (g) steps (1) to (4): walk back to what continues nothing but anyPolicy."""
        reached = set(self.levels[-1])
        found = reached & {ANY_POLICY}
        for level in reversed(self.levels[1:]):
            found |= {name for name in reached if name != ANY_POLICY and ANY_POLICY in level[name].parents}
            reached = {parent for name in reached for parent in level[name].parents}
        return found

    def _expecting(self) -> Mapping[str, list[str]]:
        """Return which nodes of the last level each expected policy would continue."""
        expecting: dict[str, list[str]] = defaultdict(list)
        for name, node in self.levels[-1].items():
            for policy in node.expected:
                expecting[policy].append(name)
        return expecting

    def _lose(self, position: int, loss: PolicyLoss, expected: Iterable[str]) -> None:
        """Keep the first loss: what is lost stays lost. A graph that was given up says nothing about one."""
        if self.lost_at is None and not self.limit_reached:
            self.lost_at, self.loss, self.expected = position, loss, tuple(expected)

    def _afford(self, work: int) -> bool:
        """Pay for work; where the budget ends, the graph ends."""
        if not self.limit_reached:
            self._left -= work
            if self.limit_reached:
                self.levels[-1].clear()
        return not self.limit_reached


def _level(policies: Sequence[str], expecting: Mapping[str, list[str]], *, any_counts: bool) -> dict[str, _Node]:
    """Section 6.1.3 (d): (1) what is expected, or may be anything; (2) what anyPolicy stands for."""
    above_any = (ANY_POLICY,) if ANY_POLICY in expecting else ()
    level = {}
    for policy in policies:
        parents = () if policy == ANY_POLICY else expecting.get(policy, above_any)
        if parents:
            level[policy] = _Node(frozenset({policy}), parents)
    if any_counts and ANY_POLICY in policies:
        for policy, continued in expecting.items():
            level.setdefault(policy, _Node(frozenset({policy}), continued))
    return level


def _by_issuer_domain(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Group the mappings; a pair with anyPolicy, which fails the path anyway, is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for issuer, subject in pairs:
        if ANY_POLICY not in (issuer, subject):
            found[issuer].add(subject)
    return {issuer: frozenset(subjects) for issuer, subjects in found.items()}
