"""Cases about the client's certificate: required and optional, under TLS 1.2 and 1.3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL

from tlskit.chain import TrustStore
from tlskit.lab.admission import Rules
from tlskit.lab.case import Case, chain, curl, handshake, openssl, trace
from tlskit.lab.service import TlsService, VerifyingService

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.lab.pki import Pki
    from tlskit.lab.server import Service
    from tlskit.lab.service import Log

_NO_TLS13 = "handshake.negotiation.no_tls13"
_REQUIRED = "handshake.client_certificate.required"
_EXPIRED = "handshake.client_certificate.expired"


def _client(prefix: str, stem: str = "client") -> str:
    """Return the options that bring a client's certificate and key."""
    return f" {prefix}cert {{directory}}/{stem}.pem {prefix}key {{directory}}/{stem}.key"


_GOOD = _client("--client-") + " --request /"  # its answer shows that it is let in
_BAD = _client("--client-", "client-expired")


def _verifying(*, required: bool, version: int) -> Callable[[Pki, Log], Service]:
    """Make a server that asks for client certificates and judges them with the chain engine."""

    def make(pki: Pki, log: Log) -> Service:
        trust = TrustStore([pki.client_root.certificate.public_bytes(Encoding.DER)], name="the lab's client root")
        rules = Rules(trust, required=required, clock=pki.now)
        return VerifyingService(TlsService(pki.good, minimum=version, maximum=version), rules, log)

    return make


CASES = (
    Case(
        "mtls-required-tls12",
        "TLS 1.2; the client needs a certificate.",
        "A refusal comes during the handshake.",
        _verifying(required=True, version=SSL.TLS1_2_VERSION),
        (
            chain(0),
            handshake(1, _REQUIRED, _NO_TLS13),
            handshake(0, _NO_TLS13, options=_GOOD),
            handshake(1, _EXPIRED, _NO_TLS13, options=_BAD),
            trace(1, "trace.alert.fatal", "trace.incomplete.handshake"),
            curl(35),
            curl(0, _client("--")),
            openssl(1),
            openssl(0, _client("-")),
        ),
    ),
    Case(
        "mtls-required-tls13",
        "TLS 1.3; the client needs a certificate.",
        "A refusal comes after the client's handshake has succeeded.",
        _verifying(required=True, version=SSL.TLS1_3_VERSION),
        (
            chain(0),
            handshake(1, _REQUIRED),
            handshake(0, options=_GOOD),
            handshake(1, _EXPIRED, options=_BAD),
            trace(1, "trace.alert.fatal"),
            curl(56),
            curl(0, _client("--")),
            openssl(0, _client("-")),
        ),
    ),
    Case(
        "mtls-optional-tls12",
        "TLS 1.2; the client may have a certificate.",
        "Without one it is let in, with a bad one it is not.",
        _verifying(required=False, version=SSL.TLS1_2_VERSION),
        (
            chain(0),
            handshake(0, _NO_TLS13),
            handshake(0, _NO_TLS13, options=_GOOD),
            handshake(1, _EXPIRED, _NO_TLS13, options=_BAD),
            trace(0),
            curl(0),
            curl(60, _client("--", "client-expired")),  # curl blames the server's certificate
        ),
    ),
    Case(
        "mtls-optional-tls13",
        "TLS 1.3; the client may have a certificate.",
        "Without one it is let in, with a bad one it is not.",
        _verifying(required=False, version=SSL.TLS1_3_VERSION),
        (
            chain(0),
            handshake(0),
            handshake(0, options=_GOOD),
            handshake(1, _EXPIRED, options=_BAD),
            trace(0),
            curl(0),
            curl(56, _client("--", "client-expired")),
        ),
    ),
)
"""The cases, in the order in which they are listed."""
