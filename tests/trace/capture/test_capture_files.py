"""Capture files and the layers under TCP: every form gives the same connection, and damage gives what is before it."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.packets import (
    AT,
    CLIENT,
    SERVER,
    enhanced,
    ethernet,
    hello,
    interface,
    ipv4,
    ipv6,
    old,
    opened,
    option,
    pcap,
    secrets,
    section,
    simple,
    tcp,
    to_client,
    to_server,
    udp,
    zipped,
)
from tlskit.errors import InputError
from tlskit.trace.chunk import Transport
from tlskit.trace.input.source import read_capture

HELLO = hello()
FRAMES = [*opened(), to_server(1001, HELLO[:40]), to_server(1041, HELLO[40:]), to_client(5001, hello(2))]
PACKET = ipv4(CLIENT, SERVER, tcp(CLIENT, SERVER, 1001, HELLO))
CLIENT_6, SERVER_6 = ("2001:db8:0:0:0:0:0:1", 50000), ("2001:db8:0:0:0:0:0:2", 443)
SEGMENT_6 = tcp(CLIENT_6, SERVER_6, 1001, HELLO)
DAMAGED = "the capture is damaged"


def read(data):
    """Return the transcripts of a capture, which has nothing to note."""
    reading = read_capture(data)
    found = list(reading)
    assert [] == reading.notes
    return found


def client_bytes(data):
    """Return what the client of a capture's one connection sent."""
    (found,) = read(data)
    return b"".join(one.data for one in found.chunks if one.direction.value == "c2s")


def times(data):
    """Return the times of a capture's chunks."""
    return [one.at for transcript in read(data) for one in transcript.chunks]


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize(("magic", "unit"), [(0xA1B2C3D4, 1000), (0xA1B23C4D, 1), (0xA1B2CD34, 1000)])
def test_classic_captures(order, magic, unit):
    """Both byte orders, micro- and nanoseconds and the modified header are read, with times in nanoseconds."""
    data = pcap(FRAMES, order=order, magic=magic)
    assert HELLO == client_bytes(data)
    assert [(AT + number) * 10**9 + 7 * number * unit for number in (3, 4, 5)] == times(data)


@pytest.mark.parametrize("order", "<>")
def test_next_generation_captures(order):
    """All blocks that hold packets are read, in both byte orders, and the packets count across them."""
    opening = [enhanced(frame, order=order) for frame in FRAMES[:3]]
    data = section(order) + interface(order=order) + b"".join(opening)
    data += simple(FRAMES[3], order) + old(FRAMES[4], 5_000_000, order) + enhanced(FRAMES[5], 6_000_000, order=order)
    (found,) = read(data)
    assert [(4, None), (5, 5 * 10**9), (6, 6 * 10**9)] == [(one.packet, one.at) for one in found.chunks]


@pytest.mark.parametrize(
    ("options", "ticks", "at"),
    [
        (b"", 1_500_000, 1_500_000_000),
        (option(9, b"\x09"), 1_500_000_001, 1_500_000_001),
        (option(9, b"\x8a"), 1536, 1_500_000_000),
        (option(9, b"\x06") + option(14, struct.pack("<q", 3)), 1, 3_000_001_000),
        (option(2, b"lo") + option(9, b"\x03") + option(0, b""), 2, 2_000_000),
    ],
)
def test_units_of_time(options, ticks, at):
    """The resolution of an interface's times, decimal or binary, and their offset are kept to."""
    data = section() + interface(options=options) + enhanced(to_server(1001, HELLO), ticks)
    assert [at] == times(data)


def test_sections_and_interfaces():
    """A section may have another byte order than the one before, and its interfaces are its own."""
    first = section("<") + interface(1) + interface(101) + b"".join(enhanced(frame) for frame in FRAMES[:4])
    second = section(">") + interface(101, order=">") + enhanced(FRAMES[4][14:], order=">")
    assert HELLO == client_bytes(first + second)


def test_secrets_in_the_capture():
    """The key log of decryption secrets blocks goes with the transcripts."""
    line = b"CLIENT_RANDOM 00 11\n"
    (found,) = read(section() + interface() + secrets(line) + b"".join(map(enhanced, FRAMES)) + secrets(b"more"))
    assert "CLIENT_RANDOM 00 11\nmore\n" == found.secrets


def test_unknown_blocks_are_passed_over():
    """Blocks of other kinds, with and without content, are no packets."""
    other = struct.pack("<III", 5, 12, 12) + struct.pack("<III", 0xBAD, 16, 0) + struct.pack("<I", 16)
    assert HELLO == client_bytes(section() + other + interface() + other + b"".join(map(enhanced, FRAMES)))


@pytest.mark.parametrize("data", [pcap(FRAMES), section() + interface() + b"".join(map(enhanced, FRAMES))])
def test_compressed(data):
    """A gzip file is read as what is in it, in one member or several; an end cut off is noted."""
    assert HELLO == client_bytes(zipped(data))
    assert HELLO == client_bytes(zipped(data[:100]) + zipped(data[100:]))
    reading = read_capture(zipped(data)[:-12])
    list(reading)
    assert ["the file ends inside the compressed data"] == reading.notes[:1]


def test_an_open_file_is_read_in_pieces():
    """A source is read as its connections are asked for, and may give less than was asked for."""

    class Slow(BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7))

    assert HELLO == client_bytes(Slow(pcap(FRAMES)))


def test_paths(tmp_path):
    """A path is read by what is in the file; one that cannot be read is an input error."""
    path = tmp_path / "capture.txt"
    path.write_bytes(pcap(FRAMES))
    assert HELLO == client_bytes(path)
    with pytest.raises(InputError, match="No such file"):
        list(read_capture(tmp_path / "none"))


@pytest.mark.parametrize(
    ("link", "frame"),
    [
        (1, ethernet(PACKET)),
        (1, ethernet(PACKET, tags=b"\x81\x00\x00\x05")),
        (1, ethernet(PACKET, tags=b"\x88\xa8\x00\x05\x81\x00\x00\x06")),
        (1, bytes(12) + b"\x88\x64\x11\x00\x00\x01\x00\x00\x00\x21" + PACKET),
        (1, bytes(12) + b"\x88\x47\x00\x00\x10\x40\x00\x00\x21\x40" + PACKET),
        (1, bytes(12) + b"\x00\x40\xaa\xaa\x03\x00\x00\x00\x08\x00" + PACKET),
        (101, PACKET),
        (12, PACKET),
        (228, PACKET),
        (0, b"\x02\x00\x00\x00" + PACKET),
        (108, b"\x00\x00\x00\x02" + PACKET),
        (113, bytes(14) + b"\x08\x00" + PACKET),
        (113, bytes(14) + b"\x81\x00\x00\x05\x08\x00" + PACKET),
        (276, b"\x08\x00" + bytes(18) + PACKET),
        (9, b"\xff\x03\x00\x21" + PACKET),
        (9, b"\x21" + PACKET),
        (51, bytes(6) + b"\x00\x21" + PACKET),
        (1, ethernet(ipv4(("10.9.9.9", 0), ("10.9.9.8", 0), PACKET, protocol=4))),
    ],
)
def test_links(link, frame):
    """All link layers give the packet in their frames."""
    assert HELLO == client_bytes(pcap([frame], link=link))


def test_unknown_links():
    """Packets of a link type that is not known are noted once, and nothing else is said."""
    reading = read_capture(pcap([PACKET, PACKET], link=147))
    assert [] == list(reading)
    assert ["packet 1 and others like it were passed over: the link type 147 is not known"] == reading.notes


@pytest.mark.parametrize(
    ("following", "extensions"),
    [
        (6, b""),
        (0, b"\x06\x00" + bytes(6)),
        (0, b"\x2b\x00" + bytes(6) + b"\x3c\x00" + bytes(6) + b"\x06\x01" + bytes(14)),
        (51, b"\x06\x02" + bytes(14)),
        (44, b"\x06\x00\x00\x00\x00\x00\x00\x01"),
    ],
)
def test_ipv6(following, extensions):
    """IPv6 is read behind its extension headers, and its addresses stand in brackets."""
    (found,) = read(pcap([ethernet(ipv6(CLIENT_6, SERVER_6, SEGMENT_6, following=following, extensions=extensions))]))
    assert ("[2001:db8::1]:50000", "[2001:db8::2]:443") == (found.client, found.server)
    assert HELLO == found.chunks[0].data


def fragments_4(segment, size=40):
    """Return the fragments of an IPv4 packet."""
    starts = range(0, len(segment), size)
    last = starts[-1]
    return [
        ethernet(ipv4(CLIENT, SERVER, segment[at : at + size], identification=7, place=at // 8 | (at < last) << 13))
        for at in starts
    ]


def fragments_6(segment, size=40):
    """Return the fragments of an IPv6 packet."""
    starts = range(0, len(segment), size)
    return [
        ethernet(
            ipv6(
                CLIENT_6,
                SERVER_6,
                segment[at : at + size],
                following=44,
                extensions=struct.pack(">BBHI", 6, 0, at | (at < starts[-1]), 7),
            )
        )
        for at in starts
    ]


@given(st.data())
@settings(max_examples=30)
def test_fragments(draw):
    """Fragments are joined in whatever order they come and however often; the packet is the one that completed them."""
    make, segment = draw.draw(st.sampled_from([(fragments_4, PACKET[20:]), (fragments_6, SEGMENT_6)]))
    pieces = make(segment)
    order = draw.draw(st.permutations(pieces + pieces[:2]))
    completed = max(order.index(piece) for piece in pieces) + 1
    (found,) = read(pcap(order))
    assert [(HELLO, completed)] == [(one.data, one.packet) for one in found.chunks]


def test_fragments_that_wait_are_bounded():
    """Fragments that never become whole give nothing and are forgotten."""
    first = [
        ethernet(ipv4(CLIENT, SERVER, PACKET[20:60], identification=number, place=1 << 13)) for number in range(600)
    ]
    assert HELLO == client_bytes(pcap([*first, to_server(1001, HELLO)]))


DTLS = b"\x16\xfe\xfd" + bytes(8) + b"\x00\x10\x01" + bytes(15)


def test_datagrams():
    """Datagrams are kept where they are DTLS: what shares the ports is passed over, sealed records are not."""
    sealed = b"\x2e\x12\x34" + bytes(20)
    stun, quic = b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12), b"\xc3\x00\x00\x00\x01" + bytes(40)
    ways = [(CLIENT, stun), (CLIENT, DTLS), (SERVER, DTLS), (CLIENT, stun), (CLIENT, quic), (SERVER, sealed)]
    packets = [
        ethernet(
            ipv4(
                one,
                SERVER if one is CLIENT else CLIENT,
                udp(one, SERVER if one is CLIENT else CLIENT, data),
                protocol=17,
            )
        )
        for one, data in ways
    ]
    (found,) = read(pcap(packets))
    assert Transport.DATAGRAM is found.transport
    assert [("c2s", 2), ("s2c", 3), ("s2c", 6)] == [(one.direction.value, one.packet) for one in found.chunks]


def test_other_traffic():
    """What is neither TLS nor DTLS gives no transcript."""
    http = [*opened(), to_server(1001, b"GET / HTTP/1.1\r\n\r\n"), to_client(5001, b"HTTP/1.1 200 OK\r\n\r\n" * 900)]
    other = [bytes(12) + b"\x08\x06" + bytes(28), b"", bytes(13), ethernet(ipv4(CLIENT, SERVER, b"", protocol=1))]
    assert [] == read(pcap(other + http))


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (pcap(FRAMES)[:20], "the capture ends inside its header"),
        (pcap(FRAMES)[:-1], "the capture ends inside a packet"),
        (pcap(FRAMES) + b"\0", "the capture ends inside a packet"),
        (pcap(FRAMES) + b"\xff" * 16, f"{DAMAGED}: a packet of {2**32 - 1} bytes"),
        ((section() + interface() + b"".join(map(enhanced, FRAMES)))[:-1], "the capture ends inside a block"),
        (section() + interface() + b"\xff" * 12, f"{DAMAGED}: a block of {2**32 - 1} bytes"),
        (section() + b"\x0a\x0d\x0d\x0a" + bytes(20), f"{DAMAGED}: a section of no known byte order"),
        (section() + interface() + struct.pack("<III", 6, 12, 12), f"{DAMAGED}: a packet that does not fit its block"),
        (
            section() + enhanced(PACKET),
            "packet 1 and others like it were passed over: it belongs to no described interface",
        ),
    ],
)
def test_damage(data, note):
    """A damaged capture gives what stands before the damage, and a note."""
    reading = read_capture(data)
    list(reading)
    assert [note] == reading.notes[:1]


GOOD = [
    pcap(FRAMES),
    pcap([*fragments_4(PACKET[20:]), *fragments_6(SEGMENT_6)]),
    section() + interface() + secrets(b"line\n") + b"".join(map(enhanced, FRAMES)) + simple(PACKET) + old(PACKET),
    zipped(pcap(FRAMES)),
]


@given(st.sampled_from(GOOD), st.data())
@settings(max_examples=300)
def test_no_change_raises(good, draw):
    """No prefix of a capture and no flipped byte raises anything but an input error."""
    at = draw.draw(st.integers(0, len(good) - 1))
    flipped = good[at] ^ draw.draw(st.integers(1, 255))
    for data in (good[:at], good[:at] + bytes([flipped]) + good[at + 1 :]):
        with suppress(InputError):
            list(read_capture(data))


@given(st.binary(max_size=200), st.sampled_from([b"", *(good[:24] for good in GOOD), section() + interface(), b"{"]))
@settings(max_examples=300)
def test_any_bytes(data, head):
    """Any bytes, also behind the beginning of a capture, give transcripts or an input error."""
    with suppress(InputError):
        assert all(one.chunks for one in read_capture(head + data))


@given(st.binary(max_size=120), st.sampled_from([0, 1, 9, 12, 50, 51, 101, 108, 113, 276]))
@settings(max_examples=300)
def test_any_packet(data, link):
    """Any bytes as a packet of any link layer, or behind the beginnings of headers, raise nothing."""
    for head in (b"", bytes(12) + b"\x08\x00\x45", b"\x45\x00", b"\x60", bytes(12) + b"\x86\xdd\x60" + bytes(5)):
        list(read_capture(pcap([head + data], link=link)))
