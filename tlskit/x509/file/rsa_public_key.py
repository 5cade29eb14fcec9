"""PKCS#1's RSAPublicKey (RFC 8017 appendix A.1.1) as the SubjectPublicKeyInfo that certificates have."""

from __future__ import annotations

from tlskit.x509 import der

_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")  # rsaEncryption, NULL: RFC 3279 section 2.3.1


def spki_of_rsa(data: bytes) -> bytes:
    """Put an RSAPublicKey into a SubjectPublicKeyInfo."""
    return _tlv(der.SEQUENCE, _ALGORITHM + _tlv(der.BIT_STRING, b"\x00" + data))


def _tlv(tag: int, contents: bytes) -> bytes:
    length = len(contents)
    octets = length.to_bytes((length.bit_length() + 7) // 8)
    header = bytes([length]) if length < 0x80 else bytes([0x80 | len(octets)]) + octets  # noqa: PLR2004 - long form
    return bytes([tag]) + header + contents
