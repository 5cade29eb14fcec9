"""Real messages and printed examples are read as what they are known to be."""

from __future__ import annotations

import pytest
from OpenSSL import SSL

from tests.support.rfc8448 import TRACES
from tests.wire.test_structures import assert_total
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.hpke import HpkeAead, HpkeKdf, HpkeKem
from tlskit.registry.message_value import ECHClientHelloType, PskKeyExchangeMode
from tlskit.registry.named_group import NamedGroup
from tlskit.registry.protocol_version import ProtocolVersion
from tlskit.registry.quic import QuicTransportParameter, QuicVersion
from tlskit.registry.signature_scheme import SignatureScheme
from tlskit.wire.extension_bodies.application import ProtocolNameList
from tlskit.wire.extension_bodies.certificate_status import (
    CertificateStatusRequest,
    OCSPStatusRequest,
    SignedCertificateTimestampList,
)
from tlskit.wire.extension_bodies.encrypted_client_hello import ECHClientHello, ECHEncryptedExtensions
from tlskit.wire.extension_bodies.key_share import (
    KeyShareClientHello,
    KeyShareEntry,
    KeyShareHelloRetryRequest,
    KeyShareServerHello,
)
from tlskit.wire.extension_bodies.negotiation import (
    Cookie,
    NamedGroupList,
    RecordSizeLimit,
    RenegotiationInfo,
    SelectedVersion,
    SignatureSchemeList,
    SupportedVersions,
)
from tlskit.wire.extension_bodies.quic_transport_parameters import (
    QuicTransportParameters,
    TransportParameter,
    VersionInformation,
)
from tlskit.wire.extension_bodies.resumption import MaxEarlyDataSize, OfferedPsks, PskKeyExchangeModes, SessionTicket
from tlskit.wire.extension_bodies.server_name import ServerName, ServerNameList
from tlskit.wire.extension_bodies.table import BODIES
from tlskit.wire.hello import ClientHello, EncryptedExtensions, HelloRetryRequest, ServerHello
from tlskit.wire.post_handshake import Tls13NewSessionTicket
from tlskit.wire.reader_source import Known
from tlskit.wire.structure import Empty
from tlskit.wire.syntax import Struct

CLIENT, SERVER, ENCRYPTED = (
    HandshakeType.client_hello,
    HandshakeType.server_hello,
    HandshakeType.encrypted_extensions,
)
SIMPLE, RESUMED, RETRIED = TRACES[0], TRACES[1], TRACES[2]


def printed(trace, name, occurrence=0):
    """Return the body of a message of RFC 8448."""
    return [data[4:] for _, found, data in trace.messages if found == name][occurrence]


def openssl_hello():
    """Return the body of a ClientHello that OpenSSL makes."""
    connection = SSL.Connection(SSL.Context(SSL.TLS_METHOD))
    connection.set_connect_state()
    connection.set_tlsext_host_name(b"example.com")
    connection.set_alpn_protos([b"h2", b"http/1.1"])
    connection.request_ocsp()
    with pytest.raises(SSL.WantReadError):
        connection.do_handshake()
    return connection.bio_read(65536)[9:]


def test_client_hello_of_rfc_8448():
    """Every extension of the ClientHello in RFC 8448 section 3 is read into its values."""
    hello = ClientHello.read(printed(SIMPLE, "ClientHello"))
    share = KeyShareEntry(
        NamedGroup.x25519, bytes.fromhex("99381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c")
    )
    groups = (0x1D, 0x17, 0x18, 0x19, 0x100, 0x101, 0x102, 0x103, 0x104)
    schemes = (0x0403, 0x0503, 0x0603, 0x0203, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0201)
    older = (0x0402, 0x0502, 0x0602, 0x0202)
    assert [
        ServerNameList((ServerName(0, b"server"),)),
        RenegotiationInfo(b""),
        NamedGroupList(groups),
        SessionTicket(b""),
        KeyShareClientHello((share,)),
        SupportedVersions((ProtocolVersion.tls_1_3,)),
        SignatureSchemeList((*schemes, *older)),
        PskKeyExchangeModes((PskKeyExchangeMode.psk_dhe_ke,)),
        RecordSizeLimit(16385),
    ] == [extension.extension_data for extension in hello.extensions]
    assert share == hello.extension(KeyShareClientHello).client_shares[0]


def test_answers_of_rfc_8448():
    """ServerHello, EncryptedExtensions and NewSessionTicket of RFC 8448 section 3 have their own bodies."""
    server = ServerHello.read(printed(SIMPLE, "ServerHello"))
    encrypted = EncryptedExtensions.read(printed(SIMPLE, "EncryptedExtensions"))
    ticket = Tls13NewSessionTicket.read(printed(SIMPLE, "NewSessionTicket"))
    assert NamedGroup.x25519 == server.extension(KeyShareServerHello).server_share.group
    assert SelectedVersion(ProtocolVersion.tls_1_3) == server.extension(SelectedVersion)
    assert Empty() == encrypted.extension_data(ExtensionType.server_name)
    assert MaxEarlyDataSize(1024) == ticket.extension(MaxEarlyDataSize)


def test_resumption_of_rfc_8448():
    """The resumed ClientHello in RFC 8448 section 4 offers early data and one ticket with its binder."""
    hello = ClientHello.read(printed(RESUMED, "ClientHello"))
    offered = hello.extension(OfferedPsks)
    assert Empty() == hello.extension_data(ExtensionType.early_data)
    assert [178] == [len(identity.identity) for identity in offered.identities]
    assert (bytes.fromhex("3add4fb2d8fdf822a0ca3cf7678ef5e88dae990141c5924d57bb6fa31b9e5f9d"),) == offered.binders


def test_retry_of_rfc_8448():
    """The HelloRetryRequest in RFC 8448 section 5 chooses a group and hands out a cookie."""
    retry = HelloRetryRequest.read(printed(RETRIED, "ServerHello"))
    assert KeyShareHelloRetryRequest(NamedGroup.secp256r1) == retry.extension(KeyShareHelloRetryRequest)
    assert retry.extension(Cookie) == ClientHello.read(printed(RETRIED, "ClientHello", 1)).extension(Cookie)


def test_parts_of_a_hybrid():
    """A hybrid's key share is one value, and its parts are leaves with the names of what they are."""
    entry = KeyShareEntry(NamedGroup.X25519MLKEM768, bytes(1184) + b"\1" * 32)
    field = KeyShareEntry.decode(entry.encode(), CLIENT)
    parts = [(part.name, part.start, part.end) for part in field.child("key_exchange").children]
    assert entry == field.value
    assert [("length", 2, 4), ("MLKEM768", 4, 1188), ("x25519", 1188, 1220)] == parts
    assert b"\1" * 32 == field.child("key_exchange").children[-1].value


def test_parts_of_the_servers_hybrid():
    """The server's half is a ciphertext, which is shorter; a share of another size is not taken apart."""
    answer = KeyShareEntry(NamedGroup.X25519MLKEM768, bytes(1088) + bytes(32)).encode()
    names = [
        [part.name for part in KeyShareEntry.decode(answer, message).child("key_exchange").children]
        for message in (SERVER, CLIENT)
    ]
    assert [["length", "MLKEM768", "x25519"], ["length", "data"]] == names


def test_openssl_hello():
    """What OpenSSL sends is read whole, and every extension of it is understood."""
    data = openssl_hello()
    hello = ClientHello.read(data)
    assert data == hello.encode()
    assert hello == ClientHello.decode(data).value
    assert ServerNameList((ServerName(0, b"example.com"),)) == hello.extension(ServerNameList)
    assert ProtocolNameList((b"h2", b"http/1.1")) == hello.extension(ProtocolNameList)
    assert OCSPStatusRequest((), b"") == hello.extension(CertificateStatusRequest).request
    assert [] == [item for item in hello.extensions if isinstance(item.extension_data, bytes)]


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: str(trace.section))
def test_every_flipped_byte_and_every_prefix(trace):
    """No byte of a real hello can be changed, and nowhere can it end, so that decoding fails."""
    data = printed(trace, "ClientHello")
    for at in range(len(data)):
        assert_total(ClientHello, 0, data[:at])
        for flip in (0x01, 0x80, 0xFF):
            assert_total(ClientHello, 0, data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :])


def test_a_fault_stays_in_its_extension():
    """An extension that is cut inside its own length keeps its bytes as its value; the others are still read."""
    data = bytearray(printed(SIMPLE, "ClientHello"))
    at = data.index(bytes.fromhex("002b0003020304")) + 4
    data[at] = 4  # the list of versions claims more than its extension has
    field = ClientHello.decode(bytes(data))
    assert ["versions"] == [problem.name for problem in field.problems()]
    assert b"\4\3\4" == field.value.extension_data(ExtensionType.supported_versions)
    assert RecordSizeLimit(16385) == field.value.extension(RecordSizeLimit)


@pytest.mark.parametrize("digest", [b"", bytes(range(32))], ids=["nothing to bind", "SHA-256"])
def test_external_identity_hash(digest):
    """The hash of the identity behind a call has its own length before it (RFC 8844 section 3.2)."""
    data = bytes([len(digest)]) + digest
    body = BODIES[ExtensionType.external_id_hash][CLIENT]
    assert body(digest) == body.decode(data).value
    assert data == body(digest).encode()


def test_bytes_left_over_are_not_the_next_extension():
    """What an extension has too many stays in it, even where it would do for an extension by itself."""
    chosen, left_over = "0304", "ffff0000"
    extension = bytes.fromhex("002b 0006" + chosen + left_over)
    hello = printed(SIMPLE, "ServerHello")[:38] + len(extension).to_bytes(2) + extension
    assert ["trailing"] == [problem.name for problem in ServerHello.decode(hello).problems()]
    assert ServerHello.read(hello) is None


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ("c2197c5eff14e88c", 151288809941952652),
        ("9d7f3e7d", 494878333),
        ("7bbd", 15293),
        ("25", 37),
        ("4025", 37),
    ],
)
def test_integers_of_variable_length(data, number):
    """The examples of RFC 9000 appendix A.1, one of them longer than it needs to be."""
    value = bytes.fromhex(data)
    parameters = QuicTransportParameters.read(b"\x04" + bytes([len(value)]) + value, CLIENT)
    assert (TransportParameter(QuicTransportParameter.initial_max_data, number),) == parameters.parameters


def test_transport_parameters():
    """Numbers, bytes, structures and reserved parameters stand one after the other."""
    data = bytes.fromhex(
        "0104800075300f08 0001020304050607 110c 00000001 6b3343cf 1a2a3a4a 0c00 1b0155".replace(" ", "")
    )
    read = QuicTransportParameters.read(data, ENCRYPTED).parameters
    assert (
        TransportParameter(QuicTransportParameter.max_idle_timeout, 30000),
        TransportParameter(QuicTransportParameter.initial_source_connection_id, bytes(range(8))),
        TransportParameter(
            QuicTransportParameter.version_information,
            VersionInformation(QuicVersion(1), (QuicVersion(0x6B3343CF), QuicVersion(0x1A2A3A4A))),
        ),
        TransportParameter(QuicTransportParameter.disable_active_migration, b""),
        TransportParameter(QuicTransportParameter(27), b"U"),
    ) == read
    assert (True, True) == (read[4].id.is_grease, QuicVersion(0x1A2A3A4A).is_grease)


def test_encrypted_client_hello():
    """The outer hello says how the inner one is sealed; the inner one says only that it is the inner one."""
    outer = ECHClientHello.read(bytes.fromhex("00 0001 0003 2a 0002 abcd 0003 010203"), CLIENT)
    inner = ECHClientHello.read(b"\1", CLIENT)
    sealed = outer.client_hello
    assert (ECHClientHelloType.outer, 42) == (outer.type, sealed.config_id)
    assert (HpkeKdf(1), HpkeAead.ChaCha20Poly1305) == (sealed.cipher_suite.kdf_id, sealed.cipher_suite.aead_id)
    assert (b"\xab\xcd", b"\1\2\3") == (sealed.enc, sealed.payload)
    assert ECHClientHello(ECHClientHelloType.inner, Empty()) == inner


def test_retry_configs():
    """A configuration of the version that is known is taken apart; another is kept as its bytes."""
    contents = bytes.fromhex("07 0020 0002 aabb 0004 00010001 40 06 6f782e7465 73 0000".replace(" ", ""))
    known = b"\xfe\x0d" + len(contents).to_bytes(2) + contents
    unknown = bytes.fromhex("fe0c 0002 cafe")
    data = len(known + unknown).to_bytes(2) + known + unknown
    first, second = ECHEncryptedExtensions.read(data, ENCRYPTED).retry_configs
    assert (7, HpkeKem(0x20), b"\xaa\xbb") == (
        first.contents.key_config.config_id,
        first.contents.key_config.kem_id,
        first.contents.key_config.public_key,
    )
    assert (64, b"ox.tes") == (first.contents.maximum_name_length, first.contents.public_name)
    assert b"\xca\xfe" == second.contents


def test_signed_certificate_timestamps():
    """Each timestamp of a list has its fields; one that is damaged keeps its bytes and leaves the next alone."""
    stamp = b"\0" + bytes(range(32)) + (1_700_000_000_000).to_bytes(8) + bytes.fromhex("0000 0403 0002 beef")
    broken = stamp[:-1]
    items = b"".join(len(item).to_bytes(2) + item for item in (broken, stamp))
    field = SignedCertificateTimestampList.decode(len(items).to_bytes(2) + items, SERVER)
    first, second = field.value.sct_list
    assert broken == first
    assert (1_700_000_000_000, SignatureScheme(0x0403), b"\xbe\xef") == (
        second.timestamp,
        second.algorithm,
        second.signature,
    )
    assert ["signature"] == [problem.name for problem in field.problems()]


RENAMED = {ExtensionType.ticket_early_data_info: ExtensionType.early_data}


def test_a_body_tells_its_extension():
    """No two extensions share a body, so that one can be asked for by it; old numbers of the same count as one."""
    owners = {}
    for extension, bodies in BODIES.items():
        name = ExtensionType(RENAMED.get(extension, extension)).name.partition(" (")[0]
        for body in set(bodies.values()) - {Empty}:
            assert name == owners.setdefault(body, name)


def test_what_recurs_is_read_once():
    """Hellos that hold the same bytes share their values, long ones apart; a byte that differs makes another value."""
    read, data = Struct(ClientHello).reader(), openssl_hello()
    place = data.index(b"\x13\x02")
    other = data[:place] + b"\x13\x05" + data[place + 2 :]
    first, second, third = (read(hello, 0, len(hello), 0)[0] for hello in (data, data, other))
    assert first == second == ClientHello.decode(data).value
    assert first.cipher_suites is second.cipher_suites
    long = [ExtensionType.key_share] if len(data) > 1000 else []  # a post-quantum share
    pairs = zip(first.extensions, second.extensions, strict=True)
    assert long == [one.extension_type for one, again in pairs if one is not again]
    assert {0x1302} == {*first.cipher_suites} - {*third.cipher_suites}


def test_what_is_known_is_bounded():
    """A peer that sends ever new bytes fills no memory, and is read all the same."""
    known = Known(len)
    assert [2] * 3000 == [known[number.to_bytes(2)] for number in range(3000)]
    assert 1024 == len(known)
