"""Is a certificate on a path revoked? CRLs as they were given, by RFC 5280 section 6.3; nothing is fetched.

Strategy. Of every scope (issuer, issuing distribution point, signing key) the newest CRL that can be used is asked,
together with the newest delta CRL that updates it. Whoever says "revoked" is believed; "good" needs CRLs that are in
scope, signed and current and that together cover all reasons. Everything else is undetermined, with a reason for each
CRL. Two liberties beyond the RFC's algorithm, both on the safe side: CRLs are asked even after all reasons are covered,
and a CRL that is not current is believed where it says that the certificate had been revoked for good.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from tlskit.chain.path.revocation_status import Revocation, RevocationOutcome, RevocationQuery, RevocationStatus
from tlskit.chain.revocation.crl_scope import UnusableError, coverage, defect, distribution_points, staleness, updates
from tlskit.chain.revocation.crl_signer import CrlSigners
from tlskit.core import FrozenValue
from tlskit.registry import oid
from tlskit.x509 import ALL_REASONS, HOLD, REMOVED, NameForm, SignatureOutcome, reason_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tlskit.chain.path.certificate_graph import CertificateGraph
    from tlskit.x509 import Certificate, CertificateRevocationList, CrlLookup, DistinguishedName, RevokedCertificate

    Scope = tuple[DistinguishedName, bytes, bytes]

_NESTED = 8  # CRLs about signers of CRLs about signers of CRLs ...
_SHOWN = 20
_UNNUMBERED = -1
_NEVER = datetime.min.replace(tzinfo=UTC)


class _Answer(FrozenValue):
    """What one CRL says, or one with the delta CRL that updates it; ``entry`` is None where nothing is revoked."""

    crl: CertificateRevocationList
    entry: RevokedCertificate | None
    reasons: int


class CrlChecker:
    """Answers for one graph. Each certificate is asked about once per issuer and anchor, each CRL searched once."""

    def __init__(self, graph: CertificateGraph, crls: Sequence[CertificateRevocationList]) -> None:
        """Take the CRLs in any order."""
        self.graph, self.policy, self.crls = graph, graph.policy, tuple(crls)
        self._by_issuer: dict[DistinguishedName, list[CertificateRevocationList]] = defaultdict(list)
        for crl in sorted(crls, key=_age, reverse=True):
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
        unanswered: list[str] = []
        settled: dict[Scope, int] = {}
        covered, good = 0, None
        for crl in self._considered(about.certificate):
            if _is_settled(crl, settled):
                continue
            try:
                answer = self._consult(crl, about)
            except UnusableError as problem:
                unanswered.append(f"{crl.label}: {problem}")
                settled.update({_scope(crl): _UNNUMBERED} if problem.contradicted else {})
                continue
            if answer.entry is not None:
                return _revoked(about.certificate, answer.crl, answer.entry, unanswered)
            settled[_scope(crl)] = _age(answer.crl)[0]
            covered, good = covered | answer.reasons, good or answer.crl
        if good is not None and covered == ALL_REASONS:
            outcome = RevocationOutcome.GOOD
            return RevocationStatus(about.certificate.ref, outcome, good.ref, unanswered=tuple(unanswered[:_SHOWN]))
        return self._undetermined(about.certificate, unanswered, covered)

    def _considered(self, certificate: Certificate) -> list[CertificateRevocationList]:
        """Return the CRLs by the certificate's issuer and by those it names: the newest first, complete ones first."""
        issuers = [certificate.issuer]
        for point in distribution_points(certificate):
            issuers += point.crl_issuer_names
        found = [crl for name in dict.fromkeys(issuers) for crl in self._by_issuer.get(name, ())]
        return sorted(found, key=lambda crl: crl.is_delta)

    def _undetermined(self, certificate: Certificate, unanswered: list[str], covered: int) -> RevocationStatus:
        reasons = unanswered[:_SHOWN]
        if covered:
            lacking = ", ".join(reason_labels(ALL_REASONS & ~covered))
            reasons.insert(0, f"the CRLs that can be used do not cover the reasons {lacking}")
        if not reasons:
            none_fits = f'of the CRLs given none is by "{certificate.issuer.label}" or whom else the certificate names'
            reasons.append(none_fits if self.crls else "no CRL was given")
        return RevocationStatus(
            certificate.ref,
            RevocationOutcome.UNDETERMINED,
            unanswered=tuple(reasons),
            addresses=tuple(_addresses(certificate)),
        )

    # -- one CRL about one certificate -------------------------------------------------------------------------------

    def _consult(self, crl: CertificateRevocationList, about: RevocationQuery) -> _Answer:
        """Steps (b) to (k) of section 6.3.3. A delta CRL by itself can say "revoked" and nothing else."""
        self._consultations += 1
        if self._consultations > self.policy.budget.crl_consultations:
            raise UnusableError(f"work limit reached ({self.policy.budget.crl_consultations:,} CRL consultations)")
        reasons = coverage(crl, about.certificate)
        signer = self._signers.of(crl, about)
        delta = None if crl.is_delta else self._delta(crl, signer, about)
        entry, stale = self._entry(crl, about.certificate), staleness(crl, self.policy.at)
        if delta is not None:
            crl, entry, stale = self._updated(crl, delta, about.certificate)
        if entry is not None and entry.reason != REMOVED:
            self._believe(crl, entry, stale)
            return _Answer(crl, entry, reasons)
        if crl.is_delta and delta is None:
            raise UnusableError("it says only what changed since another CRL, which is not at hand or cannot be used")
        if stale:
            raise UnusableError(stale)
        return _Answer(crl, None, reasons)

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
            raise UnusableError(told, contradicted=True)

    def _delta(
        self, base: CertificateRevocationList, signer: Certificate, about: RevocationQuery
    ) -> CertificateRevocationList | None:
        """Return the newest delta CRL for a complete one that is by the same key and has nothing wrong with it."""
        for crl in self._by_issuer[base.issuer]:
            if crl.is_delta and updates(crl, base) and not defect(crl, self.policy):
                signed = self._signers.signature(crl, signer) is SignatureOutcome.VALID
                if signed and not self._search(crl, about.certificate).problem:
                    return crl
        return None

    def _entry(self, crl: CertificateRevocationList, certificate: Certificate) -> RevokedCertificate | None:
        """Return the certificate's entry; of several, one that revokes it."""
        listing = self._search(crl, certificate)
        if listing.problem:
            raise UnusableError(listing.problem)
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
            raise UnusableError("the certificate's serial number cannot be read")
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
    certificate: Certificate, crl: CertificateRevocationList, entry: RevokedCertificate, unanswered: list[str]
) -> RevocationStatus:
    return RevocationStatus(
        certificate.ref,
        RevocationOutcome.REVOKED,
        crl.ref,
        entry.reason,
        entry.revocation_date,
        entry.invalidity_date,
        tuple(unanswered[:_SHOWN]),
    )


def _scope(crl: CertificateRevocationList) -> Scope:
    return crl.issuer, crl.value(oid.ISSUING_DISTRIBUTION_POINT), crl.value(oid.AUTHORITY_KEY_IDENTIFIER)


def _is_settled(crl: CertificateRevocationList, settled: dict[Scope, int]) -> bool:
    """Whether a newer CRL of its scope has answered; a delta CRL may be newer than what answered."""
    answered = settled.get(_scope(crl))
    return answered is not None and (not crl.is_delta or _age(crl)[0] <= answered)


def _age(crl: CertificateRevocationList) -> tuple[int, datetime]:
    """Order CRLs of one scope by their number (section 5.2.3), then by their time."""
    return (_UNNUMBERED if crl.number is None else crl.number, crl.this_update or _NEVER)


def _addresses(certificate: Certificate) -> Iterable[str]:
    for point in distribution_points(certificate):
        if point.point is not None:
            yield from (name.text for name in point.point.full_names if name.form is NameForm.URI)
