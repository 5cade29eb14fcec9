"""Is a certificate policy valid along the whole path, where one is required? (RFC 5280 section 6.1, RFC 9618)

How the policies are processed stands in :mod:`tlskit.chain.path.policy_graph`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import PathEnd
from tlskit.chain.path.policy_graph import PolicyOutcome, mappings_of, policies_of, process_policies
from tlskit.core import clipped
from tlskit.finding import Citation, Finding
from tlskit.registry import AlertDescription, oid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef

_WRAP_UP = Citation("RFC 5280", "6.1.5")
_GRAPH = Citation("RFC 9618", "5")
_SHOWN = 20


class _Required(Finding):
    """What the kinds about a missing policy share: who requires one."""

    certificate: CertificateRef
    required_by: CertificateRef | None

    @property
    def requirement(self) -> str:
        """Name the certificate whose policyConstraints require a policy; where none does, it was asked for."""
        return "the validation policy" if self.required_by is None else f'"{clipped(self.required_by.label)}"'


class NoneValid(
    _Required,
    id="chain.certificate_policies.none_valid",
    cites=(Citation("RFC 5280", "6.1.3"), _WRAP_UP, _GRAPH),
    alert=AlertDescription.certificate_unknown,
):
    """The path must be valid for a certificate policy, and at this certificate the last one is lost.

    A certificate policy says under which rules a CA issues. It counts where every certificate from the trust anchor
    down has it, under its own name or under one that a CA above maps to it. Most verifiers ask for no policy; where the
    validation policy or a CA's policyConstraints require one, a single certificate without it breaks the path.
    """

    summary = "leaves the path without a valid certificate policy ({reason}), and {requirement} requires one"
    remedy = (
        'Have "{certificate}" issued under a policy that the certificates above it have, '
        "or use a path that does not require one."
    )
    reason: str
    policies: tuple[str, ...]
    expected: tuple[str, ...]


class NoneAccepted(
    _Required,
    id="chain.certificate_policies.none_accepted",
    cites=(_WRAP_UP, _GRAPH),
    alert=AlertDescription.certificate_unknown,
):
    """The path is valid for certificate policies, but for none of those that were asked for.

    Policies are compared as the trust anchor knows them: where a CA maps policies, those below it may have other
    numbers than the ones to ask for.
    """

    summary = "is valid for the policies {valid}, not for {accepted}, and {requirement} requires one"
    remedy = "Accept one of the policies that are valid, or use a certificate that was issued under an accepted one."
    valid: tuple[str, ...]
    accepted: tuple[str, ...]


class AnyPolicyMapped(
    Finding,
    id="chain.certificate_policies.any_policy_mapped",
    cites=(Citation("RFC 5280", "6.1.4"), Citation("RFC 5280", "4.2.1.5")),
    alert=AlertDescription.bad_certificate,
):
    """A CA maps anyPolicy to a policy, or a policy to anyPolicy, which RFC 5280 forbids.

    It would make every policy equal to that one. A path with such a certificate is not valid, whether or not a policy
    was asked for.
    """

    summary = "maps anyPolicy, which must not be mapped: {mappings}"
    remedy = 'Have "{certificate}" issued again with mappings between named policies only.'
    certificate: CertificateRef
    mappings: tuple[str, ...]


class Repeated(
    Finding,
    id="chain.certificate_policies.repeated",
    cites=Citation("RFC 5280", "4.2.1.4"),
    alert=AlertDescription.bad_certificate,
):
    """A certificate has the same certificate policy more than once, and the path must be valid for a policy.

    RFC 5280 forbids it, and does not say which of the two entries counts. Where a policy is required OpenSSL refuses
    the path with error 42, "invalid or inconsistent certificate policy extension"; Go refuses the certificate anyway.
    """

    summary = "has a certificate policy more than once, where a policy is required: {policies}"
    remedy = 'Have "{certificate}" issued again with each policy once.'
    certificate: CertificateRef
    policies: tuple[str, ...]


class PolicyLimitReached(
    Finding,
    id="chain.certificate_policies.limit_reached",
    cites=Citation("tlskit Budget"),
    undetermined=True,
):
    """A certificate policy is required, and there are so many policies and mappings that following all takes too long.

    Certificates like this are made to slow verifiers down; OpenSSL gives up on them in the same way.
    """

    summary = "stands under more certificate policies and mappings than the limit of {limit:,} allows to follow"
    remedy = "Use certificates with fewer policies, or raise the budget in the validation policy."
    certificate: CertificateRef
    limit: int


KINDS = (NoneValid, NoneAccepted, AnyPolicyMapped, Repeated, PolicyLimitReached)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Section 6.1.4 (a), which neither an end entity's mappings nor an anchor's are held to."""
    del role, policy
    pairs = [f"{pair[0]} to {pair[1]}" for pair in mappings_of(certificate) if oid.ANY_POLICY in pair]
    if pairs:
        yield AnyPolicyMapped(certificate=certificate.ref, mappings=_shown(pairs))


def work(certificates: tuple[Certificate, ...]) -> int:
    """Return how many policies and mappings a row of certificates has."""
    return sum(1 + len(policies_of(item) or ()) + len(mappings_of(item)) for item in certificates)


def refuses(certificates: tuple[Certificate, ...], policy: ValidationPolicy) -> bool:
    """Whether a policy is required already and none is left, whatever the CAs above allow.

    The last one may be the anchor, whose certificate limits nothing: it is left out.
    """
    row = certificates[:-1]
    if not row or not (policy.require_explicit_policy or any(oid.POLICY_CONSTRAINTS in item.by_oid for item in row)):
        return False
    outcome = process_policies(row, anchored=False, policy=policy, is_open=True)
    return not outcome.is_good and not outcome.limit_reached


def check_path(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """Process policies only where one can be required, which few questions and few certificates do."""
    constrained = any(oid.POLICY_CONSTRAINTS in item.by_oid for item in certificates)
    if not constrained and not policy.require_explicit_policy:
        return
    outcome = process_policies(certificates, anchored=end is PathEnd.ANCHOR, policy=policy)
    if outcome.is_required:
        for certificate in certificates[:-1] if end is PathEnd.ANCHOR and len(certificates) > 1 else certificates:
            counts = Counter(policies_of(certificate) or ())
            if len(counts) < counts.total():
                repeated = [number for number, count in counts.items() if count > 1]
                yield Repeated(certificate=certificate.ref, policies=_shown(repeated))
    if outcome.is_good:
        return
    if outcome.limit_reached:
        yield PolicyLimitReached(certificate=certificates[0].ref, limit=policy.budget.policy_nodes)
    else:
        yield _missing(certificates, outcome, policy)


def _missing(certificates: Sequence[Certificate], outcome: PolicyOutcome, policy: ValidationPolicy) -> Finding:
    required_by = None if outcome.required_by is None else certificates[outcome.required_by].ref
    if outcome.lost_at is None or outcome.loss is None:
        return NoneAccepted(
            certificate=certificates[0].ref,
            required_by=required_by,
            valid=_shown(outcome.authority_constrained),
            accepted=_shown(sorted(policy.initial_policies)),
        )
    certificate = certificates[outcome.lost_at]
    return NoneValid(
        certificate=certificate.ref,
        required_by=required_by,
        reason=outcome.loss.value,
        policies=_shown(policies_of(certificate) or ()),
        expected=_shown(outcome.expected),
    )


def _shown(items: Sequence[str]) -> tuple[str, ...]:
    """Keep the evidence bounded."""
    shown = tuple(clipped(item) for item in items[:_SHOWN])
    return shown if len(items) <= _SHOWN else (*shown, f"{_SHOWN} of {len(items):,} shown")
