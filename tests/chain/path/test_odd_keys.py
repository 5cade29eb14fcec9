"""What a key's own parameters say, names beyond their sets, BER: judged as the RFCs say and other verifiers do."""

from __future__ import annotations

from datetime import timedelta
from ssl import DER_cert_to_PEM_cert

import pytest
from cryptography.hazmat.primitives.serialization import PublicFormat

from tests.support import odd_keys, pki
from tests.support.odd_keys import NULL, P256, ec_chain, named, pkcs1, pss, pss_parameters, rsa_chain, spki
from tlskit.chain import (
    ChainInspector,
    Conformance,
    Purpose,
    TrustAnchor,
    TrustStore,
    ValidationPolicy,
    inspect_chain,
    inspect_file,
)
from tlskit.chain.file import ChainLink
from tlskit.finding import Severity, Verdict
from tlskit.registry import oid as numbers
from tlskit.x509 import Certificate, TrustSettings, der, read_items

TRUSTED, UNTRUSTED, OPEN = Verdict.TRUSTED, Verdict.UNTRUSTED, Verdict.INDETERMINATE
REPORT, ENFORCE = Conformance.REPORT, Conformance.ENFORCE
NOT_ALLOWED = "chain.signature.not_allowed_by_key"


def judged(chain, **changes):
    """Ask about a chain under its root."""
    served, root = chain
    policy = ValidationPolicy(**{"at": pki.AT, "identity": pki.HOST, **changes})
    return inspect_chain(served, trust=[root], policy=policy)


def said(report, lowest=Severity.WARNING):
    """Return the ids of the findings of a severity or more."""
    return sorted({item.id for item in report.all_findings if item.severity >= lowest})


# -- RSASSA-PSS (RFC 4055) -------------------------------------------------------------------------------------------


def pss_info(parameters=b""):
    """Return an id-RSASSA-PSS key."""
    return spki(odd_keys.RSASSA_PSS, parameters, odd_keys.rsa_bits())


RSA_INFO = ("1.2.840.113549.1.1.1", NULL)


@pytest.mark.parametrize(
    ("parameters", "made", "verdict"),
    [
        (None, pkcs1, TRUSTED),
        (None, pss, TRUSTED),  # an rsaEncryption key makes both (section 1.2)
        (b"", pss, TRUSTED),
        (b"", lambda: pss("SHA-384", "SHA-256", 10), TRUSTED),
        (b"", pkcs1, UNTRUSTED),
        (("SHA-256", "SHA-256", 32), pss, TRUSTED),
        (("SHA-256", "SHA-256", 20), pss, TRUSTED),
        (("SHA-256", "SHA-256", 32), lambda: pss(salt=48), TRUSTED),
        (("SHA-256", "SHA-256", 32), lambda: pss(salt=31), UNTRUSTED),
        (("SHA-256", "SHA-256", 32), pkcs1, UNTRUSTED),
        (("SHA-384", "SHA-384", 32), pss, UNTRUSTED),
        (("SHA-256", "SHA-384", 32), pss, UNTRUSTED),
        (("SHA-256", "SHA-256", 32), lambda: pss("SHA-256", "SHA-384"), UNTRUSTED),
    ],
)
def test_restrictions_of_an_rsassa_pss_key(parameters, made, verdict):
    """A signature that the key's own parameters do not allow does not count, and the finding says both."""
    info = (
        spki(*RSA_INFO, odd_keys.rsa_bits())
        if parameters is None
        else pss_info(pss_parameters(*parameters) if parameters else b"")
    )
    report = judged(rsa_chain(info, made()))
    assert verdict is report.verdict
    assert ([NOT_ALLOWED] if verdict is UNTRUSTED else []) == said(report)
    if report.decisive is not None:
        assert "allows only RSASSA-PSS" in report.decisive.summary


def test_defaults_are_restrictions_too():
    """An empty sequence of parameters means SHA-1, MGF1 with SHA-1 and 20 octets of salt."""
    assert UNTRUSTED is judged(rsa_chain(pss_info(b"\x30\x00"), pss())).verdict


@pytest.mark.parametrize("parameters", [NULL, b"\x02\x01\x05", pki.tlv(0x30, pki.tlv(0xA4, pki.integer(1)))])
def test_parameters_of_an_rsassa_pss_key_that_cannot_be_read(parameters):
    """What they would allow is not known, so that nothing is taken as allowed."""
    report = judged(rsa_chain(pss_info(parameters), pss()))
    assert (OPEN, ["chain.key.unreadable"]) == (report.verdict, said(report))


def test_a_file_with_a_signature_that_the_key_forbids():
    """In a file the certificate names the next one as its issuer, and is not called issued by it."""
    (leaf, middle), _ = rsa_chain(pss_info(), pkcs1())
    items = read_items("".join(map(DER_cert_to_PEM_cert, (leaf, middle))).encode())
    assert ChainLink.NAMES_NEXT is inspect_file(items, at=pki.AT).links[1]


def test_one_key_written_in_two_ways_is_two_keys_to_the_cache():
    """The outcome for an rsaEncryption key is not remembered for the id-RSASSA-PSS one of the same numbers."""
    served, root = rsa_chain(spki(*RSA_INFO, odd_keys.rsa_bits()), pkcs1())
    _, middle = rsa_chain(pss_info(), pkcs1())[0]
    inspector = ChainInspector(trust=[root], policy=ValidationPolicy(at=pki.AT))
    verdicts = [inspector.inspect([served[0], item]).verdict for item in (served[1], middle, served[1], middle)]
    assert [TRUSTED, UNTRUSTED, TRUSTED, UNTRUSTED] == verdicts


# -- other keys ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ["leaf", "middle", "root"])
@pytest.mark.parametrize(("parameters", "words"), [(odd_keys.SPECIFIED_P256, "spells out"), (NULL, "implicitCurve")])
def test_a_curve_without_a_name(odd, parameters, words):
    """SpecifiedCurve and implicitCurve fail wherever they stand (RFC 5480 section 2.1.1), OpenSSL's error 94."""
    report = judged(ec_chain(parameters, odd))
    assert (UNTRUSTED, ["chain.key.explicit_parameters"]) == (report.verdict, said(report))
    assert words in report.decisive.summary


def test_other_forms_of_a_point():
    """A compressed point is the same key, and Go refuses it: a warning."""
    report = judged(ec_chain(pki.oid(P256), "middle", PublicFormat.CompressedPoint))
    assert (TRUSTED, ["chain.key.encoding"]) == (report.verdict, said(report))


@pytest.mark.parametrize("parameters", [b"", b"\x02\x01\x05"])
def test_an_rsa_key_without_null(parameters):
    """RFC 3279 section 2.3.1 demands NULL; OpenSSL takes the key all the same: a warning."""
    report = judged(rsa_chain(spki(RSA_INFO[0], parameters, odd_keys.rsa_bits()), pkcs1()))
    assert (TRUSTED, ["chain.key.encoding"]) == (report.verdict, said(report))


@pytest.mark.parametrize(
    ("info", "words"),
    [
        (spki("1.3.101.112", NULL, bytes(32)), "has parameters, which its algorithm does not have"),
        (spki("1.3.101.112", b"", bytes(31)), "its value is not that of a public key for Ed25519"),
        (spki(odd_keys.EC, b"", b"\x04" + bytes(64)), "does not name its elliptic curve"),
        (spki(odd_keys.EC, pki.oid("1.2.3"), b"\x04" + bytes(64)), "its curve 1.2.3 is not supported"),
        (spki("1.2.3.4", b"", bytes(32)), "its algorithm 1.2.3.4 is not supported"),
        (b"\x30\x00", "fewer or more members"),
    ],
)
def test_keys_that_do_not_load_are_described_in_our_words(info, words):
    """What is odd about a key is read from its bytes; no text of a parser is shown."""
    root = pki.issue("root", ca=True)
    report = judged(([pki.issue("leaf", root, info=info).certificate], root.certificate))
    assert OPEN is report.verdict
    assert words in report.decisive.summary


# -- DSA parameters (RFC 3279 section 2.3.2) -------------------------------------------------------------------------


def dsa_report(served, root):
    """Ask about a chain signed with DSA."""
    return judged(([item.certificate for item in served], root.certificate))


def test_dsa_parameters_are_inherited():
    """A CA's DSA key without parameters has those of the CA that signed it."""
    assert TRUSTED is dsa_report(*odd_keys.dsa_chain()).verdict


def test_nobody_to_inherit_from():
    """Under a key of another kind there are no parameters to inherit: undetermined, with the reason."""
    served, root = odd_keys.dsa_chain(heir_under_ec=True)
    report = dsa_report(served[:2], root)
    assert (OPEN, "chain.key.unreadable") == (report.verdict, report.decisive.id)


def test_a_stranger_gives_no_parameters():
    """A certificate of the issuer's name that did not sign the heir has nothing to hand down."""
    served, root = odd_keys.dsa_chain(heir_under_ec=True)
    stranger = pki.issue("root", ca=True, key="other", info=None)
    assert OPEN is dsa_report([*served, stranger], root).verdict


# -- names, parameters, booleans -------------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["leaf", "root"])
@pytest.mark.parametrize("text", [b"A & B", b"a@b", b"*", b"a_b", b"caf\xe9"])
@pytest.mark.parametrize("conformance", [REPORT, ENFORCE])
def test_printable_string_beyond_its_set(whose, text, conformance):
    """Publicly issued names hold such characters: a warning for each certificate, and never the verdict."""
    report = judged(named(text, whose=whose), conformance=conformance)
    assert TRUSTED is report.verdict
    assert "chain.character_string.outside_its_set" in said(report)
    assert not [item for item in report.all_findings if "ParseError" in item.summary + str(dict(item.evidence))]


@pytest.mark.parametrize(("tag", "text"), [(0x0C, b"caf\xe9"), (0x1E, b"\x00A\x00"), (0x1C, b"\x00\x00\x00A\x00")])
def test_a_string_that_is_no_text(tag, text):
    """A UTF8String, BMPString or UniversalString that does not decode fails: OpenSSL does not load it either."""
    report = judged(named(text, tag))
    assert (UNTRUSTED, "chain.character_string.malformed") == (report.verdict, report.decisive.id)


@pytest.mark.parametrize("tag", [0x04, 0x06, 0x17, 0x1B, 0x80])
def test_a_value_that_is_no_string(tag):
    """A common name of another type fails: OpenSSL and Go do not load it."""
    report = judged(named(b"ab", tag))
    assert (UNTRUSTED, "chain.character_string.not_a_string") == (report.verdict, report.decisive.id)


def test_latin_1_is_shown_and_compared_as_octets():
    """An accented letter in a PrintableString is shown as Latin-1, which is how it was meant."""
    assert "caf\xe9" == Certificate(named(b"caf\xe9")[0][0]).label


@pytest.mark.parametrize("parameters", [NULL, b"\x02\x01\x05"])
def test_parameters_of_ecdsa(parameters):
    """RFC 5758 section 3.2 says that they are absent; OpenSSL and GnuTLS do not look: a warning."""
    report = judged(odd_keys.with_parameters(parameters))
    assert (TRUSTED, ["chain.signature.parameters"]) == (report.verdict, said(report))
    assert "RFC 5758" in report.findings[0].summary


_POLICIES = (
    pki.oid(numbers.CERTIFICATE_POLICIES),
    pki.octets(pki.tlv(0x30, pki.tlv(0x30, pki.oid("1.3.6.1.4.1.99999.7")))),
)


def marked(octets):
    """Return a chain whose leaf has certificatePolicies with this BOOLEAN."""
    kind, value = _POLICIES
    return odd_keys.with_extension(pki.tlv(0x30, kind, pki.tlv(0x01, octets), value))


@pytest.mark.parametrize("octets", [b"\x00", b"\x01", b"\x80"])
def test_critical_in_ber(octets):
    """A BOOLEAN that is BER and not DER is a warning, and an error where the profile is enforced."""
    reports = [judged(marked(octets), conformance=mode) for mode in (REPORT, ENFORCE)]
    assert [TRUSTED, UNTRUSTED] == [report.verdict for report in reports]
    assert [["chain.rfc5280.value"]] * 2 == [said(report) for report in reports]
    assert "cannot be read" not in reports[0].findings[0].summary


def test_a_boolean_of_two_octets_is_none():
    """BER has one octet in a BOOLEAN: two are damage."""
    assert UNTRUSTED is judged(marked(b"\x00\x00")).verdict


def test_true_in_ber_is_true():
    """An unknown extension that is critical with another octet than FF is critical all the same."""
    encoded = pki.tlv(0x30, pki.oid("1.3.6.1.4.1.99999.2"), pki.tlv(0x01, b"\x01"), pki.octets(NULL))
    report = judged(odd_keys.with_extension(encoded))
    assert (UNTRUSTED, "chain.extension.unknown_critical") == (report.verdict, report.decisive.id)


@pytest.mark.parametrize(("octet", "verdict"), [(b"\x00", UNTRUSTED), (b"\x01", TRUSTED)])
def test_ca_in_ber(octet, verdict):
    """BasicConstraints with cA in BER says what it says, with a warning."""
    root = pki.issue("root", ca=True)
    middle = pki.issue("middle", root, ca=True, extensions={pki.BC: pki.tlv(0x30, pki.tlv(0x01, octet))})
    report = judged(([pki.issue("leaf", middle).certificate, middle.certificate], root.certificate))
    assert verdict is report.verdict
    assert "chain.rfc5280.value" in said(report)


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("1.3.14.3.2.29", UNTRUSTED),
        ("1.3.14.3.2.3", UNTRUSTED),
        ("1.3.14.3.2.15", UNTRUSTED),
        ("1.2.840.113549.1.1.2", UNTRUSTED),
        ("1.2.3.4", OPEN),
    ],
)
def test_old_numbers_of_weak_algorithms(number, verdict):
    """The OIW's numbers, MD2 and MD4 are known for what they are: a broken hash, not an unknown algorithm."""
    algorithm = pki.tlv(0x30, pki.oid(number), NULL)
    root = pki.issue("root", ca=True, info=spki(*RSA_INFO, odd_keys.rsa_bits()))
    leaf = pki.issue("leaf", root, algorithm=algorithm, sign=lambda _: bytes(256))
    report = judged(([leaf.certificate], root.certificate))
    assert verdict is report.verdict
    assert (verdict is UNTRUSTED) == ("chain.signature.weak_hash" in said(report))


def test_an_rdn_out_of_order():
    """An RDN of two attributes that DER would sort the other way is a breach of the profile."""
    attributes = [pki.tlv(0x30, pki.oid(kind), pki.tlv(0x0C, b"a")) for kind in ("2.5.4.10", "2.5.4.3")]
    root = pki.issue("root", ca=True)
    leaf = pki.issue(pki.tlv(0x30, pki.tlv(0x31, *attributes)), root)
    chain = ([leaf.certificate], root.certificate)
    assert [TRUSTED, UNTRUSTED] == [judged(chain, conformance=mode).verdict for mode in (REPORT, ENFORCE)]


def test_what_another_parser_refuses_decides_nothing():
    """Where nothing odd is found here, the second opinion is a notice without the other parser's text."""
    report = judged(odd_keys.refused_elsewhere())
    assert (TRUSTED, ["chain.certificate.refused_elsewhere"]) == (report.verdict, said(report, Severity.NOTICE))


@pytest.mark.parametrize(
    "member", [pki.tlv(0x81), pki.tlv(0x81, b"\x09\x01"), pki.tlv(0x82, b"\x00\x01") + pki.tlv(0x81, b"\x00\x01")]
)
def test_unique_identifiers_that_are_damaged(member):
    """A unique identifier that is no BIT STRING, or not in its place, is a problem of the certificate."""
    good = pki.issue("leaf", pki.issue("root", ca=True)).certificate
    tbs, algorithm, signature = der.sequence(good, "certificate")
    *members, extensions = [item.encoding for item in tbs.children()]
    encoded = pki.tlv(0x30, pki.tlv(0x30, *members, member, extensions), algorithm.encoding, signature.encoding)
    assert Certificate(encoded).problems


# -- times and anchors -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("later", "verdict"), [(0, TRUSTED), (999_999, TRUSTED), (1_000_000, UNTRUSTED)])
def test_valid_through_the_whole_last_second(later, verdict):
    """NotAfter has no fractions (RFC 5280 section 4.1.2.5.2): the certificate is valid until the second is over."""
    root = pki.issue("root", ca=True)
    leaf = pki.issue("leaf", root, ends=pki.AT)
    assert verdict is judged(([leaf.certificate], root.certificate), at=pki.AT + timedelta(microseconds=later)).verdict


def test_show_says_the_same_of_the_last_second():
    """What stands in a file is not called expired in the second in which it ends."""
    items = read_items(pki.issue("leaf", ends=pki.AT).pem)
    report = inspect_file(items, at=pki.AT + timedelta(microseconds=500_000))
    assert pki.AT == report.at
    assert "chain.validity.expired" not in {item.id for item in report.findings}


def test_an_anchor_without_authority_key_identifier():
    """An intermediate that is trusted itself needs none, also where the profile is enforced."""
    root = pki.issue("root", ca=True)
    anchor = pki.issue("anchor", root, ca=True, extensions={pki.AKI: None})
    leaf = pki.issue("leaf", anchor)
    report = judged(([leaf.certificate], anchor.certificate), conformance=ENFORCE)
    assert (TRUSTED, []) == (report.verdict, said(report))


# -- OpenSSL's trust settings ----------------------------------------------------------------------------------------

SERVER, CLIENT, ANY = numbers.SERVER_AUTH, numbers.CLIENT_AUTH, numbers.ANY_EXTENDED_KEY_USAGE


@pytest.mark.parametrize(
    ("trusted", "rejected", "purpose", "verdict"),
    [  # each as openssl verify 3.0 says, without -purpose for ANY
        ((SERVER,), (), Purpose.SERVER, TRUSTED),
        ((SERVER,), (), Purpose.ANY, UNTRUSTED),
        ((CLIENT,), (), Purpose.SERVER, UNTRUSTED),
        ((), (), Purpose.SERVER, UNTRUSTED),
        ((ANY,), (), Purpose.SERVER, TRUSTED),
        (None, (SERVER,), Purpose.SERVER, UNTRUSTED),
        (None, (CLIENT,), Purpose.SERVER, TRUSTED),
        (None, (CLIENT,), Purpose.ANY, TRUSTED),
        (None, (ANY,), Purpose.SERVER, UNTRUSTED),
        ((SERVER,), (ANY,), Purpose.SERVER, UNTRUSTED),
        (None, (), Purpose.SERVER, TRUSTED),
    ],
)
def test_trust_settings(trusted, rejected, purpose, verdict):
    """The settings of a TRUSTED CERTIFICATE decide for which purposes the anchor is one."""
    root = pki.issue("root", ca=True)
    pem = odd_keys.trusted_pem(root.certificate, odd_keys.trust_settings(trusted, rejected))
    policy = ValidationPolicy(at=pki.AT, purpose=purpose)
    report = inspect_chain([pki.issue("leaf", root).certificate], trust=[pem], policy=policy)
    assert verdict is report.verdict
    assert (verdict is TRUSTED) == (not said(report))


def test_trust_settings_that_cannot_be_read():
    """They may have rejected the purpose, and OpenSSL does not load the file: the anchor is not trusted."""
    root = pki.issue("root", ca=True)
    pem = odd_keys.trusted_pem(root.certificate, b"\x30\x03\x02\x01\x05")
    report = inspect_chain([pki.issue("leaf", root).certificate], trust=[pem], policy=ValidationPolicy(at=pki.AT))
    assert (UNTRUSTED, "chain.trust_settings.unreadable") == (report.verdict, report.decisive.id)


def test_the_stricter_of_two_settings():
    """A root that stands in a store twice keeps what either of its settings says."""
    root = Certificate(pki.issue("root", ca=True).certificate)
    anchors = [TrustAnchor(root), TrustAnchor(root, TrustSettings(None, (SERVER,)))]
    for given in (anchors, anchors[::-1]):
        assert TrustSettings(None, (SERVER,)) == TrustStore(given).settings(root)
    both = [TrustAnchor(root, TrustSettings((SERVER, CLIENT))), TrustAnchor(root, TrustSettings((SERVER,)))]
    assert TrustSettings((SERVER,)) == TrustStore(both).settings(root)


def test_another_path_around_a_rejected_root():
    """A rejected root fails its path, not the verdict, where another root leads to a good one."""
    old, new = pki.issue("old", ca=True), pki.issue("new", ca=True)
    middle = pki.issue("middle", old, ca=True)
    cross = pki.issue("middle", new, ca=True)
    leaf = pki.issue("leaf", middle)
    rejected = odd_keys.trusted_pem(old.certificate, odd_keys.trust_settings(None, (SERVER,)))
    report = inspect_chain(
        [leaf.certificate, middle.certificate, cross.certificate],
        trust=[rejected, new.certificate],
        policy=ValidationPolicy(at=pki.AT),
    )
    assert TRUSTED is report.verdict


def test_trust_settings_among_what_is_served():
    """They count in a trust store alone; elsewhere they are left aside, and a notice says so."""
    root = pki.issue("root", ca=True)
    pem = odd_keys.trusted_pem(pki.issue("leaf", root).certificate, odd_keys.trust_settings(None, (SERVER,)))
    report = inspect_chain([pem], trust=[root.certificate], policy=ValidationPolicy(at=pki.AT))
    assert (TRUSTED, ["chain.served.trust_settings"]) == (report.verdict, said(report, Severity.NOTICE))
