"""Findings: immutable values with their evidence by name, and text that is safe and bounded whatever the evidence."""

from __future__ import annotations

import copy
import pickle
import string
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.gen_docs import findings_page
from tlskit.explain.catalogue import kind_descriptions
from tlskit.export.finding import finding_json
from tlskit.finding import Citation, Finding, Severity, to_plain
from tlskit.finding.finding import annotations_of, explanation
from tlskit.registry.alert import AlertDescription

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Spilt(
    Finding,
    id="test.milk.spilt",
    severity=Severity.WARNING,
    cites=(Citation("RFC 1", "2.3"), Citation("RFC 9")),
    alert=AlertDescription.bad_certificate,
):
    """The milk was spilt
    on the floor.

    There is no use
    in crying.

    None at all.
    """

    summary = "{certificate} spilt {litres:,} l at {at:%H:%M}; seen by {witnesses}; {total}"
    remedy = 'Wipe "{certificate}".'
    certificate: str
    litres: int
    at: datetime
    witnesses: tuple[str, ...] = ()

    @property
    def total(self) -> str:
        """A template may name a property."""
        return f"{len(self.witnesses)} in all"


class Bare(Finding, id="test.bare"):
    """One paragraph."""

    summary = "is {what}"
    remedy = "None."
    what: object


class Worse(Spilt, id="test.milk.worse"):
    """A kind may build on another."""

    smell: str


def spilt(**changes):
    """Return a finding with evidence, some of it changed."""
    return Spilt(**{"certificate": "cow", "litres": 1200, "at": AT, **changes})


# -- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["litres", "severity", "summary", "id", "new"])
def test_immutable(name):
    """Nothing can be set or deleted, whether it is evidence or not."""
    finding = spilt()
    with pytest.raises(AttributeError):
        setattr(finding, name, 1)
    with pytest.raises(AttributeError):
        delattr(finding, name)
    assert spilt() == finding


def test_equality():
    """Findings are equal when kind, evidence and severity are."""
    assert spilt() == spilt(witnesses=())
    assert spilt() != spilt(litres=1)
    assert spilt() != spilt().at_severity(Severity.ERROR)
    assert spilt() != Worse(certificate="cow", litres=1200, at=AT, smell="sour")
    assert spilt() != "test.milk.spilt"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({}, {}),
        ({"witnesses": ("a", "b")}, {"witnesses": ("a", "b")}),
        ({"at": AT}, {"at": AT.astimezone(timezone(timedelta(hours=9)))}),
    ],
)
def test_equal_findings_have_equal_hashes(left, right):
    """What is equal is one element of a set."""
    assert spilt(**left) == spilt(**right)
    assert 1 == len({spilt(**left), spilt(**right)})


@pytest.mark.parametrize("value", [[1], {"a": 1}, {1}, None, b"\x00", ("a", ["b"])])
def test_hash_of_any_evidence(value):
    """Evidence that has no hash of its own does not take the finding's."""
    assert 1 == len({Bare(what=value), Bare(what=value)})


def test_evidence_is_taken_by_name():
    """Missing evidence and evidence that the kind does not have are mistakes of the programmer."""
    with pytest.raises((TypeError, AttributeError), match="litres"):
        Spilt(certificate="cow", at=AT)
    with pytest.raises(TypeError, match="colour"):
        spilt(colour="white")
    with pytest.raises(TypeError):
        Spilt("cow", 1200, AT)


def test_defaults():
    """A field with a default may be left out."""
    assert () == spilt().witnesses
    assert {"certificate": "cow", "litres": 1200, "at": AT, "witnesses": ()} == dict(spilt().evidence)


def test_inherited_evidence():
    """A kind that builds on another has the other's evidence first, and its own id, severity and citations."""
    worse = Worse(certificate="cow", litres=1, at=AT, smell="sour")
    assert ["certificate", "litres", "at", "witnesses", "smell"] == list(worse.evidence)
    assert ("test.milk.worse", Severity.ERROR, ()) == (Worse.id, Worse.default_severity, Worse.cites)
    assert "test.milk.spilt" == Spilt.id


def test_at_severity():
    """Another severity makes another finding with the same evidence; the same one makes none."""
    finding = spilt()
    worse = finding.at_severity(Severity.ERROR)
    assert (Severity.WARNING, Severity.ERROR) == (finding.severity, worse.severity)
    assert dict(finding.evidence) == dict(worse.evidence)
    assert finding is finding.at_severity(Severity.WARNING)
    assert Severity.WARNING is Spilt.default_severity
    assert finding == worse.at_severity(Severity.WARNING)


def test_copies():
    """A finding can be copied and pickled."""
    finding = spilt(witnesses=("a",)).at_severity(Severity.INFO)
    for made in (copy.copy(finding), copy.deepcopy(finding), pickle.loads(pickle.dumps(finding))):
        assert finding == made


def test_an_id_belongs_to_one_kind():
    """A second kind with an id that is taken is refused."""
    with pytest.raises(TypeError, match=r"test\.bare"):
        type("Twice", (Finding,), {"__doc__": "Twice."}, id="test.bare")


def test_severities_are_ordered():
    """info, notice, warning, error: what matters more is greater."""
    assert ["info", "notice", "warning", "error"] == [item.label for item in sorted(Severity)]


# -- text ------------------------------------------------------------------------------------------------------------


def test_templates():
    """Summary and remedy are filled from the evidence on a finding, and are the text itself on the kind."""
    finding = spilt(witnesses=("ann", "bob"))
    assert "cow spilt 1,200 l at 12:00; seen by ann, bob; 2 in all" == finding.summary
    assert 'Wipe "cow".' == finding.remedy
    assert Spilt.remedy == 'Wipe "{certificate}".'
    assert "seen by none" in spilt().summary


def test_subject():
    """The subject is the certificate among the evidence, or what was served."""
    assert ("cow", "cow") == (spilt().subject, spilt().subject_label)
    assert "the certificates served" == Bare(what=1).subject_label
    assert str(spilt()) == f"test.milk.spilt: cow: {spilt().summary}"


def test_detail():
    """The detail is what follows the first paragraph of the docstring, or that one where it is alone."""
    assert "The milk was spilt on the floor." == explanation(Spilt).partition("\n\n")[0]
    assert "There is no use in crying.\n\nNone at all." == spilt().detail
    assert "One paragraph." == Bare(what=1).detail


def test_long_lists_are_cut():
    """Of a hundred thousand names twenty are shown, and their number; the evidence keeps them all."""
    finding = spilt(witnesses=tuple(f"name{number}" for number in range(100_000)))
    assert "name0, name1" in finding.summary
    assert "name19 (20 of 100,000 shown)" in finding.summary
    assert "name20" not in finding.summary
    assert 100_000 == len(finding_json(finding)["evidence"]["witnesses"])


@pytest.mark.parametrize("evidence", ["x" * 1_000_000, "\x1b" * 1_000_000, ("x" * 1_000_000,) * 100_000])
def test_text_is_bounded(evidence):
    """However long the evidence, what people read of it is short and says how long it was."""
    assert 20 * 900 > len(Bare(what=evidence).summary)
    assert "1,000,000 characters" in Bare(what=evidence).summary


@settings(deadline=None)
@given(st.text() | st.lists(st.text(), max_size=30) | st.integers() | st.none() | st.binary())
def test_summaries_are_safe(value):
    """No evidence brings a control character into a text, and none is read as a template."""
    shown = Bare(what=value).summary
    assert shown.startswith("is ")
    assert not set(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) & set(shown)
    shown.encode()


@pytest.mark.parametrize("evidence", ["{what}", "{0}", "{", "}", "{what.__class__}", "%s", "{evil!r:>1000000}"])
def test_evidence_is_no_template(evidence):
    """Braces in evidence stay braces."""
    assert f"is {evidence}" == Bare(what=evidence).summary


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-11)), timezone(timedelta(hours=14))])
def test_times_are_shown_in_utc(zone):
    """A time is shown in UTC whatever zone it came in, with a format and without."""
    assert "at 12:00;" in spilt(at=AT.astimezone(zone)).summary
    assert "is 2026-06-01T12:00:00Z" == Bare(what=AT.astimezone(zone)).summary


# -- plain data ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """A dataclass without a plain form of its own."""

    x: int
    name: str


class Own:
    """A type with a plain form of its own."""

    def to_plain(self):
        """Return it."""
        return {"own": True}


class Shape(Enum):
    """An enum."""

    ROUND_ISH = "o"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (0, 0),
        (2**53 - 1, 2**53 - 1),
        (2**53, "0x20000000000000"),
        (-(2**64), "-0x10000000000000000"),
        (1.5, 1.5),
        ("bücher 日本\n\x1b", "bücher 日本\n\x1b"),
        ("\ud800", "\\ud800"),
        (b"\x00\xff", "00ff"),
        (AT, "2026-06-01T12:00:00Z"),
        (AT.astimezone(timezone(timedelta(hours=14))), "2026-06-01T12:00:00Z"),
        (timedelta(minutes=1, milliseconds=500), 60.5),
        (ip_address("192.0.2.1"), "192.0.2.1"),
        (ip_address("2001:db8::1"), "2001:db8::1"),
        (ip_network("192.0.2.0/24"), "192.0.2.0/24"),
        (ip_network("2001:db8::/32"), "2001:db8::/32"),
        (Shape.ROUND_ISH, "round_ish"),
        (Severity.NOTICE, "notice"),
        ({"a": (1, [b"\x01"]), 2: None}, {"a": [1, ["01"]], "2": None}),
        ({"b", "a"}, ["a", "b"]),
        (frozenset({2, 1}), [1, 2]),
        (Point(2**60, "p"), {"x": "0x1000000000000000", "name": "p"}),
        (Own(), {"own": True}),
        ([Own(), Point(1, "q")], [{"own": True}, {"x": 1, "name": "q"}]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_to_plain(value, expected):
    """Every kind of value has the plain form that the house agreed on."""
    assert expected == to_plain(value)
    assert type(expected) is type(to_plain(value))


def test_no_plain_form():
    """A value without an agreed plain form is refused rather than guessed at."""
    with pytest.raises(TypeError, match="object"):
        to_plain({"a": [object()]})


def test_plain_finding():
    """A finding's JSON has id, severity, texts, subject, sources, alert and raw evidence."""
    expected = {
        "id": "test.milk.spilt",
        "severity": "info",
        "summary": r"c\x1bw spilt 1,200 l at 12:00; seen by none; 0 in all",
        "detail": "There is no use in crying.\n\nNone at all.",
        "remedy": r'Wipe "c\x1bw".',
        "subject": "c\x1bw",
        "cites": ["RFC 1 section 2.3", "RFC 9"],
        "alert": "bad_certificate",
        "evidence": {"certificate": "c\x1bw", "litres": 1200, "at": "2026-06-01T12:00:00Z", "witnesses": []},
    }
    assert expected == finding_json(spilt(certificate="c\x1bw").at_severity(Severity.INFO))


# -- the catalogue ---------------------------------------------------------------------------------------------------


def test_entry():
    """An entry has what the class has, its evidence with the types as written."""
    (entry,) = kind_descriptions([Spilt])
    assert ("test.milk.spilt", "warning", "42 bad_certificate") == (entry.id, entry.severity, entry.alert)
    assert "The milk was spilt on the floor." == entry.meaning
    assert ("RFC 1 section 2.3", "RFC 9") == entry.cites
    assert ("certificate: str", "litres: int", "at: datetime", "witnesses: tuple[str, ...]") == entry.evidence
    assert ["certificate", "litres", "at", "witnesses", "smell"] == list(annotations_of(Worse))


def test_markdown():
    """The page has one heading for each entry, by id, and the templates as they are written."""
    page = findings_page(kind_descriptions([Worse, Spilt, Bare]))
    assert ["test.bare", "test.milk.spilt", "test.milk.worse"] == [
        line[3:] for line in page.splitlines() if line.startswith("## ")
    ]
    assert f"- Says: `{Spilt.summary}`" in page
    names = {name for _, name, _, _ in string.Formatter().parse(Spilt.summary) if name}
    assert {"certificate", "litres", "at", "witnesses", "total"} == names
