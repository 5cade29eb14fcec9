"""PEM (RFC 7468): blocks with anything between them, as forgiving as can be."""

from __future__ import annotations

import binascii
import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from tlskit.errors import InputError
from tlskit.x509.file.limits import MAXIMUM_CERTIFICATES

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN = re.compile(rb"-----BEGIN ([A-Za-z0-9 .#/+_]{1,64})-----")
_MARK = b"-----"
TRUSTED_LABEL = b"TRUSTED CERTIFICATE"
CERTIFICATE_LABELS = (b"CERTIFICATE", b"X509 CERTIFICATE", TRUSTED_LABEL)
PKCS7_LABELS = (b"PKCS7", b"CMS", b"PKCS #7 SIGNED DATA")


class PemBlock(NamedTuple):
    """One block: its label, where it begins, its base64 decoded as far as it goes, and its text as it stands."""

    label: bytes
    start: int
    contents: bytes
    text: bytes


def pem_text(data: bytes) -> bytes:
    """Return text in UTF-16 with a byte-order mark, which PowerShell's redirection writes, as ASCII; all else as is."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("ascii", "replace")
    return data


def pem_blocks(data: bytes) -> Iterator[PemBlock]:
    """Yield every block, with anything between them; one without an END reaches to the next mark.

    Raises :class:`~tlskit.errors.InputError` where there are too many.
    """
    count = end = 0
    while (begin := _BEGIN.search(data, end)) is not None:
        count += 1
        if count > MAXIMUM_CERTIFICATES:
            raise InputError(f"more than {MAXIMUM_CERTIFICATES:,} PEM blocks in one input")
        mark = data.find(_MARK, begin.end())
        end = mark if mark >= 0 else len(data)
        body = data[begin.end() : end]
        yield PemBlock(begin[1], begin.start(), _decode(body), body)


def is_pem(data: bytes) -> bool:
    """Whether there is the beginning of a block."""
    return _BEGIN.search(data) is not None


def encode_pem(contents: bytes, label: str = "CERTIFICATE") -> str:
    """Return a block as RFC 7468 section 3 writes it, 64 characters a line, with its last line feed."""
    text = binascii.b2a_base64(contents, newline=False).decode("ascii")
    lines = [text[index : index + 64] for index in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def _decode(body: bytes) -> bytes:
    """Decode base64, skipping the header lines of old PEM files; what is damaged is decoded as far as it goes."""
    if b"\r" in body:
        body = body.replace(b"\r\n", b"\n")
    if b"\\" in body:  # copied out of JSON, where a line feed is written as two characters
        body = body.replace(b"\\r", b"").replace(b"\\n", b"\n")
    if b":" in body:
        headers, _, text = body.partition(b"\n\n")
        body = text if b":" in headers else body
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        digits = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        return binascii.a2b_base64(digits[: len(digits) // 4 * 4])
