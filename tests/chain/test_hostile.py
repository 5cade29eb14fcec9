"""Certificates made to harm whoever looks at them: too many paths and names, wrong names, wrong times, wrong bytes."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest
from cryptography import x509

from tests.support import pki
from tests.support.pki import AT, HOST, Issued, issue
from tlskit.chain import (
    Certificate,
    ChainReport,
    Conformance,
    Purpose,
    TrustAnchor,
    TrustStore,
    ValidationPolicy,
    inspect_chain,
)
from tlskit.chain.path.identity import DNSName, match_identity, parse_identity
from tlskit.errors import InputError, UsageError
from tlskit.export.report import to_json
from tlskit.finding import Finding, Severity, Verdict, visible

BUDGET = "chain.path.budget_reached"
POLICY = ValidationPolicy(at=AT, identity=HOST)
ROOT = issue("Hostile Root", ca=True)
INTERMEDIATE = issue("Hostile Issuing CA", ROOT, ca=True)
LEAF = issue(HOST, INTERMEDIATE)


def inspect(*served: Issued | bytes, trust: Issued = ROOT, policy: ValidationPolicy = POLICY) -> ChainReport:
    """Ask about certificates under one root."""
    encoded = [item.certificate if isinstance(item, Issued) else item for item in served]
    return inspect_chain(encoded, trust=[trust.certificate], policy=policy)


def under_a_second(*served: Issued | bytes, trust: Issued = ROOT, policy: ValidationPolicy = POLICY) -> ChainReport:
    """Ask, and look at the clock: the bound is the one of the table of threats.

    It counts processor time, and the best of three: what others do on the machine does not count.
    """
    for last in (False, False, True):
        started = time.process_time()
        report = inspect(*served, trust=trust, policy=policy)
        took = time.process_time() - started
        if took < 1.0 or last:
            break
    json.dumps(to_json(report))
    assert took < 1.0
    return report


def ids(report: ChainReport) -> set[str]:
    """Return the ids of the answer's findings."""
    return {finding.id for finding in report.findings}


# -- path building ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", ["the same key", "other keys"])
@pytest.mark.parametrize("count", [8, 20, 50, 100])
def test_self_signed_duplicates_do_not_hide_the_short_path(count, keys):
    """Self-signed certificates of the issuing CA's name, however many, leave the short path in sight."""
    twins = [
        issue("Hostile Issuing CA", ca=True, key="" if keys == "the same key" else f"twin {number}", serial=number)
        for number in range(1, count + 1)
    ]
    report = under_a_second(LEAF, *twins, INTERMEDIATE)
    assert Verdict.TRUSTED == report.verdict
    assert (LEAF.certificate, INTERMEDIATE.certificate, ROOT.certificate) == encodings(report)


@pytest.mark.parametrize("count", [8, 20, 50, 100])
def test_self_signed_duplicates_alone_are_no_trust(count):
    """Self-signed certificates of the issuing CA's name, however many, do not make up for a root."""
    twins = [issue("Hostile Issuing CA", ca=True, serial=number) for number in range(1, count + 1)]
    report = under_a_second(LEAF, *twins)
    assert report.verdict is not Verdict.TRUSTED
    assert report.decisive is not None


def encodings(report: ChainReport) -> tuple[bytes, ...]:
    """Return the best path as DER."""
    return tuple(certificate.der for certificate in report.best_path.certificates)


def mesh(count: int) -> list[Issued]:
    """Return every certificate of CAs that all certify one another."""
    authorities = [issue(f"Mesh CA {number}", ca=True) for number in range(count)]
    return [
        issue(subject.name, issuer, key=subject.name.hex(), ca=True)
        for subject, issuer in product(authorities, authorities)
        if subject is not issuer
    ]


MESH = mesh(30)
MESH_LEAF = issue(HOST, issue("Mesh CA 0", ca=True))


def test_a_mesh_of_thirty_authorities_is_no_trust():
    """Thirty CAs that all certify one another end in a budget finding within a second, and are not trusted."""
    report = under_a_second(MESH_LEAF, *MESH)
    assert report.verdict is not Verdict.TRUSTED
    assert BUDGET in ids(report)


@pytest.mark.parametrize("place", [0, 29])
def test_a_mesh_of_thirty_authorities_does_not_hide_the_short_path(place):
    """Where one of thirty CAs that all certify one another is certified by the root, the shortest path is found."""
    bridge = issue(f"Mesh CA {place}", ROOT, ca=True)
    report = under_a_second(MESH_LEAF, *MESH, bridge)
    assert Verdict.TRUSTED == report.verdict
    assert (3 if place == 0 else 4) == len(report.best_path.certificates)
    assert BUDGET in ids(report)


def layers(depth: int, width: int, top: Issued, *, distinct: bool) -> list[list[Issued]]:
    """Return layers of CAs, lowest first; the names of a layer agree, and its keys unless they are ``distinct``."""
    built: list[list[Issued]] = []
    above = [top]
    for layer in range(depth, 0, -1):
        name = f"Layer {layer}"
        extensions = {pki.AKI: None, pki.SKI: None} if distinct else {}
        row = [
            issue(
                name,
                above[number % len(above)],
                key=f"{name} {number if distinct else 0}",
                ca=True,
                serial=number + 1,
                extensions=extensions,
            )
            for number in range(width)
        ]
        built.insert(0, row)
        above = row
    return built


@pytest.mark.parametrize("column", [0, 2, 4])
@pytest.mark.parametrize("keys", ["one key for each layer", "a key for each certificate"])
@pytest.mark.parametrize("trusted", ["under the root", "under an unknown root"])
def test_eight_layers_of_five_authorities_are_bounded(keys, trusted, column):
    """Five CAs in each of eight layers, 390,625 paths by name, are judged within a second, and trusted where rooted."""
    top = ROOT if trusted == "under the root" else issue("Unknown Root", ca=True)
    rows = layers(8, 5, top, distinct=keys != "one key for each layer")
    leaf = issue(HOST, rows[0][column], extensions={pki.AKI: None})
    report = under_a_second(leaf, *(item for row in rows for item in row))
    assert (trusted == "under the root") == (report.verdict is Verdict.TRUSTED)
    assert BUDGET in ids(report)


def test_eight_layers_of_five_authorities_do_not_hide_the_short_path():
    """Beside 390,625 paths by name the one of three certificates is the answer."""
    rows = layers(8, 5, issue("Unknown Root", ca=True), distinct=False)
    leaf = issue(HOST, rows[0][0])
    direct = issue("Layer 1", ROOT, key="Layer 1 0", ca=True)
    report = under_a_second(leaf, *(item for row in rows for item in row), direct)
    assert Verdict.TRUSTED == report.verdict
    assert (leaf.certificate, direct.certificate, ROOT.certificate) == encodings(report)
    assert BUDGET in ids(report)


def test_twelve_decoys_before_the_good_path():
    """Twelve self-signed twins that lead on to one another stand before the good certificate, and it is still found."""
    decoys = [issue("Hostile Issuing CA", ca=True, serial=number) for number in range(1, 13)]
    chained = [issue("Hostile Issuing CA", INTERMEDIATE, ca=True, serial=number) for number in range(1, 13)]
    for served in (decoys, chained, [*decoys, *chained]):
        report = under_a_second(LEAF, *served, INTERMEDIATE)
        assert Verdict.TRUSTED == report.verdict
        assert 3 == len(report.best_path.certificates)


# -- name constraints and names --------------------------------------------------------------------------------------


def assert_bounded(report: ChainReport, limit: int = 6_000) -> None:
    """Messages stay readable, whatever the certificates hold."""
    for finding in report.all_findings:
        assert len(str(finding)) < limit
        assert len(finding.remedy) < limit


@pytest.mark.parametrize("kind", ["permitted", "excluded"])
def test_five_thousand_names_against_five_thousand_constraints(kind):
    """5,000 names under 5,000 constraints are not trusted, within a second, in bounded messages."""
    trees = [f"t{number}.example" for number in range(5_000)]
    constraints = pki.dns_constraints(**{kind: trees})
    authority = issue("Constrained CA", ROOT, ca=True, extensions={pki.NC: constraints})
    leaf = issue(HOST, authority, names=[pki.dns(f"n{number}.{HOST}") for number in range(4_999)] + [pki.dns(HOST)])
    report = under_a_second(leaf, authority)
    assert report.verdict is not Verdict.TRUSTED
    assert "chain.name_constraints.limit_reached" in ids(report)
    assert_bounded(report)


@pytest.mark.parametrize(("number", "expected"), [(99_999, Verdict.TRUSTED), (100_000, Verdict.UNTRUSTED)])
def test_a_hundred_thousand_names(number, expected):
    """100,000 subject alternative names are searched within a second, and a mismatch names only some of them."""
    leaf = issue(HOST, INTERMEDIATE, names=[pki.dns(f"n{index}.{HOST}") for index in range(100_000)])
    report = under_a_second(leaf, INTERMEDIATE, policy=ValidationPolicy(at=AT, identity=f"n{number}.{HOST}"))
    assert expected is report.verdict
    assert_bounded(report)
    if expected is Verdict.UNTRUSTED:
        assert "20 of 100,000 shown" in str(report.decisive)


def test_a_hundred_thousand_names_that_are_not_permitted():
    """100,000 names outside the one permitted tree are refused within a second, and only some of them are named."""
    constraints = pki.dns_constraints(permitted=["other.example"])
    authority = issue("Constrained CA", ROOT, ca=True, extensions={pki.NC: constraints})
    leaf = issue(HOST, authority, names=[pki.dns(f"n{index}.{HOST}") for index in range(100_000)])
    report = under_a_second(leaf, authority, policy=ValidationPolicy(at=AT))
    assert Verdict.UNTRUSTED is report.verdict
    assert "20 of 100,000 shown" in str(report.decisive)
    assert_bounded(report)


# -- host names ------------------------------------------------------------------------------------------------------

MATCHES = [
    ("the name itself", [pki.dns("shop.example")], "shop.example", True),
    ("letter case does not matter", [pki.dns("Shop.EXAMPLE")], "sHOP.example", True),
    ("a trailing dot of the host is the root's", [pki.dns("shop.example")], "shop.example.", True),
    ("a trailing dot of the entry is none of a host name", [pki.dns("shop.example.")], "shop.example", False),
    ("a trailing dot of the entry, asked with one", [pki.dns("shop.example.")], "shop.example.", False),
    ("a NUL ends no name", [pki.dns(b"shop.example\x00.evil.example")], "shop.example", False),
    ("a NUL at the end", [pki.dns(b"shop.example\x00")], "shop.example", False),
    ("a NUL in front", [pki.dns(b"\x00shop.example")], "shop.example", False),
    ("a wildcard below a top-level domain", [pki.dns("*.com")], "shop.com", False),
    ("a wildcard below an IDN top-level domain", [pki.dns("*.xn--p1ai")], "dom.xn--p1ai", False),
    ("a wildcard alone", [pki.dns("*")], "localhost", False),
    ("a wildcard alone with a dot", [pki.dns("*.")], "localhost", False),
    ("a wildcard with a prefix", [pki.dns("f*.shop.example")], "foo.shop.example", False),
    ("a wildcard with a suffix", [pki.dns("*o.shop.example")], "foo.shop.example", False),
    ("a wildcard within a label", [pki.dns("f*o.shop.example")], "foo.shop.example", False),
    ("two wildcards", [pki.dns("*.*.example")], "a.b.example", False),
    ("two wildcards in one label", [pki.dns("**.shop.example")], "a.shop.example", False),
    ("a wildcard that is not leftmost", [pki.dns("a.*.example")], "a.b.example", False),
    ("a wildcard for one label", [pki.dns("*.shop.example")], "a.shop.example", True),
    ("a wildcard for two labels", [pki.dns("*.shop.example")], "a.b.shop.example", False),
    ("a wildcard for no label", [pki.dns("*.shop.example")], "shop.example", False),
    ("a whole wildcard stands for an A-label too", [pki.dns("*.shop.example")], "xn--bcher-kva.shop.example", True),
    ("a whole wildcard stands for a U-label too", [pki.dns("*.shop.example")], "b\u00fccher.shop.example", True),
    ("a wildcard within an A-label", [pki.dns("xn--*.shop.example")], "xn--bcher-kva.shop.example", False),
    ("a wildcard after an A-label's beginning", [pki.dns("xn--b*.shop.example")], "b\u00fccher.shop.example", False),
    ("an A-label", [pki.dns("xn--bcher-kva.example")], "b\u00fccher.example", True),
    ("a sharp s is no ss", [pki.dns("strasse.example")], "stra\u00dfe.example", False),
    ("a U-label in an entry is no host name", [pki.dns("b\u00fccher.example")], "b\u00fccher.example", False),
    ("a wildcard in the question", [pki.dns("*.shop.example")], "*.shop.example", False),
    ("an address in a dNSName", [pki.dns("192.0.2.1")], "192.0.2.1", False),
    ("a wildcard for part of an address", [pki.dns("*.0.2.1")], "192.0.2.1", False),
    ("an address as text in an iPAddress", [pki.ip(b"192.0.2.1")], "192.0.2.1", False),
    ("an address", [pki.ip("192.0.2.1")], "192.0.2.1", True),
    ("an IPv6 address in any notation", [pki.ip("2001:db8::1")], "[2001:0db8:0:0:0:0:0:1]", True),
    ("an IPv4-mapped entry is another address", [pki.ip("::ffff:192.0.2.1")], "192.0.2.1", False),
    ("an IPv4-mapped question is another address", [pki.ip("192.0.2.1")], "::ffff:192.0.2.1", False),
    ("an address with a mask", [pki.ip(b"\xc0\x00\x02\x01\xff\xff\xff\xff")], "192.0.2.1", False),
    ("an iPAddress does not stand for a name", [pki.ip("192.0.2.1")], "shop.example", False),
    ("an underscore as people use it", [pki.dns("my_shop.example.com")], "my_shop.example.com", True),
    ("an underscore under a wildcard", [pki.dns("*.shop.example")], "_a.shop.example", True),
    ("an empty dNSName", [pki.dns("")], "shop.example", False),
    ("a dot", [pki.dns(".")], "shop.example", False),
    ("a leading dot", [pki.dns(".shop.example")], "a.shop.example", False),
    ("an empty label", [pki.dns("a..shop.example")], "a.shop.example", False),
    ("white space", [pki.dns(" shop.example")], "shop.example", False),
    ("a line feed", [pki.dns("shop.example\n")], "shop.example", False),
    ("a URI in a dNSName", [pki.dns("https://shop.example")], "shop.example", False),
    ("a URI does not stand for a host here", [pki.tlv(0x86, b"https://shop.example")], "shop.example", False),
    ("a mailbox in a dNSName", [pki.dns("a@shop.example")], "shop.example", False),
    ("a second entry after an odd one", [pki.dns(b"\x00"), pki.dns(""), pki.dns("shop.example")], "shop.example", True),
    ("no entry at all", [], "shop.example", False),
]


@pytest.mark.parametrize(("names", "host", "expected"), [row[1:] for row in MATCHES], ids=[row[0] for row in MATCHES])
def test_host_name(names, host, expected):
    """RFC 9525 decides whether an entry stands for a host, and the answer names the entry or the nearest miss."""
    certificate = Certificate(issue(HOST, INTERMEDIATE, names=names).certificate)
    match = match_identity(certificate, parse_identity(host))
    assert expected == match.matched
    assert expected == (not match.reason)
    assert expected <= (match.entry is not None)
    report = inspect(certificate.der, INTERMEDIATE, policy=ValidationPolicy(at=AT, identity=host))
    assert expected == (report.verdict is Verdict.TRUSTED)
    assert expected == ("chain.identity.mismatch" not in ids(report))


@pytest.mark.parametrize("text", ["shop.example", "shop.example\x00.evil.example", "*.example"])
def test_the_common_name_is_no_identity(text):
    """Without subject alternative names nothing matches, whatever the common name holds."""
    leaf = issue(text, INTERMEDIATE, extensions={pki.SAN: None})
    report = inspect(leaf, INTERMEDIATE)
    assert Verdict.UNTRUSTED is report.verdict
    assert "chain.identity.no_subject_alt_name" == report.decisive.id
    assert text == report.decisive.evidence["common_name"]
    assert "\x00" not in str(report.decisive)


@pytest.mark.parametrize("text", ["", ".", "a..b", "a" * 64 + ".example", "a." * 127 + "example", "ip:192.0.2", "ip:"])
def test_what_is_no_identity_is_wrong_usage(text):
    """An identity that cannot be one is refused before anything is compared with it."""
    with pytest.raises(UsageError):
        ValidationPolicy(at=AT, identity=text)


def test_the_nearest_miss_is_named():
    """Of several entries the one that agrees in most labels is named as the nearest miss."""
    entries = ["other.test", "www.shop.example", "*.com"]
    certificate = Certificate(issue(HOST, INTERMEDIATE, names=[pki.dns(text) for text in entries]).certificate)
    match = match_identity(certificate, DNSName.parse("shop.example"))
    assert "www.shop.example" == match.entry.text
    assert "the same name but for www." == match.reason


# -- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        (pki.tlv(0x17, b"491231235959Z"), datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (pki.tlv(0x17, b"500101000000Z"), datetime(1950, 1, 1, tzinfo=UTC)),
        (pki.tlv(0x17, b"991231235959Z"), datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (pki.tlv(0x17, b"000101000000Z"), datetime(2000, 1, 1, tzinfo=UTC)),
        (pki.tlv(0x18, b"99991231235959Z"), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (pki.tlv(0x18, b"00010101000000Z"), datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("field", ["begins", "ends"])
def test_times_at_the_edges(encoded, expected, field):
    """The years 49 and 50 of UTCTime are 2049 and 1950, and the years 1 and 9999 are like any other."""
    leaf = issue(HOST, INTERMEDIATE, **{field: encoded})
    report = inspect(leaf, INTERMEDIATE)
    target = report.target
    assert expected == (target.not_before if field == "begins" else target.not_after)
    valid = target.not_before <= AT <= target.not_after
    assert valid == (report.verdict is Verdict.TRUSTED)
    json.dumps(to_json(report))


@pytest.mark.parametrize(
    "encoded",
    [
        pki.tlv(0x17, b"2601010000Z"),
        pki.tlv(0x17, b"260101000000+0100"),
        pki.tlv(0x17, b"260101000000"),
        pki.tlv(0x17, b"261301000000Z"),
        pki.tlv(0x17, b"260229000000Z"),
        pki.tlv(0x17, b"260101000060Z"),
        pki.tlv(0x17, b"2601010000\xd9\xa0Z"),
        pki.tlv(0x18, b"20260101000000.5Z"),
        pki.tlv(0x18, b"00000101000000Z"),
        pki.tlv(0x18, b"100000101000000Z"),
        pki.tlv(0x17, b""),
        pki.tlv(0x04, b"260101000000Z"),
    ],
    ids=lambda encoded: repr(encoded[2:]),
)
def test_times_that_are_none(encoded):
    """A time that RFC 5280 does not know is never taken for a valid one, and raises nothing."""
    for field in ("begins", "ends"):
        report = inspect(issue(HOST, INTERMEDIATE, **{field: encoded}), INTERMEDIATE)
        assert report.verdict is not Verdict.TRUSTED
        assert "chain.certificate.unreadable" in ids(report)


def test_a_validity_period_that_ends_before_it_begins():
    """A certificate that ends before it begins is refused for that, at any time."""
    leaf = issue(HOST, INTERMEDIATE, begins=pki.ENDS, ends=pki.BEGINS)
    for at in (AT, pki.BEGINS - timedelta(days=1), pki.ENDS + timedelta(days=1)):
        assert "chain.validity.inverted" in ids(inspect(leaf, policy=ValidationPolicy(at=at)))


def test_both_ends_of_the_validity_period_belong_to_it():
    """A certificate is valid in its first and in its last second, and in none beside them."""
    root = issue("Long Root", ca=True, begins=datetime(2000, 1, 1, tzinfo=UTC), ends=datetime(2049, 1, 1, tzinfo=UTC))
    leaf, second = issue(HOST, root), timedelta(seconds=1)
    for at, expected in (
        (pki.BEGINS, set()),
        (pki.BEGINS - second, {"chain.validity.not_yet_valid"}),
        (pki.ENDS, set()),
        (pki.ENDS + second, {"chain.validity.expired"}),
    ):
        assert expected == ids(inspect(leaf, trust=root, policy=ValidationPolicy(at=at))) - {"chain.expiry.near"}


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "America/St_Johns", "XXX-14", "XXX+12"])
def test_the_time_zone_of_the_machine_does_not_matter(zone, monkeypatch):
    """The report is the same whatever TZ says and whatever zone the validation time is given in."""
    expired = issue(HOST, INTERMEDIATE, ends=AT - timedelta(seconds=1))
    expected = json.dumps(to_json(inspect(expired, INTERMEDIATE)))
    elsewhere = ValidationPolicy(at=AT.astimezone(timezone(timedelta(hours=9, minutes=30))), identity=HOST)
    with monkeypatch.context() as context:
        context.setenv("TZ", zone)
        time.tzset()
        actual = [json.dumps(to_json(inspect(expired, INTERMEDIATE, policy=item))) for item in (POLICY, elsewhere)]
    time.tzset()
    assert [expected, expected] == actual


def test_a_naive_validation_time_is_wrong_usage():
    """A validation time without a zone is refused rather than guessed at."""
    with pytest.raises(UsageError):
        ValidationPolicy(at=AT.replace(tzinfo=None))


@pytest.mark.parametrize("serial", [0, -1, -128, -(2**63), -(2**159), 2**160, 2**2000])
@pytest.mark.parametrize("conformance", Conformance)
def test_odd_serial_numbers(serial, conformance):
    """A serial number that is zero, negative or too long is a finding, which decides where the profile is enforced."""
    leaf = issue(HOST, INTERMEDIATE, serial=serial)
    report = inspect(leaf, INTERMEDIATE, policy=ValidationPolicy(at=AT, identity=HOST, conformance=conformance))
    assert serial == report.target.serial_number
    is_named = serial and conformance is Conformance.REPORT  # no client is known to refuse zero
    assert ("chain.interop.serial_number" if is_named else "chain.rfc5280.value") in ids(report)
    expected = Verdict.UNTRUSTED if conformance is Conformance.ENFORCE else Verdict.TRUSTED
    assert expected is report.verdict
    json.dumps(to_json(report))


# -- text that obeys terminals ---------------------------------------------------------------------------------------

# Written out, not taken from tlskit.core.text: the test has an opinion of its own.
HIDDEN = (
    {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
    | set("\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e")
    | set("\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff")
)
PAYLOADS = {
    "C0": "".join(map(chr, range(0x20))),
    "DEL": "a\x7fb",
    "C1": "".join(map(chr, range(0x80, 0xA0))),
    "bidi": "abc\u202egnp.exe\u202c\u2066x\u2069\u061c\u200e\u200f",
    "zero width": "sh\u200bo\u200cp\u200d\u2060\ufeff\u00ad\u180e",
    "separators": "a\u2028b\u2029c\u0085d",
    "OSC 8": "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "OSC 52": "\x1b]52;c;ZXZpbA==\x07",
    "C1 CSI": "\x9b2J\x9b31m",
    "CSI": "\x1b[2J\x1b[1;1H\x1b[32mTRUSTED\x1b[0m",
    "fake verdict": "shop.example\r\n\nTRUSTED: everything is as it should be\n",
    "markup": "[red]x[/x]</script>{0}{identity}{evil!r}%s%(a)s",
    "long": "\x1b" * 3_000,
}
OTHER_NAME = pki.oid("1.3.6.1.5.5.7.8.5")


def text_fields(payload: str) -> dict[str, dict[str, object]]:
    """Return, for each field that holds text, the arguments of ``issue`` that put the payload there."""
    raw = payload.encode()
    organisation, address = ("2.5.4.10", payload), ("1.2.840.113549.1.9.1", payload)
    notice = pki.tlv(0x30, pki.oid("1.3.6.1.5.5.7.2.2"), pki.tlv(0x30, pki.tlv(0x0C, raw)))
    practice = pki.tlv(0x30, pki.oid("1.3.6.1.5.5.7.2.1"), pki.tlv(0x16, raw))
    policies = pki.tlv(0x30, pki.tlv(0x30, pki.oid("2.23.140.1.2.1"), pki.tlv(0x30, notice, practice)))
    access = pki.tlv(0x30, pki.tlv(0x30, pki.oid("1.3.6.1.5.5.7.48.2"), pki.tlv(0x86, raw)))
    points = pki.tlv(0x30, pki.tlv(0x30, pki.tlv(0xA0, pki.tlv(0xA0, pki.tlv(0x86, raw)))))
    alternatives = {
        "otherName": pki.tlv(0xA0, OTHER_NAME, pki.tlv(0xA0, pki.tlv(0x0C, raw))),
        "rfc822Name": pki.tlv(0x81, raw),
        "dNSName": pki.tlv(0x82, raw),
        "directoryName": pki.tlv(0xA4, pki.name(organisation)),
        "ediPartyName": pki.tlv(0xA5, pki.tlv(0xA1, pki.tlv(0x0C, raw))),
        "uniformResourceIdentifier": pki.tlv(0x86, raw),
        "iPAddress": pki.tlv(0x87, raw),
    }
    return {
        "common name": {"subject": pki.common_name(payload)},
        "every other attribute": {"subject": pki.name(organisation, address, ("2.5.4.11", payload), ("2.5.4.3", "x"))},
        "printable string": {"subject": pki.name(("2.5.4.3", raw), tag=0x13)},
        "teletex string": {"subject": pki.name(("2.5.4.3", raw), tag=0x14)},
        "universal string": {"subject": pki.name(("2.5.4.3", payload.encode("utf-32-be")), tag=0x1C)},
        "BMP string": {"subject": pki.name(("2.5.4.3", payload.encode("utf-16-be")), tag=0x1E)},
        "issuer": {"issuer_name": pki.common_name(payload)},
        "policy text": {"extensions": {x509.CertificatePolicies.oid: policies}},
        "caIssuers": {"extensions": {x509.AuthorityInformationAccess.oid: access}, "issuer_name": pki.common_name("?")},
        "CRL address": {"extensions": {x509.CRLDistributionPoints.oid: points}},
        "issuerAltName": {"extensions": {x509.IssuerAlternativeName.oid: pki.tlv(0x30, *alternatives.values())}},
        **{form: {"names": [entry]} for form, entry in alternatives.items()},
    }


def assert_showable(finding: Finding) -> None:
    """No character of what people are shown is obeyed or hidden by a terminal."""
    for text in (str(finding), finding.summary, finding.remedy, finding.subject_label):
        assert visible(text) == text
        assert not HIDDEN & set(text)


@pytest.mark.parametrize("kind", PAYLOADS)
def test_control_characters_reach_no_message(kind):
    """Whatever a field of text holds, nothing raises, no message has a hidden character, and JSON can be written."""
    for field, arguments in text_fields(PAYLOADS[kind]).items():
        leaf = issue(**{"subject": HOST, **arguments}, issuer=INTERMEDIATE)
        for served in ([leaf], [leaf, INTERMEDIATE]):
            for purpose in (Purpose.SERVER, Purpose.CLIENT):
                report = inspect(*served, policy=ValidationPolicy(at=AT, identity="a.test", purpose=purpose))
                assert report.all_findings, field
                for finding in report.all_findings:
                    assert_showable(finding)
                json.dumps(to_json(report), allow_nan=False).encode("utf-8")
                for certificate in report.served:
                    assert not HIDDEN & set(certificate.label + repr(certificate)), field


@pytest.mark.parametrize("kind", PAYLOADS)
def test_control_characters_of_an_authority_reach_no_message(kind):
    """A CA's hostile name shows in the findings of the certificates below it, harmless."""
    authority = issue(
        pki.common_name(PAYLOADS[kind]), ROOT, ca=True, extensions={pki.NC: pki.dns_constraints(excluded=["example"])}
    )
    leaf = issue(HOST, authority)
    for served in ([leaf], [leaf, authority], [leaf, authority, authority, LEAF, ROOT]):
        report = inspect(*served)
        assert Verdict.UNTRUSTED is report.verdict
        for finding in report.all_findings:
            assert_showable(finding)
        json.dumps(to_json(report))


@pytest.mark.parametrize("kind", [kind for kind in PAYLOADS if kind != "long"])
def test_evidence_keeps_the_raw_value(kind):
    """JSON evidence holds the names as they are in the certificate, control characters and all."""
    payload = PAYLOADS[kind]
    leaf = issue(HOST, INTERMEDIATE, names=[pki.dns(payload)], issuer_name=pki.common_name(payload))
    report = json.loads(json.dumps(to_json(inspect(leaf))))
    evidence = {finding["id"]: finding["evidence"] for finding in report["findings"]}
    assert [payload] == evidence["chain.identity.mismatch"]["names"]
    assert f"CN={payload}" == evidence["chain.issuer.missing"]["issuer"]


# -- bytes that were changed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mask", [0x01, 0xFF])
def test_no_flipped_byte_is_trusted(mask):
    """With any one byte of leaf or intermediate changed, the path through the changed certificate is never trusted."""
    store = TrustStore([TrustAnchor(Certificate(ROOT.certificate))])
    served = [LEAF.certificate, INTERMEDIATE.certificate]
    trusted = []
    for place, original in enumerate(served):
        for index in range(len(original)):
            changed = bytearray(original)
            changed[index] ^= mask
            given = [bytes(changed) if number == place else item for number, item in enumerate(served)]
            try:
                report = inspect_chain(given, trust=store, policy=POLICY)
            except InputError:
                continue
            if report.verdict is Verdict.TRUSTED and bytes(changed) in encodings(report):
                trusted.append((place, index))
    assert [] == trusted


def test_no_truncation_raises():
    """A leaf cut short anywhere is a report that is not TRUSTED or an InputError, as DER and as PEM."""
    store = TrustStore([TrustAnchor(Certificate(ROOT.certificate))])
    for whole in (LEAF.certificate, LEAF.pem):
        for length in range(len(whole.rstrip(b"-\n"))):
            try:
                report = inspect_chain([whole[:length], INTERMEDIATE.certificate], trust=store, policy=POLICY)
            except InputError:
                continue
            assert report.verdict is not Verdict.TRUSTED or report.target.der == LEAF.certificate
            assert (report.decisive is None) == (report.verdict is Verdict.TRUSTED)


def test_the_good_chain_itself_is_clean():
    """The chain that these tests damage is trusted and leaves nothing to say."""
    report = inspect(LEAF, INTERMEDIATE)
    assert Verdict.TRUSTED is report.verdict
    assert () == tuple(finding for finding in report.findings if finding.severity > Severity.INFO)
