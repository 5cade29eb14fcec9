"""Finding CRLs in bytes: PEM with anything between the blocks (RFC 7468), DER one after the other, or PKCS#7."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

from tlskit.errors import InputError
from tlskit.x509 import der
from tlskit.x509.file.asn1_kind import Asn1Kind, asn1_kind
from tlskit.x509.file.limits import MAXIMUM_CERTIFICATES
from tlskit.x509.file.pem import PKCS7_LABELS, is_pem, pem_blocks, pem_text

_CRL_LABELS = (b"X509 CRL", b"CRL")
_BEGINNING = 256
_TIMES = (der.UTC_TIME, der.GENERALIZED_TIME)


def crl_blocks(data: bytes) -> list[bytes]:
    """Return the DER of every CRL in ``data``, in order.

    What is damaged is returned too. Raises :class:`~tlskit.errors.InputError` where there is nothing that could be a
    CRL, naming what there is.
    """
    data = pem_text(data)
    if data[:1] == b"\x30" and not (data[:_BEGINNING].isascii() and is_pem(data)):  # "0" begins texts too
        return _in_der(data)
    found: list[bytes] = []
    others: list[str] = []
    for block in pem_blocks(data):
        if block.label in _CRL_LABELS:
            found.append(block.contents)
        elif block.label in PKCS7_LABELS:
            try:
                found += _in_pkcs7(block.contents)
            except InputError:
                others.append("PKCS7 without CRLs")
        else:
            others.append(block.label.decode("ascii"))
    if not found:
        counted = ", ".join(f"{others.count(label)} x {label}" for label in dict.fromkeys(others))
        raise InputError(f"no CRL here; it holds {counted}" if others else "no CRL here: neither PEM nor DER")
    return found


def _in_der(data: bytes) -> list[bytes]:
    """Part DER values that follow one another; what follows and is none stays with the last one."""
    if not _could_be_crl(data):
        kind = asn1_kind(data)
        if kind is Asn1Kind.PKCS7:
            return _in_pkcs7(data)
        raise InputError(f"no CRL here; it holds {kind.value} in DER")
    starts = [0]
    with suppress(der.DerError):  # the rest is damaged, and is a CRL's all the same
        while (end := der.read(data, starts[-1], len(data)).end) < len(data) and data[end] == der.SEQUENCE:
            starts.append(end)
            if len(starts) > MAXIMUM_CERTIFICATES:
                raise InputError(f"more than {MAXIMUM_CERTIFICATES:,} CRLs in one input")
    return [data] if len(starts) == 1 else [data[start:end] for start, end in pairwise([*starts, len(data)])]


def _could_be_crl(data: bytes) -> bool:
    """A TBSCertList has a time where a certificate has its validity period; damage gets the benefit of the doubt."""
    try:
        outer = der.read(data, 0, len(data))
        tbs = der.read(data, outer.body, outer.end)
        if tbs.tag != der.SEQUENCE:
            return False
        value = der.read(data, tbs.body, tbs.end)
        if value.tag == der.INTEGER:
            value = der.read(data, value.end, tbs.end)
        for _ in range(2):  # signature, issuer
            if value.tag != der.SEQUENCE:
                return False
            value = der.read(data, value.end, tbs.end)
    except der.DerError:
        return True
    return value.tag in _TIMES


def _in_pkcs7(data: bytes) -> list[bytes]:
    from tlskit.x509.file.cms import signed_data  # few files hold PKCS#7

    found = signed_data(data).crls
    if not found:
        raise InputError("no CRL here; it holds PKCS#7 without CRLs")
    return found
