"""What the tables of certificate profiles share: what a row is, who keeps it, which certificates it means.

The tables themselves are beside it: :mod:`tlskit.chain.path.checks.profiles.rfc5280` and ``web_pki``.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.policy import Conformance
from tlskit.core import BoundedCache, FrozenValue
from tlskit.finding import Severity
from tlskit.registry import extension_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.finding import Finding
    from tlskit.x509 import Certificate


class AppliedBy(Enum):
    """Who keeps a rule. What only linters look for is told where the policy asks for it (``lint``), as a notice."""

    RELYING_PARTIES = "relying parties"
    ISSUERS = "issuers"
    LINTERS = "linters"


class Clients(Enum):
    """What clients do about a breach where nothing is enforced: they differ, they are named elsewhere, or nothing.

    ``NAMED``: ``chain.interop`` says the same and names the clients that refuse it, so that the rule is silent.
    ``NONE``: none is known that refuses it, which makes it a notice.
    """

    SOME = "some"
    NAMED = "named"
    NONE = "none"


class Presence(Enum):
    """Whether an extension must be there."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"


class ExtensionFault(Enum):
    """How an extension can break a rule."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    CRITICALITY = "criticality"


ALWAYS = date.min
"""For rules that were there from the first version of a profile on."""


MARKS = {True: "critical", False: "not critical"}


class ExtensionRule(FrozenValue):
    """``critical`` is the demanded mark, None where either will do; ``applies`` says which certificates are meant."""

    oid: str
    applies: Callable[[Certificate, Role], bool]
    presence: Presence
    critical: bool | None
    section: str
    since: date = ALWAYS
    applied_by: AppliedBy = AppliedBy.RELYING_PARTIES
    clients: Clients = Clients.SOME


class ValueRule(FrozenValue):
    """``breach`` returns what is wrong, or the empty string; ``extension`` is the one whose value it is about, if any.

    A rule about an extension is not asked of certificates without it. ``individual``: it looks at more than what
    :attr:`Certificate.template` holds.
    """

    breach: Callable[[Certificate, Role], str]
    section: str
    since: date = ALWAYS
    applied_by: AppliedBy = AppliedBy.RELYING_PARTIES
    extension: str = ""
    individual: bool = False
    clients: Clients = Clients.SOME


Faults = tuple[tuple[ExtensionRule, ExtensionFault], ...]


class ExtensionTable:
    """Rules, and which of them certificates break. That depends on which extensions they have, and on the marks.

    Certificates come in few such shapes, so that each is looked at once.
    """

    def __init__(self, *rules: ExtensionRule) -> None:
        """Take the rules in the order in which breaches are told."""
        self._rules = rules
        self._known: BoundedCache[tuple[tuple[str, bool], ...], Faults] = BoundedCache()

    def __iter__(self) -> Iterator[ExtensionRule]:
        return iter(self._rules)

    def faults(self, certificate: Certificate) -> Faults:
        """Return the rules that a certificate breaks if it is one of those that they mean, and how."""
        known = self._known.get(certificate.shape)
        if known is None:
            known = tuple(_faults(certificate, self._rules))
            if len(certificate.shape) <= _FEW:
                self._known.keep(certificate.shape, known)
        return known


_FEW = 30


def _faults(certificate: Certificate, rules: Iterable[ExtensionRule]) -> Iterator[tuple[ExtensionRule, ExtensionFault]]:
    held = certificate.by_oid
    for rule in rules:
        found = held.get(rule.oid)
        if found is None:
            if rule.presence is Presence.REQUIRED:
                yield rule, ExtensionFault.MISSING
        elif rule.presence is Presence.FORBIDDEN:
            yield rule, ExtensionFault.FORBIDDEN
        elif rule.critical not in (None, found.critical):
            yield rule, ExtensionFault.CRITICALITY


def extension_breach(
    certificate: Certificate,
    rule: ExtensionRule,
    found: ExtensionFault,
    kinds: Mapping[ExtensionFault, type[Finding]],
    **evidence: str,
) -> Finding:
    """Return the finding of the profile's own kind for a fault; ``evidence`` is added to it."""
    if found is ExtensionFault.CRITICALITY:
        marked = certificate.by_oid[rule.oid].critical
        evidence = {"marked": MARKS[marked], "demanded": MARKS[not marked], **evidence}
    return kinds[found](
        certificate=certificate.ref,
        extension=extension_name(rule.oid),
        section=rule.section,
        applied_by=rule.applied_by.value,
        **evidence,
    )


def weighed(
    finding: Finding,
    applied_by: AppliedBy,
    role: Role,
    policy: ValidationPolicy,
    clients: Clients = Clients.SOME,
) -> Finding:
    """Give a breach the severity that it has for this role under this policy.

    An anchor is trusted as it is, and nobody who serves a chain can mend it.
    """
    is_reported = policy.conformance is Conformance.REPORT
    if is_reported or applied_by is not AppliedBy.RELYING_PARTIES:
        if role is Role.ANCHOR:
            return finding.at_severity(Severity.INFO)
        unheard = applied_by is AppliedBy.LINTERS or (is_reported and clients is Clients.NONE)
        return finding.at_severity(Severity.NOTICE) if unheard else finding
    return finding.at_severity(Severity.ERROR)


def is_left(rule: ExtensionRule | ValueRule, policy: ValidationPolicy) -> bool:
    """Whether a rule is left to ``chain.interop`` under a policy."""
    return rule.clients is Clients.NAMED and policy.conformance is Conformance.REPORT


# -- which certificates a rule means ---------------------------------------------------------------------------------


def every(certificate: Certificate, role: Role) -> bool:
    """All of them."""
    del certificate, role
    return True


def ca(certificate: Certificate, role: Role) -> bool:
    """A certificate that says cA, and whatever issued another."""
    return certificate.is_ca or role is not Role.END_ENTITY


def no_ca(certificate: Certificate, role: Role) -> bool:
    """An end entity that does not say cA."""
    return not ca(certificate, role)


def nameless(certificate: Certificate, role: Role) -> bool:
    """A certificate with an empty subject."""
    del role
    return not certificate.subject
