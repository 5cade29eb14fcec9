"""A :class:`~tlskit.handshake.report.report.HandshakeReport` told: the answer, the remedy, the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import OcspStanding, OcspStatus, Topic
from tlskit.core import clipped
from tlskit.document import Document, Headline, Row, Rows, Section, Tone
from tlskit.errors import ProxyError, ResolveError
from tlskit.explain.card import card
from tlskit.explain.chain import ladders, mend, verdict_clause
from tlskit.explain.handshake_facts import agreed_rows, client_rows, question_rows, time_rows
from tlskit.explain.handshake_steps import steps
from tlskit.finding import Severity, Verdict
from tlskit.handshake.report import (
    CertificateDemand,
    CertificateReception,
    ClientFinding,
    ForbiddenAnswer,
    HandshakeVerdict,
    PresentedCertificate,
    Required,
    StaplingFinding,
    Unreachable,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.errors import TlskitError
    from tlskit.finding import Finding
    from tlskit.handshake.report import HandshakeReport

TONES = {
    HandshakeVerdict.GOOD: Tone.GOOD,
    HandshakeVerdict.UNTRUSTED: Tone.BAD,
    HandshakeVerdict.REFUSED: Tone.BAD,
    HandshakeVerdict.FAILED: Tone.BAD,
    HandshakeVerdict.UNREACHED: Tone.OPEN,
}
_CLAUSES: dict[type[Finding], str] = {
    Required: "the server requires a client certificate and got none: {0.refusal}",
    Withheld: "the client's certificate was {0.summary}",
    ForbiddenAnswer: "{0.summary}",
}
_LONGEST = 400


def handshake_answer(report: HandshakeReport) -> str:
    """Return the answer in one sentence."""
    return f"{clipped(report.attempt.target)}: {clause(report)}."


def clause(report: HandshakeReport) -> str:
    """Return the answer without the target and the stop."""
    works = f"{_version(report)} works"
    match report.verdict, report.chain:
        case HandshakeVerdict.GOOD, None:
            return f"{works}{_client_clause(report)}"
        case HandshakeVerdict.GOOD, chain if chain is not None:
            known = (Topic.REVOCATION,) if _says_good(report) else ()
            stapled = "; not revoked, by a stapled OCSP response" if known else ""
            more = [finding for finding in report.findings if finding not in chain.findings]
            return f"{works}, {verdict_clause(chain, known=known, more=more)}{stapled}{_client_clause(report)}"
        case HandshakeVerdict.UNTRUSTED, chain if chain is not None and chain.verdict is not Verdict.TRUSTED:
            return f"{works}, but {verdict_clause(chain)}{_client_clause(report)}"
    decisive = report.decisive
    return _finding_clause(decisive) if decisive is not None else report.attempt.outcome.value


def _says_good(report: HandshakeReport) -> bool:
    staple = report.server.staple
    return staple is not None and (staple.standing, staple.status) == (OcspStanding.RELIABLE, OcspStatus.GOOD)


def _version(report: HandshakeReport) -> str:
    version = report.server.negotiated.version
    return version.label if version else report.attempt.version or "TLS"


def _finding_clause(finding: Finding) -> str:
    template = _CLAUSES.get(type(finding))
    if template is not None:
        return clipped(template.format(finding), _LONGEST)
    about = f'"{finding.subject_label}": ' if isinstance(finding, StaplingFinding) else ""
    if isinstance(finding, ClientFinding):
        about = f'client certificate "{finding.subject_label}": '
    return clipped(f"{about}{finding.summary}", _LONGEST)


def _client_clause(report: HandshakeReport) -> str:
    if report.attempt.client_certificate is PresentedCertificate.WITHHELD:
        return "; the client's certificate was not sent to a server that did not pass"
    match report.authentication.demand, report.authentication.reception:
        case _, CertificateReception.ACCEPTED:
            return f"; the client's certificate is accepted: {report.authentication.evidence}"
        case _, CertificateReception.ADMITTED:
            return "; the client's certificate passed the handshake"
        case _, CertificateReception.NOT_TOLD:
            return "; whether the client's certificate is accepted is not known"
        case CertificateDemand.OPTIONAL, _:
            return "; a client certificate is optional"
        case CertificateDemand.NOT_TOLD, _:
            return "; a client certificate was asked for and none sent"
    return ""


def handshake_document(report: HandshakeReport, *, source: Sequence[tuple[str, str]] = ()) -> Document:
    """Compose the document of one report; ``source`` are rows about where it comes from."""
    sections = (
        Section("", tuple(_remedies(report))),
        Section("Findings", tuple(card(finding) for finding in report.findings)),
        Section("Step by step", (Rows(tuple(steps(report))),)),
        Section("Agreed", (Rows(tuple(agreed_rows(report))),)),
        Section("Client certificate", (Rows(tuple(client_rows(report))),)),
        Section("Path", tuple(ladders(report.chain, every_path=False)) if report.chain else ()),
        Section("Time", (Rows(tuple(time_rows(report.attempt))),)),
        Section("Asked", (Rows((*(Row(*item) for item in source), *question_rows(report))),)),
    )
    shown = tuple(section for section in sections if any(_has_something(block) for block in section.blocks))
    return Document(Headline(TONES[report.verdict], handshake_answer(report)), shown)


_UNREACHED: dict[type[TlskitError], str] = {
    ResolveError: (
        "Check the spelling of the name and this machine's name resolution; --connect-to IP does without it."
    ),
    ProxyError: "Check the proxy's address, and whether it lets CONNECT through to this host and port.",
}
"""What to do where there was no connection, by what failed; else what is said of any address out of reach."""


def unreached_document(target: str, error: TlskitError) -> Document:
    """Compose the document where there was no connection at all."""
    remedy = Rows((Row("Mend", _UNREACHED.get(type(error), Unreachable.remedy)),))
    headline = Headline(Tone.OPEN, f"{clipped(target)}: {clipped(str(error), _LONGEST)}.")
    return Document(headline, (Section("", (remedy,)),))


def handshake_page(report: HandshakeReport) -> Document:
    """Compose the page: the document of the report, and after it the story of every byte."""
    from tlskit.explain.story.story import story_document  # a terminal shows none of it

    document = handshake_document(report)
    own = tuple(section if section.title else section.replace(title="What to do") for section in document.sections)
    titles = {section.title for section in own}
    told = tuple(section for section in story_document(report.trace).sections if section.title not in titles)
    return document.replace(sections=(*own, *told))


def _has_something(block: object) -> bool:
    return not isinstance(block, Rows) or bool(block.rows)


def _remedies(report: HandshakeReport) -> Iterator[Rows]:
    """Say what is to be done, the cause first; the chain's own remedies as the chain command has them."""
    told: dict[str, None] = {}
    for finding in report.own_findings:
        if finding.severity >= Severity.ERROR:
            told.setdefault(finding.remedy)
    if told:
        yield Rows(tuple(Row("" if number else "Mend", text) for number, text in enumerate(told)))
    if report.chain is not None and report.chain.verdict is not Verdict.TRUSTED:
        yield from mend(report.chain)
