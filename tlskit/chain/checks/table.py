"""What a row of the tables of checks is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding.value import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tlskit.chain.certificate import Certificate
    from tlskit.chain.checks.role import Role
    from tlskit.chain.validation_policy import ValidationPolicy
    from tlskit.finding.finding import Finding


class CertificateCheck(FrozenValue):
    """``run`` never raises; ``roles`` are those it applies to."""

    name: str
    run: Callable[[Certificate, Role, ValidationPolicy], Iterable[Finding]]
    roles: frozenset[Role]


class PathCheck(FrozenValue):
    """``run`` gets the certificates, end entity first and anchor last, and whether the last one is an anchor."""

    name: str
    run: Callable[[tuple[Certificate, ...], bool, ValidationPolicy], Iterable[Finding]]
