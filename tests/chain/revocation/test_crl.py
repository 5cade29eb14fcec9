"""CRLs by RFC 5280 section 6.3: good only when in scope, signed and current; judged beside ``openssl verify``."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.support.crl_cases import BAD, CA, GOOD, LEAF, OPEN, ROOT, ROOT_CRL, cases, inspect
from tests.support.crl_peers import OPENSSL, openssl_trusts
from tests.support.crls import crl, crl_pem, entry, extension
from tests.support.pki import AT, BEGINS, issue
from tlskit.chain import Budget, Conformance, Purpose, Revocation, ValidationPolicy, inspect_chain
from tlskit.errors import InputError
from tlskit.finding import CheckOutcome, Severity, Verdict

VERDICTS = {GOOD: Verdict.TRUSTED, BAD: Verdict.UNTRUSTED, OPEN: Verdict.INDETERMINATE}
by_case = pytest.mark.parametrize("name", cases())


@by_case
def test_required(name):
    """Each case has the outcome that it was made for, with the reason, and revocation alone decides."""
    case = cases()[name]
    report = inspect(case)
    errors = [item for item in report.findings if item.severity >= Severity.ERROR]
    assert VERDICTS[case.outcome] is report.verdict, errors
    assert {GOOD: [], BAD: ["chain.revocation.revoked"], OPEN: ["chain.revocation.undetermined"]}[case.outcome] == [
        item.id for item in errors
    ]
    told = "".join(item.summary + str(item.evidence.get("reasons", "")) for item in report.findings)
    assert case.told in told


@by_case
def test_if_available(name):
    """Where revocation is not required only a revoked certificate fails; what is open is a notice."""
    case = cases()[name]
    report = inspect(case, Revocation.IF_AVAILABLE)
    assert (Verdict.UNTRUSTED if case.outcome is BAD else Verdict.TRUSTED) is report.verdict
    found = {item.id: item.severity for item in report.findings}
    assert (Severity.NOTICE if case.outcome is OPEN else None) is found.get("chain.revocation.undetermined")


@by_case
def test_off(name):
    """Where revocation is not asked about nothing is said of it but that."""
    report = inspect(cases()[name], Revocation.OFF)
    assert Verdict.TRUSTED is report.verdict
    (row,) = [check for check in report.checks if check.check == "revocation"]
    assert (CheckOutcome.NOT_DETERMINED, "no revocation information was used") == (row.outcome, row.detail)


@by_case
def test_rows(name):
    """Each certificate but the anchor has a row, whose outcome is that of its findings."""
    report = inspect(cases()[name])
    rows = [check for check in report.checks if check.check == "revocation"]
    labels = [certificate.label for certificate in report.best_path.certificates[:-1]]
    assert labels == [row.subject for row in rows]
    for row in rows:
        ids = {CheckOutcome.PASSED: set(), CheckOutcome.FAILED: {"chain.revocation.revoked"}}
        assert ids.get(row.outcome, {"chain.revocation.undetermined"}) == {item.id for item in row.findings}
        assert row.detail


def test_the_order_of_crls_does_not_matter():
    """The same CRLs in reverse give the same verdict."""
    for case in cases().values():
        assert inspect(case).verdict is inspect(replace(case, crls=case.crls[::-1])).verdict


def test_a_revoked_cross_certificate():
    """The old cross-certificate is served and revoked: that is found, and the newer one of the pool mends it."""
    old_root, new_root = issue("Old Root", ca=True), issue("New Root", ca=True)
    revoked, current = (
        issue("New Root", old_root, ca=True, begins=begins) for begins in (BEGINS, BEGINS.replace(year=2026))
    )
    middle = issue("Intermediate", new_root, ca=True)
    leaf = issue("shop.example", middle)
    crls = [crl(old_root, [entry(revoked, reason=4)]), crl(new_root), crl(middle)]
    report = inspect_chain(
        [item.certificate for item in (leaf, middle, revoked)],
        trust=[old_root.certificate],
        policy=ValidationPolicy(at=AT, revocation=Revocation.REQUIRED),
        pool=[current.certificate],
        crls=crls,
    )
    assert Verdict.UNTRUSTED is report.verdict
    assert "chain.revocation.revoked" in {item.id for item in report.all_findings}
    bundle = [item.der for item in report.repair.bundle]
    assert [item.certificate for item in (leaf, middle, current)] == bundle


def test_a_missing_answer_does_not_hinder_the_repair():
    """What is missing from what was served is mended, whether or not its revocation can be determined."""
    policy = ValidationPolicy(at=AT, revocation=Revocation.REQUIRED)
    report = inspect_chain([LEAF.certificate], trust=[ROOT.certificate], policy=policy, pool=[CA.certificate])
    assert [LEAF.certificate, CA.certificate] == [item.der for item in report.repair.bundle]


def test_the_work_is_bounded():
    """Where the budget ends, that is the reason, and nothing is good."""
    policy = ValidationPolicy(at=AT, revocation=Revocation.REQUIRED)
    for budget in (Budget(crl_consultations=1), Budget(signature_checks=2)):
        report = inspect_chain(
            [LEAF.certificate, CA.certificate],
            trust=[ROOT.certificate],
            policy=replace(policy, budget=budget),
            crls=[ROOT_CRL, *(crl(CA, number=number, signer=LEAF.key) for number in range(5)), crl(CA, number=None)],
        )
        assert Verdict.INDETERMINATE is report.verdict
        assert "work limit reached" in str(report.findings)


def test_the_profile_is_enforced():
    """Where the profile is enforced, a CRL without number or nextUpdate, or with a critical number, answers nothing."""
    policy = ValidationPolicy(at=AT, revocation=Revocation.REQUIRED, conformance=Conformance.ENFORCE)
    critical = extension("2.5.29.20", b"\x02\x01\x01", critical=True)
    told = {}
    for name, given in {
        "good": crl(CA),
        "lacks cRLNumber": crl(CA, number=None),
        "marks cRLNumber as critical": crl(CA, number=None, extensions=[critical]),
        "no nextUpdate": crl(CA, until=None),
    }.items():
        report = inspect_chain(
            [LEAF.certificate, CA.certificate], trust=[ROOT.certificate], policy=policy, crls=[ROOT_CRL, given]
        )
        told[name] = (report.verdict, name in str(report.findings))
    assert (Verdict.TRUSTED, False) == told.pop("good")
    assert {(Verdict.INDETERMINATE, True)} == set(told.values())


# -- how CRLs are given ----------------------------------------------------------------------------------------------


def ask(*crls, revocation=Revocation.REQUIRED):
    """Ask about the leaf with CRLs as given."""
    policy = ValidationPolicy(at=AT, purpose=Purpose.ANY, revocation=revocation)
    return inspect_chain([LEAF.certificate, CA.certificate], trust=[ROOT.certificate], policy=policy, crls=crls)


@pytest.mark.parametrize(
    "given",
    [
        [ROOT_CRL, crl(CA)],
        [ROOT_CRL + crl(CA)],
        [crl_pem(ROOT_CRL) + b"junk\n" + LEAF.pem + crl_pem(crl(CA))],
        [b"0 text before\n" + crl_pem(ROOT_CRL), crl(CA)],
        [crl_pem(ROOT_CRL).decode().encode("utf-16"), crl(CA)],
        [bytearray(ROOT_CRL), memoryview(crl(CA))],
    ],
    ids=["DER", "DER twice", "PEM with junk", "text that begins as DER does", "UTF-16", "buffers"],
)
def test_forms(given):
    """CRLs are DER, one after the other, or PEM with anything between."""
    assert Verdict.TRUSTED is ask(*given).verdict


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b"", "neither PEM nor DER"),
        (b"hello", "neither PEM nor DER"),
        (LEAF.certificate, "a certificate in DER"),
        (LEAF.pem, "1 x CERTIFICATE"),
        (b"\x30\x03\x02\x01\x00", "DER of another kind"),
    ],
)
def test_no_crl_at_all(given, told):
    """What is no CRL is an input error, if CRLs are asked about at all."""
    with pytest.raises(InputError, match=told):
        ask(given)
    assert Verdict.TRUSTED is ask(given, revocation=Revocation.OFF).verdict


@pytest.mark.parametrize("cut", [1, 20, 90, 200])
def test_damaged(cut):
    """A CRL that lacks its end counts for nothing, and that is a finding."""
    report = ask(ROOT_CRL, crl(CA)[:-cut])
    assert Verdict.INDETERMINATE is report.verdict
    assert {"chain.revocation.unreadable", "chain.revocation.undetermined"} == {item.id for item in report.findings}


def test_every_flipped_byte():
    """No single changed byte of a CRL turns a revoked certificate into a good one."""
    revoking = crl(CA, [entry(LEAF)])
    for place in range(len(revoking)):
        flipped = bytearray(revoking)
        flipped[place] ^= 0x11
        try:
            verdict = ask(ROOT_CRL, bytes(flipped)).verdict
        except InputError:
            continue
        assert verdict is not Verdict.TRUSTED, place


# -- OpenSSL's opinion -----------------------------------------------------------------------------------------------

_FORBIDDEN = "which section 5 forbids; OpenSSL does not look"
_DELEGATED = (
    "section 4.2.1.13 has a CRL issuer named where the certificate's issuer does not issue the CRL; OpenSSL takes the "
    "issuer's own complete CRL all the same, as the last paragraph of section 6.3.3 lets it"
)
DIVERGENCES = {
    "removed in a complete CRL": "section 5.3.1: only a delta CRL may hold removeFromCRL; OpenSSL takes it as released",
    "its own CRL, and another issuer is named": _DELEGATED,
    "its own CRL, and an issuer is named that is not there": _DELEGATED,
    "the issuer it names is no directory name": _DELEGATED,
    "the issuer it names is nobody": "section 4.2.1.13: cRLIssuer has at least one name; OpenSSL takes "
    "the issuer's own complete CRL all the same",
    "forbidden: version 1 encoded": f"version 1 is written out, {_FORBIDDEN}",
    "forbidden: an empty list": f"the list of entries is there and empty, {_FORBIDDEN}",
    "forbidden: an empty scope": f"the scope is an empty sequence, {_FORBIDDEN}",
    "forbidden: a flag that is FALSE": "section 5: a CRL is DER, which does not encode a default; OpenSSL reads BER",
    "forbidden: no reason": "section 5.2.5: onlySomeReasons covers what it names; OpenSSL takes none for all",
    "forbidden: an issuer named in an entry": f"an entry names an issuer, and indirectCRL is FALSE, {_FORBIDDEN}",
    "forbidden: entry extensions in version 1": f"version 1 has no extensions, {_FORBIDDEN}",
    "forbidden: a delta without number revokes": "section 5.2.3 demands a number, without which nothing is combined; "
    "we believe that the certificate is revoked, OpenSSL leaves the delta CRL out",
    "a version 1 certificate, only end entities": "section 5.2.5 keeps version 1 certificates out of such a scope; "
    "OpenSSL does not look",
    "two keys, listed by the new one": "section 6.3.3 (f) asks for the issuer's name; OpenSSL looks at one CRL",
    "the same number twice, listed in one": "section 5.2.3: one number is one CRL; of two that differ OpenSSL "
    "takes the first, we the one that revokes",
    "no nextUpdate": "section 5.1.2.5 demands nextUpdate, and 6.3.3 rests on it: nothing says that the CRL is "
    "current; OpenSSL takes it to hold for ever",
    "version 3": "section 5.1.2.1 knows two versions; OpenSSL does not look",
    "SHA-1": "section 6.3.3 (g) rests on the signature, and SHA-1 collisions can be made; openssl verify checks the "
    "digest of certificates only, with -auth_level",
    "duplicate extension": "section 5.2: a CRL must not include an extension twice; OpenSSL takes the first",
    "malformed scope": "section 5.2.5: a critical extension that cannot be read is one that cannot be processed; "
    "OpenSSL takes the CRL to cover everything",
    "stale delta removes": "section 6.3.3 (a) asks for a current delta CRL; OpenSSL lets an expired one lift a hold "
    "that a current complete CRL lists",
    "two deltas, the newer releases": "section 5.2.4 lets any fitting delta CRL be combined, and the newer knows more; "
    "OpenSSL takes the first in the file, and trusts if the two are turned round",
}
"""Cases on which ``openssl verify`` says otherwise, and why we do not follow it."""


@pytest.mark.skipif(OPENSSL is None, reason="no openssl on this machine")
@by_case
def test_openssl(name, tmp_path):
    """OpenSSL trusts what we trust, but for the cases in the table; a row that is not needed fails."""
    case = cases()[name]
    assert (openssl_trusts(case, tmp_path) == (case.outcome is GOOD)) == (name not in DIVERGENCES)


def test_divergences_have_reasons():
    """Each row of the table names a case and a section."""
    for name, reason in DIVERGENCES.items():
        assert name in cases()
        assert re.search(r"section \d", reason)
