"""RSASSA-PSS-params (RFC 4055 section 3.1): of a signature, how it was made; of a key, what it may sign.

A key under id-RSASSA-PSS makes no other signatures (section 1.2). Where it has parameters, a signature must have the
same hash, the same mask generation, and at least the salt length (section 3.3).
"""

from __future__ import annotations

from tlskit.core import FrozenValue
from tlskit.x509 import der
from tlskit.x509.name import DER_PROBLEMS

RSASSA_PSS = "1.2.840.113549.1.1.10"
_MGF1 = "1.2.840.113549.1.1.8"
_HASHES = {
    "1.3.14.3.2.26": "SHA-1",
    "2.16.840.1.101.3.4.2.4": "SHA-224",
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
}
_TAGS = (0xA0, 0xA1, 0xA2, 0xA3)


class PssParameters(FrozenValue):
    """The hash, the hash of MGF1, and the length of the salt in octets; the defaults are those of section 3.1."""

    digest: str = "SHA-1"
    mask_digest: str = "SHA-1"
    salt_length: int = 20

    def __str__(self) -> str:
        return f"RSASSA-PSS with {self.digest}, MGF1 with {self.mask_digest} and a salt of {self.salt_length} bytes"

    def allow(self, made: PssParameters) -> bool:
        """Whether a key with these parameters may have made a signature with those (section 3.3)."""
        same = (self.digest, self.mask_digest) == (made.digest, made.mask_digest)
        return same and made.salt_length >= self.salt_length


def pss_parameters(encoded: bytes) -> PssParameters | None:
    """Read RSASSA-PSS-params; None where they are malformed or name what is not known here."""
    found: dict[int, str | int] = {}
    try:
        items = der.sequence(encoded, "RSASSA-PSS-params")
        if [item.tag for item in items] != sorted({item.tag for item in items} & {*_TAGS}):
            return None
        for item in items:
            (inner,) = item.children()
            found[item.tag] = _member(item.tag, inner)
    except (*DER_PROBLEMS, KeyError):
        return None
    digest, mask, salt, trailer = (found.get(tag, default) for tag, default in zip(_TAGS, _DEFAULTS, strict=True))
    if trailer != 1 or not isinstance(salt, int) or salt < 0:
        return None
    return PssParameters(str(digest), str(mask), salt)


_DEFAULTS = ("SHA-1", "SHA-1", 20, 1)


def _member(tag: int, value: der.Tlv) -> str | int:
    if tag == _TAGS[0]:
        return _hash_name(value)
    if tag == _TAGS[1]:
        generator, mask_hash = value.expect(der.SEQUENCE, "maskGenAlgorithm").children()
        if der.object_identifier(generator.expect(der.OID, "maskGenAlgorithm")) != _MGF1:
            raise der.DerError("maskGenAlgorithm is not MGF1", generator.start)
        return _hash_name(mask_hash)
    return der.integer(value.expect(der.INTEGER, "saltLength or trailerField"))


def _hash_name(value: der.Tlv) -> str:
    """Read a hash's AlgorithmIdentifier: its parameters are NULL or absent, and both are accepted (section 2.1)."""
    kind, *parameters = value.expect(der.SEQUENCE, "hashAlgorithm").children()
    if [item.encoding for item in parameters] not in ([], [b"\x05\x00"]):
        raise der.DerError("the hash has parameters", value.start)
    return _HASHES[der.object_identifier(kind.expect(der.OID, "hashAlgorithm"))]
