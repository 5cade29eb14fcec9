"""``--min-days`` and the ends that ``tlskit chain`` gives."""

from __future__ import annotations

import json

import pytest

from tests.support.cases import load
from tests.support.program import ask

GOOD = load("good/two")  # as of 2026-06-01 it has 213 days left


@pytest.mark.parametrize(
    ("days", "status", "told"),
    [(0, 0, "trusted until"), (213, 0, "trusted until"), (214, 1, "213 days left, 214 days asked for")],
)
def test_min_days(call, days, status, told):
    """Fewer days than asked for fail, with how many there are; enough of them do not."""
    ended = call(*ask(GOOD), "--min-days", days)
    assert status == ended.status
    assert told in " ".join(ended.stdout.split())


@pytest.mark.parametrize("given", ["-1", "x", "1.5"])
def test_no_number_of_days(call, given):
    """What is no number of days is wrong usage."""
    assert 2 == call(*ask(GOOD), "--min-days", given).status


def test_the_earliest_ends(call):
    """The page and the JSON name what ends first on the path and of what was sent."""
    ended = call(*ask(GOOD))
    assert 'Ends first "shop.example" 20' in " ".join(ended.stdout.split())
    report = json.loads(call(*ask(GOOD), "--json").stdout)["results"][0]["report"]
    assert {"shop.example"} == {report["earliest_end"][place]["certificate"]["label"] for place in ("path", "served")}
