"""What a DER value is, told by its shape: the members of the outermost SEQUENCE and of what is signed in it."""

from __future__ import annotations

from enum import Enum

from tlskit.x509 import der
from tlskit.x509.lenient_der import window

_TIMES = (der.UTC_TIME, der.GENERALIZED_TIME)
_TAGGED_0 = 0xA0
_PKCS = bytes.fromhex("2a864886f70d01")  # 1.2.840.113549.1: the content types of RFC 5652 are below 7 and 9
_GENERATORS = (b"\x02", b"\x05")  # of Diffie-Hellman groups; an RSA public exponent is 3 or 65537
_FEW_BYTES = 8
_MEMBERS_LOOKED_AT = 12


class Asn1Kind(Enum):
    """The things that are kept in DER files, by the words that name them to people."""

    CERTIFICATE = "a certificate"
    CRL = "a CRL"
    REQUEST = "a certificate request"
    PKCS7 = "PKCS#7 (CMS)"
    PKCS12 = "PKCS#12"
    PKCS8 = "a private key (PKCS#8)"
    ENCRYPTED_KEY = "an encrypted private key (PKCS#8)"
    RSA_KEY = "an RSA private key"
    EC_KEY = "an EC private key"
    DSA_KEY = "a DSA private key"
    PUBLIC_KEY = "a public key"
    RSA_PUBLIC_KEY = "an RSA public key (PKCS#1)"
    DH_PARAMETERS = "Diffie-Hellman parameters"
    DSA_PARAMETERS = "DSA parameters"
    OCSP_RESPONSE = "an OCSP response"
    OTHER = "DER of another kind"


_INDEFINITE = {b"\x30\x80\x06": Asn1Kind.PKCS7, b"\x30\x80\x02": Asn1Kind.PKCS12}
"""BER with an indefinite length, which some programs write: known by its first member."""


def asn1_kind(data: bytes) -> Asn1Kind:  # noqa: C901 - a flat table, one shape per line
    """Tell what the value at the beginning of ``data`` is; what is damaged counts as a certificate.

    So does whatever has the frame of something signed and cannot be told: as a certificate, what is in it is shown.
    """
    for beginning, kind in _INDEFINITE.items():
        if data.startswith(beginning):
            return kind
    try:
        outer, _ = window(data, 0, len(data))
    except der.DerError:
        return Asn1Kind.CERTIFICATE
    inside = _first(outer)
    match [value.tag for value in inside]:
        case [der.SEQUENCE, der.BIT_STRING]:
            return Asn1Kind.PUBLIC_KEY
        case [der.SEQUENCE, der.OCTET_STRING]:
            return Asn1Kind.ENCRYPTED_KEY
        case []:
            return Asn1Kind.CERTIFICATE
        case [der.SEQUENCE, *_]:
            return _signed(inside[0])
        case [der.OID, *_] if inside[0].contents.startswith(_PKCS):
            return Asn1Kind.PKCS7
        case [der.ENUMERATED, *_]:
            return Asn1Kind.OCSP_RESPONSE
        case [der.INTEGER, *others]:
            return _numbered(inside, others)
    return Asn1Kind.OTHER


def _first(value: der.Tlv) -> list[der.Tlv]:
    """Return the first few members, as far as they can be read."""
    found: list[der.Tlv] = []
    position = value.body
    while position < value.end and len(found) < _MEMBERS_LOOKED_AT:
        try:
            found.append(window(value.data, position, value.end)[0])
        except der.DerError:
            break
        position = found[-1].end
    return found


def _signed(value: der.Tlv) -> Asn1Kind:
    """Tell by the part that is signed (RFC 5280 sections 4.1 and 5.1, RFC 2986 section 4.1)."""
    match [member.tag for member in _first(value)]:
        case [der.INTEGER, der.SEQUENCE, der.SEQUENCE, *after] if after[:1] == [_TAGGED_0]:
            return Asn1Kind.REQUEST
        case [der.INTEGER, der.SEQUENCE, der.SEQUENCE, time, *_] | [der.SEQUENCE, der.SEQUENCE, time, *_] if (
            time in _TIMES
        ):
            return Asn1Kind.CRL
    return Asn1Kind.CERTIFICATE


def _numbered(inside: list[der.Tlv], others: list[int]) -> Asn1Kind:
    """Tell by what follows a leading number (RFC 7292, 5958, 8017 appendix A, 5915; PKCS #3)."""
    match others:
        case [der.SEQUENCE, der.OCTET_STRING, *_]:
            return Asn1Kind.PKCS8
        case [der.SEQUENCE, *_]:
            return Asn1Kind.PKCS12
        case [der.OCTET_STRING, *_]:
            return Asn1Kind.EC_KEY
        case [der.INTEGER]:
            return _pair(inside)
        case [der.INTEGER, der.INTEGER]:
            return Asn1Kind.DH_PARAMETERS if len(inside[2].contents) < _FEW_BYTES else Asn1Kind.DSA_PARAMETERS
        case [der.INTEGER, der.INTEGER, der.INTEGER, der.INTEGER, der.INTEGER]:
            return Asn1Kind.DSA_KEY
        case [der.INTEGER, *_] if len(others) > 5:  # noqa: PLR2004 - a DSA key has six numbers, an RSA key nine
            return Asn1Kind.RSA_KEY
    return Asn1Kind.OTHER


def _pair(inside: list[der.Tlv]) -> Asn1Kind:
    return Asn1Kind.DH_PARAMETERS if inside[1].contents in _GENERATORS else Asn1Kind.RSA_PUBLIC_KEY
