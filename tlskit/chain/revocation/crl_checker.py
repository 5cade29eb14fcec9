"""Is a certificate on a path revoked? CRLs as they were given, by RFC 5280 section 6.3; nothing is fetched.

Strategy. Of every scope (issuer, issuing distribution point, the key that signed) the newest CRL that can be used is
asked, together with the newest delta CRL that updates it. Whoever says "revoked" is believed; "good" needs CRLs that
are allowed, in scope, signed by the right key and current and that together cover all reasons. Everything else is
undetermined, with a reason for each CRL. Three liberties beyond the RFC's algorithm, all on the safe side: CRLs are
asked even after all reasons are covered; a CRL that is not current is believed where it says that the certificate had
been revoked for good; and one that section 5 forbids, or that a CA's other key signed, where it revokes.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from tlskit.chain.path.checks.revocation import check_lists
from tlskit.chain.path.revocation_status import Gap, Revocation, RevocationOutcome, RevocationQuery, RevocationStatus
from tlskit.chain.revocation.crl_form import breaches, forbidden
from tlskit.chain.revocation.crl_scope import UnusableError, coverage, defect, distribution_points, staleness, updates
from tlskit.chain.revocation.crl_signer import CrlSigners
from tlskit.core import FrozenValue
from tlskit.registry import oid
from tlskit.x509 import ALL_REASONS, HOLD, REMOVED, NameForm, SignatureOutcome, reason_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tlskit.chain.path.certificate_graph import CertificateGraph
    from tlskit.finding import Finding
    from tlskit.x509 import Certificate, CertificateRevocationList, CrlLookup, DistinguishedName, RevokedCertificate

    Scope = tuple[DistinguishedName, bytes, bytes, bytes]

_NESTED = 8  # CRLs about signers of CRLs about signers of CRLs ...
_SHOWN = 20
_UNNUMBERED = -1
_NEVER, _EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class _Answer(FrozenValue):
    """What one CRL says, or one with the delta CRL that updates it; ``entry`` is None where nothing is revoked."""

    crl: CertificateRevocationList
    entry: RevokedCertificate | None
    reasons: int


class _Age(FrozenValue):
    """How new a CRL is among those of its scope; ``number`` is negative where it has none."""

    number: int
    issued: datetime

    @property
    def order(self) -> tuple[int, datetime]:
        """What to sort by."""
        return self.number, self.issued

    def is_older_than(self, other: _Age) -> bool:
        """By the number where both have one (section 5.2.3) and they differ, else by the time."""
        numbered = self.number >= 0 and other.number >= 0
        return self.order < other.order if numbered else self.issued < other.issued


_NEWEST = _Age(_UNNUMBERED, _EVER)


class CrlChecker:
    """Answers for one graph. Each certificate is asked about once per issuer and anchor, each CRL searched once."""

    def __init__(self, graph: CertificateGraph, crls: Sequence[CertificateRevocationList]) -> None:
        """Take the CRLs in any order."""
        self.graph, self.policy, self.crls = graph, graph.policy, tuple(crls)
        self._by_issuer: dict[DistinguishedName, list[CertificateRevocationList]] = defaultdict(list)
        for crl in sorted(crls, key=lambda crl: (_age(crl).order, crl.der), reverse=True):
            self._by_issuer[crl.issuer].append(crl)
        self._statuses: dict[RevocationQuery, RevocationStatus] = {}
        self._signers = CrlSigners(graph, self._revocation_problem)
        self._listings: dict[CertificateRevocationList, tuple[set[int], CrlLookup]] = {}
        self._asked: list[Certificate] = []
        self._assumed: set[Certificate] = set()
        self._consultations = 0

    def statuses(self, certificates: Sequence[Certificate]) -> tuple[RevocationStatus, ...]:
        """Return the status of every certificate of an anchored path but the anchor."""
        anchor = certificates[-1]
        return tuple(self._status(RevocationQuery(item, issuer, anchor)) for item, issuer in pairwise(certificates))

    def list_findings(self) -> Iterator[Finding]:
        """Return what is wrong with the CRLs themselves."""
        return check_lists(self.crls, self.graph.served[0].ref, forbidden, breaches)

    def _status(self, about: RevocationQuery) -> RevocationStatus:
        """Work a status out once; one that rests on an assumption about another certificate is not kept."""
        known = self._statuses.get(about)
        if known is None:
            self._asked.append(about.certificate)
            known = self._determine(about)
            self._asked.pop()
            self._assumed.discard(about.certificate)
            if not self._assumed:
                self._statuses[about] = known
        return known

    def _determine(self, about: RevocationQuery) -> RevocationStatus:
        unanswered: list[_Unanswered] = []
        settled: dict[Scope, _Age] = {}
        used: set[CertificateRevocationList] = set()
        covered, good = 0, None
        for crl in self._considered(about.certificate):
            scope = None
            try:
                signer = self._signer(crl, about)
                scope = _scope(crl, signer)
                if crl in used or _is_settled(crl, settled.get(scope)):
                    continue
                answer = self._consult(crl, signer, about)
            except UnusableError as problem:
                unanswered.append(_Unanswered(crl, problem))
                settled.update({scope: _NEWEST} if problem.contradicted and scope is not None else {})
                continue
            if answer.entry is not None:
                return _revoked(about.certificate, answer.crl, answer.entry, _told(unanswered))
            used.add(answer.crl)
            settled[scope] = _age(answer.crl)
            covered, good = covered | answer.reasons, good or answer.crl
        if good is not None and covered == ALL_REASONS:
            outcome = RevocationOutcome.GOOD
            return RevocationStatus(about.certificate.ref, outcome, good.ref, unanswered=_told(unanswered))
        return self._undetermined(about.certificate, unanswered, covered)

    def _considered(self, certificate: Certificate) -> list[CertificateRevocationList]:
        """Return the CRLs by the certificate's issuer and by those it names: the newest first, complete ones first."""
        issuers = [certificate.issuer]
        for point in distribution_points(certificate):
            issuers += point.crl_issuer_names
        found = [crl for name in dict.fromkeys(issuers) for crl in self._by_issuer.get(name, ())]
        return sorted(found, key=lambda crl: crl.is_delta)

    def _undetermined(self, certificate: Certificate, unanswered: list[_Unanswered], covered: int) -> RevocationStatus:
        reasons = list(_told(unanswered))
        gap = max((item.problem.gap for item in unanswered), key=lambda gap: gap.nearness, default=Gap.NO_CRL)
        if covered:
            gap, lacking = Gap.SOME_REASONS, ", ".join(reason_labels(ALL_REASONS & ~covered))
            reasons.insert(0, f"the CRLs that can be used do not cover the reasons {lacking}")
        if not reasons:
            none_fits = f'of the CRLs given none is by "{certificate.issuer.label}" or whom else the certificate names'
            reasons.append(none_fits if self.crls else "no CRL was given")
        return RevocationStatus(
            certificate.ref,
            RevocationOutcome.UNDETERMINED,
            unanswered=tuple(reasons),
            addresses=tuple(_addresses(certificate)),
            gap=gap,
        )

    # -- one CRL about one certificate -------------------------------------------------------------------------------

    def _signer(self, crl: CertificateRevocationList, about: RevocationQuery) -> Certificate:
        """Return who vouches for a CRL that is in scope; both are looked at before it is asked."""
        self._consultations += 1
        limit = self.policy.budget.crl_consultations
        if self._consultations > limit:
            raise UnusableError(f"work limit reached ({limit:,} CRL consultations)", Gap.WORK_LIMIT)
        try:
            coverage(crl, about.certificate)
        except UnusableError:  # one that is out of scope for what it must not say is told of by that
            for problem in forbidden(crl):
                raise UnusableError(problem, Gap.NOT_ALLOWED) from None
            raise
        return self._signers.of(crl, about)

    def _consult(self, crl: CertificateRevocationList, signer: Certificate, about: RevocationQuery) -> _Answer:
        """Steps (b) to (k) of section 6.3.3. A delta CRL by itself can say "revoked" and nothing else."""
        given, covered = crl, coverage(crl, about.certificate)
        delta = None if crl.is_delta else self._delta(crl, signer, about)
        entry, stale = self._entry(crl, about.certificate), staleness(crl, self.policy.at)
        removed = entry is not None and entry.reason == REMOVED
        if delta is not None:
            listed = entry
            crl, entry, stale = self._updated(crl, delta, about.certificate)
            removed &= entry is listed
        if entry is not None and entry.reason != REMOVED:
            self._believe(crl, entry, stale)
            return _Answer(crl, entry, covered.reasons)
        if given.is_delta:
            alone = "it says only what changed since another CRL, which is not at hand or cannot be used"
            raise UnusableError(alone, Gap.DELTA_ONLY)
        if removed:
            told = "it lists the certificate as removeFromCRL, which only a delta CRL may do (section 5.3.1)"
            raise UnusableError(told, Gap.NOT_ALLOWED)
        for problem in (*self._forbidden(given, about.certificate), self._signers.other_identifier(given, signer)):
            if problem:
                raise UnusableError(problem, Gap.NOT_ALLOWED)
        for doubt in filter(None, (covered.doubt, self._signers.other_key(signer, about))):
            raise UnusableError(doubt, Gap.OUT_OF_SCOPE)
        if stale:
            raise UnusableError(stale, Gap.STALE)
        return _Answer(crl, None, covered.reasons)

    def _forbidden(self, crl: CertificateRevocationList, certificate: Certificate) -> Iterator[str]:
        """Yield what section 5 does not allow in the frame and the entries of a CRL."""
        yield from forbidden(crl)
        listing = self._search(crl, certificate)
        if listing.forbidden:
            yield listing.forbidden

    def _updated(
        self, base: CertificateRevocationList, delta: CertificateRevocationList, certificate: Certificate
    ) -> tuple[CertificateRevocationList, RevokedCertificate | None, str]:
        """Combine two CRLs (5.2.4): what decides, its entry, and why it is not current.

        A current delta CRL makes up for a complete one that has expired; one that is not current still counts where it
        revokes.
        """
        at, entry, changed = self.policy.at, self._entry(base, certificate), self._entry(delta, certificate)
        stale, late = staleness(base, at), staleness(delta, at)
        if changed is not None and (not late or changed.reason != REMOVED):
            return delta, changed, late
        issued = base.this_update is not None and base.this_update <= at
        return (delta, entry, "") if issued and not late else (base, entry, stale)

    def _believe(self, crl: CertificateRevocationList, entry: RevokedCertificate, stale: str) -> None:
        """A CRL that is not current is believed where the revocation was final and had happened."""
        if stale and (entry.reason == HOLD or entry.revocation_date > self.policy.at):
            since = f"{entry.revocation_date:%Y-%m-%d} ({entry.reason or 'no reason given'})"
            problem = f"{stale}, and lists the certificate as revoked {since}"
            told = f"updated by the {crl.label}: {problem}" if crl.is_delta else problem
            raise UnusableError(told, Gap.STALE, contradicted=True)

    def _delta(
        self, base: CertificateRevocationList, signer: Certificate, about: RevocationQuery
    ) -> CertificateRevocationList | None:
        """Return the newest delta CRL for a complete one that is by the same key and has nothing wrong with it."""
        for crl in self._by_issuer[base.issuer]:
            if crl.is_delta and updates(crl, base) and not defect(crl, self.policy):
                signed = self._signers.signature(crl, signer) is SignatureOutcome.VALID
                if (
                    signed
                    and not self._search(crl, about.certificate).problem
                    and not any(self._forbidden(crl, about.certificate))
                ):
                    return crl
        return None

    def _entry(self, crl: CertificateRevocationList, certificate: Certificate) -> RevokedCertificate | None:
        """Return the certificate's entry; of several, one that revokes it."""
        listing = self._search(crl, certificate)
        if listing.problem:
            raise UnusableError(listing.problem, Gap.UNREADABLE)
        own = (crl.issuer,)
        found = [
            entry
            for entry in listing.entries
            if entry.serial_number == certificate.serial_number
            and certificate.issuer in (entry.certificate_issuer or own)
        ]
        return min(found, key=lambda entry: entry.reason == REMOVED, default=None)

    def _search(self, crl: CertificateRevocationList, certificate: Certificate) -> CrlLookup:
        """Search a CRL for every certificate of the graph that it may list, in one pass."""
        if certificate.serial_number is None:
            raise UnusableError("the certificate's serial number cannot be read", Gap.UNREADABLE)
        known = self._listings.get(crl)
        if known is None or certificate.serial_number not in known[0]:
            limits = crl.issuing_distribution_point
            every = limits is not None and limits.indirect_crl
            others = (*self.graph.served, *self.graph.pool)
            numbers = {item.serial_number for item in others if every or item.issuer == crl.issuer}
            wanted = {number for number in numbers if number is not None} | {certificate.serial_number}
            known = self._listings[crl] = (wanted, crl.search(wanted))
        return known[1]

    def _revocation_problem(self, about: RevocationQuery) -> str:
        """A signer whose own status is being asked is taken to be good until its CRL says otherwise."""
        label = about.certificate.label
        if about.certificate in self._asked:
            self._assumed.add(about.certificate)
            return ""
        if len(self._asked) >= _NESTED:
            return f'work limit reached: the CRL that covers its signer "{label}" needs too many others'
        status = self._status(about)
        if status.outcome is RevocationOutcome.REVOKED:
            return f'its signer is revoked: "{label}" was {status.told}'
        if status.outcome is RevocationOutcome.UNDETERMINED and self.policy.revocation is Revocation.REQUIRED:
            return f'whether its signer "{label}" is revoked is open: {status.told}'
        return ""


def _revoked(
    certificate: Certificate, crl: CertificateRevocationList, entry: RevokedCertificate, unanswered: tuple[str, ...]
) -> RevocationStatus:
    return RevocationStatus(
        certificate.ref,
        RevocationOutcome.REVOKED,
        crl.ref,
        entry.reason,
        entry.revocation_date,
        entry.invalidity_date,
        unanswered,
    )


class _Unanswered(FrozenValue):
    """A CRL that was considered, and why it did not answer."""

    crl: CertificateRevocationList
    problem: UnusableError


def _told(unanswered: Sequence[_Unanswered]) -> tuple[str, ...]:
    """Return the reasons in words, the one that came nearest to an answer first."""
    nearest = sorted(unanswered, key=lambda item: -item.problem.gap.nearness)
    return tuple(f"{item.crl.label}: {item.problem}" for item in nearest[:_SHOWN])


def _scope(crl: CertificateRevocationList, signer: Certificate) -> Scope:
    """The key counts beside the name of it: nobody has to give a key identifier, and a CA may have several keys."""
    named = (crl.value(oid.ISSUING_DISTRIBUTION_POINT), crl.value(oid.AUTHORITY_KEY_IDENTIFIER))
    return crl.issuer, *named, signer.subject_public_key_info


def _is_settled(crl: CertificateRevocationList, answered: _Age | None) -> bool:
    """Whether a newer CRL of its scope has answered; of those of one age each is asked, lest their order decide."""
    return answered is not None and _age(crl).is_older_than(answered)


def _age(crl: CertificateRevocationList) -> _Age:
    """Return what CRLs of one scope are ordered by."""
    return _Age(_UNNUMBERED if crl.number is None else crl.number, crl.this_update or _NEVER)


def _addresses(certificate: Certificate) -> Iterable[str]:
    for point in distribution_points(certificate):
        if point.point is not None:
            yield from (name.text for name in point.point.full_names if name.form is NameForm.URI)
