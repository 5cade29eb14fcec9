"""Stories: all that is known of a connection is told, byte for byte, and as it stands in testdata/stories."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from itertools import islice, pairwise

import pytest

from tests.support.stories import NAMES, STORIES, cards, report_of, story_of, texts
from tlskit.core.text import visible
from tlskit.document.blocks import Glossary, KeyFigure, Notes, Tone
from tlskit.document.glossary.terms import terms_in
from tlskit.errors import InputError
from tlskit.explain.alerts.alert import explain_alert
from tlskit.explain.story.choices import choices
from tlskit.explain.story.in_short import in_short
from tlskit.explain.story.key_exchange import key_exchange
from tlskit.explain.story.story import keys_document, story_document
from tlskit.explain.trace import trace_answer
from tlskit.finding.check import CheckOutcome
from tlskit.render.html import html_page
from tlskit.trace.input.source import read_capture
from tlskit.trace.keys.key_log import KeyLog
from tlskit.trace.observer import observe
from tlskit.trace.transcript import Transcript

LARGE = 100_000  # bytes of a capture; there are enough of the others
each_story = pytest.mark.parametrize("name", NAMES)


def without_secrets(name):
    """Return the story of a connection as somebody on the way would tell it."""
    recorded = report_of(name).transcript
    transcript = Transcript(recorded.chunks, orientation=recorded.orientation)
    return story_document(observe(transcript, KeyLog.parse("")))


def section(document, title):
    """Return the blocks of a section."""
    return next(section.blocks for section in document.sections if section.title == title)


@each_story
def test_golden(name, call, monkeypatch):
    """A story reads as it stands in testdata/stories; scripts/gen_stories.py writes them anew."""
    monkeypatch.chdir(STORIES)
    monkeypatch.setenv("COLUMNS", "80")
    assert (STORIES / f"{name}.txt").read_text(encoding="utf-8") == call("trace", f"{name}.jsonl", "--story").stdout


@each_story
def test_lines_are_short(name):
    """No line of a story is wider than the terminal."""
    assert [] == [line for line in (STORIES / f"{name}.txt").read_text(encoding="utf-8").splitlines() if len(line) > 80]


def test_six_kinds():
    """The stories are of the kinds of handshake that differ: full, retried, resumed, refused, RSA, mutual."""
    agreed = {name: report_of(name).negotiated for name in NAMES}
    assert 6 == len(NAMES)
    assert agreed["tls13-retry"].hello_retry_request
    assert agreed["tls13-resumed"].early_data_offered
    assert agreed["tls12-mutual"].client_certificate_sent
    assert "RSA" == agreed["tls12-rsa"].cipher_suite.key_exchange
    assert "the alert certificate_required" in " ".join(texts(section(story_of("tls13-refused"), "In short"))).replace(
        "[[alert]]", "alert"
    )


# -- all that is known is told ---------------------------------------------------------------------------------------


@each_story
def test_what_is_explained_is_told(name):
    """Every choice, every paragraph on the keys and every alert's meaning stands in the story."""
    report, told = report_of(name), set(texts(story_of(name)))
    assert {choice.text for choice in choices(report)} <= told
    assert set(key_exchange(report)) <= told
    alerts = [explain_alert(report, record) for record in report.records if record.alert is not None]
    assert alerts
    for alert in alerts:
        assert f"{alert.meaning} {alert.when}" in told


@each_story
def test_every_check_is_told(name):
    """What was proved of a message, or could not be, stands on its card and with the secret that it proves."""
    report = report_of(name)
    told = [check.title for card in cards(story_of(name)) for check in card.checks]
    assert len(report.proofs) == sum(title.startswith(proof.subject) for title in told for _, proof in report.proofs)
    (figure,) = (block for block in section(story_of(name), "The keys") if isinstance(block, KeyFigure))
    proved = {check.title for stage in figure.stages for secret in stage.secrets for check in secret.checks}
    finished = {f"{proof.subject}: verified" for _, proof in report.proofs if "Finished" in proof.subject}
    assert finished
    assert finished <= proved
    assert all(proof.outcome is CheckOutcome.PASSED for _, proof in report.proofs if "binder" not in proof.subject)


@each_story
def test_every_byte_is_told(name):
    """The records' maps hold what was on the wire, and the leaves of each map share out its bytes."""
    report = report_of(name)
    maps = [one for card in cards(story_of(name)) for one in card.maps]
    records = [one for one in maps if one.anchor.startswith("record-")]
    assert [record.header + record.fragment for record in report.records] == [one.sent or one.data for one in records]
    for one in maps:
        leaves = [row for row in one.rows if row.is_leaf and row.end > row.start]
        assert (0, len(one.data)) == (leaves[0].start, leaves[-1].end)
        assert all(left.end == right.start for left, right in pairwise(leaves))


@each_story
def test_every_field_has_words(name):
    """Every field of a story has a label and says what it means."""
    rows = [row for card in cards(story_of(name)) for one in card.maps for row in one.rows]
    assert [] == [row.name for row in rows if not (row.label and row.meaning)]


@each_story
def test_every_term_is_in_its_glossary(name):
    """Every term that a story marks, in its glossary too, is in the story's glossary."""
    *_, last = story_of(name).sections
    (glossary,) = last.blocks
    assert isinstance(glossary, Glossary)
    assert {term for text in texts(story_of(name)) for term in terms_in(text)} == set(glossary.terms)


@each_story
def test_places_are_unique(name):
    """No two things are told under one anchor, and what is linked to is told."""
    document = story_of(name)
    (figure,) = (block for block in section(document, "The keys") if isinstance(block, KeyFigure))
    secrets = [secret for stage in figure.stages for secret in stage.secrets]
    told = list(cards(document))
    anchors = [one.anchor for card in told for one in (card, *card.maps)] + [secret.anchor for secret in secrets]
    linked = {check.anchor for one in (*told, *secrets) for check in one.checks if check.anchor}
    assert len(anchors) == len(set(anchors))
    assert linked <= set(anchors)


@each_story
def test_findings_lead_to_their_places(name):
    """A finding leads to the field that it is about, or to the record that hides it."""
    told = {one.anchor: one for card in cards(story_of(name)) for one in card.maps}
    found = [block for one in story_of(name).sections if one.title == "Findings" for block in one.blocks]
    assert len(report_of(name).findings) == len(found)
    for card, finding in zip(found, report_of(name).findings, strict=True):
        record, _, number = card.anchor.removeprefix("record-").partition("-")
        assert finding.place.record == int(record)
        row = told[f"record-{record}"].rows[int(number)] if number else None
        assert row is None or row.name == finding.place.field.rpartition(".")[2]


# -- what differs ----------------------------------------------------------------------------------------------------


@each_story
def test_without_keys(name):
    """A story without keys says what is sealed, from where on, and how to open it the next time."""
    (note,) = next(block for block in section(without_secrets(name), "In short") if isinstance(block, Notes)).notes
    assert Tone.OPEN is note.tone
    assert "stays sealed here" in note.text
    for text in ("SSLKEYLOGFILE=keys.txt", "[[key log]]", "--keylog keys.txt"):
        assert text in note.text


@each_story
def test_with_keys_nothing_is_sealed(name):
    """Where everything was opened nothing is said of keys that lack."""
    assert [] == [block for block in section(story_of(name), "In short") if isinstance(block, Notes)]


def test_in_short_says_only_what_was_seen():
    """A client that broke off before it sent a key is not said to have sent one."""
    (transcript,) = read_capture(STORIES.parent / "traces" / "unknown-ca.pcap")
    told = " ".join(in_short(observe(transcript, KeyLog.parse(""))))
    assert "The server sends a public key (x25519), and no answer to it is seen." in told
    assert "The client ends it with the [[alert]] unknown_ca." in told
    assert "same secret" not in told


def test_early_data_is_named():
    """Data under a PSK's key has a name of its own, opened or not."""
    for document in (story_of("tls13-resumed"), without_secrets("tls13-resumed")):
        assert ["Early data (0-RTT)"] == [card.title for card in cards(document) if "data" in card.title][:1]


def test_a_retry_says_what_it_asks_for():
    """A HelloRetryRequest is told by its name, with the group that it asks for."""
    (card,) = (card for card in cards(story_of("tls13-retry")) if card.title == "HelloRetryRequest")
    assert "asks for X25519MLKEM768" == card.summary


@each_story
def test_keys_alone(name):
    """The key schedule alone is that of the story."""
    assert section(story_of(name), "The keys") == section(keys_document(report_of(name)), "The keys")


def test_flights_say_who_sends_what():
    """A flight's title names its sender, its first message and its last."""
    titles = [one.title for one in story_of("tls13").sections if one.title.startswith("Flight")]
    assert [
        "Flight 1: the client, ClientHello",
        "Flight 2: the server, ServerHello to Finished",
        "Flight 3: the client, ChangeCipherSpec to Finished",
        "Flight 4: the server, NewSessionTicket",
    ] == titles[:4]


# -- other people's connections --------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["go", "ill", "lab", "rfc8448", "suri", "zeek"])
def test_any_connection_can_be_told(folder, corpora):
    """Whatever is in a capture, TLS 1.3 or SSL 2.0, whole or broken, its story is a page that says so of every byte."""
    paths = [path for path in sorted((corpora / "captures" / folder).rglob("*.pcap*")) if path.stat().st_size < LARGE]
    reports = [observe(transcript, KeyLog.parse("")) for path in paths for transcript in islice(reading(path), 2)]
    assert reports
    for report in reports:
        document = story_document(report)
        assert escape(visible(trace_answer(report))) in html_page(document)
        maps = [one for card in cards(document) for one in card.maps]
        assert all(row.label and row.meaning for one in maps for row in one.rows)


def reading(path):
    """Yield the connections of a capture; some have none."""
    with suppress(InputError):
        yield from read_capture(path)
