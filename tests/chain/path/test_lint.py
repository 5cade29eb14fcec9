"""What only a CA's linter says: told as a notice where it is asked for, and not at all elsewhere."""

from __future__ import annotations

import pytest

from tests.support import pki, web_pki
from tests.support.pki import KU, dns, issue, name, oid, tlv
from tests.support.web_pki import AT, CDP, LEAF, POLICIES, leaf, middle
from tlskit.chain import Certificate, ChainInspector, Conformance, Profile, ValidationPolicy, inspect_chain
from tlskit.chain.path.checks.profiles import rfc5280, web_pki_tables
from tlskit.chain.path.checks.profiles import web_pki as profile
from tlskit.chain.path.checks.profiles.rule import AppliedBy
from tlskit.chain.path.checks.role import Role
from tlskit.finding import Severity, Verdict
from tlskit.x509 import der

CN, C, O, OU = "2.5.4.3", "2.5.4.6", "2.5.4.10", "2.5.4.11"  # noqa: E741 - what they are called
FRESHEST, SIA = pki.x509.ObjectIdentifier("2.5.29.46"), pki.x509.ObjectIdentifier("1.3.6.1.5.5.7.1.11")
IAN, ATTRIBUTES = pki.x509.ObjectIdentifier("2.5.29.18"), pki.x509.ObjectIdentifier("2.5.29.9")
EMPTY = tlv(0x30)
ORGANIZATION_VALIDATED = tlv(0x30, tlv(0x30, oid("2.23.140.1.2.2")))


def attribute(kind, text, tag=0x0C):
    """Encode an RDN of one attribute."""
    return tlv(0x31, tlv(0x30, oid(kind), tlv(tag, text.encode())))


def subject(*rdns):
    """Encode a name that ends in the usual common name."""
    return tlv(0x30, *rdns, attribute(CN, web_pki.HOST))


def ca_named(*attributes):
    """Issue a CA with another name."""
    return issue(name(*attributes), web_pki.authority()[0], ca=True, begins=web_pki.ISSUED).certificate


def with_unique_identifiers():
    """Put both unique identifiers into a leaf."""
    (tbs, *rest) = der.sequence(leaf(), "certificate")
    *members, extensions = (part.encoding for part in tbs.children())
    body = tlv(0x30, *members, tlv(0x81, b"\x00\x01"), tlv(0x82, b"\x00\x02"), extensions)
    return tlv(0x30, body, *(part.encoding for part in rest))


# label: (certificate, role, section, a part of the sentence)
LINTED = {
    "unit": (lambda: leaf(subject(attribute(OU, "Unit"))), LEAF, "7.1.2.7.4", "organizationalUnitName"),
    "organisation in DV": (lambda: leaf(subject(attribute(O, "Acme"))), LEAF, "7.1.2.7.2", "its subject has O"),
    "locality in DV": (lambda: leaf(subject(attribute("2.5.4.7", "Town"))), LEAF, "7.1.2.7.2", "its subject has L"),
    "OV without an organisation": (
        lambda: leaf(extensions={POLICIES: ORGANIZATION_VALIDATED}), LEAF, "7.1.2.7.4", "lacks C and O and L or ST",
    ),
    "CA with a common name alone": (
        lambda: ca_named((CN, "CA")), Role.INTERMEDIATE, "7.1.2.10.2", "it lacks C and O",
    ),
    "CA without a common name": (
        lambda: ca_named((O, "Acme")), Role.INTERMEDIATE, "7.1.2.10.2", "it lacks C and CN",
    ),
    "unknown country": (lambda: leaf(subject(attribute(C, "QQ", 0x13))), LEAF, "7.1.4.2", "'QQ'"),
    "two countries": (
        lambda: leaf(subject(attribute(C, "DE", 0x13), attribute(C, "FR", 0x13))), LEAF, "7.1.4.1", "C more than once",
    ),
    "country as UTF8String": (
        lambda: leaf(subject(attribute(C, "DE"))), LEAF, "4.1.2.6", "C in its subject is not a PrintableString",
    ),
    "country in full": (lambda: leaf(subject(attribute(C, "Germany", 0x13))), LEAF, "4.1.2.6", "not two letters"),
    "mail address as UTF8String": (
        lambda: leaf(subject(attribute("1.2.840.113549.1.9.1", "a@b.example"))), LEAF, "4.1.2.6", "not an IA5String",
    ),
    "TeletexString": (lambda: leaf(subject(attribute(O, "Acme", 0x14))), LEAF, "4.1.2.6", "a TeletexString"),
    "long organisation": (lambda: leaf(subject(attribute(O, "a" * 65))), LEAF, "4.1.2.6", "65 characters"),
    "control characters": (lambda: leaf(subject(attribute(O, "A\x07\x1b[31m"))), LEAF, "4.1.2.6", r"'A\x07\x1b[31m'"),
    "bidirectional control": (lambda: leaf(subject(attribute(O, "A\u202eB"))), LEAF, "4.1.2.6", "control characters"),
    "white space": (lambda: leaf(subject(attribute(O, "Acme "))), LEAF, "4.1.2.6", "begins or ends with white space"),
    "empty attribute": (lambda: leaf(subject(attribute(O, ""))), LEAF, "4.1.2.6", "O in its subject is empty"),
    "unique identifiers": (with_unique_identifiers, LEAF, "4.1.2.8", "issuerUniqueID and subjectUniqueID"),
    "an octet of zeros": (lambda: leaf(extensions={KU: tlv(3, b"\x07\x80\x00")}), LEAF, "4.2.1.3", "octet of zeros"),
    "few unused bits": (lambda: leaf(extensions={KU: tlv(3, b"\x05\x80")}), LEAF, "4.2.1.3", "marked as unused"),
    "empty issuerAltName": (lambda: leaf(extensions={IAN: EMPTY}), LEAF, "4.2.1.7", "issuerAltName is an empty list"),
    "empty attributes": (lambda: leaf(extensions={ATTRIBUTES: EMPTY}), LEAF, "4.2.1.8", "an empty list"),
    "empty freshestCRL": (lambda: leaf(extensions={FRESHEST: EMPTY}), LEAF, "4.2.1.15", "freshestCRL is an empty list"),
    "empty CRL addresses": (lambda: leaf(extensions={CDP: EMPTY}), LEAF, "4.2.1.13", "an empty list"),
    "empty subjectInfoAccess": (
        lambda: middle(sia=EMPTY), Role.INTERMEDIATE, "4.2.2.2", "subjectInfoAccess is an empty list",
    ),
}  # fmt: skip


def linted(encoded, role, **policy):
    """Return what both profiles find that only linters look for."""
    question = ValidationPolicy(at=AT, profile=Profile.WEB_PKI, **policy)
    certificate = Certificate(encoded)
    found = [*rfc5280.check(certificate, role, question), *profile.check(certificate, role, question)]
    return [item for item in found if item.evidence["applied_by"] == AppliedBy.LINTERS.value]


@pytest.mark.parametrize("conformance", Conformance)
@pytest.mark.parametrize("label", LINTED)
def test_linted(label, conformance):
    """Asked for, the rule is told as a notice with its section, enforced or not; unasked it is not told."""
    make, role, section, sentence = LINTED[label]
    found = linted(make(), role, lint=True, conformance=conformance)
    told = [item for item in found if item.evidence["section"] == section and sentence in item.summary]
    assert [Severity.NOTICE] == [item.severity for item in told]
    assert [] == linted(make(), role, conformance=conformance)


def test_every_rule_is_broken_once():
    """The table has every section of the rules for linters."""
    sections = {rule.section for rule in (*rfc5280.LINT_RULES, *web_pki_tables.LINT_RULES)}
    assert sections - {"4.1.2.4"} == {section for _, _, section, _ in LINTED.values()}


def test_issuer_names_are_read_too():
    """What is odd in the issuer's name is told of what it issued; of a root, which has both, once."""
    root = issue(name((O, "Acme\x07")), ca=True)
    below = Certificate(issue("leaf", root).certificate)
    policy = ValidationPolicy(at=AT, lint=True)
    assert ["4.1.2.4"] == [item.evidence["section"] for item in rfc5280.check(below, LEAF, policy)]
    assert ["4.1.2.6"] == [
        item.evidence["section"] for item in rfc5280.check(Certificate(root.certificate), Role.ANCHOR, policy)
    ]


@pytest.mark.parametrize(
    "make",
    [leaf, lambda: leaf(subject(attribute(C, "XX", 0x13))), lambda: leaf(subject(attribute(C, "DE", 0x13)))],
    ids=["usual", "without a country", "with a country"],
)
def test_nothing_to_lint(make):
    """A conforming certificate has none of them; XX stands for no country."""
    assert [] == linted(make(), LEAF, lint=True)


def test_lint_changes_no_verdict():
    """A chain with something for linters stays trusted, and an inspector says it of each certificate of a template."""
    root = issue("Root", ca=True)
    odd = [issue(name((O, f"Acme {number}\x07")), root, names=[dns(pki.HOST)]).certificate for number in range(3)]
    policy = ValidationPolicy(at=AT, identity=pki.HOST, lint=True)
    inspector = ChainInspector(trust=[root.certificate], policy=policy)
    good = issue("Good", root).certificate
    assert [] == list(inspector.inspect([good]).findings)
    for encoded in odd:
        found = inspect_chain([encoded], trust=[root.certificate], policy=policy)
        assert (Verdict.TRUSTED, ["chain.rfc5280.value"]) == (found.verdict, [item.id for item in found.findings])
        assert found.findings == inspector.inspect([encoded]).findings


OUTSIDE = {
    "aia-empty-sequence": False,
    "algorithm-parameters-differ": False,
    "ca-without-country-and-organisation": True,
    "country-utf8string": True,
    "domain-validated-with-organization": True,
    "issuer-alt-name-empty": True,
    "issuer-and-subject-unique-id": True,
    "key-usage-trailing-zero-octet": True,
    "organizational-unit": True,
    "subject-control-characters": True,
}
"""Whether only a linter says it: of the others some client is known to refuse them."""


@pytest.mark.parametrize("label", OUTSIDE)
def test_outside_cases(label, corpora):
    """Each says more than the control: where a client applies the rule without being asked, else with ``lint``."""
    folder = corpora / "reports" / "lint" / "files"
    root = (folder / "root.pem").read_bytes()

    def ask(name, *, lint):
        policy = ValidationPolicy(at=AT, identity=pki.HOST, profile=Profile.WEB_PKI, lint=lint)
        return inspect_chain([(folder / f"{name}.pem").read_bytes()], trust=[root], policy=policy).findings

    assert len(ask("control", lint=True)) < len(ask(label, lint=True))
    more = len(ask("control", lint=False)) < len(ask(label, lint=False))
    assert OUTSIDE[label] is not more
