"""Ladders: two certificates a level, one of each with a fault of the path. The good path is found; none is invented.

A ladder of N levels has 2 to the N paths. The small ones are judged by brute force too: every path by itself, as the
only one that there is.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, replace
from itertools import product

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from tests.support import pki
from tests.support.crls import crl, entry
from tests.support.pki import AT, Issued, issue
from tlskit.chain import Budget, PathEnd, Revocation, ValidationPolicy, inspect_chain
from tlskit.finding import Verdict

POLICIES, CONSTRAINTS = ExtensionOID.CERTIFICATE_POLICIES, ExtensionOID.POLICY_CONSTRAINTS
ONE, OTHER = (x509.ObjectIdentifier(f"1.3.6.1.4.1.99999.7.{number}") for number in (1, 2))


def policies(number: x509.ObjectIdentifier) -> x509.CertificatePolicies:
    """Return certificatePolicies of one policy."""
    return x509.CertificatePolicies([x509.PolicyInformation(number, None)])


def _names(**trees: list[x509.GeneralName] | None) -> dict[x509.ObjectIdentifier, pki.Value]:
    return {pki.NC: x509.NameConstraints(**{"permitted_subtrees": None, "excluded_subtrees": None, **trees})}


GOOD = {POLICIES: policies(ONE)}
FAULTS = {
    "names not permitted": {**GOOD, **_names(permitted_subtrees=[x509.DNSName("other.example")])},
    "names excluded": {**GOOD, **_names(excluded_subtrees=[x509.DNSName("shop.example")])},
    "names of the CAs excluded": {
        **GOOD,
        **_names(
            excluded_subtrees=[x509.DirectoryName(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CA 0")]))]
        ),
    },
    "path length": GOOD,
    "policy": {POLICIES: policies(OTHER)},
    "policy required": {**GOOD, POLICIES: policies(OTHER), CONSTRAINTS: x509.PolicyConstraints(0, None)},
    "days": GOOD,
    "expired": GOOD,
    "unknown signature algorithm": GOOD,
    "revoked": GOOD,
    "revoked, and two roots": GOOD,
}


SINGLE = ("expired", "unknown signature algorithm", "revoked, and two roots")
"""Faults of one certificate by itself, or open ones: of those every path that there is is shown, up to the limit."""


@dataclass(frozen=True)
class Made:
    """What is served and trusted, and the question."""

    rungs: tuple[tuple[Issued, Issued], ...]
    leaf: Issued
    roots: tuple[Issued, ...]
    policy: ValidationPolicy
    crls: tuple[bytes, ...] = ()

    def ask(self, rungs: tuple[tuple[Issued, ...], ...] | None = None, **more: object):
        """Ask about all of it, or about some of the rungs."""
        served = [item for rung in (self.rungs if rungs is None else rungs) for item in rung]
        return inspect_chain(
            [item.certificate for item in (self.leaf, *served)],
            trust=[root.certificate for root in self.roots],
            policy=replace(self.policy, **more),
            crls=self.crls,
        )


def rung(kind: str, level: int, above: Issued, *, side: bool, bad: bool) -> Issued:
    """Issue one certificate of a level; all of one level have one name and key."""
    faulty = bad and not (kind == "names of the CAs excluded" and level == 0)
    year = AT.year + (1 if faulty and kind == "days" else -1 if faulty and kind == "expired" else 9)
    made = issue(
        f"CA {level}",
        above,
        key=f"ladder {level}",
        ca=True,
        path_length=level - 1 if faulty and kind == "path length" and level else None,
        ends=pki.ENDS.replace(year=year),
        extensions=FAULTS[kind] if faulty else GOOD,
        serial=1000 + 2 * level + side,
    )
    if faulty and kind == "unknown signature algorithm":
        known, unknown = (pki.oid(f"1.2.840.10045.4.3.{number}") for number in (2, 99))
        return replace(made, certificate=made.certificate.replace(known, unknown))
    return made


def ladder(kind: str, levels: int, bad: frozenset[tuple[int, bool]], seed: int = 0) -> Made:
    """Make a ladder; ``bad`` are the rungs with a fault: the level, and which of the two."""
    roots = [issue("Ladder Root", ca=True)]
    roots += [issue("Ladder Root", ca=True, serial=4)] if kind == "revoked, and two roots" else []
    rungs, above = [], roots[0]
    for level in range(levels - 1, -1, -1):
        pair = [rung(kind, level, above, side=side, bad=(level, side) in bad) for side in (False, True)]
        rungs.append((pair[0], pair[1]))
        above = pair[0]
    chance = random.Random(seed)
    mixed = [tuple(chance.sample(pair, 2)) for pair in reversed(rungs)]
    revoked = kind.startswith("revoked")
    by_revocation: dict[int, list[bytes]] = {level: [] for level in range(levels + 1)}
    for level, side in bad if revoked else ():
        by_revocation[level + 1].append(entry(rungs[levels - 1 - level][side]))
    issuers = [*(pair[0] for pair in reversed(rungs)), roots[0]]
    leaf = issue("shop.example", issuers[0], extensions=GOOD)
    policy = ValidationPolicy(
        at=AT,
        require_explicit_policy=kind == "policy",
        minimum_days=700 if kind == "days" else None,
        revocation=Revocation.REQUIRED if revoked else Revocation.OFF,
    )
    crls = tuple(crl(issuer, by_revocation[level]) for level, issuer in enumerate(issuers)) if revoked else ()
    return Made(tuple(mixed), leaf, tuple(roots), policy, crls)


def one_of_each(levels: int) -> frozenset[tuple[int, bool]]:
    """Return the second certificate of every level."""
    return frozenset((level, True) for level in range(levels))


@pytest.mark.parametrize("levels", [4, 6, 8, 10, 12])
@pytest.mark.parametrize("kind", FAULTS)
def test_the_good_path_is_found(kind, levels):
    """Of 2 to the N paths one is good: it is found, in less than a second, and it is the one that is told of."""
    made = ladder(kind, levels, one_of_each(levels), seed=levels)
    started = time.process_time()
    report = made.ask()
    assert time.process_time() - started < 1.0
    assert Verdict.TRUSTED is report.verdict
    assert levels + 2 == len(report.best_path.certificates)


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind not in SINGLE])
def test_every_refused_certificate_has_its_reason(kind):
    """The search ends of itself: each certificate with a fault stands on a path that says so."""
    made = ladder(kind, 8, one_of_each(8))
    report = made.ask()
    assert "chain.path.budget_reached" not in {item.id for item in report.all_findings}
    refused = [path for path in report.paths if not path.is_good]
    assert len(refused) < 40
    assert all(path.errors and path.ending is PathEnd.ANCHOR for path in refused)


@pytest.mark.parametrize("seed", range(40))
def test_brute_force_agrees(seed):
    """Of ladders with faults anywhere the verdict is that of every path by itself."""
    chance = random.Random(seed)
    kind, levels = chance.choice(sorted(FAULTS)), chance.choice([2, 3, 4])
    bad = frozenset(
        (level, side)
        for level in range(levels)
        for side in (False, True)
        if chance.random() < chance.choice([0.2, 0.5])
    )
    made = ladder(kind, levels, bad, seed)
    alone = [made.ask(tuple((item,) for item in chosen)).verdict for chosen in product(*made.rungs)]
    expected = next(item for item in (Verdict.TRUSTED, Verdict.INDETERMINATE, Verdict.UNTRUSTED) if item in alone)
    for budget in (Budget(), Budget(paths=3)):
        report = made.ask(budget=budget)
        if budget.paths > 3 or report.verdict is not Verdict.INDETERMINATE:
            assert expected is report.verdict, (kind, levels, sorted(bad))


@pytest.mark.parametrize("levels", [8, 12])
@pytest.mark.parametrize("kind", ["names not permitted", "names excluded", "path length", "policy", "days", "expired"])
def test_no_good_path_is_an_answer(kind, levels):
    """Where both certificates of the lowest or of the highest level have the fault, the answer is a sure no."""
    for level in (0, levels - 1) if kind != "path length" else (levels - 1,):
        made = ladder(kind, levels, frozenset({(level, False), (level, True)}))
        report = made.ask()
        assert Verdict.UNTRUSTED is report.verdict, level


@pytest.mark.parametrize("levels", [8, 12])
def test_no_anchor_in_reach_is_an_answer(levels):
    """A ladder that leads to a root that is not trusted is not open, whatever the limit left unseen."""
    made = ladder("expired", levels, frozenset())
    stranger = issue("Another Root", ca=True)
    report = replace(made, roots=(stranger,)).ask()
    assert Verdict.UNTRUSTED is report.verdict
    assert "chain.issuer.missing" in {item.id for item in report.findings}


def test_the_corpus_ladder(corpora):
    """The ladder of eight levels that Go sees through in 20 ms."""
    folder = corpora / "reports" / "ladder-nc-8"
    started = time.process_time()
    report = inspect_chain(
        [(folder / "chain.pem").read_bytes()],
        trust=[(folder / "roots.pem").read_bytes()],
        policy=ValidationPolicy(at=AT, identity="shop.example"),
    )
    assert time.process_time() - started < 1.0
    assert Verdict.TRUSTED is report.verdict
