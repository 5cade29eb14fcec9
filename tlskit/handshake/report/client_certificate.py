"""Why a server refuses a client's certificate, or would: each kind of cause that can be seen from the client's side.

Alerts as servers send them: RFC 8446 section 6.2, RFC 5246 section 7.2.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from tlskit.finding import Citation, Severity
from tlskit.handshake.report.finding import TLS12_ALERTS, TLS13_ALERTS, HandshakeFinding
from tlskit.registry import AlertDescription, key_purpose_name

if TYPE_CHECKING:
    from datetime import datetime

    from tlskit.x509 import CertificateRef

_REQUEST = (Citation("RFC 8446", "4.3.2"), Citation("RFC 5246", "7.4.4"))


class ClientFinding(HandshakeFinding):
    """Base of what is found about a client's certificate; ``refusal`` is what the server did, empty where nothing."""

    refusal: str

    def refused_by(self, refusal: str) -> Self:
        """Return the same as the cause of a refusal."""
        evidence: dict[str, Any] = {**self.evidence, "refusal": refusal}
        return type(self)(**evidence)

    @property
    def subject(self) -> object:
        """The client's certificate."""
        return self.__dict__.get("certificate", "the client's certificate")

    @property
    def seen(self) -> str:
        """What the server did, to go behind a clause."""
        return f"; the server refused: {self.refusal}" if self.refusal else ""


class _AuthoritiesFinding(ClientFinding):
    """Base of what has to do with the CAs that the server accepts."""

    authorities: tuple[str, ...]

    @property
    def acceptable(self) -> str | tuple[str, ...]:
        """The acceptable CAs in words."""
        return tuple(f'"{name}"' for name in self.authorities) or "the server names none, so ask its operator"


class Required(
    _AuthoritiesFinding,
    id="handshake.client_certificate.required",
    cites=(*_REQUEST, TLS13_ALERTS),
    alert=AlertDescription.certificate_required,
):
    """The server requires a client certificate, and none was sent.

    Under TLS 1.2 it says so within the handshake, with an alert that rarely names the reason. Under TLS 1.3 the client
    believes that the handshake succeeded, and the refusal follows; some servers refuse with an HTTP answer only.
    """

    summary = "the server requires one and got none: {refusal}"
    remedy = "Present a certificate (--client-cert, --client-key) from one of these CAs: {acceptable}."


class Withheld(ClientFinding, id="handshake.client_certificate.withheld", cites=_REQUEST):
    """The server asked for a client certificate, and was not sent the one at hand.

    A certificate tells who the client is. It goes only to a server whose own certificates passed.
    """

    summary = "not sent, since the server did not pass verification{seen}"
    remedy = (
        "Mend the server's chain, or trust its CA (--ca-file); --insecure-send-cert sends the certificate to anybody."
    )


class NotSent(ClientFinding, id="handshake.client_certificate.not_sent", cites=_REQUEST):
    """The client's certificate was at hand, and the TLS library answered the request without it.

    That happens where none of the signature algorithms that the server accepts can be made with the certificate's key.
    """

    summary = "not sent: nothing that the server accepts can be signed with its key ({key}){seen}"
    remedy = "Use a certificate with a key for one of these: {accepted}; or choose others with --sigalgs."
    certificate: CertificateRef
    key: str
    accepted: tuple[str, ...]


class ClientExpired(
    ClientFinding,
    id="handshake.client_certificate.expired",
    cites=(Citation("RFC 5280", "4.1.2.5"), TLS13_ALERTS),
    alert=AlertDescription.certificate_expired,
):
    """The client's certificate has expired.

    It is the client's own, although several clients then blame the server's certificate.
    """

    summary = "expired {not_after:%Y-%m-%d}{seen}"
    remedy = "Renew the client's certificate."
    certificate: CertificateRef
    not_after: datetime


class ClientNotYetValid(
    ClientFinding,
    id="handshake.client_certificate.not_yet_valid",
    cites=(Citation("RFC 5280", "4.1.2.5"), TLS13_ALERTS),
    alert=AlertDescription.bad_certificate,
):
    """The client's certificate is not valid yet.

    A clock may be wrong, on this side or where the certificate was issued.
    """

    summary = "not valid before {not_before:%Y-%m-%d %H:%M}{seen}"
    remedy = "Wait, or compare the clocks of client, server and CA."
    certificate: CertificateRef
    not_before: datetime


class WrongPurpose(
    ClientFinding,
    id="handshake.client_certificate.wrong_purpose",
    cites=(Citation("RFC 5280", "4.2.1.12"), TLS13_ALERTS),
    alert=AlertDescription.unsupported_certificate,
):
    """The client's certificate is for other purposes than the authentication of a client.

    Its extKeyUsage lacks clientAuth: public CAs issue for servers alone. OpenSSL refuses it, GnuTLS accepts it.
    """

    summary = "its extKeyUsage has {purposes}, not clientAuth{seen}"
    remedy = "Have a certificate issued with the purpose clientAuth (1.3.6.1.5.5.7.3.2)."
    certificate: CertificateRef
    extended_key_usage: tuple[str, ...]

    @property
    def purposes(self) -> tuple[str, ...]:
        """The purposes by name."""
        return tuple(map(key_purpose_name, self.extended_key_usage))


class UnacceptableKey(
    ClientFinding,
    id="handshake.client_certificate.unacceptable_key",
    cites=(*_REQUEST, Citation("RFC 8446", "4.2.3")),
    alert=AlertDescription.unsupported_certificate,
):
    """The client's key cannot make any signature that the server accepts.

    A CertificateRequest lists signature algorithms. A client without a fitting key sends no certificate.
    """

    summary = "its key ({key}) makes no signature that the server accepts{seen}"
    remedy = "Use a certificate with a key for one of these: {accepted}."
    certificate: CertificateRef
    key: str
    accepted: tuple[str, ...]


class _IssuerFinding(_AuthoritiesFinding):
    """Base of what is wrong with where the certificate comes from."""

    certificate: CertificateRef
    issuer: str


_ISSUER_CITES = (*_REQUEST, TLS13_ALERTS)


class IssuerNotAcceptable(
    _IssuerFinding,
    id="handshake.client_certificate.issuer_not_acceptable",
    cites=_ISSUER_CITES,
    alert=AlertDescription.unknown_ca,
):
    """Nothing that the client has links its certificate to a CA that the server accepts.

    Either it comes from the wrong CA, or an intermediate is missing on the client's side. --client-ca tells which.
    """

    summary = 'issued by "{issuer}", which is not among the CAs that the server accepts ({acceptable}){seen}'
    remedy = (
        'If "{issuer}" comes from a CA that the server accepts ({acceptable}): send its certificate along, in the file '
        "of --client-cert. If not: take a certificate that comes from such a CA."
    )


class IntermediateLeftOut(
    _IssuerFinding,
    id="handshake.client_certificate.intermediate_left_out",
    cites=(Citation("RFC 8446", "4.4.2"), *_ISSUER_CITES),
    alert=AlertDescription.unknown_ca,
):
    """The client's certificate comes from an acceptable CA through an intermediate that the client does not send.

    A server knows the CAs that it accepts and not what they issued: whoever presents a certificate sends the
    intermediates along.
    """

    summary = "comes from an acceptable CA through {missing}, which the client does not send{seen}"
    remedy = "Append the certificate of {missing} to the file of --client-cert."
    missing: tuple[str, ...]


class ClientSelfSigned(
    _IssuerFinding,
    id="handshake.client_certificate.self_signed",
    cites=_ISSUER_CITES,
    alert=AlertDescription.unknown_ca,
):
    """The client's certificate is signed with its own key and comes from no CA.

    A server accepts it only where it was told to trust this very certificate.
    """

    summary = "self-signed, and the server accepts what comes from {acceptable}{seen}"
    remedy = "Take a certificate that comes from {acceptable}, or have the server trust this one."


class AnotherKey(
    _IssuerFinding,
    id="handshake.client_certificate.another_key",
    cites=_ISSUER_CITES,
    alert=AlertDescription.unknown_ca,
):
    """The issuer has the name of an acceptable CA, but not its key.

    Two CAs with one name are mostly a CA that was set up anew: certificates from before do not fit the new key. The
    names in a CertificateRequest do not tell keys apart.
    """

    summary = 'its issuer is called "{issuer}" as an acceptable CA is, but {why}{seen}'
    remedy = 'Have the certificate issued anew by the CA that the server has as "{issuer}", or give it the new CA.'
    why: str


class ClientRevoked(
    ClientFinding,
    id="handshake.client_certificate.revoked",
    cites=TLS13_ALERTS,
    alert=AlertDescription.certificate_revoked,
):
    """The server says that the client's certificate is revoked.

    It has a CRL or asked by OCSP; the client sees only what it says.
    """

    summary = "the server holds it for revoked: {refusal}"
    remedy = "Have a new certificate issued, with a new key, and find out why the old one was revoked."
    certificate: CertificateRef


class Refused(
    ClientFinding,
    id="handshake.client_certificate.refused",
    cites=(TLS13_ALERTS, TLS12_ALERTS),
    alert=AlertDescription.bad_certificate,
):
    """The server refused the client's certificate, and from the client's side the cause cannot be told.

    Dates, purpose, key and issuer's name are in order as far as the client sees, and the server names no cause. What is
    left: its CA has the issuer's name and another key, it has a CRL, or it allows certain names only.
    """

    summary = "refused, for a cause that cannot be told from the client's side: {refusal}"
    remedy = (
        "Look in the server's log at the time of the attempt for {log}. With the server's CA file at hand, "
        "--client-ca tells whether the certificate comes from that very CA."
    )
    certificate: CertificateRef
    log: str


class Uncertain(
    ClientFinding,
    id="handshake.client_certificate.uncertain",
    severity=Severity.NOTICE,
    cites=Citation("RFC 8446", "4.4.2.4"),
):
    """Whether the server accepts the client's certificate is not known yet.

    Under TLS 1.3 a client is through before the server has looked at its certificate, and some servers refuse in HTTP
    alone. Nothing was heard that says yes or no.
    """

    summary = "{known}: {evidence_of_it}"
    remedy = "Send a request and read the answer: --request /path for a web server."
    passed: bool
    evidence_of_it: str

    @property
    def known(self) -> str:
        """How much is known."""
        return "TLS let it pass, and an application may still refuse it" if self.passed else "no sign of acceptance"


class ForbiddenAnswer(
    ClientFinding,
    id="handshake.client_certificate.forbidden",
    cites=Citation("RFC 9110", "15.5.4"),
):
    """The handshake passed, and the server forbids the request.

    The certificate may be in order and its holder not allowed here. Or the server asks for a certificate later, for
    this place alone, which TLS 1.3 allows only to clients that offer post-handshake authentication.
    """

    summary = "the handshake passed and the request is forbidden: {refusal}"
    remedy = "Look in the server's log for its access rules; try --client-cert, or --request with another path."


KINDS = (
    Required,
    Withheld,
    NotSent,
    ClientExpired,
    ClientNotYetValid,
    WrongPurpose,
    UnacceptableKey,
    IssuerNotAcceptable,
    IntermediateLeftOut,
    ClientSelfSigned,
    AnotherKey,
    ClientRevoked,
    Refused,
    Uncertain,
    ForbiddenAnswer,
)
