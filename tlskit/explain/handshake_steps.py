"""A handshake told as steps in order: who sent what, what each side checked, how each proved itself, whence the keys.

RFC 8446 section 2, RFC 5246 section 7.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import ISSUER_KINDS, OcspStanding, Revocation, Topic
from tlskit.core import clipped, listed
from tlskit.document import Row, Tone
from tlskit.explain.handshake_facts import company
from tlskit.finding import CheckOutcome, Severity, Verdict
from tlskit.handshake.report import CertificateReception, StapleRevoked
from tlskit.registry import HandshakeType
from tlskit.trace import Direction, Resumption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain import ChainReport
    from tlskit.handshake.report import HandshakeReport
    from tlskit.trace import Verified

_TONES = {CheckOutcome.PASSED: Tone.GOOD, CheckOutcome.FAILED: Tone.BAD, CheckOutcome.NOT_DETERMINED: Tone.OPEN}


def steps(report: HandshakeReport) -> Iterator[Row]:
    """Yield the steps, numbered; nothing where no ServerHello came."""
    agreed = report.server.negotiated
    if agreed.version is None:
        return
    for number, (text, tone) in enumerate(_steps(report), start=1):
        yield Row(f"{number}.", text, tone)


def _steps(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    """Put them in the order of the version: TLS 1.3 agrees on keys before anybody shows a certificate."""
    version = report.server.negotiated.version
    is_tls13, is_late = version is not None and version.is_tls13, _is_late(report)
    yield _hellos(report), Tone.PLAIN
    if is_tls13:
        yield _session_key(report), Tone.PLAIN
        if not is_late:
            yield from _request(report)
    yield from _server_certificate(report)
    if not is_tls13:
        yield _session_key(report), Tone.PLAIN
    yield from _server_proof(report)
    if not is_tls13:
        yield from _request(report)
    if is_late:
        yield from _finished(report)
        yield from _request(report)
    yield from _client_certificate(report)
    if not is_late:
        yield from _finished(report)
    yield from _reception(report)


def _is_late(report: HandshakeReport) -> bool:
    """Tell whether the server asked for a certificate after the handshake (RFC 8446 section 4.6.2)."""
    return report.authentication.request is not None and report.authentication.request.is_late


def _hellos(report: HandshakeReport) -> str:
    agreed = report.server.negotiated
    name = f' for "{report.attempt.server_name}"' if report.attempt.server_name else ""
    suite = f" and {agreed.cipher_suite.label}" if agreed.cipher_suite else ""
    again = ", after asking for another key share" if agreed.hello_retry_request else ""
    assert agreed.version is not None
    return f"We asked{name}; the server chose {agreed.version.label}{suite}{again}."


def _session_key(report: HandshakeReport) -> str:
    """Say how both sides came to a secret that nobody else has."""
    agreed = report.server.negotiated
    suite, group = agreed.cipher_suite, agreed.group
    if agreed.resumption in {Resumption.SESSION_ID, Resumption.TICKET}:
        return "The session key comes from the master secret of an earlier session, which was resumed."
    if group is not None:
        quantum = ", which holds against quantum computers as well" if report.server.is_post_quantum else ""
        return (
            f"The session key: each side made a key for this connection alone and sent its public half "
            f"({group.label}); both halves give one secret{quantum}. Whoever gets the server's private key later "
            "cannot open it."
        )
    if suite is not None and suite.key_exchange == "RSA":
        return (
            "The session key: we chose a premaster secret and sent it encrypted with the key in the server's "
            "certificate. Whoever gets that key later can open this recording."
        )
    if suite is not None and (suite.key_exchange or "").startswith("DHE"):
        return "The session key: a Diffie-Hellman exchange in a group that the server chose and signed."
    return "The session key comes from a pre-shared key."


def _server_certificate(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    chain = report.chain
    if chain is None:
        resumed = report.server.negotiated.resumption is not Resumption.FULL
        yield (
            (
                "The server sent no certificate: it was known from the session before."
                if resumed
                else "No certificate of the server came."
            ),
            Tone.PLAIN,
        )
        return
    revoked = any(isinstance(finding, StapleRevoked) for finding in report.findings)
    good_chain = chain.verdict is Verdict.TRUSTED
    tone = Tone.GOOD if good_chain and not revoked else Tone.BAD
    verdict = "not to be trusted" if good_chain and revoked else chain.verdict.value
    yield f'The server sent "{chain.target.label}" {company(len(chain.served))}.', Tone.PLAIN
    failed = [topic for topic, outcome in topics(chain) if outcome is CheckOutcome.FAILED]
    passed = [topic for topic, outcome in topics(chain) if outcome is CheckOutcome.PASSED]
    good = f" {', '.join(passed)} passed" if passed else ""
    bad = f"{';' if passed else ''} {', '.join(failed)} failed" if failed else ""
    yield f"We checked it:{good}{bad}; {_revocation(report, chain)}: {verdict}.", tone


ISSUERS = "issuers and signatures"
"""They are judged where paths are built, and have no check of their own."""


def topics(chain: ChainReport) -> Iterator[tuple[str, CheckOutcome]]:
    """Yield what was looked at, in words, and how it went; revocation is told apart."""
    errors = [finding for finding in chain.findings if finding.severity >= Severity.ERROR]
    broken = any(isinstance(finding, ISSUER_KINDS) for finding in errors)
    yield ISSUERS, CheckOutcome.FAILED if broken else CheckOutcome.PASSED
    for topic in Topic:
        outcomes = {check.outcome for check in chain.checks if check.about is topic}
        if topic is not Topic.REVOCATION and CheckOutcome.FAILED in outcomes:
            yield topic.value, CheckOutcome.FAILED
        elif topic is not Topic.REVOCATION and CheckOutcome.PASSED in outcomes:
            yield topic.value, CheckOutcome.PASSED


def _revocation(report: HandshakeReport, chain: ChainReport) -> str:
    staple = report.server.staple
    if staple is not None and staple.status is not None and staple.standing is OcspStanding.RELIABLE:
        return f"revocation: {staple.status.value} by the stapled OCSP response ({staple.standing.value})"
    asked = chain.policy.revocation is not Revocation.OFF
    if staple is not None and not asked:
        return f"revocation was not checked (the stapled OCSP response is {staple.standing.value})"
    return "revocation by CRLs" if asked else "revocation was not checked"


def _server_proof(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    """Say how the server proved that the key in its certificate is its own."""
    found = [item for item in report.trace.proofs if _is_signature(item, Direction.SERVER_TO_CLIENT)]
    for item in found[:1]:
        told = _proved("The server proved that it has the certificate's private key", item)
        yield told, _TONES[item.proof.outcome]
    if not found and report.chain is not None and report.attempt.handshake_over:
        opened = "by opening our premaster secret: its Finished fits"
        yield f"The server proved that it has the certificate's private key {opened}.", Tone.PLAIN


_SIGNED = {
    HandshakeType.certificate_verify: "CertificateVerify",
    HandshakeType.server_key_exchange: "ServerKeyExchange",
}


def _is_signature(item: Verified, direction: Direction) -> bool:
    return item.message.type in _SIGNED and item.message.direction is direction


def _proved(what: str, item: Verified) -> str:
    proof = item.proof
    if proof.outcome is CheckOutcome.PASSED:
        return f"{what} with a signature in {_SIGNED[item.message.type]}: {proof.detail}."
    if proof.outcome is CheckOutcome.FAILED:
        return f"{what}? No: {proof.detail}."
    return f"{what}? That could not be checked: {proof.detail}."


def _was_asked(report: HandshakeReport) -> bool:
    return report.authentication.request is not None or report.attempt.asked


def _request(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    if not _was_asked(report):
        return
    names = (
        [f'"{name.label}"' for name in report.authentication.request.authorities]
        if report.authentication.request
        else []
    )
    accepted = f" from {listed(names, 3)}" if names else ", and named no CA"
    late = "After the handshake the" if _is_late(report) else "The"
    yield f"{late} server asked for a certificate of ours{accepted}.", Tone.PLAIN


def _client_certificate(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    if not _was_asked(report):
        return
    if not report.trace.negotiated.client_certificate_sent:
        yield f"We sent none ({report.attempt.client_certificate.value}).", Tone.PLAIN
    elif report.question.client:
        own = report.question.client
        yield f'We sent "{own[0].label}" {company(len(own))}.', Tone.PLAIN
        proofs = [item for item in report.trace.proofs if _is_signature(item, Direction.CLIENT_TO_SERVER)]
        for item in proofs[-1:]:
            yield _proved("We proved that we have its private key", item), _TONES[item.proof.outcome]


def _reception(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    """Say what the server made of our certificate, or of the want of one."""
    found = report.authentication
    match found.reception:
        case CertificateReception.REFUSED:
            yield f"The server refused: {clipped(found.evidence)}.", Tone.BAD
        case CertificateReception.ACCEPTED:
            yield f"The server accepted it: {clipped(found.evidence)}.", Tone.GOOD
        case CertificateReception.ADMITTED | CertificateReception.NOT_TOLD:
            yield f"The server did not refuse it: {found.evidence}.", Tone.OPEN
        case CertificateReception.NOT_SENT if found.refusal is not None:
            yield f"The server refused: {clipped(str(found.refusal))}.", Tone.BAD


def _finished(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    proofs = [item for item in report.trace.proofs if item.message.type == HandshakeType.finished]
    if not proofs:
        return
    bad = next((item.proof for item in proofs if item.proof.outcome is not CheckOutcome.PASSED), None)
    if bad is not None:
        yield f"{bad.subject}: {bad.detail}.", _TONES[bad.outcome]
    elif any(item.message.direction is Direction.SERVER_TO_CLIENT for item in proofs):
        yield "Finished of both sides fit: both saw the same messages and have the same key.", Tone.GOOD
    else:
        yield "We sent our Finished; the server's did not come.", Tone.OPEN
