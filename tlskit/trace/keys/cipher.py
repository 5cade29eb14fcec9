"""The ciphers that records are protected with: the one place where the trace meets ``cryptography``'s ciphers.

``cryptography`` is imported when the first key is used, since a trace without keys needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tlskit.trace.keys.cipher_parameters import CipherParameters, Mode

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm


OpenAead = Callable[[bytes, bytes, bytes], bytes | None]


def aead(parameters: CipherParameters, key: bytes) -> OpenAead:
    """Return what decrypts (nonce, data with its tag, additional data), to None where the tag does not fit."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

    cipher: AESCCM | AESGCM | ChaCha20Poly1305
    match parameters.mode:
        case Mode.GCM:
            cipher = AESGCM(key)
        case Mode.CCM:
            cipher = AESCCM(key, parameters.tag_length)
        case _:
            cipher = ChaCha20Poly1305(key)

    def decrypt(nonce: bytes, data: bytes, additional_data: bytes) -> bytes | None:
        try:
            return cipher.decrypt(nonce, data, additional_data)
        except InvalidTag:
            return None

    return decrypt


def open_cbc(parameters: CipherParameters, key: bytes, iv: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks in CBC mode."""
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    return Cipher(_block_cipher(parameters.algorithm)(key), modes.CBC(iv)).decryptor().update(data)


def key_stream(key: bytes) -> Callable[[int], bytes]:
    """Return a function that gives the next bytes of the key stream of RC4."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    stream = Cipher(ARC4(key), mode=None).encryptor()
    return lambda length: stream.update(bytes(length))


def _block_cipher(algorithm: str) -> Callable[[bytes], BlockCipherAlgorithm]:
    from cryptography.hazmat.decrepit.ciphers import algorithms as decrepit
    from cryptography.hazmat.primitives.ciphers import algorithms

    return {
        "AES": algorithms.AES,
        "3DES": decrepit.TripleDES,
        "DES": lambda key: decrepit.TripleDES(key * 3),  # three times the same key is single DES
        "CAMELLIA": decrepit.Camellia,
        "SEED": decrepit.SEED,
        "IDEA": decrepit.IDEA,
    }[algorithm]
