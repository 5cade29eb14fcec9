"""Every case of the committed test PKI gives the verdict and the findings that it was made for."""

from __future__ import annotations

import pytest

from tests.support.cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """The verdict is the expected one, and so is the set of findings, neither more nor less."""
    report = case.inspect()
    assert (case.verdict, sorted(case.findings)) == (report.verdict.name, sorted({item.id for item in report.findings}))
