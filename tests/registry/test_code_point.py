"""Code points: numbers that know their names, whatever the number."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tlskit import registry
from tlskit.core.plain import to_plain
from tlskit.registry.alert import AlertDescription, AlertLevel
from tlskit.registry.cipher_suite import CipherSuite
from tlskit.registry.code_point import GREASE_16_BIT, GREASE_PSK_MODES, CodePoint, member_name
from tlskit.registry.content_type import ContentType
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.message_value import MaxFragmentLength, PskKeyExchangeMode
from tlskit.registry.named_group import NamedGroup
from tlskit.registry.protocol_version import ProtocolVersion
from tlskit.registry.signature_scheme import HashAlgorithm, SignatureAlgorithm, SignatureScheme
from tlskit.registry.sslv2 import Sslv2CipherKind

for module in pkgutil.iter_modules(registry.__path__):
    importlib.import_module(f"{registry.__name__}.{module.name}")
KINDS = CodePoint.__subclasses__()
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def numbers(kind):
    """Return a strategy for the numbers that fit a kind."""
    return st.integers(0, 256**kind.width - 1)


@each_kind
@given(data=st.data())
def test_every_number_is_a_value(kind, data):
    """A number of the kind's width stays itself, is always the same value, and can be told, copied and pickled."""
    number = data.draw(numbers(kind))
    point = kind(number)
    assert number == point
    assert hash(number) == hash(point)
    assert kind is type(point)
    assert number.to_bytes(kind.width, "big") == point.to_bytes(kind.width, "big")
    for same in (kind.read[number], pickle.loads(pickle.dumps(point)), copy.copy(point), copy.deepcopy(point)):
        assert (kind, number, point.label) == (type(same), same, same.label)
    assert point.label == str(point) == f"{point}"
    assert {"value": number, "name": point.name} == to_plain(point)
    assert point.is_known == (point.name is not None)
    assert not (point.is_known and point.is_grease)
    assert f"{kind.__name__}({point.hex} {point.label})" == repr(point)


@each_kind
def test_numbers_are_interned(kind):
    """There is one instance for each number that is known, and for each of one or two bytes."""
    assert all(kind(number) is point for number, point in kind.known.items())
    assert (kind(255) is kind(255)) == (kind.width <= 2)


@each_kind
@pytest.mark.parametrize("number", [-1, 2**64])
def test_width(kind, number):
    """A number that does not fit the wire is a mistake of the caller."""
    with pytest.raises(ValueError, match="does not fit"):
        kind(number)


@each_kind
def test_members(kind):
    """Each known code point is an attribute under its name, and no two share one or hide what integers can do."""
    names = [name for point in kind.known.values() if (name := member_name(kind.table[point][0])).isidentifier()]
    assert len(set(names)) == len(names)
    assert [] == [name for name in names if hasattr(CodePoint, name)]
    assert [] == [name for name in names if kind.known.get(getattr(kind, name)) is not getattr(kind, name)]


@each_kind
def test_unknown_three_byte_numbers_are_not_kept(kind):
    """What a peer can send is remembered for at most 65,536 numbers of a kind."""
    before = len(kind.read)
    points = [kind(number) for number in range(min(256**kind.width, 70_000))]
    assert list(range(len(points))) == points
    assert len(kind.read) <= max(before, 65_536)


def test_known_is_read_only():
    """The list of known code points cannot be changed."""
    with pytest.raises(TypeError):
        CipherSuite.known[1] = CipherSuite(1)


@pytest.mark.parametrize(
    ("point", "value", "label", "reference"),
    [
        (CipherSuite.TLS_AES_128_GCM_SHA256, 0x1301, "TLS_AES_128_GCM_SHA256", "RFC 8446"),
        (CipherSuite(0x0005), 5, "TLS_RSA_WITH_RC4_128_SHA", "RFC 5246, RFC 6347"),
        (CipherSuite(0x0A0A), 0x0A0A, "GREASE 0x0A0A", ""),
        (CipherSuite(0x1234), 0x1234, "unknown 0x1234", ""),
        (AlertDescription.certificate_expired, 45, "certificate_expired", "RFC 8446"),
        (AlertDescription(255), 255, "unknown 0xFF", ""),
        (AlertLevel.fatal, 2, "fatal", "RFC 8446"),
        (HandshakeType.client_hello, 1, "client_hello", "RFC 8446"),
        (HandshakeType.hello_request, 0, "hello_request", "RFC 5246"),
        (HandshakeType.message_hash, 254, "message_hash", "RFC 8446"),
        (ContentType.handshake, 22, "handshake", "RFC 8446"),
        (ContentType.ACK, 26, "ACK", "RFC 9147"),
        (ExtensionType.server_name, 0, "server_name", "RFC 6066"),
        (ExtensionType.session_ticket, 35, "session_ticket", "RFC 5077, RFC 8447"),
        (ExtensionType.key_share_draft, 40, "key_share (draft)", "draft-ietf-tls-tls13-22"),
        (ExtensionType.connection_id_deprecated, 53, "connection_id (deprecated)", "RFC 9146"),
        (ExtensionType.next_protocol_negotiation, 13172, "next_protocol_negotiation", "draft-agl-tls-nextprotoneg"),
        (ExtensionType.application_settings, 17613, "application_settings", "draft-vvv-tls-alps"),
        (ExtensionType.encrypted_client_hello, 65037, "encrypted_client_hello", "RFC 9849"),
        (NamedGroup.x25519, 29, "x25519", "RFC 8446, RFC 8422"),
        (NamedGroup(0x6399), 0x6399, "X25519Kyber768Draft00", "draft-tls-westerbaan-xyber768d00"),
        (PskKeyExchangeMode(0x2A), 42, "GREASE 0x2A", ""),
        (Sslv2CipherKind(0x010080), 0x010080, "SSL_CK_RC4_128_WITH_MD5", "draft-hickman-netscape-ssl"),
        (Sslv2CipherKind(0x002F), 0x2F, "unknown 0x00002F", ""),
    ],
)
def test_names(point, value, label, reference):
    """A code point knows its name and the document that defines it."""
    assert (value, label, reference) == (int(point), point.label, point.reference)


def test_grease():
    """GREASE numbers are those that RFC 8701 section 2 lists."""
    assert [0x0A0A, 0x1A1A, 0x2A2A] == sorted(GREASE_16_BIT)[:3]
    assert 0xFAFA == max(GREASE_16_BIT)
    assert [0x0B, 0x2A, 0x49, 0x68, 0x87, 0xA6, 0xC5, 0xE4] == sorted(GREASE_PSK_MODES)
    reserving = {kind for kind in KINDS if kind.grease}
    assert {CipherSuite, ExtensionType, NamedGroup, SignatureScheme, ProtocolVersion, PskKeyExchangeMode} == reserving


@pytest.mark.parametrize(
    ("number", "label", "is_tls13", "draft", "is_dtls"),
    [
        (0x0002, "SSLv2", False, 0, False),
        (0x0300, "SSLv3", False, 0, False),
        (0x0303, "TLS 1.2", False, 0, False),
        (0x0304, "TLS 1.3", True, 0, False),
        (0x7F17, "TLS 1.3 draft 23", True, 23, False),
        (0x7F00, "unknown 0x7F00", False, 0, False),
        (0xFB17, "TLS 1.3 draft 23 (Facebook)", True, 23, False),
        (0x0100, "DTLS 1.0 (OpenSSL 0.9.8e)", False, 0, True),
        (0xFEFD, "DTLS 1.2", False, 0, True),
        (0xFEFC, "DTLS 1.3", False, 0, True),
        (0x0305, "unknown 0x0305", False, 0, False),
        (0x1A1A, "GREASE 0x1A1A", False, 0, False),
    ],
)
def test_versions(number, label, is_tls13, draft, is_dtls):
    """A version knows whether it is TLS 1.3, which draft of it, or DTLS."""
    version = ProtocolVersion(number)
    assert (label, is_tls13, draft, is_dtls) == (version.label, version.is_tls13, version.draft, version.is_dtls)
    assert ProtocolVersion(0x0303) is ProtocolVersion.tls_1_2


@pytest.mark.parametrize(
    ("number", "label", "hash_name", "signature"),
    [
        (0x0401, "rsa_pkcs1_sha256", "sha256", "rsa"),
        (0x0403, "ecdsa_secp256r1_sha256", "sha256", "ecdsa"),
        (0x0302, "sha224+dsa", "sha224", "dsa"),
        (0x0200, "sha1+anonymous", "sha1", "anonymous"),
        (0x0604, "unknown 0x0604", "sha512", "unknown 0x04"),
        (0x0804, "rsa_pss_rsae_sha256", "Intrinsic", "unknown 0x04"),
        (0x0702, "unknown 0x0702", "unknown 0x07", "dsa"),
    ],
)
def test_signature_schemes(number, label, hash_name, signature):
    """A scheme has its TLS 1.3 name, or else that of the TLS 1.2 pair; both bytes can be read as TLS 1.2 does."""
    scheme = SignatureScheme(number)
    assert (label, hash_name, signature) == (scheme.label, scheme.hash.label, scheme.signature.label)
    assert (HashAlgorithm, SignatureAlgorithm) == (type(scheme.hash), type(scheme.signature))


def test_max_fragment_length():
    """The four lengths of RFC 6066 section 4 are 2^9 to 2^12; another number has none."""
    lengths = [MaxFragmentLength(number).length for number in range(6)]
    assert [None, 512, 1024, 2048, 4096, None] == lengths
