"""Finding certificates in bytes: PEM with anything between the blocks (RFC 7468), or DER."""

from __future__ import annotations

import base64
import binascii
import re

from tlskit.errors import InputError

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 .]{1,64})-----\s*(.*?)(?:-----END \1-----|(?=-----BEGIN )|\Z)", re.DOTALL)
_CERTIFICATE_LABELS = (b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE")


def certificate_blocks(data: bytes) -> list[bytes]:
    """Return the DER of every certificate in ``data``, in order.

    DER is returned as it is, whatever is wrong inside: that becomes a finding. Raises
    :class:`~tlskit.errors.InputError` where there is nothing that could be a certificate, naming what there is.
    """
    if data[:1] == b"\x30":
        return [data]
    found, others = [], []
    for label, body in _BLOCK.findall(data):
        if label in _CERTIFICATE_LABELS:
            found.append(_decode(body))
        else:
            others.append(label.decode("ascii"))
    if found:
        return found
    if others:
        raise InputError(f"no certificate here; it holds {_counted(others)}")
    raise InputError("no certificate here: neither PEM nor DER")


def _decode(body: bytes) -> bytes:
    """Decode base64, skipping the header lines of old PEM files; what is damaged is decoded as far as it goes."""
    _, separator, rest = body.partition(b"\n\n")
    text = rest if separator and b":" in body.partition(b"\n\n")[0] else body
    cleaned = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    try:
        return base64.b64decode(cleaned[: len(cleaned) // 4 * 4] + _tail(cleaned))
    except binascii.Error:
        return b""


def _tail(cleaned: bytes) -> bytes:
    rest = cleaned[len(cleaned) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _counted(labels: list[str]) -> str:
    return ", ".join(f"{labels.count(label)} x {label}" for label in dict.fromkeys(labels))
