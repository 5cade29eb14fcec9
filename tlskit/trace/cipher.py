"""The ciphers that records are protected with: the one place where the trace meets ``cryptography``'s ciphers.

``cryptography`` is imported when the first key is used, since a trace without keys needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tlskit.trace.cipher_parameters import CipherParameters, Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm


class Aead(Protocol):
    """A cipher with its key that authenticates too."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """Return the plaintext or raise InvalidTag."""


def aead(parameters: CipherParameters, key: bytes) -> Aead:
    """Return the AEAD cipher of a suite."""
    from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305  # noqa: PLC0415

    match parameters.mode:
        case Mode.GCM:
            return AESGCM(key)
        case Mode.CCM:
            return AESCCM(key, parameters.tag_length)
    return ChaCha20Poly1305(key)


def open_aead(cipher: Aead, nonce: bytes, data: bytes, additional_data: bytes) -> bytes | None:
    """Decrypt ``data``, which ends with its tag; None where the tag does not fit."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    try:
        return cipher.decrypt(nonce, data, additional_data)
    except InvalidTag:
        return None


def open_cbc(parameters: CipherParameters, key: bytes, iv: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks in CBC mode."""
    from cryptography.hazmat.primitives.ciphers import Cipher, modes  # noqa: PLC0415

    return Cipher(_block_cipher(parameters.algorithm)(key), modes.CBC(iv)).decryptor().update(data)


def key_stream(key: bytes) -> Callable[[int], bytes]:
    """Return a function that gives the next bytes of the key stream of RC4."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415

    stream = Cipher(ARC4(key), mode=None).encryptor()
    return lambda length: stream.update(bytes(length))


def _block_cipher(algorithm: str) -> Callable[[bytes], BlockCipherAlgorithm]:
    from cryptography.hazmat.decrepit.ciphers import algorithms as decrepit  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers import algorithms  # noqa: PLC0415

    return {
        "AES": algorithms.AES,
        "3DES": decrepit.TripleDES,
        "DES": lambda key: decrepit.TripleDES(key * 3),  # three times the same key is single DES
        "CAMELLIA": decrepit.Camellia,
        "SEED": decrepit.SEED,
        "IDEA": decrepit.IDEA,
    }[algorithm]
