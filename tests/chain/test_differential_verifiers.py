"""Hierarchies with faults drawn from a seed, judged by us and by OpenSSL, GnuTLS and Go.

Nobody is right by definition. Where a verdict differs, one of our findings must explain it by a row of
``tests/support/differences.py``; what no row explains is a defect. A tenth of it all runs with the other tests; with
TLSKIT_DEEP=1 (``make deep``) everything does, and a row that no chain needs any more fails too.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from functools import cache
from itertools import count as counter
from typing import TYPE_CHECKING, NamedTuple

import idna
import pytest

from tests.support import verifiers
from tests.support.cases import CASES
from tests.support.differences import GNUTLS, GO, OPENSSL, ROWS, STRICT
from tests.support.hierarchies import AT, Hierarchy, good_hierarchies, private_shape, public_shape
from tests.support.hierarchy_edits import EDITS
from tests.support.verifiers import OK, Question
from tlskit.chain import KINDS, ChainReport, Purpose, ValidationPolicy, inspect_chain, load_certificates
from tlskit.finding import Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEP = os.environ.get("TLSKIT_DEEP") == "1"
SEED, COUNT, PROGRAM = 20_261_129, 2_000 if DEEP else 200, 1 if DEEP else 8
"""``PROGRAM``: the program ``openssl`` is asked about one in so many, since each costs a process."""

UNFAULTED = 25
NEEDED = pytest.mark.skipif(
    not verifiers.has_gnutls() or shutil.which("go") is None or shutil.which("openssl") is None,
    reason="there is no GnuTLS, no Go or no openssl here",
)


class Judged(NamedTuple):
    """A chain, and what we say about it."""

    title: str
    faults: frozenset[str]
    question: Question
    report: ChainReport


def drawn(number: int, source: random.Random) -> Hierarchy:
    """Draw one hierarchy: the edits in turn, so that each occurs, often with a second one."""
    names = [*EDITS, *[None] * UNFAULTED]
    first = names[number % len(names)]
    for attempt in counter():
        hierarchy = (private_shape if (number + attempt) % 2 else public_shape)(number, source)
        edited = hierarchy if first is None else EDITS[first].to(hierarchy, source)
        if edited is not None:
            break
    if first is not None and source.random() < 0.35:
        return EDITS[source.choice(list(EDITS))].to(edited, source) or edited
    return edited


@cache
def judged() -> tuple[Judged, ...]:
    """Judge every chain; the same ones in every run."""
    source = random.Random(SEED)
    return (*(_hierarchy(drawn(number, source)) for number in range(COUNT)), *_cases())


def _hierarchy(hierarchy: Hierarchy) -> Judged:
    question = Question(tuple(hierarchy.served), tuple(hierarchy.roots), AT, hierarchy.host)
    policy = ValidationPolicy(at=AT, identity=hierarchy.host)
    report = inspect_chain(list(question.served), trust=list(question.roots), policy=policy)
    return Judged(str(hierarchy), frozenset(hierarchy.faults), question, report)


def _cases() -> Iterator[Judged]:
    """Take from the committed PKI the cases that the other verifiers can be asked about in the same words."""
    purposes = {"server": verifiers.SERVER, "client": verifiers.CLIENT}
    for case in CASES:
        host = next((text.removeprefix("dns:") for text in case.identity), None)
        plain = len(case.identity) < 2 and not (host and ":" in host) and not case.read("pool.pem")
        if not plain or case.purpose not in purposes or case.conformance != "REPORT":
            continue
        served, roots = (load_certificates([case.read(name)]) for name in ("chain.pem", "roots.pem"))
        encoded = (tuple(item.der for item in items) for items in (served, roots))
        host = idna.encode(host, uts46=True).decode() if host and not host.isascii() else host
        policy = ValidationPolicy(at=case.at, purpose=Purpose[case.purpose.upper()], identity=case.identity)
        report = inspect_chain(served, trust=roots, policy=policy)
        question = Question(*encoded, case.at, host, purposes[case.purpose])
        yield Judged(case.name, frozenset({case.name}), question, report)


class Outcome(NamedTuple):
    """The differences that no row explains, and the rows that were needed."""

    left: list[str]
    used: Counter[int]


def compare(answers: list[list[tuple[str, str]]]) -> Outcome:
    """Explain every difference."""
    left: list[str] = []
    used: Counter[int] = Counter()
    for chain, answered in zip(judged(), answers, strict=True):
        trusted = chain.report.verdict is Verdict.TRUSTED
        for peer, answer in answered:
            if (answer == OK) == trusted:
                continue
            rows = _rows(chain, peer, answer, trusted=trusted)
            used.update(rows or [])
            if rows is None:
                found = sorted(f"{item.id}:{item.severity.name}" for item in chain.report.findings)
                left.append(f"{peer} {answer!r}; we {chain.report.verdict.name} {found}; {chain.title}")
    return Outcome(left, used)


def _rows(chain: Judged, peer: str, answer: str, *, trusted: bool) -> list[int] | None:
    """Return the rows that explain a difference: one where we accept, one for each of our errors where we refuse."""
    wanted = {item.id for item in chain.report.findings if trusted or item.severity is Severity.ERROR}
    by_finding = {
        finding: [at for at, row in enumerate(ROWS) if row.explains(peer, finding, answer, chain.faults)]
        for finding in wanted
    }
    enough = any(by_finding.values()) if trusted else bool(wanted) and all(by_finding.values())
    return [at for rows in by_finding.values() for at in rows] if enough else None


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> list[list[tuple[str, str]]]:
    """What the others say of each chain: who, and in which words."""
    folder = tmp_path_factory.mktemp("verifiers")
    program = verifiers.build_go(folder)
    questions = [chain.question for chain in judged()]
    every = []
    for number, (question, by_go) in enumerate(zip(questions, verifiers.go(program, questions), strict=True)):
        answered = [(OPENSSL, verifiers.openssl(question)), (STRICT, verifiers.openssl(question, strict=True))]
        answered += [(GNUTLS, verifiers.gnutls(question)), (GO, by_go)]
        if number % PROGRAM == 0:
            answered.append((OPENSSL, verifiers.openssl_program(question, folder)))
            answered.append((STRICT, verifiers.openssl_program(question, folder, strict=True)))
        every.append(answered)
    return every


@NEEDED
def test_we_agree_with_openssl_gnutls_and_go_or_a_finding_says_why_not(answers):
    """Each verdict is that of the other verifiers, or one of our findings explains the difference.

    In the deep run no row explains a difference that is no more.
    """
    outcome = compare(answers)
    assert [] == outcome.left
    if DEEP:
        idle = [(row.peers, row.finding, row.reason) for at, row in enumerate(ROWS) if not outcome.used[at]]
        assert [] == idle


def test_the_table_speaks_of_what_there_is():
    """Each row names a kind of finding that exists, and edits and cases that exist."""
    known = {*EDITS, *(case.name for case in CASES)}
    assert set() == {row.finding for row in ROWS} - {kind.id for kind in KINDS}
    assert set() == {fault for row in ROWS for fault in row.faults} - known


def test_the_space_holds_both_halves():
    """A fair part of the chains is trusted, each edit occurs, and the committed PKI is asked about too."""
    made = judged()[:COUNT]
    trusted = sum(chain.report.verdict is Verdict.TRUSTED for chain in made)
    assert COUNT // 5 < trusted < COUNT * 4 // 5
    assert set(EDITS) == {fault for chain in made for fault in chain.faults}
    assert len(judged()) > COUNT + 50
    assert all(good.faults == () for good in good_hierarchies(SEED, 10))
