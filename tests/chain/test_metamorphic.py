"""Edits of good and of failing hierarchies: breaking a rule never helps, and is never passed over in silence."""

from __future__ import annotations

import os
import random
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.hierarchies import AT, Hierarchy, good_hierarchies
from tests.support.hierarchy_edits import EDITS, Effect
from tests.support.pki import NC, SAN
from tlskit.chain import ChainReport, ValidationPolicy, inspect_chain
from tlskit.finding import Severity, Verdict

if TYPE_CHECKING:
    from tests.support.hierarchies import Plan

DEEP = os.environ.get("TLSKIT_DEEP") == "1"
SEED, EACH, PAIRS = 20_261_130, 12 if DEEP else 2, 8_000 if DEEP else 500
BREAKING = [name for name, edit in EDITS.items() if edit.effect is Effect.BREAKS]
REPAIRS = {("issuer empty", "CA: empty subject")}
"""Two wrongs that make one right: the issuer's name is empty, and so is then the name of the issuer."""
KEEPING = [name for name, edit in EDITS.items() if edit.effect is Effect.KEEPS]


def asked(hierarchy: Hierarchy) -> ChainReport:
    """Judge a hierarchy as RFC 5280 has it."""
    policy = ValidationPolicy(at=AT, identity=hierarchy.host)
    return inspect_chain(hierarchy.served, trust=hierarchy.roots, policy=policy)


@cache
def good() -> tuple[Hierarchy, ...]:
    """Return hierarchies with nothing wrong; the same ones in every run."""
    return tuple(good_hierarchies(SEED, 40))


def edited(name: str, count: int) -> list[Hierarchy]:
    """Apply an edit to so many good hierarchies in which there is a place for it."""
    source = random.Random(f"{SEED} {name}")
    found = (EDITS[name].to(hierarchy, source) for hierarchy in source.sample(good(), len(good())))
    return [hierarchy for hierarchy in found if hierarchy is not None][:count]


def _is_clean(report: ChainReport) -> bool:
    return report.verdict is Verdict.TRUSTED and (report.worst() or Severity.INFO) < Severity.WARNING


def test_a_good_hierarchy_is_clean():
    """What nobody edited is trusted without a warning."""
    assert [] == [str(hierarchy) for hierarchy in good() if not _is_clean(asked(hierarchy))]


@pytest.mark.parametrize("name", BREAKING)
def test_no_edit_that_breaks_a_rule_leaves_a_good_chain_clean(name):
    """A broken rule is a refusal or a warning at least."""
    chains = edited(name, EACH)
    assert chains
    assert [] == [str(chain) for chain in chains if _is_clean(asked(chain))]


@pytest.mark.parametrize("name", KEEPING)
def test_no_edit_that_breaks_nothing_raises_an_alarm(name):
    """A chain to which only something allowed was done stays trusted, without a warning."""
    chains = edited(name, EACH)
    assert chains
    assert [] == [str(chain) for chain in chains if not _is_clean(asked(chain))]


class Pair(NamedTuple):
    """A failing hierarchy, and what a further edit makes of it."""

    failing: Hierarchy
    both: Hierarchy


def pairs() -> list[Pair]:
    """Draw failing hierarchies, each with a second edit that breaks a rule and leaves the first one's work alone."""
    source = random.Random(SEED)
    failing = [
        (base, first)
        for name in BREAKING
        for base in source.sample(good(), 3)
        if (first := EDITS[name].to(base, source)) is not None and asked(first).verdict is Verdict.UNTRUSTED
    ]
    found: list[Pair] = []
    while len(found) < PAIRS:
        base, first = source.choice(failing)
        both = EDITS[source.choice(BREAKING)].to(first, source)
        if both is not None and both.faults not in REPAIRS and _is_intact(base, first, both):
            found.append(Pair(first, both))
    return found


def _is_intact(base: Hierarchy, first: Hierarchy, both: Hierarchy) -> bool:
    """Whether all that the first edit changed is as the first edit left it; names, where they were constrained."""
    if any(plan.extensions.get(NC) for plan in first.levels) and _alt_names(first) != _alt_names(both):
        return False
    told = [(vars(base), vars(first), vars(both))]
    told += [
        (_parts(plan), _parts(once), _parts(twice))
        for plan, once, twice in zip(base.levels, first.levels, both.levels, strict=True)
    ]
    return all(
        twice.get(key) == once.get(key)
        for before, once, twice in told
        for key in {*before, *once} - {"levels", "faults"}
        if before.get(key) != once.get(key)
    )


def _alt_names(hierarchy: Hierarchy) -> object:
    return hierarchy.levels[0].extensions.get(SAN)


def _parts(plan: Plan) -> dict[object, object]:
    return {item.name: getattr(plan, item.name) for item in fields(plan) if item.name != "extensions"} | plan.extensions


def test_no_edit_that_breaks_a_rule_turns_a_failure_into_a_pass():
    """What is refused stays refused, whatever else is broken in it."""
    drawn = pairs()
    assert [] == [str(pair.both) for pair in drawn if asked(pair.both).verdict is Verdict.TRUSTED]
    assert len({pair.failing.faults for pair in drawn}) > 40
