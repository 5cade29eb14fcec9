"""A :class:`~tlskit.chain.report.ChainReport` told: the answer's sentence, the remedy, the evidence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tlskit.chain import (
    SERVED_KINDS,
    Expired,
    InvalidSignature,
    Mismatch,
    MissingIssuer,
    NotYetValid,
    Origin,
    PathEnd,
    PathLoop,
    Purpose,
    RevocationOutcome,
    RevocationUndetermined,
    Revoked,
    SelfSigned,
    SelfSignedTwin,
    Topic,
    UnsupportedSignature,
    UntrustedRoot,
    WrongKey,
)
from tlskit.core import clipped, listed
from tlskit.document import Card, Document, Headline, Ladder, LadderStep, Row, Rows, Section, Tone
from tlskit.explain.card import TONES
from tlskit.finding import CheckOutcome, Severity, Verdict
from tlskit.registry import ANY_POLICY, key_purpose_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.chain import CertificationPath, ChainReport
    from tlskit.finding import Finding
    from tlskit.x509 import Certificate

_CLAUSES: dict[type[Finding], str] = {
    MissingIssuer: '"{0.issuer_label}"{0.signed_by} was not sent{0.nor_trusted}',
    UntrustedRoot: ('untrusted root: the chain is complete, but no root "{0.certificate}" is in the trust store'),
    SelfSigned: '"{0.certificate}" is self-signed and not in the trust store',
    WrongKey: '"{0.issuer}" was sent with another key than the one that signed "{0.certificate}"',
    PathLoop: 'the path runs in a circle at "{0.certificate}"',
    InvalidSignature: 'the signature on "{0.certificate}" does not fit the key of "{0.issuer}"',
    UnsupportedSignature: 'the signature on "{0.certificate}" cannot be checked (algorithm {0.algorithm})',
    Mismatch: 'the certificate is not for "{0.identity}"',
    SelfSignedTwin: ('the self-signed "{0.certificate}" was sent in place of the one signed by "{0.cross_signer}"'),
    RevocationUndetermined: 'whether "{0.certificate}" is revoked is not known: {0.cause}',
    Revoked: '"{0.certificate}" was revoked {0.revocation_date:%Y-%m-%d}{0.because}',
    Expired: '"{0.certificate}" expired {0.not_after:%Y-%m-%d}',
    NotYetValid: '"{0.certificate}" is not valid before {0.not_before:%Y-%m-%d}',
}
"""Clauses for the sentence; a kind that is not here speaks through its summary."""

_VERDICT_TONES = {Verdict.TRUSTED: Tone.GOOD, Verdict.UNTRUSTED: Tone.BAD, Verdict.INDETERMINATE: Tone.OPEN}
_NAMED_FAULTS = 3


def chain_answer(report: ChainReport) -> str:
    """Return the answer in one sentence: what was asked about, the verdict, every fault (up to three) by name."""
    return f"{_asked(report)}: {verdict_clause(report)}."


def _asked(report: ChainReport) -> str:
    if report.policy.identities:
        return ", ".join(clipped(str(identity)) for identity in report.policy.identities[:2])
    return report.target.label


def verdict_clause(report: ChainReport, *, known: Sequence[Topic] = (), more: Sequence[Finding] = ()) -> str:
    """Return the verdict with every fault (up to three) by name.

    ``known`` is what others have checked; ``more`` is what else was found, to be counted with it.
    """
    if report.verdict is Verdict.TRUSTED:
        return _trusted_clause(report, known, more)
    faults = _faults(report)
    clauses = [_clause(fault) for fault in faults[:_NAMED_FAULTS]]
    if len(faults) > _NAMED_FAULTS:
        clauses.append(f"{len(faults) - _NAMED_FAULTS} more faults")
    told = " and ".join(clauses) if len(clauses) < _NAMED_FAULTS else "; ".join(clauses)
    return f"{_kind(report, faults)}{told}"


def _kind(report: ChainReport, faults: Sequence[Finding]) -> str:
    """What sort of failure it is, before the faults are named."""
    if report.verdict is Verdict.INDETERMINATE:
        return "could not be determined: "
    if all(isinstance(fault, MissingIssuer) for fault in faults):
        return "incomplete chain: "
    return "not trusted: " if faults and not isinstance(faults[0], UntrustedRoot) else ""


def _faults(report: ChainReport) -> list[Finding]:
    """The errors, the decisive one first; what a twin sent in place of another explains is not told twice."""
    errors = [finding for finding in report.findings if finding.severity >= Severity.ERROR]
    decisive = report.decisive
    if isinstance(decisive, SelfSignedTwin):
        errors = [finding for finding in errors if not isinstance(finding, MissingIssuer)]
    return sorted(errors, key=lambda finding: finding != decisive)


def _clause(finding: Finding) -> str:
    template = _CLAUSES.get(type(finding))
    if template is not None:
        return clipped(template.format(finding), 300)
    return clipped(f'"{finding.subject_label}" {finding.summary}', 300)


def _trusted_clause(report: ChainReport, known: Sequence[Topic], more: Sequence[Finding]) -> str:
    path, first = report.best_path, report.path_ends_first
    until = "" if first is None else f" until {first.not_after:%Y-%m-%d}"
    root = path.certificates[-1].label
    found = (*report.findings, *more)
    counted = Counter(finding.severity for finding in found if finding.severity >= Severity.NOTICE)
    words = [f"{count} {severity.label}{'s' if count > 1 else ''}" for severity, count in sorted(counted.items())[::-1]]
    noted = f", with {' and '.join(words)}" if words else ""
    unchecked = [item for item in report.checks if item.outcome is CheckOutcome.NOT_DETERMINED]
    left = dict.fromkeys(item.check for item in unchecked if item.about not in known)
    open_ = f"; {', '.join(left)} not checked" if left else ""
    revoked = ", not revoked" if _all_good(path) else ""
    return f'trusted{until} through "{root}"{revoked}{noted}{open_}'


def _all_good(path: CertificationPath) -> bool:
    """Whether CRLs were used, and say of each certificate that it is not revoked."""
    return bool(path.revocation) and all(status.outcome is RevocationOutcome.GOOD for status in path.revocation)


def chain_document(
    report: ChainReport, *, every_path: bool = False, source: Sequence[tuple[str, str]] = ()
) -> Document:
    """Compose the document of one report.

    ``every_path``: draw all candidate paths, each with its reason; ``source``: label and text of where the certificates
    came from, for the last section.
    """
    sections = [
        Section("", tuple(mend(report))),
        Section("Findings", tuple(_card(report, finding) for finding in report.findings)),
        Section("Paths" if every_path else "Path", tuple(ladders(report, every_path=every_path))),
        Section("Asked", (Rows((*_source_rows(source), *_question_rows(report))),)),
    ]
    headline = Headline(_VERDICT_TONES[report.verdict], chain_answer(report))
    return Document(headline, tuple(section for section in sections if section.blocks))


# -- the remedy ------------------------------------------------------------------------------------------------------


def mend(report: ChainReport) -> Iterator[Rows]:
    """Say what is to be done about the chain."""
    rows = [*_bundle_rows(report), *_remedy_rows(report), *_where_rows(report)]
    if rows:
        yield Rows(tuple(rows))


def _bundle_rows(report: ChainReport) -> Iterator[Row]:
    repair = report.repair
    if not repair.needed or not repair.bundle or _only_root_extra(report):
        return
    steps = " -> ".join(_bundle_label(item, added=item in repair.added) for item in repair.bundle)
    yield Row("Mend", f"serve {steps}", Tone.GOOD)
    yield Row("", "(--write-bundle fullchain.pem writes it)", Tone.QUIET)


def _bundle_label(certificate: Certificate, *, added: bool) -> str:
    """Name what was not sent by its signer too: there may be others of that name."""
    return f"{certificate.label} (signed by {certificate.issuer.label})" if added else certificate.label


def _only_root_extra(report: ChainReport) -> bool:
    """A root that was sent along for nothing is no reason to change a server."""
    return all(finding.severity <= Severity.INFO for finding in report.findings)


def _remedy_rows(report: ChainReport) -> Iterator[Row]:
    """What a bundle does not mend: the remedies of the errors, once each."""
    mended = bool(report.repair.bundle)
    told: set[str] = set()
    for finding in _faults(report):
        is_served = isinstance(finding, (*SERVED_KINDS, MissingIssuer))
        if (mended and is_served) or finding.remedy in told:
            continue
        yield Row("" if told else ("Also" if mended and report.repair.needed else "Mend"), finding.remedy)
        told.add(finding.remedy)


def _where_rows(report: ChainReport) -> Iterator[Row]:
    label = "Where"
    for finding in report.findings:
        if isinstance(finding, MissingIssuer):
            place = f"{finding.addresses}  key id {finding.key_identifier}"
            if finding.pool_certificate is not None:
                place = f"in the pool, sha256 {finding.pool_certificate.sha256[:16]}...; {place}"
            yield Row(label, f"{finding.issuer_label}: {place}")
            label = ""


# -- the evidence ----------------------------------------------------------------------------------------------------


def _card(report: ChainReport, finding: Finding) -> Card:
    return Card(
        tone=TONES[finding.severity],
        severity=finding.severity.label,
        subject=_subject(report, finding),
        summary=finding.summary,
        # What to do about errors stands at the top already.
        remedy="" if finding.severity >= Severity.ERROR else finding.remedy,
        id=finding.id,
        cites=", ".join(map(str, finding.cites)),
    )


def _subject(report: ChainReport, finding: Finding) -> str:
    """Where several certificates that were sent have one name, say which is meant."""
    places = [place for place, item in enumerate(report.served, start=1) if item.ref == finding.subject]
    namesakes = {item for item in report.served if item.label == str(finding.subject)}
    return f"{finding.subject} (sent {places[0]})" if places and len(namesakes) > 1 else str(finding.subject)


def ladders(report: ChainReport, *, every_path: bool) -> Iterator[Ladder]:
    """Draw the best path, or all."""
    paths = report.paths if every_path else report.paths[:1]
    for number, path in enumerate(paths, start=1):
        title = f"{number} of {len(report.paths)}" if every_path else ""
        steps = (*(_step(report, path, index) for index in range(len(path.certificates))), *_gap(report, path))
        reason = "; ".join(f'"{fault.subject_label}" {fault.summary}' for fault in path.errors) if every_path else ""
        outcome = ("good" if path.is_good else reason) if every_path else ""
        yield Ladder(title, steps, outcome, Tone.GOOD if path.is_good else Tone.BAD)


def _gap(report: ChainReport, path: CertificationPath) -> Iterator[LadderStep]:
    """Draw what is missing, and what was sent that seems to stand above it."""
    for finding in path.findings if path.ending is PathEnd.MISSING else ():
        if isinstance(finding, MissingIssuer) and finding.pool_certificate is None:
            yield LadderStep(finding.issuer_label, "not sent", Tone.BAD)
            if finding.above_the_gap is not None:
                places = [place for place, item in enumerate(report.served, 1) if item.ref == finding.above_the_gap]
                yield LadderStep(finding.above_the_gap.label, f"sent {places[0]}, above the gap", Tone.QUIET)


def _step(report: ChainReport, path: CertificationPath, index: int) -> LadderStep:
    certificate, origin = path.certificates[index], path.origins[index]
    faults = [item for item in path.errors if item.subject == certificate.ref]
    notes = [_place(report, certificate, origin)]
    if certificate.not_after is not None:
        notes.append(f"until {certificate.not_after:%Y-%m-%d}")
    notes += [fault.tag for fault in faults]
    tone = Tone.BAD if faults else Tone.PLAIN
    return LadderStep(certificate.label, ", ".join(notes), tone)


def _place(report: ChainReport, certificate: Certificate, origin: Origin) -> str:
    if origin is Origin.POOL:
        return "not sent (in the pool)"
    sent = f"sent {report.served.index(certificate) + 1}" if certificate in report.served else ""
    if origin is Origin.TRUST_STORE:
        return f"trusted, {sent}" if sent else "trusted"
    return sent


def _source_rows(source: Sequence[tuple[str, str]]) -> Iterator[Row]:
    yield from (Row(label, text) for label, text in source)


def _question_rows(report: ChainReport) -> Iterator[Row]:
    policy = report.policy
    purpose = policy.purpose
    words = purpose.name.lower() if isinstance(purpose, Purpose) else key_purpose_name(purpose)
    count = len(report.trust)
    yield Row("At", f"{policy.at:%Y-%m-%d %H:%M:%S}Z")
    yield Row("Trust", f"{report.trust.name}, {count} root{'' if count == 1 else 's'}")
    yield Row("Held to", f"{policy.profile.value} ({policy.conformance.value}), purpose {words}")
    for match in report.identities:
        if match.matched:
            yield Row("Name", f"{match.identity} matches {match.entry}")
    yield Row("Ends first", _ends_first(report))
    if policy.asks_for_policies:
        yield Row("Policies", _policies(report.best_path))
    if not report.identities:
        yield Row("Not checked", "name: none was given (--host NAME)", Tone.QUIET)
    for status in report.best_path.revocation:
        yield Row("Revocation", f'"{status.certificate}": {clipped(status.told, 300)}')
    told = Topic.REVOCATION if report.best_path.revocation else None
    unmade = [item for item in report.checks if item.outcome is CheckOutcome.NOT_DETERMINED and item.about is not told]
    for check in unmade:
        yield Row("Not checked", f"{check.check}: {check.detail}", Tone.QUIET)


def _ends_first(report: ChainReport) -> str:
    """Name the certificate with which the path ends, and the one that ends first of all that were sent."""
    found = {"on the path": report.path_ends_first, "of those sent": report.served_ends_first}
    known = {place: item for place, item in found.items() if item is not None}
    told = {place: f'"{item.label}" {item.not_after:%Y-%m-%d %H:%M:%S}Z' for place, item in known.items()}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return "; ".join(f"{place} {text}" for place, text in told.items())


def _policies(path: CertificationPath) -> str:
    """Say which certificate policies are left of those that were asked for, and whether one is needed."""
    outcome, wanted = path.policies, path.policy.initial_policies
    asked = "any" if ANY_POLICY in wanted else listed(sorted(wanted))
    needed = "one is required" if outcome.is_required else "none is required (--require-policy)"
    if outcome.limit_reached:
        return f"asked for {asked}, {needed}; too many to follow"
    names = ["any" if item == ANY_POLICY else item for item in outcome.user_constrained]
    return f"asked for {asked}, {needed}; valid: {listed(names) or 'none'}"
