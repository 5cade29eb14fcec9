"""Let's Encrypt's Generation Y, real chains with a right answer that common verifiers miss (facts as of 2026-11-21)."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tlskit.chain import Certificate, ChainReport, Purpose, ValidationPolicy, inspect_chain
from tlskit.chain.inspect import load_certificates
from tlskit.export.report import to_json
from tlskit.finding import CheckOutcome, Severity, Verdict

CORPORA = os.environ.get("TLSKIT_CORPORA", "")
FOLDER = Path(CORPORA, "chain", "letsencrypt")

pytestmark = pytest.mark.skipif(
    not CORPORA or not FOLDER.is_dir(), reason="TLSKIT_CORPORA does not name a directory with chain/letsencrypt"
)

TARGET, ROOT = "gen-y__int-yr1.pem", "isrgrootx1.pem"
CROSS, TWIN, OLD_CROSS = "gen-y__root-yr-by-x1.pem", "gen-y__root-yr.pem", "revoked__root-yr-by-x1.pem"
AT = datetime(2026, 11, 21, tzinfo=UTC)
MISSING, SIGNED_TWIN = "chain.issuer.missing", "chain.served.self_signed_twin"
NEWER = "chain.served.newer_twin"


def load(name: str) -> Certificate:
    """Read one certificate of the corpus in place."""
    (found,) = load_certificates([(FOLDER / name).read_bytes()])
    return found


def ask(*names: str, pooled: bool = True) -> ChainReport:
    """Ask about YR1, served with other certificates, under ISRG Root X1 alone."""
    pool = [load(path.name) for path in sorted(FOLDER.glob("*.pem")) if not path.name.startswith("revoked__")]
    return inspect_chain(
        [load(TARGET), *map(load, names)],
        trust=[load(ROOT)],
        policy=ValidationPolicy(at=AT, purpose=Purpose.ANY),
        pool=pool if pooled else [],
    )


def found(report: ChainReport, number: str) -> dict[str, object]:
    """Return the evidence of the one finding of a kind among the answer's."""
    (finding,) = [item for item in report.findings if item.id == number]
    return dict(finding.evidence)


def ids(report: ChainReport, least: Severity = Severity.NOTICE) -> set[str]:
    """Return the ids of findings that matter at least so much."""
    return {finding.id for finding in report.findings if finding.severity >= least}


def assert_mended(report: ChainReport, added: list[str], dropped: list[str], *, needed: bool = True) -> None:
    """Whatever was served, the bundle is YR1 and Root YR signed by X1, without the root."""
    assert (load(TARGET), load(CROSS)) == report.repair.bundle
    assert tuple(map(load, added)) == report.repair.added
    assert tuple(map(load, dropped)) == report.repair.dropped
    assert needed == report.repair.needed
    mended = inspect_chain([report.repair.to_pem().encode()], trust=[load(ROOT)], policy=report.policy)
    assert Verdict.TRUSTED is mended.verdict
    assert not mended.repair.needed


def test_nothing_else_served():
    """With nothing served besides, the missing one is Root YR signed by ISRG Root X1, not the self-signed one."""
    report = ask()
    assert Verdict.UNTRUSTED is report.verdict
    assert MISSING == report.decisive.id
    evidence = found(report, MISSING)
    assert load(TARGET).ref == evidence["certificate"]
    assert "Root YR" == evidence["issuer_label"]
    assert "ISRG Root X1" == evidence["issued_by"]
    assert load(CROSS).ref == evidence["pool_certificate"]
    assert evidence["self_signed_twin_known"]
    assert load(TARGET).ca_issuers == evidence["ca_issuers"]
    assert evidence["ca_issuers"]
    assert load(CROSS).subject_key_identifier.hex(":") == evidence["key_identifier"]
    assert {MISSING} == ids(report)
    assert_mended(report, [CROSS], [])


def test_nothing_else_served_and_nothing_known():
    """Without a pool the missing issuer is named with its key identifier and address, and no bundle can be made."""
    report = ask(pooled=False)
    assert Verdict.UNTRUSTED is report.verdict
    evidence = found(report, MISSING)
    assert "Root YR" == evidence["issuer_label"]
    assert "" == evidence["issued_by"]
    assert evidence["pool_certificate"] is None
    assert load(TARGET).ca_issuers == evidence["ca_issuers"]
    assert () == report.repair.bundle
    assert [MISSING] == [finding.id for finding in report.repair.missing]


def test_the_cross_signed_certificate_served():
    """With Root YR by X1 served everything is in order."""
    report = ask(CROSS)
    assert Verdict.TRUSTED is report.verdict
    assert report.decisive is None
    assert set() == ids(report)
    assert (load(TARGET), load(CROSS), load(ROOT)) == report.best_path.certificates
    assert_mended(report, [], [], needed=False)


def test_the_self_signed_twin_served():
    """With the self-signed Root YR served, that is the fault: the cross-signed twin belongs in its place."""
    report = ask(TWIN)
    assert Verdict.UNTRUSTED is report.verdict
    assert SIGNED_TWIN == report.decisive.id
    evidence = found(report, SIGNED_TWIN)
    assert load(TWIN).ref == evidence["certificate"]
    assert load(CROSS).ref == evidence["cross_signed"]
    assert "ISRG Root X1" == evidence["cross_signer"]
    assert "the other was not sent" == evidence["situation"]
    assert load(CROSS).ref == found(report, MISSING)["pool_certificate"]
    assert {SIGNED_TWIN, MISSING} == ids(report)
    assert_mended(report, [CROSS], [TWIN])


def test_the_self_signed_twin_before_the_cross_signed():
    """With the self-signed twin first a path exists all the same, and the order is wrong for OpenSSL clients."""
    report = ask(TWIN, CROSS)
    assert Verdict.TRUSTED is report.verdict
    assert report.decisive is None
    assert "OpenSSL" in found(report, SIGNED_TWIN)["situation"]
    assert {SIGNED_TWIN} == ids(report, Severity.WARNING)
    assert_mended(report, [], [TWIN])


def test_the_self_signed_twin_after_the_cross_signed():
    """With the self-signed twin last all is well, and the last one can be dropped."""
    report = ask(CROSS, TWIN)
    assert Verdict.TRUSTED is report.verdict
    assert "the other was sent too" == found(report, SIGNED_TWIN)["situation"]
    assert set() == ids(report, Severity.WARNING)
    assert_mended(report, [], [TWIN])


def test_the_older_cross_signed_certificate():
    """The cross-certificate of 2025 is trusted while nothing is known of revocation, and the newer one is named."""
    report = ask(OLD_CROSS)
    assert Verdict.TRUSTED is report.verdict
    assert (load(TARGET), load(OLD_CROSS), load(ROOT)) == report.best_path.certificates
    evidence = found(report, NEWER)
    assert load(OLD_CROSS).ref == evidence["certificate"]
    assert load(CROSS).ref == evidence["newer"]
    assert "2026-05-13" == evidence["not_before"]
    assert set() == ids(report, Severity.WARNING)


@pytest.mark.parametrize("served", [(), (CROSS,), (TWIN,), (TWIN, CROSS), (CROSS, TWIN), (OLD_CROSS,)])
def test_revocation_is_left_open(served):
    """Nothing is said of revocation but that it was not determined, and the report can be written as JSON."""
    report = ask(*served)
    (revocation,) = [check for check in report.checks if check.check == "revocation"]
    assert CheckOutcome.NOT_DETERMINED is revocation.outcome
    assert revocation.detail
    json.dumps(to_json(report))


def test_a_staging_certificate_is_no_substitute():
    """The staging environment's root of a like name is no twin and does not complete the chain."""
    report = ask("staging__gen-y__root-yr-by-x1.pem")
    assert Verdict.UNTRUSTED is report.verdict
    assert MISSING == report.decisive.id
    assert load(CROSS).ref == found(report, MISSING)["pool_certificate"]
    assert_mended(report, [CROSS], ["staging__gen-y__root-yr-by-x1.pem"])
