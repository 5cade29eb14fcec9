"""The public suites: x509-limbo, BetterTLS, PKITS; the bar that no change may lower."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tlskit.chain import Profile, inspect_chain
from tlskit.finding import Verdict


@pytest.fixture(scope="module")
def runner(corpora):
    """The suite runner and our peer for it; both are found by path, since neither is a package."""
    tools, here = corpora.parent / "tools", Path(__file__).parent
    if not (tools / "limbo_run.py").exists():
        pytest.skip("the suite runner is not beside the corpora")
    sys.path[:0] = [str(tools), str(here)]
    try:
        import limbo_peer
        import limbo_run
    finally:
        del sys.path[:2]
    return limbo_run, limbo_peer


def _wrong(runner, path: Path) -> tuple[Counter[str], list[str]]:
    """Return how many cases each group has, and the ids of those that we get wrong."""
    limbo_run, limbo_peer = runner
    groups: Counter[str] = Counter()
    wrong = []
    for case in limbo_run.load_cases(path):
        groups.update(limbo_run.groups_of(case.id, case.features))
        verdict = limbo_peer.verify(case)
        if verdict.accept != (case.expected == "SUCCESS"):
            wrong.append(case.id)
    return groups, wrong


def test_limbo(runner, corpora) -> None:
    """Every x509-limbo case, all path building and all name constraints are right."""
    groups, wrong = _wrong(runner, corpora / "chain" / "limbo.json")
    assert (136, 49, 469) == (groups["limbo"], groups["pathbuilding"], groups["nameconstraints"])
    assert [] == wrong


def test_limbo_revocation_lists(runner, corpora) -> None:
    """All six cases of x509-limbo that bring CRLs are right, the refused ones for what their CRLs say."""
    limbo_run, limbo_peer = runner
    cases = [case for case in limbo_run.load_cases(corpora / "chain" / "limbo.json") if case.crls]
    verdicts = {case.id: limbo_peer.verify(case) for case in cases}
    refused = {case.id: verdicts[case.id].reason for case in cases if not verdicts[case.id].accept}
    assert 6 == len(cases)
    assert {case.id for case in cases if case.expected == "FAILURE"} == refused.keys()
    assert all("chain.revocation." in reason for reason in refused.values())


def test_web_pki(runner, corpora) -> None:
    """All 37 cases of x509-limbo that ask for the profile of public certificates are right."""
    limbo_run, limbo_peer = runner
    cases = [case for case in limbo_run.load_cases(corpora / "chain" / "limbo.json") if case.id.startswith("webpki::")]
    wrong = [case.id for case in cases if limbo_peer.verify(case).accept != (case.expected == "SUCCESS")]
    assert (37, []) == (len(cases), wrong)


def test_real_servers_conform(runner, corpora) -> None:
    """The chains of ten well-known sites are trusted where the profile of public certificates is enforced, too."""
    limbo_run, limbo_peer = runner
    sites = [case for case in limbo_run.load_cases(corpora / "chain" / "limbo.json") if case.id.startswith("online::")]
    reports = [
        inspect_chain(
            [site.leaf.encode(), *(pem.encode() for pem in site.intermediates)],
            trust=[pem.encode() for pem in site.trusted],
            policy=replace(limbo_peer.policy_of(site), profile=Profile.WEB_PKI),
        )
        for site in sites
    ]
    assert [Verdict.TRUSTED] * 10 == [report.verdict for report in reports]


def test_pkits_path_validation(runner, corpora) -> None:
    """All 85 path validation sub-tests of PKITS are right, inherited DSA parameters among them."""
    limbo_run, limbo_peer = runner
    cases = [case for case in limbo_run.load_cases(corpora / "chain" / "pkits.json") if "pkits-path" in case.features]
    wrong = [case.id for case in cases if limbo_peer.verify(case).accept != (case.expected == "SUCCESS")]
    assert (85, []) == (len(cases), wrong)


def test_pkits_certificate_policies(runner, corpora) -> None:
    """All 85 certificate policy sub-tests of PKITS are right."""
    limbo_run, limbo_peer = runner
    cases = [case for case in limbo_run.load_cases(corpora / "chain" / "pkits.json") if "pkits-policy" in case.features]
    wrong = [case.id for case in cases if limbo_peer.verify(case).accept != (case.expected == "SUCCESS")]
    assert (85, []) == (len(cases), wrong)


def test_pkits_revocation_lists(runner, corpora) -> None:
    """All 76 sub-tests of PKITS that bring CRLs are right: full, delta, indirect, sharded ones, and separate keys."""
    limbo_run, limbo_peer = runner
    cases = [case for case in limbo_run.load_cases(corpora / "chain" / "pkits.json") if "pkits-crl" in case.features]
    wrong = [case.id for case in cases if limbo_peer.verify(case).accept != (case.expected == "SUCCESS")]
    assert (76, []) == (len(cases), wrong)
