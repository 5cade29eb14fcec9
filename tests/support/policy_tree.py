"""The valid_policy_tree of RFC 5280 section 6.1, word for word and as slow as it is: the yardstick of the graph."""

from __future__ import annotations

from typing import NamedTuple

from tlskit.registry.oid import ANY_POLICY


class Tree(NamedTuple):
    """What the algorithm returns; the sets are sorted."""

    success: bool
    explicit_policy: int
    authority: tuple[str, ...]
    user: tuple[str, ...]


class _Node:
    def __init__(self, policy, expected, parent):
        self.policy, self.expected, self.parent, self.children = policy, set(expected), parent, []
        if parent is not None:
            parent.children.append(self)

    def at(self, depth):
        """Return the nodes so far below this one."""
        return [self] if not depth else [node for child in self.children for node in child.at(depth - 1)]


def policy_tree(specs, *, initial_policies, require_explicit_policy, inhibit_policy_mapping, inhibit_any_policy):
    """Process certificates, the one below the anchor first."""
    n = len(specs)
    root = _Node(ANY_POLICY, [ANY_POLICY], None)
    explicit = 0 if require_explicit_policy else n + 1
    inhibit_any = 0 if inhibit_any_policy else n + 1
    mapping = 0 if inhibit_policy_mapping else n + 1
    failed = False
    for i, spec in enumerate(specs, start=1):
        if spec.policies is None:
            root = None
        if root is not None:
            _children(root, i, spec.policies, any_counts=inhibit_any > 0 or (i < n and spec.self_issued))
            root = _pruned(root, i)
        failed = failed or not (explicit > 0 or root is not None)
        if i == n:
            break
        if root is not None:
            root = _mapped(root, i, spec.mappings, allowed=mapping > 0)
        if not spec.self_issued:
            explicit, mapping, inhibit_any = (max(number - 1, 0) for number in (explicit, mapping, inhibit_any))
        explicit = _least(explicit, spec.require_explicit)
        mapping = _least(mapping, spec.inhibit_mapping)
        inhibit_any = _least(inhibit_any, spec.inhibit_any)
    explicit = max(explicit - 1, 0)
    if specs[-1].require_explicit == 0:
        explicit = 0
    authority = _authority(root, n)
    left = root if root is None or ANY_POLICY in initial_policies else _intersection(root, n, initial_policies)
    user = _authority(left, n)
    return Tree(not failed and (explicit > 0 or left is not None), explicit, authority, user)


def _least(number, given):
    return number if given is None else min(number, given)


def _children(root, i, policies, *, any_counts):
    """Section 6.1.3 (d) (1) and (2)."""
    above = root.at(i - 1)
    for policy in policies:
        if policy == ANY_POLICY:
            continue
        matching = [node for node in above if policy in node.expected]
        for node in matching or [node for node in above if node.policy == ANY_POLICY]:
            _Node(policy, [policy], node)
    if ANY_POLICY in policies and any_counts:
        for node in above:
            for policy in sorted(node.expected - {child.policy for child in node.children}):
                _Node(policy, [policy], node)


def _mapped(root, i, mappings, *, allowed):
    """Section 6.1.4 (b)."""
    for policy in {issuer for issuer, _ in mappings}:
        subjects = {subject for issuer, subject in mappings if issuer == policy}
        nodes = [node for node in root.at(i) if node.policy == policy]
        if not allowed:
            for node in nodes:
                node.parent.children.remove(node)
        elif nodes:
            for node in nodes:
                node.expected = set(subjects)
        elif any(node.policy == ANY_POLICY for node in root.at(i)):
            (parent,) = [node for node in root.at(i - 1) if node.policy == ANY_POLICY]
            _Node(policy, subjects, parent)
    return _pruned(root, i)


def _pruned(root, depth):
    """Section 6.1.3 (d) (3): delete what has no children, up to the depth above; None where nothing is left."""
    for level in range(depth - 1, 0, -1):
        for node in root.at(level):
            if not node.children:
                node.parent.children.remove(node)
    return root if root.children else None


def _node_set(root, n):
    """The valid_policy_node_set of section 6.1.5 (g) (iii) (1), with the depth of each node."""
    every = [(node, depth) for depth in range(1, n + 1) for node in root.at(depth)]
    return [(node, depth) for node, depth in every if node.parent.policy == ANY_POLICY]


def _authority(root, n):
    """Return the policies of the node set; anyPolicy only where it reaches the end entity."""
    if root is None:
        return ()
    kept = {node.policy for node, depth in _node_set(root, n) if node.policy != ANY_POLICY or depth == n}
    return tuple(sorted(kept))


def _intersection(root, n, initial):
    """Section 6.1.5 (g) (iii)."""
    chosen = _node_set(root, n)
    for node, _ in chosen:
        if node.policy not in initial and node.policy != ANY_POLICY:
            node.parent.children.remove(node)
    for node in [node for node in root.at(n) if node.policy == ANY_POLICY]:
        named = {item.policy for item, _ in chosen}
        for policy in sorted(set(initial) - named):
            _Node(policy, [policy], node.parent)
        node.parent.children.remove(node)
    return _pruned(root, n)
