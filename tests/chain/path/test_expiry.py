"""Expiry is told early enough, as a share of the lifetime."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.pki import issue
from tlskit.chain import ChainReport, ValidationPolicy, inspect_chain
from tlskit.explain.chain import chain_document
from tlskit.export.report import to_json
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


@pytest.mark.parametrize(("minimum", "expected"), [(40, []), (41, [("chain.expiry.below_minimum", Severity.ERROR)])])
def test_minimum_days_of_a_ca(minimum, expected):
    """A CA with fewer days left than were asked for is an error as well: the path ends with it."""
    found = _found(timedelta(days=90), timedelta(days=60), ca_left=timedelta(days=40), minimum_days=minimum)
    assert expected == [item for item in found if item[0] != "chain.expiry.before_end_entity"]


def _report(*, stray_left: timedelta, ca_left: timedelta) -> ChainReport:
    """Ask about a leaf with 60 days left, its CA, and a stray certificate that was sent as well."""
    root = issue("Root", ca=True)
    intermediate = issue("Intermediate", root, ca=True, ends=AT + ca_left)
    leaf = issue("leaf", intermediate, begins=AT - timedelta(days=30), ends=AT + timedelta(days=60))
    stray = issue("Stray", root, ca=True, ends=AT + stray_left)
    served = [item.certificate for item in (leaf, intermediate, stray)]
    return inspect_chain(served, trust=[root.certificate], policy=ValidationPolicy(at=AT))


@pytest.mark.parametrize(
    ("stray_left", "ca_left", "path", "served"),
    [
        (90, 90, ("leaf", 60), ("leaf", 60)),
        (90, 50, ("Intermediate", 50), ("Intermediate", 50)),
        (10, 90, ("leaf", 60), ("Stray", 10)),
        (-10, 50, ("Intermediate", 50), ("Stray", -10)),
    ],
)
def test_the_earliest_end(stray_left, ca_left, path, served):
    """The report, its JSON and the page give the earliest end on the best path and of what was served."""
    report = _report(stray_left=timedelta(days=stray_left), ca_left=timedelta(days=ca_left))
    plain = to_json(report)["earliest_end"]
    page = str(chain_document(report))
    for found, shown, (label, left) in (
        (report.path_ends_first, plain["path"], path),
        (report.served_ends_first, plain["served"], served),
    ):
        ends = AT + timedelta(days=left)
        assert (label, ends) == (found.label, found.not_after)
        assert (label, f"{ends:%Y-%m-%dT%H:%M:%SZ}") == (shown["certificate"]["label"], shown["not_after"])
        assert f'"{label}" {ends:%Y-%m-%d %H:%M:%S}Z' in page
    assert ("of those sent" in page) is (path != served)


def test_no_end_at_all():
    """Where no end can be read, none is given."""
    certificate = issue("leaf").certificate.replace(b"\x17\x0d", b"\x04\x0d")
    report = inspect_chain([certificate], trust=[issue("Root", ca=True).certificate], policy=ValidationPolicy(at=AT))
    assert {"path": None, "served": None} == to_json(report)["earliest_end"]


def test_an_expired_certificate_is_not_told_twice():
    """What has ended is expired, and not near its end as well."""
    assert [] == _found(timedelta(days=90), timedelta(days=-1))
