"""The certificates and CRLs in PKCS#7, which today is CMS: ContentInfo with SignedData (RFC 5652 sections 3 and 5.1).

Read with our own DER reader, value by value: one sick certificate hides none of the others. Signatures and what was
signed are left alone.
"""

from __future__ import annotations

from typing import NamedTuple

from tlskit.errors import InputError
from tlskit.x509 import der
from tlskit.x509.file.limits import MAXIMUM_CERTIFICATES
from tlskit.x509.name import DER_PROBLEMS

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPES = {
    "1.2.840.113549.1.7.1": "data",
    "1.2.840.113549.1.7.3": "enveloped data",
    "1.2.840.113549.1.7.4": "signed and enveloped data",
    "1.2.840.113549.1.7.5": "digested data",
    "1.2.840.113549.1.7.6": "encrypted data",
    "1.2.840.113549.1.9.16.1.2": "authenticated data",
    "1.2.840.113549.1.9.16.1.9": "compressed data",
    "1.2.840.113549.1.9.16.1.23": "authenticated and enveloped data",
}
_CERTIFICATES, _CRLS = 0xA0, 0xA1
_CONSTRUCTED, _INDEFINITE = 0x20, 0x80


class SignedDataContents(NamedTuple):
    """The DER of each certificate and of each CRL, in the order in which they stand."""

    certificates: list[bytes]
    crls: list[bytes]


def signed_data(data: bytes) -> SignedDataContents:
    """Return what a SignedData carries. Raises :class:`~tlskit.errors.InputError` where it is none, or not DER."""
    found = SignedDataContents([], [])
    try:
        for value in _members(data):
            if value.tag == _CERTIFICATES:
                found.certificates.extend(_sequences(value))
            elif value.tag == _CRLS:
                found.crls.extend(_sequences(value))
    except DER_PROBLEMS as error:
        if found.certificates:  # what is damaged stands behind them
            return found
        raise InputError(_reason(data, error)) from None
    return found


def _members(data: bytes) -> list[der.Tlv]:
    outer = der.read(data, 0, len(data)).expect(der.SEQUENCE, "ContentInfo")
    kind = der.read(data, outer.body, outer.end).expect(der.OID, "contentType")
    number = der.object_identifier(kind)
    if number != _SIGNED_DATA:
        raise InputError(f"PKCS#7 with {_CONTENT_TYPES.get(number, number)}, in which certificates cannot be seen")
    content = der.read(data, kind.end, outer.end)
    return der.read(data, content.body, content.end).expect(der.SEQUENCE, "SignedData").children()


def _sequences(value: der.Tlv) -> list[bytes]:
    """Return the members that are certificates or CRLs proper; the other choices are tagged (section 10.2)."""
    found = [item.encoding for item in value.children() if item.tag == der.SEQUENCE]
    if len(found) > MAXIMUM_CERTIFICATES:
        raise InputError(f"PKCS#7 with more than {MAXIMUM_CERTIFICATES:,} certificates or CRLs")
    return found


def _reason(data: bytes, error: Exception) -> str:
    offset = error.offset if isinstance(error, der.DerError) else len(data)
    if data[offset + 1 : offset + 2] == bytes([_INDEFINITE]) and data[offset] & _CONSTRUCTED:
        return (
            "PKCS#7 in BER with indefinite lengths, which is not read here; "
            "'openssl pkcs7 -in FILE -inform DER -print_certs' (PEM: without -inform) turns it into PEM certificates"
        )
    return f"PKCS#7 that is damaged: {der.problem(error)}"
