"""What the baseline requirements demand of public keys and signature algorithms: a function for each rule.

Each returns what is wrong, or the empty string. Keys are read from their DER and not through ``cryptography``, since
the rules are about encodings, and hold for keys that cannot be loaded too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.policy import WEAK_DIGESTS
from tlskit.x509 import DER_PROBLEMS, algorithm_of, der

if TYPE_CHECKING:
    from tlskit.x509 import Certificate

_RSA = "300d06092a864886f70d0101010500"
_PERMITTED_KEYS = {
    bytes.fromhex(_RSA): "RSA",
    bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107"): "P-256",
    bytes.fromhex("301006072a8648ce3d020106052b81040022"): "P-384",
    bytes.fromhex("301006072a8648ce3d020106052b81040023"): "P-521",
}
"""Section 7.1.3.1: the AlgorithmIdentifier must be one of these, byte for byte."""
_EC_KEY, _RSA_KEY = "1.2.840.10045.2.1", "1.2.840.113549.1.1.1"
_KEY_NAMES = {
    "1.2.840.113549.1.1.10": "an RSASSA-PSS key",
    "1.2.840.10040.4.1": "a DSA key",
    "1.3.101.112": "an Ed25519 key",
    "1.3.101.113": "an Ed448 key",
    "2.16.840.1.101.3.4.3.17": "an ML-DSA key",
    "2.16.840.1.101.3.4.3.18": "an ML-DSA key",
    "2.16.840.1.101.3.4.3.19": "an ML-DSA key",
    "1.2.840.10045.3.1.1": "secp192r1",
    "1.3.132.0.33": "secp224r1",
    "1.3.132.0.10": "secp256k1",
    "1.3.36.3.3.2.8.1.1.7": "brainpoolP256r1",
    "1.3.36.3.3.2.8.1.1.11": "brainpoolP384r1",
    "1.3.36.3.3.2.8.1.1.13": "brainpoolP512r1",
}
_PERMITTED_SIGNATURES = ("sha{}WithRSAEncryption", "ecdsa-with-SHA{}", "RSASSA-PSS with SHA-{}")
_PERMITTED_SIGNATURE_NAMES = {text.format(size) for text in _PERMITTED_SIGNATURES for size in (256, 384, 512)}


def key_kind(certificate: Certificate) -> str:
    """Return RSA, P-256, P-384 or P-521; the empty string for any other key or encoding."""
    try:
        return _PERMITTED_KEYS.get(_key_members(certificate)[0].encoding, "")
    except DER_PROBLEMS:
        return ""


def _key_members(certificate: Certificate) -> list[der.Tlv]:
    algorithm, key = der.sequence(certificate.subject_public_key_info, "subjectPublicKeyInfo")
    return [algorithm, key]


def key_algorithm(certificate: Certificate, role: Role) -> str:
    """No other algorithm, curve or encoding than the four."""
    del role
    try:
        algorithm = _key_members(certificate)[0]
        if algorithm.encoding in _PERMITTED_KEYS:
            return ""
        number, *parameters = algorithm.children()
        found = der.object_identifier(number)
        if found == _EC_KEY:
            return _curve(parameters)
    except DER_PROBLEMS:
        return ""  # chain.key.unreadable and chain.certificate.unreadable say it
    if found == _RSA_KEY:
        return "its RSA key is encoded without the NULL that must follow the algorithm"
    return f"it has {_KEY_NAMES.get(found, f'a key of algorithm {found}')}; only RSA and ECDSA keys are allowed"


def _curve(parameters: list[der.Tlv]) -> str:
    if not parameters or parameters[0].tag != der.OID:
        return "its EC key spells out the parameters of the curve instead of naming P-256, P-384 or P-521"
    number = der.object_identifier(parameters[0])
    return f"its EC key is on the curve {_KEY_NAMES.get(number, number)}; only P-256, P-384 and P-521 are allowed"


def _rsa_numbers(certificate: Certificate) -> tuple[int, int] | None:
    """Return modulus and exponent."""
    try:
        _, key = _key_members(certificate)
        if key_kind(certificate) != "RSA":
            return None
        modulus, exponent = der.sequence(der.bit_string(key)[0], "RSAPublicKey")
        return der.integer(modulus), der.integer(exponent)
    except DER_PROBLEMS:
        return None


SMALLEST_RSA = 2048


def rsa_too_short(certificate: Certificate, role: Role) -> str:
    """2048 bits or more."""
    del role
    numbers = _rsa_numbers(certificate)
    if numbers is None or numbers[0].bit_length() >= SMALLEST_RSA:
        return ""
    return f"its RSA key has {numbers[0].bit_length()} bits; at least {SMALLEST_RSA} are required"


def rsa_odd_size(certificate: Certificate, role: Role) -> str:
    """Whole octets."""
    del role
    numbers = _rsa_numbers(certificate)
    if numbers is None or numbers[0].bit_length() % 8 == 0:
        return ""
    return f"its RSA key has {numbers[0].bit_length()} bits, which is not divisible by 8"


def rsa_exponent(certificate: Certificate, role: Role) -> str:
    """An odd number, 3 or more."""
    del role
    numbers = _rsa_numbers(certificate)
    if numbers is None or (numbers[1] >= 3 and numbers[1] % 2):  # noqa: PLR2004 - section 6.1.6
        return ""
    return f"the public exponent of its RSA key is {numbers[1]}; it must be odd and at least 3"


def signature_algorithm(certificate: Certificate, role: Role) -> str:
    """RSA (PKCS#1 and PSS) and ECDSA with SHA-2 of 256 bits or more; broken hashes have a check of their own."""
    algorithm = algorithm_of(certificate.signature_algorithm)
    if role is Role.ANCHOR or algorithm is None or algorithm.digest in WEAK_DIGESTS:
        return ""
    if algorithm.name in _PERMITTED_SIGNATURE_NAMES:
        return ""
    return f"it is signed with {algorithm.name}; only RSA and ECDSA with SHA-256, SHA-384 or SHA-512 are allowed"
