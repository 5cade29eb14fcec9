"""Cipher suites, groups and signature schemes in words: what each part of a name stands for.

The parts come from the registry, which reads them from the names; a part without words of its own keeps its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tlskit.registry import GroupKind

if TYPE_CHECKING:
    from tlskit.registry import CipherSuite, NamedGroup, SignatureScheme

GREASE = "[[GREASE]]: a number without a meaning, which must be passed over"
UNKNOWN = "not a number that is registered or known here"


def suite_words(suite: CipherSuite) -> str:
    """Say what a cipher suite is made of, a clause for each part."""
    if suite.is_grease:
        return GREASE
    if suite.is_scsv:
        return _SIGNALS.get(suite.name or "", "a signal and no suite")
    if not suite.is_known:
        return UNKNOWN
    if suite.is_tls13:
        return f"{cipher_words(suite.cipher or '')}; {hash_words(suite.hash)} for the [[key schedule]]"
    parts = [key_exchange_words(suite.key_exchange or ""), authentication_words(suite.authentication or "")]
    use = "to derive keys" if suite.is_aead else "in the [[MAC]]"
    parts.append(cipher_words(suite.cipher or ""))
    parts.append(f"{hash_words(suite.hash)} {use}" if suite.hash else "")
    weak = "weakened for export, broken today" if suite.is_export else ""
    return "; ".join(part for part in (*parts, weak) if part)


def key_exchange_words(name: str) -> str:
    """Say how a suite exchanges keys."""
    return _KEY_EXCHANGES.get(name, f"keys by {name}")


def authentication_words(name: str) -> str:
    """Say how a suite shows who the server is."""
    return _AUTHENTICATIONS.get(name, f"server authenticated by {name}")


def cipher_words(name: str) -> str:
    """Say what a cipher is: algorithm, key, mode."""
    if name in _CIPHERS:
        return _CIPHERS[name]
    taken = re.fullmatch(r"(?P<algorithm>[A-Z0-9]+?)(_(?P<bits>\d+))?_(?P<mode>CBC|GCM|CCM|CCM_8)", name)
    if taken is None:
        return name
    key = f" with a {taken['bits']}-bit key" if taken["bits"] else ""
    return f"{_ALGORITHMS.get(taken['algorithm'], taken['algorithm'])}{key} {_MODES[taken['mode']]}"


def hash_words(name: str | None) -> str:
    """Say which hash is meant."""
    return _HASHES.get(name or "", name or "no hash")


def group_words(group: NamedGroup) -> str:
    """Say what a group is, and how many bytes its key shares have."""
    if group.is_grease:
        return GREASE
    name = group.name or ""
    text = _GROUPS.get(name) or _group_kind_words(group)
    size = group.key_share_size
    if size is None:
        return text
    if size.client == size.server:
        return f"{text}; a key share has {size.client} bytes"
    return f"{text}; a key share has {size.client:,} bytes from the client and {size.server:,} from the server"


def _group_kind_words(group: NamedGroup) -> str:
    match group.kind:
        case GroupKind.HYBRID if group.components:
            curve, other = _halves(group)
            return f"a [[hybrid]] of {curve} and the [[post-quantum]] {other}: safe as long as one of them is"
        case GroupKind.HYBRID | GroupKind.POST_QUANTUM:
            return "a [[post-quantum]] key exchange"
        case GroupKind.FFDHE:
            return f"[[Diffie-Hellman]] modulo a prime of {group.name[5:] if group.name else ''} bits"
        case GroupKind.EC:
            return "an [[elliptic curve]]"
    return UNKNOWN


def _halves(group: NamedGroup) -> tuple[str, str]:
    first, second = group.components
    return (second, first) if group.name == "X25519MLKEM768" else (first, second)


def scheme_words(scheme: SignatureScheme) -> str:
    """Say what a signature scheme signs with."""
    if scheme.is_grease:
        return GREASE
    name = scheme.name or ""
    if name in _SCHEMES:
        return _SCHEMES[name]
    hash_name, separator, signature = name.partition("+")
    if separator:  # a pair of TLS 1.2
        return f"{signature.upper()} with {_HASHES.get(hash_name.upper(), hash_name)}"
    for pattern, text in _SCHEME_PATTERNS:
        if taken := re.match(pattern, name):
            return text.format(*taken.groups())
    return f"the scheme {name}" if name else UNKNOWN


_SIGNALS = {
    "TLS_EMPTY_RENEGOTIATION_INFO_SCSV": "not a suite but a signal ([[SCSV]]): the client is safe against the "
    "[[renegotiation]] attack of 2009",
    "TLS_FALLBACK_SCSV": "not a suite but a signal ([[SCSV]]): the client tried a newer version before, and a server "
    "that knows that version must refuse",
}
_KEY_EXCHANGES = {
    "RSA": "the client encrypts the [[premaster secret]] for the server's RSA key, without [[forward secrecy]]",
    "DH": "[[Diffie-Hellman]] with lasting keys or without authentication",
    "DHE": "[[Diffie-Hellman]] with fresh keys, which gives [[forward secrecy]]",
    "ECDH": "[[Diffie-Hellman]] on a curve with lasting keys or without authentication",
    "ECDHE": "[[Diffie-Hellman]] on a curve with fresh keys, which gives [[forward secrecy]]",
    "PSK": "keys from a [[PSK]] alone",
    "DHE_PSK": "[[Diffie-Hellman]] with fresh keys, and a [[PSK]]",
    "ECDHE_PSK": "[[Diffie-Hellman]] on a curve with fresh keys, and a [[PSK]]",
    "RSA_PSK": "a premaster secret encrypted for the server's RSA key, and a [[PSK]]",
    "SRP": "keys from a password (SRP)",
    "KRB5": "keys from a Kerberos ticket",
    "NULL": "no keys",
    "ECCPWD": "keys from a password (Dragonfly)",
    "ECJPAKE": "keys from a password (J-PAKE)",
    "FORTEZZA_KEA": "keys from a Fortezza card",
    "CECPQ1": "a curve and a post-quantum experiment of 2016",
}
_AUTHENTICATIONS = {
    "RSA": "the server shown by an RSA certificate",
    "ECDSA": "the server shown by an ECDSA (or EdDSA) certificate",
    "DSS": "the server shown by a DSA certificate",
    "anon": "nobody shown: a man in the middle is not noticed",
    "PSK": "both shown by the key that they share",
    "SRP": "both shown by the password",
    "KRB5": "both shown by Kerberos",
    "NULL": "",
}
_ALGORITHMS = {"CAMELLIA": "Camellia", "3DES_EDE": "Triple DES"}
_MODES = {
    "CBC": "in [[CBC]] mode, checked by a [[MAC]] of its own",
    "GCM": "in GCM mode, which encrypts and authenticates ([[AEAD]])",
    "CCM": "in CCM mode, which encrypts and authenticates ([[AEAD]])",
    "CCM_8": "in CCM mode with a short tag of 8 bytes ([[AEAD]])",
}
_CIPHERS = {
    "CHACHA20_POLY1305": "ChaCha20 with Poly1305, which encrypts and authenticates ([[AEAD]]) and is fast without "
    "special hardware",
    "3DES_EDE_CBC": "Triple DES in [[CBC]] mode, whose blocks of 8 bytes are too small for much data (Sweet32)",
    "DES_CBC": "DES in [[CBC]] mode, whose 56-bit key is broken in hours",
    "DES40_CBC": "DES with a 40-bit key, broken at once",
    "DES_CBC_40": "DES with a 40-bit key, broken at once",
    "RC4_128": "the stream cipher RC4 with a 128-bit key, which leaks what is sent often and is forbidden",
    "RC4_56": "RC4 with a 56-bit key, broken in hours",
    "RC4_40": "RC4 with a 40-bit key, broken at once",
    "RC2_CBC_40": "RC2 with a 40-bit key, broken at once",
    "RC2_CBC_56": "RC2 with a 56-bit key, broken in hours",
    "RC2_CBC": "RC2 in [[CBC]] mode, long out of use",
    "IDEA_CBC": "IDEA with a 128-bit key in [[CBC]] mode, long out of use",
    "SEED_CBC": "SEED, a Korean cipher, with a 128-bit key in [[CBC]] mode",
    "NULL": "no encryption: everything can be read",
    "AEGIS_128L": "AEGIS-128L, which encrypts and authenticates ([[AEAD]])",
    "AEGIS_256": "AEGIS-256, which encrypts and authenticates ([[AEAD]])",
    "SM4_CBC": "SM4, a Chinese cipher, in [[CBC]] mode",
    "SM4_GCM": "SM4, a Chinese cipher, in GCM mode ([[AEAD]])",
    "SM4_CCM": "SM4, a Chinese cipher, in CCM mode ([[AEAD]])",
}
_HASHES = {
    "MD5": "MD5",
    "SHA1": "SHA-1",
    "SHA224": "SHA-224",
    "SHA256": "SHA-256",
    "SHA384": "SHA-384",
    "SHA512": "SHA-512",
    "RIPEMD160": "RIPEMD-160",
    "GOSTR3411": "GOST R 34.11",
    "NULL": "no hash",
}
_GROUPS = {
    "secp256r1": "the [[elliptic curve]] P-256 of NIST, which everybody has",
    "secp384r1": "the [[elliptic curve]] P-384 of NIST",
    "secp521r1": "the [[elliptic curve]] P-521 of NIST",
    "x25519": "the [[elliptic curve]] Curve25519, fast and hard to get wrong",
    "x448": "the [[elliptic curve]] Curve448, the larger sister of Curve25519",
    "X25519MLKEM768": "a [[hybrid]] of Curve25519 and the [[post-quantum]] ML-KEM-768: safe as long as one of them is",
    "CECPQ2": "a [[hybrid]] of Curve25519 and NTRU, an experiment of 2019",
}
_SCHEMES = {
    "ed25519": "Ed25519, a signature on Curve25519",
    "ed448": "Ed448, a signature on Curve448",
    "rsa_pkcs1_sha1": "RSA with the old padding and SHA-1, which is broken",
    "ecdsa_sha1": "ECDSA with SHA-1, which is broken",
    "sm2sig_sm3": "SM2 with SM3, the Chinese standards",
}
_SCHEME_PATTERNS = (
    (r"rsa_pkcs1_sha(\d+)", "RSA with the old padding (PKCS #1 v1.5) and SHA-{0}; in TLS 1.3 for certificates only"),
    (r"rsa_pss_rsae_sha(\d+)", "RSA with the padding PSS and SHA-{0}, by an ordinary RSA key"),
    (r"rsa_pss_pss_sha(\d+)", "RSA with the padding PSS and SHA-{0}, by a key that is for PSS alone"),
    (r"ecdsa_secp(\d+)r1_sha(\d+)", "ECDSA with SHA-{1}; in TLS 1.3 by a key on P-{0}"),
    (r"ecdsa_brainpoolP(\d+)r1tls13_sha(\d+)", "ECDSA on the curve brainpoolP{0}r1 with SHA-{1}"),
    (r"mldsa(\d+)", "ML-DSA-{0}, a [[post-quantum]] signature"),
    (r"slhdsa_", "SLH-DSA, a [[post-quantum]] signature that rests on hashes alone"),
)
