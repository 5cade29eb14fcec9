"""Derivations that no capture shows whole: exporters, PSK premaster secrets, SSL 3.0, and the names of the steps."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from tests.support.rfc8448 import HASH, TRACES
from tlskit.trace.keys.cipher_parameters import CipherParameters, cipher_parameters
from tlskit.trace.keys.tls12_key_derivation import (
    key_block,
    master_secret,
    prf,
)
from tlskit.trace.keys.tls13_key_schedule import KeySchedule, Secret, Stage, hkdf_expand, hkdf_extract

CLIENT_RANDOM, SERVER_RANDOM, MASTER = b"c" * 32, b"s" * 32, bytes(range(48))
SSL30_HASH = "MD5(SHA1)"


def test_hkdf():
    """HKDF gives the output of RFC 5869's first test case."""
    salt, info = bytes(range(13)), bytes(range(0xF0, 0xFA))
    secret = hkdf_extract(salt, b"\x0b" * 22, HASH)
    assert "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5" == secret.hex()
    expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    assert expected == hkdf_expand(secret, info, 42, HASH).hex()


def test_no_psk_and_no_shared_secret():
    """Without a PSK, and without (EC)DHE, zeros take their place."""
    given, zeros = KeySchedule(HASH), KeySchedule(HASH, bytes(32), bytes(32))
    assert zeros.master.output == given.master.output
    assert TRACES[0].schedule.early.output == given.early.output


def test_the_three_stages_hang_together():
    """Each stage is salted with what the one above it gives."""
    schedule = TRACES[1].schedule
    for above, salt, below in (
        (schedule.early, schedule.salt_of_handshake, schedule.handshake),
        (schedule.handshake, schedule.salt_of_master, schedule.master),
    ):
        assert above.output == dict(salt.inputs)["Secret"]
        assert salt.output == dict(below.inputs)["salt"]
    assert ["Early Secret", "Handshake Secret", "Master Secret"] == [schedule.of(stage).name for stage in Stage]


def test_names_of_secrets():
    """Every secret has a name in words, and each derivation names its section."""
    assert "client handshake traffic secret" == Secret.CLIENT_HANDSHAKE_TRAFFIC.title
    assert "external binder key" == Secret.EXTERNAL_BINDER_KEY.title
    steps = [TRACES[0].secret(secret) for secret in Secret]
    assert {"RFC 8446 section 7.1"} == {str(step.section) for step in steps}
    assert len(Secret) == len({step.output for step in steps})


# -- up to TLS 1.2 ---------------------------------------------------------------------------------------------------


def test_prf_of_tls12():
    """The PRF gives the output of the public test vector for SHA-256."""
    secret = bytes.fromhex("9bbe436ba940f017b17652849a71db35")
    seed = bytes.fromhex("a0ba9f936cda311827a6f796ffd5198c")
    expected = (
        "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a"
        "6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab"
        "4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701"
        "87347b66"
    )
    assert expected == prf(secret, "test label", seed, 100, "SHA256").hex()


def test_the_halves_of_an_odd_secret_overlap():
    """In TLS 1.0 the halves of a secret of odd length share its middle byte."""
    middle = prf(b"abc", "x", b"", 16, "MD5+SHA1")
    assert middle != prf(b"ab", "x", b"", 16, "MD5+SHA1")
    assert middle != prf(b"aXc", "x", b"", 16, "MD5+SHA1")


def test_ssl30():
    """SSL 3.0 derives master secret and key block from MD5 over SHA-1, salted with A, BB, CCC."""

    def derived(secret, seed, length):
        salts = (bytes([0x41 + index]) * (index + 1) for index in range(9))
        return b"".join(hashlib.md5(secret + hashlib.sha1(salt + secret + seed).digest()).digest() for salt in salts)[
            :length
        ]

    premaster = b"\x03\x00" + bytes(46)
    step = master_secret(premaster, CLIENT_RANDOM, SERVER_RANDOM, SSL30_HASH)
    assert (derived(premaster, CLIENT_RANDOM + SERVER_RANDOM, 48), "") == (step.output, step.label)
    parameters = cipher_parameters("3DES_EDE_CBC", "SHA", 0x0300)
    assert isinstance(parameters, CipherParameters)
    block = key_block(step.output, CLIENT_RANDOM, SERVER_RANDOM, parameters)
    assert derived(step.output, SERVER_RANDOM + CLIENT_RANDOM, 104) == block.block.output


@pytest.mark.parametrize(
    ("cipher", "hash_name", "version", "expected"),
    [
        ("AES_128_CBC", "SHA", 0x0301, [20, 20, 16, 16, 16, 16]),
        ("AES_128_CBC", "SHA", 0x0302, [20, 20, 16, 16]),
        ("AES_128_GCM", "SHA256", 0x0303, [16, 16, 4, 4]),
        ("CHACHA20_POLY1305", "SHA256", 0x0303, [32, 32, 12, 12]),
        ("RC4_128", "MD5", 0x0301, [16, 16, 16, 16]),
        ("NULL", "SHA256", 0x0303, [32, 32]),
    ],
)
def test_the_key_block_is_cut(cipher, hash_name, version, expected):
    """The key block is cut into MAC keys, keys and IVs, client first, and nothing of it is left."""
    parameters = cipher_parameters(cipher, hash_name, version)
    assert isinstance(parameters, CipherParameters)
    made = key_block(MASTER, CLIENT_RANDOM, SERVER_RANDOM, parameters)
    assert expected == [len(step.output) for step in made.keys]
    assert made.block.output == b"".join(step.output for step in made.keys)
    assert f"bytes 0 to {expected[0] - 1}" == made.keys[0].label
    assert ["client", "server"] == [step.name.split()[0] for step in made.keys[:2]]
    lengths = (parameters.mac_length, parameters.key_length, parameters.iv_length)
    assert lengths == (len(made.server.mac_key), len(made.server.key), len(made.server.iv))


# -- start-up --------------------------------------------------------------------------------------------------------


def test_cryptography_waits_for_a_key():
    """Loading all of it does not load cryptography, which a trace without keys never needs."""
    modules = (
        "keys.key_log",
        "keys.tls13_key_schedule",
        "keys.tls12_key_derivation",
        "keys.record_protection",
        "proof.proof",
    )
    program = f"import sys; import tlskit.trace.{', tlskit.trace.'.join(modules)}; print('cryptography' in sys.modules)"
    assert (
        "False"
        == subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    )
