"""Certificate signatures: which algorithms there are, whether one verifies, and how strong it is.

All arithmetic is ``cryptography``'s. Sources of the identifiers: RFC 3279, RFC 4055 (PKCS#1 and PSS), RFC 5758 (ECDSA
and DSA with SHA-2), RFC 8410 (Ed25519, Ed448), RFC 9881 (ML-DSA); 1.3.14.3.2 are those of the Open Systems Environment
Implementors' Workshop (OIW), which Windows and old CAs used.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, padding, rsa

from tlskit.core import FrozenValue
from tlskit.x509.public_key_info import DSA, KeyOddity, as_rsa, key_form, with_parameters
from tlskit.x509.rsa_pss import RSASSA_PSS, pss_parameters

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

    from tlskit.x509.algorithm_identifier import AlgorithmIdentifier
    from tlskit.x509.public_key_info import KeyForm


class KeyAlgorithm(Enum):
    """What kind of key makes the signature."""

    RSA = "RSA"
    RSA_PSS = "RSA-PSS"
    ECDSA = "ECDSA"
    DSA = "DSA"
    ED25519 = "Ed25519"
    ED448 = "Ed448"
    ML_DSA = "ML-DSA"


class SignatureOutcome(Enum):
    """Whether a signature is by a key."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN_ALGORITHM = "unknown algorithm"
    KEY_UNREADABLE = "issuer key unreadable"
    NOT_ALLOWED = "not allowed by the issuer's key"


class Signed(Protocol):
    """A certificate or a CRL."""

    @property
    def tbs(self) -> bytes:
        """The part that is signed."""

    @property
    def signature_algorithm(self) -> AlgorithmIdentifier | None:
        """The algorithm, None where it cannot be read."""

    @property
    def signature_value(self) -> bytes:
        """The signature."""


class Signer(Protocol):
    """Whose key is asked about: a certificate, or what else has a public key with its parameters."""

    @property
    def subject_public_key_info(self) -> bytes:
        """The encoded key with its algorithm and parameters."""

    @property
    def public_key(self) -> PublicKeyTypes | None:
        """The key, None where it does not load."""

    @property
    def key_form(self) -> KeyForm:
        """How it is written, with what it allows."""


class BareKey:
    """A public key without a certificate, as something that can have signed."""

    def __init__(self, info: bytes) -> None:
        """Take a SubjectPublicKeyInfo."""
        self.subject_public_key_info = info
        self.key_form = key_form(info)
        self.public_key, _ = load_public_key(info)


def inherited_key(heir: Signer, above: Signer) -> BareKey | None:
    """Return the DSA key of ``heir`` with the parameters of the key that certified it (RFC 3279 section 2.3.2).

    None where the one does not inherit or the other has none to give.
    """
    given = above.key_form.algorithm
    if not heir.key_form.inherits or above.key_form.inherits or given is None or given.oid != DSA:
        return None
    return BareKey(with_parameters(heir.subject_public_key_info, given.parameters))


class SignatureAlgorithm(FrozenValue):
    """``name`` as certificates show it; ``digest`` is the hash's name, empty where the algorithm fixes its own.

    ``unchecked``: it is known what it is, but nothing here checks such signatures.
    """

    name: str
    family: KeyAlgorithm
    digest: str = ""
    unchecked: bool = False


_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "MD5": hashes.MD5,
    "SHA-1": hashes.SHA1,
    "SHA-224": hashes.SHA224,
    "SHA-256": hashes.SHA256,
    "SHA-384": hashes.SHA384,
    "SHA-512": hashes.SHA512,
    "SHA3-224": hashes.SHA3_224,
    "SHA3-256": hashes.SHA3_256,
    "SHA3-384": hashes.SHA3_384,
    "SHA3-512": hashes.SHA3_512,
}
_ECDSA = {name: ec.ECDSA(kind()) for name, kind in _HASHES.items()}
ALGORITHMS = {
    "1.2.840.113549.1.1.2": SignatureAlgorithm("md2WithRSAEncryption", KeyAlgorithm.RSA, "MD2", unchecked=True),
    "1.2.840.113549.1.1.3": SignatureAlgorithm("md4WithRSAEncryption", KeyAlgorithm.RSA, "MD4", unchecked=True),
    "1.3.14.3.2.2": SignatureAlgorithm("md4WithRSA", KeyAlgorithm.RSA, "MD4", unchecked=True),
    "1.3.14.3.2.3": SignatureAlgorithm("md5WithRSA", KeyAlgorithm.RSA, "MD5"),
    "1.3.14.3.2.4": SignatureAlgorithm("md4WithRSAEncryption (OIW)", KeyAlgorithm.RSA, "MD4", unchecked=True),
    "1.3.14.3.2.13": SignatureAlgorithm("dsaWithSHA", KeyAlgorithm.DSA, "SHA-0", unchecked=True),
    "1.3.14.3.2.15": SignatureAlgorithm("shaWithRSASignature", KeyAlgorithm.RSA, "SHA-0", unchecked=True),
    "1.3.14.3.2.27": SignatureAlgorithm("dsaWithSHA1", KeyAlgorithm.DSA, "SHA-1"),
    "1.3.14.3.2.28": SignatureAlgorithm("dsaWithCommonSHA1", KeyAlgorithm.DSA, "SHA-1"),
    "1.3.14.3.2.29": SignatureAlgorithm("sha1WithRSASignature", KeyAlgorithm.RSA, "SHA-1"),
    "1.2.840.113549.1.1.4": SignatureAlgorithm("md5WithRSAEncryption", KeyAlgorithm.RSA, "MD5"),
    "1.2.840.113549.1.1.5": SignatureAlgorithm("sha1WithRSAEncryption", KeyAlgorithm.RSA, "SHA-1"),
    "1.2.840.113549.1.1.14": SignatureAlgorithm("sha224WithRSAEncryption", KeyAlgorithm.RSA, "SHA-224"),
    "1.2.840.113549.1.1.11": SignatureAlgorithm("sha256WithRSAEncryption", KeyAlgorithm.RSA, "SHA-256"),
    "1.2.840.113549.1.1.12": SignatureAlgorithm("sha384WithRSAEncryption", KeyAlgorithm.RSA, "SHA-384"),
    "1.2.840.113549.1.1.13": SignatureAlgorithm("sha512WithRSAEncryption", KeyAlgorithm.RSA, "SHA-512"),
    "1.2.840.10045.4.1": SignatureAlgorithm("ecdsa-with-SHA1", KeyAlgorithm.ECDSA, "SHA-1"),
    "1.2.840.10045.4.3.1": SignatureAlgorithm("ecdsa-with-SHA224", KeyAlgorithm.ECDSA, "SHA-224"),
    "1.2.840.10045.4.3.2": SignatureAlgorithm("ecdsa-with-SHA256", KeyAlgorithm.ECDSA, "SHA-256"),
    "1.2.840.10045.4.3.3": SignatureAlgorithm("ecdsa-with-SHA384", KeyAlgorithm.ECDSA, "SHA-384"),
    "1.2.840.10045.4.3.4": SignatureAlgorithm("ecdsa-with-SHA512", KeyAlgorithm.ECDSA, "SHA-512"),
    "2.16.840.1.101.3.4.3.9": SignatureAlgorithm("ecdsa-with-SHA3-224", KeyAlgorithm.ECDSA, "SHA3-224"),
    "2.16.840.1.101.3.4.3.10": SignatureAlgorithm("ecdsa-with-SHA3-256", KeyAlgorithm.ECDSA, "SHA3-256"),
    "2.16.840.1.101.3.4.3.11": SignatureAlgorithm("ecdsa-with-SHA3-384", KeyAlgorithm.ECDSA, "SHA3-384"),
    "2.16.840.1.101.3.4.3.12": SignatureAlgorithm("ecdsa-with-SHA3-512", KeyAlgorithm.ECDSA, "SHA3-512"),
    "1.2.840.10040.4.3": SignatureAlgorithm("dsa-with-sha1", KeyAlgorithm.DSA, "SHA-1"),
    "2.16.840.1.101.3.4.3.1": SignatureAlgorithm("dsa-with-sha224", KeyAlgorithm.DSA, "SHA-224"),
    "2.16.840.1.101.3.4.3.2": SignatureAlgorithm("dsa-with-sha256", KeyAlgorithm.DSA, "SHA-256"),
    "2.16.840.1.101.3.4.3.3": SignatureAlgorithm("dsa-with-sha384", KeyAlgorithm.DSA, "SHA-384"),
    "2.16.840.1.101.3.4.3.4": SignatureAlgorithm("dsa-with-sha512", KeyAlgorithm.DSA, "SHA-512"),
    "1.3.101.112": SignatureAlgorithm("Ed25519", KeyAlgorithm.ED25519),
    "1.3.101.113": SignatureAlgorithm("Ed448", KeyAlgorithm.ED448),
    "2.16.840.1.101.3.4.3.17": SignatureAlgorithm("id-ml-dsa-44", KeyAlgorithm.ML_DSA),
    "2.16.840.1.101.3.4.3.18": SignatureAlgorithm("id-ml-dsa-65", KeyAlgorithm.ML_DSA),
    "2.16.840.1.101.3.4.3.19": SignatureAlgorithm("id-ml-dsa-87", KeyAlgorithm.ML_DSA),
}

_ML_DSA_KEYS = (mldsa.MLDSA44PublicKey, mldsa.MLDSA65PublicKey, mldsa.MLDSA87PublicKey)
_LOAD_PROBLEMS = (ValueError, TypeError, OverflowError, UnsupportedAlgorithm)


def load_public_key(info: bytes, form: KeyForm | None = None) -> tuple[PublicKeyTypes | None, str]:
    """Load a SubjectPublicKeyInfo; return the key, or None and in our words why it does not load.

    One that is not DER does not, whatever ``cryptography`` makes of it. ``form`` is how it is written, where that was
    read before.
    """
    form = form or key_form(info)
    if form.problem:
        return None, form.problem
    try:
        return serialization.load_der_public_key(info), ""
    except _LOAD_PROBLEMS:
        pass
    if not form.is_rsa:
        return None, form.refusal
    try:  # parameters that are not DER, or not what RFC 3279 demands: what they mean is read by key_form
        return serialization.load_der_public_key(as_rsa(info)), ""
    except _LOAD_PROBLEMS:
        return None, form.refusal


def algorithm_of(identifier: AlgorithmIdentifier | None) -> SignatureAlgorithm | None:
    """Return what an AlgorithmIdentifier means, or None where it is unknown or its parameters are malformed."""
    if identifier is None:
        return None
    if identifier.oid != RSASSA_PSS:
        return ALGORITHMS.get(identifier.oid)
    parameters = pss_parameters(identifier.parameters)
    if parameters is None:
        return None
    return SignatureAlgorithm(f"RSASSA-PSS with {parameters.digest}", KeyAlgorithm.RSA_PSS, parameters.digest)


def parameters_oddity(identifier: AlgorithmIdentifier) -> str:
    """Say what is unusual about a signature algorithm's parameters, in a clause, or nothing.

    RSA has NULL, or nothing, which all must accept (RFC 4055 section 5); ECDSA, DSA (RFC 5758 section 3), EdDSA (RFC
    8410 section 3) and ML-DSA (RFC 9881 section 2) have none.
    """
    known, parameters = algorithm_of(identifier), identifier.parameters
    if known is None or known.family is KeyAlgorithm.RSA_PSS:
        return ""
    if known.family is KeyAlgorithm.RSA:
        return "" if parameters in (b"", _NULL) else "has parameters other than NULL"
    if not parameters:
        return ""
    return "has the parameters NULL" if parameters == _NULL else "has parameters"


_NULL = b"\x05\x00"


def signature_words(identifier: AlgorithmIdentifier) -> str:
    """Name how a signature was made, with the parameters of RSASSA-PSS."""
    parameters = pss_parameters(identifier.parameters) if identifier.oid == RSASSA_PSS else None
    known = algorithm_of(identifier)
    return str(parameters or (identifier.oid if known is None else known.name))


def verify(subject: Signed, signer: Signer) -> SignatureOutcome:
    """Check the signature on ``subject`` with its issuer's public key (RFC 5280 section 6.1.3 (a)(1)).

    An id-RSASSA-PSS key limits what may be signed with it (RFC 4055 sections 1.2 and 3.3): another signature is
    ``NOT_ALLOWED``, whether it would verify or not.
    """
    algorithm = algorithm_of(subject.signature_algorithm)
    if algorithm is None or subject.signature_algorithm is None or algorithm.unchecked:
        return SignatureOutcome.UNKNOWN_ALGORITHM
    key, form = signer.public_key, signer.key_form
    if key is None or form.oddity in _UNUSABLE:
        return SignatureOutcome.KEY_UNREADABLE
    if form.is_pss_only and not _allows(form, subject.signature_algorithm):
        return SignatureOutcome.NOT_ALLOWED
    try:
        fits = _verify(algorithm, subject.signature_algorithm.parameters, key, subject.signature_value, subject.tbs)
    except InvalidSignature:
        return SignatureOutcome.INVALID
    except UnsupportedAlgorithm:
        return SignatureOutcome.UNKNOWN_ALGORITHM
    except (ValueError, TypeError, OverflowError):
        return SignatureOutcome.INVALID
    return SignatureOutcome.VALID if fits else SignatureOutcome.INVALID


_UNUSABLE = (KeyOddity.PSS_UNREADABLE, KeyOddity.SPECIFIED_CURVE, KeyOddity.IMPLICIT_CURVE)
"""Keys that load, and on which nothing may be built (RFC 4055 section 3.1, RFC 5480 section 2.1.1)."""


def _allows(form: KeyForm, identifier: AlgorithmIdentifier) -> bool:
    """Whether an id-RSASSA-PSS key allows a signature."""
    made = pss_parameters(identifier.parameters) if identifier.oid == RSASSA_PSS else None
    return made is not None and (form.restriction is None or form.restriction.allow(made))


def _verify(
    algorithm: SignatureAlgorithm, parameters: bytes, key: PublicKeyTypes, signature: bytes, data: bytes
) -> bool:
    """Raise InvalidSignature, or return False where the key is of another kind than the signature."""
    match algorithm.family:
        case KeyAlgorithm.ECDSA if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, _ECDSA[algorithm.digest])
        case KeyAlgorithm.RSA if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), _HASHES[algorithm.digest]())
        case KeyAlgorithm.RSA_PSS if isinstance(key, rsa.RSAPublicKey):
            read = pss_parameters(parameters)
            assert read is not None, "algorithm_of read the same parameters"
            scheme = padding.PSS(padding.MGF1(_HASHES[read.mask_digest]()), read.salt_length)
            key.verify(signature, data, scheme, _HASHES[read.digest]())
        case KeyAlgorithm.DSA if isinstance(key, dsa.DSAPublicKey):
            key.verify(signature, data, _HASHES[algorithm.digest]())
        case KeyAlgorithm.ED25519 if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        case KeyAlgorithm.ED448 if isinstance(key, ed448.Ed448PublicKey):
            key.verify(signature, data)
        case KeyAlgorithm.ML_DSA if isinstance(key, _ML_DSA_KEYS) and _ml_dsa_name(key) == algorithm.name:
            key.verify(signature, data)
        case _:
            return False
    return True


def _ml_dsa_name(key: object) -> str:
    names = ("id-ml-dsa-44", "id-ml-dsa-65", "id-ml-dsa-87")
    return next(name for name, kind in zip(names, _ML_DSA_KEYS, strict=True) if isinstance(key, kind))


def describe_key(key: PublicKeyTypes | None) -> str:
    """Return a key's kind and size for people: ``RSA 2048``, ``EC secp256r1``."""
    match key:
        case None:
            return "unreadable key"
        case rsa.RSAPublicKey() | dsa.DSAPublicKey():
            return f"{'RSA' if isinstance(key, rsa.RSAPublicKey) else 'DSA'} {key.key_size}"
        case ec.EllipticCurvePublicKey():
            return f"EC {key.curve.name}"
    return type(key).__name__.strip("_").removesuffix("PublicKey")
