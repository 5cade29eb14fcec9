"""Captures from other collections: the same bytes as another reader's, and no damage to them raises."""

from __future__ import annotations

import gzip
import random
import shutil
import subprocess
import zipfile
from contextlib import suppress

import pytest

from tlskit.errors import InputError
from tlskit.finding.check import CheckOutcome
from tlskit.trace.chunk import Direction, Transport
from tlskit.trace.input.source import read_capture
from tlskit.trace.observer import observe
from tlskit.trace.record.preamble import find_tls

SETS = ("lab", "suri", "zeek")  # the others were made from bytes by scripts
# OCSP over HTTP, QUIC, TLS that was refused, bytes that only begin like a record, no byte at all
WITHOUT_TLS = {
    *("ocsp-request-only.pcap", "ocsp-response-only.pcap", "quic-v2-ja3__input.pcap", "smtp-rset-starttls__input.pcap"),
    "firewall__app-layer-protocol-unknown-tls-boundary__input.pcap",
    *("Client-TLSv10-Ed25519.pcap", "Client-TLSv11-Ed25519.pcap"),
    "pgsql__pgsql-ssl-rejected-md5-auth-simple-query__input.pcap",
}
TALKS = {
    "imap-starttls.pcap": "imap",
    "irc-starttls.pcap": "irc",
    "ldap-starttls__input.pcap": "ldap",
    "smtp-starttls.pcap": "smtp",
    "smtp-startssl__input.pcap": "smtp",
}


def captures(corpora):
    """Return every capture."""
    return sorted(path for path in (corpora / "captures").rglob("*.pcap*") if path.is_file())


def test_signatures_over_datagrams(corpora):
    """Before DTLS 1.3 a signature covers the numbers in each message's header; one in a capture is found to fit."""
    (path,) = (corpora / "captures").rglob("webrtc-stun.pcap")
    report = observe(next(iter(read_capture(path))))
    proofs = {item.message.type.label: item.proof.outcome for item in report.proofs}
    assert CheckOutcome.PASSED is proofs["certificate_verify"]
    assert CheckOutcome.PASSED is proofs["server_key_exchange"]


def second_reading(path):
    """Return what tshark sees as TCP payload: {(source, destination): bytes}, by sequence number, first bytes first."""
    if shutil.which("tshark") is None:
        pytest.skip("tshark, the second reader, is not installed")
    columns = ["ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst", "tcp.dstport", "tcp.stream", "tcp.seq_raw"]
    options = [part for name in [*columns, "tcp.payload"] for part in ("-e", name)]
    run = ["tshark", "-n", "-r", str(path), "-Y", "tcp.len>0", "-T", "fields", *options]
    ended = subprocess.run(run, capture_output=True, text=True, check=True)
    segments = {}
    for line in ended.stdout.splitlines():
        *ends, stream, sequence, payload = line.split("\t")
        end = [f"[{six}]:{port}" if six else f"{four}:{port}" for four, six, port in (ends[:3], ends[3:])]
        segments.setdefault((*end, stream), []).append((int(sequence), bytes.fromhex(payload)))
    found = {}
    for (source, destination, _), pieces in segments.items():
        found.setdefault((source, destination), []).append(_joined(pieces))
    return found


def _joined(pieces):
    data = b""
    first = min(sequence for sequence, _ in pieces)
    for sequence, payload in sorted(pieces, key=lambda piece: piece[0]):
        start = sequence - first
        assert start <= len(data), "a segment is missing"
        data += payload[len(data) - start :]
    return data


@pytest.mark.parametrize("folder", SETS)
def test_as_a_second_reader(corpora, folder):
    """Every direction of every connection holds the bytes that tshark sees."""
    for path in captures(corpora):
        if path.parent.name != folder:
            continue
        other = second_reading(path)
        for transcript in read_capture(path):
            if transcript.transport is Transport.DATAGRAM:
                continue
            ends = transcript.client, transcript.server
            for direction, way in zip(Direction, (ends, ends[::-1]), strict=True):
                said = b"".join(one.data for one in transcript.chunks if one.direction is direction)
                assert said in other.get(way, [b""]), (path.name, way)


def test_all_captures_show_tls(corpora):
    """Every capture shows TLS, but those that hold none; behind STARTTLS the protocol is known; nothing is noted."""
    without, talks = set(), {}
    for path in captures(corpora):
        reading = read_capture(path)
        found = list(reading)
        assert [] == reading.notes, path
        if not found:
            without.add(path.name)
        for protocol in filter(None, (find_tls(one).protocol for one in found)):
            talks[path.name] = protocol
    assert (WITHOUT_TLS, TALKS) == (without, talks)


def test_no_damage_raises(corpora):
    """No prefix and no flipped byte of a capture raises."""
    chance = random.Random(7)
    for path in captures(corpora):
        good = path.read_bytes()
        good = gzip.decompress(good) if good[:2] == b"\x1f\x8b" else good
        for _ in range(4):
            at = chance.randrange(24, len(good))
            for data in (good[:at], good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :]):
                list(read_capture(data))


def test_fuzz(corpora):
    """No file of the fuzz corpora raises anything but an input error."""
    with zipfile.ZipFile(corpora / "fuzz.zip") as archive:
        for name in archive.namelist():
            with suppress(InputError):
                list(read_capture(archive.read(name)))
