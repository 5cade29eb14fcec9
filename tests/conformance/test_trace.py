"""Captures are read as tshark reads them, but for what tshark is known to get wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tlskit.trace.observer import observe
from tlskit.trace.source import read_capture

CORPORA = os.environ.get("TLSKIT_CORPORA")
FACTS = Path(__file__).with_name("trace_facts.py")

pytestmark = [
    pytest.mark.skipif(CORPORA is None, reason="TLSKIT_CORPORA does not name the captures"),
    pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark, the oracle, is not installed"),
]


def differences(*options):
    """Return what the comparison over all captures prints, and whether it found a difference.

    The facts are asked for once per capture, so the programs that give them may keep their compiled modules.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    tool = Path(CORPORA).parent / "tools" / "compare_facts.py"
    facts = f"{sys.executable} {FACTS}"
    captures = Path(CORPORA) / "captures"
    done = subprocess.run(
        [sys.executable, tool, "--facts", facts, "--captures", captures, *options],
        capture_output=True, text=True, timeout=600, check=False, env=environment,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("options", [("--clear",), ()], ids=["without keys", "with keys"])
def test_captures_are_read_as_tshark_reads_them(options):
    """No record, message or field differs from tshark's on any capture, with and without the key logs."""
    status, told = differences(*options)
    assert 0 == status, told


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
    keys = {field.kind.key for message in messages(capture) for field in message.tree.walk()}
    assert key in keys


def messages(capture):
    """Return the handshake messages of a capture."""
    path = Path(CORPORA) / "captures" / capture
    return [message for transcript in read_capture(path) for message in observe(transcript).messages]
