"""Sealing records, the way back: for ciphers and versions that no library at hand still speaks."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.decrepit.ciphers import algorithms as decrepit
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

BLOCK = {
    "3DES_EDE_CBC": decrepit.TripleDES,
    "DES_CBC": lambda key: decrepit.TripleDES(key + key + key),
    "AES_128_CBC": algorithms.AES,
    "AES_256_CBC": algorithms.AES,
    "IDEA_CBC": decrepit.IDEA,
    "SEED_CBC": decrepit.SEED,
    "CAMELLIA_256_CBC": decrepit.Camellia,
}


def mac(version, name, key, number, kind, shown_version, data):
    """The MAC of a record: HMAC, or in SSL 3.0 what came before it."""
    if version > 0x0300:
        header = number.to_bytes(8) + bytes([kind]) + shown_version + len(data).to_bytes(2)
        return hmac.new(key, header + data, name).digest()
    pad = 48 if name == "md5" else 40
    header = number.to_bytes(8) + bytes([kind]) + len(data).to_bytes(2)
    inner = hashlib.new(name, key + b"6" * pad + header + data).digest()
    return hashlib.new(name, key + b"\\" * pad + inner).digest()


def cbc(cipher, key, iv, data):
    """Encrypt whole blocks."""
    return Cipher(BLOCK[cipher](key), modes.CBC(iv)).encryptor().update(data)


def padded(data, block, version):
    """Pad as TLS does, or with any bytes as SSL 3.0 does."""
    length = block - 1 - len(data) % block
    return data + (bytes([length]) if version > 0x0300 else b"\xaa") * length + bytes([length])


def rc4(key):
    """Return RC4 with a key, in the middle of its stream wherever it was left."""
    return Cipher(decrepit.ARC4(key), mode=None).encryptor().update


def aead(cipher, key):
    """Return the AEAD cipher of a suite."""
    if cipher.endswith("GCM"):
        return AESGCM(key)
    return AESCCM(key, 8 if cipher.endswith("8") else 16) if "CCM" in cipher else ChaCha20Poly1305(key)
