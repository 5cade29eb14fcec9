"""Policy qualifiers (RFC 5280 section 4.2.1.4): read, shown, and refused where they must be understood and are not."""

from __future__ import annotations

import json
import shutil
import subprocess

import jsonschema
import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pki import AT, integer, issue, oid, tlv
from tlskit.chain import Certificate, Conformance, ValidationPolicy, inspect_chain
from tlskit.export.schema import command_schema
from tlskit.finding import Severity, Verdict
from tlskit.registry.oid import ANY_POLICY, CERTIFICATE_POLICIES, CPS_QUALIFIER, USER_NOTICE_QUALIFIER
from tlskit.x509.name import DER_PROBLEMS
from tlskit.x509.policy_information import PolicyInformation, PolicyQualifier, certificate_policies

POLICY, STRANGE = "1.3.6.1.4.1.99999.7.1", "1.3.6.1.4.1.99999.7.9"
EXTENSION = x509.ObjectIdentifier(CERTIFICATE_POLICIES)
ROOT = issue("Qualifier Root", ca=True)


def policies(*qualifiers, policy=POLICY):
    """Encode certificatePolicies with one policy and its qualifiers."""
    return tlv(0x30, tlv(0x30, oid(policy), tlv(0x30, *qualifiers) if qualifiers else b""))


def cps(text, tag=0x16):
    """Encode the address of a CPS."""
    return tlv(0x30, oid(CPS_QUALIFIER), tlv(tag, text))


def notice(*members):
    """Encode a user notice."""
    return tlv(0x30, oid(USER_NOTICE_QUALIFIER), tlv(0x30, *members))


REFERENCE = tlv(0x30, tlv(0x0C, b"Acme"), tlv(0x30, integer(1), integer(7)))
STRANGER = tlv(0x30, oid(STRANGE), tlv(0x05))
READ = {
    "none": ((), ()),
    "CPS": ((cps(b"https://cps.example/"),), (PolicyQualifier(CPS_QUALIFIER, cps_uri="https://cps.example/"),)),
    "text": ((notice(tlv(0x0C, "Grüße".encode())),), (PolicyQualifier(USER_NOTICE_QUALIFIER, explicit_text="Grüße"),)),
    "BMPString": ((notice(tlv(0x1E, "é".encode("utf-16-be"))),), (PolicyQualifier(USER_NOTICE_QUALIFIER, "", "é"),)),
    "VisibleString": ((notice(tlv(0x1A, b"x")),), (PolicyQualifier(USER_NOTICE_QUALIFIER, explicit_text="x"),)),
    "long text": ((notice(tlv(0x16, b"x" * 400)),), (PolicyQualifier(USER_NOTICE_QUALIFIER, "", "x" * 400),)),
    "both parts": (
        (notice(REFERENCE, tlv(0x0C, b"text")),),
        (PolicyQualifier(USER_NOTICE_QUALIFIER, "", "text", "Acme", (1, 7)),),
    ),
    "nothing": ((notice(),), (PolicyQualifier(USER_NOTICE_QUALIFIER),)),
    "unknown": ((STRANGER,), (PolicyQualifier(STRANGE),)),
    "two": (
        (cps(b"a:b"), notice(REFERENCE)),
        (PolicyQualifier(CPS_QUALIFIER, "a:b"), PolicyQualifier(USER_NOTICE_QUALIFIER, "", "", "Acme", (1, 7))),
    ),
}
DAMAGED = {
    "CPS as UTF8String": cps(b"https://cps.example/", 0x0C),
    "CPS beyond ASCII": cps(b"\xff"),
    "three members": notice(REFERENCE, tlv(0x0C, b"text"), tlv(0x0C, b"more")),
    "no text": notice(tlv(0x02, b"\x01")),
    "not UTF-8": notice(tlv(0x0C, b"\xff")),
    "half a character": notice(tlv(0x1E, b"\x00")),
    "a reference without numbers": notice(tlv(0x30, tlv(0x0C, b"Acme"))),
    "an empty reference": notice(tlv(0x30)),
    "a vast number": notice(tlv(0x30, tlv(0x0C, b"Acme"), tlv(0x30, tlv(0x02, b"\x01" * 5_000)))),
    "no SEQUENCE": tlv(0x30, oid(USER_NOTICE_QUALIFIER), tlv(0x0C, b"text")),
}


@pytest.mark.parametrize("name", READ)
def test_read(name):
    """Each kind of qualifier is read, and the policy is the same with and without it."""
    given_, expected = READ[name]
    assert (PolicyInformation(POLICY, expected),) == certificate_policies(policies(*given_))


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_stays_where_it_is(name):
    """A damaged qualifier says what is wrong with it, and neither the policy nor its other qualifier is lost."""
    (found,) = certificate_policies(policies(cps(b"a:b"), DAMAGED[name]))
    assert POLICY == found.policy_identifier
    assert ["a:b", "unreadable: "] == [item.text[:12] for item in found.policy_qualifiers]


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from([CPS_QUALIFIER, USER_NOTICE_QUALIFIER, STRANGE]))
def test_any_bytes(contents, kind):
    """Whatever stands in a qualifier, reading and telling it raises nothing but what odd DER raises."""
    try:
        (found,) = certificate_policies(policies(tlv(0x30, oid(kind), contents)))
    except DER_PROBLEMS:
        return
    assert found.policy_qualifiers[0].text


# -- judged ----------------------------------------------------------------------------------------------------------


def ask(encoded, *, critical, conformance=Conformance.REPORT):
    """Ask about a leaf with certificatePolicies; return the verdict and what is said of qualifiers."""
    leaf = issue("shop.example", ROOT, extensions={EXTENSION: (encoded, critical)})
    policy = ValidationPolicy(at=AT, conformance=conformance)
    report = inspect_chain([leaf.certificate], trust=[ROOT.certificate], policy=policy)
    about = [item for item in report.findings if item.id.startswith("chain.policy_qualifiers.")]
    return report.verdict, [(item.id.rpartition(".")[2], item.severity) for item in about]


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("critical", [False, True])
def test_known_qualifiers_are_good(name, critical):
    """Qualifiers that are understood harm nothing; one that is not is refused where the extension is critical."""
    refused = critical and name == "unknown"
    expected = (Verdict.UNTRUSTED, [("unknown", Severity.ERROR)]) if refused else (Verdict.TRUSTED, [])
    assert expected == ask(policies(*READ[name][0]), critical=critical)


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_qualifiers_are_found(name):
    """A damaged qualifier is a warning; where the extension is critical or the profile enforced it is an error."""
    encoded = policies(DAMAGED[name])
    bad = (Verdict.UNTRUSTED, [("malformed", Severity.ERROR)])
    assert (Verdict.TRUSTED, [("malformed", Severity.WARNING)]) == ask(encoded, critical=False)
    assert bad == ask(encoded, critical=True)
    assert bad == ask(encoded, critical=False, conformance=Conformance.ENFORCE)


@pytest.mark.parametrize(
    "form", [notice, lambda text: notice(tlv(0x30, text, tlv(0x30)))], ids=["text", "organization"]
)
@pytest.mark.parametrize(("length", "told"), [(200, []), (201, [Severity.WARNING])])
def test_long_notices(form, length, told):
    """A text of more than 200 characters, however many octets, is a warning, even where the profile is enforced."""
    encoded = policies(form(tlv(0x0C, ("ü" * length).encode())))
    leaf = issue("shop.example", ROOT, extensions={EXTENSION: (encoded, False)})
    policy = ValidationPolicy(at=AT, conformance=Conformance.ENFORCE)
    report = inspect_chain([leaf.certificate], trust=[ROOT.certificate], policy=policy)
    assert told == [item.severity for item in report.findings if f"{length} characters" in str(item)]
    assert Verdict.TRUSTED is report.verdict


def test_an_anchors_qualifiers_do_not_matter():
    """A trust anchor's policies are not processed, whatever qualifies them."""
    root = issue("Odd Root", ca=True, extensions={EXTENSION: (policies(STRANGER), True)})
    leaf = issue("shop.example", root)
    report = inspect_chain([leaf.certificate], trust=[root.certificate], policy=ValidationPolicy(at=AT))
    assert Verdict.TRUSTED is report.verdict


# -- shown -----------------------------------------------------------------------------------------------------------


def test_show(call, tmp_path):
    """``tlskit show`` names the policies and what is said beside them, escaped; JSON has every part, raw."""
    hostile = "\x1b[2Jtext\u202e"
    encoded = tlv(
        0x30,
        tlv(0x30, oid("2.23.140.1.2.1"), tlv(0x30, cps(b"https://cps.example/"))),
        tlv(0x30, oid(ANY_POLICY), tlv(0x30, notice(REFERENCE, tlv(0x0C, hostile.encode())), STRANGER)),
    )
    (tmp_path / "x.pem").write_bytes(issue("x", extensions={EXTENSION: (encoded, False)}).pem)
    ended = call("show", tmp_path / "x.pem", "--at", AT.isoformat())
    told = " ".join(ended.stdout.split())
    assert "2.23.140.1.2.1 (domain validated), anyPolicy" in told
    assert r"https://cps.example/, \x1b[2Jtext\u202e; Acme, notice 1, 7, of the unknown kind" in told
    assert "\x1b" not in ended.stdout
    document = json.loads(call("show", tmp_path / "x.pem", "--at", AT.isoformat(), "--json").stdout)
    jsonschema.validate(document, command_schema("show"))
    shown = document["results"][0]["report"]["items"][0]["certificate"]["certificate_policies"]
    assert ["2.23.140.1.2.1", ANY_POLICY] == [item["policy_identifier"] for item in shown]
    assert hostile == shown[1]["policy_qualifiers"][0]["explicit_text"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")
def test_openssl_reads_the_same():
    """OpenSSL names the same address, text, organization and numbers."""
    encoded = policies(cps(b"https://cps.example/"), notice(REFERENCE, tlv(0x0C, b"some text")))
    leaf = issue("x", ROOT, extensions={EXTENSION: (encoded, False)})
    command = ["openssl", "x509", "-noout", "-ext", "certificatePolicies"]
    told = subprocess.run(command, input=leaf.pem, capture_output=True, check=True).stdout.decode()
    (found,) = Certificate(leaf.certificate).extension(CERTIFICATE_POLICIES)
    address, text = found.policy_qualifiers
    for part in (found.policy_identifier, address.cps_uri, text.explicit_text, text.organization, "1, 7"):
        assert part in told


def test_an_endless_object_identifier():
    """An object identifier of a megabyte is malformed at once, and not read for minutes."""
    endless = tlv(0x30, tlv(0x30, tlv(0x06, b"\x81" * 1_000_000 + b"\x01")))
    with pytest.raises(DER_PROBLEMS):
        certificate_policies(endless)
