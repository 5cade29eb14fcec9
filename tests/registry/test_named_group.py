"""Groups: their kind, the halves of hybrids, the size of key shares."""

from __future__ import annotations

import pytest

from tlskit.registry.named_group import KEY_SHARE_SIZES, GroupKind, NamedGroup, hybrid_components


@pytest.mark.parametrize(
    ("number", "kind", "components", "size"),
    [
        (0x0017, GroupKind.EC, (), (65, 65)),
        (0x001D, GroupKind.EC, (), (32, 32)),
        (0x0016, GroupKind.EC, (), None),
        (0x0022, GroupKind.EC, (), None),
        (0xFF01, GroupKind.EC, (), None),
        (0x0100, GroupKind.FFDHE, (), (256, 256)),
        (0x0201, GroupKind.POST_QUANTUM, (), (1184, 1088)),
        (0x023A, GroupKind.POST_QUANTUM, (), None),
        (0x11EB, GroupKind.HYBRID, ("secp256r1", "MLKEM768"), (1249, 1153)),
        (0x11EC, GroupKind.HYBRID, ("MLKEM768", "x25519"), (1216, 1120)),
        (0x11ED, GroupKind.HYBRID, ("secp384r1", "MLKEM1024"), (1665, 1665)),
        (0x11EE, GroupKind.HYBRID, ("curveSM2", "MLKEM768"), (1249, 1153)),
        (0x6399, GroupKind.HYBRID, ("x25519", "Kyber768"), (1216, 1120)),
        (0xFE31, GroupKind.HYBRID, ("x25519", "Kyber768"), (1216, 1120)),
        (0x2F3A, GroupKind.HYBRID, ("secp256r1", "kyber512"), None),
        (0x4138, GroupKind.HYBRID, (), None),
        (0x0A0A, None, (), None),
        (0x1234, None, (), None),
    ],
)
def test_group(number, kind, components, size):
    """A group knows what its secret rests on, its halves in the order of their bytes, and its key shares' size."""
    group = NamedGroup(number)
    assert (kind, components, size) == (group.kind, group.components, group.key_share_size)


def test_sizes_are_of_groups_that_exist():
    """Each size stands for a group of the registry or for the half of one."""
    halves = {name for group in NamedGroup.known.values() for name in hybrid_components(group.label)}
    assert set(KEY_SHARE_SIZES) <= halves | {group.label for group in NamedGroup.known.values()}
