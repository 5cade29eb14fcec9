"""Finding certificates in bytes: PEM with anything between the blocks (RFC 7468), or DER."""

from __future__ import annotations

import binascii
import re

from tlskit.errors import InputError

_BEGIN = re.compile(rb"-----BEGIN ([A-Z0-9 .]{1,64})-----")
_MARK = b"-----"
_CERTIFICATE_LABELS = (b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE")


def certificate_blocks(data: bytes) -> list[bytes]:
    """Return the DER of every certificate in ``data``, in order.

    DER is returned as it is, whatever is wrong inside: that becomes a finding. Raises
    :class:`~tlskit.errors.InputError` where there is nothing that could be a certificate, naming what there is.
    """
    if data[:1] == b"\x30":
        return [data]
    found, others = [], []
    for begin in _BEGIN.finditer(data):
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
