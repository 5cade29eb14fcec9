"""One inspector for many chains answers as if each were the only one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.chain.test_hostile import AT, INTERMEDIATE, LEAF, ROOT
from tests.support.cases import CASES, Case
from tests.support.pki import HOST, issue
from tlskit.chain import ChainInspector, ValidationPolicy
from tlskit.chain.path.verification_cache import VerificationCache
from tlskit.export.report import to_json
from tlskit.finding import Verdict


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_second_answer_is_the_first(case: Case) -> None:
    """Asked twice, an inspector gives the report that a single question gives."""
    inspector = ChainInspector(trust=[case.read("roots.pem")], policy=case.policy)
    pool = [case.read("pool.pem")] if case.read("pool.pem") else []
    first, second = (to_json(inspector.inspect([case.read("chain.pem")], pool=pool)) for _ in range(2))
    assert to_json(case.inspect()) == first == second


def test_identity_is_asked_anew() -> None:
    """What was found for one name is not answered for another."""
    inspector = ChainInspector(trust=[ROOT.certificate], policy=ValidationPolicy(at=AT))
    served = [LEAF.certificate, INTERMEDIATE.certificate]
    verdicts = [inspector.inspect(served, identity=name).verdict for name in (HOST, "other.example", HOST)]
    assert [Verdict.TRUSTED, Verdict.UNTRUSTED, Verdict.TRUSTED] == verdicts


def test_threads() -> None:
    """Eight threads that ask about good and bad chains get the right answer each time."""
    other = issue(HOST, issue("Stranger", ca=True))
    inspector = ChainInspector(trust=[ROOT.certificate], policy=ValidationPolicy(at=AT, identity=HOST))
    questions = [(LEAF.certificate, Verdict.TRUSTED), (other.certificate, Verdict.UNTRUSTED)] * 100
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda it: inspector.inspect([it[0], INTERMEDIATE.certificate]).verdict, questions))
    assert [expected for _, expected in questions] == verdicts


def test_pools_are_not_mixed_up() -> None:
    """A pool that was indexed for one question is not used for another pool, nor for one that has changed since."""
    inspector = ChainInspector(trust=[ROOT.certificate], policy=ValidationPolicy(at=AT, identity=HOST))
    stranger, mutable = issue("Stranger", ca=True), bytearray(INTERMEDIATE.certificate)
    pools = ([INTERMEDIATE.certificate], [stranger.certificate], [INTERMEDIATE.certificate], [mutable], [], [mutable])
    mended = []
    for pool in pools:
        mended.append(len(inspector.inspect([LEAF.certificate], pool=pool).repair.bundle))
        if pool and pool[0] is mutable:
            mutable[:] = stranger.certificate
    assert [2, 0, 2, 2, 0, 0] == mended


def test_the_pools_newest_comes_first() -> None:
    """Of a pool's certificates of one name the newest is tried first, in whatever order they were given."""
    older, newer = (issue("Twin", ROOT, ca=True, begins=AT - timedelta(days=days)) for days in (20, 10))
    leaf = issue(HOST, newer)
    inspector = ChainInspector(trust=[ROOT.certificate], policy=ValidationPolicy(at=AT))
    for pool in ([older.certificate, newer.certificate], [newer.certificate, older.certificate]):
        assert newer.certificate == inspector.inspect([leaf.certificate], pool=pool).best_path.certificates[1].der


def test_memory_is_bounded() -> None:
    """More CAs than the bound allows never make the tables larger than it."""
    memory = VerificationCache(maximum=3)
    for number in range(10):
        memory.certificate(issue(f"CA {number}", ca=True).certificate)
    assert len(memory._certificates) <= 3
