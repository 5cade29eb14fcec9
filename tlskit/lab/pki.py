"""The lab's PKI: two roots, intermediates, servers and clients, good and faulty, with CRLs and OCSP responses.

Made in memory, each part when it is first asked for, with dates around a given time; no two labs share a key.

::

    tlskit lab root ── upper ── lower ── servers           other root ── a server that nobody trusts
    tlskit lab client root ── client intermediate ── clients
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from tlskit.lab.credentials import Credentials, Period, authority, end_entity, pem

if TYPE_CHECKING:
    from collections.abc import Mapping

HOSTS = ("localhost", "127.0.0.1", "::1")
"""What a good server's certificate is for: what one connects to on this machine."""

_SERVER, _CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_WEAK_RSA_BITS = 1024


class Pki:
    """Everything that the lab's servers and their clients hold, around the time ``at`` (aware; ``None``: now)."""

    def __init__(self, at: datetime | None = None) -> None:
        self._stopped_at = at
        self.at = (at or datetime.now(UTC)).replace(microsecond=0)
        self._valid = Period.around(self.at)
        self._over = Period.before(self.at)

    def now(self) -> datetime:
        """The time by which servers judge and write their logs: it stands still where one was given."""
        return self._stopped_at or datetime.now(UTC)

    # -- servers -----------------------------------------------------------------------------------------------------

    @cached_property
    def root(self) -> Credentials:
        """The root that clients are told to trust."""
        return authority("lab root", self._valid)

    @cached_property
    def upper(self) -> Credentials:
        """The intermediate that the root issued."""
        return authority("lab upper intermediate", self._valid, self.root)

    @cached_property
    def lower(self) -> Credentials:
        """The intermediate that issues to servers."""
        return authority("lab lower intermediate", self._valid, self.upper)

    @cached_property
    def expired_lower(self) -> Credentials:
        """An intermediate whose time is over."""
        return authority("lab expired intermediate", self._over, self.upper)

    @cached_property
    def other_root(self) -> Credentials:
        """A root that nobody trusts."""
        return authority("lab unknown root", self._valid)

    @cached_property
    def good(self) -> Credentials:
        """A server's certificate as it should be."""
        return self.server("good server")

    @cached_property
    def revoked(self) -> Credentials:
        """One that the CRL and OCSP call revoked."""
        return self.server("revoked server")

    def server(  # noqa: PLR0913 - as end_entity
        self,
        name: str,
        *,
        issuer: Credentials | None = None,
        names: tuple[str, ...] = HOSTS,
        expired: bool = False,
        self_signed: bool = False,
        weak: bool = False,
        must_staple: bool = False,
    ) -> Credentials:
        """Make a server's certificate with the faults asked for."""
        return end_entity(
            name,
            self._over if expired else self._valid,
            None if self_signed else issuer or self.lower,
            names=names,
            rsa_bits=_WEAK_RSA_BITS if weak else 0,
            must_staple=must_staple,
        )

    # -- clients -----------------------------------------------------------------------------------------------------

    @cached_property
    def client_root(self) -> Credentials:
        """The CA that servers accept clients from."""
        return authority("lab client root", self._valid)

    @cached_property
    def client_intermediate(self) -> Credentials:
        """An intermediate below it."""
        return authority("lab client intermediate", self._valid, self.client_root)

    @cached_property
    def clients(self) -> Mapping[str, Credentials]:
        """Name -> a client's credentials; "good" and "intermediate" are those that a server has to accept."""
        impostor = authority("lab client root", self._valid)
        through = self._client("client below an intermediate", self.client_intermediate)
        return {
            "good": self._client("good client", self.client_root),
            "intermediate": through,
            "intermediate-left-out": through.sending(),
            "expired": self._client("expired client", self.client_root, expired=True),
            "revoked": self._client("revoked client", self.client_root),
            "wrong-ca": self._client("client of another CA", self.other_root),
            "same-name": self._client("client of an impostor", impostor),
            "self-signed": self._client("self-signed client", None),
            "server-auth": self._client("client with a server's purpose", self.client_root, purpose=_SERVER),
        }

    def _client(
        self,
        name: str,
        issuer: Credentials | None,
        *,
        expired: bool = False,
        purpose: x509.ObjectIdentifier = _CLIENT,
    ) -> Credentials:
        return end_entity(name, self._over if expired else self._valid, issuer, purpose=purpose)

    # -- revocation --------------------------------------------------------------------------------------------------

    @cached_property
    def crl_pem(self) -> bytes:
        """The current CRLs of every CA that has issued anything to anybody, as PEM."""
        revoked = {self.lower: [self.revoked], self.client_root: [self.clients["revoked"]]}
        issuers = (self.root, self.upper, self.lower, self.client_root, self.client_intermediate)
        return b"".join(self._crl(issuer, revoked.get(issuer, [])) for issuer in issuers)

    def ocsp_response(self, subject: Credentials, *, stale: bool = False) -> bytes:
        """Return the lower intermediate's OCSP response about a server (RFC 6960), in DER.

        A stale one was due for renewal a day ago.
        """
        revoked = subject == self.revoked
        this_update = self.at - (3 * _DAY if stale else _HOUR)
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=subject.certificate,
            issuer=self.lower.certificate,
            algorithm=hashes.SHA1(),  # noqa: S303 - what CertID is made with everywhere (RFC 5019 section 2.1.1)
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=this_update,
            next_update=this_update + 2 * _DAY,
            revocation_time=self.at - 4 * _DAY if revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.lower.certificate)
        return builder.sign(self.lower.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _crl(self, issuer: Credentials, revoked: list[Credentials]) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(self.at - _HOUR)
            .next_update(self.at + 7 * _DAY)
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        )
        for item in revoked:
            entry = (
                x509.RevokedCertificateBuilder()
                .serial_number(item.certificate.serial_number)
                .revocation_date(self.at - 4 * _DAY)
                .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            )
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.PEM)

    # -- files -------------------------------------------------------------------------------------------------------

    @property
    def roots_pem(self) -> bytes:
        """The root that clients are told to trust, as PEM."""
        return pem([self.root.certificate])

    @property
    def files(self) -> Mapping[str, bytes]:
        """File name -> contents: what somebody needs to try the lab's servers, or to run one."""
        made = {
            "roots.pem": self.roots_pem,
            "intermediates.pem": pem([self.lower.certificate, self.upper.certificate]),
            "crl.pem": self.crl_pem,
            "client-ca.pem": pem([self.client_root.certificate]),
            "server.pem": self.good.chain_pem,
            "server.key": self.good.key_pem,
        }
        for name, client in self.clients.items():
            stem = "client" if name == "good" else f"client-{name}"
            made |= {f"{stem}.pem": client.chain_pem, f"{stem}.key": client.key_pem}
        return made
