"""Hierarchies of certificates drawn from a seed: good ones of public and private shapes, as plans that can be edited.

A ``Plan`` says what a certificate will hold; ``Hierarchy.encode`` signs every plan with the key of the one above it. An
edit changes a plan, so the certificate that comes of it is wrong in one thing and right in all others. Keys are few,
derived from labels (``"P-256 leaf"``) and made once; signatures are deterministic where the algorithm allows it.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_network
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from tests.support.pki import (
    AKI,
    BC,
    CLIENT,
    EKU,
    KU,
    NC,
    SAN,
    SERVER,
    SKI,
    dns,
    integer,
    ip,
    key_identifier,
    name,
    octets,
    oid,
    public_key_info,
    time,
    tlv,
)
from tlskit.chain import Profile

AT = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
HOST = "shop.example.com"
POLICIES, AIA = ExtensionOID.CERTIFICATE_POLICIES, ExtensionOID.AUTHORITY_INFORMATION_ACCESS
CDP = ExtensionOID.CRL_DISTRIBUTION_POINTS
ANY_PURPOSE = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE
ANY_POLICY, DOMAIN_VALIDATED, OWN_POLICY = "2.5.29.32.0", "2.23.140.1.2.1", "1.3.6.1.4.1.99999.2"
COUNTRY, ORGANIZATION, COMMON_NAME = "2.5.4.6", "2.5.4.10", "2.5.4.3"
PRINTABLE, UTF8 = 0x13, 0x0C

# -- keys ------------------------------------------------------------------------------------------------------------

_CURVES = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "secp256k1": ec.SECP256K1(),
    "brainpool": ec.BrainpoolP256R1(),
}
_RSA = {"sha1": "1.2.840.113549.1.1.5", "md5": "1.2.840.113549.1.1.4", "sha224": "1.2.840.113549.1.1.14"}
_RSA |= {"sha256": "1.2.840.113549.1.1.11", "sha384": "1.2.840.113549.1.1.12", "sha512": "1.2.840.113549.1.1.13"}
_ECDSA = {"sha1": "1.2.840.10045.4.1", "sha224": "1.2.840.10045.4.3.1", "sha256": "1.2.840.10045.4.3.2"}
_ECDSA["md5"] = _ECDSA["sha1"]  # ECDSA has none with MD5
_ECDSA |= {"sha384": "1.2.840.10045.4.3.3", "sha512": "1.2.840.10045.4.3.4"}
_HASHES = {"md5": hashes.MD5, "sha1": hashes.SHA1, "sha224": hashes.SHA224}
_HASHES |= {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
_ED25519 = tlv(0x30, oid("1.3.101.112"))


@cache
def private_key(label: str):
    """Return the key of a label, whose first word is the kind: ``P-256``, ``RSA-2048``, ``Ed25519`` and so on."""
    kind = label.split(maxsplit=1)[0]
    seed = hashlib.sha256(label.encode()).digest()
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    if kind.startswith("RSA-"):
        return _rsa_key(int(kind.removeprefix("RSA-")), random.Random(label))
    return ec.derive_private_key(int.from_bytes(seed) >> 1 | 1, _CURVES[kind])


def _rsa_key(bits: int, source: random.Random):
    """Find two primes; ``cryptography`` makes no key from a seed."""
    p, q = (_prime(bits // 2, source) for _ in range(2))
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)


_SMALL = [number for number in range(3, 2000, 2) if all(number % other for other in range(3, number, 2))]


def _prime(bits: int, source: random.Random) -> int:
    """Return a prime with its two highest bits set, so that the product has every bit."""
    while True:
        number = source.getrandbits(bits) | 0b11 << (bits - 2) | 1
        if all(number % small for small in _SMALL) and number % 65537 != 1 and pow(2, number - 1, number) == 1:
            return number


def signature_algorithm(label: str, digest: str) -> bytes:
    """Return the AlgorithmIdentifier with which a key signs."""
    kind = label.split(maxsplit=1)[0]
    if kind == "Ed25519":
        return _ED25519
    return tlv(0x30, oid(_RSA[digest]), b"\x05\x00") if kind.startswith("RSA-") else tlv(0x30, oid(_ECDSA[digest]))


@cache
def sign(label: str, digest: str, message: bytes) -> bytes:
    """Sign with the key of a label."""
    key = private_key(label)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(message)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), _HASHES[digest]())
    hashed = _HASHES["sha1" if digest == "md5" else digest]()
    return key.sign(message, ec.ECDSA(hashed, deterministic_signing=True))


# -- plans -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """What a certificate will hold.

    ``extensions`` are the encoded value and whether it is critical, by number. ``signed_with`` is the label of a key
    that is not the issuer's; ``key_info`` an encoded SubjectPublicKeyInfo that is not the key's; ``outer_algorithm``
    the algorithm beside the signature where it is not the one inside. ``repeated`` holds further extensions.
    """

    subject: bytes
    key: str
    begins: datetime | bytes
    ends: datetime | bytes
    extensions: dict = field(default_factory=dict)
    digest: str = "sha256"
    serial: int = 1 << 70
    version: int = 2
    issuer: bytes | None = None
    signed_with: str | None = None
    key_info: bytes | None = None
    algorithm: bytes | None = None
    outer_algorithm: bytes | None = None
    repeated: tuple = ()
    flip: bool = False

    def having(self, **changes) -> Plan:
        """Return the plan with other members."""
        return replace(self, **changes)

    def extended(self, kind, value: bytes | None, critical: bool = False) -> Plan:
        """Return the plan with another extension, or without it."""
        others = {known: given for known, given in self.extensions.items() if known != kind or value is not None}
        return replace(self, extensions=others if value is None else {**others, kind: (value, critical)})


def encode(plan: Plan, above: Plan) -> bytes:
    """Make the certificate, signed by the one above, or by itself."""
    signer = plan.signed_with or above.key
    algorithm = plan.algorithm or signature_algorithm(signer, plan.digest)
    issuer = above.subject if plan.issuer is None else plan.issuer
    info = plan.key_info or public_key_info(private_key(plan.key))
    every = [*plan.extensions.items(), *plan.repeated]
    extensions = tlv(0xA3, tlv(0x30, *(_extension(kind, *given) for kind, given in every))) if every else b""
    validity = tlv(0x30, time(plan.begins), time(plan.ends))
    version = tlv(0xA0, integer(plan.version)) if plan.version else b""
    body = (integer(plan.serial), algorithm, issuer, validity, plan.subject, info, extensions)
    tbs = tlv(0x30, version, *body)
    signature = bytearray(sign(signer, plan.digest, tbs))
    signature[-1] ^= plan.flip
    return tlv(0x30, tbs, plan.outer_algorithm or algorithm, tlv(0x03, b"\x00", bytes(signature)))


def _extension(kind, value: bytes, critical: bool) -> bytes:
    return tlv(0x30, oid(kind.dotted_string), tlv(0x01, b"\xff") if critical else b"", octets(value))


@dataclass(frozen=True)
class Hierarchy:
    """A chain as plans, leaf first and root last, and how it is served.

    ``levels`` holds what leads from the end entity to the root, which is the anchor. ``extras`` are served too: encoded
    certificates that no path needs. ``order`` holds places in what would be served, so that it can repeat and shuffle.
    ``root_sent`` puts the root among it.
    """

    number: int
    title: str
    levels: tuple[Plan, ...]
    host: str = HOST
    profile: Profile = Profile.RFC5280
    extras: tuple[bytes, ...] = ()
    order: tuple[int, ...] = ()
    root_sent: bool = False
    missing: int | None = None
    anchors: tuple[bytes, ...] = ()
    faults: tuple = ()

    @property
    def certificates(self) -> list[bytes]:
        """The certificates, leaf first and root last."""
        pairs = zip(self.levels, [*self.levels[1:], self.levels[-1]], strict=True)
        return [encode(plan, above) for plan, above in pairs]

    @property
    def served(self) -> list[bytes]:
        """What the server sends, the end entity first."""
        leaf, *others = self.certificates
        root = others.pop() if others else leaf
        others = [item for place, item in enumerate(others, start=1) if place != self.missing]
        others = [*others, *([root] if self.root_sent else []), *self.extras]
        return [leaf, *([others[place] for place in self.order if place < len(others)] if self.order else others)]

    @property
    def roots(self) -> list[bytes]:
        """The trust anchors."""
        return list(self.anchors) or [self.certificates[-1]]

    def __str__(self) -> str:
        wrong = "".join(f"; {fault}" for fault in self.faults)
        return f"hierarchy {self.number}: {self.title}{wrong}"


# -- good hierarchies ------------------------------------------------------------------------------------------------


def good_hierarchies(seed: int, count: int) -> list[Hierarchy]:
    """Draw hierarchies in which nothing is wrong, every second one of a public shape; the same ones in every run."""
    source = random.Random(seed)
    return [(private_shape if number % 2 else public_shape)(number, source) for number in range(count)]


def rules_on(*bits: int) -> bytes:
    """Encode a keyUsage from the numbers of its bits, as DER has it: no trailing zeros."""
    if not bits:
        return tlv(0x03, b"\x00")
    length = max(bits) // 8 + 1
    value = sum(1 << (8 * length - 1 - bit) for bit in bits)
    return tlv(0x03, bytes([7 - max(bits) % 8]), value.to_bytes(length))


CA_USAGE, SIGNS, SIGNS_AND_ENCIPHERS = rules_on(5, 6), rules_on(0), rules_on(0, 2)


def constraint(ca: bool, path_length: int | None = None) -> bytes:
    """Encode basicConstraints."""
    length = b"" if path_length is None else integer(path_length)
    return tlv(0x30, tlv(0x01, b"\xff") if ca else b"", length)


def purposes(*kinds) -> bytes:
    """Encode extKeyUsage."""
    return tlv(0x30, *(oid(kind.dotted_string) for kind in kinds))


def policies(*numbers: str) -> bytes:
    """Encode certificatePolicies."""
    return tlv(0x30, *(tlv(0x30, oid(number)) for number in numbers))


def subtrees(*, permitted=(), excluded=()) -> bytes:
    """Encode nameConstraints from encoded GeneralNames."""
    lists = ((0xA0, permitted), (0xA1, excluded))
    return tlv(0x30, *(tlv(tag, *(tlv(0x30, base) for base in bases)) for tag, bases in lists if bases))


def mail(text: str) -> bytes:
    """Encode an rfc822Name."""
    return tlv(0x81, text.encode())


def uri(text: str) -> bytes:
    """Encode a uniformResourceIdentifier."""
    return tlv(0x86, text.encode())


def directory(encoded: bytes) -> bytes:
    """Encode a directoryName."""
    return tlv(0xA4, encoded)


def network(text: str) -> bytes:
    """Encode the iPAddress of a name constraint: address and mask."""
    given = ip_network(text)
    return tlv(0x87, given.network_address.packed, given.netmask.packed)


ISSUER_ADDRESS = tlv(0x30, tlv(0x30, oid("1.3.6.1.5.5.7.48.2"), uri("http://ca.example.com/ca.cer")))
CRL_ADDRESS = tlv(0x30, tlv(0x30, tlv(0xA0, tlv(0xA0, uri("http://ca.example.com/ca.crl")))))


def subject_name(country: str | None, organization: str | None, common: str, tag: int = UTF8) -> bytes:
    """Encode a Name as CAs write them; the country is a PrintableString."""
    parts = [(COUNTRY, country, PRINTABLE), (ORGANIZATION, organization, tag), (COMMON_NAME, common, tag)]
    return tlv(0x30, *(name((kind, text), tag=form)[2:] for kind, text, form in parts if text))


def link(levels: list[Plan], *, root_identifies_itself: bool = False) -> tuple[Plan, ...]:
    """Give each certificate the key identifiers that its own and its issuer's key have."""
    linked = []
    for place, plan in enumerate(levels):
        above = levels[min(place + 1, len(levels) - 1)]
        given = plan
        if place + 1 < len(levels) or root_identifies_itself:
            given = given.extended(AKI, tlv(0x30, tlv(0x80, key_identifier(private_key(above.key)))))
        if place or SKI in plan.extensions or len(levels) == 1:
            given = given.extended(SKI, octets(key_identifier(private_key(plan.key))))
        linked.append(given)
    return tuple(linked)


class _Keys(NamedTuple):
    leaf: str
    above: tuple[str, ...]


def _keys(source: random.Random, kinds: list[str], above: int) -> _Keys:
    drawn = [source.choice(kinds) for _ in range(above + 1)]
    leaf, *others = (
        kind if level < 3 or kind[0] == "P" else "P-256" for level, kind in enumerate(drawn)
    )  # RSA is slow
    return _Keys(f"{leaf} leaf", tuple(f"{kind} level {level}" for level, kind in enumerate(others, start=1)))


def _digest(source: random.Random, above: str) -> str:
    return {"P-384": "sha384", "P-521": "sha512"}.get(above.split(maxsplit=1)[0]) or source.choice(
        ["sha256"] * 3 + ["sha384"]
    )


def public_shape(number: int, source: random.Random) -> Hierarchy:
    """Draw a chain as the CAs of the public stores issue it today, which the CA/Browser profile has nothing against."""
    depth = source.choice([1, 1, 1, 2, 2, 3])
    keys = _keys(source, ["P-256"] * 4 + ["P-384", "RSA-2048", "RSA-2048"], depth + 1)
    begins = AT - timedelta(days=source.randint(1, 50))  # a third of a life is left: renewal is not due
    names = [HOST, *source.sample(["example.com", "*.example.com", "www.example.com", "api.example.com"], 2)]
    leaf = Plan(
        name((COMMON_NAME, HOST)) if source.random() < 0.7 else tlv(0x30),
        keys.leaf, begins, begins + 90 * DAY, serial=source.getrandbits(126) | 1 << 126,
    )  # fmt: skip
    enciphers = keys.leaf.startswith("RSA") and source.random() < 0.5
    leaf = leaf.extended(KU, SIGNS_AND_ENCIPHERS if enciphers else SIGNS, critical=True)
    leaf = leaf.extended(EKU, purposes(SERVER, *([CLIENT] if source.random() < 0.3 else [])))
    leaf = leaf.extended(BC, constraint(ca=False), critical=True)
    leaf = leaf.extended(SAN, tlv(0x30, *map(dns, names)), critical=leaf.subject == tlv(0x30))
    leaf = leaf.extended(POLICIES, policies(DOMAIN_VALIDATED)).extended(AIA, ISSUER_ADDRESS).extended(CDP, CRL_ADDRESS)
    levels = [leaf, *(_public_ca(source, keys, level, depth) for level in range(1, depth + 2))]
    linked = _digests(source, link(levels, root_identifies_itself=source.random() < 0.5))
    return Hierarchy(number, f"public, {depth} intermediates", linked, HOST, Profile.WEB_PKI)


def _digests(source: random.Random, levels: tuple[Plan, ...]) -> tuple[Plan, ...]:
    aboves = [*levels[1:], levels[-1]]
    return tuple(
        plan.having(digest=_digest(source, above.key)) for plan, above in zip(levels, aboves, strict=True)
    )  # fmt: skip


def _public_ca(source: random.Random, keys: _Keys, level: int, depth: int) -> Plan:
    root = level == depth + 1
    begins = AT - timedelta(days=source.randint(400, 900) * (1 if not root else 3))
    common = f"Acme Root R{source.randint(1, 9)}" if root else f"Acme DV CA {level}-{source.randint(1, 99)}"
    subject = subject_name("US", "Acme Trust Services", common, source.choice([PRINTABLE, UTF8]))
    plan = Plan(
        subject, keys.above[level - 1], begins, begins + (25 * 365 if root else 5 * 365) * DAY,
        serial=source.getrandbits(126) | 1 << 126,
    )  # fmt: skip
    plan = plan.extended(KU, rules_on(0, 5, 6) if source.random() < 0.5 else CA_USAGE, critical=True)
    length = level - 1 if not root and source.random() < 0.7 else None
    plan = plan.extended(BC, constraint(ca=True, path_length=length), critical=True)
    if root:
        return plan
    plan = plan.extended(EKU, purposes(SERVER, *([CLIENT] if source.random() < 0.3 else [])))
    if source.random() < 0.2:
        plan = plan.extended(NC, subtrees(permitted=[dns("example.com")]), critical=True)
    number = source.choice([DOMAIN_VALIDATED, ANY_POLICY])
    return plan.extended(POLICIES, policies(number)).extended(AIA, ISSUER_ADDRESS).extended(CDP, CRL_ADDRESS)


def private_shape(number: int, source: random.Random) -> Hierarchy:
    """Draw a chain as companies, laboratories and programs issue it for themselves: long lives, few extensions."""
    depth = source.choice([0, 0, 1, 1, 1, 2, 2, 3, 4])
    keys = _keys(source, ["P-256"] * 6 + ["P-384", "P-521", "RSA-2048", "RSA-2048"], depth + 1)
    begins = AT - timedelta(days=source.randint(1, 300))
    subject = source.choice(
        [name((COMMON_NAME, HOST)), subject_name(None, "Shop", HOST), subject_name("DE", "Shop", HOST)]
    )
    leaf = Plan(subject, keys.leaf, begins, begins + 825 * DAY, serial=source.getrandbits(126) | 1 << 126)
    names = [dns(HOST), *source.sample([dns("localhost"), ip("10.1.2.3"), dns("shop"), ip("::1")], 1)]
    leaf = leaf.extended(SAN, tlv(0x30, *names))
    leaf = leaf.extended(KU, SIGNS_AND_ENCIPHERS if keys.leaf.startswith("RSA") else SIGNS, critical=True)
    leaf = leaf.extended(EKU, purposes(SERVER, *([CLIENT] if source.random() < 0.5 else [])))
    leaf = leaf.extended(BC, constraint(ca=False), critical=True) if source.random() < 0.7 else leaf
    leaf = leaf.extended(SKI, b"") if source.random() < 0.7 else leaf
    levels = [leaf, *(_private_ca(source, keys, level, depth) for level in range(1, depth + 2))]
    linked = _digests(source, link(levels, root_identifies_itself=source.random() < 0.5))
    return Hierarchy(number, f"private, {depth} intermediates", linked)


def _private_ca(source: random.Random, keys: _Keys, level: int, depth: int) -> Plan:
    root = level == depth + 1
    begins = AT - timedelta(days=source.randint(300, 1500))
    common = "Corp Root CA" if root else f"Corp Issuing CA {level}"
    subject = source.choice([subject_name(None, None, common), subject_name("DE", "Corp", common, PRINTABLE)])
    plan = Plan(
        subject, keys.above[level - 1], begins, begins + 20 * 365 * DAY, serial=source.getrandbits(126) | 1 << 126
    )
    plan = plan.extended(KU, rules_on(0, 5, 6) if source.random() < 0.3 else CA_USAGE, critical=True)
    length = level - 1 + source.choice([0, 0, 1]) if source.random() < 0.5 else None
    plan = plan.extended(BC, constraint(ca=True, path_length=length), critical=True)
    if not root and source.random() < 0.3:
        plan = plan.extended(EKU, purposes(SERVER, CLIENT))
    return plan
