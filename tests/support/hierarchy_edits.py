"""Edits of a hierarchy, each of which breaks one rule, and variations that break none.

An ``Edit`` is applied to the plans of a hierarchy before they are signed, so that nothing but the rule is broken. What
an edit needs (an intermediate, an RSA key) it says by returning None where it is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from tests.support.hierarchies import (
    AIA,
    ANY_POLICY,
    ANY_PURPOSE,
    AT,
    CA_USAGE,
    DAY,
    HOST,
    OWN_POLICY,
    POLICIES,
    PRINTABLE,
    UTF8,
    Hierarchy,
    Plan,
    constraint,
    directory,
    encode,
    link,
    mail,
    network,
    policies,
    private_key,
    purposes,
    rules_on,
    signature_algorithm,
    subject_name,
    subtrees,
    uri,
)
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
    UNKNOWN,
    common_name,
    dns,
    integer,
    ip,
    name,
    octets,
    oid,
    public_key_info,
    tlv,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

POLICY_CONSTRAINTS, MAPPINGS = ExtensionOID.POLICY_CONSTRAINTS, ExtensionOID.POLICY_MAPPINGS
INHIBIT_ANY, TLS_FEATURE = ExtensionOID.INHIBIT_ANY_POLICY, ExtensionOID.TLS_FEATURE
NS_CERT_TYPE = x509.ObjectIdentifier("2.16.840.1.113730.1.1")
POISON, NO_CHECK = ExtensionOID.PRECERT_POISON, ExtensionOID.OCSP_NO_CHECK
DIRECTORY_ATTRIBUTES, INFORMATION_ACCESS = x509.ObjectIdentifier("2.5.29.9"), ExtensionOID.SUBJECT_INFORMATION_ACCESS
MUST_STAPLE = tlv(0x30, integer(5))


class Effect(Enum):
    """What an edit does to a chain that was good."""

    BREAKS = "breaks a rule"
    INTEROP = "breaks no rule that decides, but some client refuses"
    LINT = "breaks a rule of form that no client applies, and that is said to CAs alone"
    KEEPS = "breaks nothing"


@dataclass(frozen=True)
class Edit:
    """One edit; ``rule`` is the section that it breaks or the reason why some client refuses."""

    name: str
    effect: Effect
    rule: str
    apply: Callable[[Hierarchy, random.Random], Hierarchy | None]

    def to(self, hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
        """Return the hierarchy edited, None where there is no place for the edit."""
        edited = self.apply(hierarchy, source)
        return None if edited is None else replace(edited, faults=(*hierarchy.faults, self.name))


EDITS: dict[str, Edit] = {}

Change = "Callable[[Plan, Hierarchy, int], Plan | None]"


def _edit(name: str, rule: str, apply, effect: Effect = Effect.BREAKS) -> None:
    assert name not in EDITS, name
    EDITS[name] = Edit(name, effect, rule, apply)


# -- where -----------------------------------------------------------------------------------------------------------


def _leaf(hierarchy: Hierarchy) -> Iterable[int]:
    return [0]


def _intermediates(hierarchy: Hierarchy) -> Iterable[int]:
    return range(1, len(hierarchy.levels) - 1)


def _root(hierarchy: Hierarchy) -> Iterable[int]:
    return [len(hierarchy.levels) - 1]


def _issued(hierarchy: Hierarchy) -> Iterable[int]:
    return range(len(hierarchy.levels) - 1)


PLACES = {"leaf": _leaf, "intermediate": _intermediates, "root": _root, "issued": _issued}


def _at(where: str, change):
    """Change one plan at a place drawn from those of its kind."""

    def apply(hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
        places = list(PLACES[where](hierarchy))
        if not places:
            return None
        place = source.choice(places)
        changed = change(hierarchy.levels[place], hierarchy, place)
        return None if changed is None else _with(hierarchy, {place: changed})

    return apply


def _with(hierarchy: Hierarchy, changed: dict[int, Plan]) -> Hierarchy:
    return replace(hierarchy, levels=tuple(changed.get(at, plan) for at, plan in enumerate(hierarchy.levels)))


def _having(**changes):
    return lambda plan, *_: plan.having(**changes)


def _extended(kind, value: bytes | None, critical: bool = False):
    return lambda plan, *_: plan.extended(kind, value, critical)


# -- the end entity's name -------------------------------------------------------------------------------------------


def _renamed(plan: Plan, names: Iterable[bytes]) -> Plan:
    """Replace the alternative names, critical or not as they were."""
    return plan.extended(SAN, tlv(0x30, *names), plan.extensions[SAN][1] if SAN in plan.extensions else False)


def _names(*names: bytes, host: str | None = None):
    def apply(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
        edited = _with(hierarchy, {0: _renamed(hierarchy.levels[0], names)})
        return replace(edited, host=host or hierarchy.host)

    return apply


for label, names, host in (
    ("another host", [dns("other.example.com")], None),
    ("Kelvin sign", [dns("\u212aiosk.example.com")], "kiosk.example.com"),
    ("Kelvin sign below a wildcard", [dns("*.\u212aiosk.example.com")], "a.kiosk.example.com"),
    ("long s", [dns("\u017fhop.example.com")], None),
    ("wildcard in the middle", [dns("shop.*.com")], None),
    ("wildcard for two labels", [dns("*.com")], None),
    ("part of a label is a wildcard", [dns("s*.example.com")], None),
    ("wildcard in an A-label", [dns("xn--*.example.com")], "xn--shop.example.com"),
    ("NUL in a name", [dns("shop.example.com\0.example.net")], None),
    ("leading dot", [dns(".example.com")], None),
    ("name as URI alone", [uri("https://shop.example.com/")], None),
    ("name as mail alone", [mail("me@shop.example.com")], None),
):
    _edit(f"name: {label}", "RFC 9525 6.3", _names(*names, host=host))
_edit("name: no subjectAltName", "RFC 9525 2", _at("leaf", _extended(SAN, None)))
_edit("name: empty subjectAltName", "RFC 5280 4.2.1.6", _at("leaf", _extended(SAN, tlv(0x30))))
_edit("name: capitals", "RFC 9525 6.3", _names(dns("SHOP.Example.COM")), Effect.KEEPS)
_edit("name: wildcard", "RFC 9525 6.3", _names(dns("*.example.com")), Effect.KEEPS)


def _no_subject(plan: Plan, *_) -> Plan | None:
    return None if SAN not in plan.extensions else plan.having(subject=tlv(0x30)).extended(SAN, plan.extensions[SAN][0])


_edit("name: no subject, subjectAltName not critical", "RFC 5280 4.2.1.6", _at("leaf", _no_subject))


# -- validity --------------------------------------------------------------------------------------------------------

for where in ("issued", "root"):
    prefix = "validity" if where == "issued" else "validity of the root"
    _edit(f"{prefix}: expired", "RFC 5280 4.1.2.5", _at(where, _having(ends=AT - DAY)))
    _edit(f"{prefix}: not yet valid", "RFC 5280 4.1.2.5", _at(where, _having(begins=AT + DAY)))
_edit("validity: the second after", "RFC 5280 4.1.2.5", _at("issued", _having(ends=AT - timedelta(seconds=1))))
_edit("validity: reversed", "RFC 5280 4.1.2.5", _at("issued", _having(begins=AT + DAY, ends=AT - DAY)))
for label, encoded in (
    ("fraction of a second", tlv(0x18, b"20270101000000.5Z")),
    ("no seconds", tlv(0x17, b"2701010000Z")),
    ("an offset", tlv(0x17, b"270101000000+0100")),
    ("no zone", tlv(0x18, b"20500101000000")),
    ("a thirteenth month", tlv(0x17, b"271301000000Z")),
):
    _edit(f"time: {label}", "RFC 5280 4.1.2.5.1, 4.1.2.5.2", _at("issued", _having(ends=encoded)))
_GENERALIZED = _having(ends=tlv(0x18, b"20270101000000Z"))
_edit("time: GeneralizedTime before 2050", "RFC 5280 4.1.2.5", _at("issued", _GENERALIZED), Effect.LINT)


# -- what a CA must be -----------------------------------------------------------------------------------------------

NO_CERT_SIGN = rules_on(0, 6)
for label, rule, change in (
    ("not a CA", "4.2.1.9", _extended(BC, constraint(ca=False), True)),
    ("no basicConstraints", "4.2.1.9", _extended(BC, None)),
    ("basicConstraints not critical", "4.2.1.9", _extended(BC, constraint(ca=True))),
    ("no keyCertSign", "4.2.1.3", _extended(KU, NO_CERT_SIGN, True)),
    ("no keyUsage", "4.2.1.3", _extended(KU, None)),
    ("empty keyUsage", "4.2.1.3", _extended(KU, rules_on(), True)),
    ("no SKI", "4.2.1.2", _extended(SKI, None)),
    ("EKU of clients", "4.2.1.12", _extended(EKU, purposes(CLIENT))),
    ("EKU of time stamping", "4.2.1.12", _extended(EKU, purposes(ExtendedKeyUsageOID.TIME_STAMPING))),
    ("version 1", "4.1.2.1, 6.1.4 (k)", _having(version=0, extensions={})),
    ("path length without keyCertSign", "4.2.1.9",
     lambda plan, *_: plan.extended(BC, constraint(ca=True, path_length=9), True).extended(KU, NO_CERT_SIGN, True)),
    ("negative path length", "4.2.1.9", _extended(BC, tlv(0x30, tlv(0x01, b"\xff"), integer(-1)), True)),
    ("empty subject", "4.1.2.6", lambda plan, *_: plan.having(subject=tlv(0x30))),
):  # fmt: skip
    _edit(f"CA: {label}", f"RFC 5280 {rule}", _at("intermediate", change))
for label, change in (
    ("any purpose", _extended(EKU, purposes(ANY_PURPOSE))),
    ("keyUsage not critical", _extended(KU, CA_USAGE)),
):
    _edit(f"CA: {label}", "RFC 5280 4.2.1.12, 4.2.1.3 (SHOULD)", _at("intermediate", change), Effect.INTEROP)

for label, change in (
    ("no basicConstraints", _extended(BC, None)),
    ("not a CA", _extended(BC, constraint(ca=False), True)),
    ("basicConstraints not critical", _extended(BC, constraint(ca=True))),
    ("no keyUsage", _extended(KU, None)),
    ("no keyCertSign", _extended(KU, NO_CERT_SIGN, True)),
    ("no SKI", _extended(SKI, None)),
    ("EKU of clients", _extended(EKU, purposes(CLIENT))),
    ("EKU of servers", _extended(EKU, purposes(SERVER))),
    ("any purpose", _extended(EKU, purposes(ANY_PURPOSE))),
    ("version 1", _having(version=0, extensions={})),
    ("negative serial", _having(serial=-5)),
    ("long serial", _having(serial=1 << 170)),
    ("serial zero", _having(serial=0)),
    ("unknown critical", _extended(UNKNOWN, b"\x05\x00", True)),
    ("signed by nobody", _having(flip=True)),
):
    _edit(f"root: {label}", "RFC 5280 6.1.1 (d): a name and a key", _at("root", change), Effect.INTEROP)


def _path_length(hierarchy: Hierarchy, source: random.Random, spare: int) -> Hierarchy | None:
    """Allow so many intermediates below the root or a CA as there are, less or more some."""
    place = source.randint(2, len(hierarchy.levels) - 1) if len(hierarchy.levels) > 2 else 1
    length = place - 1 + spare
    if length < 0:
        return None
    return _with(hierarchy, {place: hierarchy.levels[place].extended(BC, constraint(True, length), True)})


_edit("path length: one too many", "RFC 5280 4.2.1.9", lambda h, source: _path_length(h, source, -1))
_edit("path length: just so", "RFC 5280 4.2.1.9", lambda h, source: _path_length(h, source, 0), Effect.KEEPS)


# -- what an end entity must be --------------------------------------------------------------------------------------

for label, rule, change in (
    ("keyUsage cRLSign", "4.2.1.3, 4.2.1.12", _extended(KU, rules_on(6), True)),
    ("keyUsage empty", "4.2.1.3", _extended(KU, rules_on(), True)),
    ("keyUsage dataEncipherment", "4.2.1.3, 4.2.1.12", _extended(KU, rules_on(3), True)),
    ("keyUsage nonRepudiation", "4.2.1.3, 4.2.1.12", _extended(KU, rules_on(1), True)),
    ("keyCertSign, and no CA", "4.2.1.9", _extended(KU, rules_on(0, 5), True)),
    ("path length, and no CA", "4.2.1.9", _extended(BC, tlv(0x30, integer(0)), True)),
    ("EKU of clients", "4.2.1.12", _extended(EKU, purposes(CLIENT))),
    ("EKU of code", "4.2.1.12", _extended(EKU, purposes(ExtendedKeyUsageOID.CODE_SIGNING))),
    ("EKU empty", "4.2.1.12", _extended(EKU, tlv(0x30))),
    ("name constraints", "4.2.1.10", _extended(NC, subtrees(permitted=[dns("example.com")]), True)),
):
    _edit(f"leaf: {label}", f"RFC 5280 {rule}", _at("leaf", change))
_edit(
    "leaf: no digitalSignature",
    "RFC 8446 4.4.2.2",
    _at("leaf", lambda plan, *_: plan.extended(KU, rules_on(2 if plan.key.startswith("RSA") else 4), True)),
)
_edit(
    "leaf: any purpose",
    "RFC 5280 4.2.1.12 (MAY refuse)",
    _at("leaf", _extended(EKU, purposes(ANY_PURPOSE))),
    Effect.INTEROP,
)
_edit("leaf: no EKU", "RFC 5280 4.2.1.12", _at("leaf", _extended(EKU, None)), Effect.KEEPS)
_edit("leaf: no keyUsage", "RFC 5280 4.2.1.3", _at("leaf", _extended(KU, None)), Effect.KEEPS)
_edit(
    "leaf: nsCertType of clients",
    "OpenSSL: Netscape certificate type",
    _at("leaf", _extended(NS_CERT_TYPE, b"\x03\x02\x07\x80")),
    Effect.INTEROP,
)


# -- extensions of every certificate ---------------------------------------------------------------------------------

for label, kind, value in (
    ("unknown", UNKNOWN, b"\x05\x00"),
    ("authority information access", AIA, tlv(0x30, tlv(0x30, oid("1.3.6.1.5.5.7.48.2"), uri("http://a.example/")))),
    ("Netscape certificate type", NS_CERT_TYPE, b"\x03\x02\x00\xff"),
    ("precertificate poison", POISON, b"\x05\x00"),
    ("subject directory attributes", DIRECTORY_ATTRIBUTES, tlv(0x30, tlv(0x30, oid("2.5.4.5"), tlv(0x31)))),
    ("subject information access", INFORMATION_ACCESS, tlv(0x30, tlv(0x30, oid("1.3.6.1.5.5.7.48.5"), uri("http://a.example/")))),
    ("issuer's alternative name", ExtensionOID.ISSUER_ALTERNATIVE_NAME, tlv(0x30, dns("ca.example.com"))),
    ("freshest CRL", ExtensionOID.FRESHEST_CRL, tlv(0x30, tlv(0x30, tlv(0xA0, tlv(0xA0, uri("http://a.example/")))))),
):  # fmt: skip
    _edit(f"critical: {label}", "RFC 5280 4.2", _at("issued", _extended(kind, value, True)))
_edit("critical: nocheck", "RFC 6960 4.2.2.2.1", _at("leaf", _extended(NO_CHECK, b"\x05\x00", True)), Effect.INTEROP)
_edit("critical: TLS feature", "RFC 7633 4.2.1", _at("leaf", _extended(TLS_FEATURE, MUST_STAPLE, True)), Effect.INTEROP)


def _repeated(plan: Plan, *_) -> Plan | None:
    if not plan.extensions:
        return None
    kind, given = next(iter(plan.extensions.items()))
    return plan.extended(kind, None).having(repeated=((kind, given), (kind, given)))


def _critical(kind):
    def change(plan: Plan, *_) -> Plan | None:
        return plan.extended(kind, plan.extensions[kind][0], True) if kind in plan.extensions else None

    return change


def _named_issuer(serial: int, subject: bytes | None = None):
    """Name the issuer's issuer and serial number in the authority key identifier."""

    def change(plan: Plan, hierarchy: Hierarchy, place: int) -> Plan:
        above = hierarchy.levels[place + 1]
        of = hierarchy.levels[min(place + 2, len(hierarchy.levels) - 1)].subject if subject is None else subject
        number = integer(above.serial + serial)
        return plan.extended(AKI, tlv(0x30, tlv(0xA1, directory(of)), b"\x82" + number[1:]))

    return change


_edit("extension twice", "RFC 5280 4.2", _at("issued", _repeated))
_edit("AKI critical", "RFC 5280 4.2.1.1", _at("issued", _critical(AKI)))
_edit("SKI critical", "RFC 5280 4.2.1.2", _at("issued", _critical(SKI)))
_edit("AKI missing", "RFC 5280 4.2.1.1", _at("issued", _extended(AKI, None)))
_edit("AKI empty", "RFC 5280 4.2.1.1", _at("issued", _extended(AKI, tlv(0x30))))
_edit("AKI of another key", "RFC 5280 4.2.1.1", _at("issued", _extended(AKI, tlv(0x30, tlv(0x80, b"k" * 20)))))
_edit("AKI of another serial", "RFC 5280 4.2.1.1", _at("issued", _named_issuer(1)))
_edit("AKI of another issuer", "RFC 5280 4.2.1.1", _at("issued", _named_issuer(0, common_name("Elsewhere"))))
_edit("AKI by issuer and serial", "RFC 5280 4.2.1.1", _at("issued", _named_issuer(0)), Effect.INTEROP)
_edit("policy twice", "RFC 5280 4.2.1.4", _at("issued", _extended(POLICIES, policies(OWN_POLICY, OWN_POLICY))))
_edit(
    "explicit FALSE", "X.690 11.5: DEFAULT is left out", _at("leaf", _extended(BC, tlv(0x30, tlv(0x01, b"\x00")), True))
)
_edit("TRUE is not FF", "X.690 11.1", _at("intermediate", _extended(BC, tlv(0x30, tlv(0x01, b"\x01")), True)))
_TRAILING = _extended(KU, b"\x03\x02\x00\x80", True)
_edit("keyUsage with trailing zeros", "X.690 11.2.2", _at("leaf", _TRAILING), Effect.LINT)


def _feature(hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
    places = list(_intermediates(hierarchy))
    if not places:
        return None
    place = source.choice(places)
    return _with(hierarchy, {place: hierarchy.levels[place].extended(TLS_FEATURE, MUST_STAPLE)})


_edit("TLS feature not inherited", "RFC 7633 4.2.2", _feature)


# -- versions, serial numbers, names ---------------------------------------------------------------------------------

_edit("version 1 with extensions", "RFC 5280 4.1.2.1", _at("issued", _having(version=0)))
_edit("version 2 with extensions", "RFC 5280 4.1.2.1", _at("issued", _having(version=1)))
_edit("version 4", "RFC 5280 4.1.2.1", _at("issued", _having(version=3)))
_edit("serial negative", "RFC 5280 4.1.2.2", _at("issued", _having(serial=-5)))
_edit("serial zero", "RFC 5280 4.1.2.2", _at("issued", _having(serial=0)), Effect.LINT)
_edit("serial of 22 octets", "RFC 5280 4.1.2.2", _at("issued", _having(serial=1 << 170)))
_edit("issuer empty", "RFC 5280 4.1.2.4", _at("issued", _having(issuer=tlv(0x30))))
_edit("issuer another", "RFC 5280 6.1.3 (a)(4)", _at("issued", _having(issuer=common_name("Elsewhere"))))


def _reencoded(plan: Plan, hierarchy: Hierarchy, place: int) -> Plan | None:
    above = hierarchy.levels[place + 1].subject
    tags = {PRINTABLE: UTF8, UTF8: PRINTABLE}
    end = above.rfind(b"\x06\x03\x55\x04\x03") + 5
    if end < 5 or above[end] not in tags:
        return None
    return plan.having(issuer=above[:end] + bytes([tags[above[end]]]) + above[end + 1 :])


_edit(
    "issuer encoded otherwise", "RFC 5280 4.1.2.4: encodings SHOULD be kept", _at("issued", _reencoded), Effect.INTEROP
)


def _printable(text: str):
    def change(plan: Plan, *_) -> Plan:
        return plan.having(subject=subject_name("DE", text, HOST, PRINTABLE))

    return change


_edit("PrintableString with ampersand", "X.680 41.4", _at("leaf", _printable("Shop & Co")))
_edit("PrintableString with underscore", "X.680 41.4", _at("leaf", _printable("Shop_Co")))
_edit(
    "NUL in a subject",
    "X.520: characters",
    _at("leaf", _having(subject=name(("2.5.4.3", "shop\0evil")))),
    Effect.INTEROP,
)


# -- keys and signatures ---------------------------------------------------------------------------------------------


def _keyed(label: str, where: str):
    """Give a level another key, and those below it the identifier of that key."""

    def apply(hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
        places = list(PLACES[where](hierarchy))
        if not places:
            return None
        place = source.choice(places)
        levels = list(hierarchy.levels)
        levels[place] = levels[place].having(key=f"{label} {place}")
        if label == "Ed25519" and KU in levels[place].extensions and not place:
            levels[place] = levels[place].extended(KU, rules_on(0), True)
        return replace(hierarchy, levels=_relinked(levels))

    return apply


def _relinked(levels: list[Plan]) -> tuple[Plan, ...]:
    """Write the key identifiers anew where they are."""
    fresh = link(levels, root_identifies_itself=True)
    return tuple(
        plan.having(
            extensions={
                kind: new.extensions.get(kind, given) if kind in (AKI, SKI) else given
                for kind, given in plan.extensions.items()
            }
        )
        for plan, new in zip(levels, fresh, strict=True)
    )


_edit("RSA 1024", "NIST SP 800-131A", _keyed("RSA-1024", "issued"))
_edit("key on secp256k1", "no client of the web knows it", _keyed("secp256k1", "issued"), Effect.INTEROP)
_edit("key on brainpool", "RFC 5639", _keyed("brainpool", "issued"), Effect.INTEROP)
_edit("key Ed25519", "RFC 8410", _keyed("Ed25519", "issued"), Effect.KEEPS)
_edit("key P-521", "RFC 5480", _keyed("P-521", "issued"), Effect.KEEPS)


def _explicit_parameters(plan: Plan, *_) -> Plan | None:
    """Spell the curve out in the key (RFC 3279 2.3.5), with P-256's own numbers."""
    if not plan.key.startswith("P-256"):
        return None
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    x = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
    y = 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
    n = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    field = tlv(0x30, oid("1.2.840.10045.1.1"), integer(p))
    curve = tlv(0x30, octets((p - 3).to_bytes(32)), octets(b.to_bytes(32)))
    base = octets(b"\x04" + x.to_bytes(32) + y.to_bytes(32))
    parameters = tlv(0x30, integer(1), field, curve, base, integer(n), integer(1))
    key = private_key(plan.key)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    point = public_key_info(key)[-65:]
    info = tlv(0x30, tlv(0x30, oid("1.2.840.10045.2.1"), parameters), tlv(0x03, b"\x00", point))
    return plan.having(key_info=info)


for where in ("leaf", "intermediate", "root"):
    _edit(f"explicit curve: {where}", "RFC 5480 2.1.1", _at(where, _explicit_parameters))


def _signed_with(digest: str, only: str = ""):
    def change(plan: Plan, hierarchy: Hierarchy, place: int) -> Plan | None:
        above = hierarchy.levels[place + 1].key
        return plan.having(digest=digest) if above.startswith(only or ("P-", "RSA")) else None

    return change


def _null_parameters(plan: Plan, hierarchy: Hierarchy, place: int) -> Plan | None:
    if not hierarchy.levels[place + 1].key.startswith("P-"):
        return None
    return plan.having(digest="sha256", algorithm=tlv(0x30, oid("1.2.840.10045.4.3.2"), b"\x05\x00"))


def _other_outside(plan: Plan, hierarchy: Hierarchy, place: int) -> Plan:
    other = "sha384" if plan.digest == "sha256" else "sha256"
    return plan.having(outer_algorithm=signature_algorithm(hierarchy.levels[place + 1].key, other))


def _restricted_key(parameters: bytes):
    """Make the key of a CA an id-RSASSA-PSS one, and sign below it with PKCS #1 v1.5 all the same."""

    def apply(hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
        places = [at for at in (*_intermediates(hierarchy), *_root(hierarchy)) if hierarchy.levels[at].key[0] == "R"]
        if not places:
            return None
        place = source.choice(places)
        plan = hierarchy.levels[place]
        key = public_key_info(private_key(plan.key))
        bits = key[key.index(b"\x05\x00\x03") + 2 :]  # behind the parameters of rsaEncryption
        return _with(
            hierarchy,
            {place: plan.having(key_info=tlv(0x30, tlv(0x30, oid("1.2.840.113549.1.1.10"), parameters), bits))},
        )

    return apply


_edit("signature wrong", "RFC 5280 6.1.3 (a)(1)", _at("issued", _having(flip=True)))
_edit("signature of another key", "RFC 5280 6.1.3 (a)(1)", _at("issued", _having(signed_with="P-256 stranger")))
_edit("signature with SHA-1", "RFC 9155; CA/B 7.1.3.2", _at("issued", _signed_with("sha1")))
_edit("signature with MD5", "RFC 6151", _at("issued", _signed_with("md5", "RSA")))
_edit("signature with SHA-224", "RFC 5758", _at("issued", _signed_with("sha224")), Effect.INTEROP)
_edit("signature with NULL parameters", "RFC 5758 3.2", _at("issued", _null_parameters))
_edit("signature algorithms differ", "RFC 5280 4.1.1.2", _at("issued", _other_outside))
_edit("RSASSA-PSS key, PKCS #1 signature", "RFC 4055 1.2", _restricted_key(b""))
_edit(
    "RSASSA-PSS key with parameters, PKCS #1 signature",
    "RFC 4055 1.2",
    _restricted_key(
        tlv(
            0x30,
            tlv(0xA0, tlv(0x30, oid("2.16.840.1.101.3.4.2.1"))),
            tlv(0xA1, tlv(0x30, oid("1.2.840.113549.1.1.8"), tlv(0x30, oid("2.16.840.1.101.3.4.2.1")))),
            tlv(0xA2, integer(32)),
        )
    ),
)


# -- name constraints ------------------------------------------------------------------------------------------------

_PERSON, _OTHER_PERSON = name(("2.5.4.10", "Shop"), ("2.5.4.3", "me")), name(("2.5.4.10", "Rival"))
_FORMS = {
    "DNS": (dns(HOST), dns("example.com"), dns("example.net")),
    "IP": (ip("10.1.2.3"), network("10.0.0.0/8"), network("192.168.0.0/16")),
    "IPv6": (ip("2001:db8::1"), network("2001:db8::/32"), network("2001:db9::/32")),
    "mail": (mail("me@example.com"), mail("example.com"), mail("example.net")),
    "URI": (uri("https://www.example.com/x"), uri(".example.com"), uri(".example.net")),
    "directory": (directory(_PERSON), directory(name(("2.5.4.10", "Shop"))), directory(_OTHER_PERSON)),
}
"""Form: a name of the end entity, a subtree around it, a subtree elsewhere."""


def _constrained(value: bytes, *names: bytes, subject: bytes | None = None):
    """Constrain an intermediate, and give the end entity further names."""

    def apply(hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
        places = list(_intermediates(hierarchy))
        if not places:
            return None
        place = source.choice(places) if subject is None else places[0]  # CAs below would be named otherwise
        leaf = _renamed(hierarchy.levels[0], (dns(HOST), *(item for item in names if item != dns(HOST))))
        leaf = leaf if subject is None else leaf.having(subject=subject)
        return _with(hierarchy, {0: leaf, place: hierarchy.levels[place].extended(NC, value, True)})

    return apply


_NC = "RFC 5280 4.2.1.10"
for form, (given, around, elsewhere) in _FORMS.items():
    owner = subject_name(None, "Shop", HOST) if form == "directory" else None
    _edit(
        f"constraints: {form} not permitted", _NC, _constrained(subtrees(permitted=[elsewhere]), given, subject=owner)
    )
    _edit(f"constraints: {form} excluded", _NC, _constrained(subtrees(excluded=[around]), given, subject=owner))
    _edit(
        f"constraints: {form} permitted",
        _NC,
        _constrained(subtrees(permitted=[around]), given, subject=owner),
        Effect.KEEPS,
    )
    _edit(
        f"constraints: {form} not excluded",
        _NC,
        _constrained(subtrees(excluded=[elsewhere]), given, subject=owner),
        Effect.KEEPS,
    )
for label, base, given in (
    ("IP of 5 octets", ip(b"\x0a\0\0\0\xff"), ip("10.1.2.3")),
    ("IP with a mask with holes", ip(b"\x0a\0\0\0\xff\0\xff\0"), ip("10.1.2.3")),
    ("DNS with a trailing dot", dns("example.com."), dns(HOST)),
    ("DNS with a wildcard", dns("*.example.com"), dns(HOST)),
    ("DNS with percent signs", dns("%65xample.com"), dns(HOST)),
    ("DNS with a space", dns("example.com "), dns(HOST)),
    ("mail with a trailing dot", mail("example.com."), mail("me@example.com")),
    ("mail with two at signs", mail("a@b@example.com"), mail("me@example.com")),
    ("URI with a scheme", uri("https://www.example.com"), uri("https://www.example.com/x")),
    ("URI with a trailing dot", uri("www.example.com."), uri("https://www.example.com/x")),
    ("URI with a wildcard", uri("*.example.com"), uri("https://www.example.com/x")),
):
    _edit(f"constraints: excluded {label}", _NC, _constrained(subtrees(excluded=[base]), given))
_SMTP = tlv(0xA0, oid("1.3.6.1.5.5.7.8.9"), tlv(0xA0, tlv(0x0C, "b\u00fccher@example.com".encode())))
_edit(
    "constraints: SmtpUTF8Mailbox not permitted",
    "RFC 9598 6",
    _constrained(subtrees(permitted=[mail("example.net")]), _SMTP),
)
_edit(
    "constraints: SmtpUTF8Mailbox excluded", "RFC 9598 6", _constrained(subtrees(excluded=[mail("example.com")]), _SMTP)
)
_edit(
    "constraints: subject not permitted",
    _NC,
    _constrained(subtrees(permitted=[directory(_OTHER_PERSON)]), subject=subject_name(None, "Shop", HOST)),
)
_edit("constraints: URI without a host", _NC, _constrained(subtrees(permitted=[uri(".example.com")]), uri("urn:x:y")))
_edit("constraints: empty", _NC, _constrained(tlv(0x30)))
_edit(
    "constraints: with a minimum",
    _NC,
    _constrained(tlv(0x30, tlv(0xA0, tlv(0x30, dns("example.com"), tlv(0x80, b"\x01"))))),
)
_edit(
    "constraints: wildcard that reaches out",
    _NC,
    _constrained(subtrees(excluded=[dns("a.example.com")]), dns("*.example.com")),
)
_edit(
    "constraints: of a form that the leaf lacks",
    _NC,
    _constrained(subtrees(permitted=[mail("example.net"), uri(".example.net")])),
    Effect.KEEPS,
)


# -- policies --------------------------------------------------------------------------------------------------------


def _policies(**given: tuple[bytes | None, bool]):
    """Put extensions about policies into every certificate below the root, those of the topmost CA by name."""

    def apply(hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
        top = len(hierarchy.levels) - 2
        if top < 1:
            return None
        changed = {at: hierarchy.levels[at].extended(POLICIES, *given["all"]) for at in range(top + 1)}
        if "leaf" in given:
            changed[0] = changed[0].extended(POLICIES, *given["leaf"])
        if "constraints" in given:
            changed[top] = changed[top].extended(POLICY_CONSTRAINTS, *given["constraints"])
        if "mappings" in given:
            changed[top] = changed[top].extended(MAPPINGS, *given["mappings"])
        if "inhibit" in given:
            changed[top] = changed[top].extended(INHIBIT_ANY, *given["inhibit"])
        return _with(hierarchy, changed)

    return apply


_REQUIRED = (tlv(0x30, tlv(0x80, b"\x00")), True)
_OWN, _ANY, _NONE = (policies(OWN_POLICY), False), (policies(ANY_POLICY), False), (None, False)
_MAP_ANY = (tlv(0x30, tlv(0x30, oid(ANY_POLICY), oid(OWN_POLICY))), True)
_edit("policies: required and absent", "RFC 5280 6.1.5 (g)", _policies(all=_OWN, leaf=_NONE, constraints=_REQUIRED))
_edit(
    "policies: required and another",
    "RFC 5280 6.1.5 (g)",
    _policies(all=_OWN, leaf=(policies("1.3.6.1.4.1.99999.3"), False), constraints=_REQUIRED),
)
_edit(
    "policies: required, any inhibited",
    "RFC 5280 6.1.3 (d)",
    _policies(all=_OWN, leaf=_ANY, constraints=_REQUIRED, inhibit=(integer(0), True)),
)
_edit(
    "policies: required, one twice",
    "RFC 5280 4.2.1.4",
    _policies(all=_OWN, leaf=(policies(OWN_POLICY, OWN_POLICY), False), constraints=_REQUIRED),
)
_edit("policies: mapped from any", "RFC 5280 4.2.1.5", _policies(all=_OWN, mappings=_MAP_ANY))
_edit("policies: constraints empty", "RFC 5280 4.2.1.11", _policies(all=_OWN, constraints=(tlv(0x30), True)))
_edit("policies: required and there", "RFC 5280 6.1.5 (g)", _policies(all=_OWN, constraints=_REQUIRED), Effect.KEEPS)
_edit(
    "policies: required and any",
    "RFC 5280 6.1.5 (g)",
    _policies(all=_ANY, leaf=_OWN, constraints=_REQUIRED),
    Effect.KEEPS,
)


# -- what is served, and what is trusted -----------------------------------------------------------------------------


def _missing(hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
    places = list(_intermediates(hierarchy))
    return replace(hierarchy, missing=source.choice(places)) if places else None


def _untrusted(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
    other = _twin(hierarchy.levels[-1], common_name("Another Root"), "P-256 another root")
    return replace(hierarchy, anchors=(encode(other, other),))


def _twin(plan: Plan, subject: bytes, key: str) -> Plan:
    changed = link([plan.having(subject=subject, key=key, flip=False)], root_identifies_itself=False)[0]
    return changed.having(key_info=None)


def _same_name(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
    """Trust a root of the right name and another key."""
    other = _twin(hierarchy.levels[-1], hierarchy.levels[-1].subject, "P-256 another root")
    return replace(hierarchy, anchors=(encode(other, other),))


_edit("served: intermediate missing", "RFC 8446 4.4.2", _missing)
_edit("trusted: another root", "RFC 5280 6.1.1 (d)", _untrusted)
_edit("trusted: another key of that name", "RFC 5280 6.1.1 (d)", _same_name)


def _both_roots(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
    other = _twin(hierarchy.levels[-1], hierarchy.levels[-1].subject, "P-256 another root")
    own = hierarchy.certificates[-1]
    both = [encode(other, other), own]
    return replace(hierarchy, anchors=tuple(source.sample(both, 2)))


def _cross_signed(expired: bool):
    """Serve the root too as another root signed it, which nobody trusts (any more)."""

    def apply(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
        root = hierarchy.levels[-1]
        other = _twin(root, common_name("Older Root"), "P-256 older root")
        cross, _ = link([root.having(ends=AT - DAY if expired else root.ends, flip=False, version=2), other])
        return replace(hierarchy, extras=(*hierarchy.extras, encode(cross, other)))

    return apply


def _shuffled(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
    length = len(hierarchy.served) - 1
    return replace(hierarchy, order=tuple(source.sample(range(length), length)))


def _doubled(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
    length = len(hierarchy.served) - 1
    return replace(hierarchy, order=tuple(sorted([*range(length), *range(length)])))


def _unrelated(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
    other = _twin(hierarchy.levels[-1], common_name("Unrelated"), "P-256 unrelated")
    return replace(hierarchy, extras=(*hierarchy.extras, encode(other, other)))


def _impostor(hierarchy: Hierarchy, source: random.Random) -> Hierarchy:
    """Serve a self-signed certificate with the name of the leaf's issuer."""
    other = _twin(hierarchy.levels[-1], hierarchy.levels[1].subject, "P-256 impostor")
    return replace(hierarchy, extras=(*hierarchy.extras, encode(other, other)))


def _partial(hierarchy: Hierarchy, source: random.Random) -> Hierarchy | None:
    """Trust the leaf's issuer and not its root."""
    places = list(_intermediates(hierarchy))
    return replace(hierarchy, anchors=(hierarchy.certificates[places[-1]],)) if places else None


for label, rule, apply, effect in (
    ("root too", "RFC 8446 4.4.2: may be omitted", lambda h, _: replace(h, root_sent=True), Effect.KEEPS),
    ("in another order", "RFC 8446 4.4.2: SHOULD be in order", _shuffled, Effect.INTEROP),
    ("each twice", "RFC 8446 4.4.2", _doubled, Effect.INTEROP),
    ("one more", "RFC 8446 4.4.2", _unrelated, Effect.INTEROP),
    ("an impostor", "RFC 8446 4.4.2", _impostor, Effect.INTEROP),
    ("a cross-sign", "RFC 4158 1.5", _cross_signed(expired=False), Effect.INTEROP),
    ("an expired cross-sign", "RFC 4158 1.5", _cross_signed(expired=True), Effect.INTEROP),
):
    _edit(f"served: {label}", rule, apply, effect)
_edit("trusted: two roots of one name", "RFC 4158 3.5.12", _both_roots, Effect.KEEPS)
_edit("trusted: an intermediate", "OpenSSL: X509_V_FLAG_PARTIAL_CHAIN", _partial, Effect.INTEROP)
