"""Every byte of a record belongs to one leaf, and every field of a message has its place in the stream."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.captures import NAMES, client_hello, record, streams, transcripts, vector
from tlskit.registry.content_type import ContentType
from tlskit.trace.chunk import Chunk, Direction, Transport
from tlskit.trace.input.source import read_capture, read_sides
from tlskit.trace.observer import observe
from tlskit.trace.record.decrypted import DecryptedRecord, DecryptFailure, PartKind, Protection, UndecryptedRecord
from tlskit.trace.transcript import Transcript
from tlskit.trace.tree import StreamMap
from tlskit.wire.field import Span

STREAMS = [streams(transcripts(name)[0]) for name in NAMES]


def check_cover(report):
    """Assert that the leaves of every record share out its bytes, in order, and that trees nest."""
    places = StreamMap(report)
    for item in report.records:
        tree = places.tree(item)
        assert (0, item.end - item.start) == (tree.start, tree.end)
        position = 0
        for leaf in tree.leaves():
            assert position == leaf.start <= leaf.end
            position = leaf.end
        assert tree.end == position
        for field in tree.walk():
            ends = [field.start, *(child.end for child in field.children)]
            assert not field.children or ends[:-1] == [child.start for child in field.children]
            assert not field.children or ends[-1] == field.end


def check_places(report):
    """Assert that the bytes at a message's places are the message's."""
    places = StreamMap(report)
    sent = {item.value: {} for item in Direction}
    for item in report.records:
        raw = item.header + item.fragment
        sent[item.direction.value].update({item.start + index: byte for index, byte in enumerate(raw)})
    for message in report.messages:
        for field in message.tree.walk():
            spans = places.spans(message, field.start, field.end)
            found = bytes(sent[message.direction.value][at] for span in spans for at in range(span.start, span.end))
            assert message.data[field.start : field.end] == found
            assert spans


def names(tree):
    """Return the names of a tree's leaves."""
    return [leaf.name for leaf in tree.leaves()]


# -- covering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_our_captures(name):
    """Every byte of our captures has its leaf, every message its place."""
    for transcript in transcripts(name):
        report = observe(transcript)
        check_cover(report)
        check_places(report)


def test_all_captures(corpora):
    """Every byte of every record in the corpora has its leaf, and every message its place."""
    count = 0
    for path in sorted((corpora / "captures").rglob("*.pcap*")):
        for transcript in read_capture(path):
            report = observe(transcript)
            check_cover(report)
            check_places(report)
            count += len(report.records)
    assert count > 2000


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged(data):
    """Damage and any fragmentation leave every byte of every record in one leaf."""
    sides = []
    for side in data.draw(st.sampled_from(STREAMS)).values():
        damaged = bytearray(side)
        for _ in range(data.draw(st.integers(0, 3))):
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
        end = data.draw(st.integers(0, len(damaged)))
        sides.append(bytes(damaged[:end] if data.draw(st.booleans()) else damaged))
    check_cover(observe(read_sides(*sides)))


@given(st.binary(max_size=300), st.sampled_from([20, 21, 22, 23, 24, 25, 26]))
def test_any_content(content, kind):
    """Whatever a record says, its leaves share out its bytes."""
    check_cover(observe(read_sides(client_hello() + record(content, kind), b"")))


# -- what the leaves are ---------------------------------------------------------------------------------------------


def test_a_message_over_three_records():
    """A message that spans records is one leaf in each, and its fields have places in each."""
    whole = client_hello(server_name=b"shop.example")[5:]
    data = b"".join(record(whole[start : start + 25]) for start in range(0, len(whole), 25))
    report = observe(read_sides(data, b""))
    check_cover(report)
    check_places(report)
    places, (message,) = StreamMap(report), report.messages
    assert [["type", "legacy_record_version", "length", "part of a message"]] * len(report.records) == [
        names(places.tree(item)) for item in report.records
    ]
    assert (Span(5, 30), Span(35, 60)) == places.spans(message, 0, 50)
    assert (Span(28, 30), Span(35, 36)) == places.spans(message, 23, 26)
    assert (Span(28, 28),) == places.spans(message, 23, 23)


def test_datagrams():
    """In DTLS each fragment has its header as fields, and the places of a message come from the fragments."""
    body = client_hello(server_name=b"shop.example")[9:]
    body = body[:35] + b"\0" + body[35:]  # the cookie
    first, second = (0, 40), (40, len(body))

    def fragment(number, start, end):
        head = b"\1" + len(body).to_bytes(3) + b"\0\0" + start.to_bytes(3) + (end - start).to_bytes(3)
        return b"\x16\xfe\xff" + b"\0\0" + number.to_bytes(6) + vector(head + body[start:end])

    order = ((0, *second), (1, *second), (2, *first), (3, *first))
    chunks = [Chunk(Direction.CLIENT_TO_SERVER, fragment(*item)) for item in order]
    report = observe(Transcript(tuple(chunks), Transport.DATAGRAM))
    (message,) = report.messages
    assert body == message.data[4:]
    check_cover(report)
    check_places(report)
    for item in report.records:
        tree = StreamMap(report).tree(item)
        assert ["message_seq", "fragment_offset", "fragment_length", "part of a message"] == names(tree)[-4:]
        assert [] == list(tree.problems())
    (again,) = report.incomplete
    assert (True, body[: first[1]]) == (again.retransmitted, again.data[4:])
    assert [] == [finding.id for finding in report.findings if finding.id == "trace.incomplete.message"]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_message_that_ends_in_its_header(size):
    """Of a message with fewer than four bytes the tree is its header as far as it came, and nothing is read of it."""
    start = client_hello()[5 : 5 + size]
    report = observe(read_sides(client_hello() + record(start), b""))
    (message,) = report.incomplete
    header = [(field.name, field.start, field.end) for field in message.tree.children]
    assert [("msg_type", 0, 1), ("length", 1, size)] == header
    assert (None, {}) == (message.body, message.values)
    check_cover(report)
    check_places(report)


def test_sealed():
    """What stays sealed is one leaf; why it did not open is a problem of it, but for a missing key."""
    report = observe(transcripts("tls13")[0])
    sealed = next(item for item in report.records if item.protection is Protection.SEALED)
    places = StreamMap(report)
    assert ["type", "legacy_record_version", "length", "encrypted"] == names(places.tree(sealed))
    assert [] == list(places.tree(sealed).problems())
    damaged = places.tree(sealed._replace(opened=UndecryptedRecord(DecryptFailure.BAD_TAG, 0)))
    assert ["the authentication tag does not fit"] == [field.problem for field in damaged.problems()]


def test_opened():
    """What was opened is told part by part, its content by its type."""
    report = observe(transcripts("tls12")[0])
    sealed = next(item for item in report.records if item.content_type == ContentType.alert)
    fragment, alert = sealed.fragment, b"\1\0"
    nonce, tag = fragment[:8], fragment[-16:]
    runs = ((PartKind.EXPLICIT_NONCE, nonce), (PartKind.CONTENT, alert), (PartKind.TAG, tag))
    opened = sealed._replace(
        content=alert,
        protection=Protection.OPENED,
        opened=DecryptedRecord(ContentType.alert, alert, 1, nonce, b"", runs),
    )
    changed = [opened if item is sealed else item for item in report.records]
    again = report.replace(records=tuple(changed))
    check_cover(again)
    tree = StreamMap(again).tree(opened)
    assert ["explicit nonce", "level", "description", "authentication tag"] == names(tree)[-4:]
    assert (13, 14) == next((leaf.start, leaf.end) for leaf in tree.leaves() if leaf.name == "level")


def test_ssl2():
    """A hello of SSL 2.0 has its two-byte header as a field."""
    hello = b"\1\0\2" + b"\0\3\0\0\0\x10" + b"\1\0\x80" + bytes(16)
    report = observe(read_sides((0x8000 | len(hello)).to_bytes(2) + hello, b""))
    check_cover(report)
    assert ["length", "msg_type", "version"] == names(StreamMap(report).tree(report.records[0]))[:3]
