"""What a certificate may be used for: its key usage, its purposes, and critical extensions that nothing processes."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from itertools import chain, combinations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID

from tests.support.pki import AT, BEGINS, EKU, ENDS, KU, SERVER, Issued, dns, integer, issue, octets, oid, tlv
from tlskit.chain import ChainReport, Conformance, KeyUsage, Purpose, ValidationPolicy, inspect_chain
from tlskit.chain.path.checks.key_usage import CONSISTENT_WITH
from tlskit.errors import UsageError
from tlskit.finding import Severity, Verdict
from tlskit.registry.oid import CLIENT_AUTH, OCSP_SIGNING, SERVER_AUTH, TIME_STAMPING
from tlskit.registry.oid import TLS_FEATURE as TLS_FEATURE_OID

ROOT = issue("Root", ca=True)
NOT_FOR_PURPOSE, NO_SIGNATURE = "chain.key_usage.not_for_purpose", "chain.key_usage.no_digital_signature"
RESERVED = "chain.extended_key_usage.not_for_time_stamping"
POLICIES = ExtensionOID.CERTIFICATE_POLICIES
TLS_FEATURE = x509.ObjectIdentifier(TLS_FEATURE_OID)
OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="no openssl on this machine")


def usage(bits: KeyUsage) -> bytes:
    """Encode a keyUsage in DER: no trailing zero bits."""
    number = sum(1 << (7 - index % 8 + 8 * (1 - index // 8)) for index in range(9) if bits >> index & 1)
    encoded = number.to_bytes(2).rstrip(b"\0")
    unused = (encoded[-1] & -encoded[-1]).bit_length() - 1 if encoded else 0
    return tlv(0x03, bytes([unused]), encoded)


def ask(leaf: Issued, *between: Issued, purpose: Purpose | str = Purpose.SERVER, **asked: object) -> ChainReport:
    """Ask about a leaf."""
    served = [item.certificate for item in (leaf, *between)]
    policy = ValidationPolicy(at=AT, purpose=purpose, **asked)  # type: ignore[arg-type]
    return inspect_chain(served, trust=[ROOT.certificate], policy=policy)


def found(report: ChainReport, least: Severity = Severity.WARNING) -> set[str]:
    """Return the ids of what matters."""
    return {item.id for item in report.findings if item.severity >= least}


def openssl_says(tmp_path, leaf: Issued, *options: str) -> int:
    """Return the number of the first error of ``openssl verify``, 0 for none."""
    (tmp_path / "leaf.pem").write_bytes(leaf.pem)
    (tmp_path / "root.pem").write_bytes(ROOT.pem)
    command = [
        OPENSSL,
        "verify",
        "-no-CApath",
        "-no-CAstore",
        "-CAfile",
        "root.pem",
        "-attime",
        f"{AT.timestamp():.0f}",
    ]
    ended = subprocess.run([*command, *options, "leaf.pem"], cwd=tmp_path, capture_output=True, text=True, check=False)
    errors = [line.split()[1] for line in ended.stderr.splitlines() if line.startswith("error ") and " at " in line]
    assert bool(errors) is (ended.returncode != 0)
    return int(errors[0]) if errors else 0


# -- key usage ---------------------------------------------------------------------------------------------------------

SMALL_SETS = [KeyUsage(sum(bits)) for bits in chain.from_iterable(combinations(list(KeyUsage), n) for n in (0, 1, 2))]


@pytest.mark.parametrize("purpose", [*CONSISTENT_WITH])
def test_the_key_usage_is_held_against_the_purpose(purpose: str):
    """Where none of the consistent bits is set the certificate is refused; otherwise not for that."""
    eku = (x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)]), True)
    for bits in SMALL_SETS:
        report = ask(issue("leaf", ROOT, extensions={KU: usage(bits), EKU: eku}), purpose=purpose)
        assert (NOT_FOR_PURPOSE in found(report)) is not bool(bits & CONSISTENT_WITH[purpose]), bits


@pytest.mark.parametrize("purpose", [Purpose.ANY, "1.3.6.1.5.5.7.3.17"])
def test_other_purposes_ask_nothing_of_the_key_usage(purpose: Purpose | str):
    """Without a purpose, or with one that RFC 5280 does not know, any key usage will do."""
    eku = x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.17")])
    leaf = issue("leaf", ROOT, extensions={KU: usage(KeyUsage.cRLSign), EKU: eku})
    assert set() == found(ask(leaf, purpose=purpose))


def test_no_key_usage_allows_everything():
    """A certificate without the extension is good for a server and for a client."""
    leaf = issue("leaf", ROOT, extensions={KU: None, EKU: None})
    for purpose in (Purpose.SERVER, Purpose.CLIENT):
        assert set() == found(ask(leaf, purpose=purpose))


@pytest.mark.parametrize("conformance", Conformance)
def test_an_end_entity_that_is_a_ca_or_an_anchor_is_held_to_it_too(conformance: Conformance):
    """What stands in the end entity's place has the end entity's use."""
    leaf = issue("leaf", ROOT, ca=True, names=[dns("shop.example")])
    assert NOT_FOR_PURPOSE in found(ask(leaf, conformance=conformance), Severity.ERROR)
    assert NOT_FOR_PURPOSE in found(ask(ROOT, conformance=conformance), Severity.ERROR)


@pytest.mark.parametrize(
    ("bits", "purpose", "left"),
    [
        (KeyUsage.keyEncipherment, Purpose.SERVER, "of no use to current clients"),
        (KeyUsage.keyAgreement, Purpose.SERVER, "of no use to current clients"),
        (KeyUsage.keyAgreement, Purpose.CLIENT, "of no use to current clients"),
    ],
)
def test_a_key_that_may_not_sign(bits: KeyUsage, purpose: Purpose, left: str):
    """It is a warning that says what is left of the key."""
    eku = x509.ExtendedKeyUsage([SERVER, x509.ObjectIdentifier(CLIENT_AUTH)])
    report = ask(issue("leaf", ROOT, extensions={KU: usage(bits), EKU: eku}), purpose=purpose)
    assert Verdict.TRUSTED is report.verdict
    (finding,) = [item for item in report.findings if item.severity >= Severity.WARNING]
    assert (NO_SIGNATURE, left) == (finding.id, finding.left)


@cache
def rsa_leaf(*bits: str) -> bytes:
    """Issue for an RSA key."""
    key = rsa.generate_private_key(65537, 2048)
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    given = {name: name in bits for name in (*names, "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")}
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "leaf")])
    builder = x509.CertificateBuilder(ROOT.loaded.subject, subject, key.public_key(), 0x4001, BEGINS, ENDS)
    identifier = x509.AuthorityKeyIdentifier(ROOT.key_identifier, None, None)
    builder = builder.add_extension(identifier, critical=False)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.example")]), critical=False)
    builder = builder.add_extension(x509.KeyUsage(**given), critical=True)
    return builder.sign(ROOT.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (("key_encipherment",), ["good for the RSA key exchange of TLS 1.2 alone"]),
        (("key_agreement",), ["of no use to current clients"]),
        (("key_encipherment", "digital_signature"), []),
    ],
)
def test_an_rsa_key_that_may_not_sign(bits: tuple[str, ...], expected: list[str]):
    """With keyEncipherment it serves the RSA key exchange of TLS 1.2."""
    report = inspect_chain([rsa_leaf(*bits)], trust=[ROOT.certificate], policy=ValidationPolicy(at=AT))
    assert Verdict.TRUSTED is report.verdict
    assert expected == [item.left for item in report.findings if item.id == NO_SIGNATURE]


def test_the_end_entity_alone_is_held_to_the_purpose():
    """A CA above it needs keyCertSign and nothing else."""
    middle = issue("middle", ROOT, ca=True, extensions={KU: usage(KeyUsage.keyCertSign)})
    assert set() == found(ask(issue("leaf", middle), middle))


@needs_openssl
@pytest.mark.parametrize(("purpose", "name"), [(SERVER_AUTH, "sslserver"), (CLIENT_AUTH, "sslclient")])
def test_openssl_refuses_the_same_key_usages(tmp_path, purpose: str, name: str):
    """OpenSSL's error 26 and ours are for the same certificates; it cannot use one with an empty key usage at all."""
    for bits in SMALL_SETS:
        eku = x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)])
        leaf = issue("leaf", ROOT, extensions={KU: usage(bits), EKU: eku})
        refused = openssl_says(tmp_path, leaf, "-purpose", name) == (26 if bits else 20)
        assert (NOT_FOR_PURPOSE in found(ask(leaf, purpose=purpose))) is refused, bits


# -- time stamps -------------------------------------------------------------------------------------------------------

SIGNING = KeyUsage.digitalSignature
STAMPS, OTHER = x509.ObjectIdentifier(TIME_STAMPING), x509.ObjectIdentifier(OCSP_SIGNING)
ANY = x509.ObjectIdentifier("2.5.29.37.0")
STAMPING_CASES = [
    ([STAMPS], True, SIGNING, True),
    ([STAMPS], True, KeyUsage.nonRepudiation, True),
    ([STAMPS], True, SIGNING | KeyUsage.nonRepudiation, True),
    ([STAMPS], True, None, True),
    ([STAMPS], False, SIGNING, False),
    ([STAMPS, OTHER], True, SIGNING, False),
    ([ANY], True, SIGNING, False),
    (None, True, SIGNING, False),
    ([STAMPS], True, SIGNING | KeyUsage.keyEncipherment, False),
    ([STAMPS], True, KeyUsage.keyEncipherment, False),
    ([SERVER], True, SIGNING, False),
]


@pytest.mark.parametrize(("purposes", "critical", "bits", "good"), STAMPING_CASES)
def test_time_stamps_need_a_key_of_their_own(tmp_path, purposes, critical, bits, good):
    """Extended key usage critical and alone, key usage for signatures alone, as OpenSSL has it too."""
    eku = None if purposes is None else (x509.ExtendedKeyUsage(purposes), critical)
    leaf = issue("leaf", ROOT, extensions={EKU: eku, KU: None if bits is None else usage(bits)})
    report = ask(leaf, purpose=TIME_STAMPING)
    assert (Verdict.TRUSTED if good else Verdict.UNTRUSTED) is report.verdict
    if OPENSSL:
        assert (0 if good else 26) == openssl_says(tmp_path, leaf, "-purpose", "timestampsign")


def test_what_is_wrong_with_it_is_said():
    """Each fault has its words, for the end entity alone."""
    leaf = issue("leaf", ROOT, purposes=[STAMPS, OTHER])
    report = ask(leaf, purpose=TIME_STAMPING)
    assert (RESERVED, "its extended key usage has OCSPSigning") == (report.decisive.id, report.decisive.problem)
    middle = issue("middle", ROOT, ca=True, purposes=[STAMPS, OTHER])
    good = issue("leaf", middle, extensions={EKU: (x509.ExtendedKeyUsage([STAMPS]), True)})
    assert Verdict.TRUSTED is ask(good, middle, purpose=TIME_STAMPING).verdict


@pytest.mark.parametrize("text", ["1.3.6.1.5.5.7.3.", "1.3.", ".1.3", "3.1", "1.40.1", "1.03.6", "1.3.\u0661", "1", ""])
def test_a_purpose_is_an_oid(text: str):
    """What is none, or out of range, is no question."""
    with pytest.raises(UsageError, match="extended key usage"):
        ValidationPolicy(at=AT, purpose=text)


@pytest.mark.parametrize("text", ["1.3.6.1.5.5.7.3.", "3.1.2", "1.40.1", "1.3.\u0661", "server.example"])
def test_the_command_line_refuses_it_too(call, tmp_path, text: str):
    """A usage error, as for a certificate policy."""
    (tmp_path / "leaf.pem").write_bytes(issue("leaf").pem)
    ended = call("chain", tmp_path / "leaf.pem", "--purpose", text)
    assert 2 == ended.status
    assert "--purpose takes server, client, any or an OID" in ended.stderr


# -- critical extensions -----------------------------------------------------------------------------------------------

_LOCATION = tlv(0x30, tlv(0x30, oid("1.3.6.1.5.5.7.48.2"), tlv(0x86, b"http://ca.example/")))
_POINTS = tlv(0x30, tlv(0x30, tlv(0xA0, tlv(0xA0, tlv(0x86, b"http://ca.example/")))))
_UNPROCESSED, _UNKNOWN = "chain.extension.unprocessed_critical", "chain.extension.unknown_critical"
_MARK = "chain.interop.critical_extension"
UNPROCESSED = {
    "2.5.29.9": tlv(0x30, tlv(0x30, oid("1.3.6.1.5.5.7.9.4"), tlv(0x31, tlv(0x13, b"DE")))),
    "2.5.29.16": tlv(0x30, tlv(0x80, b"20200101000000Z")),
    "2.5.29.18": tlv(0x30, dns("ca.example")),
    "2.5.29.46": _POINTS,
    "1.3.6.1.5.5.7.1.3": tlv(0x30, tlv(0x30, oid("0.4.0.1862.1.1"))),
    "1.3.6.1.5.5.7.1.11": _LOCATION,
    TLS_FEATURE_OID: tlv(0x30, integer(5)),
    "2.16.840.1.113730.1.1": tlv(0x03, b"\x06\x40"),
    "2.16.840.1.113730.1.13": tlv(0x16, b"a comment"),
    "1.3.6.1.4.1.11129.2.4.2": octets(b"\0\0"),
}
PROCESSED = {
    "2.5.29.14": (octets(b"k" * 20), {_MARK}, 34),
    "2.5.29.35": (tlv(0x30, tlv(0x80, ROOT.key_identifier)), {_MARK}, 34),
    "1.3.6.1.5.5.7.1.1": (_LOCATION, {_MARK}, 34),
    "2.5.29.31": (_POINTS, {_MARK}, 0),
    "2.5.29.32": (tlv(0x30, tlv(0x30, oid("1.3.6.1.4.1.99999.7"))), set(), 0),
    "1.3.6.1.5.5.7.48.1.5": (tlv(0x05), {_MARK}, 0),
}


def with_critical(number: str, value: bytes) -> Issued:
    """Issue a leaf with a critical extension."""
    return issue("leaf", ROOT, extensions={x509.ObjectIdentifier(number): (value, True)})


@pytest.mark.parametrize("number", UNPROCESSED)
def test_what_nothing_acts_on_is_not_understood(tmp_path, number: str):
    """A critical extension that is known by name alone is refused, by OpenSSL as well but for nsCertType."""
    leaf = with_critical(number, UNPROCESSED[number])
    report = ask(leaf)
    assert (Verdict.UNTRUSTED, _UNPROCESSED) == (report.verdict, report.decisive.id)
    if OPENSSL:
        assert (0 if number.endswith("113730.1.1") else 34) == openssl_says(tmp_path, leaf)


@pytest.mark.parametrize("number", UNPROCESSED)
def test_it_may_be_there_where_it_is_not_critical(number: str):
    """Then whoever does not process it passes over it."""
    leaf = issue("leaf", ROOT, extensions={x509.ObjectIdentifier(number): UNPROCESSED[number]})
    assert set() == found(ask(leaf))


@pytest.mark.parametrize("number", PROCESSED)
def test_what_is_acted_on_may_be_critical(tmp_path, number: str):
    """It is accepted; where a client refuses it for the mark, that is a warning that names the client."""
    value, expected, theirs = PROCESSED[number]
    leaf = with_critical(number, value)
    report = ask(leaf)
    assert (Verdict.TRUSTED, expected) == (report.verdict, found(report))
    assert ("OpenSSL error 34" in "".join(item.summary for item in report.findings)) is (theirs == 34)
    if OPENSSL:
        assert theirs == openssl_says(tmp_path, leaf)


def test_what_nobody_knows_stays_unknown():
    """An OID without a name is not understood, in an intermediate and in an anchor as well."""
    odd = {x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"): (tlv(0x05), True)}
    middle = issue("middle", ROOT, ca=True, extensions=odd)
    assert {_UNKNOWN} == found(ask(issue("leaf", middle), middle))


def test_a_critical_nocheck_never_decides():
    """RFC 6960 says SHOULD: where the profile is enforced it is a warning still."""
    leaf = with_critical("1.3.6.1.5.5.7.48.1.5", tlv(0x05))
    assert Verdict.TRUSTED is ask(leaf, conformance=Conformance.ENFORCE).verdict


def test_a_precertificate_is_called_one():
    """The remedy is the final certificate, which has its serial number."""
    report = ask(with_critical("1.3.6.1.4.1.11129.2.4.3", tlv(0x05)))
    assert "chain.extension.precertificate" == report.decisive.id
    assert report.target.ref.serial_number in report.decisive.remedy


# -- TLS features, and a policy twice ----------------------------------------------------------------------------------


def features(*numbers: int) -> bytes:
    """Encode a TLS feature extension."""
    return tlv(0x30, *map(integer, numbers))


@pytest.mark.parametrize(
    ("above", "below", "missing"),
    [
        ((5,), None, ("status_request",)),
        ((5,), (17,), ("status_request",)),
        ((5, 17), (5,), ("status_request_v2",)),
        ((5,), (5,), ()),
        ((5,), (5, 17), ()),
        ((), None, ()),
        (None, (5,), ()),
        ((70_000,), None, ("70000",)),
        ((-1,), None, ("-1",)),
    ],
)
def test_a_cas_tls_features_are_those_of_what_it_issues(above, below, missing):
    """The same or more, at every level; REPORT warns, ENFORCE refuses."""
    upper = {} if above is None else {TLS_FEATURE: features(*above)}
    lower = {} if below is None else {TLS_FEATURE: features(*below)}
    middle = issue("middle", ROOT, ca=True, extensions=upper)
    leaf = issue("leaf", middle, extensions=lower)
    report = ask(leaf, middle)
    assert Verdict.TRUSTED is report.verdict
    shown = [item.missing for item in report.findings if item.id == "chain.tls_feature.not_inherited"]
    assert ([missing] if missing else []) == shown
    verdict = Verdict.UNTRUSTED if missing else Verdict.TRUSTED
    assert verdict is ask(leaf, middle, conformance=Conformance.ENFORCE).verdict


def test_an_anchors_tls_features_are_asked_for_too():
    """The certificate that issued it is compared with each, whatever its place."""
    root = issue("Stapling Root", ca=True, extensions={TLS_FEATURE: features(5)})
    middle = issue("middle", root, ca=True)
    leaf = issue("leaf", middle)
    policy = ValidationPolicy(at=AT)
    report = inspect_chain([leaf.certificate, middle.certificate], trust=[root.certificate], policy=policy)
    names = [item.certificate.label for item in report.findings if item.id == "chain.tls_feature.not_inherited"]
    assert ["middle"] == names


def test_a_damaged_tls_feature_is_told():
    """What is no list of numbers is malformed, and promises nothing."""
    report = ask(issue("leaf", ROOT, extensions={TLS_FEATURE: octets(b"x")}))
    assert (Verdict.TRUSTED, {"chain.extension.malformed"}) == (report.verdict, found(report))
    assert () == report.target.tls_features


@pytest.mark.parametrize("required", [True, False])
def test_a_policy_twice_is_refused_where_one_is_required(tmp_path, required):
    """Elsewhere it is a matter of the profile; OpenSSL draws the same line, with its error 42."""
    policy = tlv(0x30, oid("1.3.6.1.4.1.99999.7.1"))
    leaf = issue("leaf", ROOT, extensions={POLICIES: tlv(0x30, policy, policy)})
    report = ask(leaf, require_explicit_policy=required)
    assert (Verdict.UNTRUSTED if required else Verdict.TRUSTED) is report.verdict
    assert ("chain.certificate_policies.repeated" in found(report)) is required
    if OPENSSL:
        asked = ["-explicit_policy", "-policy", "1.3.6.1.4.1.99999.7.1"] if required else []
        assert (42 if required else 0) == openssl_says(tmp_path, leaf, *asked)


def test_a_policy_twice_in_a_ca_and_in_the_anchor():
    """Each issued certificate is looked at; the anchor's policies are not processed."""
    policy = tlv(0x30, oid("1.3.6.1.4.1.99999.7.1"))
    once, twice = ({POLICIES: tlv(0x30, *(count * [policy]))} for count in (1, 2))
    root = issue("Policy Root", ca=True, extensions=twice)
    for above, expected in ((twice, ["middle"]), (once, [])):
        middle = issue("middle", root, ca=True, extensions=above)
        leaf = issue("leaf", middle, extensions=once)
        asked = ValidationPolicy(at=AT, require_explicit_policy=True)
        report = inspect_chain([leaf.certificate, middle.certificate], trust=[root.certificate], policy=asked)
        repeated = [item for item in report.findings if item.id == "chain.certificate_policies.repeated"]
        assert expected == [item.certificate.label for item in repeated]
