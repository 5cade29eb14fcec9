"""Captures are read as tshark reads them, but for what tshark is known to get wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.conformance.trace_facts import capture_facts
from tlskit.trace.input.source import read_capture
from tlskit.trace.observer import observe

CORPORA = os.environ.get("TLSKIT_CORPORA")
FACTS = Path(__file__).with_name("trace_facts.py")

pytestmark = [
    pytest.mark.skipif(CORPORA is None, reason="TLSKIT_CORPORA does not name the captures"),
    pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark, the oracle, is not installed"),
]


CAPTURES = Path(CORPORA or ".") / "captures"
PARTS = ("go/Client-*", "go/Server-*", "[ilr]*/*", "suri/*", "zeek/*")
"""The captures in parts that can be compared side by side."""


def test_the_parts_hold_all_captures():
    """Every capture is in one of the parts."""
    names = [str(path.relative_to(CAPTURES)) for path in CAPTURES.rglob("*.pcap*")]
    assert [] == [name for name in names if 1 != sum(fnmatch(name, part) for part in PARTS)]


@pytest.mark.parametrize("part", PARTS)
def test_captures_are_read_as_tshark_reads_them(part, tmp_path):
    """No record, message or field differs from tshark's on any capture, with the key logs and without."""
    script = tmp_path / "facts"
    script.write_text('exec cat "${0%/*}/of$1$2.json"\n', encoding="ascii")  # looked at by one program for all
    for capture in CAPTURES.glob(part):
        if ".pcap" in capture.name:
            write_facts(capture, tmp_path)
    for options in ((), ("--clear",)):
        status, told = differences(f"sh {script}", "--only", part, "--oracle-cache", tmp_path / "tshark.json", *options)
        assert 0 == status, told


def write_facts(capture, directory):
    """Write the facts of a capture without a key log, and with each that the comparison may take for its own."""
    stem = capture.name.partition(".pcap")[0].removesuffix("-capture")
    logs = [log for log in capture.parent.glob(f"{stem}*") if log.suffix in {".keys", ".txt"}]
    for log in (None, *logs):
        path = directory / f"of{capture}{log or ''}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        facts = capture_facts(capture, log.read_text(encoding="ascii") if log else "")
        path.write_text(json.dumps(facts), encoding="ascii")


def test_the_program():
    """The program that gives the facts, which the comparison may also call itself, finds no difference either."""
    status, told = differences(f"{sys.executable} {FACTS}", "--only", "ill/*")
    assert 0 == status, told


def differences(facts, *options):
    """Return whether the comparison of facts found a difference, and what it prints."""
    tool = Path(CORPORA).parent / "tools" / "compare_facts.py"
    command = [sys.executable, tool, "--facts", facts, "--captures", CAPTURES, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("capture", "structure", "length"),
    [
        ("zeek/irc-starttls.pcap", "ClientHello", 0),
        ("zeek/tls-fragmented-handshake.pcap.gz", "Certificate", 339_629),
    ],
)
def test_messages_that_tshark_does_not_open(capture, structure, length):
    """A handshake behind STARTTLS in IRC, and a certificate message of 340 kB over many records, are read."""
    found = [message for message in messages(capture) if message.structure.__name__ == structure]
    assert any(message.length >= length and message.body is not None for message in found)


@pytest.mark.parametrize(
    ("capture", "key"),
    [
        ("zeek/chrome-1250-tls-x25519-kyber.pcap", "ECHOuterClientHello.enc"),
        ("lab/pq-tls12-tls13.pcap", "KeyShareEntry.key_exchange.MLKEM768"),
    ],
)
def test_fields_that_tshark_does_not_name(capture, key):
    """ECH and both parts of a post-quantum key share are fields of their own."""
    keys = {str(field.kind.place) for message in messages(capture) for field in message.tree.walk()}
    assert key in keys


def messages(capture):
    """Return the handshake messages of a capture."""
    return [message for transcript in read_capture(CAPTURES / capture) for message in observe(transcript).messages]
