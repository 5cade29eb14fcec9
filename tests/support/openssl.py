"""Real connections over memory BIOs: pyOpenSSL on both sides, every byte recorded, the key log kept."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import NameOID
from OpenSSL import SSL

from tests.support.follower import CLIENT, SERVER

NO_EXTENDED_MASTER_SECRET, NO_ENCRYPT_THEN_MAC = 1 << 0, 1 << 19
SAID = {CLIENT: b"GET / HTTP/1.0\r\n\r\n", SERVER: b"HTTP/1.0 200 OK\r\n\r\n" + bytes(range(256))}


@cache
def credentials(kind):
    """Return a key of a kind and its certificate."""
    key = {
        "RSA": lambda: rsa.generate_private_key(65537, 2048),
        "EC": lambda: ec.generate_private_key(ec.SECP256R1()),
        "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "Ed25519": ed25519.Ed25519PrivateKey.generate,
        "Ed448": ed448.Ed448PrivateKey.generate,
        "DSA": lambda: dsa.generate_private_key(1024),
    }[kind]()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{kind}.example")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    builder = builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(
        datetime(2040, 1, 1, tzinfo=UTC)
    )
    return key, builder.sign(key, None if kind.startswith("Ed") else hashes.SHA256())


@cache
def diffie_hellman_parameters():
    """Return ffdhe2048 (RFC 7919 appendix A.1) as PEM, from its formula."""
    e, term, divisor = 0, 1 << 4000, 1
    while term:
        e, term, divisor = e + term, term // divisor, divisor + 1
    prime = 2**2048 - 2**1984 + ((e >> (4000 - 1918)) + 560316) * 2**64 - 1
    integers = b"\x02\x82\x01\x01" + prime.to_bytes(257) + b"\x02\x01\x02"
    encoded = b"\x30\x82" + len(integers).to_bytes(2) + integers
    return b"-----BEGIN DH PARAMETERS-----\n" + base64.encodebytes(encoded) + b"-----END DH PARAMETERS-----\n"


def connect(suite, version, kind="RSA", client=None, options=0, directory=None, keep=None):
    """Handshake, say something both ways and close; return the chunks and the key log, and ``keep`` the ends."""
    lines = []
    ends = {CLIENT: end_of(suite, version, client, options), SERVER: end_of(suite, version, kind, options)}
    if directory:
        (directory / "dh.pem").write_bytes(diffie_hellman_parameters())
        ends[SERVER].load_tmp_dh(str(directory / "dh.pem"))
    if client:
        ends[SERVER].set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
    ends[CLIENT].set_keylog_callback(lambda _, line: lines.append(line.decode() + "\n"))
    sides = {direction: SSL.Connection(context, None) for direction, context in ends.items()}
    sides[CLIENT].set_connect_state()
    sides[SERVER].set_accept_state()
    chunks = []
    run(sides, chunks)
    for direction, side in sides.items():
        side.send(SAID[direction])
    run(sides, chunks)
    if keep is not None:
        keep.extend(sides.values())
    for side in sides.values():
        side.shutdown()
    run(sides, chunks)
    return chunks, "".join(lines)


def end_of(suite, version, kind, options):
    """Return the context of one end."""
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_min_proto_version(version)
    context.set_max_proto_version(version)
    context.set_options(options)
    if suite.startswith("TLS_"):
        context.set_tls13_ciphersuites(suite.encode())
    context.set_cipher_list(
        b"ALL:COMPLEMENTOFALL:@SECLEVEL=0" if suite.startswith("TLS_") else f"{suite}:@SECLEVEL=0".encode()
    )
    if kind:
        key, certificate = credentials(kind)
        context.use_privatekey(key)
        context.use_certificate(certificate)
    return context


def run(sides, chunks):
    """Move bytes until neither side has more to send."""
    moved = True
    while moved:
        moved = False
        for direction, side in sides.items():
            pump(side)
            try:
                data = side.bio_read(1 << 16)
            except SSL.WantReadError:
                continue
            moved = True
            chunks.append((direction, data))
            sides[direction.opposite].bio_write(data)


def pump(side):
    """Let a side read what it was sent."""
    try:
        side.do_handshake()
        side.recv(1 << 16)
    except (SSL.WantReadError, SSL.ZeroReturnError):
        pass
