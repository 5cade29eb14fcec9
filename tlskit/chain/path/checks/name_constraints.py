"""Are all names inside the trees that the CAs above allow? (RFC 5280 sections 4.2.1.10 and 6.1.3 (b) and (c))

A wildcard dNSName stands for hosts, so it is outside when any host that it could stand for would be.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tlskit.chain.path.identity import same_mailbox
from tlskit.core import FrozenValue, clipped
from tlskit.finding import Citation, Finding
from tlskit.registry import EMAIL_ADDRESS, AlertDescription
from tlskit.x509 import DistinguishedName, GeneralName, NameForm

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


KINDS = (NameNotPermitted, Excluded, UnsupportedForm, NameConstraintLimitReached)


class _Constraint(FrozenValue):
    """What one CA says about one form of name."""

    issuer: CertificateRef
    permitted: tuple[GeneralSubtree, ...] | None
    excluded: tuple[GeneralSubtree, ...]


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
    """Collect a certificate's names by form: subjectAltName, the subject, and its emailAddress where no SAN has one."""
    names: dict[NameForm, list[GeneralName]] = defaultdict(list)
    for name in certificate.subject_alt_name:
        names[name.form].append(name)
    if certificate.subject:
        encoding = certificate.subject.encoding
        names[NameForm.DIRECTORY].append(GeneralName(NameForm.DIRECTORY, str(certificate.subject), encoding))
    if not names[NameForm.EMAIL]:
        texts = certificate.subject.values(EMAIL_ADDRESS)
        names[NameForm.EMAIL] = [GeneralName(NameForm.EMAIL, text, text.encode()) for text in texts]
    return names


def _judge(
    certificate: Certificate, form: NameForm, names: list[GeneralName], constraint: _Constraint
) -> Iterator[Finding]:
    subtrees = (*(constraint.permitted or ()), *constraint.excluded)
    if form not in _INSIDE or any(subtree.minimum or subtree.maximum is not None for subtree in subtrees):
        yield UnsupportedForm(certificate=certificate.ref, constrained_by=constraint.issuer, form=form.label)
        return
    inside, touches = _INSIDE[form], _TOUCHES.get(form, _INSIDE[form])
    denied = [tree.base for tree in constraint.excluded]
    excluded = [name for name in names if any(touches(name, base) for base in denied)] if denied else []
    if excluded:
        yield Excluded(
            certificate=certificate.ref,
            constrained_by=constraint.issuer,
            names=_shown(excluded),
            names_in_all=len(excluded),
        )
    if constraint.permitted is None:
        return
    bases = [tree.base for tree in constraint.permitted]
    if form is NameForm.DNS:
        outside = _outside_dns(names, bases)
    else:
        outside = [name for name in names if not any(inside(name, base) for base in bases)]
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


# -- is a name inside a tree? ----------------------------------------------------------------------------------------


def _dns_inside(name: GeneralName, base: GeneralName) -> bool:
    """A leading period, which RFC 5280 does not know for host names, is taken to demand a further label."""
    host, tree = name.text.lower().removesuffix("."), base.text.lower()
    if not tree or host == tree:
        return True
    return host.endswith(tree if tree.startswith(".") else "." + tree)


def _outside_dns(names: list[GeneralName], bases: list[GeneralName]) -> list[GeneralName]:
    """Compare hosts with all trees at once: a certificate may have a hundred thousand of them."""
    trees = [base.text.lower() for base in bases]
    suffixes = tuple("." + tree.removeprefix(".") for tree in trees)
    hosts = ((name, name.text.lower().removesuffix(".")) for name in names)
    return [] if "" in trees else [name for name, host in hosts if not host.endswith(suffixes) and host not in trees]


def _dns_touches(name: GeneralName, base: GeneralName) -> bool:
    """Could a host that the name stands for lie inside the tree?"""
    if _dns_inside(name, base):
        return True
    wildcard, _, parent = name.text.lower().partition(".")
    tree = base.text.lower().removeprefix(".")
    return wildcard == "*" and (tree == parent or tree.partition(".")[2] == parent)


def _ip_inside(name: GeneralName, base: GeneralName) -> bool:
    half = len(base.contents) // 2
    if len(name.contents) != half or half not in (4, 16):
        return False
    address, network, mask = (
        int.from_bytes(part) for part in (name.contents, base.contents[:half], base.contents[half:])
    )
    return address & mask == network & mask


def _email_inside(name: GeneralName, base: GeneralName) -> bool:
    """An exact mailbox, every mailbox on a host, or every mailbox below a domain."""
    if name.text.count("@") != 1:
        return False
    host, tree = name.text.rpartition("@")[2].lower(), base.text.lower()
    if "@" in tree:
        return same_mailbox(name.text, base.text)
    return host.endswith(tree) if tree.startswith(".") else host == tree or not tree


def _email_touches(name: GeneralName, base: GeneralName) -> bool:
    """What is no mailbox cannot be shown to be outside an excluded tree."""
    return name.text.count("@") != 1 or _email_inside(name, base)


def _uri_host(name: GeneralName) -> str:
    try:
        host = urlsplit(name.text).hostname or ""
    except ValueError:
        return ""
    return "" if ":" in host or host.replace(".", "").isdigit() else host.lower()


def _uri_inside(name: GeneralName, base: GeneralName) -> bool:
    """The host alone counts; a URI without a host name is rejected wherever URIs are constrained."""
    host, tree = _uri_host(name), base.text.lower()
    if not host:
        return False
    return host.endswith(tree) if tree.startswith(".") else host == tree or not tree


def _uri_touches(name: GeneralName, base: GeneralName) -> bool:
    return not _uri_host(name) or _uri_inside(name, base)


def _directory_inside(name: GeneralName, base: GeneralName) -> bool:
    subject, tree = DistinguishedName(name.contents).comparable, DistinguishedName(base.contents).comparable
    return subject[: len(tree)] == tree


_INSIDE = {
    NameForm.DNS: _dns_inside,
    NameForm.IP: _ip_inside,
    NameForm.EMAIL: _email_inside,
    NameForm.URI: _uri_inside,
    NameForm.DIRECTORY: _directory_inside,
}
_TOUCHES = {NameForm.DNS: _dns_touches, NameForm.EMAIL: _email_touches, NameForm.URI: _uri_touches}
