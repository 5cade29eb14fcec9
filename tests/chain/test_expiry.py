"""Expiry is told early enough, as a share of the lifetime."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.chain.pki import issue
from tlskit.chain import ValidationPolicy, inspect_chain
from tlskit.finding import Severity

AT = datetime(2026, 6, 1, tzinfo=UTC)


def _found(lifetime: timedelta, left: timedelta, *, ca_left: timedelta = timedelta(days=3650), **policy):
    root = issue("Root", ca=True)
    intermediate = issue("Intermediate", root, ca=True, ends=AT + ca_left)
    leaf = issue("leaf", intermediate, begins=AT + left - lifetime, ends=AT + left)
    report = inspect_chain(
        [leaf.certificate, intermediate.certificate],
        trust=[root.certificate],
        policy=ValidationPolicy(at=AT, **policy),
    )
    return [(item.id, item.severity) for item in report.findings if item.id.startswith("chain.expiry.")]


@pytest.mark.parametrize(
    ("days", "left", "expected"),
    [
        (90, 31, []),
        (90, 29, [("chain.expiry.near", Severity.NOTICE)]),
        (90, 13, [("chain.expiry.near", Severity.WARNING)]),
        (398, 133, []),
        (398, 132, [("chain.expiry.near", Severity.NOTICE)]),
        (398, 59, [("chain.expiry.near", Severity.WARNING)]),
        (6, 4, []),
        (6, 2, [("chain.expiry.near", Severity.NOTICE)]),
        (6, 1, [("chain.expiry.near", Severity.WARNING)]),
        (10, 4, [("chain.expiry.near", Severity.NOTICE)]),
        (11, 4, []),
    ],
)
def test_thresholds_are_shares(days, left, expected):
    """A third left is a notice and 15 % a warning; for 10 days or less a half and a quarter."""
    assert expected == _found(timedelta(days=days), timedelta(days=left))


@pytest.mark.parametrize(("minimum", "expected"), [(40, []), (41, [("chain.expiry.below_minimum", Severity.ERROR)])])
def test_minimum_days(minimum, expected):
    """Fewer days than were asked for are an error, whatever the lifetime."""
    assert expected == _found(timedelta(days=90), timedelta(days=40), minimum_days=minimum)


def test_a_ca_that_ends_first_is_named():
    """A CA's end counts where it comes before the end entity's."""
    found = _found(timedelta(days=90), timedelta(days=60), ca_left=timedelta(days=50))
    assert [("chain.expiry.before_end_entity", Severity.NOTICE)] == found


def test_an_expired_certificate_is_not_told_twice():
    """What has ended is expired, and not near its end as well."""
    assert [] == _found(timedelta(days=90), timedelta(days=-1))
