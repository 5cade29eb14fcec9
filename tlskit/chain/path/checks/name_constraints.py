"""Are all names inside the trees that the CAs above allow? (RFC 5280 sections 4.2.1.10 and 6.1.3 (b) and (c))

A wildcard dNSName stands for hosts, so it is outside when any host that it could stand for would be. What cannot be
compared, a tree or a name, is never permitted and always excluded. Names are compared as octets: only ASCII letters
have a case. How each form is compared stands in :mod:`tlskit.chain.path.checks.name_trees`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tlskit.chain.path.checks.name_trees import COMPARISONS, as_mailbox, outside_dns
from tlskit.core import FrozenValue, clipped
from tlskit.finding import Citation, Finding
from tlskit.registry import EMAIL_ADDRESS, AlertDescription
from tlskit.x509 import GeneralName, NameForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import PathEnd
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef, GeneralSubtree, NameConstraints

_SECTION = Citation("RFC 5280", "4.2.1.10")
_SHOWN = 20


class NameNotPermitted(
    Finding, id="chain.name_constraints.not_permitted", cites=_SECTION, alert=AlertDescription.bad_certificate
):
    """A name is outside every tree of its form that a CA above permits.

    The CA was itself certified for a limited set of names, so that it cannot harm others.
    """

    summary = "has names that {constrained_by} does not permit: {names}{more}; permitted: {permitted}"
    remedy = (
        'Take the names off the certificate, or have it issued by a CA that is not limited as "{constrained_by}" is.'
    )
    certificate: CertificateRef
    constrained_by: CertificateRef
    names: tuple[str, ...]
    names_in_all: int
    permitted: tuple[str, ...]

    @property
    def more(self) -> str:
        """Say how many names there are where not all are shown."""
        return _more(self.names, self.names_in_all)


class Excluded(Finding, id="chain.name_constraints.excluded", cites=_SECTION, alert=AlertDescription.bad_certificate):
    """A name is inside a tree that a CA above excludes.

    Exclusions win over permissions.
    """

    summary = "has names that {constrained_by} excludes: {names}{more}"
    remedy = (
        'Take the names off the certificate, or have it issued by a CA that is not limited as "{constrained_by}" is.'
    )
    certificate: CertificateRef
    constrained_by: CertificateRef
    names: tuple[str, ...]
    names_in_all: int

    @property
    def more(self) -> str:
        """Say how many names there are where not all are shown."""
        return _more(self.names, self.names_in_all)


class UnsupportedForm(
    Finding,
    id="chain.name_constraints.unsupported_form",
    cites=_SECTION,
    alert=AlertDescription.unsupported_certificate,
):
    """A CA above constrains a form of name that cannot be compared, and the certificate has a name of that form.

    RFC 5280 leaves two choices, to process such a constraint or to reject the certificate.
    """

    summary = "has a name of the form {form}, which {constrained_by} constrains in a way that cannot be compared"
    remedy = "Have the certificate issued without names of that form."
    certificate: CertificateRef
    constrained_by: CertificateRef
    form: str


class MalformedTree(
    Finding,
    id="chain.name_constraints.malformed_tree",
    cites=_SECTION,
    alert=AlertDescription.bad_certificate,
):
    """A CA above excludes a tree of names that is not written as RFC 5280 has it, and the certificate has such names.

    An address range is 8 or 32 octets, a host or a domain is letters, digits and hyphens without a wildcard or a dot at
    its end. Which names another tree was meant to exclude cannot be told, so every name of that form is refused. Go and
    GnuTLS refuse such chains. OpenSSL refuses those with a malformed address range (error 53, "unsupported or invalid
    name syntax") and accepts the others, excluding nothing.
    """

    summary = "has a name of the form {form}, and {constrained_by} excludes a malformed {form}, {tree}: {problem}"
    remedy = 'Have "{constrained_by}" issued again with name constraints in the form that RFC 5280 prescribes.'
    certificate: CertificateRef
    constrained_by: CertificateRef
    form: str
    tree: str
    problem: str


class NameConstraintLimitReached(
    Finding,
    id="chain.name_constraints.limit_reached",
    cites=Citation("tlskit Budget"),
    undetermined=True,
):
    """There are so many names and constraints that comparing all of them would take too long.

    Certificates like this are made to slow verifiers down; OpenSSL and webpki give up on them in the same way.
    """

    summary = "{comparisons:,} comparisons of names with constraints are needed; the limit is {limit:,}"
    remedy = "Use fewer names, or raise the budget in the validation policy."
    certificate: CertificateRef
    comparisons: int
    limit: int


KINDS = (NameNotPermitted, Excluded, UnsupportedForm, MalformedTree, NameConstraintLimitReached)


class _Constraint(FrozenValue):
    """What one CA says about one form of name."""

    issuer: CertificateRef
    permitted: tuple[GeneralSubtree, ...] | None
    excluded: tuple[GeneralSubtree, ...]


def comparisons_between(certificate: Certificate, issuer: Certificate) -> int:
    """Return how many comparisons it takes to hold a certificate's names against what one CA above allows."""
    if issuer.name_constraints is None:
        return 0
    names = _names(certificate)
    held = _by_form(issuer, issuer.name_constraints)
    return sum(_comparisons(names[form], [constraint]) for form, constraint in held)


def refuses(certificate: Certificate, issuer: Certificate) -> bool:
    """Whether a CA anywhere above refuses a name; whether the certificate is exempt is for the caller to know."""
    if issuer.name_constraints is None:
        return False
    names = _names(certificate)
    return any(
        names[form] and next(_judge(certificate, form, names[form], constraint), None) is not None
        for form, constraint in _by_form(issuer, issuer.name_constraints)
    )


def check_path(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """Walk from the anchor down; a self-issued certificate is exempt unless it is the last."""
    del end
    limiting = [item for item in certificates[1:] if item.name_constraints is not None]
    if not limiting:
        return
    constraints: dict[NameForm, list[_Constraint]] = defaultdict(list)
    spent, limit = 0, policy.budget.name_constraint_comparisons
    for index in range(len(certificates) - 1, -1, -1):
        certificate = certificates[index]
        if constraints and (index == 0 or not certificate.is_self_issued):
            names = _names(certificate)
            spent += sum(_comparisons(names[form], held) for form, held in constraints.items())
            if spent > limit:
                yield NameConstraintLimitReached(certificate=certificate.ref, comparisons=spent, limit=limit)
                return
            for form, held in constraints.items():
                for constraint in held if names[form] else ():
                    yield from _judge(certificate, form, names[form], constraint)
        if certificate.name_constraints is not None and index:
            for form, constraint in _by_form(certificate, certificate.name_constraints):
                constraints[form].append(constraint)


def dns_refusals(certificate: Certificate, name: GeneralName, cas: list[Certificate]) -> Iterator[Finding]:
    """Say which of the CAs would refuse a dNSName of the certificate, were it one."""
    for issuer in cas:
        if issuer.name_constraints is not None:
            for form, constraint in _by_form(issuer, issuer.name_constraints):
                if form is NameForm.DNS:
                    yield from _judge(certificate, form, [name], constraint)


def _comparisons(names: list[GeneralName], held: list[_Constraint]) -> int:
    return len(names) * sum(len(item.permitted or ()) + len(item.excluded) for item in held)


def _by_form(certificate: Certificate, constraints: NameConstraints) -> Iterator[tuple[NameForm, _Constraint]]:
    permitted, excluded = constraints.permitted or (), constraints.excluded or ()
    for form in {subtree.base.form for subtree in (*permitted, *excluded)}:
        allowed = tuple(subtree for subtree in permitted if subtree.base.form is form)
        denied = tuple(subtree for subtree in excluded if subtree.base.form is form)
        yield form, _Constraint(certificate.ref, allowed or None, denied)


def _names(certificate: Certificate) -> dict[NameForm, list[GeneralName]]:
    """Collect a certificate's names by form.

    They are those of subjectAltName, the subject, and its emailAddress where subjectAltName has no rfc822Name. What
    limits rfc822Name limits SmtpUTF8Mailbox, too (RFC 9598 section 6).
    """
    names: dict[NameForm, list[GeneralName]] = defaultdict(list)
    for name in certificate.subject_alt_name:
        names[name.form].append(name)
    if certificate.subject:
        encoding = certificate.subject.encoding
        names[NameForm.DIRECTORY].append(GeneralName(NameForm.DIRECTORY, str(certificate.subject), encoding))
    if not names[NameForm.EMAIL]:
        texts = certificate.subject.values(EMAIL_ADDRESS)
        names[NameForm.EMAIL] = [GeneralName(NameForm.EMAIL, text, text.encode()) for text in texts]
    for name in names.get(NameForm.OTHER_NAME, ()):
        mailbox = as_mailbox(name)
        if mailbox is not None:
            names[NameForm.EMAIL].append(mailbox)
    return names


def _judge(
    certificate: Certificate, form: NameForm, names: list[GeneralName], constraint: _Constraint
) -> Iterator[Finding]:
    subtrees = (*(constraint.permitted or ()), *constraint.excluded)
    compare = COMPARISONS.get(form)
    if compare is None or any(subtree.minimum or subtree.maximum is not None for subtree in subtrees):
        yield UnsupportedForm(certificate=certificate.ref, constrained_by=constraint.issuer, form=form.label)
        return
    denied = [tree.base for tree in constraint.excluded]
    malformed = [(base, problem) for base in denied if (problem := compare.problem(base))]
    for base, problem in malformed[:1]:  # one is enough to refuse every name of the form
        yield MalformedTree(
            certificate=certificate.ref,
            constrained_by=constraint.issuer,
            form=form.label,
            tree=clipped(base.text) or "(empty)",
            problem=problem,
        )
    denied = denied if not malformed else [base for base in denied if not compare.problem(base)]
    excluded = [name for name in names if any(compare.touches(name, base) for base in denied)] if denied else []
    if excluded:
        yield Excluded(
            certificate=certificate.ref,
            constrained_by=constraint.issuer,
            names=_shown(excluded),
            names_in_all=len(excluded),
        )
    if constraint.permitted is None:
        return
    bases = [tree.base for tree in constraint.permitted if not compare.problem(tree.base)]
    if form is NameForm.DNS:
        outside = outside_dns(names, bases)
    else:
        outside = [name for name in names if not any(compare.inside(name, base) for base in bases)]
    if outside:
        yield NameNotPermitted(
            certificate=certificate.ref,
            constrained_by=constraint.issuer,
            names=_shown(outside),
            names_in_all=len(outside),
            permitted=_shown([tree.base for tree in constraint.permitted]),
        )


def _shown(names: list[GeneralName]) -> tuple[str, ...]:
    """Keep the evidence bounded: of 100,000 names the first ones are enough."""
    return tuple(clipped(str(name)) for name in names[:_SHOWN])


def _more(names: tuple[str, ...], in_all: int) -> str:
    return f" ({len(names)} of {in_all:,} shown)" if len(names) < in_all else ""
