"""The key exchange and the choices, told from real connections."""

from __future__ import annotations

import pytest

from tests.support.plain_connections import CLIENT, live, told
from tlskit.document.glossary.terms import term_named
from tlskit.document.markup import marked_terms, plain
from tlskit.explain.alerts.alert import explain_alert
from tlskit.explain.story.choices import choices
from tlskit.explain.story.key_exchange import key_exchange
from tlskit.explain.story.puzzles import PuzzlePlace, puzzles_of
from tlskit.explain.words.lookup import field_words
from tlskit.explain.words.values import value_words
from tlskit.registry.content_type import ContentType
from tlskit.trace.input.source import read_capture
from tlskit.trace.observer import observe

NO_EXTENDED_MASTER_SECRET = 1


def told_plain(report):
    """Return the paragraphs as plain text."""
    return [plain(paragraph) for paragraph in key_exchange(report)]


def test_rsa():
    """RSA is told as a premaster secret under the certificate's key, three randoms, and no forward secrecy."""
    exchange, secret = told_plain(live("AES128-SHA", 0x0303, options=NO_EXTENDED_MASTER_SECRET))
    assert "the public RSA key of the server's certificate (256 bytes)" in exchange
    assert "There is no forward secrecy" in exchange
    assert secret.startswith("Three random values go into one master secret of 48 bytes")


def test_dhe(tmp_path):
    """DHE is told with the size of its prime and with what is signed."""
    exchange, secret = told_plain(live("DHE-RSA-AES128-GCM-SHA256", 0x0303, directory=tmp_path))
    assert "a prime of 2,048 bits" in exchange
    assert "gives forward secrecy" in exchange
    assert "signs both randoms and its public key with rsa_pss_rsae_sha256" in exchange
    assert "extended master secret" in secret


def test_ecdhe():
    """ECDHE is told with its curve and the sizes of both public keys."""
    exchange, _ = told_plain(live("ECDHE-ECDSA-AES128-GCM-SHA256", 0x0303, "EC"))
    assert "a public key on x25519 (32 bytes), the client one of its own (32 bytes)" in exchange


def test_hybrid():
    """TLS 1.3 is told with its key shares, the hybrid's halves, the schedule and who signs."""
    shares, schedule, authentication = told_plain(live("TLS_AES_256_GCM_SHA384", 0x0304, "EC", "RSA"))
    assert "X25519MLKEM768 (1,216 bytes) and x25519 (32 bytes)" in shares
    assert "MLKEM768 and x25519 each yield a secret" in shares
    assert "HKDF with SHA-384" in schedule
    assert "ecdsa_secp256r1_sha256" in authentication
    assert authentication.endswith("The client does the same with its own (mutual TLS).")


def test_choices():
    """Version, suite, group and signature scheme are told with their place in the client's list."""
    report = live("TLS_AES_128_GCM_SHA256", 0x0304)
    by_subject = {choice.subject: choice for choice in choices(report)}
    assert ["Version", "Cipher suite", "Group", "Signature scheme"] == list(by_subject)
    assert "It was the only cipher suite that the client offered." in by_subject["Cipher suite"].text
    assert "it stood first" in by_subject["Group"].text
    assert "one hello cannot tell which" in by_subject["Signature scheme"].text


def test_nothing_seen():
    """Without a server's hello there is nothing to tell."""
    report = told((CLIENT, b"\x16\x03\x01\x00\x04\x01\x00\x00\x00"))
    assert () == key_exchange(report)
    assert () == choices(report)


def all_prose(report):
    """Yield everything that can be said of a connection."""
    yield from key_exchange(report)
    yield from (choice.text for choice in choices(report))
    for record in report.records:
        yield from (puzzle.answer for puzzle in puzzles_of(PuzzlePlace(report, record)))
        if record.true_type == ContentType.alert:
            story = explain_alert(report, record)
            yield from (story.when, story.meaning, *story.causes, *story.change)
        for message in record.messages:
            yield from (puzzle.answer for puzzle in puzzles_of(PuzzlePlace(report, record, message)))
            for field in message.tree.walk():
                yield from (field_words(field).why, value_words(field))
                yield from (puzzle.answer for puzzle in puzzles_of(PuzzlePlace(report, record, message, field)))


@pytest.mark.parametrize(
    ("suite", "version"), [("TLS_AES_128_GCM_SHA256", 0x0304), ("ECDHE-RSA-AES128-GCM-SHA256", 0x0303)]
)
def test_live(suite, version):
    """A live connection with a client certificate can be told from end to end, with known terms only."""
    check_prose(live(suite, version, "RSA", "RSA"))


def check_prose(report):
    """Nothing that is said is empty, and every term in it is known."""
    for text in all_prose(report):
        assert text
        assert all(map(term_named, marked_terms(text)))


def candidates(capture):
    """Return the paths where the keys of a capture may be."""
    return capture.with_suffix(".keys"), capture.with_name(capture.stem.replace("capture", "keylog") + ".txt")


@pytest.mark.parametrize("kind", ["go", "ill", "lab", "rfc8448"])
def test_captures(corpora, kind):
    """Every connection of the keyed captures can be told from end to end, with known terms only."""
    told_connections = 0
    for path in sorted((corpora / "captures" / kind).rglob("*.pcap*")):
        keys = next((other for other in candidates(path) if other.exists()), None)
        secrets = keys.read_text() if keys else ""
        for transcript in read_capture(path):
            report = observe(transcript, secrets)
            assert bool(key_exchange(report)) == (report.hellos.server_hello is not None)
            told_connections += 1
            check_prose(report)
    assert told_connections
