"""The project's own captures in testdata/traces: OpenSSL talks to itself over memory BIOs, each flight is a packet.

python scripts/gen_traces.py    # writes them anew; keys and randoms differ each time, what is shown of them does not

tls12.pcap        TLS 1.2, ECDHE, a client certificate, ALPN
tls13.pcap        TLS 1.3 with a client certificate and post-quantum key exchange
unknown-ca.pcap   TLS 1.2, where the client does not know the CA and says so
three.pcap        the three in one file
"""

from __future__ import annotations

import struct
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from OpenSSL import SSL, crypto

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent.parent / "testdata" / "traces"
NAME = b"shop.example"
BEGIN = 1_780_315_200_000_000  # 2026-06-01 12:00:00 UTC, in microseconds
STEP = 12_000  # between packets
CLIENT, SERVER = (bytes([192, 0, 2, 7]), 50123), (bytes([192, 0, 2, 1]), 443)
PROTOCOLS = [b"h2", b"http/1.1"]
Flight = tuple[bool, bytes]  # from the client, what


def issued(name: str, key: ec.EllipticCurvePrivateKey, ca: tuple[x509.Name, ec.EllipticCurvePrivateKey]) -> crypto.X509:
    """Return a certificate for a name."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(ca[0])
        .public_key(key.public_key())
        .serial_number(0x1234)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return crypto.X509.from_cryptography(builder.sign(ca[1], hashes.SHA256()))


def context(version: int, name: str, ca: tuple[x509.Name, ec.EllipticCurvePrivateKey]) -> SSL.Context:
    """Return the context of one side with a certificate for a name."""
    made = SSL.Context(SSL.TLS_METHOD)
    made.set_min_proto_version(version)
    made.set_max_proto_version(version)
    key = ec.generate_private_key(ec.SECP256R1())
    made.use_certificate(issued(name, key, ca))
    made.use_privatekey(crypto.PKey.from_cryptography_key(key))
    return made


def conversation(version: int, *, knows_ca: bool = True) -> Iterator[Flight]:
    """Yield what client and server send one another, flight by flight."""
    key = ec.generate_private_key(ec.SECP256R1())
    ca = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Acme Issuing CA")]), key
    own, other = (context(version, name, ca) for name in ("alice", NAME.decode()))
    own.set_alpn_protos(PROTOCOLS)
    other.set_alpn_select_callback(lambda _, offered: offered[0])
    own.set_verify(SSL.VERIFY_PEER, lambda *_: knows_ca)
    if knows_ca:
        other.set_verify(SSL.VERIFY_PEER, lambda *_: True)
    client, server = SSL.Connection(own), SSL.Connection(other)
    client.set_tlsext_host_name(NAME)
    client.set_connect_state()
    server.set_accept_state()
    steps = [client.do_handshake, server.do_handshake] * 3
    steps += [lambda: client.send(b"GET / HTTP/1.1\r\n\r\n"), lambda: server.recv(99)]
    steps += [lambda: server.send(b"A page. " * 500), lambda: client.recv(9999), client.shutdown, server.shutdown]
    for step in steps:
        with suppress(SSL.Error):
            step()
        for sender, receiver in ((client, server), (server, client)):
            try:
                sent = sender.bio_read(1 << 16)
            except SSL.WantReadError:
                continue
            yield sender is client, sent
            receiver.bio_write(sent)


def packets(flights: Iterator[Flight], port: int) -> Iterator[bytes]:
    """Yield the Ethernet frames of one TCP connection."""
    ends = (CLIENT[0], port), SERVER
    numbers = [1000, 9000]
    yield frame(*ends, 1000, 0, 0x02, b"")
    yield frame(*ends[::-1], 9000, 1001, 0x12, b"")
    numbers = [1001, 9001]
    yield frame(*ends, *numbers, 0x10, b"")
    for is_client, data in flights:
        for start in range(0, len(data), 1400):
            piece = data[start : start + 1400]
            one, two = (ends, numbers) if is_client else (ends[::-1], numbers[::-1])
            yield frame(*one, *two, 0x18, piece)
            numbers[0 if is_client else 1] += len(piece)
    yield frame(*ends, *numbers, 0x11, b"")
    yield frame(*ends[::-1], numbers[1], numbers[0] + 1, 0x11, b"")


def frame(  # noqa: PLR0917 - the fields of a header
    source: tuple[bytes, int], target: tuple[bytes, int], number: int, seen: int, flags: int, data: bytes
) -> bytes:
    """Return one Ethernet frame; the checksums are left out."""
    tcp = struct.pack("!HHIIBBHHH", source[1], target[1], number, seen, 0x50, flags, 0xFFFF, 0, 0) + data
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0) + source[0] + target[0]
    return bytes.fromhex("020000000001020000000002") + b"\x08\x00" + ip + tcp


def capture(frames: list[bytes]) -> bytes:
    """Return a pcap file, a packet every few milliseconds."""
    written = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0xFFFF, 1)]
    for number, data in enumerate(frames):
        seconds, micro = divmod(BEGIN + number * STEP, 1_000_000)
        written += [struct.pack("<IIII", seconds, micro, len(data), len(data)), data]
    return b"".join(written)


def main() -> None:
    """Write the files."""
    HERE.mkdir(parents=True, exist_ok=True)
    made = {
        "tls12": conversation(SSL.TLS1_2_VERSION),
        "tls13": conversation(SSL.TLS1_3_VERSION),
        "unknown-ca": conversation(SSL.TLS1_2_VERSION, knows_ca=False),
    }
    frames = {name: list(packets(flights, CLIENT[1] + place)) for place, (name, flights) in enumerate(made.items())}
    for name, own in frames.items():
        (HERE / f"{name}.pcap").write_bytes(capture(own))
    (HERE / "three.pcap").write_bytes(capture([data for own in frames.values() for data in own]))


if __name__ == "__main__":
    main()
