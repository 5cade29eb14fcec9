"""A stage for handshakes: servers of this process on 127.0.0.1 that do what a scene asks for, and tlskit asking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding

from tests.support.ocsp_responses import GOOD, Party, Response, Single, World
from tlskit.chain import TrustStore, ValidationPolicy
from tlskit.handshake.credentials import ClientCredentials
from tlskit.handshake.inspect import inspect_handshake
from tlskit.handshake.settings import ConnectionSettings
from tlskit.lab.admission import Rules
from tlskit.lab.pki import Pki
from tlskit.lab.server import Listeners
from tlskit.lab.service import TlsService, VerifyingService

if TYPE_CHECKING:
    from tlskit.handshake.report.report import HandshakeReport
    from tlskit.lab.credentials import Credentials

AT = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
# ServerHello of TLS 1.2 with ECDHE-ECDSA-AES128-GCM-SHA256 and renegotiation_info (RFC 5246 section 7.4.1.3, RFC 5746).
SERVER_HELLO = b"\x02\x00\x00\x2d\x03\x03" + b"R" * 32 + b"\x00\xc0\x2b\x00\x00\x05\xff\x01\x00\x01\x00"
# ServerKeyExchange for x25519 with a signature that is none (RFC 8422 section 5.4).
FALSE_KEY_EXCHANGE = b"\x0c\x00\x00\x30\x03\x00\x1d\x20" + b"K" * 32 + b"\x04\x03\x00\x08not sigs"


class Stage:
    """Certificates around one fixed time, and servers until the ``with`` statement ends."""

    def __init__(self) -> None:
        self.pki = Pki(AT)
        self._listeners = Listeners()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listeners.stop()

    def serve(self, service) -> str:
        """Start a server and return its address."""
        return self._listeners.listen(service)

    def ask(
        self, service, *, client="", pool=(), at=AT, trust=None, host="localhost", scheme="", timeout=5.0, **settings
    ) -> HandshakeReport:
        """Make a handshake with a server that is started for it; ``client`` is a name in the lab's PKI."""
        address, _, port = self.serve(service).rpartition(":")
        credentials = self.client(client) if isinstance(client, str) else own(client)
        return inspect_handshake(
            f"{scheme}{host}:{port}",
            trust=[self.pki.roots_pem if trust is None else trust],
            policy=ValidationPolicy(at=at, identity="dns:localhost"),
            settings=ConnectionSettings(credentials=credentials, connect_to=(address, None), **settings),
            client_pool=pool,
            timeout=timeout,
        )

    def client(self, name: str) -> ClientCredentials | None:
        """Return the credentials of a client of the lab, none without a name."""
        return own(self.pki.clients[name]) if name else None

    def verifying(self, *, required=True, crls=(), server=None, **options) -> VerifyingService:
        """Return a server that judges client certificates with the chain engine."""
        trust = TrustStore([self.pki.client_root.certificate.public_bytes(Encoding.DER)], name="clients")
        rules = Rules(trust, required=required, clock=lambda: AT, crls=crls)
        return VerifyingService(TlsService(server or self.pki.good, **options), rules, lambda _: None)

    def stapling(self, status=GOOD, *, since=timedelta(hours=1), subject=None, of=None, **options):
        """Return a server that staples an OCSP response about ``of``, or about its own certificate."""
        subject = subject or self.pki.good
        answer = Single(status, AT - since, AT - since + 2 * DAY, digest="sha256")
        about = World(*map(_party, (self.pki.root, self.pki.lower, of or subject, self.pki.lower)))
        staple = Response(about, (answer,), produced_at=AT - since).der
        return TlsService(subject, staple=staple, **options)


def _party(credentials: Credentials) -> Party:
    name = credentials.certificate.subject.public_bytes()
    return Party(credentials.certificate.public_bytes(Encoding.DER), credentials.key, name)


def own(credentials: Credentials) -> ClientCredentials:
    """Return credentials of the lab as a client has them."""
    ders = tuple(certificate.public_bytes(Encoding.DER) for certificate in credentials.chain)
    return ClientCredentials(ders, credentials.key, key_fits=True)


# -- servers that send whatever a scene wants ------------------------------------------------------------------------


def saying(data, *, then="wait", first=None):
    """Return a server that may greet, hears a ClientHello, sends ``data`` and waits, closes or resets."""

    def answer(link):
        if first is not None:
            link.send(first)
        assert link.receive()
        link.send(data)
        match then:
            case "wait":
                while link.receive():
                    continue
            case "close":
                link.linger()
            case "reset":
                link.reset_on_close()

    return answer


def after_the_handshake(service, act):
    """Return a server that makes the handshake and goes on with ``act``, which gets the connection and its link."""

    def answer(link):
        act(service.begin(link), link)

    return answer


def alert(number, level=2):
    """Return an alert record of TLS 1.2 (RFC 5246 section 7.2)."""
    return bytes([21, 3, 3, 0, 2, level, number])


def records(*messages):
    """Return handshake messages, one to a record."""
    return b"".join(b"\x16\x03\x03" + len(message).to_bytes(2) + message for message in messages)


def certificate_message(credentials):
    """Return the Certificate message of TLS 1.2 (RFC 5246 section 7.4.2)."""
    ders = [certificate.public_bytes(Encoding.DER) for certificate in credentials.chain]
    return b"\x0b" + _opaque(_opaque(b"".join(map(_opaque, ders))))


def _opaque(data):
    return len(data).to_bytes(3) + data


def choosing(version, suite, refusal):
    """Return a server that refuses whoever offers TLS 1.3, and chooses version and suite of any other's offer."""

    def answer(link):
        hello = link.receive()
        if b"\x00\x2b" in hello and b"\x03\x04" in hello:
            link.send(alert(refusal))
        else:
            body = version.to_bytes(2) + b"R" * 32 + b"\x00" + suite.to_bytes(2) + b"\x00"
            link.send(b"\x16\x03\x01" + (len(body) + 4).to_bytes(2) + b"\x02" + len(body).to_bytes(3) + body)
        link.linger()

    return answer
