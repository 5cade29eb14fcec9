"""The rows of a handshake's document: what was agreed, the client's certificate, the times, the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import OcspStanding
from tlskit.core import clipped, listed
from tlskit.document import Row, Tone
from tlskit.finding import CheckOutcome
from tlskit.handshake.report import CertificateDemand, CertificateReception, NameOutcome
from tlskit.trace import Resumption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain import OcspAnswer
    from tlskit.handshake.report import Attempt, HandshakeReport, ServerFacts

_MARKS = {
    CheckOutcome.PASSED: Tone.GOOD,
    CheckOutcome.FAILED: Tone.BAD,
    CheckOutcome.NOT_APPLICABLE: Tone.QUIET,
    CheckOutcome.NOT_DETERMINED: Tone.QUIET,
}
_PHASES = {
    "name_resolution": "Name",
    "tcp": "TCP",
    "proxy": "Proxy",
    "starttls": "STARTTLS",
    "tls": "TLS",
    "first_answer": "Answer",
}
_TLS13_WORDS = "part of TLS 1.3"


def agreed_rows(report: HandshakeReport) -> Iterator[Row]:
    """Yield what was agreed on, as far as the bytes show it."""
    facts, agreed = report.server, report.server.negotiated
    if agreed.version is None:
        return
    yield Row("Version", agreed.version.label)
    if agreed.cipher_suite is not None:
        yield Row("Suite", f"{agreed.cipher_suite.label} ({_secrecy(report)})")
    if agreed.group is not None:
        kind = "post-quantum" if facts.is_post_quantum else "not post-quantum"
        retried = ", after a HelloRetryRequest" if agreed.hello_retry_request else ""
        yield Row("Group", f"{agreed.group.label} ({kind}{retried})")
    if agreed.signature_scheme is not None:
        yield Row("Signature", agreed.signature_scheme.label)
    yield Row("ALPN", _protocol(report))
    yield Row("SNI", _name(report))
    yield from _resumption(report)
    yield Row("Stapling", _staple(facts.staple, facts))
    for item in facts.intermediate_staples:
        yield Row("", f'for "{clipped(item.certificate.label)}": {_answer(item.answer)}')
    yield Row("SCTs", _timestamps(facts))
    if facts.certificate_compression:
        yield Row("Compressed", f"certificates, with {facts.certificate_compression}")
    if not agreed.version.is_tls13:
        yield Row("Hardening", _hardening(facts))


def _secrecy(report: HandshakeReport) -> str:
    suite = report.server.negotiated.cipher_suite
    if suite is None or suite.is_forward_secret or suite.is_tls13:
        return "forward secret"
    return "not forward secret"


def _protocol(report: HandshakeReport) -> str:
    agreed = report.server.negotiated
    if not agreed.offered_protocols:
        return "not offered"
    offered = listed([item.decode("latin-1") for item in agreed.offered_protocols])
    return clipped(agreed.protocol.decode("latin-1")) if agreed.protocol else f"none chosen of {offered}"


def _name(report: HandshakeReport) -> str:
    name = report.attempt.server_name
    return f"{name}, {report.server.name.value}" if name else NameOutcome.NOT_SENT.value


def _resumption(report: HandshakeReport) -> Iterator[Row]:
    if report.attempt.second is None:
        return
    how = report.server.resumption
    words = how.value if how and how is not Resumption.UNKNOWN else report.attempt.second.outcome.value
    yield Row("Resumption", f"a second connection: {words}")


def _staple(staple: OcspAnswer | None, facts: ServerFacts) -> str:
    if staple is None:
        return "none, and the certificate demands it" if facts.must_staple else "none"
    return _answer(staple)


def _answer(staple: OcspAnswer) -> str:
    status = staple.status.value if staple.status else ""
    if staple.standing is not OcspStanding.RELIABLE:
        said = f" (it says {status})" if status else ""
        return f"{staple.standing.value}: {staple.problem}{said}"
    until = f", until {staple.next_update:%Y-%m-%d %H:%M}" if staple.next_update else ""
    return f'{status}, signed by "{clipped(staple.responder)}"{until}'


def _timestamps(facts: ServerFacts) -> str:
    counts = facts.timestamps
    return f"{counts.in_certificate} in the certificate, {counts.in_handshake} in the handshake"


def _hardening(facts: ServerFacts) -> str:
    agreed = facts.negotiated
    switches = {
        "extended master secret": agreed.extended_master_secret,
        "secure renegotiation": agreed.secure_renegotiation,
        "encrypt-then-MAC": agreed.encrypt_then_mac,
    }
    return ", ".join(f"{'' if on else 'no '}{name}" for name, on in switches.items())


# -- the client's certificate ----------------------------------------------------------------------------------------


def client_rows(report: HandshakeReport) -> Iterator[Row]:
    """Yield what the server asked for, and how ours fits."""
    found = report.authentication
    if found.demand is CertificateDemand.NOT_ASKED and not report.question.client:
        return
    known = f": {found.known_by}" if found.known_by else ""
    yield Row("Asked", f"{found.demand.value}{known}")
    if found.request is not None:
        names = [str(name) for name in found.request.authorities]
        yield Row("CAs", listed(names, 10) if names else "the server names none")
        schemes = [scheme.label for scheme in found.request.signature_schemes]
        if schemes:
            yield Row("Signatures", listed(schemes, 10))
    if not report.question.client:
        return
    own = report.question.client[0]
    yield Row("Ours", f'"{own.label}", issued by "{own.issuer.label}", given {company(len(report.question.client))}')
    for check in found.checks:
        word = "fits" if check.outcome is CheckOutcome.PASSED else check.outcome.value
        yield Row("", f"{check.check}: {word}: {check.detail}", _MARKS[check.outcome])
    if found.reception is not CertificateReception.NOT_SENT:
        yield Row("Outcome", f"{found.reception.value}: {found.evidence}")
    else:
        yield Row("Outcome", f"not sent ({report.attempt.client_certificate.value})")


def company(count: int) -> str:
    """Say how many certificates go with the first."""
    return f"with {count - 1} more" if count > 1 else "alone"


# -- times and the question ------------------------------------------------------------------------------------------


def time_rows(attempt: Attempt) -> Iterator[Row]:
    """Yield the time of each phase."""
    for name, label in _PHASES.items():
        seconds = getattr(attempt.timings, name)
        if seconds is not None:
            yield Row(label, f"{seconds * 1000:.1f} ms")


def question_rows(report: HandshakeReport) -> Iterator[Row]:
    """Yield with whom it was spoken, as of when, and by whose roots."""
    policy, trust = report.question.policy, report.question.trust
    if report.attempt.address:
        yield Row("With", report.attempt.address)
    yield Row("At", f"{policy.at:%Y-%m-%d %H:%M:%S}Z")
    yield Row("Trust", f"{trust.name}, {len(trust)} root{'' if len(trust) == 1 else 's'}")
