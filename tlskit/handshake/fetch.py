"""The certificates that a TLS server sends, fetched by one handshake and not judged.

OpenSSL (through pyOpenSSL) makes the handshake over memory BIOs while this module moves the bytes, so that the
deadline and the limits are ours, and so that an alert which arrives after the peer stopped listening is still read.
Nothing is verified and nothing is trusted: every protocol version and cipher suite that OpenSSL still has is offered,
since the connection serves only to look at it. Certificates that came before a handshake failed are returned all the
same.

Importing this module loads OpenSSL (about 80 ms): import it where a connection is about to be made.
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from OpenSSL import SSL, crypto

from tlskit.errors import ConnectError, UsageError
from tlskit.net.deadline import Deadline
from tlskit.net.dial import dial
from tlskit.net.target import STARTTLS_SCHEMES, Target, TargetKind, authority, parse_host_name

if TYPE_CHECKING:
    import socket

MOST_BYTES = 1 << 20
"""How much a server may send during the handshake.

OpenSSL takes at most 100 KiB of certificates (SSL_CTX_set_max_cert_list(3)); ten times that is no handshake any more.
"""

# Everything OpenSSL can do, old and weak included, except anonymous suites (RFC 5246 section A.5): a server that picks
# one sends no certificate, and some mail servers pick one whenever it is offered.
_CIPHERS = b"ALL:!aNULL:@SECLEVEL=0"

_RECORD_TYPES = range(20, 24)  # change_cipher_spec .. application_data (RFC 8446 section 5.1)
_OPENING = 64  # how many of the first bytes are kept to recognise what is not TLS
_CHUNK = 1 << 16  # more than one record (RFC 8446 section 5.1) in a single read
_ALERT_READ = SSL.SSL_CB_ALERT | SSL.SSL_CB_READ

_CLEAR_TEXT = (
    (b"HTTP/", "plain HTTP"),
    (b"SSH-", "SSH"),
    (b"220", "SMTP or FTP, where TLS begins only after STARTTLS or AUTH TLS"),
    (b"+OK", "POP3, where TLS begins only after STLS"),
    (b"* OK", "IMAP, where TLS begins only after STARTTLS"),
)


@dataclass(frozen=True, slots=True)
class FetchedChain:
    """What a server sent: ``certificates`` in DER and in the order served, never empty.

    OpenSSL writes the outermost wrapping of each anew: one that was BER but not DER comes out changed there.
    ``peer`` is the address and port that answered (``192.0.2.1:443``), ``version`` the protocol version that the server
    chose (``TLSv1.3``), ``server_name`` the name sent in the SNI extension (RFC 6066 section 3), empty when none was.
    """

    certificates: tuple[bytes, ...]
    peer: str
    version: str
    server_name: str


def fetch_chain(
    target: Target,
    *,
    timeout: float = 10.0,
    server_name: str | None = None,
    connect_to: tuple[str, int | None] | None = None,
) -> FetchedChain:
    """Connect to ``target``, make one TLS handshake and return the certificates that the server sent.

    ``timeout`` is in seconds and covers name resolution, connecting and the handshake together. ``server_name``
    replaces the target's host in SNI; an empty one sends no SNI. ``connect_to`` is the address, and possibly the port,
    to connect to instead. Raises ``UsageError`` for a target that is not on the network or needs STARTTLS, and
    ``ConnectError`` with the phase that failed (``"resolve"``, ``"connect"``, ``"tls"``) when no certificate came.
    """
    if target.kind is not TargetKind.HOST:
        raise UsageError("only a host can be connected to; this target is a file")
    if target.scheme in STARTTLS_SCHEMES:
        raise UsageError(f"{target.scheme}:// needs STARTTLS, which `tlskit chain` does not speak yet")
    name = _server_name(target, server_name)
    deadline = Deadline.after(timeout)
    host, port = connect_to or (target.host, None)
    with dial(host, port or target.port, deadline=deadline) as sock:
        handshake = _Handshake(sock, name, deadline)
        failure = handshake.run()
    if not handshake.certificates:
        asked = authority(target.host, target.port)
        where = asked if handshake.peer in {asked, ""} else f"{asked} ({handshake.peer})"
        raise ConnectError(f"{where}: {handshake.explain(failure)}", phase="tls") from failure
    return FetchedChain(handshake.certificates, handshake.peer, handshake.version, name)


def _server_name(target: Target, given: str | None) -> str:
    if given is None:
        return "" if target.address else target.host  # RFC 6066 section 3: no IP literals
    return parse_host_name(given)[0] if given else ""


class _Handshake:
    """One client handshake: carries bytes between socket and engine, and remembers what an explanation needs."""

    def __init__(self, sock: socket.socket, server_name: str, deadline: Deadline) -> None:
        self.peer = _peer(sock)
        self._sock = sock
        self._deadline = deadline
        self._received = 0
        self._opening = b""
        self._alert: int | None = None
        context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        context.set_min_proto_version(SSL.TLS1_VERSION)
        context.set_cipher_list(_CIPHERS)
        context.set_options(SSL.OP_LEGACY_SERVER_CONNECT)  # servers without RFC 5746 have certificates too
        context.set_verify(SSL.VERIFY_NONE)
        context.set_info_callback(self._note)
        self._engine = SSL.Connection(context)
        if server_name:
            self._engine.set_tlsext_host_name(server_name.encode("ascii"))
        self._engine.set_connect_state()

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The server's certificates so far; OpenSSL keeps them when the handshake fails afterwards."""
        chain = self._engine.get_peer_cert_chain() or []
        return tuple(crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate) for certificate in chain)

    @property
    def version(self) -> str:
        """The negotiated protocol version as OpenSSL names it."""
        return self._engine.get_protocol_version_name()

    def run(self) -> Exception | None:
        """Make the handshake and take leave; return what ended it early, or ``None``."""
        try:
            while not self._step():
                self._receive()
            self._engine.shutdown()  # close_notify (RFC 8446 section 6.1)
            self._send()
        except (SSL.Error, OSError) as error:
            return error
        return None

    def explain(self, failure: Exception | None) -> str:
        """Say as a clause why there are no certificates."""
        counted = f"after {self._received:,} byte{'s' * (self._received != 1)}"
        came = counted if self._received else "without answering the ClientHello"
        if self._opening and self._opening[0] not in _RECORD_TYPES:
            return self._explain_clear_text()
        match failure:
            case None:
                return "the handshake succeeded, but the server sent no certificate"
            case _ if self._alert is not None:
                return f"the server answered with alert {self._alert}{_alert_name(failure)}"
            case TimeoutError() if self._received:
                return f"the server fell silent {came}; the handshake was not over within {self._deadline}"
            case TimeoutError():
                return f"ServerHello did not come within {self._deadline}"
            case SSL.SysCallError():  # over memory BIOs the only such error is the end of the stream
                return f"the server closed the connection during the handshake, {came}"
            case OSError(errno=errno.ECONNRESET | errno.ENOTCONN):
                return f"the connection was reset during the handshake, {came}"
            case OSError():
                return f"the connection failed during the handshake, {came}: {failure.strerror or failure}"
        return f"OpenSSL could not go on with what the server sent: {', '.join(_reasons(failure))}"

    def _step(self) -> bool:
        """Let the engine work and send what it has to say, its last alert included; return whether it is done."""
        try:
            self._engine.do_handshake()
        except SSL.WantReadError:
            return False
        finally:
            self._send()
        return True

    def _send(self) -> None:
        try:
            data = self._engine.bio_read(_CHUNK)
        except SSL.WantReadError:
            return  # nothing to send
        try:
            self._sock.settimeout(self._deadline.remaining())
            self._sock.sendall(data)
        except OSError:
            return  # the peer's reason may lie in our receive buffer: reading on ends in that, or in this same error

    def _receive(self) -> None:
        self._sock.settimeout(self._deadline.remaining())
        data = self._sock.recv(_CHUNK)
        self._received += len(data)
        self._opening = (self._opening + data)[:_OPENING]
        if self._received > MOST_BYTES:
            raise OSError(errno.EMSGSIZE, f"the server sent more than {MOST_BYTES:,} bytes")
        if data:
            self._engine.bio_write(data)
        else:
            self._engine.bio_shutdown()

    def _note(self, _: SSL.Connection, where: int, result: int) -> None:
        if where & _ALERT_READ == _ALERT_READ:
            self._alert = result & 0xFF

    def _explain_clear_text(self) -> str:
        seen = ascii(self._opening.splitlines()[0].decode("latin-1"))
        for prefix, protocol in _CLEAR_TEXT:
            if self._opening.startswith(prefix):
                return f"this port does not speak TLS but {protocol}; the server's first bytes were {seen}"
        return f"this port does not speak TLS; the server's first bytes were {seen}"


def _peer(sock: socket.socket) -> str:
    """Return the address and port of the other side; empty when it has reset the connection already."""
    try:
        address = sock.getpeername()
    except OSError:
        return ""  # the reading that follows ends in the reason
    return authority(address[0], address[1])


def _reasons(failure: Exception) -> tuple[str, ...]:
    """Return OpenSSL's reasons without repetition, the cause first."""
    errors = failure.args[0] if failure.args and isinstance(failure.args[0], list) else []
    return tuple(dict.fromkeys(reason for _, _, reason in errors if reason)) or (repr(failure),)


def _alert_name(failure: Exception) -> str:
    """Return the alert's RFC name with a space before it, taken from OpenSSL's reason; empty for an unknown number."""
    named = re.fullmatch(r"(?:tls|tlsv1|tlsv13|ssl/tls|sslv3)(?: alert)? (.+)", _reasons(failure)[-1])
    return f" {named[1].replace(' ', '_')}" if named else ""
