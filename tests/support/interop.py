"""Chains that path validation accepts and some client refuses, one for each kind of finding; and good ones."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support import pki
from tests.support.pki import AKI, BC, CLIENT, EKU, KU, NC, SAN, SERVER, SKI, Issued, dns, integer, ip, issue, oid, tlv
from tlskit.chain import ValidationPolicy, inspect_chain
from tlskit.x509 import der

ANY = x509.ObjectIdentifier("2.5.29.37.0")
AIA, IAN = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.1"), x509.ObjectIdentifier("2.5.29.18")
NETSCAPE = x509.ObjectIdentifier("2.16.840.1.113730.1.1")
CERT_SIGN, CRL_SIGN, SIGNATURE = tlv(3, b"\x02\x04"), tlv(3, b"\x01\x02"), tlv(3, b"\x07\x80")
NOT_CRITICAL = (x509.BasicConstraints(ca=True, path_length=None), False)
EMPTY = tlv(0x30)


def chain(leaf=None, middle=None, root=None, **changes):
    """Issue a chain of three; each argument is extensions, ``leaf_``, ``middle_`` and ``root_`` lead other changes."""
    of = {
        who: {name.removeprefix(f"{who}_"): value for name, value in changes.items() if name.startswith(f"{who}_")}
        for who in ("leaf", "middle", "root")
    }
    top = issue(of["root"].pop("subject", "Root"), ca=True, extensions=root, **of["root"])
    between = issue(of["middle"].pop("subject", "Middle"), top, ca=True, extensions=middle, **of["middle"])
    return issue(of["leaf"].pop("subject", "leaf"), between, extensions=leaf, **of["leaf"]), between, top


def report(served, *, anchor=None, **policy):
    """Ask about a chain; the last certificate is the anchor by default, and not sent."""
    *sent, last = served
    trust = last if anchor is None else anchor
    question = ValidationPolicy(**{"at": pki.AT, "identity": pki.HOST, **policy})
    return inspect_chain([item.certificate for item in sent or served], trust=[trust.certificate], policy=question)


def rewritten(item, issuer, *, version=2, algorithm=None, key=None):
    """Write a certificate anew with another version, AlgorithmIdentifier or SubjectPublicKeyInfo, and sign it."""
    (tbs, *_) = der.sequence(item.certificate, "certificate")
    _, serial, inside, *middle, extensions = (part.encoding for part in tbs.children())
    middle = [*middle[:-1], key] if key else middle
    stated = algorithm or inside
    stated_version = tlv(0xA0, integer(version)) if version else b""
    body = tlv(0x30, stated_version, serial, stated, *middle, extensions)
    signature = issuer.key.sign(body, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    encoded = tlv(0x30, body, stated, tlv(0x03, b"\x00", signature))
    return Issued(encoded, item.key, item.name, item.key_identifier)


def with_leaf(served, **changes):
    """Rewrite the leaf of a chain."""
    leaf, middle, *rest = served
    return rewritten(leaf, middle, **changes), middle, *rest


def curve_key(curve):
    """Encode the public key of a fixed number on a curve."""
    return pki.public_key_info(ec.derive_private_key(7, curve))


def explicit_key():
    """Encode a P-256 key with its parameters spelled out (X9.62's ECParameters, RFC 3279 section 2.3.5)."""
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    one = ec.derive_private_key(1, ec.SECP256R1()).public_key().public_numbers()
    point = b"\x04" + one.x.to_bytes(32) + one.y.to_bytes(32)
    field = tlv(0x30, oid("1.2.840.10045.1.1"), integer(p))
    curve = tlv(0x30, pki.octets((p - 3).to_bytes(32)), pki.octets(b.to_bytes(32)))
    parameters = tlv(0x30, integer(1), field, curve, pki.octets(point), integer(order), integer(1))
    return tlv(0x30, tlv(0x30, oid("1.2.840.10045.2.1"), parameters), tlv(0x03, b"\x00", point))


def key_id(issued):
    """Encode a key identifier as the member of an authorityKeyIdentifier."""
    return tlv(0x80, issued.key_identifier)


MIDDLE, ROOT = chain()[1:]
NAMED = pki.common_name("Root")
PRINTABLE = pki.name(("2.5.4.3", "Middle"), tag=0x13)
ADDRESS = tlv(0x30, tlv(0x30, oid("1.3.6.1.5.5.7.48.2"), tlv(0x86, b"http://ca.example/")))
ELSEWHERE = pki.dns_constraints(permitted=["example.net"])
ADDRESS_ONLY = {"leaf_names": [ip("192.0.2.1")], "leaf_subject": "shop.example"}
SOMEBODY = tlv(0x30, key_id(MIDDLE), tlv(0xA1, tlv(0xA4, pki.common_name("Somebody"))), tlv(0x82, b"\x09"))

INHIBIT_ANY_POLICY = x509.ObjectIdentifier("2.5.29.54")


def self_issued():
    """Issue a chain whose CA has renewed its key under its own name, and allows no other CA below it."""
    top = issue("Root", ca=True)
    old = issue("Middle", top, ca=True, path_length=0)
    new = issue("Middle", old, ca=True, path_length=0, key="new")
    return issue("leaf", new), new, old, top


# id -> (chain, further questions); each leaves a finding of that kind, a warning or what is said, and is trusted
KINDS = {
    "openssl_strict": (lambda: chain(leaf={AKI: None}), {}),
    "authority_key_identifier": (lambda: chain(leaf={AKI: tlv(0x30, tlv(0x80, b"q" * 20))}), {}),
    "name_encoding": (lambda: chain(leaf_issuer_name=PRINTABLE), {}),
    "anchor_not_self_signed": (lambda: chain()[:2], {}),
    "anchor_purpose": (lambda: chain(root={EKU: x509.ExtendedKeyUsage([CLIENT])}), {}),
    "anchor_not_a_ca": (lambda: chain(root={BC: None, KU: None}), {}),
    "any_purpose": (lambda: chain(middle={EKU: x509.ExtendedKeyUsage([ANY])}), {}),
    "netscape_type": (lambda: chain(leaf={NETSCAPE: SIGNATURE}), {}),
    "common_name_constrained": (lambda: chain(middle={NC: ELSEWHERE}, **ADDRESS_ONLY), {"identity": None}),
    "serial_number": (lambda: chain(middle_serial=-5), {}),
    "curve": (lambda: with_leaf(chain(), key=curve_key(ec.BrainpoolP256R1())), {}),
    "version": (lambda: with_leaf(chain(), version=0), {}),
    "critical_extension": (lambda: chain(leaf={AIA: (ADDRESS, True)}), {}),
    "unsupported": (lambda: chain(middle={INHIBIT_ANY_POLICY: (integer(0), True)}), {}),
    "taken_for_self_signed": (lambda: chain(leaf_subject="Middle", leaf_key="leaf", leaf={AKI: None}), {}),
    "self_issued_counted": (self_issued, {}),
    "unparsable": (lambda: chain(leaf={AIA: EMPTY}), {}),
}


def of_kind(kind):
    """Ask about the chain that was made for a kind."""
    make, policy = KINDS[kind]
    return report(make(), **policy)


# -- OpenSSL's strict mode -------------------------------------------------------------------------------------------

LIMIT = x509.BasicConstraints(ca=True, path_length=1)
SAN_NOT_CRITICAL, SAN_CRITICAL = (tlv(0x30, dns(pki.HOST)), False), (tlv(0x30, dns(pki.HOST)), True)
NAMELESS = pki.name()
WHO = ("leaf", "middle", "root")
_SIGNER = {"leaf": MIDDLE, "middle": ROOT, "root": ROOT}


def _strict_chains():
    """Return chains by what is odd in them: every rule, in every certificate that it could be asked of."""
    changes = {
        "no AKI": {AKI: None},
        "AKI without keyIdentifier": {AKI: EMPTY},
        "no SKI": {SKI: None},
        "basicConstraints not critical": {BC: NOT_CRITICAL},
        "no keyUsage": {KU: None},
        "no basicConstraints": {BC: None},
        "neither": {BC: None, KU: None},
        "cA FALSE": {BC: x509.BasicConstraints(ca=False, path_length=None)},
        "pathLenConstraint": {BC: LIMIT},
        "pathLenConstraint without keyUsage": {BC: LIMIT, KU: None},
        "pathLenConstraint without cA": {BC: tlv(0x30, integer(0)), KU: SIGNATURE},
        "keyCertSign": {KU: CERT_SIGN},
        "cRLSign": {KU: CRL_SIGN},
        "subjectAltName empty": {SAN: EMPTY},
        "no subjectAltName": {SAN: None},
        "SKI critical": {SKI: (pki.octets(b"id"), True)},
    }
    found = {f"{who}: {what}": chain(**{who: change}) for what, change in changes.items() for who in WHO}
    found |= {
        f"{who} without a name: {what}": chain(**{who: {SAN: value}, f"{who}_subject": NAMELESS})
        for who in WHO
        for what, value in (("critical", SAN_CRITICAL), ("not critical", SAN_NOT_CRITICAL), ("none", None))
    }
    return found | {
        "good": chain(),
        "leaf without a name, cRLSign": chain(leaf={SAN: SAN_CRITICAL, KU: CRL_SIGN}, leaf_subject=NAMELESS),
        "leaf of version 2": with_leaf(chain(), version=1),
        "leaf with explicit parameters": with_leaf(chain(), key=explicit_key()),
        "AKI critical": chain(leaf={AKI: (tlv(0x30, key_id(MIDDLE)), True)}),
        "all at once": chain(
            leaf={AKI: None}, middle={AKI: None, SKI: None, BC: NOT_CRITICAL, KU: None}, root={SKI: None, KU: None}
        ),
        "two certificates": (issue("leaf", ROOT, extensions={AKI: None}), ROOT),
    }


STRICT = _strict_chains()


# -- good chains -----------------------------------------------------------------------------------------------------


UNHEARD = {
    "underscore": lambda: chain(leaf_names=[dns(pki.HOST), dns("my_shop.example")]),
    "serial number zero": lambda: chain(leaf_serial=0),
    "name constraints not critical": lambda: chain(middle={NC: (pki.dns_constraints(permitted=["example"]), False)}),
    "leading period": lambda: chain(middle={NC: pki.dns_constraints(permitted=["example"], excluded=[".net"])}),
    "GeneralizedTime": lambda: chain(leaf_begins=tlv(0x18, b"20200101000000Z")),
}
"""Breaches of RFC 5280's profile for which no client is known to refuse a chain."""


def good_chains():
    """Yield 120 private chains as CAs of many kinds make them; six are of CAs that leave out what they should not."""
    names = {
        "host": [dns(pki.HOST)],
        "more": [dns(pki.HOST), dns("*.shop.example")],
        "address": [dns(pki.HOST), ip("::1")],
    }
    for depth in range(4):
        for purposes in ([SERVER], [SERVER, CLIENT], None):
            for label, given in names.items():
                for limited in (False, True):
                    yield _good(depth, purposes, given, limited=limited, label=label)
    for depth in range(2):
        for digest in ("a", "b", "c"):
            yield _good(depth, [SERVER], names["host"], limited=False, label=digest, sloppy=True)
    for number in range(42):
        yield _good(number % 3, [SERVER], names["host"], limited=bool(number & 1), label=f"more {number}")


def _good(depth, purposes, names, *, limited, label, sloppy=False):
    lacking = {AKI: None, SKI: None} if sloppy else {}
    path_length = {"path_length": depth} if limited else {}
    above = issue(f"Root {label}", ca=True, extensions=lacking)
    line = [above]
    for level in range(depth):
        constraints = {NC: pki.dns_constraints(permitted=["example"])} if limited else {}
        above = issue(f"CA {label} {level}", above, ca=True, extensions=constraints | lacking, **path_length)
        line.insert(0, above)
    purpose = {EKU: None} if purposes is None else {}
    return [issue(pki.HOST, above, names=names, purposes=purposes, extensions=purpose | lacking), *line]
