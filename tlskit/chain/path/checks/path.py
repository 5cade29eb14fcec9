"""Limits on a path as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import PathEnd
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef


class TooManyIntermediates(
    Finding,
    id="chain.path.too_many_intermediates",
    cites=Citation("RFC 5280", "6.1.1"),
    alert=AlertDescription.unknown_ca,
):
    """The path has more intermediates than the validation policy allows.

    Self-issued certificates do not count.
    """

    summary = "stands under {intermediates} intermediates; the validation policy allows {maximum}"
    remedy = "Raise the limit, or have the certificate issued by a CA that stands nearer to the root."
    certificate: CertificateRef
    intermediates: int
    maximum: int


class BudgetReached(
    Finding,
    id="chain.path.budget_reached",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 4158", "3.2"), Citation("tlskit Budget")),
    undetermined=True,
):
    """The limit on the work for one verdict was reached before every candidate path had been looked at.

    Certificates that sign one another in circles can make the number of paths grow without end. The paths that were
    looked at are the likeliest ones. Where none of them is good, the verdict is indeterminate, unless it is known that
    none of the others can be: no trust anchor is within reach, or each of them has a fault already.
    """

    summary = "work limit reached ({limit}): {paths_seen} paths seen, others left unseen"
    remedy = "Remove certificates that do not belong to the chain, or raise the budget in the validation policy."
    certificate: CertificateRef
    limit: str
    paths_seen: int


KINDS = (TooManyIntermediates, BudgetReached)


def refuses(certificates: tuple[Certificate, ...], policy: ValidationPolicy) -> bool:
    """Whether there are too many already, even if the last one is the anchor."""
    if policy.max_intermediates is None:
        return False
    return sum(not item.is_self_issued for item in certificates[1:-1]) > policy.max_intermediates


def check_path(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """Count the non-self-issued certificates between end entity and anchor."""
    if policy.max_intermediates is None:
        return
    between = certificates[1:-1] if end is PathEnd.ANCHOR else certificates[1:]
    intermediates = sum(not item.is_self_issued for item in between)
    if intermediates > policy.max_intermediates:
        yield TooManyIntermediates(
            certificate=certificates[0].ref, intermediates=intermediates, maximum=policy.max_intermediates
        )
