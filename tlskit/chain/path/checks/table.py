"""What a row of the tables of checks is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core.frozen import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.finding.finding import Finding
    from tlskit.x509.certificate import Certificate


class CertificateCheck(FrozenValue):
    """``run`` never raises; ``roles`` are those it applies to.

    ``run_individual`` is what is left to ask of a certificate with whose template nothing is wrong; by default, all.
    """

    name: str
    run: Callable[[Certificate, Role, ValidationPolicy], Iterable[Finding]]
    roles: frozenset[Role]
    run_individual: Callable[[Certificate, Role, ValidationPolicy], Iterable[Finding]] | None = None


def decided(certificate: Certificate, role: Role, policy: ValidationPolicy) -> tuple[Finding, ...]:
    """For checks that look at the template alone: nothing is left to ask."""
    del certificate, role, policy
    return ()


class PathCheck(FrozenValue):
    """``run`` gets the certificates, end entity first and anchor last, and whether the last one is an anchor.

    ``of_cas``: whether it finds something depends on the CAs alone.
    """

    name: str
    run: Callable[[tuple[Certificate, ...], bool, ValidationPolicy], Iterable[Finding]]
    of_cas: bool = False
