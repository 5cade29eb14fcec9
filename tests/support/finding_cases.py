"""Connections that have a finding each: what each makes, and what only the sound ones lack."""

from __future__ import annotations

from tests.support.connection import (
    AES_GCM,
    ANSWER_12,
    CERTIFICATE,
    CHANGE,
    CLIENT,
    CLIENT_KEY,
    DHE_AES_GCM,
    DONE,
    ECDHE_AES_CBC,
    ECDHE_AES_GCM,
    EXTENDED_MASTER_SECRET,
    FALLBACK_SCSV,
    HELLO_REQUEST,
    OFFER_12,
    OFFER_13,
    P256,
    RENEGOTIATION_INFO,
    RSA_3DES,
    RSA_NULL,
    RSA_RC4,
    SEALED,
    SEALED_13,
    SERVER,
    TLS_1_0,
    TLS_1_1,
    TLS_1_3,
    X25519,
    alert,
    alpn,
    client_hello,
    dhe_server_key,
    from_client,
    from_server,
    full_12,
    full_13,
    groups,
    handshake,
    record,
    report,
    selected,
    server_hello,
    server_key,
    server_name,
    share,
    versions,
)
from tests.support.connection import extension as extension_of
from tlskit.registry.content_type import ContentType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.wire.authentication import Finished
from tlskit.wire.extension_bodies.key_share import KeyShareServerHello

SSLV2_HELLO = bytes.fromhex("802e0100020015000000100700c0030080010080060040040080020080") + bytes(range(19))
SSLV2_SERVER_HELLO = bytes.fromhex("80130400010002000100030004") + b"\x30" + bytes.fromhex("010080") + bytes(4)
SENTINEL = bytes(24) + b"DOWNGRD\x01"


def answered(hello=None, answer=None, **changes):
    """Return the report on a ClientHello and a ServerHello and nothing else."""
    return report((CLIENT, hello or client_hello()), (SERVER, answer or server_hello()), **changes)


def offer_12(*extensions, **changes):
    """Return a full handshake of TLS 1.2 whose client offers these extensions."""
    return report(*full_12(client_hello(extensions, (ECDHE_AES_GCM,), **changes)))


def chosen_12(suite, extensions=ANSWER_12, offer=OFFER_12, version=0x0303, **changes):
    """Return the report on a suite that was offered and chosen in TLS 1.2 or older."""
    hello = client_hello(offer, (suite,), version)
    return answered(hello, server_hello(extensions, suite, version, **changes))


SECRETS = f"CLIENT_RANDOM {bytes(range(32)).hex()} {bytes(48).hex()}"


def null_cipher_12():
    """Return a handshake without encryption whose Finished is nothing but zeros."""
    finished = record(handshake(HandshakeType.finished, Finished(bytes(12))) + bytes(20))
    return [
        (CLIENT, client_hello(OFFER_12, (RSA_NULL,))),
        *from_server(server_hello(ANSWER_12, RSA_NULL), CERTIFICATE, DONE),
        *from_client(CLIENT_KEY, CHANGE, finished),
    ]


CASES = {
    # decoding
    "trace.decoding.field": lambda: report(
        (CLIENT, client_hello()[:6] + b"\xff" + client_hello()[7:]),
        (
            CLIENT,
            bytes([1, 0, 0, 3, 3, 3, 0]),
        ),
    ),
    "trace.decoding.record": lambda: report((CLIENT, client_hello()), (SERVER, record(b"\2", ContentType.alert))),
    "trace.limit.reached": lambda: report(
        (CLIENT, client_hello()), *from_server(*[record(b"\2", ContentType.alert)] * 30)
    ),
    # alerts and order
    "trace.alert.fatal": lambda: report((CLIENT, client_hello()), (SERVER, alert(40))),
    "trace.alert.warning": lambda: report((CLIENT, client_hello()), (SERVER, alert(112, 1))),
    "trace.order.violated": lambda: report(
        (CLIENT, client_hello(OFFER_12)),
        *from_server(server_hello(ANSWER_12, ECDHE_AES_GCM), server_key(), CERTIFICATE, DONE),
    ),
    # downgrade
    "trace.downgrade.sentinel": lambda: answered(answer=server_hello(ANSWER_12, ECDHE_AES_GCM, random=SENTINEL)),
    "trace.downgrade.fallback_scsv": lambda: answered(client_hello(suites=(AES_GCM, FALLBACK_SCSV))),
    "trace.server_name.missing": lambda: answered(client_hello(OFFER_13[1:])),
    # offers
    "trace.offer.version": lambda: answered(client_hello(OFFER_12, (RSA_3DES,), TLS_1_0)),
    "trace.offer.no_tls13": lambda: offer_12(*OFFER_12),
    "trace.offer.sslv2_hello": lambda: report((CLIENT, SSLV2_HELLO), raw=True),
    "trace.offer.cipher_suites": lambda: answered(client_hello(suites=(AES_GCM, RSA_3DES))),
    "trace.offer.supported_groups": lambda: answered(client_hello((OFFER_13[0], *OFFER_13[2:]))),
    "trace.offer.signature_algorithms": lambda: answered(client_hello((*OFFER_13[:2], *OFFER_13[3:]))),
    "trace.offer.secure_renegotiation": lambda: offer_12(*OFFER_12[:4]),
    "trace.offer.extended_master_secret": lambda: offer_12(*OFFER_12[:3], RENEGOTIATION_INFO),
    "trace.offer.compression": lambda: answered(client_hello(legacy_compression_methods=(1, 0))),
    # choices
    "trace.choice.version": lambda: chosen_12(ECDHE_AES_CBC, version=TLS_1_1),
    "trace.choice.cipher_suite": lambda: chosen_12(RSA_RC4),
    "trace.choice.forward_secrecy": lambda: chosen_12(RSA_3DES),
    "trace.choice.cbc": lambda: chosen_12(ECDHE_AES_CBC),
    "trace.choice.group": lambda: report(
        (CLIENT, client_hello(OFFER_12, (DHE_AES_GCM,))),
        *from_server(server_hello(ANSWER_12, DHE_AES_GCM), CERTIFICATE, dhe_server_key(128), DONE),
    ),
    "trace.choice.signature": lambda: report(*full_12(key=server_key(b"\2\1"))),
    "trace.choice.compression": lambda: chosen_12(ECDHE_AES_GCM, legacy_compression_method=1),
    "trace.choice.extended_master_secret": lambda: chosen_12(ECDHE_AES_GCM, (RENEGOTIATION_INFO,)),
    "trace.choice.secure_renegotiation": lambda: chosen_12(ECDHE_AES_GCM, (EXTENDED_MASTER_SECRET,)),
    # contradictions
    "trace.contradiction.cipher_suite": lambda: answered(answer=server_hello(suite=0x1302)),
    "trace.contradiction.version": lambda: answered(client_hello(OFFER_12, (AES_GCM,))),
    "trace.contradiction.group": lambda: answered(
        answer=server_hello((selected(TLS_1_3), extension_of(51, KeyShareServerHello(share(P256)))))
    ),
    "trace.contradiction.protocol": lambda: answered(
        client_hello((*OFFER_12, alpn(b"h2"))), server_hello((*ANSWER_12, alpn(b"http/1.1")), ECDHE_AES_GCM)
    ),
    "trace.contradiction.extension": lambda: answered(
        client_hello(OFFER_12), server_hello((*ANSWER_12, alpn(b"h2")), ECDHE_AES_GCM)
    ),
    "trace.contradiction.session_id": lambda: answered(answer=server_hello(legacy_session_id_echo=b"")),
    "trace.contradiction.compression": lambda: answered(answer=server_hello(legacy_compression_method=1)),
    # proofs
    "trace.proof.failed": lambda: report(*null_cipher_12(), secrets=SECRETS),
    "trace.proof.unopened": lambda: report(*full_12(), secrets=SECRETS),
    # what is missing
    "trace.incomplete.gap": lambda: report(*full_13(), lost={4: 100}),
    "trace.incomplete.unread": lambda: report((CLIENT, client_hello()), (SERVER, record(server_hello())[:4])),
    "trace.incomplete.record": lambda: report(*full_13(), (SERVER, SEALED_13[:30])),
    "trace.incomplete.message": lambda: report((CLIENT, client_hello()), (SERVER, record(server_hello()[:20]))),
    "trace.incomplete.one_sided": lambda: report((CLIENT, client_hello())),
    "trace.incomplete.handshake": lambda: answered(ended=[(SERVER, "reset")]),
    "trace.incomplete.not_tls": lambda: report(
        (CLIENT, record(client_hello())), (SERVER, b"HTTP/1.1 400 Bad Request\r\n\r\n"), raw=True
    ),
    "trace.incomplete.not_kept": lambda: report(*full_13(), not_kept=1000),
}
"""By the id of the finding that the case is for."""

FURTHER = {
    "sound 1.2": lambda: report(*full_12()),
    "sound 1.3": lambda: report(*full_13()),
    "no cipher": lambda: chosen_12(RSA_NULL),
    "SSL 2.0": lambda: report((CLIENT, SSLV2_HELLO), (SERVER, SSLV2_SERVER_HELLO), raw=True),
    "groups": lambda: report(*full_12(client_hello((server_name(), groups(P256), *OFFER_12[2:]), (ECDHE_AES_GCM,)))),
    "key exchange first": lambda: report(
        *full_12()[:1], (SERVER, server_hello(ANSWER_12, ECDHE_AES_GCM)), *from_client(CLIENT_KEY, CHANGE, SEALED)
    ),
    "renegotiation asked for": lambda: report(*full_12(), (SERVER, HELLO_REQUEST)),
    "closed in order": lambda: answered(ended=[(CLIENT, "fin")]),
    "close_notify": lambda: report((CLIENT, client_hello()), (SERVER, alert(0, 1))),
    "unknown alert": lambda: report((CLIENT, client_hello()), (SERVER, alert(250))),
    "old versions named": lambda: answered(client_hello((*OFFER_12, versions(TLS_1_1), groups(X25519)))),
}
"""Other ways to the same findings, and the sound ones."""
