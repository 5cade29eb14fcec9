"""Keys and names as few CAs write them: RSASSA-PSS keys with restrictions, curves spelled out, DSA without parameters.

Each ``*_chain`` returns the certificates to be served and the root; the middle one is the odd one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from unittest import mock

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.support import pki
from tests.support.pki import Issued, integer, oid, tlv
from tlskit.x509 import der

if TYPE_CHECKING:
    from collections.abc import Callable

Chain = tuple[list[bytes], bytes]

NULL = b"\x05\x00"
RSASSA_PSS, SHA256_WITH_RSA = "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.11"
EC, P256, DSA = "1.2.840.10045.2.1", "1.2.840.10045.3.1.7", "1.2.840.10040.4.1"
ECDSA_SHA256, DSA_SHA256 = "1.2.840.10045.4.3.2", "2.16.840.1.101.3.4.3.2"
DIGESTS = {
    "SHA-1": ("1.3.14.3.2.26", hashes.SHA1()),
    "SHA-256": ("2.16.840.1.101.3.4.2.1", hashes.SHA256()),
    "SHA-384": ("2.16.840.1.101.3.4.2.2", hashes.SHA384()),
}


def spki(algorithm: str, parameters: bytes, bits: bytes) -> bytes:
    """Encode a SubjectPublicKeyInfo."""
    return tlv(0x30, tlv(0x30, oid(algorithm), parameters), tlv(0x03, b"\x00", bits))


# -- RSASSA-PSS ------------------------------------------------------------------------------------------------------


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """Return the RSA key of this run."""
    return rsa.generate_private_key(65537, 2048)


def rsa_bits() -> bytes:
    """Return the RSAPublicKey."""
    return rsa_key().public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)


def pss_parameters(digest: str, mask: str, salt: int) -> bytes:
    """Encode RSASSA-PSS-params (RFC 4055 section 3.1)."""
    inner, outer = (tlv(0x30, oid(DIGESTS[name][0]), NULL) for name in (mask, digest))
    generator = tlv(0x30, oid("1.2.840.113549.1.1.8"), inner)
    return tlv(0x30, tlv(0xA0, outer), tlv(0xA1, generator), tlv(0xA2, integer(salt)))


def pss(digest: str = "SHA-256", mask: str = "SHA-256", salt: int = 32) -> tuple[bytes, Callable[[bytes], bytes]]:
    """Return a signature's AlgorithmIdentifier and what makes it."""
    scheme = padding.PSS(padding.MGF1(DIGESTS[mask][1]), salt)
    algorithm = tlv(0x30, oid(RSASSA_PSS), pss_parameters(digest, mask, salt))
    return algorithm, lambda tbs: rsa_key().sign(tbs, scheme, DIGESTS[digest][1])


def pkcs1() -> tuple[bytes, Callable[[bytes], bytes]]:
    """Return the same for PKCS#1 v1.5."""
    algorithm = tlv(0x30, oid(SHA256_WITH_RSA), NULL)
    return algorithm, lambda tbs: rsa_key().sign(tbs, padding.PKCS1v15(), hashes.SHA256())


def rsa_chain(info: bytes, made: tuple[bytes, Callable[[bytes], bytes]]) -> Chain:
    """Return a leaf that was signed as ``made`` says, by a CA whose SubjectPublicKeyInfo is ``info``."""
    root = pki.issue("root", ca=True)
    middle = pki.issue("middle", root, ca=True, info=info)
    leaf = pki.issue("leaf", middle, algorithm=made[0], sign=made[1])
    return [leaf.certificate, middle.certificate], root.certificate


# -- EC --------------------------------------------------------------------------------------------------------------

_PRIME = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = bytes.fromhex(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SPECIFIED_P256 = tlv(
    0x30,
    integer(1),
    tlv(0x30, oid("1.2.840.10045.1.1"), integer(_PRIME)),
    tlv(0x30, pki.octets((_PRIME - 3).to_bytes(32)), pki.octets(_B.to_bytes(32))),
    pki.octets(_G),
    integer(_N),
    integer(1),
)


def ec_info(label: str, parameters: bytes, form: PublicFormat = PublicFormat.UncompressedPoint) -> bytes:
    """Return the SubjectPublicKeyInfo of a label's P-256 key with other parameters or another form of the point."""
    return spki(EC, parameters, pki.private_key(label).public_key().public_bytes(Encoding.X962, form))


def ec_chain(parameters: bytes, odd: str, form: PublicFormat = PublicFormat.UncompressedPoint) -> Chain:
    """Return a chain in which the key of one certificate (leaf, middle or root) is written in another way."""
    infos = {odd: ec_info(odd, parameters, form)}
    root = pki.issue("root", key="root", ca=True, info=infos.get("root"))
    middle = pki.issue("middle", root, key="middle", ca=True, info=infos.get("middle"))
    leaf = pki.issue("leaf", middle, key="leaf", info=infos.get("leaf"))
    return [leaf.certificate, middle.certificate], root.certificate


# -- DSA -------------------------------------------------------------------------------------------------------------


@cache
def dsa_keys() -> tuple[dsa.DSAPrivateKey, dsa.DSAPrivateKey]:
    """Return two DSA keys with the same parameters."""
    parameters = dsa.generate_parameters(2048)
    return parameters.generate_private_key(), parameters.generate_private_key()


def _dsa_info(key: dsa.DSAPrivateKey, *, bare: bool) -> bytes:
    info = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if not bare:
        return info
    _, bits = der.sequence(info, "SubjectPublicKeyInfo")
    return tlv(0x30, tlv(0x30, oid(DSA)), bits.encoding)


def dsa_chain(*, heir_under_ec: bool = False) -> tuple[list[Issued], Issued]:
    """Return leaf, CA without DSA parameters, CA with them, and the root; or the heir right under the EC root."""
    upper, lower = dsa_keys()
    algorithm = tlv(0x30, oid(DSA_SHA256))
    root = pki.issue("root", ca=True)
    above = pki.issue("above", root, ca=True, info=_dsa_info(upper, bare=False))
    if heir_under_ec:
        heir = pki.issue("heir", root, ca=True, info=_dsa_info(lower, bare=True))
    else:
        heir = pki.issue(
            "heir",
            above,
            ca=True,
            info=_dsa_info(lower, bare=True),
            algorithm=algorithm,
            sign=lambda tbs: upper.sign(tbs, hashes.SHA256()),
        )
    leaf = pki.issue("leaf", heir, algorithm=algorithm, sign=lambda tbs: lower.sign(tbs, hashes.SHA256()))
    return [leaf, heir, above], root


# -- form ------------------------------------------------------------------------------------------------------------


def with_extension(encoded: bytes) -> Chain:
    """Return a leaf with one more extension, encoded as given."""
    usual = pki._extension
    with mock.patch.object(
        pki, "_extension", lambda kind, value: encoded if kind == pki.UNKNOWN else usual(kind, value)
    ):
        root = pki.issue("root", ca=True)
        return [pki.issue("leaf", root, extensions={pki.UNKNOWN: NULL}).certificate], root.certificate


def named(text: bytes, tag: int = 0x13, *, whose: str = "leaf") -> Chain:
    """Return a chain in which the name of one certificate (leaf or root) is this common name."""
    odd = pki.name(("2.5.4.3", text), tag=tag)
    root = pki.issue(odd if whose == "root" else "root", ca=True)
    leaf = pki.issue(odd if whose == "leaf" else "leaf", root)
    return [leaf.certificate], root.certificate


def with_parameters(parameters: bytes) -> Chain:
    """Return a leaf whose ecdsa-with-SHA256 has these parameters."""
    root = pki.issue("root", ca=True)
    leaf = pki.issue("leaf", root, algorithm=tlv(0x30, oid(ECDSA_SHA256), parameters))
    return [leaf.certificate], root.certificate


def refused_elsewhere() -> Chain:
    """Return a leaf signed with RSASSA-PSS and a salt of 20 octets, the default, which is written out.

    RFC 4055 section 3.1 has verifiers recognise both forms; cryptography's parser refuses the one that is not DER.
    """
    return rsa_chain(spki("1.2.840.113549.1.1.1", NULL, rsa_bits()), pss(salt=20))


def trust_settings(trusted: tuple[str, ...] | None, rejected: tuple[str, ...] = ()) -> bytes:
    """Encode OpenSSL's X509_CERT_AUX."""
    lists = [tlv(0x30, *map(oid, trusted))] if trusted is not None else []
    return tlv(0x30, *lists, *([tlv(0xA0, *map(oid, rejected))] if rejected else []))


def trusted_pem(certificate: bytes, settings: bytes) -> bytes:
    """Return OpenSSL's TRUSTED CERTIFICATE block."""
    from ssl import DER_cert_to_PEM_cert

    return DER_cert_to_PEM_cert(certificate + settings).replace(" CERTIFICATE", " TRUSTED CERTIFICATE").encode()
