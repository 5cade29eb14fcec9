"""What a cipher suite's name says about the protection of records: algorithms and lengths, per protocol version.

The words are those of the suites' names ("AES_128_GCM", "3DES_EDE_CBC"; "SHA256"). What cannot be opened gives an
``Unopenable`` that says why. RFC 5246 appendix C, RFC 5288 (GCM), RFC 6655 (CCM), RFC 7905 (ChaCha20-Poly1305),
RFC 8446 section 5.2; RFC 6347 for DTLS.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from tlskit.core import FrozenValue
from tlskit.trace.keys.derivation import DIGEST_LENGTHS

SSL30, TLS10, TLS11, TLS12, TLS13 = 0x0300, 0x0301, 0x0302, 0x0303, 0x0304
MD5_SHA1, SSL30_HASH = "MD5+SHA1", "MD5(SHA1)"  # the PRFs of TLS 1.0 and 1.1, and of SSL 3.0
_DTLS = {0xFEFF: TLS11, 0xFEFD: TLS12}  # RFC 6347 section 1: DTLS 1.0 follows TLS 1.1


class Mode(Enum):
    """How a cipher is used."""

    NULL = "no encryption"
    STREAM = "stream cipher"
    CBC = "cipher block chaining"
    GCM = "Galois/Counter Mode"
    CCM = "Counter with CBC-MAC"
    CHACHA20_POLY1305 = "ChaCha20-Poly1305"

    @property
    def is_aead(self) -> bool:
        """Whether the cipher itself authenticates."""
        return self in {Mode.GCM, Mode.CCM, Mode.CHACHA20_POLY1305}


class Unopenable(FrozenValue):
    """Records under this suite stay closed, and why."""

    reason: str


class CipherParameters(FrozenValue):
    """Lengths are in bytes. ``version`` is the TLS version whose rules hold, also for DTLS.

    ``iv_length`` counts what the keys give: for AEAD the fixed part of the nonce, for CBC up to TLS 1.0 the first IV.
    ``explicit_length`` counts what each record carries: the rest of the nonce, or the IV.
    """

    cipher: str
    algorithm: str
    mode: Mode
    version: int
    key_length: int
    iv_length: int
    explicit_length: int
    block_length: int
    tag_length: int
    mac_hash: str
    mac_length: int
    prf_hash: str


class WriteKeys(FrozenValue):
    """What one side protects its records with; ``mac_key`` is empty with AEAD."""

    key: bytes
    iv: bytes
    mac_key: bytes = b""


class _Cipher(NamedTuple):
    """The row of a cipher."""

    algorithm: str
    mode: Mode
    key_length: int
    block_length: int = 0
    tag_length: int = 0


_CIPHERS = {
    "NULL": _Cipher("NULL", Mode.NULL, 0),
    "RC4_128": _Cipher("RC4", Mode.STREAM, 16),
    "DES_CBC": _Cipher("DES", Mode.CBC, 8, 8),
    "3DES_EDE_CBC": _Cipher("3DES", Mode.CBC, 24, 8),
    "IDEA_CBC": _Cipher("IDEA", Mode.CBC, 16, 8),
    "SEED_CBC": _Cipher("SEED", Mode.CBC, 16, 16),
    "AES_128_CBC": _Cipher("AES", Mode.CBC, 16, 16),
    "AES_256_CBC": _Cipher("AES", Mode.CBC, 32, 16),
    "CAMELLIA_128_CBC": _Cipher("CAMELLIA", Mode.CBC, 16, 16),
    "CAMELLIA_256_CBC": _Cipher("CAMELLIA", Mode.CBC, 32, 16),
    "AES_128_GCM": _Cipher("AES", Mode.GCM, 16, tag_length=16),
    "AES_256_GCM": _Cipher("AES", Mode.GCM, 32, tag_length=16),
    "AES_128_CCM": _Cipher("AES", Mode.CCM, 16, tag_length=16),
    "AES_256_CCM": _Cipher("AES", Mode.CCM, 32, tag_length=16),
    "AES_128_CCM_8": _Cipher("AES", Mode.CCM, 16, tag_length=8),
    "AES_256_CCM_8": _Cipher("AES", Mode.CCM, 32, tag_length=8),
    "CHACHA20_POLY1305": _Cipher("CHACHA20", Mode.CHACHA20_POLY1305, 32, tag_length=16),
}
_REFUSED = {
    "RC4_40": "its keys are of export strength, which are derived in another way",
    "RC2_CBC_40": "its keys are of export strength, which are derived in another way",
    "DES40_CBC": "its keys are of export strength, which are derived in another way",
    "DES_CBC_40": "its keys are of export strength, which are derived in another way",
}


def cipher_parameters(cipher: str, hash_name: str, version: int) -> CipherParameters | Unopenable:
    """Return what the cipher and hash of a suite's name mean in a protocol version, or why they open nothing."""
    version, hash_name = _DTLS.get(version, version), "SHA1" if hash_name == "SHA" else hash_name
    if not SSL30 <= version <= TLS13:
        return Unopenable(f"version {version:#06x} is not known")
    row = _CIPHERS.get(cipher)
    if row is None:
        return Unopenable(f"{cipher}: {_REFUSED.get(cipher, 'this cipher is not offered by the cryptography library')}")
    if version == TLS13 and not row.mode.is_aead:
        return Unopenable(f"{cipher} does not exist in TLS 1.3")
    if version < TLS12 and row.mode.is_aead:
        return Unopenable(f"{cipher} does not exist before TLS 1.2")
    if version < TLS12 and hash_name not in {"MD5", "SHA1"}:
        return Unopenable(f"a MAC with {hash_name or 'no hash'} does not exist before TLS 1.2")
    if hash_name not in DIGEST_LENGTHS and (hash_name or not row.mode.is_aead):
        return Unopenable(f"the hash {hash_name or 'of the suite'} is not known")
    return _parameters(cipher, row, hash_name, version)


def _parameters(cipher: str, row: _Cipher, hash_name: str, version: int) -> CipherParameters:
    iv_length, explicit_length = _iv_lengths(row, version)
    mac_hash = "" if row.mode.is_aead else hash_name
    return CipherParameters(
        cipher,
        row.algorithm,
        row.mode,
        version,
        row.key_length,
        iv_length,
        explicit_length,
        row.block_length,
        row.tag_length,
        mac_hash,
        DIGEST_LENGTHS.get(mac_hash, 0),
        _prf_hash(hash_name, version),
    )


def _iv_lengths(row: _Cipher, version: int) -> tuple[int, int]:
    """Return the bytes of nonce or IV that come from the keys, and those that each record carries."""
    match row.mode:
        case Mode.GCM | Mode.CCM if version < TLS13:
            return 4, 8
        case Mode.GCM | Mode.CCM | Mode.CHACHA20_POLY1305:
            return 12, 0
        case Mode.CBC if version < TLS11:
            return row.block_length, 0
    return 0, row.block_length


def _prf_hash(hash_name: str, version: int) -> str:
    """In TLS 1.2 SHA-256 where the suite's hash is older or unnamed (RFC 5246 section 5), else the suite's."""
    if version < TLS12:
        return SSL30_HASH if version == SSL30 else MD5_SHA1
    return "SHA256" if hash_name in {"", "MD5", "SHA1"} else hash_name
