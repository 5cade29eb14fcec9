"""The familiar puzzles are explained where they occur, and nowhere else."""

from __future__ import annotations

import pytest
from OpenSSL import SSL

from tests.support.plain_connections import CLIENT, SERVER, handshake, hello_record, live, told
from tlskit.explain.story import puzzles
from tlskit.explain.story.puzzles import PuzzlePlace, puzzles_of
from tlskit.registry.cipher_suite import CipherSuite
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.message_value import CompressionMethod, ServerNameType
from tlskit.registry.named_group import NamedGroup
from tlskit.registry.protocol_version import ProtocolVersion
from tlskit.wire.extension import Extension
from tlskit.wire.extension_bodies.key_share import KeyShareHelloRetryRequest
from tlskit.wire.extension_bodies.negotiation import Padding, SelectedVersion, SupportedVersions
from tlskit.wire.extension_bodies.server_name import ServerName, ServerNameList
from tlskit.wire.hello import HELLO_RETRY_REQUEST_RANDOM, ClientHello, HelloRetryRequest, ServerHello

TLS12, TLS13 = ProtocolVersion.tls_1_2, ProtocolVersion.tls_1_3
GREASE, NULL = CipherSuite(0x2A2A), CompressionMethod(0)
TLS13_SUITE, SIGNAL, FALLBACK = CipherSuite(0x1301), CipherSuite(0x00FF), CipherSuite(0x5600)
LIVE_13 = {
    "record-version-1.0",
    "record-version-1.2",
    "dummy-change-cipher-spec",
    "disguised-handshake",
    "encrypted-alert",
    "ticket-after-finished",
    "legacy-version",
    "echoed-session-id",
    "empty-extension",
    "large-key-share",
}


def places(report):
    """Yield every record, message and field of a report."""
    for record in report.records:
        yield PuzzlePlace(report, record)
        for message in record.messages:
            yield PuzzlePlace(report, record, message)
            for field in message.tree.walk():
                yield PuzzlePlace(report, record, message, field)


def found(report):
    """Return the names of the puzzles of a report, each with the places of its fields."""
    names = {}
    for place in places(report):
        for puzzle in puzzles_of(place):
            names.setdefault(puzzle.name, []).append(str(place.field.kind.place) if place.field else "")
    return names


def odd_hello(*suites):
    """Return a ClientHello with all that puzzles, in a record."""
    extensions = (
        Extension(ExtensionType(0x1A1A), b""),
        Extension(ExtensionType.server_name, ServerNameList((ServerName(ServerNameType(0), b"a.example"),))),
        Extension(ExtensionType.supported_versions, SupportedVersions((TLS13,))),
        Extension(ExtensionType.padding, Padding(bytes(5))),
    )
    return hello_record(ClientHello(TLS12, bytes(32), bytes(32), suites, (NULL,), extensions))


def retry():
    """Return a HelloRetryRequest in a record."""
    extensions = (
        Extension(ExtensionType.supported_versions, SelectedVersion(TLS13)),
        Extension(ExtensionType.key_share, KeyShareHelloRetryRequest(NamedGroup.secp384r1)),
    )
    body = HelloRetryRequest(TLS12, HELLO_RETRY_REQUEST_RANDOM, bytes(32), TLS13_SUITE, NULL, extensions)
    return handshake(HandshakeType.server_hello, body.encode(HandshakeType.server_hello))


def test_tls13():
    """A live connection of TLS 1.3 shows its puzzles, and none of an older version."""
    assert LIVE_13 == set(found(live("TLS_AES_128_GCM_SHA256", 0x0304)))


def test_tls12():
    """A live connection of TLS 1.2 shows the encrypted Finished and alert, and nothing of TLS 1.3."""
    names = found(live("ECDHE-RSA-AES128-GCM-SHA256", 0x0303))
    assert {
        "record-version-1.0",
        "first-encrypted-message",
        "encrypted-alert",
        "renegotiation-in-a-first-hello",
        "empty-extension",
    } == set(names)
    assert ["", ""] == names["first-encrypted-message"]


def test_tls10():
    """TLS 1.0 with CBC splits its records."""
    names = found(live("ECDHE-RSA-AES128-SHA", 0x0301, options=SSL.OP_NO_TICKET))
    assert "one-byte-record" in names
    assert "record-version-1.0" not in names


def test_hellos():
    """GREASE, signals, padding, lengths and a second hello are found at their fields and messages."""
    report = told(
        (CLIENT, odd_hello(GREASE, TLS13_SUITE, SIGNAL, FALLBACK)), (SERVER, retry()), (CLIENT, odd_hello(TLS13_SUITE))
    )
    names = found(report)
    assert ["ClientHello.cipher_suites[]", "Extension.extension_type", "Extension.extension_type"] == names["grease"]
    assert ["ClientHello.cipher_suites[]"] == names["renegotiation-in-a-first-hello"] == names["fallback"]
    assert ["Padding.padding"] * 2 == names["padded-hello"]
    assert ["ServerNameList.server_name_list"] * 2 == names["three-lengths"]
    assert ["HelloRetryRequest.random"] == names["fixed-random"]
    assert [""] == names["retry-is-a-server-hello"] == names["second-client-hello"]
    assert "renegotiation" not in names


def test_downgrade_and_no_certificate():
    """A server's random that ends in DOWNGRD, and a client that has no certificate, are explained."""
    server = hello_record(ServerHello(TLS12, bytes(24) + b"DOWNGRD\x01", b"", CipherSuite(0x002F), NULL, None))
    nothing = handshake(HandshakeType.certificate, b"\x00\x00\x00")
    report = told((CLIENT, odd_hello(CipherSuite(0x002F))), (SERVER, server), (CLIENT, nothing))
    names = found(report)
    assert ["ServerHello.random"] == names["downgrade-sentinel"]
    assert [""] == names["no-client-certificate"]


PUZZLES = (*puzzles._OF_RECORDS, *puzzles._OF_MESSAGES, *puzzles._OF_FIELDS)


@pytest.mark.parametrize("puzzle", PUZZLES, ids=lambda puzzle: puzzle.name)
def test_puzzles_are_questions(puzzle):
    """Each puzzle asks a question and answers it in at most four sentences."""
    assert puzzle.question.endswith("?")
    assert puzzle.answer
    assert puzzle.answer.count(". ") <= 4
    assert 1 == sum(puzzle.name == other.name for other in PUZZLES)
