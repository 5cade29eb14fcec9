"""The profile of public certificates: every rule of the baseline requirements produced once, alone, and absent else."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.pki import EKU, NC, dns, ip, issue, name, tlv
from tests.support.web_pki import (
    AIA,
    AT,
    BREACHES,
    CDP,
    CONFORMING,
    DAY,
    HOST,
    ISSUED,
    ISSUERS,
    LEAF,
    OTHER_POLICY,
    POLICIES,
    PUBLIC,
    ROOT,
    SECOND,
    SERVER,
    Purpose,
    ask,
    authority,
    every_kind,
    leaf,
    old,
    rsa_info,
    with_key,
    without_the_list,
)
from tlskit.chain import Conformance, Profile, ValidationPolicy, inspect_chain
from tlskit.chain.path.checks.profiles import web_pki, web_pki_tables
from tlskit.chain.path.checks.role import Role
from tlskit.explain.kinds import KINDS
from tlskit.finding import Severity, Verdict
from tlskit.x509.certificate import Certificate


def found(encoded, role, *, conformance=Conformance.ENFORCE, profile=Profile.WEB_PKI, **policy):
    """Apply the profile to one certificate."""
    question = ValidationPolicy(at=AT, profile=profile, conformance=conformance, **policy)
    return list(web_pki.check(Certificate(encoded), role, question))


@pytest.mark.parametrize("label", BREACHES)
def test_breach(label):
    """A certificate that breaks one rule has one finding, with its section and with who applies it."""
    make, role, kind, section, by_relying_parties, sentence = BREACHES[label]
    (finding,) = found(make(), role)
    applied_by = "relying parties" if by_relying_parties else "issuers"
    assert (f"chain.web_pki.{kind}", section, applied_by) == (
        finding.id,
        finding.evidence["section"],
        finding.evidence["applied_by"],
    )
    assert sentence in finding.summary
    assert (Severity.ERROR if by_relying_parties else Severity.WARNING) == finding.severity


SAID_WITH_THE_CLIENTS = {"CA for any purpose"}
"""What chain.interop says where nothing is enforced."""


@pytest.mark.parametrize("label", sorted(BREACHES.keys() - SAID_WITH_THE_CLIENTS))
def test_breach_is_no_error_in_a_report(label):
    """Where nothing is enforced a breach is a warning, a notice for private suffixes, an info in anchors."""
    make, role, *_ = BREACHES[label]
    (finding,) = found(make(), role, conformance=Conformance.REPORT)
    weights = {ROOT: Severity.INFO}
    expected = Severity.NOTICE if label == "private suffix" else weights.get(role, Severity.WARNING)
    assert expected == finding.severity


@pytest.mark.parametrize("label", SAID_WITH_THE_CLIENTS)
def test_breach_is_said_once(label):
    """Where a finding names the clients that refuse a certificate, the rule is not told beside it, unless enforced."""
    make, role, *_ = BREACHES[label]
    assert [] == found(make(), role, conformance=Conformance.REPORT)


@pytest.mark.parametrize("label", BREACHES)
def test_another_profile(label):
    """Under RFC 5280 alone none of the rules is applied."""
    make, role, *_ = BREACHES[label]
    assert [] == found(make(), role, profile=Profile.RFC5280)


@pytest.mark.parametrize("label", CONFORMING)
def test_conforming(label):
    """What conforms has no finding."""
    make, role = CONFORMING[label]
    assert [] == found(make(), role)


def test_every_rule_is_broken_once():
    """The table of breaches has every row of the tables: each section and kind that a rule can produce."""
    sections = {rule.section for rule in web_pki_tables.EXTENSION_RULES}
    sections |= {
        rule.section for rule in web_pki_tables.KEY_RULES + web_pki_tables.VALUE_RULES + web_pki_tables.NAME_RULES
    }
    assert sections <= {section for _, _, _, section, _, _ in BREACHES.values()}


# -- what another check says -----------------------------------------------------------------------------------------


def test_short_rsa_is_said_once():
    """A short RSA key is chain.key.too_small's, unless the policy allows it there."""
    encoded = with_key(rsa_info(1024))
    assert [] == found(encoded, LEAF)
    (finding,) = found(encoded, LEAF, minimum_rsa_bits=1024)
    assert "chain.web_pki.key" == finding.id


def test_missing_server_purpose_is_said_once():
    """Without serverAuth a certificate breaks the profile, which chain.extended_key_usage says if servers are asked."""
    encoded = leaf(purposes=[Purpose.CLIENT_AUTH])
    assert [] == found(encoded, LEAF)
    (finding,) = found(encoded, LEAF, purpose=Purpose.CLIENT_AUTH.dotted_string)
    assert "lacks serverAuth" in finding.summary


@pytest.mark.parametrize(
    "names",
    [
        [dns("f*.example.com")],
        [dns("a.*.example.com")],
        [dns("xn--*-x.example.com")],
        [dns("*")],
        [dns("a_b.example.com")],
    ],
)
def test_syntax_is_said_once(names):
    """Odd wildcards and underscores are refused by RFC 5280's table, and not a second time."""
    root, ca = authority()
    encoded = leaf(name(("2.5.4.10", "Shop")), names=names)
    policy = ValidationPolicy(at=AT, profile=Profile.WEB_PKI, conformance=Conformance.ENFORCE)
    report = inspect_chain([encoded, ca.certificate], trust=[root.certificate], policy=policy)
    assert ["chain.rfc5280.value"] == [finding.id for finding in report.findings if finding.severity >= Severity.NOTICE]


# -- dates -----------------------------------------------------------------------------------------------------------

MILESTONES = [
    (date(2018, 3, 1), 825, None),
    (date(2020, 9, 1), 398, 825),
    (date(2026, 3, 15), 200, 398),
    (date(2027, 3, 15), 100, 200),
    (date(2029, 3, 15), 47, 100),
]


def periods(begins, **length):
    """Return what is said of a validity period."""
    encoded = leaf(begins=begins, ends=begins + timedelta(**length))
    return [item for item in found(encoded, LEAF) if item.id == "chain.web_pki.validity_period"]


@pytest.mark.parametrize(("day", "limit", "before"), MILESTONES)
def test_milestones(day, limit, before):
    """From the first second of a milestone's day on its limit holds, and until the second before it the older one."""
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    last = first - SECOND
    assert [] == periods(first, days=limit, seconds=-1)
    (finding,) = periods(first, days=limit)
    assert (limit + 1, limit, day.isoformat()) == (finding.days, finding.maximum_days, finding.since)
    if before is None:
        assert [] == periods(last, days=limit)
    else:
        assert [] == periods(last, days=before, seconds=-1)
        assert [before] == [item.maximum_days for item in periods(last, days=before)]


def test_issued_before_all_milestones():
    """What was issued before 2018-03-01 has no limit here, as in test suites that begin in 1970."""
    assert [] == periods(datetime(1970, 1, 1, tzinfo=UTC), days=365_000)


@pytest.mark.parametrize(
    ("make", "day"),
    [
        (lambda day: leaf_on(day, names=[dns(HOST), dns("intra.corp")]), date(2015, 11, 1)),
        (lambda day: leaf_on(day, names=[dns(HOST), dns("ab--c.example.com")]), date(2021, 10, 1)),
        (lambda day: leaf_on(day, serial=1 << 40), date(2016, 9, 30)),
        (lambda day: leaf_on(day, extensions={AIA: None}), date(2012, 7, 1)),
        (lambda day: leaf_on(day, extensions={CDP: None}), date(2024, 3, 15)),
        (lambda day: leaf_on(day, extensions={POLICIES: OTHER_POLICY}), date(2020, 9, 30)),
        (lambda day: leaf_on(day, purposes=[SERVER, Purpose.CODE_SIGNING]), date(2023, 9, 15)),
    ],
)
def test_issue_date(make, day):
    """A dated rule judges what was issued on its day and after, and not what was issued the day before."""
    assert [day.isoformat()] == [finding.since for finding in found(make(day), LEAF)]
    assert [] == found(make(day - DAY), LEAF)


def leaf_on(day, **changes):
    """Issue the end entity on a day, for a month."""
    return old(day.year, day.month, day.day, **changes)


@pytest.mark.parametrize(
    ("begins", "days"), [((2026, 3, 14), 10), ((2026, 3, 15), 7), ((2024, 3, 15), 10)], ids=["before", "from", "first"]
)
def test_short_lived(begins, days):
    """A short-lived certificate needs no CRL address; a second more, and it does."""
    start = datetime(*begins, tzinfo=UTC)
    assert [] == found(leaf(begins=start, ends=start + days * DAY - SECOND, extensions={CDP: None}), LEAF)
    (finding,) = found(leaf(begins=start, ends=start + days * DAY, extensions={CDP: None}), LEAF)
    assert "cRLDistributionPoints" == finding.extension


# -- public suffixes -------------------------------------------------------------------------------------------------


def test_without_the_list():
    """Without the package a wildcard is left open, with how to get it."""
    (finding,) = without_the_list().findings
    assert ("chain.web_pki.wildcard_undetermined", True, Severity.INFO) == (
        finding.id,
        finding.undetermined,
        finding.severity,
    )
    assert ("*.example.com",) == finding.names
    assert "pip install" in finding.remedy


def test_the_list_is_not_needed_without_wildcards(monkeypatch):
    """A certificate without a wildcard does not ask for the package."""
    monkeypatch.setitem(sys.modules, "publicsuffixlist", None)
    assert [] == found(leaf(), LEAF)


def test_every_kind():
    """One chain has every kind of finding of the profile but the one for a list that is missing."""
    kinds = {kind.id for kind in KINDS if kind.id.startswith("chain.web_pki.")}
    having = {finding.id for finding in every_kind().all_findings if finding.id.startswith("chain.web_pki.")}
    assert {"chain.web_pki.wildcard_undetermined"} == kinds - having


def test_the_list_is_named():
    """The finding says which list was asked."""
    import publicsuffixlist

    (finding,) = found(leaf("*.co.uk", names=[dns("*.co.uk")]), LEAF)
    assert publicsuffixlist.__version__ == finding.list_version


def test_both_sections():
    """Wildcards below suffixes of both sections are two findings, each with its names."""
    names = ["*.co.uk", "*.github.io", "*.com.au", "*.example.com"]
    report = found(leaf(names[0], names=[dns(name) for name in names]), LEAF)
    assert [("ICANN", ("*.co.uk", "*.com.au")), ("private", ("*.github.io",))] == [
        (finding.section_of_list, finding.names) for finding in report
    ]


# -- whole chains ----------------------------------------------------------------------------------------------------


def chain(encoded, conformance):
    """Ask about a chain with the conforming CA and root."""
    return ask(encoded, *authority(), conformance=conformance, identity=HOST)


def test_conforming_chain():
    """A conforming chain is trusted, and its check of the profile passes."""
    report = chain(leaf(), Conformance.ENFORCE)
    assert (Verdict.TRUSTED, ()) == (report.verdict, report.findings)
    assert {"passed"} == {result.outcome.value for result in report.checks if result.check == "web profile"}


@pytest.mark.parametrize("conformance", Conformance)
def test_verdict(conformance):
    """A breach decides where the profile is enforced, and is told where it is not."""
    report = chain(leaf(extensions={EKU: None}), conformance)
    trusted = conformance is Conformance.REPORT
    assert (Verdict.TRUSTED if trusted else Verdict.UNTRUSTED) == report.verdict
    assert "chain.web_pki.extension_missing" in [finding.id for finding in report.findings]


def test_another_profile_is_not_asked_for():
    """Under RFC 5280 the check of this profile did not apply, and says so."""
    root, ca = authority()
    report = inspect_chain([leaf(), ca.certificate], trust=[root.certificate], policy=ValidationPolicy(at=AT))
    assert {"not applicable"} == {result.outcome.value for result in report.checks if result.check == "web profile"}


def test_name_constraints_that_are_not_critical():
    """The baseline requirements loosen RFC 5280: a notice, even where the profile is enforced."""
    root, _ = authority()
    constraints = (tlv(0x30, tlv(0xA0, tlv(0x30, dns("example.com")))), False)
    ca = issue("CA 2", root, ca=True, begins=ISSUED, serial=1 << 70, extensions={**PUBLIC, NC: constraints})
    end = issue(
        HOST, ca, names=[dns(HOST)], begins=ISSUED, ends=ISSUED + 90 * DAY, serial=1 << 70,
        extensions={**PUBLIC, AIA: ISSUERS},
    )  # fmt: skip
    for profile, verdict, severity in (
        (Profile.WEB_PKI, Verdict.TRUSTED, Severity.NOTICE),
        (Profile.RFC5280, Verdict.UNTRUSTED, Severity.ERROR),
    ):
        policy = ValidationPolicy(at=AT, profile=profile, conformance=Conformance.ENFORCE)
        report = inspect_chain([end.certificate, ca.certificate], trust=[root.certificate], policy=policy)
        assert (verdict, [severity]) == (report.verdict, [finding.severity for finding in report.findings])


def test_damage_is_survived():
    """No rule raises, whichever byte of a certificate is turned (every fifth is tried)."""
    encoded = leaf("*.example.com", names=[dns("*.example.com"), ip("8.8.8.8")])
    for position in range(0, len(encoded), 5):
        damaged = encoded[:position] + bytes([encoded[position] ^ 0xFF]) + encoded[position + 1 :]
        for role in Role:
            found(damaged, role)
