"""What follows the certificate in OpenSSL's ``BEGIN TRUSTED CERTIFICATE``: for what it is trusted, and for what not.

The structure is X509_CERT_AUX of OpenSSL's ``crypto/x509/x_x509a.c``::

    SEQUENCE { trust SEQUENCE OF OID OPTIONAL, reject [0] SEQUENCE OF OID OPTIONAL, alias UTF8String OPTIONAL,
               keyid OCTET STRING OPTIONAL, other [1] SEQUENCE OF AlgorithmIdentifier OPTIONAL }

``openssl x509 -addtrust`` and ``-addreject`` write it.
"""

from __future__ import annotations

from tlskit.core import FrozenValue
from tlskit.registry import oid
from tlskit.x509 import der
from tlskit.x509.name import DER_PROBLEMS

_REJECT, _OTHER = 0xA0, 0xA1
_ORDER = (der.SEQUENCE, _REJECT, der.UTF8_STRING, der.OCTET_STRING, _OTHER)


class TrustSettings(FrozenValue):
    """``trusted`` and ``rejected`` are OIDs of key purposes; ``trusted`` is None where that is not limited.

    ``alias`` is the name that OpenSSL shows. ``problem`` is why the settings cannot be read: then nothing is trusted.
    """

    trusted: tuple[str, ...] | None = None
    rejected: tuple[str, ...] = ()
    alias: str = ""
    problem: str = ""

    def rejects(self, purpose: str) -> bool:
        """Whether a purpose is rejected; the empty string is any purpose, as ``openssl verify`` without one asks."""
        return not {purpose or oid.ANY_EXTENDED_KEY_USAGE, oid.ANY_EXTENDED_KEY_USAGE}.isdisjoint(self.rejected)

    def trusts(self, purpose: str) -> bool:
        """Whether a purpose is among those that are trusted: once any is named, all others are not."""
        wanted = {purpose or oid.ANY_EXTENDED_KEY_USAGE, oid.ANY_EXTENDED_KEY_USAGE}
        return not self.problem and (self.trusted is None or not wanted.isdisjoint(self.trusted))

    def joined(self, other: TrustSettings) -> TrustSettings:
        """Return what holds where a store has the same certificate twice: the stricter of both in everything."""
        lists = [item.trusted for item in (self, other) if item.trusted is not None]
        both = tuple(name for name in lists[0] if name in lists[-1]) if lists else None
        rejected = tuple(dict.fromkeys((*self.rejected, *other.rejected)))
        return TrustSettings(both, rejected, self.alias or other.alias, self.problem or other.problem)


def trusted_certificate(contents: bytes) -> tuple[bytes, TrustSettings | None]:
    """Return the certificate of a TRUSTED CERTIFICATE block, and the settings, None where none follow it."""
    try:
        end = der.read(contents, 0, len(contents)).end
    except der.DerError:
        return contents, None
    return contents[:end], _settings(contents, end) if end < len(contents) else None


def _settings(contents: bytes, start: int) -> TrustSettings:
    try:
        value = der.read(contents, start, len(contents)).expect(der.SEQUENCE, "trust settings")
        if value.end != len(contents):
            raise der.DerError("something follows the trust settings", value.end)
        found = {item.tag: item for item in value.children()}
        if [item.tag for item in value.children()] != [tag for tag in _ORDER if tag in found]:
            raise der.DerError("the trust settings have other members, or not in their order", value.start)
        trusted = _purposes(found[der.SEQUENCE]) if der.SEQUENCE in found else None
        rejected = _purposes(found[_REJECT]) if _REJECT in found else ()
        alias = der.character_string(found[der.UTF8_STRING]) if der.UTF8_STRING in found else ""
    except DER_PROBLEMS as error:
        return TrustSettings(problem=der.problem(error))
    return TrustSettings(trusted, rejected, alias)


def _purposes(value: der.Tlv) -> tuple[str, ...]:
    return tuple(der.object_identifier(item.expect(der.OID, "purpose")) for item in value.children())
