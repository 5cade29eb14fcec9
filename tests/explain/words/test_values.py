"""What values say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.wire_fields import MESSAGES, structures
from tlskit.document.glossary.terms import term_named
from tlskit.document.markup import marked_terms, plain
from tlskit.explain.amount import duration
from tlskit.explain.words.algorithm import group_words, scheme_words, suite_words
from tlskit.explain.words.code_points import ALERTS, code_point_words
from tlskit.explain.words.extensions.table import EXTENSIONS
from tlskit.explain.words.lookup import field_words
from tlskit.explain.words.message import HANDSHAKES
from tlskit.explain.words.record_content import CONTENTS
from tlskit.explain.words.sslv2 import SSLV2_MESSAGES
from tlskit.explain.words.values import protocol_words, random_words, value_words
from tlskit.registry.alert import AlertDescription
from tlskit.registry.cipher_suite import CipherSuite
from tlskit.registry.code_point import CodePoint
from tlskit.registry.content_type import ContentType
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.named_group import NamedGroup
from tlskit.registry.signature_scheme import SignatureScheme
from tlskit.registry.sslv2 import Sslv2MessageType
from tlskit.wire.extension_bodies.server_name import ServerName
from tlskit.wire.hello import ServerHello

STRUCTURES = sorted(structures(), key=lambda structure: structure.__name__)


@given(st.sampled_from(STRUCTURES), st.sampled_from(MESSAGES), st.binary(max_size=80))
@settings(max_examples=600, deadline=None)
def test_every_field_has_words(structure, message, data):
    """Whatever the bytes are, each field of the tree has its words and its value is said, with known terms only."""
    for field in structure.decode(data, message).walk():
        words = field_words(field)
        text = value_words(field)
        assert words.label
        assert text
        assert all(map(term_named, marked_terms(f"{words.meaning} {words.why} {text}")))


@pytest.mark.parametrize("registry", CodePoint.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_code_point_has_words(registry):
    """Every number of every registry can be said, and its name is part of it."""
    for point in registry.known.values():
        assert code_point_words(point).startswith(point.label)


@pytest.mark.parametrize(
    ("table", "registry"),
    [
        (EXTENSIONS, ExtensionType),
        (HANDSHAKES, HandshakeType),
        (CONTENTS, ContentType),
        (SSLV2_MESSAGES, Sslv2MessageType),
        (ALERTS, AlertDescription),
    ],
    ids=["extensions", "handshake", "content", "SSL 2.0", "alerts"],
)
def test_tables_are_whole(table, registry):
    """Each extension, message, content type and alert of the registry has an entry of its own, and no other has."""
    assert set(registry.known) == set(table)


@pytest.mark.parametrize(
    ("suite", "expected"),
    [
        (
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            (
                "Diffie-Hellman on a curve with fresh keys, which gives forward secrecy; the server shown by an RSA "
                "certificate; AES with a 128-bit key in GCM mode, which encrypts and authenticates (AEAD); SHA-256 to "
                "derive keys"
            ),
        ),
        (
            CipherSuite.TLS_AES_256_GCM_SHA384,
            "AES with a 256-bit key in GCM mode, which encrypts and authenticates (AEAD); SHA-384 for the key schedule",
        ),
        (
            CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
            (
                "the client encrypts the premaster secret for the server's RSA key, without forward secrecy; the "
                "server shown by an RSA certificate; AES with a 128-bit key in CBC mode, checked by a MAC of its own; "
                "SHA-1 in the MAC"
            ),
        ),
        (CipherSuite(0x1A1A), "GREASE: a number without a meaning, which must be passed over"),
        (CipherSuite(0xBEEF), "not a number that is registered or known here"),
    ],
    ids=["ECDHE", "TLS 1.3", "RSA", "GREASE", "unknown"],
)
def test_suites(suite, expected):
    """A suite says how keys are exchanged, who is shown by what, and how records are protected."""
    assert expected == plain(suite_words(suite))


def test_hybrid_share():
    """A hybrid group says its two halves and the sizes of both sides' shares."""
    assert (
        "a hybrid of Curve25519 and the post-quantum ML-KEM-768: safe as long as one of them is; a key share has 1,216 "
        "bytes from the client and 1,120 from the server" == plain(group_words(NamedGroup.X25519MLKEM768))
    )


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (SignatureScheme.rsa_pss_rsae_sha256, "RSA with the padding PSS and SHA-256, by an ordinary RSA key"),
        (SignatureScheme.ecdsa_secp384r1_sha384, "ECDSA with SHA-384; in TLS 1.3 by a key on P-384"),
        (SignatureScheme(0x0302), "DSA with SHA-224"),
    ],
    ids=["PSS", "ECDSA", "pair"],
)
def test_schemes(scheme, expected):
    """A signature scheme says key, padding and hash."""
    assert expected == scheme_words(scheme)


def test_durations():
    """Seconds are also said in the largest unit that fits, with about where it does not divide."""
    expected = [
        "59 seconds",
        "60 seconds (1 minute)",
        "7,200 seconds (2 hours)",
        "100,000 seconds (about 1.2 days)",
    ]
    assert expected == [duration(seconds) for seconds in (59, 60, 7200, 100_000)]


def test_downgrade_sentinel():
    """A random that ends in the sentinel warns, and an ordinary one does not."""
    assert "DOWNGRD" in random_words(bytes(24) + b"DOWNGRD\x01")
    assert "32 random bytes" == random_words(bytes(32))


def test_protocols():
    """A protocol's name is said with what it stands for, GREASE as what it is."""
    assert ["“h2”: HTTP/2 over TLS", "“made-up”", "3a3a: [[GREASE]], a name without a meaning"] == [
        protocol_words(name) for name in (b"h2", b"made-up", b"\x3a\x3a")
    ]


def test_names_are_escaped():
    """A host name with a control character and a mark in it is shown escaped."""
    field = ServerName(0, b"[[a]]\x1b.example").decode(ServerName(0, b"[[a]]\x1b.example").encode())
    assert "“[\\x5ba]]\\x1b.example”" == value_words(field.child("host_name"))


def test_unreadable():
    """A field that could not be read says why."""
    field = ServerHello.decode(b"\x03").child("legacy_version")
    assert "cannot be read: 2 bytes are needed, but 1 is left" == value_words(field)
