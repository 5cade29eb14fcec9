"""The capture that ``trace.py`` reads: made in memory, with its key log, and never kept.

A generator of captures that is at hand makes it (``gen_corpus.py OUT.pcap OUT.keys CONNECTIONS BYTES``); where there is
none, this module does by the same recipe: full handshakes over memory BIOs, TLS 1.2 and 1.3 in turn, a chain of three,
one request, one answer of so many bytes, segments of 1,460 bytes, and the packets that open and close a connection.
"""

from __future__ import annotations

import datetime as dt
import os
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from OpenSSL import SSL, crypto

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Issued = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]

ISSUED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SEGMENT = 1460
SYN, SYN_ACK, ACK, DATA, FIN = 0x02, 0x12, 0x10, 0x18, 0x11
FILE_HEADER, PACKET_HEADER = struct.Struct("<IHHiIII"), struct.Struct("<IIII")


def generator() -> Path | None:
    """Return the generator that is at hand: the one named on the command line, or the one beside the corpora."""
    corpora = os.environ.get("TLSKIT_CORPORA")
    named = sys.argv[1:2] or ([str(Path(corpora).parent / "tools" / "gen_corpus.py")] if corpora else [])
    return next((Path(name) for name in named if Path(name).exists()), None)


def make(folder: Path, connections: int, answer: int) -> tuple[Path, Path]:
    """Return a capture and its key log, made in a folder."""
    capture, keys = folder / "corpus.pcap", folder / "corpus.keys"
    tool = generator()
    if tool is not None:
        command = (sys.executable, str(tool), str(capture), str(keys), str(connections), str(answer))
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    else:
        print("no gen_corpus.py is at hand: the capture is made here, by the same recipe")
        write(capture, keys, connections, answer)
    return capture, keys


# -- the recipe ------------------------------------------------------------------------------------------------------


def write(capture: Path, keys: Path, connections: int, answer: int) -> None:
    """Write a capture and its key log."""
    lines: list[str] = []
    pairs = list(contexts(lines))
    with capture.open("wb") as file:
        file.write(FILE_HEADER.pack(0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        packets = Packets(file.write)
        for number in range(connections):
            server, client = (SSL.Connection(context, None) for context in pairs[number % len(pairs)])
            server.set_accept_state()
            client.set_connect_state()
            client.set_tlsext_host_name(f"host{number}.example.test".encode())
            packets.connection(number, client, server, answer)
    keys.write_text("".join(lines), encoding="ascii")


def contexts(lines: list[str]) -> Iterator[tuple[SSL.Context, SSL.Context]]:
    """Yield a server's and a client's context for each version; secrets are added to the lines."""
    root = issue("root", None)
    intermediate = issue("inter", root)
    leaf = issue("leaf", intermediate)
    for version in (SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION):
        server, client = SSL.Context(SSL.TLS_METHOD), SSL.Context(SSL.TLS_METHOD)
        for context in (server, client):
            context.set_min_proto_version(version)
            context.set_max_proto_version(version)
        server.use_certificate(crypto.X509.from_cryptography(leaf[0]))
        for certificate, _ in (intermediate, root):
            server.add_extra_chain_cert(crypto.X509.from_cryptography(certificate))
        server.use_privatekey(crypto.PKey.from_cryptography_key(leaf[1]))
        server.set_alpn_select_callback(lambda _, offered: offered[0])
        client.set_alpn_protos([b"h2", b"http/1.1"])
        client.set_keylog_callback(lambda _, line: lines.append(line.decode() + "\n"))
        yield server, client


def issue(name: str, issuer: Issued | None) -> Issued:
    """Return a certificate with twenty names, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(f"{name}.{number}.example.test") for number in range(20)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ISSUED)
        .not_valid_after(ISSUED + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=name != "leaf", path_length=None), critical=True)
        .add_extension(names, critical=False)
    )
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key


class Packets:
    """Writes connections as packets of Ethernet, IPv4 and TCP, ten microseconds apart."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.write = write
        self.time = 0

    def connection(self, number: int, client: SSL.Connection, server: SSL.Connection, answer: int) -> None:
        """Write a whole connection."""
        self.number, self.next = number, {True: 0, False: 0}
        self.packet(SYN, b"", from_client=True)
        self.packet(SYN_ACK, b"", from_client=False)
        self.packet(ACK, b"", from_client=True)
        while self.exchange(client, server):
            pass
        client.send(b"GET / HTTP/1.1\r\n\r\n")
        if answer:
            server.send(b"x" * answer)
        self.exchange(client, server)
        self.packet(FIN, b"", from_client=True)
        self.packet(FIN, b"", from_client=False)

    def exchange(self, client: SSL.Connection, server: SSL.Connection) -> bool:
        """Carry over what either side has to say; tell whether there was anything."""
        moved = False
        for sender, receiver, from_client in ((client, server, True), (server, client, False)):
            with suppress(SSL.WantReadError):
                sender.do_handshake()
            try:
                data = sender.bio_read(1 << 18)
            except SSL.WantReadError:
                continue
            moved = True
            receiver.bio_write(data)
            for start in range(0, len(data), SEGMENT):
                self.packet(DATA, data[start : start + SEGMENT], from_client=from_client)
        return moved

    def packet(self, flags: int, data: bytes, *, from_client: bool) -> None:
        """Write one packet."""
        client, server = struct.pack(">I", 0x0A000000 + self.number), b"\xc0\xa8\0\1"
        addresses, ports = (client + server, (40000, 443)) if from_client else (server + client, (443, 40000))
        sent, received = self.next[from_client], self.next[not from_client]
        segment = struct.pack(">HHIIBBHHH", *ports, sent, received, 0x50, flags, 65535, 0, 0) + data
        self.next[from_client] += len(data) + bool(flags & (SYN | FIN) & ~ACK)
        header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0, 64, 6, 0)
        frame = bytes(12) + b"\x08\0" + header + addresses + segment
        self.time += 10
        self.write(PACKET_HEADER.pack(self.time // 1_000_000, self.time % 1_000_000, len(frame), len(frame)) + frame)
