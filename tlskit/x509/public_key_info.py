"""How a public key is written: its algorithm, and what its own AlgorithmIdentifier says of its use.

Libraries load a key and forget how it was encoded: ``cryptography`` and OpenSSL turn a curve that is spelled out into
the named one, and ``cryptography`` drops the restrictions of an id-RSASSA-PSS key. What RFC 4055 (RSA), RFC 5480 (EC),
RFC 3279 section 2.3.2 (DSA), RFC 8410 (EdDSA) and RFC 9881 (ML-DSA) say about the parameters is therefore read here,
from the bytes of the SubjectPublicKeyInfo.
"""

from __future__ import annotations

from enum import Enum
from functools import cache

from tlskit.core import FrozenValue, cached
from tlskit.x509 import der
from tlskit.x509.algorithm_identifier import AlgorithmIdentifier, algorithm
from tlskit.x509.name import DER_PROBLEMS
from tlskit.x509.rsa_pss import RSASSA_PSS, PssParameters, pss_parameters

RSA_ENCRYPTION, EC_PUBLIC_KEY, DSA = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.2.840.10040.4.1"
_WITHOUT_PARAMETERS = {
    "1.3.101.110": "X25519",
    "1.3.101.111": "X448",
    "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
    "2.16.840.1.101.3.4.3.17": "ML-DSA-44",
    "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
    "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
}
_KNOWN = {RSA_ENCRYPTION: "RSA", RSASSA_PSS: "RSA-PSS", EC_PUBLIC_KEY: "EC", DSA: "DSA", **_WITHOUT_PARAMETERS}
_NULL = b"\x05\x00"
_COMPRESSED, _HYBRID = (2, 3), (6, 7)


class KeyOddity(Enum):
    """What is unusual in how a key is written; the value is a clause about the key."""

    SPECIFIED_CURVE = "spells out its elliptic curve instead of naming it"
    IMPLICIT_CURVE = "leaves its elliptic curve to be inherited (implicitCurve)"
    NO_CURVE = "does not name its elliptic curve"
    COMPRESSED_POINT = "holds a compressed point"
    HYBRID_POINT = "holds a point in the hybrid form"
    NULL_MISSING = "lacks the parameters NULL"
    OTHER_THAN_NULL = "has parameters other than NULL"
    PARAMETERS = "has parameters, which its algorithm does not have"
    PSS_UNREADABLE = "has RSASSA-PSS parameters that are malformed or not supported"
    DSA_INHERITED = "inherits its DSA parameters from its issuer"


class KeyForm(FrozenValue):
    """How a key is written. ``restriction`` is what an id-RSASSA-PSS key demands of signatures, None where nothing.

    ``problem`` is why it cannot be read.
    """

    algorithm: AlgorithmIdentifier | None = None
    oddity: KeyOddity | None = None
    restriction: PssParameters | None = None
    problem: str = ""

    @property
    def is_pss_only(self) -> bool:
        """Whether the key is for RSASSA-PSS and nothing else (RFC 4055 section 1.2)."""
        return self.algorithm is not None and self.algorithm.oid == RSASSA_PSS

    @property
    def is_rsa(self) -> bool:
        """Whether the key itself is one of RSA, under whichever of its two names."""
        return self.algorithm is not None and self.algorithm.oid in (RSA_ENCRYPTION, RSASSA_PSS)

    @cached
    def curve(self) -> str:
        """The dotted OID of an EC key's named curve (RFC 5480 section 2.1.1.1), empty where it has none."""
        if self.algorithm is None or self.algorithm.oid != EC_PUBLIC_KEY:
            return ""
        try:
            return der.object_identifier(der.read_only(self.algorithm.parameters, "curve").expect(der.OID, "curve"))
        except DER_PROBLEMS:
            return ""

    @property
    def inherits(self) -> bool:
        """Whether the parameters are those of the issuer's key (RFC 3279 section 2.3.2)."""
        return self.oddity is KeyOddity.DSA_INHERITED

    @property
    def allowed(self) -> str:
        """Which signatures an id-RSASSA-PSS key allows, in words."""
        return "RSASSA-PSS" if self.restriction is None else f"{self.restriction} or more"

    @property
    def refusal(self) -> str:
        """Say in a clause why a library that refuses to load the key does so, as far as its encoding tells."""
        if self.problem or self.algorithm is None:
            return self.problem or "there is none"
        name = _KNOWN.get(self.algorithm.oid)
        if name is None:
            return f"its algorithm {self.algorithm.oid} is not supported here"
        if self.oddity in _REFUSED and self.oddity is not None:
            return f"it {self.oddity.value}"
        if name == "EC":
            return f"its curve {self.curve or '(unreadable)'} is not supported here, or its point is not on the curve"
        return f"its value is not that of a public key for {name}"


_REFUSED = frozenset(
    {
        KeyOddity.SPECIFIED_CURVE,
        KeyOddity.IMPLICIT_CURVE,
        KeyOddity.NO_CURVE,
        KeyOddity.PARAMETERS,
        KeyOddity.PSS_UNREADABLE,
        KeyOddity.DSA_INHERITED,
    }
)


_USUAL = {
    91: bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),  # P-256
    120: bytes.fromhex("3076301006072a8648ce3d020106052b8104002203620004"),  # P-384
    158: bytes.fromhex("30819b301006072a8648ce3d020106052b810400230381860004"),  # P-521
    294: bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00"),  # RSA, 2048 bits
    422: bytes.fromhex("308201a2300d06092a864886f70d01010105000382018f00"),  # RSA, 3072 bits
    550: bytes.fromhex("30820222300d06092a864886f70d01010105000382020f00"),  # RSA, 4096 bits
}
"""How nearly every key begins, by the length of the whole, up to what is the key's own: its form follows from that."""


def key_form(info: bytes) -> KeyForm:
    """Read how a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) is written; never raises."""
    start = _USUAL.get(len(info))
    return _read(info) if start is None or not info.startswith(start) else _usual_form(len(info))


@cache
def _usual_form(length: int) -> KeyForm:
    return _read(_USUAL[length].ljust(length, b"\0"))


def _read(info: bytes) -> KeyForm:
    try:
        kind, bits = der.sequence(info, "SubjectPublicKeyInfo")
        identifier = algorithm(kind)
        value, _ = der.bit_string(bits.expect(der.BIT_STRING, "subjectPublicKey"))
    except DER_PROBLEMS as error:
        return KeyForm(problem=der.problem(error))
    if identifier.oid != RSASSA_PSS:
        return KeyForm(identifier, _oddity(identifier, value), None, "")
    if not identifier.parameters:
        return KeyForm(identifier)
    restriction = pss_parameters(identifier.parameters)
    return KeyForm(identifier, KeyOddity.PSS_UNREADABLE if restriction is None else None, restriction)


def as_rsa(info: bytes) -> bytes:
    """Return the SubjectPublicKeyInfo of an RSA key under rsaEncryption with NULL, whatever it said before."""
    _, bits = der.sequence(info, "SubjectPublicKeyInfo")
    kind = bytes([der.OID, len(_RSA_CONTENTS)]) + _RSA_CONTENTS
    return _sequence(_sequence(kind + _NULL) + bits.encoding)


_RSA_CONTENTS = bytes.fromhex("2a864886f70d010101")


def with_parameters(info: bytes, parameters: bytes) -> bytes:
    """Return the SubjectPublicKeyInfo of a key that inherits its parameters, with those of another (RFC 3279 2.3.2)."""
    kind, bits = der.sequence(info, "SubjectPublicKeyInfo")
    return _sequence(_sequence(kind.children()[0].encoding + parameters) + bits.encoding)


def _sequence(contents: bytes) -> bytes:
    length = len(contents)
    octets = b"" if length < 0x80 else length.to_bytes((length.bit_length() + 7) // 8)  # noqa: PLR2004 - short form
    return bytes([der.SEQUENCE, 0x80 | len(octets) if octets else length]) + octets + contents


def _oddity(identifier: AlgorithmIdentifier, value: bytes) -> KeyOddity | None:
    parameters = identifier.parameters
    match identifier.oid:
        case "1.2.840.113549.1.1.1" if parameters != _NULL:
            return KeyOddity.OTHER_THAN_NULL if parameters else KeyOddity.NULL_MISSING
        case "1.2.840.10045.2.1":
            return _curve_oddity(parameters) or _point_oddity(value)
        case "1.2.840.10040.4.1" if parameters in (b"", _NULL):
            return KeyOddity.DSA_INHERITED
        case number if number in _WITHOUT_PARAMETERS and parameters:
            return KeyOddity.PARAMETERS
    return None


def _curve_oddity(parameters: bytes) -> KeyOddity | None:
    """ECParameters of RFC 5480 section 2.1.1: namedCurve, and what PKIX forbids."""
    if not parameters:
        return KeyOddity.NO_CURVE
    kinds = {der.OID: None, der.SEQUENCE: KeyOddity.SPECIFIED_CURVE, der.NULL: KeyOddity.IMPLICIT_CURVE}
    return kinds.get(parameters[0], KeyOddity.NO_CURVE)


def _point_oddity(value: bytes) -> KeyOddity | None:
    """The point's form (RFC 5480 section 2.2; SEC 1 section 2.3.3)."""
    if value[:1] and value[0] in _COMPRESSED:
        return KeyOddity.COMPRESSED_POINT
    return KeyOddity.HYBRID_POINT if value[:1] and value[0] in _HYBRID else None
