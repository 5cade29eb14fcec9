"""What the lab's servers do with a connection: TLS with every fault that a case asks for, SMTP before it, or no TLS."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cryptography import x509
from OpenSSL import SSL

from tlskit.core import FrozenValue
from tlskit.lab.admission import NOT_ASKED, NOT_SENT, Admission, AdmissionOutcome, Judgement, failure_sentence
from tlskit.lab.openssl import ClientCertificates, ServerNames
from tlskit.lab.tls import TlsConnection, TlsLinkError
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cryptography.hazmat.primitives.asymmetric import ec

    from tlskit.lab.admission import Rules
    from tlskit.lab.credentials import Credentials
    from tlskit.lab.server import PeerLink

    Log = Callable[[Admission], None]

MOST_REQUEST_BYTES = 1 << 16
_EVERYTHING = b"DEFAULT:@SECLEVEL=0"
_GREETING = b"Hello from the tlskit lab.\n"
_METHODS = (b"GET ", b"HEAD ", b"POST ", b"PUT ", b"DELETE ", b"OPTIONS ", b"PATCH ")
_NO_CERTIFICATE = "peer did not return a certificate"


class TlsService(FrozenValue):
    """Serves TLS and answers one request.

    ``interval``: seconds between two bytes of what it sends. ``names``: further credentials by the name in SNI.
    ``staple``: the OCSP response that it sends to who asks for one.
    """

    credentials: Credentials
    minimum: int = SSL.TLS1_2_VERSION
    maximum: int = 0
    curve: ec.EllipticCurve | None = None
    staple: bytes = b""
    names: Mapping[str, Credentials] = {}
    interval: float = 0.0

    def __call__(self, link: PeerLink) -> None:
        """Serve one connection."""
        tls = self.begin(link)
        answer_request(tls)

    def begin(self, link: PeerLink) -> TlsConnection:
        """Make the handshake."""
        tls = TlsConnection(link, self.context, self._dripping(link) if self.interval else link.send)
        tls.handshake()
        return tls

    @cached_property
    def context(self) -> SSL.Context:
        """The context, made once, so that sessions can be resumed."""
        context = self.new_context(self.credentials)
        if self.names:
            ServerNames(context, {name: self.new_context(credentials) for name, credentials in self.names.items()})
        return context

    def new_context(self, credentials: Credentials) -> SSL.Context:
        """Make a context with one of the certificates."""
        context = SSL.Context(SSL.TLS_SERVER_METHOD)
        context.set_cipher_list(_EVERYTHING)  # weak keys are what some cases are about
        context.set_min_proto_version(self.minimum)
        context.set_max_proto_version(self.maximum)
        context.use_certificate(credentials.certificate)
        for issuer in credentials.issuers:
            context.add_extra_chain_cert(issuer)
        context.use_privatekey(credentials.key)
        if self.curve is not None:
            context.set_tmp_ecdh(self.curve)
        if self.staple:
            context.set_ocsp_server_callback(lambda _, data: data or b"", self.staple)
        return context

    def _dripping(self, link: PeerLink) -> Callable[[bytes], None]:
        def drip(data: bytes) -> None:
            for number in data:
                link.send(bytes([number]))
                link.pause(self.interval)

        return drip


class VerifyingService(FrozenValue):
    """Serves TLS to the clients whose certificates the chain engine accepts, and logs what became of each.

    Sessions are not resumed: a resumed one would bring no certificate to judge.
    """

    tls: TlsService
    rules: Rules
    log: Log

    def __call__(self, link: PeerLink) -> None:
        """Serve one connection."""
        judged: list[Judgement] = []

        def judge(_: SSL.Connection, sent: tuple[bytes, ...]) -> AlertDescription | None:
            judged.append(self.rules.judge(sent))
            return judged[-1].alert

        context = self.tls.new_context(self.tls.credentials)
        context.set_options(SSL.OP_NO_TICKET)
        context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
        ClientCertificates(context, judge, required=self.rules.required)
        for anchor in self.rules.trust.anchors:
            if anchor.certificate.is_refused_elsewhere:
                continue  # it is trusted all the same, but the library cannot put its name on the list
            context.add_client_ca(x509.load_der_x509_certificate(anchor.certificate.der))
        tls = TlsConnection(link, context)
        try:
            tls.handshake()
        except OSError as error:
            self._refused(link, tls, judged, error)
            raise
        self._accepted(link, tls, judged)
        answer_request(tls)

    def _accepted(self, link: PeerLink, tls: TlsConnection, judged: list[Judgement]) -> None:
        assert bool(judged) == (tls.engine.get_peer_certificate() is not None), "a certificate that nobody judged"
        self._tell(link, tls, AdmissionOutcome.ACCEPTED, judged[0] if judged else Judgement(NOT_ASKED))

    def _refused(self, link: PeerLink, tls: TlsConnection, judged: list[Judgement], error: OSError) -> None:
        if judged and judged[0].alert is not None:
            self._tell(link, tls, AdmissionOutcome.REFUSED, judged[0])
        elif isinstance(error, TlsLinkError) and _NO_CERTIFICATE in error.reasons:
            modern = tls.engine.get_protocol_version() == SSL.TLS1_3_VERSION
            alert = AlertDescription.certificate_required if modern else AlertDescription.handshake_failure
            self._tell(link, tls, AdmissionOutcome.REFUSED, Judgement(NOT_SENT, alert))
        elif link.received:  # who only knocks is not worth a line
            reasons = error.reasons if isinstance(error, TlsLinkError) else (error.strerror or str(error),)
            self._tell(link, tls, AdmissionOutcome.FAILED, Judgement(failure_sentence(reasons)))

    def _tell(self, link: PeerLink, tls: TlsConnection, outcome: AdmissionOutcome, judgement: Judgement) -> None:
        version = tls.engine.get_protocol_version_name()
        self.log(Admission(self.rules.clock(), link.peer, version, outcome, judgement))


class SmtpService(FrozenValue):
    """Speaks just enough SMTP (RFC 5321) to come to STARTTLS (RFC 3207), and again behind it."""

    tls: TlsService

    def __call__(self, link: PeerLink) -> None:
        """Serve one connection."""
        if self._dialogue(link.receive, link.send, offered=b"250-lab.test\r\n250 STARTTLS\r\n", greets=True):
            tls = self.tls.begin(link)
            self._dialogue(tls.receive, tls.send, offered=b"250 lab.test\r\n", greets=False)
            tls.close()

    def _dialogue(
        self, receive: Callable[[], bytes], send: Callable[[bytes], None], *, offered: bytes, greets: bool
    ) -> bool:
        """Answer commands; return whether STARTTLS was one."""
        if greets:
            send(b"220 lab.test tlskit lab\r\n")
        for line in _lines(receive):
            match line.upper().split():
                case [b"EHLO", *_]:
                    send(offered)
                case [b"STARTTLS"] if b"STARTTLS" in offered:
                    send(b"220 go ahead\r\n")
                    return True
                case [b"HELO" | b"NOOP", *_]:
                    send(b"250 lab.test\r\n")
                case [b"QUIT"]:
                    send(b"221 bye\r\n")
                    return False
                case _:
                    send(b"502 the lab takes no mail\r\n")
        return False


def plain_http(link: PeerLink) -> None:
    """Speak HTTP without TLS, as a port that was mistaken for another does."""
    link.receive()
    body = b"The plain HTTP request was expected here, not TLS.\n"
    link.send(_http("400 Bad Request", body))
    link.linger()


def silent(link: PeerLink) -> None:
    """Take everything and say nothing."""
    while link.receive():
        continue


def closing(link: PeerLink) -> None:
    """Close the connection on the ClientHello."""
    link.receive()
    link.linger()


def resetting(link: PeerLink) -> None:
    """Reset the connection on the ClientHello."""
    link.receive()
    link.reset_on_close()


def answer_request(tls: TlsConnection) -> None:
    """Answer HTTP with HTTP and anything else with a line, then take leave."""
    request = b""
    while b"\r\n\r\n" not in request and len(request) < MOST_REQUEST_BYTES:
        data = tls.receive()
        request += data
        if not data or not request.startswith(_METHODS):
            break
    if request:
        tls.send(_http("200 OK", _GREETING) if request.startswith(_METHODS) else _GREETING)
    tls.close()


def _http(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode("ascii") + body


def _lines(receive: Callable[[], bytes]) -> Iterator[bytes]:
    kept = b""
    while len(kept) < MOST_REQUEST_BYTES and (data := receive()):
        *whole, kept = (kept + data).split(b"\n")
        yield from whole
