"""One inspector for many chains answers as if each were the only one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cases import CASES, Case
from tests.chain.pki import HOST, issue
from tests.chain.test_hostile import AT, INTERMEDIATE, LEAF, ROOT
from tlskit.chain import ChainInspector, ValidationPolicy
from tlskit.chain.memory import Memory
from tlskit.finding import Verdict


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_second_answer_is_the_first(case: Case) -> None:
    """Asked twice, an inspector gives the report that a single question gives."""
    inspector = ChainInspector(trust=[case.read("roots.pem")], policy=case.policy)
    pool = [case.read("pool.pem")] if case.read("pool.pem") else []
    first, second = (inspector.inspect([case.read("chain.pem")], pool=pool).to_plain() for _ in range(2))
    assert case.inspect().to_plain() == first == second


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


def test_memory_is_bounded() -> None:
    """More CAs than the bound allows never make the tables larger than it."""
    memory = Memory(maximum=3)
    for number in range(10):
        memory.certificate(issue(f"CA {number}", ca=True).certificate)
    assert len(memory._certificates) <= 3
