"""What clients refuse that path validation accepts: each kind with its client and words, and no false alarms."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support import interop, pki
from tests.support.cases import CASES
from tests.support.interop import ANY, KINDS, STRICT, chain, of_kind, report, with_leaf
from tests.support.pki import AKI, BC, CLIENT, EKU, NC, SKI, dns, integer, ip, issue, tlv
from tlskit.chain import Certificate, ChainInspector, Conformance, Purpose, ValidationPolicy, inspect_chain
from tlskit.chain.inspect import load_certificates
from tlskit.chain.path.checks import strict_mode
from tlskit.chain.path.checks.interop import OpensslStrict
from tlskit.chain.path.checks.interop_checks import check_edge
from tlskit.finding import Severity, Verdict
from tlskit.trust import certifi_store

CLIENT_NAMES = re.compile(r"OpenSSL|GnuTLS|Chrome|Firefox|\bGo\b|Java|cryptography")


def of_interop(found):
    """Return the findings of the family."""
    return [item for item in found.findings if item.id.startswith("chain.interop.")]


# -- OpenSSL's strict mode -------------------------------------------------------------------------------------------


def openssl(directory, served, *options):
    """Return depth and number of each error that ``openssl verify`` tells."""
    leaf, *between, root = served
    for name, items in (("leaf", [leaf]), ("between", between), ("root", [root])):
        (directory / name).write_bytes(b"".join(item.pem for item in items))
    untrusted = ["-untrusted", directory / "between"] if between else []
    at = str(int(pki.AT.timestamp()))
    command = [
        "openssl",
        "verify",
        *options,
        "-attime",
        at,
        "-CAfile",
        directory / "root",
        *untrusted,
        directory / "leaf",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    errors = re.findall(r"^error (\d+) at (\d+) depth lookup: (.*)$", ended.stdout + ended.stderr, re.MULTILINE)
    return {(int(depth), int(number)): words for number, depth, words in errors}


@pytest.mark.parametrize("label", STRICT)
def test_strict_rules_are_those_of_openssl(label, tmp_path):
    """In each certificate, rule by rule, strict mode's faults are what ``openssl verify -x509_strict`` says."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl")
    served = STRICT[label]
    told = {
        place: words
        for place, words in openssl(tmp_path, served, "-x509_strict", "-ignore_critical").items()
        if place[1] in strict_mode.WORDS
    }
    certificates = [Certificate(item.certificate) for item in served]
    found = list(strict_mode.strict_faults(certificates, complete=True))
    assert told == {(depth, number): strict_mode.WORDS[number] for depth, number in found}
    assert len(found) == len(set(found))


def test_strict_rules_are_all_tried():
    """There are sixty chains and more, and each rule is broken in one of them, but that of the inner algorithm."""
    assert len(STRICT) >= 60
    found = {
        number
        for served in STRICT.values()
        for _, number in strict_mode.strict_faults([Certificate(item.certificate) for item in served], complete=True)
    }
    assert strict_mode.WORDS.keys() - {strict_mode.INNER_ALGORITHM} == found


def test_the_first_fault_is_the_one_that_openssl_stops_at(tmp_path):
    """A chain with many faults has one finding: it names the error that Python shows, and counts up the others."""
    (finding,) = of_interop(report(STRICT["all at once"]))
    assert isinstance(finding, OpensslStrict)
    assert "leaf" == finding.subject_label
    assert (
        "is refused by OpenSSL's strict mode (Python 3.13 and later): error 85, Missing Authority Key Identifier; then "
        '"Middle" error 89, Basic Constraints of CA cert not marked critical'
    ) == finding.summary.partition(', "Middle" error 92')[0]
    assert 7 == 1 + len(finding.others)


def test_strict_mode_under_enforcement():
    """Where RFC 5280 is enforced its own finding is the error, and the same is not said twice."""
    found = report(chain(leaf={AKI: None}), conformance=Conformance.ENFORCE)
    assert (Verdict.UNTRUSTED, [], ["chain.rfc5280.extension_missing"]) == (
        found.verdict,
        of_interop(found),
        [item.id for item in found.findings],
    )


def test_strict_mode_of_an_incomplete_chain():
    """Faults are told of a chain whose issuer is missing, too; only what ends the chain is not known."""
    leaf, middle, _ = chain(middle={AKI: None})
    found = inspect_chain(
        [leaf.certificate, middle.certificate],
        trust=[issue("Else", ca=True).certificate],
        policy=ValidationPolicy(at=pki.AT),
    )
    assert ["Middle"] == [item.subject_label for item in of_interop(found)]


# -- the kinds -------------------------------------------------------------------------------------------------------


NOTICES = {"anchor_not_self_signed", "unsupported", "self_issued_counted"}


@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind):
    """A chain that some client refuses is trusted, with one finding of the family, which names a client."""
    found = of_kind(kind)
    (finding,) = of_interop(found)
    expected = Severity.NOTICE if kind in NOTICES else Severity.WARNING
    assert (Verdict.TRUSTED, f"chain.interop.{kind}", expected) == (found.verdict, finding.id, finding.severity)
    assert CLIENT_NAMES.search(finding.summary)


def rdn(*texts):
    """Encode a name of one RDN with several common names."""
    return tlv(0x30, tlv(0x31, *(tlv(0x30, pki.oid("2.5.4.3"), tlv(0x0C, text.encode())) for text in texts)))


OTHER_KEY = {AKI: tlv(0x30, tlv(0x80, b"q" * 20))}
ISSUER_ALONE = tlv(0x30, interop.key_id(interop.MIDDLE), tlv(0xA1, tlv(0xA4, pki.common_name("X"))))
POINTS = x509.ObjectIdentifier("2.5.29.31")
WORDS = {
    "key identifier": (lambda: chain(leaf=OTHER_KEY), "GnuTLS, refuses it: error 20, unable to get local"),
    "key identifier of a CA": (lambda: chain(middle=OTHER_KEY), '"Root": its keyIdentifier is'),
    "key identifier encoded twice": (
        lambda: chain(leaf={AKI: tlv(0x30, tlv(0x80, pki.octets(interop.MIDDLE.key_identifier)))}), "once too often",
    ),
    "authority's issuer": (lambda: chain(leaf={AKI: interop.SOMEBODY}), "authorityCertSerialNumber is 9"),
    "authority's issuer alone": (
        lambda: chain(leaf={AKI: ISSUER_ALONE}), 'authorityCertIssuer is "CN=X"',
    ),
    "root's key identifier": (
        lambda: chain(root=OTHER_KEY), "refuses it: error 2, unable to get issuer certificate",
    ),
    "string type": (
        lambda: chain(leaf_issuer_name=interop.PRINTABLE), "CN=Middle is a PrintableString here and a UTF8String",
    ),
    "capitals": (lambda: chain(leaf_issuer_name=pki.common_name("MIDDLE")), "cryptography and GnuTLS find no issuer"),
    "capitals beyond ASCII": (
        lambda: chain(middle_subject="ÜBER", leaf_issuer_name=pki.common_name("über")), "GnuTLS and OpenSSL (error 20)",
    ),
    "any purpose in the leaf": (lambda: chain(leaf={EKU: x509.ExtendedKeyUsage([ANY])}), "error 26, unsuitable"),
    "any purpose in the root": (lambda: chain(root={EKU: x509.ExtendedKeyUsage([ANY])}), "does not list serverAuth"),
    "negative serial number": (lambda: chain(leaf_serial=-1), "x509: negative serial number"),
    "long serial number": (lambda: chain(leaf_serial=1 << 160), "21 octets long; Python's cryptography refuses it"),
    "root's serial number": (lambda: chain(root_serial=-1), "negative"),
    "secp256k1": (lambda: with_leaf(chain(), key=interop.curve_key(ec.SECP256K1())), "secp256k1; Chrome"),
    "brainpool": (lambda: with_leaf(chain(), key=interop.curve_key(ec.BrainpoolP384R1())), "brainpoolP384r1"),
    "critical SKI": (lambda: chain(leaf={SKI: (pki.octets(b"id"), True)}), "error 34, unhandled critical extension"),
    "critical CRL address": (
        lambda: chain(leaf={POINTS: (points(), True)}), "Java and Python's cryptography",
    ),
    "authority's serial number alone": (
        lambda: chain(leaf={AKI: tlv(0x30, interop.key_id(interop.MIDDLE), tlv(0x82, integer(middle_serial())[2:]))}),
        "authorityCertSerialNumber without authorityCertIssuer",
    ),
    "long path length": (
        lambda: chain(middle={BC: x509.BasicConstraints(ca=True, path_length=256)}), "pathLenConstraint is 256",
    ),
    "version 1": (lambda: with_leaf(chain(), version=0), "says that it is version 1; Chrome"),
}  # fmt: skip


def points():
    """Encode one distribution point."""
    return tlv(0x30, tlv(0x30, tlv(0xA0, tlv(0xA0, tlv(0x86, b"http://ca.example/crl")))))


def middle_serial():
    """The serial number of the usual CA."""
    return Certificate(interop.MIDDLE.certificate).serial_number


@pytest.mark.parametrize("label", WORDS)
def test_words(label):
    """A finding says what is odd, who refuses it, and with which words."""
    make, words = WORDS[label]
    found = report(make())
    assert Verdict.TRUSTED == found.verdict
    assert any(words in finding.summary for finding in of_interop(found))


def test_attributes_in_another_order():
    """A name whose RDN has its attributes in another order is one name, and said to be encoded otherwise."""
    leaf, middle, _ = chain(middle_subject=rdn("a", "b"), leaf_issuer_name=rdn("b", "a"))
    (finding,) = check_edge(Certificate(leaf.certificate), Certificate(middle.certificate))
    assert "the attributes of one RDN in another order" in finding.summary


GOOD = {
    "AKI with issuer and serial number": lambda: chain(
        leaf={
            AKI: tlv(
                0x30,
                interop.key_id(interop.MIDDLE),
                tlv(0xA1, tlv(0xA4, interop.NAMED)),
                tlv(0x82, integer(middle_serial())[2:]),
            )
        }
    ),
    "AKI in the root": lambda: chain(root={AKI: tlv(0x30, interop.key_id(interop.ROOT))}),
    "any purpose beside the purpose": lambda: chain(
        middle={EKU: x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.1"), ANY])}
    ),
    "nsCertType for servers": lambda: chain(leaf={interop.NETSCAPE: tlv(3, b"\x06\x40")}),
    "nsCertType in a CA": lambda: chain(middle={interop.NETSCAPE: tlv(3, b"\x07\x80")}),
    "20 octets of serial number": lambda: chain(leaf_serial=(1 << 159) - 1),
    "common name that is no host": lambda: chain(
        middle={NC: interop.ELSEWHERE}, leaf_names=[ip("192.0.2.1")], leaf_subject="My shop"
    ),
    "path length of one octet": lambda: chain(middle={BC: x509.BasicConstraints(ca=True, path_length=255)}),
}


@pytest.mark.parametrize("label", GOOD)
def test_nothing_to_say(label):
    """What looks like a fault and is none has no finding."""
    assert [] == of_interop(report(GOOD[label](), identity=None))


@pytest.mark.parametrize(("names", "expected"), [([dns("shop.example.net")], 0), ([ip("192.0.2.1")], 1)])
@pytest.mark.parametrize("common_name", ["shop.example", "10.0.0.1"])
def test_common_name(names, expected, common_name):
    """The common name counts where subjectAltName has no dNSName, an address in it as a name."""
    served = chain(middle={NC: interop.ELSEWHERE}, leaf_names=names, leaf_subject=common_name)
    assert expected == len(of_interop(report(served, identity=None)))


def test_excluded_common_name():
    """An excluded common name has OpenSSL's other error."""
    excluding = pki.dns_constraints(excluded=["example"])
    served = chain(middle={NC: excluding}, leaf_names=[ip("192.0.2.1")], leaf_subject="shop.example")
    assert "error 48, excluded subtree violation" in of_interop(report(served, identity=None))[0].summary


def test_purpose_of_an_anchor_for_clients():
    """What an anchor is for is held against the purpose that was asked about."""
    served = chain(root={EKU: x509.ExtendedKeyUsage([CLIENT])}, leaf={EKU: x509.ExtendedKeyUsage([CLIENT])})
    assert [] == of_interop(report(served, purpose=Purpose.CLIENT))
    assert [] == of_interop(report(served, purpose=Purpose.ANY))


def test_leaf_as_an_anchor():
    """A leaf that is trusted itself is no issuer's: OpenSSL finds none for it."""
    (finding,) = of_interop(report(chain()[:1]))
    assert "error 20, unable to get local issuer certificate" in finding.summary


def test_an_anchor_with_its_root_beside_it():
    """An intermediate that is trusted beside its root is no trouble: OpenSSL goes on to the root."""
    leaf, middle, root = (item.certificate for item in chain())
    policy = ValidationPolicy(at=pki.AT, identity=pki.HOST)
    assert [] == of_interop(inspect_chain([leaf], trust=[middle, root], policy=policy))
    inspector = ChainInspector(trust=[middle], policy=policy)
    first, second = (inspector.inspect([leaf]).findings for _ in range(2))
    assert first == second
    assert "error 2, unable to get issuer certificate" in first[0].summary


def test_an_issuer_that_was_certified_twice():
    """An authority key identifier that names the issuer's other certificate is no trouble where that is at hand."""
    leaf, middle, root = chain(
        leaf={
            AKI: tlv(
                0x30,
                interop.key_id(interop.MIDDLE),
                tlv(0xA1, tlv(0xA4, interop.NAMED)),
                tlv(0x82, integer(middle_serial())[2:]),
            )
        }
    )
    renewed = issue("Middle", root, ca=True, serial=77)
    alone = report((leaf, renewed, root))
    assert ["chain.interop.authority_key_identifier"] == [item.id for item in of_interop(alone)]
    assert [] == of_interop(report((leaf, renewed, middle, root)))


def test_an_inspector_says_the_same():
    """What is kept between questions loses no finding, and gives none to others."""
    good, bad = chain(), chain(leaf={AKI: None}, leaf_serial=-5)
    policy = ValidationPolicy(at=pki.AT, identity=pki.HOST)
    inspector = ChainInspector(trust=[good[2].certificate], policy=policy)
    for served in (good, bad, good, bad):
        sent = [item.certificate for item in served[:2]]
        assert report(served).findings == inspector.inspect(sent).findings


@pytest.mark.parametrize("label", interop.UNHEARD)
def test_what_no_client_refuses_is_a_notice(label):
    """A breach of the profile that no client is known to apply is a notice, and an error only where it is enforced."""
    (finding,) = report(interop.UNHEARD[label]()).findings
    assert (Severity.NOTICE, False) == (finding.severity, finding.id.startswith("chain.interop."))
    enforced = report(interop.UNHEARD[label](), conformance=Conformance.ENFORCE)
    expected = Severity.WARNING if label == "GeneralizedTime" else Severity.ERROR
    assert [expected] == [item.severity for item in enforced.findings]


# -- the outside cases -----------------------------------------------------------------------------------------------

OUTSIDE = {
    "aki-keyid-mismatch": ["authority_key_identifier"],
    "aki-issuer-mismatch": ["authority_key_identifier"],
    "aki-serial-ok": [],
    "eku-client-in-root": ["anchor_purpose"],
    "partial-int-trusted": ["anchor_not_self_signed"],
    "pss-good": [],
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_cases(name, corpora):
    """Chains of public bug reports are trusted, and what other clients say of them is told."""
    folder = corpora / "reports" / "chain"
    found = inspect_chain(
        [(folder / f"{name}.pem").read_bytes()],
        trust=[(folder / f"{name}.roots.pem").read_bytes()],
        policy=ValidationPolicy(at=pki.AT, identity=pki.HOST),
    )
    expected = [f"chain.interop.{kind}" for kind in OUTSIDE[name]]
    assert (Verdict.TRUSTED, expected) == (found.verdict, [item.id for item in found.findings])


# -- no false alarms -------------------------------------------------------------------------------------------------


def judged_good(corpora):
    """Yield reports on good chains: private ones, ours, and what public CAs and stores hold."""
    yield from (report(served) for served in interop.good_chains())
    yield from (case.inspect() for case in CASES if case.name.startswith("good/"))
    folder = corpora / "chain" / "letsencrypt"
    roots = [(folder / f"{name}.pem").read_bytes() for name in ("isrgrootx1", "isrg-root-x2", "trustid-x3-root")]
    for path in sorted(folder.glob("*.pem")):
        (certificate,) = load_certificates([path.read_bytes()])
        halfway = certificate.not_before + (certificate.not_after - certificate.not_before) / 2
        policy = ValidationPolicy(at=halfway, purpose=Purpose.ANY)
        found = inspect_chain([certificate], trust=roots, policy=policy)
        if found.verdict is Verdict.TRUSTED:
            yield found
    store = certifi_store()
    for anchor in store.anchors:
        begins, ends = anchor.certificate.not_before, anchor.certificate.not_after
        policy = ValidationPolicy(at=begins + (ends - begins) / 2, purpose=Purpose.ANY)
        found = inspect_chain([anchor.certificate], trust=store, policy=policy)
        if found.verdict is Verdict.TRUSTED:  # three are signed with SHA-1, which counts in the place of a leaf
            yield found


def test_no_false_alarms(corpora):
    """Of two hundred good chains and more the median has no warning, 95 % have one at most, each names a client."""
    warnings = [
        [item for item in found.findings if item.severity >= Severity.WARNING] for found in judged_good(corpora)
    ]
    counts = sorted(map(len, warnings))
    assert len(counts) >= 200
    assert 0 == statistics.median(counts)
    assert counts[int(0.95 * len(counts))] <= 1
    assert 1 == counts[-1]
    assert all(CLIENT_NAMES.search(item.summary) for found in warnings for item in found)
