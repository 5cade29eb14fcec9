"""Opening records: every cipher and version against records sealed by the tests, and arbitrary bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import seal
from tlskit.trace.keys.cipher_parameters import CipherParameters, Mode, Unopenable, WriteKeys, cipher_parameters
from tlskit.trace.keys.record_protection import RecordOpener
from tlskit.trace.record.decrypted import DecryptedRecord, DecryptFailure, PartKind, UndecryptedRecord

SSL30, TLS10, TLS11, TLS12, TLS13, DTLS12 = 0x0300, 0x0301, 0x0302, 0x0303, 0x0304, 0xFEFD
KEY, IV, MAC_KEY = bytes(range(32)), bytes(range(50, 66)), bytes(range(100, 148))
SAID = [b"first", b"", b"the third record, which is longer than a block of any cipher", b"fourth"]
CBC = [
    (cipher, name, version)
    for cipher in ("3DES_EDE_CBC", "DES_CBC", "AES_128_CBC", "IDEA_CBC")
    for name, version in (("SHA", SSL30), ("MD5", SSL30), ("SHA", TLS10), ("SHA", TLS11), ("SHA", TLS12))
]
CBC += [("AES_256_CBC", "SHA384", TLS12), ("SEED_CBC", "SHA", TLS12), ("CAMELLIA_256_CBC", "SHA256", TLS12)]
AEAD = ["AES_128_GCM", "AES_256_GCM", "AES_128_CCM", "AES_256_CCM_8", "CHACHA20_POLY1305"]
EVERY = [
    *CBC,
    *((cipher, "SHA", version) for cipher in ("RC4_128", "NULL") for version in (SSL30, TLS10, TLS12)),
    *((cipher, "SHA256", version) for cipher in AEAD for version in (TLS12, TLS13)),
]


def known(cipher, name, version):
    """Return the parameters of a suite that can be opened."""
    parameters = cipher_parameters(cipher, name, version)
    assert isinstance(parameters, CipherParameters)
    return parameters


def keys(parameters):
    """Return keys of the right lengths."""
    lengths = (parameters.key_length, parameters.iv_length, parameters.mac_length)
    return WriteKeys(*(source[:length] for source, length in zip((KEY, IV, MAC_KEY), lengths, strict=True)))


def header(fragment, version=TLS12, kind=23):
    """Return the header of a record."""
    return bytes([kind]) + version.to_bytes(2) + len(fragment).to_bytes(2)


def hash_name(parameters):
    """Return the MAC's hash as hashlib knows it."""
    return parameters.mac_hash.lower()


def sealed_cbc(parameters, *, encrypt_then_mac=False):
    """Seal what was said with CBC, the IVs explicit or chained."""
    given, chained, version = keys(parameters), keys(parameters).iv, parameters.version
    for number, data in enumerate(SAID):
        explicit = bytes([number]) * parameters.explicit_length
        sealing = (version, hash_name(parameters), given.mac_key, number, 23, version.to_bytes(2))
        plain = data if encrypt_then_mac else data + seal.mac(*sealing, data)
        plain = seal.padded(plain, parameters.block_length, version)
        encrypted = explicit + seal.cbc(parameters.cipher, given.key, explicit or chained, plain)
        chained = encrypted[-parameters.block_length :]
        yield encrypted + (seal.mac(*sealing, encrypted) if encrypt_then_mac else b"")


def sealed_stream(parameters):
    """Seal what was said with RC4 or with no cipher."""
    given, version = keys(parameters), parameters.version
    encrypt = seal.rc4(given.key) if parameters.mode is Mode.STREAM else bytes
    for number, data in enumerate(SAID):
        sealing = (version, hash_name(parameters), given.mac_key, number, 23, version.to_bytes(2))
        yield encrypt(data + seal.mac(*sealing, data))


def sealed_aead(parameters):
    """Seal what was said with AEAD, in TLS 1.3 with some padding."""
    given, cipher = keys(parameters), seal.aead(parameters.cipher, keys(parameters).key)
    for number, data in enumerate(SAID):
        explicit = bytes([number]) * parameters.explicit_length
        counted = number.to_bytes(8)
        mask = bytes(4) + counted
        nonce = given.iv + explicit if explicit else bytes(a ^ b for a, b in zip(given.iv, mask, strict=True))
        if parameters.version == TLS13:
            plain = data + b"\x17" + bytes(number)
            additional = header(bytes(len(plain) + parameters.tag_length))
        else:
            plain, additional = data, counted + header(data)
        yield explicit + cipher.encrypt(nonce, plain, additional)


def sealed(parameters):
    """Seal what was said."""
    match parameters.mode:
        case Mode.CBC:
            return sealed_cbc(parameters)
        case Mode.STREAM | Mode.NULL:
            return sealed_stream(parameters)
    return sealed_aead(parameters)


def shown(parameters):
    """Return the version that the header shows."""
    return min(parameters.version, TLS12)


# -- what opens ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cipher", "name", "version"), EVERY)
def test_what_was_sealed_opens(cipher, name, version):
    """Every cipher and version opens what was sealed, in order, the numbers counted from zero."""
    parameters = known(cipher, name, version)
    opener = RecordOpener(parameters, keys(parameters))
    for number, (data, fragment) in enumerate(zip(SAID, sealed(parameters), strict=True)):
        opened = opener.open(header(fragment, shown(parameters)), fragment)
        assert isinstance(opened, DecryptedRecord)
        assert (data, 23, number) == (opened.plaintext, opened.content_type, opened.sequence_number)


@pytest.mark.parametrize(("cipher", "name", "version"), EVERY)
def test_a_record_that_does_not_open_changes_nothing(cipher, name, version):
    """After damaged records the true one opens; a skipped one counts, and the next opens."""
    parameters = known(cipher, name, version)
    opener = RecordOpener(parameters, keys(parameters))
    first, second, third, _ = sealed(parameters)
    for _ in range(2):
        assert isinstance(opener.open(header(third, shown(parameters)), third), UndecryptedRecord)
    assert isinstance(opener.open(header(first, shown(parameters)), first), DecryptedRecord)
    opener.skip(second)
    opened = opener.open(header(third, shown(parameters)), third)
    assert isinstance(opened, DecryptedRecord)
    assert (SAID[2], 2) == (opened.plaintext, opened.sequence_number)


@pytest.mark.parametrize(("cipher", "name", "version"), [row for row in CBC if row[2] > SSL30])
def test_encrypt_then_mac(cipher, name, version):
    """With encrypt-then-MAC the MAC comes last and covers what is encrypted."""
    parameters = known(cipher, name, version)
    opener = RecordOpener(parameters, keys(parameters), encrypt_then_mac=True)
    for data, fragment in zip(SAID, sealed_cbc(parameters, encrypt_then_mac=True), strict=True):
        damaged = fragment[:-1] + bytes([fragment[-1] ^ 1])
        refused = opener.open(header(fragment, version), damaged)
        assert isinstance(refused, UndecryptedRecord)
        assert DecryptFailure.BAD_MAC is refused.reason
        opened = opener.open(header(fragment, version), fragment)
        assert isinstance(opened, DecryptedRecord)
        assert data == opened.plaintext
        assert PartKind.MAC is opened.parts[-1].kind
        assert len(fragment) == opened.parts[-1].end


def test_padding_of_tls13():
    """The padding of TLS 1.3 is told apart from the content and its type, and counted."""
    parameters = known("AES_128_GCM", "SHA256", TLS13)
    opener = RecordOpener(parameters, keys(parameters))
    lengths = []
    for fragment in sealed(parameters):
        opened = opener.open(header(fragment), fragment)
        assert isinstance(opened, DecryptedRecord)
        lengths.append(opened.padding_length)
        assert len(fragment) == opened.parts[-1].end
    assert [0, 1, 2, 3] == lengths


def test_nothing_but_padding():
    """A TLS 1.3 plaintext of zeros has no content type, and stays sealed with that reason."""
    parameters = known("CHACHA20_POLY1305", "SHA256", TLS13)
    cipher = seal.aead(parameters.cipher, keys(parameters).key)
    fragment = cipher.encrypt(keys(parameters).iv, bytes(9), header(bytes(25)))
    refused = RecordOpener(parameters, keys(parameters)).open(header(fragment), fragment)
    assert UndecryptedRecord(DecryptFailure.NO_CONTENT_TYPE, 0) == refused


def test_datagrams():
    """In DTLS the record's own epoch and number are authenticated, in whatever order records come."""
    parameters = known("AES_128_GCM", "SHA256", DTLS12)
    assert TLS12 == parameters.version
    opener = RecordOpener(parameters, keys(parameters))
    cipher = seal.aead(parameters.cipher, keys(parameters).key)
    for number in (7, 3):
        counted = b"\x00\x01" + number.to_bytes(6)
        start = b"\x17\xfe\xfd"
        nonce, additional = keys(parameters).iv + counted, counted + start + b"\x00\x05"
        fragment = counted + cipher.encrypt(nonce, b"hello", additional)
        opened = opener.open(start + counted + len(fragment).to_bytes(2), fragment)
        assert isinstance(opened, DecryptedRecord)
        assert (b"hello", (1 << 48) + number) == (opened.plaintext, opened.sequence_number)


# -- what does not ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cipher", "name", "version"), EVERY)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_bytes(cipher, name, version, data):
    """Any header and fragment have a result, and no bytes that were not sealed open."""
    parameters = known(cipher, name, version)
    both = st.booleans() if parameters.mode is Mode.CBC else st.just(value=False)
    opener = RecordOpener(parameters, keys(parameters), encrypt_then_mac=data.draw(both))
    head, fragment = data.draw(st.binary(max_size=16) | st.binary(min_size=5, max_size=5)), data.draw(st.binary())
    assert isinstance(opener.open(head, fragment), UndecryptedRecord)
    opener.skip(fragment)


@pytest.mark.parametrize(
    ("cipher", "fragment", "reason"),
    [
        ("AES_128_GCM", bytes(23), DecryptFailure.TOO_SHORT),
        ("AES_128_GCM", bytes(24), DecryptFailure.BAD_TAG),
        ("AES_128_CBC", bytes(32), DecryptFailure.TOO_SHORT),
        ("AES_128_CBC", bytes(49), DecryptFailure.NOT_WHOLE_BLOCKS),
        ("AES_128_CBC", bytes(64), DecryptFailure.BAD_PADDING),
        ("RC4_128", bytes(19), DecryptFailure.TOO_SHORT),
        ("RC4_128", bytes(20), DecryptFailure.BAD_MAC),
        ("NULL", bytes(70000), DecryptFailure.TOO_LONG),
    ],
)
def test_reasons(cipher, fragment, reason):
    """A record that stays sealed says why."""
    parameters = known(cipher, "SHA", TLS12)
    refused = RecordOpener(parameters, keys(parameters)).open(header(bytes(0)), fragment)
    assert UndecryptedRecord(reason, 0) == refused


def test_an_incomplete_header():
    """A header of another length than TLS or DTLS has is refused."""
    parameters = known("NULL", "SHA", TLS12)
    assert UndecryptedRecord(DecryptFailure.BAD_HEADER, 0) == RecordOpener(parameters, keys(parameters)).open(
        b"\x17\x03", bytes(40)
    )


@pytest.mark.parametrize(
    ("cipher", "name", "version", "words"),
    [
        ("ARIA_128_GCM", "SHA256", TLS12, "not offered"),
        ("DES40_CBC", "SHA", TLS10, "export"),
        ("RC4_40", "MD5", SSL30, "export"),
        ("AES_128_CBC", "SHA", TLS13, "does not exist in TLS 1.3"),
        ("AES_128_GCM", "SHA256", TLS11, "does not exist before TLS 1.2"),
        ("AES_128_CBC", "SHA256", TLS10, "does not exist before TLS 1.2"),
        ("AES_128_CBC", "", TLS12, "hash"),
        ("AES_128_GCM", "SM3", TLS12, "SM3"),
        ("AES_128_GCM", "SHA256", 0x0305, "0x0305"),
        ("AES_128_GCM", "SHA256", 0x0002, "0x0002"),
    ],
)
def test_what_cannot_be_opened(cipher, name, version, words):
    """A suite that cannot be opened in a version says why."""
    refused = cipher_parameters(cipher, name, version)
    assert isinstance(refused, Unopenable)
    assert words in refused.reason


@pytest.mark.parametrize(
    ("cipher", "name", "version", "expected"),
    [
        ("AES_128_CBC", "SHA", SSL30, "MD5(SHA1)"),
        ("AES_128_CBC", "SHA", TLS11, "MD5+SHA1"),
        ("AES_128_CBC", "SHA", TLS12, "SHA256"),
        ("RC4_128", "MD5", TLS12, "SHA256"),
        ("AES_128_CCM", "", TLS12, "SHA256"),
        ("AES_256_CBC", "SHA384", TLS12, "SHA384"),
    ],
)
def test_the_hash_of_the_prf(cipher, name, version, expected):
    """The PRF's hash is the suite's in TLS 1.2 where it is SHA-256 or newer, and fixed before."""
    assert expected == known(cipher, name, version).prf_hash
