"""Cases about certificates: the chain that a server sends, and what is known of its revocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.lab.case import Case, chain, curl, handshake, openssl, trace
from tlskit.lab.service import TlsService

if TYPE_CHECKING:
    from tlskit.lab.case import Try

_CRL = "{directory}/crl.pem"
_NO_CERTIFICATE_PASSES = 60  # curl's CURLE_PEER_FAILED_VERIFICATION


def _untrusted(finding: str) -> tuple[Try, ...]:
    """What comes of a chain that does not pass: OpenSSL's own client goes on all the same."""
    return (chain(1, finding), handshake(1, finding), trace(0), curl(_NO_CERTIFICATE_PASSES), openssl(0))


def _stapling(found: Try) -> tuple[Try, ...]:
    """What comes of a stapled OCSP response, which only the handshake looks at unless one asks."""
    return (chain(0), found, trace(0), curl(0), openssl(0, " -status"))


CASES = (
    Case(
        "good",
        "Everything is as it should be.",
        "A verdict without a finding, to compare the others with.",
        lambda pki, _: TlsService(pki.good),
        (chain(0), handshake(0), trace(0), curl(0), openssl(0)),
    ),
    Case(
        "missing-intermediate",
        "The server leaves one of its two intermediates out.",
        "The usual fault: browsers fetch what is missing, most other clients fail and do not say what it was.",
        lambda pki, _: TlsService(pki.good.sending(pki.lower)),
        (
            chain(1, "chain.issuer.missing"),
            chain(1, "chain.issuer.missing", options=" --pool {directory}/intermediates.pem"),
            handshake(1, "chain.issuer.missing"),
            trace(0),
            curl(_NO_CERTIFICATE_PASSES),
            openssl(0),
        ),
    ),
    Case(
        "wrong-order",
        "The server sends its intermediates the wrong way round.",
        "TLS 1.2 forbids it, most clients sort it out.",
        lambda pki, _: TlsService(pki.good.sending(pki.upper, pki.lower)),
        (chain(0, "chain.served.out_of_order"), handshake(0, "chain.served.out_of_order"), trace(0), curl(0)),
    ),
    Case(
        "root-included",
        "The server sends the root as well.",
        "Wasted bytes in each handshake: a root that came with the chain proves nothing.",
        lambda pki, _: TlsService(pki.good.sending(pki.lower, pki.upper, pki.root)),
        (chain(0, "chain.served.root_sent"), handshake(0, "chain.served.root_sent"), trace(0), curl(0)),
    ),
    Case(
        "expired-leaf",
        "The server's certificate expired yesterday.",
        "Nobody renewed it, or nobody reloaded the server.",
        lambda pki, _: TlsService(pki.server("expired server", expired=True)),
        _untrusted("chain.validity.expired"),
    ),
    Case(
        "expired-intermediate",
        "The server's certificate is valid, its intermediate is not.",
        "*Which* certificate expired: most clients only say that one did.",
        lambda pki, _: TlsService(pki.server("server of an expired CA", issuer=pki.expired_lower)),
        _untrusted("chain.validity.expired"),
    ),
    Case(
        "wrong-host",
        "The certificate is for other.test.",
        "A good chain, for somebody else.",
        lambda pki, _: TlsService(pki.server("other server", names=("other.test",))),
        (
            *_untrusted("chain.identity.mismatch"),
            chain(0, options=" --host other.test"),
        ),
    ),
    Case(
        "self-signed",
        "The certificate was issued by itself.",
        "No chain at all: it is trusted itself, or not.",
        lambda pki, _: TlsService(pki.server("self-signed server", self_signed=True)),
        _untrusted("chain.issuer.self_signed"),
    ),
    Case(
        "untrusted-root",
        "The chain is complete and ends at a root that nobody trusts.",
        "Untrusted is not incomplete, although most clients use the same words for both.",
        lambda pki, _: TlsService(
            pki.server("server of an unknown root", issuer=pki.other_root).sending(pki.other_root)
        ),
        _untrusted("chain.issuer.untrusted_root"),
    ),
    Case(
        "weak-key",
        "The certificate's key is RSA with 1024 bits.",
        "OpenSSL refuses it with an error that names no certificate.",
        lambda pki, _: TlsService(pki.server("weak server", weak=True)),
        _untrusted("chain.key.too_small"),
    ),
    # -- revocation --------------------------------------------------------------------------------------------------
    Case(
        "revoked",
        "The certificate was revoked because its key was stolen.",
        "Only who looks at the CRL knows.",
        lambda pki, _: TlsService(pki.revoked),
        (
            chain(1, "chain.revocation.revoked", options=f" --crl {_CRL}"),
            handshake(0),
            trace(0),
            curl(0),
            curl(_NO_CERTIFICATE_PASSES, f" --crlfile {_CRL}"),
        ),
    ),
    Case(
        "ocsp-good",
        "The server staples a fresh OCSP response: good.",
        "Revocation answered in the handshake itself.",
        lambda pki, _: TlsService(pki.good, staple=pki.ocsp_response(pki.good)),
        _stapling(handshake(0)),
    ),
    Case(
        "ocsp-revoked",
        "The server staples an OCSP response that says: revoked.",
        "The server itself brings the proof, and most clients look away.",
        lambda pki, _: TlsService(pki.revoked, staple=pki.ocsp_response(pki.revoked)),
        _stapling(handshake(1, "handshake.stapling.revoked")),
    ),
    Case(
        "ocsp-stale",
        "The server staples an OCSP response that was due for renewal yesterday.",
        "The server has stopped fetching responses: it says nothing about now.",
        lambda pki, _: TlsService(pki.good, staple=pki.ocsp_response(pki.good, stale=True)),
        _stapling(handshake(0, "handshake.stapling.stale")),
    ),
    Case(
        "must-staple-missing",
        "The certificate demands a stapled OCSP response; the server sends none.",
        "RFC 7633: a client that honours the demand has to refuse.",
        lambda pki, _: TlsService(pki.server("must-staple server", must_staple=True)),
        _stapling(handshake(1, "handshake.stapling.missing")),
    ),
)
"""The cases, in the order in which they are listed."""
