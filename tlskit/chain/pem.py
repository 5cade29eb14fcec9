"""Finding certificates in bytes: PEM with anything between the blocks (RFC 7468), or DER."""

from __future__ import annotations

import binascii
import codecs
import re

from tlskit.chain import der
from tlskit.errors import InputError

_BEGIN = re.compile(rb"-----BEGIN ([A-Z0-9 .]{1,64})-----")
_MARK = b"-----"
MAXIMUM_CERTIFICATES = 20_000
"""Twice as many as all intermediates that the CCADB knows."""
_CERTIFICATE_LABELS = (b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE")


def certificate_blocks(data: bytes) -> list[bytes]:
    """Return the DER of every certificate in ``data``, in order.

    DER is returned as it is, whatever is wrong inside: that becomes a finding. Raises
    :class:`~tlskit.errors.InputError` where there is nothing that could be a certificate, naming what there is.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # what PowerShell's redirection writes
        data = data.decode("utf-16", "replace").encode("ascii", "replace")
    if data[:1] == b"\x30":
        return [_certificate_der(data)]
    found: list[bytes] = []
    others: list[str] = []
    for begin in _BEGIN.finditer(data):
        if len(found) >= MAXIMUM_CERTIFICATES:
            raise InputError(f"more than {MAXIMUM_CERTIFICATES:,} certificates in one input")
        label, end = begin[1], data.find(_MARK, begin.end())
        if label in _CERTIFICATE_LABELS:
            found.append(_decode(data[begin.end() : end if end >= 0 else len(data)]))
        else:
            others.append(label.decode("ascii"))
    if found:
        return found
    if others:
        raise InputError(f"no certificate here; it holds {_counted(others)}")
    raise InputError("no certificate here: neither PEM nor DER")


def _certificate_der(data: bytes) -> bytes:
    """Tell a certificate from the other things that DER files hold, by the first thing inside: its signed part."""
    try:
        outer = der.read(data, 0, len(data))
        first = der.read(data, outer.body, outer.end).tag
    except der.DerError:
        return data  # damaged: whatever can be read will be shown
    if first in _OTHERS:
        raise InputError(f"no certificate here; it holds {_OTHERS[first]}")
    return data


_OTHERS = {der.OID: "PKCS#7 (CMS) in DER", der.INTEGER: "a private key or PKCS#12 in DER"}


def _decode(body: bytes) -> bytes:
    """Decode base64, skipping the header lines of old PEM files; what is damaged is decoded as far as it goes."""
    headers, _, text = body.partition(b"\n\n")
    encoded = text if b":" in headers else body
    try:
        return binascii.a2b_base64(encoded)
    except binascii.Error:
        digits = re.sub(rb"[^A-Za-z0-9+/]", b"", encoded)
        return binascii.a2b_base64(digits[: len(digits) // 4 * 4])


def _counted(labels: list[str]) -> str:
    return ", ".join(f"{labels.count(label)} x {label}" for label in dict.fromkeys(labels))
