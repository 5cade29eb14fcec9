"""The cases of the lab, one declaration each. A new case is one more entry; tests and the command line read this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL

from tlskit.chain.store import TrustStore
from tlskit.lab import service
from tlskit.lab.admission import Rules
from tlskit.lab.case import Case
from tlskit.lab.flood import TicketFlood, flood_with_alerts, flood_with_messages
from tlskit.lab.service import SmtpService, TlsService, VerifyingService

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.lab.pki import Pki
    from tlskit.lab.server import Service
    from tlskit.lab.service import Log

_CHAIN = "tlskit chain {address} --ca-file {directory}/roots.pem --profile rfc5280"
_CURL = "curl --cacert {directory}/roots.pem https://{address}/"
_OPENSSL = "openssl s_client -connect {address} -CAfile {directory}/roots.pem"
_WITH_CLIENT = " --cert {directory}/client.pem --key {directory}/client.key"
_EXPIRED_CLIENT = " --cert {directory}/client-expired.pem --key {directory}/client-expired.key"
_DRIP = 0.2
"""Seconds between two bytes of the slow server: a flight of 3 KB takes ten minutes."""


def _verifying(*, required: bool, version: int) -> Callable[[Pki, Log], Service]:
    """Make a server that asks for client certificates and judges them with the chain engine."""

    def make(pki: Pki, log: Log) -> Service:
        trust = TrustStore([pki.client_root.certificate.public_bytes(Encoding.DER)], name="the lab's client root")
        rules = Rules(trust, required=required, clock=lambda: pki.at)
        return VerifyingService(TlsService(pki.good, minimum=version, maximum=version), rules, log)

    return make


CASES = (
    Case(
        "good",
        "Everything is as it should be.",
        "A verdict without a finding, to compare the others with.",
        lambda pki, _: TlsService(pki.good),
        (_CHAIN, _CURL, _OPENSSL),
    ),
    # -- the chain ---------------------------------------------------------------------------------------------------
    Case(
        "missing-intermediate",
        "The server leaves one of its two intermediates out.",
        "The usual fault: browsers fetch what is missing, most other clients fail and do not say what it was.",
        lambda pki, _: TlsService(pki.good.sending(pki.lower)),
        (_CHAIN, _CURL),
        chain=("chain.issuer.missing",),
    ),
    Case(
        "wrong-order",
        "The server sends its intermediates the wrong way round.",
        "TLS 1.2 forbids it, most clients sort it out.",
        lambda pki, _: TlsService(pki.good.sending(pki.upper, pki.lower)),
        (_CHAIN, _CURL),
        chain=("chain.served.out_of_order",),
    ),
    Case(
        "root-included",
        "The server sends the root as well.",
        "Wasted bytes in each handshake: a root that came with the chain proves nothing.",
        lambda pki, _: TlsService(pki.good.sending(pki.lower, pki.upper, pki.root)),
        (_CHAIN, _CURL),
        chain=("chain.served.root_sent",),
    ),
    Case(
        "expired-leaf",
        "The server's certificate expired yesterday.",
        "Nobody renewed it, or nobody reloaded the server.",
        lambda pki, _: TlsService(pki.server("expired server", expired=True)),
        (_CHAIN, _CURL),
        chain=("chain.validity.expired",),
    ),
    Case(
        "expired-intermediate",
        "The server's certificate is valid, its intermediate is not.",
        "*Which* certificate expired: most clients only say that one did.",
        lambda pki, _: TlsService(pki.server("server of an expired CA", issuer=pki.expired_lower)),
        (_CHAIN, _CURL),
        chain=("chain.validity.expired",),
    ),
    Case(
        "wrong-host",
        "The certificate is for other.test.",
        "A good chain, for somebody else.",
        lambda pki, _: TlsService(pki.server("other server", names=("other.test",))),
        (_CHAIN, _CURL),
        chain=("chain.identity.mismatch",),
    ),
    Case(
        "self-signed",
        "The certificate was issued by itself.",
        "No chain at all: it is trusted itself, or not.",
        lambda pki, _: TlsService(pki.server("self-signed server", self_signed=True)),
        (_CHAIN, _CURL),
        chain=("chain.issuer.self_signed",),
    ),
    Case(
        "untrusted-root",
        "The chain is complete and ends at a root that nobody trusts.",
        "Untrusted is not incomplete, although most clients use the same words for both.",
        lambda pki, _: TlsService(
            pki.server("server of an unknown root", issuer=pki.other_root).sending(pki.other_root)
        ),
        (_CHAIN, _CURL),
        chain=("chain.issuer.untrusted_root",),
    ),
    Case(
        "revoked",
        "The certificate was revoked because its key was stolen.",
        "Only who looks at the CRL knows.",
        lambda pki, _: TlsService(pki.revoked),
        (_CHAIN + " --crl {directory}/crl.pem", _CURL + " --crlfile {directory}/crl.pem"),
        chain=("chain.revocation.revoked",),
    ),
    Case(
        "weak-key",
        "The certificate's key is RSA with 1024 bits.",
        "OpenSSL refuses it with an error that names no certificate.",
        lambda pki, _: TlsService(pki.server("weak server", weak=True)),
        (_CHAIN, _CURL),
        chain=("chain.key.too_small",),
    ),
    # -- client certificates -----------------------------------------------------------------------------------------
    Case(
        "mtls-required-tls12",
        "TLS 1.2; the client needs a certificate.",
        "A refusal comes during the handshake.",
        _verifying(required=True, version=SSL.TLS1_2_VERSION),
        (_CURL + _WITH_CLIENT, _CURL, _CURL + _EXPIRED_CLIENT, _CHAIN),
    ),
    Case(
        "mtls-required-tls13",
        "TLS 1.3; the client needs a certificate.",
        "A refusal comes after the client's handshake has succeeded.",
        _verifying(required=True, version=SSL.TLS1_3_VERSION),
        (_CURL + _WITH_CLIENT, _CURL, _CURL + _EXPIRED_CLIENT, _CHAIN),
    ),
    Case(
        "mtls-optional-tls12",
        "TLS 1.2; the client may have a certificate.",
        "Without one it is let in, with a bad one it is not.",
        _verifying(required=False, version=SSL.TLS1_2_VERSION),
        (_CURL, _CURL + _WITH_CLIENT, _CURL + _EXPIRED_CLIENT, _CHAIN),
    ),
    Case(
        "mtls-optional-tls13",
        "TLS 1.3; the client may have a certificate.",
        "Without one it is let in, with a bad one it is not.",
        _verifying(required=False, version=SSL.TLS1_3_VERSION),
        (_CURL, _CURL + _WITH_CLIENT, _CURL + _EXPIRED_CLIENT, _CHAIN),
    ),
    # -- the handshake -----------------------------------------------------------------------------------------------
    Case(
        "sni",
        "The server knows one.test and two.test, and refuses any other name.",
        "The certificate depends on the name sent; a wrong one gets alert 112 unrecognized_name.",
        lambda pki, _: TlsService(
            pki.good, names={name: pki.server(name, names=(name,)) for name in ("one.test", "two.test")}
        ),
        (
            _CHAIN + " --servername one.test --host one.test",
            _CHAIN + " --servername three.test",
            "curl --cacert {directory}/roots.pem --connect-to two.test:443:{address} https://two.test/",
        ),
    ),
    Case(
        "tls12-only",
        "The server speaks nothing newer than TLS 1.2.",
        "It works, without what TLS 1.3 brought.",
        lambda pki, _: TlsService(pki.good, maximum=SSL.TLS1_2_VERSION),
        (_CHAIN, _CURL + " --tlsv1.3", _OPENSSL),
    ),
    Case(
        "tls13-only",
        "The server speaks nothing older than TLS 1.3.",
        "Old clients get alert 70 protocol_version.",
        lambda pki, _: TlsService(pki.good, minimum=SSL.TLS1_3_VERSION),
        (_CHAIN, _CURL + " --tls-max 1.2", _OPENSSL),
    ),
    Case(
        "hello-retry-request",
        "The server takes no group but secp384r1.",
        "Clients guess another one, and a HelloRetryRequest costs a round trip.",
        lambda pki, _: TlsService(pki.good, minimum=SSL.TLS1_3_VERSION, curve=ec.SECP384R1()),
        (_CHAIN, _OPENSSL + " -msg"),
    ),
    # -- OCSP --------------------------------------------------------------------------------------------------------
    Case(
        "ocsp-good",
        "The server staples a fresh OCSP response: good.",
        "Revocation answered in the handshake itself.",
        lambda pki, _: TlsService(pki.good, staple=pki.ocsp_response(pki.good)),
        (_OPENSSL + " -status", _CHAIN),
    ),
    Case(
        "ocsp-revoked",
        "The server staples an OCSP response that says: revoked.",
        "The server itself brings the proof, and most clients look away.",
        lambda pki, _: TlsService(pki.revoked, staple=pki.ocsp_response(pki.revoked)),
        (_OPENSSL + " -status", _CHAIN),
    ),
    Case(
        "ocsp-stale",
        "The server staples an OCSP response that was due for renewal yesterday.",
        "The server has stopped fetching responses: it says nothing about now.",
        lambda pki, _: TlsService(pki.good, staple=pki.ocsp_response(pki.good, stale=True)),
        (_OPENSSL + " -status", _CHAIN),
    ),
    Case(
        "must-staple-missing",
        "The certificate demands a stapled OCSP response; the server sends none.",
        "RFC 7633: a client that honours the demand has to refuse.",
        lambda pki, _: TlsService(pki.server("must-staple server", must_staple=True)),
        (_OPENSSL + " -status", _CHAIN),
    ),
    # -- what is not quite TLS ---------------------------------------------------------------------------------------
    Case(
        "starttls-smtp",
        "A mail server; TLS begins after STARTTLS.",
        "A client that begins with TLS at once gets nowhere.",
        lambda pki, _: SmtpService(TlsService(pki.good)),
        (_OPENSSL + " -starttls smtp", _CHAIN),
        serves_chain=False,
    ),
    Case(
        "plain-http",
        "The port speaks HTTP without TLS.",
        'OpenSSL calls it "wrong version number".',
        lambda _, __: service.plain_http,
        (_CHAIN, _CURL),
        serves_chain=False,
    ),
    Case(
        "slow",
        "The server sends a byte, waits, and sends another.",
        "Only a deadline for the whole ends it: each read succeeds.",
        lambda pki, _: TlsService(pki.good, interval=_DRIP),
        (_CHAIN + " --timeout 3", _CURL + " --max-time 3"),
        serves_chain=False,
    ),
    Case(
        "silent",
        "The server takes the ClientHello and says nothing.",
        "A firewall, or a server that hangs.",
        lambda _, __: service.silent,
        (_CHAIN + " --timeout 3", _CURL + " --max-time 3"),
        serves_chain=False,
    ),
    Case(
        "closing",
        "The server closes the connection on the ClientHello.",
        "A server without TLS, or one that dislikes the client and does not say why.",
        lambda _, __: service.closing,
        (_CHAIN, _CURL),
        serves_chain=False,
    ),
    Case(
        "resetting",
        "The server resets the connection on the ClientHello.",
        "As it looks where a middlebox interferes.",
        lambda _, __: service.resetting,
        (_CHAIN, _CURL),
        serves_chain=False,
    ),
    Case(
        "flooding-messages",
        "The server answers with HelloRequest messages without end.",
        "A client ignores each of them and must see that there is no end: curl does not, --max-time or not.",
        lambda _, __: flood_with_messages,
        (_CHAIN + " --timeout 3", _CURL + " --max-time 3"),
        serves_chain=False,
    ),
    Case(
        "flooding-alerts",
        "The server answers with warnings without end.",
        "A warning ends nothing, a thousand should.",
        lambda _, __: flood_with_alerts,
        (_CHAIN + " --timeout 3", _CURL + " --max-time 3"),
        serves_chain=False,
    ),
    Case(
        "flooding-tickets",
        "After a good handshake the server sends session tickets without end.",
        "A client that waits for an answer behind them waits for ever: curl does, --max-time or not.",
        lambda pki, _: TicketFlood(TlsService(pki.good)),
        (_CHAIN, _CURL + " --max-time 3"),
    ),
)
"""The cases, in the order in which they are listed."""
