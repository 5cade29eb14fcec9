"""A handshake told as steps in order: who sent what, what each side checked, how each proved itself, where keys came from.

RFC 8446 section 2, RFC 5246 section 7.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.explain.document import Row, Tone
from tlskit.explain.handshake_facts import company
from tlskit.finding.check import Outcome
from tlskit.finding.text import clipped
from tlskit.finding.verdict import Verdict
from tlskit.report.handshake.mutual import Reception
from tlskit.trace.negotiated import Resumption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.report.handshake.report import HandshakeReport
    from tlskit.trace.proof import Proof

_TONES = {Outcome.PASSED: Tone.GOOD, Outcome.FAILED: Tone.BAD, Outcome.NOT_DETERMINED: Tone.OPEN}


def steps(report: HandshakeReport) -> Iterator[Row]:
    """Yield the steps, numbered; nothing where no ServerHello came."""
    agreed = report.server.negotiated
    if agreed.version is None:
        return
    for number, (text, tone) in enumerate(_steps(report), start=1):
        yield Row(f"{number}.", text, tone)


def _steps(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    yield _hellos(report), Tone.PLAIN
    yield _session_key(report), Tone.PLAIN
    yield from _server_certificate(report)
    yield from _server_proof(report)
    yield from _client_certificate(report)
    yield from _finished(report)
    yield from _reception(report)


def _hellos(report: HandshakeReport) -> str:
    agreed = report.server.negotiated
    name = f' for "{report.drive.server_name}"' if report.drive.server_name else ""
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
            f"({group.label}); both halves give one secret{quantum}. Nobody who records this can open it later."
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
    sent = f'The server sent "{chain.target.label}" {company(len(chain.served))}'
    checks = [check for check in chain.checks if check.outcome in {Outcome.PASSED, Outcome.FAILED}]
    failed = list(dict.fromkeys(check.check for check in checks if check.outcome is Outcome.FAILED))
    passed = list(dict.fromkeys(check.check for check in checks if check.check not in failed))
    tone = Tone.GOOD if chain.verdict is Verdict.TRUSTED else Tone.BAD
    good = f"; we checked {', '.join(passed)}" if passed else ""
    bad = f"; these failed: {', '.join(failed)}" if failed else ""
    yield f"{sent}{good}{bad}: {chain.verdict.value}.", tone


def _server_proof(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    """Say how the server proved that the key in its certificate is its own."""
    found = [item.proof for item in report.trace.proofs if item.proof.subject in _SERVER_SIGNATURES]
    for proof in found[:1]:
        yield _proved("The server proved that it has the certificate's private key", proof), _TONES[proof.outcome]
    if not found and report.chain is not None and report.drive.handshake_over:
        yield (
            (
                "The server proved that it has the certificate's private key by opening our premaster secret: its Finished "
                "fits."
            ),
            Tone.PLAIN,
        )


_SERVER_SIGNATURES = ("server CertificateVerify", "ServerKeyExchange")


def _proved(what: str, proof: Proof) -> str:
    if proof.outcome is Outcome.PASSED:
        return f"{what} with its signature in {proof.subject.removeprefix('server ').removeprefix('client ')}: {proof.detail}."
    if proof.outcome is Outcome.FAILED:
        return f"{what}? No: {proof.detail}."
    return f"{what}? That could not be checked: {proof.detail}."


def _client_certificate(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    found = report.mutual
    if found.request is None and not report.drive.asked:
        return
    yield "The server asked for a certificate of ours.", Tone.PLAIN
    if not report.trace.negotiated.client_certificate_sent:
        yield f"We sent none ({report.drive.client_certificate.value}).", Tone.PLAIN
    elif report.question.client:
        own = report.question.client
        yield f'We sent "{own[0].label}" {company(len(own))}.', Tone.PLAIN
        proofs = [item.proof for item in report.trace.proofs if item.proof.subject == "client CertificateVerify"]
        for proof in proofs[-1:]:
            yield _proved("We proved that we have its private key", proof), _TONES[proof.outcome]


def _reception(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    """Say what the server made of our certificate, or of the want of one."""
    found = report.mutual
    match found.reception:
        case Reception.REFUSED:
            yield f"The server refused: {clipped(found.evidence)}.", Tone.BAD
        case Reception.ACCEPTED:
            yield f"The server accepted it: {clipped(found.evidence)}.", Tone.GOOD
        case Reception.ADMITTED | Reception.NOT_TOLD:
            yield f"The server did not refuse it: {found.evidence}.", Tone.OPEN
        case Reception.NOT_SENT if found.refusal is not None:
            yield f"The server refused: {clipped(str(found.refusal))}.", Tone.BAD


def _finished(report: HandshakeReport) -> Iterator[tuple[str, Tone]]:
    proofs = [item.proof for item in report.trace.proofs if item.proof.check == "finished"]
    if not proofs:
        return
    sides = " and ".join(dict.fromkeys(proof.subject.split()[0] for proof in proofs))
    if all(proof.outcome is Outcome.PASSED for proof in proofs):
        yield f"Finished of {sides} fit: both saw the same messages and have the same key.", Tone.GOOD
        return
    bad = next(proof for proof in proofs if proof.outcome is not Outcome.PASSED)
    yield f"{bad.subject}: {bad.detail}.", _TONES[bad.outcome]
