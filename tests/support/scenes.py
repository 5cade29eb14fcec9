"""Scenes: one handshake each, what comes of it, and the ids of what is found in it. Every kind of finding has one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from OpenSSL import SSL

from tests.support.ocsp_responses import UNKNOWN_STATUS, revoked
from tests.support.stage import (
    AT,
    DAY,
    FALSE_KEY_EXCHANGE,
    GET,
    SERVER_HELLO,
    Stage,
    after_the_handshake,
    alert,
    certificate_message,
    choosing,
    records,
    saying,
)
from tlskit.handshake.report.attempt import AttemptOutcome, Phase
from tlskit.handshake.report.certificate_request import ReceivedRequest
from tlskit.handshake.settings import send_to_anyone
from tlskit.lab import service
from tlskit.lab.credentials import Period, end_entity
from tlskit.lab.flood import flood_with_messages
from tlskit.lab.pki import Pki
from tlskit.lab.service import SmtpService, TlsService
from tlskit.registry.signature_scheme import SignatureScheme
from tlskit.x509.certificate import Certificate
from tlskit.x509.file.crls import crl_blocks

if TYPE_CHECKING:
    from tlskit.handshake.report.report import HandshakeReport

RSA = "RSA+SHA256:rsa_pss_rsae_sha256"
TLS12, TLS13 = {"maximum": SSL.TLS1_2_VERSION}, {"minimum": SSL.TLS1_3_VERSION}


def der(credentials):
    """Return a certificate as DER."""
    return credentials.certificate.public_bytes(Encoding.DER)


def forbidding(tls, _):
    """Answer whatever is asked with 403."""
    tls.receive()
    tls.send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    tls.close()


def must_staple(stage):
    """Return a server's certificate that demands a stapled OCSP response."""
    return stage.pki.server("must-staple server", must_staple=True)


def hanging_up(tls, _):
    """Close on the request."""
    tls.receive()
    tls.close()


def idling(_, link):
    """Say nothing on the request."""
    link.pause(5)


def resetting(tls, link):
    """Reset on the request."""
    tls.receive()
    link.reset_on_close()


def later_client(stage):
    """Return a client's credentials that are not valid yet."""
    return end_entity(
        "client of tomorrow",
        Period(AT + DAY, AT + 60 * DAY),
        stage.pki.client_root,
        purpose=ExtendedKeyUsageOID.CLIENT_AUTH,
    )


def rsa_server(stage):
    """Return a server's credentials with an RSA key."""
    return end_entity("RSA server", Period.around(AT), stage.pki.lower, names=("localhost",), rsa_bits=2048)


def otherwise(stage, outcome, **changes):
    """Let a connection end as no server can make it end."""
    report = stage.ask(service.closing)
    nothing = report.transcript.replace(chunks=())
    return report.replace(attempt=report.attempt.replace(outcome=outcome, transcript=nothing, **changes))


def crls_of(stage):
    """Return the lab's CRLs, each as DER."""
    return tuple(crl_blocks(stage.pki.crl_pem))


def clients_cas(stage):
    """Return the CAs that clients come from."""
    return (der(stage.pki.client_root), der(stage.pki.client_intermediate))


def unfit_key():
    """Return what :func:`~tlskit.handshake.report.client_fit.client_checks` takes: a server that accepts RSA alone."""
    client = Certificate(der(Pki(AT).clients["good"]))
    request = ReceivedRequest(signature_schemes=(SignatureScheme.rsa_pss_rsae_sha256,), is_tls13=True)
    return (client,), (), request, AT


def revoked_client(stage):
    """Present a client's certificate that the server's CRL lists."""
    return stage.ask(stage.verifying(crls=crls_of(stage)), client="revoked")


def behind_starttls(data):
    """Return a server that consents to STARTTLS and says ``data`` to the ClientHello."""

    def answer(link):
        for line in (b"220 mx ESMTP\r\n", b"250 STARTTLS\r\n", b"220 go ahead\r\n"):
            link.send(line)
            link.receive()
        link.send(data)
        while link.receive():
            continue

    return answer


SCENES = {
    "good": lambda s: s.ask(TlsService(s.pki.good)),
    "TLS 1.2": lambda s: s.ask(TlsService(s.pki.good, **TLS12)),
    "hello retry request": lambda s: s.ask(TlsService(s.pki.good, curve=ec.SECP384R1())),
    "session resumed": lambda s: s.ask(TlsService(s.pki.good), resume=True),
    "session not resumed": lambda s: s.ask(s.verifying(required=False), resume=True),
    "missing intermediate": lambda s: s.ask(TlsService(s.pki.good.sending(s.pki.lower))),
    "STARTTLS": lambda s: s.ask(SmtpService(TlsService(s.pki.good)), starttls="smtp"),
    "STARTTLS by scheme": lambda s: s.ask(SmtpService(TlsService(s.pki.good)), scheme="smtp://"),
    "stapled good": lambda s: s.ask(s.stapling()),
    "stapled good, TLS 1.2": lambda s: s.ask(s.stapling(**TLS12)),
    "stapled revoked": lambda s: s.ask(s.stapling(revoked(AT - 4 * DAY, 1))),
    "stapled stale": lambda s: s.ask(s.stapling(since=3 * DAY)),
    "stapled too early": lambda s: s.ask(s.stapling(since=-DAY)),
    "stapled unknown": lambda s: s.ask(s.stapling(UNKNOWN_STATUS)),
    "stapled odd": lambda s: s.ask(s.stapling(since=-DAY / 1000)),
    "stapled without the issuer": lambda s: s.ask(s.stapling(subject=s.pki.good.sending())),
    "must-staple": lambda s: s.ask(TlsService(must_staple(s))),
    "must-staple, stapled": lambda s: s.ask(s.stapling(subject=must_staple(s))),
    "must-staple, stapled stale": lambda s: s.ask(s.stapling(since=3 * DAY, subject=must_staple(s))),
    "must-staple, stapled revoked": lambda s: s.ask(s.stapling(revoked(AT - 4 * DAY, 1), subject=must_staple(s))),
    "no common version": lambda s: s.ask(TlsService(s.pki.good, **TLS13), maximum_version=0x0303),
    "version too new": lambda s: s.ask(TlsService(s.pki.good, **TLS12), minimum_version=0x0304),
    "no common group": lambda s: s.ask(TlsService(s.pki.good, curve=ec.SECP384R1(), **TLS13), groups="X25519"),
    "no common suite": lambda s: s.ask(TlsService(s.pki.good, **TLS12), ciphers="AES128-SHA"),
    "unknown name": lambda s: s.ask(TlsService(s.pki.good, names={"one.test": s.pki.good})),
    "name required": lambda s: s.ask(saying(alert(112)), server_name=""),
    "no common protocol": lambda s: s.ask(saying(alert(120)), alpn=("h2",)),
    "no protocol offered": lambda s: s.ask(saying(alert(120))),
    "internal error": lambda s: s.ask(saying(alert(80))),
    "unknown alert": lambda s: s.ask(saying(alert(200))),
    "too old": lambda s: s.ask(choosing(0x0301, 0x0005, 70)),
    "too old a suite": lambda s: s.ask(choosing(0x0303, 0x000A, 40)),
    "groups too old": lambda s: s.ask(choosing(0x0303, 0xC02B, 40)),
    "false signature": lambda s: s.ask(
        saying(records(SERVER_HELLO, certificate_message(s.pki.good), FALSE_KEY_EXCHANGE))
    ),
    "echo": lambda s: s.ask(lambda link: link.send(link.receive())),
    "closing": lambda s: s.ask(service.closing),
    "resetting": lambda s: s.ask(service.resetting),
    "closing after ServerHello": lambda s: s.ask(saying(records(SERVER_HELLO), then="close")),
    "silent": lambda s: s.ask(service.silent, timeout=0.3),
    "silent after ServerHello": lambda s: s.ask(saying(records(SERVER_HELLO)), timeout=0.3),
    "silent in the middle": lambda s: s.ask(saying(records(SERVER_HELLO)[:30]), timeout=0.3),
    "plain HTTP": lambda s: s.ask(service.plain_http),
    "SSH": lambda s: s.ask(saying(b"", first=b"SSH-2.0-OpenSSH_9.2\r\n")),
    "unknown protocol": lambda s: s.ask(saying(b"\x1b[2Jwhat?\r\n")),
    "STARTTLS forgotten": lambda s: s.ask(SmtpService(TlsService(s.pki.good))),
    "STARTTLS forgotten, IMAP": lambda s: s.ask(saying(b"", first=b"* OK IMAP4rev1 ready\r\n")),
    "STARTTLS not offered": lambda s: s.ask(saying(b"250 mx\r\n", first=b"220 mx ESMTP\r\n"), starttls="smtp"),
    "STARTTLS, no greeting": lambda s: s.ask(service.silent, starttls="smtp", timeout=0.3),
    "STARTTLS, no answer": lambda s: s.ask(saying(b"", first=b"220 mx ESMTP\r\n"), starttls="smtp", timeout=0.3),
    "STARTTLS, then no TLS": lambda s: s.ask(behind_starttls(b"500 what?\r\n"), starttls="smtp"),
    "STARTTLS, then silence": lambda s: s.ask(behind_starttls(b""), starttls="smtp", timeout=0.3),
    "flooding": lambda s: s.ask(flood_with_messages),
    "network failed": lambda s: otherwise(s, AttemptOutcome.NETWORK_FAILED, problem="no route to host"),
    "engine failed": lambda s: otherwise(s, AttemptOutcome.ENGINE_FAILED, engine_reasons=("wrong tag",)),
    "unreachable": lambda s: otherwise(s, AttemptOutcome.REFUSED, phase=Phase.CONNECTING, problem="connection refused"),
    "closing on the request": lambda s: s.ask(after_the_handshake(TlsService(s.pki.good), hanging_up), request=GET),
    "resetting on the request": lambda s: s.ask(after_the_handshake(TlsService(s.pki.good), resetting), request=GET),
    "no answer to the request": lambda s: s.ask(
        after_the_handshake(TlsService(s.pki.good), idling), request=GET, timeout=0.5
    ),
    "forbidden": lambda s: s.ask(after_the_handshake(TlsService(s.pki.good), forbidding), request=GET),
    "client required": lambda s: s.ask(s.verifying(), request=GET),
    "client required, TLS 1.2": lambda s: s.ask(s.verifying(**TLS12), request=GET),
    "client optional": lambda s: s.ask(s.verifying(required=False), request=GET),
    "client optional, nothing requested": lambda s: s.ask(s.verifying(required=False)),
    "client accepted": lambda s: s.ask(s.verifying(), client="good", request=GET),
    "client admitted": lambda s: s.ask(s.verifying(), client="good"),
    "client admitted, TLS 1.2": lambda s: s.ask(s.verifying(**TLS12), client="good"),
    "client not asked": lambda s: s.ask(TlsService(s.pki.good), client="good", request=GET),
    "client expired": lambda s: s.ask(s.verifying(), client="expired"),
    "client of tomorrow": lambda s: s.ask(s.verifying(), client=later_client(s)),
    "client of another CA": lambda s: s.ask(s.verifying(), client="wrong-ca"),
    "client of the same-named CA": lambda s: s.ask(s.verifying(), client="same-name"),
    "client self-signed": lambda s: s.ask(s.verifying(), client="self-signed"),
    "client for servers": lambda s: s.ask(s.verifying(), client="server-auth"),
    "client revoked": revoked_client,
    "client without its intermediate": lambda s: s.ask(s.verifying(), client="intermediate-left-out"),
    "client without its intermediate, CAs at hand": lambda s: s.ask(
        s.verifying(), client="intermediate-left-out", pool=clients_cas(s)
    ),
    "client refused without a cause": lambda s: s.ask(s.verifying(required=False, crls=crls_of(s)[:1]), client="good"),
    "client with another kind of key": lambda s: s.ask(
        s.verifying(server=rsa_server(s)), client="good", signature_algorithms=RSA
    ),
    "client withheld": lambda s: s.ask(s.verifying(), client="good", trust=der(s.pki.other_root)),
    "client withheld, optional": lambda s: s.ask(
        s.verifying(required=False), client="good", trust=der(s.pki.other_root)
    ),
    "client sent to anyone": lambda s: s.ask(
        s.verifying(), client="good", trust=der(s.pki.other_root), judge=send_to_anyone, request=GET
    ),
}
"""What is played, by name; ``scenes.txt`` has for each the verdict, the ids below ``handshake.``, and the answer."""


@cache
def reports() -> dict[str, HandshakeReport]:
    """Play every scene once."""
    with Stage() as stage:
        return {name: play(stage) for name, play in SCENES.items()}
