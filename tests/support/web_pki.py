"""Certificates for the tests of the profile of public certificates: conforming ones, and one for each breach."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose
from cryptography.x509.oid import ExtensionOID

from tests.support.pki import AKI, BC, EKU, KU, NC, SAN, SKI, common_name, dns, integer, ip, issue, name, oid, tlv
from tlskit.chain import Profile, ValidationPolicy, inspect_chain
from tlskit.chain.path.checks.role import Role
from tlskit.x509 import der
from tlskit.x509.certificate import Certificate

AT = datetime(2026, 6, 1, tzinfo=UTC)
ISSUED = datetime(2026, 5, 1, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
HOST = "shop.example.com"
LEAF, CA, ROOT = Role.END_ENTITY, Role.INTERMEDIATE, Role.ANCHOR
SERVER, ANY_PURPOSE = Purpose.SERVER_AUTH, Purpose.ANY_EXTENDED_KEY_USAGE
POLICIES, AIA = ExtensionOID.CERTIFICATE_POLICIES, ExtensionOID.AUTHORITY_INFORMATION_ACCESS
CDP = ExtensionOID.CRL_DISTRIBUTION_POINTS

DV = x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.2.1"), None)])
OTHER_POLICY = x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("1.3.6.1.4.1.99999.2"), None)])
ADDRESS = x509.UniformResourceIdentifier("http://ca.example.com/x")
CRL = x509.CRLDistributionPoints([x509.DistributionPoint([ADDRESS], None, None, None)])
ISSUERS = x509.AuthorityInformationAccess(
    [x509.AccessDescription(x509.ObjectIdentifier("1.3.6.1.5.5.7.48.2"), ADDRESS)]
)
OCSP = x509.AuthorityInformationAccess([x509.AccessDescription(x509.ObjectIdentifier("1.3.6.1.5.5.7.48.1"), ADDRESS)])
PUBLIC = {POLICIES: DV, CDP: CRL}


def usage(*octets):
    """Encode a keyUsage from its bits, unused ones first."""
    return tlv(0x03, bytes(octets))


AN_AKI = tlv(0x80, b"k" * 20)
AKI_SERIAL = tlv(0x82, b"\x01")
AKI_ISSUER = tlv(0xA1, tlv(0xA4, common_name("x")))
EMPTY_PERMITTED = tlv(0x30, tlv(0xA0), tlv(0xA1, tlv(0x30, dns("example.net"))))
URI_CONSTRAINT = tlv(0x30, tlv(0xA1, tlv(0x30, tlv(0x86, b".example.net"))))


@cache
def authority():
    """A conforming root and a conforming CA below it."""
    root = issue("Root", ca=True, begins=ISSUED, serial=1 << 70)
    middle = issue("CA", root, ca=True, begins=ISSUED, serial=1 << 70, extensions=PUBLIC)
    return root, middle


def leaf(subject=HOST, **changes):
    """Issue a conforming end entity but for the changes."""
    further = changes.pop("extensions", {})
    given = {"names": [dns(HOST)], "begins": ISSUED, "ends": ISSUED + 90 * DAY, "serial": 1 << 70} | changes
    return issue(subject, authority()[1], extensions={**PUBLIC, AIA: ISSUERS, **further}, **given).certificate


def middle(**extensions):
    """Issue a conforming CA but for extensions."""
    given = {x509_oid(name): value for name, value in extensions.items()}
    return issue(
        "CA", authority()[0], ca=True, begins=ISSUED, serial=1 << 70, extensions={**PUBLIC, **given}
    ).certificate


def root(**extensions):
    """Issue a conforming root but for extensions."""
    given = {x509_oid(name): value for name, value in extensions.items()}
    return issue("Root", ca=True, begins=ISSUED, serial=1 << 70, extensions=given).certificate


def x509_oid(label):
    """Return the number of an extension by its short name here."""
    known = {"aki": AKI, "ski": SKI, "ku": KU, "eku": EKU, "nc": NC, "policies": POLICIES, "cdp": CDP, "bc": BC}
    return (known | {"sia": ExtensionOID.SUBJECT_INFORMATION_ACCESS})[label]


def with_key(info, encoded=None):
    """Put another SubjectPublicKeyInfo into a certificate; the signature no longer fits, nor is it asked."""
    encoded = encoded or leaf()
    old = Certificate(encoded).subject_public_key_info
    tbs, *rest = der.read_only(encoded, "certificate").children()
    members = [info if child.encoding == old else child.encoding for child in tbs.children()]
    assert info in members
    return tlv(0x30, tlv(0x30, *members), *(item.encoding for item in rest))


def spki(key):
    """Encode a public key."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def rsa_info(bits, exponent=65537, parameters=b"\x05\x00"):
    """Encode an RSA key of any size and exponent, which nobody could use."""
    numbers = tlv(0x30, integer((1 << (bits - 1)) + 1), integer(exponent))
    return tlv(0x30, tlv(0x30, oid("1.2.840.113549.1.1.1"), parameters), tlv(0x03, b"\x00", numbers))


def ec_info(parameters):
    """Encode an EC key with such parameters."""
    return tlv(0x30, tlv(0x30, oid("1.2.840.10045.2.1"), parameters), tlv(0x03, b"\x00\x04", bytes(64)))


def signed_with(number):
    """Name another signature algorithm in a conforming end entity, inside and outside."""
    sound = tlv(0x30, oid("1.2.840.10045.4.3.2"))
    return leaf().replace(sound, tlv(0x30, oid(number)))


def of_version(version, **changes):
    """Say another version in an end entity without extensions."""
    encoded = leaf(**changes)
    tbs, *rest = der.read_only(encoded, "certificate").children()
    members = [child.encoding for child in tbs.children() if child.tag not in (0xA0, 0xA3)]
    numbered = ([tlv(0xA0, integer(version))] if version else []) + members
    return tlv(0x30, tlv(0x30, *numbered), *(item.encoding for item in rest))


def ed25519_info():
    """Encode a fixed Ed25519 key."""
    return spki(ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key())


def mldsa_info():
    """Encode a fixed ML-DSA key."""
    return spki(mldsa.MLDSA44PrivateKey.from_seed_bytes(bytes(32)).public_key())


def dsa_info():
    """Encode a DSA key."""
    return tlv(0x30, tlv(0x30, oid("1.2.840.10040.4.1"), tlv(0x30)), tlv(0x03, b"\x00", integer(5)))


def curve_info(curve):
    """Encode a fixed key on a curve."""
    return spki(ec.derive_private_key(7, curve).public_key())


def old(year, month, day, **changes):
    """Issue the end entity on another day."""
    begins = datetime(year, month, day, tzinfo=UTC)
    return leaf(begins=begins, ends=begins + 30 * DAY, **changes)


CN_CASES = {
    "case": ("Shop.example.com", [dns(HOST)], "which has 'shop.example.com'"),
    "another": ("www.example.com", [dns(HOST)], "is not the copy"),
    "U-label": ("bücher.example.com", [dns("xn--bcher-kva.example.com")], "A-labels"),
    "leading zeros": ("192.088.099.1", [ip("192.88.99.1")], "which has '192.88.99.1'"),
    "hexadecimal": ("0x08080808", [ip("8.8.8.8")], "which has '8.8.8.8'"),
    "IPv6 in full": ("2600:0:0:0:0:0:0:1", [ip("2600::1")], "which has '2600::1'"),
    "IPv6 in capitals": ("2600::A", [ip("2600::a")], "which has '2600::a'"),
    "wildcard and host": ("*.example.com", [dns("*.example.org")], "is not the copy"),
    "trailing dot": (HOST + ".", [dns(HOST)], "is not the copy"),
}

# label: (certificate, role, id, section, who applies it, a part of the sentence)
BREACHES = {
    "DSA": (lambda: with_key(dsa_info()), LEAF, "key", "7.1.3.1", True, "DSA"),
    "Ed25519": (lambda: with_key(ed25519_info()), LEAF, "key", "7.1.3.1", True, "an Ed25519 key"),
    "ML-DSA": (lambda: with_key(mldsa_info()), LEAF, "key", "7.1.3.1", True, "an ML-DSA key"),
    "P-192": (lambda: with_key(ec_info(oid("1.2.840.10045.3.1.1"))), LEAF, "key", "7.1.3.1", True, "secp192r1"),
    "P-224": (lambda: with_key(curve_info(ec.SECP224R1())), LEAF, "key", "7.1.3.1", True, "secp224r1"),
    "another curve": (lambda: with_key(curve_info(ec.SECP256K1())), LEAF, "key", "7.1.3.1", True, "secp256k1"),
    "explicit curve": (lambda: with_key(ec_info(tlv(0x30, integer(1)))), LEAF, "key", "7.1.3.1", True, "spells out"),
    "RSA-PSS key": (
        lambda: with_key(tlv(0x30, tlv(0x30, oid("1.2.840.113549.1.1.10")), tlv(0x03, b"\x00"))),
        LEAF, "key", "7.1.3.1", True, "RSASSA-PSS",
    ),
    "RSA without NULL": (lambda: with_key(rsa_info(2048, parameters=b"")), LEAF, "key", "7.1.3.1", True, "NULL"),
    "RSA 2052": (lambda: with_key(rsa_info(2052)), LEAF, "key", "6.1.5", True, "2052 bits"),
    "even exponent": (lambda: with_key(rsa_info(2048, 4)), LEAF, "key", "6.1.6", True, "is 4"),
    "exponent 1": (lambda: with_key(rsa_info(2048, 1)), LEAF, "key", "6.1.6", True, "is 1"),
    "root on P-224": (lambda: with_key(curve_info(ec.SECP224R1()), root()), ROOT, "key", "7.1.3.1", True, "secp224r1"),
    "SHA-224": (lambda: signed_with("1.2.840.10045.4.3.1"), LEAF, "value", "7.1.3.2", True, "ecdsa-with-SHA224"),
    "version 2": (lambda: of_version(1), LEAF, "value", "7.1.1", True, "version 2"),
    "short serial": (lambda: leaf(serial=1 << 54), LEAF, "value", "7.1.2", False, "7 octets"),
    "AKI issuer": (
        lambda: leaf(extensions={AKI: tlv(0x30, AN_AKI, AKI_ISSUER)}),
        LEAF, "value", "7.1.2.11.1", True, "authorityCertIssuer",
    ),
    "root's AKI serial": (
        lambda: root(aki=tlv(0x30, own_key_id(), AKI_SERIAL)), ROOT, "value", "7.1.2.11.1", True, "SerialNumber",
    ),
    "root's AKI is another": (lambda: root(aki=tlv(0x30, AN_AKI)), ROOT, "value", "7.1.2.1.3", True, "not its own"),
    "root's AKI is empty": (lambda: root(aki=tlv(0x30)), ROOT, "value", "7.1.2.1.3", True, "no keyIdentifier"),
    "CA in the leaf's place": (middle, LEAF, "value", "7.1.2.7.8", True, "is a CA certificate"),
    "any purpose": (lambda: leaf(purposes=[SERVER, ANY_PURPOSE]), LEAF, "value", "7.1.2.7.10", True, "anyExtended"),
    "a purpose too many": (
        lambda: leaf(purposes=[SERVER, Purpose.CODE_SIGNING]), LEAF, "value", "7.1.2.7.10", False, "codeSigning",
    ),
    "CA for any purpose and more": (
        lambda: middle(eku=x509.ExtendedKeyUsage([SERVER, ANY_PURPOSE])), CA, "value", "7.1.2.10.6", True, "beside",
    ),
    "CA for any purpose": (
        lambda: middle(eku=x509.ExtendedKeyUsage([ANY_PURPOSE])), CA, "value", "7.1.2.10.6", False, "anyExtended",
    ),
    "CA for mail too": (
        lambda: middle(eku=x509.ExtendedKeyUsage([SERVER, Purpose.EMAIL_PROTECTION])),
        CA, "value", "7.1.2.7.10", False, "emailProtection",
    ),
    "keyEncipherment with EC": (
        lambda: leaf(extensions={KU: usage(5, 0xA0)}), LEAF, "value", "7.1.2.7.11", False, "keyEncipherment",
    ),
    "EC for agreement alone": (
        lambda: leaf(extensions={KU: usage(3, 0x08)}), LEAF, "value", "7.1.2.7.11", False, "lacks digitalSignature",
    ),
    "keyAgreement with RSA": (
        lambda: with_key(rsa_info(2048), leaf(extensions={KU: usage(3, 0x88)})),
        LEAF, "value", "7.1.2.7.11", False, "keyAgreement",
    ),
    "CA that encrypts": (lambda: middle(ku=usage(1, 0x26)), CA, "value", "7.1.2.10.7", False, "keyEncipherment"),
    "CA without CRLs": (lambda: middle(ku=usage(2, 0x04)), CA, "value", "7.1.2.10.7", False, "cRLSign"),
    "own policy": (lambda: leaf(extensions={POLICIES: OTHER_POLICY}), LEAF, "value", "7.1.2.7.9", False, "reserved"),
    "empty subtrees": (lambda: middle(nc=EMPTY_PERMITTED), CA, "value", "7.1.2.10.8", True, "permittedSubtrees"),
    "URI constraint": (lambda: middle(nc=URI_CONSTRAINT), CA, "value", "7.1.2.10.8", False, "uniformResource"),
    "mail in SAN": (
        lambda: leaf(names=[dns(HOST), tlv(0x81, b"a@example.com")]), LEAF, "name", "7.1.2.7.12", True, "rfc822Name",
    ),
    "reserved label": (
        lambda: leaf(names=[dns(HOST), dns("ab--c.example.com")]), LEAF, "name", "7.1.2.7.12", False, "ab--c",
    ),
    "no Punycode": (
        lambda: leaf(names=[dns(HOST), dns("xn--0.example.com")]), LEAF, "name", "7.1.2.7.12", False, "Punycode",
    ),
    "internal name": (
        lambda: leaf(names=[dns(HOST), dns("intra.corp")]), LEAF, "name", "7.1.2.7.12", False, "'intra.corp'",
    ),
    "single label": (lambda: leaf(names=[dns(HOST), dns("intra")]), LEAF, "name", "7.1.2.7.12", False, "'intra'"),
    "private address": (lambda: leaf(names=[dns(HOST), ip("10.0.0.1")]), LEAF, "name", "7.1.2.7.12", False, "10.0.0.1"),
    "two common names": (
        lambda: leaf(name(("2.5.4.3", HOST), ("2.5.4.3", HOST))), LEAF, "name", "7.1.4.3", True, "2 common names",
    ),
    "common name of another form": (
        lambda: leaf(names=[ip("8.8.8.8")]), LEAF, "name", "7.1.4.3", False, "has no host name",
    ),
    "no SAN": (lambda: leaf(names=[], extensions={SAN: None}), LEAF, "extension_missing", "7.1.2.7.12", True, "lacks"),
    "critical SAN": (
        lambda: leaf(extensions={SAN: (tlv(0x30, dns(HOST)), True)}),
        LEAF, "extension_criticality", "7.1.2.7.12", True, "subjectAltName as critical",
    ),
    "no EKU": (lambda: leaf(extensions={EKU: None}), LEAF, "extension_missing", "7.1.2.7.6", True, "extKeyUsage"),
    "critical EKU": (
        lambda: leaf(extensions={EKU: (x509.ExtendedKeyUsage([SERVER]), True)}),
        LEAF, "extension_criticality", "7.1.2.7.6", True, "extKeyUsage",
    ),
    "critical EKU in a CA": (
        lambda: middle(eku=(x509.ExtendedKeyUsage([SERVER]), True)),
        CA, "extension_criticality", "7.1.2.6.1", False, "extKeyUsage",
    ),
    "root with EKU": (
        lambda: root(eku=x509.ExtendedKeyUsage([SERVER])),
        ROOT, "extension_forbidden", "7.1.2.1.2", True, "extKeyUsage",
    ),
    "keyUsage not critical": (
        lambda: leaf(extensions={KU: (usage(7, 0x80), False)}),
        LEAF, "extension_criticality", "7.1.2.7.6", False, "keyUsage",
    ),
    "CA's keyUsage not critical": (
        lambda: middle(ku=(usage(1, 0x06), False)), CA, "extension_criticality", "7.1.2.6.1", False, "keyUsage",
    ),
    "basicConstraints not critical": (
        lambda: leaf(extensions={BC: (tlv(0x30), False)}),
        LEAF, "extension_criticality", "7.1.2.7.6", False, "basicConstraints",
    ),
    "no policies": (
        lambda: leaf(extensions={POLICIES: None}), LEAF, "extension_missing", "7.1.2.7.6", False, "certificatePolicies",
    ),
    "no policies in a CA": (
        lambda: middle(policies=None), CA, "extension_missing", "7.1.2.6.1", False, "certificatePolicies",
    ),
    "no AIA": (
        lambda: leaf(extensions={AIA: None}), LEAF, "extension_missing", "7.1.2.7.6", False, "authorityInfoAccess",
    ),
    "no CRL address": (
        lambda: leaf(extensions={CDP: None}), LEAF, "extension_missing", "7.1.2.11.2", False, "cRLDistributionPoints",
    ),
    "no CRL address in a CA": (
        lambda: middle(cdp=None), CA, "extension_missing", "7.1.2.11.2", False, "cRLDistributionPoints",
    ),
    "critical CRL address": (
        lambda: leaf(extensions={CDP: (CRL, True)}),
        LEAF, "extension_criticality", "7.1.2.11.2", False, "cRLDistribution",
    ),
    "public suffix": (
        lambda: leaf("*.co.uk", names=[dns("*.co.uk")]), LEAF, "wildcard", "3.2.2.6", True, "(ICANN section): *.co.uk",
    ),
    "top-level domain": (
        lambda: leaf("*.com", names=[dns("*.com")]), LEAF, "wildcard", "3.2.2.6", True, "(ICANN section): *.com",
    ),
    "private suffix": (
        lambda: leaf("*.github.io", names=[dns("*.github.io")]), LEAF, "wildcard", "3.2.2.6", True, "(private section)",
    ),
    "too long": (
        lambda: leaf(ends=ISSUED + 200 * DAY), LEAF, "validity_period", "6.3.2", False, "201 days; 200 are allowed",
    ),
    **{
        f"common name: {label}": (lambda cn=cn, names=names: leaf(cn, names=names), LEAF, "name", "7.1.4.3", True, text)
        for label, (cn, names, text) in CN_CASES.items()
    },
}  # fmt: skip


def own_key_id():
    """The root's own key identifier, as the first member of its authority key identifier."""
    return tlv(0x80, Certificate(authority()[0].certificate).subject_key_identifier)


CONFORMING = {
    "end entity": (leaf, LEAF),
    "without a subject": (lambda: leaf(name(), extensions={SAN: (tlv(0x30, dns(HOST)), True)}), LEAF),
    "without a common name": (lambda: leaf(name(("2.5.4.10", "Shop"))), LEAF),
    "address": (lambda: leaf("8.8.8.8", names=[ip("8.8.8.8")]), LEAF),
    "IPv6 address": (lambda: leaf("2600::1", names=[ip("2600::1")]), LEAF),
    "wildcard": (lambda: leaf("*.example.com", names=[dns("*.example.com")]), LEAF),
    "wildcard below a customer of a public suffix": (
        lambda: leaf("*.me.github.io", names=[dns("*.me.github.io")]), LEAF,
    ),
    "A-label": (lambda: leaf("xn--bcher-kva.example.com", names=[dns("xn--bcher-kva.example.com")]), LEAF),
    "client too": (lambda: leaf(purposes=[SERVER, Purpose.CLIENT_AUTH]), LEAF),
    "OCSP instead of a CRL": (lambda: leaf(extensions={AIA: OCSP, CDP: None}), LEAF),
    "short-lived without a CRL": (lambda: leaf(ends=ISSUED + 7 * DAY - SECOND, extensions={CDP: None}), LEAF),
    "RSA": (lambda: with_key(rsa_info(2048)), LEAF),
    "RSA with both usages": (lambda: with_key(rsa_info(3072, 3), leaf(extensions={KU: usage(5, 0xA0)})), LEAF),
    "P-384": (lambda: with_key(curve_info(ec.SECP384R1())), LEAF),
    "P-521": (lambda: with_key(curve_info(ec.SECP521R1())), LEAF),
    "CA": (middle, CA),
    "CA with purposes": (lambda: middle(eku=x509.ExtendedKeyUsage([SERVER])), CA),
    "CA with name constraints": (lambda: middle(nc=(tlv(0x30, tlv(0xA0, tlv(0x30, dns("example.com")))), False)), CA),
    "root": (root, ROOT),
    "root with its own key identifier": (lambda: root(aki=tlv(0x30, own_key_id())), ROOT),
    "CA as anchor": (middle, ROOT),
}  # fmt: skip
"""Label: certificate and role."""


def every_kind():
    """Ask about a chain in which each kind of finding is produced but the one for a list that is missing."""
    odd_root = issue("Odd", ca=True, begins=ISSUED, serial=1 << 70, extensions={EKU: x509.ExtendedKeyUsage([SERVER])})
    encoded = issue(
        "www.example.com",
        odd_root,
        names=[dns(HOST), dns("*.co.uk")],
        begins=ISSUED,
        serial=1 << 40,
        extensions={EKU: (x509.ExtendedKeyUsage([SERVER]), True)},
    ).certificate
    return ask(with_key(curve_info(ec.SECP256K1()), encoded), odd_root)


def without_the_list():
    """Ask about a wildcard where the package with the public suffixes is missing."""
    with patch.dict(sys.modules, {"publicsuffixlist": None}):
        return ask(leaf("*.example.com", names=[dns("*.example.com")]), *authority())


def ask(encoded, anchor, *intermediates, **policy):
    """Ask about a chain."""
    question = ValidationPolicy(**{"at": AT, "profile": Profile.WEB_PKI, **policy})
    given = [encoded, *(item.certificate for item in intermediates)]
    return inspect_chain(given, trust=[anchor.certificate], policy=question)
