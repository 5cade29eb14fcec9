"""The public suites: x509-limbo, BetterTLS, PKITS; the bar that no change may lower."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

_LATER = ("crl::", "webpki::")
"""Suites of the capabilities that are still to come: revocation lists and the CA/B profile."""

_DSA_PARAMETER_INHERITANCE = "pkits::t4.1.5"
"""Its key has no parameters of its own, and ``cryptography`` does not load such a key: undetermined, never trusted."""


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
    """Every x509-limbo case but those of later capabilities, all path building and all name constraints are right."""
    groups, wrong = _wrong(runner, corpora / "chain" / "limbo.json")
    assert (136, 49, 469) == (groups["limbo"], groups["pathbuilding"], groups["nameconstraints"])
    assert [] == [case for case in wrong if not case.startswith(_LATER)]


def test_limbo_later_suites_do_not_get_worse(runner, corpora) -> None:
    """Of the 43 cases of later capabilities at most the 21 known ones are wrong, all by accepting too much."""
    _, wrong = _wrong(runner, corpora / "chain" / "limbo.json")
    assert len([case for case in wrong if case.startswith(_LATER)]) <= 21


def test_pkits_path_validation(runner, corpora) -> None:
    """All 85 path validation sub-tests of PKITS are right but one, whose key cannot be loaded."""
    limbo_run, limbo_peer = runner
    cases = [case for case in limbo_run.load_cases(corpora / "chain" / "pkits.json") if "pkits-path" in case.features]
    wrong = [case.id for case in cases if limbo_peer.verify(case).accept != (case.expected == "SUCCESS")]
    assert (85, [_DSA_PARAMETER_INHERITANCE]) == (len(cases), wrong)


def test_what_cannot_be_loaded_is_undetermined(runner, corpora) -> None:
    """The DSA key without parameters leaves the verdict open, with the reason."""
    limbo_run, limbo_peer = runner
    cases = {case.id: case for case in limbo_run.load_cases(corpora / "chain" / "pkits.json")}
    verdict = limbo_peer.verify(cases[_DSA_PARAMETER_INHERITANCE])
    assert (False, True, True) == (
        verdict.accept,
        "could not be determined" in verdict.reason,
        "chain.key.unreadable" in verdict.reason,
    )
