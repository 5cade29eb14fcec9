"""The connections in testdata/stories, and how they are told: OpenSSL talks to itself over memory BIOs.

python scripts/gen_stories.py             # tells the connections that are there, as `tlskit trace --story` does
python scripts/gen_stories.py --record    # records them anew first; keys, randoms and signatures differ each time

NAME.jsonl is a transcript with its secrets, NAME.txt its story at 80 columns.

tls13           TLS 1.3, X25519, ALPN
tls13-retry     TLS 1.3, where the server asks for X25519MLKEM768 in a HelloRetryRequest
tls13-resumed   TLS 1.3 by a ticket, with 0-RTT data
tls13-refused   TLS 1.3, where the server asks for a client certificate, gets none, and refuses
tls12-rsa       TLS 1.2, RSA key exchange, CBC
tls12-mutual    TLS 1.2, ECDHE, a client certificate
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stdout, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from OpenSSL import SSL

from tlskit.cli.app import main as tlskit
from tlskit.cli.exit_status import ExitStatus
from tlskit.handshake.openssl_binding import set_groups
from tlskit.trace.chunk import Chunk, Direction, Orientation
from tlskit.trace.input.transcript_file import write_transcript
from tlskit.trace.transcript import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable

Key: TypeAlias = "ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey"
HERE = Path(__file__).resolve().parent.parent / "testdata" / "stories"
WIDTH = "80"
BEGIN, STEP = 1_780_315_200_000_000_000, 12_000_000  # 2026-06-01 12:00:00 UTC, and between flights, in nanoseconds
HOST, CUSTOMER = "shop.example", "alice"
QUESTION, ANSWER = b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n", b"HTTP/1.1 204 No Content\r\n\r\n"
DIRECTIONS = (Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT)
MOST_EARLY_DATA = 16_384


def told(name: str) -> str:
    """Return the story of a connection in this directory, as the command tells it."""
    written = io.StringIO()
    with redirect_stdout(written):
        try:
            tlskit(["trace", name, "--story"])
        except SystemExit as left:
            if left.code not in {ExitStatus.CLEAN, ExitStatus.FOUND}:
                raise
    return written.getvalue()


# -- recording -------------------------------------------------------------------------------------------------------


def named(name: str) -> x509.Name:
    """Return a distinguished name of one part."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


AUTHORITY = named("Example Issuing CA"), ec.generate_private_key(ec.SECP256R1())


def issued(name: str, key: Key) -> x509.Certificate:
    """Return a certificate for a name."""
    builder = x509.CertificateBuilder(AUTHORITY[0], named(name), key.public_key(), 0x1234567890ABCDEF)
    builder = builder.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    builder = builder.not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return builder.sign(AUTHORITY[1], hashes.SHA256())


class End:
    """The context of one end, and the lines of its key log; with a name and a key it shows a certificate."""

    def __init__(
        self, version: int, name: str = "", key: Key | None = None, suites: str = "", groups: str = "X25519:P-256"
    ) -> None:
        self.lines: list[str] = []
        self.context = SSL.Context(SSL.TLS_METHOD)
        self.context.set_min_proto_version(version)
        self.context.set_max_proto_version(version)
        self.context.set_alpn_protos([b"h2", b"http/1.1"])
        self.context.set_alpn_select_callback(lambda _, offered: offered[-1])
        self.context.set_keylog_callback(lambda _, line: self.lines.append(line.decode("ascii") + "\n"))
        set_groups(self.context, groups)
        if suites:
            self.context.set_cipher_list(suites.encode())
        if key is not None:
            self.context.use_privatekey(key)
            self.context.use_certificate(issued(name, key))

    def asks_for_certificate(self) -> End:
        """Let a server insist on a client's certificate, whoever issued it."""
        self.context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
        return self

    def allows_early_data(self) -> End:
        """Let a server take data before the handshake is over."""
        SSL._lib.SSL_CTX_set_max_early_data(self.context._context, MOST_EARLY_DATA)  # noqa: SLF001 - pyOpenSSL has no other way
        return self


class Talk:
    """One connection between two ends: what was said, and the secrets."""

    def __init__(self, client: End, server: End, session: SSL.Session | None = None) -> None:
        client.lines.clear()
        self.chunks: list[Chunk] = []
        self.client, self.server = SSL.Connection(client.context), SSL.Connection(server.context)
        self.client.set_tlsext_host_name(HOST.encode())
        if session is not None:
            self.client.set_session(session)
        self.client.set_connect_state()
        self.server.set_accept_state()
        hands: list[Callable[[], object]] = [self.client.do_handshake, self.server.do_handshake] * 4
        said = [lambda: self.client.send(QUESTION), lambda: self.server.recv(99)]
        if session is not None:
            hands[:2] = [lambda: early(self.client, "SSL_write", QUESTION), self._take_early]
            said = []
        said += [lambda: self.server.send(ANSWER), lambda: self.client.recv(99)]
        for step in (*hands, *said, self.client.shutdown, self.server.shutdown):
            self._do(step)
        self.secrets = "".join(client.lines)

    def _take_early(self) -> None:
        early(self.server, "SSL_read", bytes(MOST_EARLY_DATA))

    def _do(self, step: Callable[[], object]) -> None:
        with suppress(SSL.Error):
            step()
        pairs = zip(DIRECTIONS, (self.client, self.server), (self.server, self.client), strict=True)
        for direction, sender, receiver in pairs:
            with suppress(SSL.WantReadError):
                sent = sender.bio_read(1 << 16)
                self.chunks.append(Chunk(direction, sent, BEGIN + STEP * len(self.chunks)))
                receiver.bio_write(sent)

    def transcript(self) -> Transcript:
        """Return what was recorded."""
        return Transcript(
            tuple(self.chunks),
            client="192.0.2.7:50123",
            server="192.0.2.1:443",
            orientation=Orientation.KNOWN,
            secrets=self.secrets,
        )


def early(connection: Any, function: str, data: bytes) -> None:  # noqa: ANN401 - what is private has no type
    """Write or read early data, for which pyOpenSSL has no method."""
    call = getattr(SSL._lib, f"{function}_early_data")  # noqa: SLF001
    call(connection._ssl, SSL._ffi.from_buffer(data), len(data), SSL._ffi.new("size_t *"))  # noqa: SLF001


def refused(key: Key) -> Talk:
    """The server asks for a certificate and the client has none."""
    return Talk(End(SSL.TLS1_3_VERSION), End(SSL.TLS1_3_VERSION, HOST, key).asks_for_certificate())


def resumed(key: Key) -> Talk:
    """A second connection, by a ticket of the first."""
    client, server = End(SSL.TLS1_3_VERSION), End(SSL.TLS1_3_VERSION, HOST, key).allows_early_data()
    return Talk(client, server, Talk(client, server).client.get_session())


def record() -> dict[str, Talk]:
    """Return the connections by their names."""
    curve, modulus = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
    tls12, tls13 = SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION
    authentication = End(tls12, HOST, curve, suites="ECDHE-ECDSA-AES128-GCM-SHA256").asks_for_certificate()
    return {
        "tls13": Talk(End(tls13), End(tls13, HOST, curve)),
        "tls13-retry": Talk(
            End(tls13, groups="X25519:X25519MLKEM768"), End(tls13, HOST, curve, groups="X25519MLKEM768")
        ),
        "tls13-resumed": resumed(curve),
        "tls13-refused": refused(curve),
        "tls12-rsa": Talk(End(tls12, suites="AES128-SHA"), End(tls12, HOST, modulus, suites="AES128-SHA")),
        "tls12-mutual": Talk(End(tls12, CUSTOMER, ec.generate_private_key(ec.SECP256R1())), authentication),
    }


def main() -> None:
    """Write the files."""
    if sys.argv[1:] == ["--record"]:
        HERE.mkdir(parents=True, exist_ok=True)
        for name, talk in record().items():
            (HERE / f"{name}.jsonl").write_bytes(write_transcript(talk.transcript(), secrets=True))
    os.chdir(HERE)
    os.environ["COLUMNS"] = WIDTH
    for path in sorted(HERE.glob("*.jsonl")):
        path.with_suffix(".txt").write_text(told(path.name), encoding="utf-8")


if __name__ == "__main__":
    main()
