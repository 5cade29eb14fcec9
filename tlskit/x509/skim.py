"""Where the SubjectPublicKeyInfo stands in a certificate (RFC 5280 section 4.1), found without reading the rest.

So the key of a certificate that is odd elsewhere can still be used, and no certificate library has to be loaded.
"""

from __future__ import annotations

_SEQUENCE, _VERSION = 0x30, 0xA0
_BEFORE_THE_KEY = 5  # serialNumber, signature, issuer, validity, subject


def subject_public_key_info(certificate: bytes) -> bytes | None:
    """Return it in DER, or ``None`` where these bytes are not laid out like a certificate."""
    try:
        tbs, _ = _inside(certificate, _inside(certificate, 0)[0])
        if certificate[tbs] == _VERSION:
            tbs = _end(certificate, tbs)
        for _ in range(_BEFORE_THE_KEY):
            tbs = _end(certificate, tbs)
        _, end = _inside(certificate, tbs)
    except (IndexError, ValueError):
        return None
    return certificate[tbs:end]


def _inside(data: bytes, at: int) -> tuple[int, int]:
    """Return where the contents of the SEQUENCE at a place begin and end."""
    if data[at] != _SEQUENCE:
        raise ValueError("no SEQUENCE")
    return _contents(data, at)


def _end(data: bytes, at: int) -> int:
    return _contents(data, at)[1]


def _contents(data: bytes, at: int) -> tuple[int, int]:
    length, begin = data[at + 1], at + 2
    if length & 0x80:
        begin += length & 0x7F
        length = int.from_bytes(data[at + 2 : begin])
    if begin + length > len(data):
        raise ValueError("runs past the end")
    return begin, begin + length
