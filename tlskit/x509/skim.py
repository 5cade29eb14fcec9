"""Members of a certificate (RFC 5280 section 4.1) found without reading the rest: its subject, its key.

So what is odd elsewhere hides neither, a store of a hundred roots is indexed at once, and no certificate library has
to be loaded.
"""

from __future__ import annotations

_SEQUENCE, _VERSION = 0x30, 0xA0
_SUBJECT, _KEY = 4, 5  # their places behind the version: serialNumber, signature, issuer and validity stand before
_EMPTY_NAME = b"\x30\x00"


def subject_public_key_info(certificate: bytes) -> bytes | None:
    """Return it in DER, or ``None`` where these bytes are not laid out like a certificate."""
    return _member(certificate, _KEY)


def subject_encoding(certificate: bytes) -> bytes:
    """Return the subject in DER, an empty name where these bytes are not laid out like a certificate."""
    return _member(certificate, _SUBJECT) or _EMPTY_NAME


def _member(certificate: bytes, place: int) -> bytes | None:
    """Return a SEQUENCE of tbsCertificate."""
    try:
        at, _ = _inside(certificate, _inside(certificate, 0)[0])
        if certificate[at] == _VERSION:
            at = _end(certificate, at)
        for _ in range(place):
            at = _end(certificate, at)
        _, end = _inside(certificate, at)
    except (IndexError, ValueError):
        return None
    return certificate[at:end]


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
