"""Cipher suites: RFC 8446 appendix B.4, RFC 5246 appendix A.5 and their additions.

What a suite is made of is read from its name, which the registry builds by rule:
``TLS_`` key exchange ``_`` authentication ``_WITH_`` cipher ``_`` hash; in TLS 1.3 cipher and hash alone.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tlskit.registry.code_point import GREASE_16_BIT, CodePoint
from tlskit.registry.tables.cipher_suite import CipherSuiteTable


class CipherSuiteParts(NamedTuple):
    """The parts that a suite's name is built of; None where it leaves one open."""

    key_exchange: str | None = None
    authentication: str | None = None
    cipher: str | None = None
    hash: str | None = None
    is_export: bool = False


class CipherSuite(CipherSuiteTable, CodePoint, registry="TLS Cipher Suites", width=2, grease=GREASE_16_BIT):
    """A cipher suite."""

    __slots__ = ()

    @property
    def parts(self) -> CipherSuiteParts:
        """What the suite is made of; nothing is known of one without a name."""
        return cipher_suite_parts(self.name or "")

    @property
    def key_exchange(self) -> str | None:
        """``RSA``, ``DHE``, ``ECDHE_PSK`` ...; None in TLS 1.3, where extensions choose it."""
        return self.parts.key_exchange

    @property
    def authentication(self) -> str | None:
        """``RSA``, ``ECDSA``, ``DSS``, ``PSK``, ``anon`` ...; None in TLS 1.3."""
        return self.parts.authentication

    @property
    def cipher(self) -> str | None:
        """``AES_128_GCM``, ``CHACHA20_POLY1305``, ``3DES_EDE_CBC``, ``NULL`` ..."""
        return self.parts.cipher

    @property
    def hash(self) -> str | None:
        """The hash of the MAC, or with an AEAD cipher the hash of PRF or HKDF; None where the name has neither."""
        return self.parts.hash

    @property
    def is_tls13(self) -> bool:
        """Whether it is a suite of TLS 1.3 (and of no older version)."""
        return self.parts.cipher is not None and self.parts.key_exchange is None

    @property
    def is_aead(self) -> bool:
        """Whether the cipher protects integrity too."""
        return (self.cipher or "").endswith(_AEAD) or (self.cipher or "").startswith("AEGIS")

    @property
    def is_export(self) -> bool:
        """Whether it was weakened for export."""
        return self.parts.is_export

    @property
    def is_forward_secret(self) -> bool:
        """Whether a long-term key that leaks later does not open the session; TLS 1.3 with psk_ke alone is not."""
        return self.is_tls13 or self.key_exchange in _FORWARD_SECRET or self.authentication == "anon"

    @property
    def is_scsv(self) -> bool:
        """Whether it is a signal (RFC 5746, RFC 7507) and cannot be chosen."""
        return (self.name or "").endswith("_SCSV")


@cache
def cipher_suite_parts(name: str) -> CipherSuiteParts:
    """Return what a suite with this name is made of."""
    if not name or name.endswith("_SCSV"):
        return CipherSuiteParts()
    bare = name.removeprefix("TLS_").removeprefix("SSL_").removesuffix("_OLD").removesuffix("_2")
    keys, separator, protection = bare.rpartition("_WITH_")
    if not separator and bare == name:  # GB/T 38636: ECDHE_SM4_CBC_SM3
        keys, _, protection = bare.partition("_")
    cipher, hash_name = _cipher_and_hash(protection)
    if not keys or cipher.endswith(_RFC_9367):
        return CipherSuiteParts(None, None, cipher, hash_name)
    keys, _, weakened = keys.partition("_EXPORT")
    is_export = bool(weakened) or "_EXPORT" in bare
    return CipherSuiteParts(*_keys(keys.removesuffix("_FIPS")), cipher, hash_name, is_export)


_HASHES = {"SHA": "SHA1", "RMD": "RIPEMD160"}
_HASH_NAMES = {"MD5", "SHA", "SHA1", "SHA256", "SHA384", "SM3", "RMD", "GOSTR3411"}
_AEAD = ("_GCM", "_CCM", "_CCM_8", "_POLY1305", "_MGM_L", "_MGM_S")
_RFC_9367 = ("_MGM_L", "_MGM_S")  # TLS 1.3, although their names have a key exchange
_FORWARD_SECRET = {"DHE", "ECDHE", "DHE_PSK", "ECDHE_PSK", "CECPQ1", "SRP", "ECCPWD", "ECJPAKE"}
_ONE_FOR_BOTH = {"DHE_PSK": "PSK", "ECDHE_PSK": "PSK", "RSA_PSK": "PSK", "FORTEZZA_KEA": "FORTEZZA_KEA"}
_OTHER_SPELLING = {"PSK_DHE": "DHE_PSK", "SRP_SHA": "SRP_SRP", "SRP_SHA_RSA": "SRP_RSA", "SRP_SHA_DSS": "SRP_DSS"}
"""RFC 6655 turns one name round; RFC 5054 names the hash that SRP itself uses."""


def _cipher_and_hash(protection: str) -> tuple[str, str | None]:
    if protection == "NULL_NULL":
        return "NULL", "NULL"
    cipher, _, last = protection.rpartition("_")
    if last in _HASH_NAMES:
        return ("NULL" if cipher in _HASH_NAMES else cipher), _HASHES.get(last, last)
    is_ccm = protection.endswith(("_CCM", "_CCM_8"))  # RFC 6655 section 3: the PRF of TLS 1.2 unless said otherwise
    return protection, "SHA256" if is_ccm else None


def _keys(keys: str) -> tuple[str, str]:
    """Return key exchange and authentication."""
    keys = _OTHER_SPELLING.get(keys, keys)
    if keys in _ONE_FOR_BOTH:
        return keys, _ONE_FOR_BOTH[keys]
    exchange, separator, authentication = keys.partition("_")
    if keys.startswith("GOST") or not separator:
        return keys, keys
    return exchange, authentication
