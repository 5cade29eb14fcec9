"""Finding certificates in bytes: PEM with anything between the blocks (RFC 7468), DER, or PKCS#7 in either."""

from __future__ import annotations

import binascii
import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from tlskit.errors import InputError
from tlskit.x509 import der
from tlskit.x509.file.limits import MAXIMUM_CERTIFICATES

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN = re.compile(rb"-----BEGIN ([A-Za-z0-9 .#/+_]{1,64})-----")
_MARK = b"-----"
CERTIFICATE_LABELS = (b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE")
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


def certificate_blocks(data: bytes) -> list[bytes]:
    """Return the DER of every certificate in ``data``, in order.

    DER is returned as it is, whatever is wrong inside: that becomes a finding. Raises
    :class:`~tlskit.errors.InputError` where there is nothing that could be a certificate, naming what there is.
    """
    data = pem_text(data)
    if data[:1] == b"\x30" and not _is_text(data):
        return _certificates_der(data)
    found: list[bytes] = []
    others: list[str] = []
    for block in pem_blocks(data):
        if block.label in CERTIFICATE_LABELS:
            found.append(_trusted(block.contents) if block.label.startswith(b"T") else block.contents)
        elif block.label in PKCS7_LABELS:
            found += _contained(block.contents, others)
        else:
            others.append(block.label.decode("ascii"))
    if found:
        return found
    if others:
        raise InputError(f"no certificate here; it holds {_counted(others)}")
    raise InputError("no certificate here: neither PEM nor DER")


def _is_text(data: bytes) -> bool:
    """Whether what begins like DER, with a "0", is a text with PEM in it."""
    return data[1:2].isascii() and data[:256].isascii() and is_pem(data)


def _trusted(contents: bytes) -> bytes:
    """OpenSSL's TRUSTED CERTIFICATE is a certificate and what it is trusted for, one after the other."""
    try:
        return contents[: der.read(contents, 0, len(contents)).end]
    except der.DerError:
        return contents


def _contained(data: bytes, others: list[str]) -> list[bytes]:
    from tlskit.x509.file.cms import signed_data  # noqa: PLC0415 - few files hold PKCS#7

    try:
        found = signed_data(data).certificates
    except InputError as problem:
        others.append(str(problem))
        return []
    if not found:
        others.append("PKCS#7 without certificates")
    return found


def _certificates_der(data: bytes) -> list[bytes]:
    """Tell a certificate from the other things that DER files hold; what is damaged counts as one, and is shown."""
    from tlskit.x509.file.der_kind import DerKind, der_kind  # noqa: PLC0415 - a trust store is PEM

    kind = der_kind(data)
    if kind is DerKind.CERTIFICATE:
        return [data]
    others: list[str] = []
    found = _contained(data, others) if kind is DerKind.PKCS7 else []
    if found:
        return found
    raise InputError(f"no certificate here; it holds {', '.join(others) or f'{kind.value} in DER'}")


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


def _counted(labels: list[str]) -> str:
    return ", ".join(f"{labels.count(label)} x {label}" for label in dict.fromkeys(labels))
