"""Connections that one side refuses: real OpenSSL over memory BIOs, brought to send each alert that it can send.

A chunk stands as it arrived: where something on the way changed it, changed.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from datetime import UTC, datetime

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from OpenSSL import SSL, crypto

from tests.support.crls import crl, entry
from tests.support.follower import CLIENT, SERVER
from tests.support.pki import AT, HOST, issue
from tests.support.seal import aead
from tlskit.registry.alert import AlertDescription
from tlskit.registry.content_type import ContentType
from tlskit.trace.chunk import Chunk, Orientation
from tlskit.trace.input.source import read_sides
from tlskit.trace.keys.epoch import APPLICATION
from tlskit.trace.observer import observe
from tlskit.trace.transcript import Transcript
from tlskit.trace.tree import StreamMap

TLS_1_2, TLS_1_3 = SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION
CA = issue("Refusals CA", ca=True)
GOOD = issue("good", CA)
REVOKED = issue("revoked", CA)
EXPIRED = issue("expired", CA, ends=datetime(2026, 5, 1, tzinfo=UTC))
NOT_YET = issue("not yet", CA, begins=datetime(2026, 7, 1, tzinfo=UTC))
CLIENT_GOOD = issue("client", CA, purposes=[ExtendedKeyUsageOID.CLIENT_AUTH])


def connect(
    version=TLS_1_3, server=GOOD, client=None, *, authentication=False, trusting=True, altering=None, prepare=None
):
    """Shake hands as far as it goes and say something; return the report.

    ``altering`` says what arrives of a chunk: it takes direction, number and bytes. ``prepare`` finishes the contexts.
    """
    secrets, chunks = [], []
    contexts = {CLIENT: _context(version, client), SERVER: _context(version, server)}
    contexts[CLIENT].set_keylog_callback(lambda _, line: secrets.append(line.decode()))
    if trusting:
        _verify(contexts[CLIENT])
    if authentication:
        _verify(contexts[SERVER])
    if prepare:
        prepare(contexts)
    ends = {side: SSL.Connection(context) for side, context in contexts.items()}
    ends[CLIENT].set_tlsext_host_name(HOST.encode())
    ends[CLIENT].set_connect_state()
    ends[SERVER].set_accept_state()
    for _ in range(6):
        for side, end in ends.items():
            with suppress(SSL.Error):
                end.do_handshake()
                end.send(b"hello")
                end.recv(1 << 14)
            _carry(ends, side, chunks, altering)
    return observe(Transcript(tuple(chunks), orientation=Orientation.KNOWN, secrets="\n".join(secrets)))


def _context(version, credentials):
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_min_proto_version(version)
    context.set_max_proto_version(version)
    if credentials:
        context.use_certificate(credentials.loaded)
        context.use_privatekey(credentials.key)
    return context


def _verify(context):
    store = context.get_cert_store()
    store.add_cert(crypto.X509.from_cryptography(CA.loaded))
    store.add_crl(x509.load_der_x509_crl(crl(CA, [entry(REVOKED)])))
    store.set_flags(crypto.X509StoreFlags.CRL_CHECK)
    store.set_time(AT)
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, None)


def _carry(ends, side, chunks, altering):
    with suppress(SSL.WantReadError):
        data = ends[side].bio_read(1 << 16)
        if altering:
            data = altering(side, sum(chunk.direction is side for chunk in chunks), data)
        chunks.append(Chunk(side, data))
        ends[side.opposite].bio_write(data)


# -- what changes on the way -----------------------------------------------------------------------------------------


def flipped_at_the_end(side, number):
    """Flip a bit near the end of a chunk."""

    def alter(direction, count, data):
        changed = bytearray(data)
        changed[-3] ^= (direction, count) == (side, number)
        return bytes(changed)

    return alter


def changed_in(side, kind, change, *names):
    """Change a field of a message in the first chunk of a side, found by the names of fields on the way to it."""

    def alter(direction, count, data):
        if direction is not side or count:
            return data
        report = observe(read_sides(*((data, b"") if side is CLIENT else (b"", data))))
        message = next(item for item in report.messages if item.type == kind)
        field = message.tree.children[-1]
        for name in names:
            field = next(item for item in field.children if name in {item.name, _extension_of(item)})
        (span,) = StreamMap(report).spans(message, field.start, field.end)
        return data[: span.start] + change(data[span.start : span.end]) + data[span.end :]

    return alter


def flipped(data):
    """Flip the last bit."""
    return data[:-1] + bytes([data[-1] ^ 1])


def renamed(other):
    """Give an extension the number of another one."""
    return lambda data: other.to_bytes(2) + data[2:]


def _extension_of(field):
    return getattr(field.value, "extension_type", None)


# -- servers with an opinion of their own ----------------------------------------------------------------------------


def refusing_the_name(description):
    """Return the report on a server, in Python, that answers the name that it is asked for with an alert."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.sni_callback = lambda *_: description
    ends = [(ssl.MemoryBIO(), ssl.MemoryBIO()) for _ in range(2)]
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_bio(*ends[0], server_hostname=HOST)
    sides = (client, server.wrap_bio(*ends[1], server_side=True))
    chunks = []
    for direction, side, (_, out), (into, _) in zip((CLIENT, SERVER), sides, ends, reversed(ends), strict=True):
        with suppress(ssl.SSLError):
            side.do_handshake()
        chunks.append(Chunk(direction, out.read()))
        into.write(chunks[-1].data)
    return observe(Transcript(tuple(chunks), orientation=Orientation.KNOWN))


def without_the_identity():
    """Return the report on a server that does not know the pre-shared key that a client names."""
    library, ffi = SSL._lib, SSL._ffi

    @ffi.callback("unsigned int(SSL *, const char *, char *, unsigned int, unsigned char *, unsigned int)")
    def of_client(_, __, identity, ___, key, ____):
        ffi.memmove(identity, b"sensor-7\0", 9)
        ffi.memmove(key, bytes(16), 16)
        return 16

    @ffi.callback("unsigned int(SSL *, const char *, unsigned char *, unsigned int)")
    def of_server(*_):
        return 0

    def prepare(contexts):
        for context in contexts.values():
            context.set_cipher_list(b"PSK-AES128-GCM-SHA256")
        library.SSL_CTX_set_psk_client_callback(contexts[CLIENT]._context, of_client)
        library.SSL_CTX_set_psk_server_callback(contexts[SERVER]._context, of_server)

    return connect(TLS_1_2, server=None, trusting=False, prepare=prepare)


# -- synthetic -------------------------------------------------------------------------------------------------------


def synthetic(description):
    """Return the report on a connection behind which the client says, in a record that we sealed, an alert.

    No library at hand sends it: the connection is real, the last record is not.
    """
    report = connect()
    epoch = next(item for item in report.epochs if item.key_log_label == APPLICATION[CLIENT].key_log_label)
    said = [record for record in report.records_of(CLIENT) if record.opened]
    count = sum(record.inner_type == ContentType.application_data for record in said)
    nonce = int.from_bytes(epoch.keys.iv) ^ count
    plain = bytes([2, description, ContentType.alert])
    header = b"\x17\x03\x03" + (len(plain) + 16).to_bytes(2)
    sealed = aead("AES_256_GCM", epoch.keys.key).encrypt(nonce.to_bytes(12), plain, header)
    chunks = (*report.transcript.chunks, Chunk(CLIENT, header + sealed))
    return observe(report.transcript.replace(chunks=chunks))


ALERTS = {
    20: lambda: connect(altering=flipped_at_the_end(CLIENT, 1)),
    42: lambda: connect(server=NOT_YET),
    43: lambda: connect(client=GOOD, authentication=True),
    44: lambda: connect(server=REVOKED),
    45: lambda: connect(server=EXPIRED),
    47: lambda: connect(altering=changed_in(SERVER, 2, flipped, "legacy_session_id_echo")),
    49: lambda: refusing_the_name(AlertDescription.access_denied),
    50: lambda: connect(altering=changed_in(CLIENT, 1, flipped, "extensions", "length")),
    51: lambda: connect(TLS_1_2, altering=changed_in(SERVER, 12, flipped, "signed_params", "signature")),
    71: lambda: refusing_the_name(AlertDescription.insufficient_security),
    109: lambda: connect(altering=changed_in(CLIENT, 1, renamed(0xFAFA), "extensions", 13)),
    110: lambda: connect(TLS_1_2, altering=changed_in(SERVER, 2, renamed(16), "extensions", 0xFF01)),
    115: without_the_identity,
    121: lambda: synthetic(AlertDescription.ech_required),
}
"""The alerts that no public capture shows, each with a connection that ends in it."""
SYNTHETIC = frozenset({121})
