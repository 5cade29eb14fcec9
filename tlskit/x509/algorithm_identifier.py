"""AlgorithmIdentifier (RFC 5280 section 4.1.1.2): which algorithm, and its parameters as they are encoded."""

from __future__ import annotations

from tlskit.core import SHORT, BoundedCache, FrozenValue
from tlskit.x509 import der


class AlgorithmIdentifier(FrozenValue):
    """RFC 5280 section 4.1.1.2; ``parameters`` is the encoded value, empty where absent."""

    oid: str
    parameters: bytes


def algorithm(value: der.Tlv) -> AlgorithmIdentifier:
    """Decode an AlgorithmIdentifier (RFC 5280 section 4.1.1.2)."""
    encoding = value.encoding
    known = _KNOWN_ALGORITHMS.get(encoding)
    if known is not None:
        return known
    found = value.expect(der.SEQUENCE, "AlgorithmIdentifier").children()
    if not 1 <= len(found) <= 2:  # noqa: PLR2004 - the algorithm and its parameters
        raise der.DerError(f"AlgorithmIdentifier has {len(found)} members instead of one or two", value.start)
    parameters = found[1].encoding if len(found) > 1 else b""
    read = AlgorithmIdentifier(der.object_identifier(found[0].expect(der.OID, "algorithm")), parameters)
    return _KNOWN_ALGORITHMS.keep(encoding, read) if len(encoding) <= SHORT else read


def algorithm_at(data: bytes, start: int, end: int) -> AlgorithmIdentifier:
    """Decode the AlgorithmIdentifier that lies between two places."""
    return _KNOWN_ALGORITHMS.get(data[start:end]) or algorithm(der.read(data, start, end))


_KNOWN_ALGORITHMS: BoundedCache[bytes, AlgorithmIdentifier] = BoundedCache()


def signature_of(tbs: der.Tlv, outer: der.Tlv) -> tuple[AlgorithmIdentifier, bytes]:
    """Return what follows the signed part of a certificate or a CRL: its algorithm, and the signature itself."""
    identifier = der.read(outer.data, tbs.end, outer.end)
    value = der.read(outer.data, identifier.end, outer.end).expect(der.BIT_STRING, "signatureValue")
    signature, unused = der.bit_string(value)
    if unused or value.end != outer.end:
        raise der.DerError("something follows the signature", value.end)
    return algorithm(identifier), signature
