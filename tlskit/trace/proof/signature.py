"""Signatures in the handshake: which schemes there are, and whether one is by a key.

All arithmetic is ``cryptography``'s, which is imported when the first signature is checked. Sources of the numbers:
RFC 8446 section 4.2.3; RFC 5246 section 7.4.1.4.1, whose pairs of hash and signature the same numbers mean in TLS 1.2;
RFC 8734 (Brainpool); draft-ietf-tls-tls13-pkcs1 (rsa_pkcs1 for clients in TLS 1.3); draft-ietf-tls-mldsa. Before TLS
1.2 there are no numbers: RSA signs MD5 and SHA-1, DSA and ECDSA sign SHA-1 (RFC 4346 section 7.4.3).
"""

from __future__ import annotations

import warnings
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from tlskit.core import FrozenValue
from tlskit.x509 import KeyForm, KeyOddity, PssParameters, key_form, subject_public_key_info

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

_MD5_LENGTH = 16


class SignatureFamily(Enum):
    """What kind of key makes the signature, and how."""

    RSA_PKCS1 = "RSA with PKCS#1 v1.5"
    RSA_PSS = "RSA-PSS"
    DSA = "DSA"
    ECDSA = "ECDSA"
    ED25519 = "Ed25519"
    ED448 = "Ed448"
    ML_DSA_44 = "ML-DSA-44"
    ML_DSA_65 = "ML-DSA-65"
    ML_DSA_87 = "ML-DSA-87"


class SignatureFit(Enum):
    """What became of a signature."""

    FITS = "the signature fits"
    DOES_NOT_FIT = "the signature does not fit"
    OTHER_KEY = "the key cannot make this signature"
    UNSUPPORTED = "the cryptography library does not offer this signature"


class SchemeParameters(FrozenValue):
    """``curve`` is what TLS 1.3 ties the scheme to; ``in_tls13`` is whether TLS 1.3 signs handshakes with it.

    ``pss_key``: it is made with an id-RSASSA-PSS key; all other RSA schemes with an rsaEncryption one (RFC 8446 section
    4.2.3).
    """

    name: str
    family: SignatureFamily
    hash_name: str = ""
    curve: str = ""
    in_tls13: bool = True
    pss_key: bool = False


_HASHES = {1: "MD5", 2: "SHA1", 3: "SHA224", 4: "SHA256", 5: "SHA384", 6: "SHA512"}
_FAMILIES = {1: SignatureFamily.RSA_PKCS1, 2: SignatureFamily.DSA, 3: SignatureFamily.ECDSA}
_WORDS = {SignatureFamily.RSA_PKCS1: "rsa_pkcs1", SignatureFamily.DSA: "dsa", SignatureFamily.ECDSA: "ecdsa"}
_PAIRS = {
    upper << 8 | lower: SchemeParameters(f"{_WORDS[family]}_{name.lower()}", family, name, in_tls13=False)
    for upper, name in _HASHES.items()
    for lower, family in _FAMILIES.items()
}
SCHEMES = _PAIRS | {
    0x0403: SchemeParameters("ecdsa_secp256r1_sha256", SignatureFamily.ECDSA, "SHA256", "secp256r1"),
    0x0503: SchemeParameters("ecdsa_secp384r1_sha384", SignatureFamily.ECDSA, "SHA384", "secp384r1"),
    0x0603: SchemeParameters("ecdsa_secp521r1_sha512", SignatureFamily.ECDSA, "SHA512", "secp521r1"),
    0x0420: SchemeParameters("rsa_pkcs1_sha256_legacy", SignatureFamily.RSA_PKCS1, "SHA256"),
    0x0520: SchemeParameters("rsa_pkcs1_sha384_legacy", SignatureFamily.RSA_PKCS1, "SHA384"),
    0x0620: SchemeParameters("rsa_pkcs1_sha512_legacy", SignatureFamily.RSA_PKCS1, "SHA512"),
    0x0804: SchemeParameters("rsa_pss_rsae_sha256", SignatureFamily.RSA_PSS, "SHA256"),
    0x0805: SchemeParameters("rsa_pss_rsae_sha384", SignatureFamily.RSA_PSS, "SHA384"),
    0x0806: SchemeParameters("rsa_pss_rsae_sha512", SignatureFamily.RSA_PSS, "SHA512"),
    0x0807: SchemeParameters("ed25519", SignatureFamily.ED25519),
    0x0808: SchemeParameters("ed448", SignatureFamily.ED448),
    0x0809: SchemeParameters("rsa_pss_pss_sha256", SignatureFamily.RSA_PSS, "SHA256", pss_key=True),
    0x080A: SchemeParameters("rsa_pss_pss_sha384", SignatureFamily.RSA_PSS, "SHA384", pss_key=True),
    0x080B: SchemeParameters("rsa_pss_pss_sha512", SignatureFamily.RSA_PSS, "SHA512", pss_key=True),
    0x081A: SchemeParameters("ecdsa_brainpoolP256r1tls13_sha256", SignatureFamily.ECDSA, "SHA256", "brainpoolP256r1"),
    0x081B: SchemeParameters("ecdsa_brainpoolP384r1tls13_sha384", SignatureFamily.ECDSA, "SHA384", "brainpoolP384r1"),
    0x081C: SchemeParameters("ecdsa_brainpoolP512r1tls13_sha512", SignatureFamily.ECDSA, "SHA512", "brainpoolP512r1"),
    0x0904: SchemeParameters("mldsa44", SignatureFamily.ML_DSA_44),
    0x0905: SchemeParameters("mldsa65", SignatureFamily.ML_DSA_65),
    0x0906: SchemeParameters("mldsa87", SignatureFamily.ML_DSA_87),
}


class HandshakeKey(NamedTuple):
    """A key and how its certificate writes it: an id-RSASSA-PSS key loads like any other of RSA."""

    loaded: PublicKeyTypes
    form: KeyForm


def public_key(encoded: bytes) -> HandshakeKey | None:
    """Load the key of a certificate, or a bare SubjectPublicKeyInfo (RFC 7250); None where it cannot be read."""
    from tlskit.x509 import load_public_key

    info = subject_public_key_info(encoded) or encoded
    form = key_form(info)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd keys are judged elsewhere
        loaded, _ = load_public_key(info)
    return None if loaded is None or form.oddity is KeyOddity.PSS_UNREADABLE else HandshakeKey(loaded, form)


def key_name(key: PublicKeyTypes) -> str:
    """Name a key for people: ``RSA 2048``, ``EC secp256r1``, ``Ed25519``."""
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

    match key:
        case rsa.RSAPublicKey() | dsa.DSAPublicKey():
            return f"{'RSA' if isinstance(key, rsa.RSAPublicKey) else 'DSA'} {key.key_size}"
        case ec.EllipticCurvePublicKey():
            return f"EC {key.curve.name}"
    return type(key).__name__.strip("_").removesuffix("PublicKey")


def check(
    scheme: SchemeParameters, key: HandshakeKey, signature: bytes, content: bytes, *, bind_curve: bool = False
) -> SignatureFit:
    """Check a signature of TLS 1.2 or 1.3 over ``content``; in TLS 1.3 the scheme names the curve too."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

    loaded = key.loaded
    if bind_curve and isinstance(loaded, EllipticCurvePublicKey) and loaded.curve.name != scheme.curve:
        return SignatureFit.OTHER_KEY
    if scheme.family in _RSA and not allows_scheme(scheme, key.form):
        return SignatureFit.OTHER_KEY
    return _judged(lambda: _verify(scheme, loaded, signature, content))


def check_old(key: HandshakeKey, signature: bytes, content: bytes, md5_and_sha1: bytes) -> SignatureFit:
    """Check a signature of TLS 1.1 or older; EdDSA alone signs ``content`` itself (RFC 8422 section 5.10)."""
    if key.form.is_pss_only:
        return SignatureFit.OTHER_KEY
    return _judged(lambda: _verify_old(key.loaded, signature, content, md5_and_sha1))


def allows_scheme(scheme: SchemeParameters, form: KeyForm) -> bool:
    """Whether an RSA key makes signatures of an RSA scheme (RFC 8446 section 4.2.3), by its own parameters too.

    The salt of a scheme is as long as its hash, whose MGF1 has the same hash (RFC 4055 section 3.3 for the rest).
    """
    if not scheme.pss_key or form.restriction is None:
        return scheme.pss_key == form.is_pss_only
    name = f"{scheme.hash_name[:3]}-{scheme.hash_name[3:]}"
    return form.is_pss_only and form.restriction.allow(PssParameters(name, name, int(scheme.hash_name[3:]) // 8))


_RSA = (SignatureFamily.RSA_PKCS1, SignatureFamily.RSA_PSS)


def _judged(verify: Callable[[], bool]) -> SignatureFit:
    """``verify`` raises, or returns whether the key is of the right kind."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        return SignatureFit.FITS if verify() else SignatureFit.OTHER_KEY
    except (InvalidSignature, ValueError, OverflowError):
        return SignatureFit.DOES_NOT_FIT
    except UnsupportedAlgorithm:
        return SignatureFit.UNSUPPORTED


def _verify(scheme: SchemeParameters, key: PublicKeyTypes, signature: bytes, content: bytes) -> bool:
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, padding, rsa

    match scheme.family:
        case SignatureFamily.RSA_PKCS1 if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, content, padding.PKCS1v15(), _hash(scheme))
        case SignatureFamily.RSA_PSS if isinstance(key, rsa.RSAPublicKey):
            mask, salt_length = padding.MGF1(_hash(scheme)), _hash(scheme).digest_size
            key.verify(signature, content, padding.PSS(mask, salt_length), _hash(scheme))
        case SignatureFamily.DSA if isinstance(key, dsa.DSAPublicKey):
            key.verify(signature, content, _hash(scheme))
        case SignatureFamily.ECDSA if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, content, ec.ECDSA(_hash(scheme)))
        case SignatureFamily.ED25519 if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, content)
        case SignatureFamily.ED448 if isinstance(key, ed448.Ed448PublicKey):
            key.verify(signature, content)
        case SignatureFamily.ML_DSA_44 if isinstance(key, mldsa.MLDSA44PublicKey):
            key.verify(signature, content)
        case SignatureFamily.ML_DSA_65 if isinstance(key, mldsa.MLDSA65PublicKey):
            key.verify(signature, content)
        case SignatureFamily.ML_DSA_87 if isinstance(key, mldsa.MLDSA87PublicKey):
            key.verify(signature, content)
        case _:
            return False
    return True


def _verify_old(key: PublicKeyTypes, signature: bytes, content: bytes, md5_and_sha1: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa, utils

    sha1 = utils.Prehashed(hashes.SHA1())  # noqa: S303 - what the peers signed
    match key:
        case rsa.RSAPublicKey():
            if key.recover_data_from_signature(signature, padding.PKCS1v15(), None) != md5_and_sha1:
                raise InvalidSignature
        case dsa.DSAPublicKey():
            key.verify(signature, md5_and_sha1[_MD5_LENGTH:], sha1)
        case ec.EllipticCurvePublicKey():
            key.verify(signature, md5_and_sha1[_MD5_LENGTH:], ec.ECDSA(sha1))
        case ed25519.Ed25519PublicKey() | ed448.Ed448PublicKey():
            key.verify(signature, content)
        case _:
            return False
    return True


def _hash(scheme: SchemeParameters) -> hashes.HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    kind: type[hashes.HashAlgorithm] = getattr(hashes, scheme.hash_name)
    return kind()
