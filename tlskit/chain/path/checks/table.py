"""What a row of the tables of checks is."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tlskit.chain.path.checks.role import PathEnd, Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.finding import Finding
    from tlskit.x509 import Certificate


class Topic(Enum):
    """What the checks of a chain are about, in words."""

    DATES = "dates"
    NAME = "name"
    PURPOSE = "purpose"
    CONSTRAINTS = "constraints"
    POLICIES = "policies"
    KEYS = "keys and algorithms"
    FORM = "form"
    REVOCATION = "revocation"


def always(policy: ValidationPolicy) -> bool:
    """Most checks are asked for by every policy."""
    del policy
    return True


class CertificateCheck(FrozenValue):
    """``run`` never raises; ``roles`` are those it applies to, ``kinds`` what it may find.

    ``is_asked`` tells whether a policy asks for it.

    ``run_individual`` is what is left to ask of a certificate with whose template nothing is wrong; by default, all.
    """

    name: str
    run: Callable[[Certificate, Role, ValidationPolicy], Iterable[Finding]]
    roles: frozenset[Role]
    kinds: tuple[type[Finding], ...]
    topic: Topic
    run_individual: Callable[[Certificate, Role, ValidationPolicy], Iterable[Finding]] | None = None
    is_asked: Callable[[ValidationPolicy], bool] = always


def decided(certificate: Certificate, role: Role, policy: ValidationPolicy) -> tuple[Finding, ...]:
    """For checks that look at the template alone: nothing is left to ask."""
    del certificate, role, policy
    return ()


class PathCheck(FrozenValue):
    """``run`` gets the certificates, end entity first, and how the path ends; ``kinds`` are what it may find.

    ``of_cas``: whether it finds something depends on the CAs alone.
    """

    name: str
    run: Callable[[tuple[Certificate, ...], PathEnd, ValidationPolicy], Iterable[Finding]]
    kinds: tuple[type[Finding], ...]
    topic: Topic
    of_cas: bool = False
    is_asked: Callable[[ValidationPolicy], bool] = always
