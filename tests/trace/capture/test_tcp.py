"""TCP reassembly: whatever way segments come, the bytes are what was sent."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.packets import (
    ACK,
    CLIENT,
    FIN,
    RST,
    SERVER,
    SYN,
    ethernet,
    ipv4,
    opened,
    pcap,
    sent,
    tcp,
    to_client,
    to_server,
)
from tlskit.trace.capture import budget
from tlskit.trace.capture.pcap import frames
from tlskit.trace.capture.streams import Streams
from tlskit.trace.chunk import Direction, Orientation

C2S, S2C = Direction


def connections(packets):
    """Return all connections in these frames."""
    notes = []
    found = list(Streams(lambda _: True, str, notes).transcripts(frames(pcap(packets), NOTHING_MORE, notes)))
    assert [] == notes
    return found


class _Empty:
    def read(self, _size, /):
        return b""


NOTHING_MORE = _Empty()


def connection(packets):
    """Return the one connection in these frames."""
    (found,) = connections(packets)
    return found


def pieces(transcript, direction=C2S):
    """Return what one side sent: (data, packet, lost)."""
    return [(one.data, one.packet, one.lost) for one in transcript.chunks if one.direction is direction]


def joined(transcript, direction=C2S):
    """Return one direction's bytes."""
    return b"".join(data for data, _, _ in pieces(transcript, direction))


@st.composite
def segmented(draw):
    """Return bytes, a first sequence number, and segments of them: (offset, data), each byte in one at least."""
    data = draw(st.binary(min_size=1, max_size=300))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(data) - 1)), max_size=12)) | {0, len(data)})
    whole = [(start, data[start:end]) for start, end in pairwise(cuts)]
    place = st.integers(0, len(data))
    more = [(a, data[a:b]) for a, b in draw(st.lists(st.tuples(place, place), max_size=6))]
    return data, draw(st.integers(0, 2**32 - 1)), draw(st.permutations(whole + more))


@given(segmented())
@settings(max_examples=150)
def test_any_segmentation(case):
    """Any cutting, order and repetition of segments, at any sequence number, gives the bytes that were sent."""
    data, first, segments = case
    packets = opened(client=first - 1) + [to_server(first + offset, part) for offset, part in segments]
    found = connection(packets)
    assert data == joined(found)
    assert {0} == {lost for _, _, lost in pieces(found)}
    numbers = [number for _, number, _ in pieces(found)]
    assert sorted(numbers) == numbers


@given(segmented(), st.data())
@settings(max_examples=100)
def test_lost_segments_keep_their_place(case, draw):
    """Whatever segments are lost, what is left stands at the offsets that it had, in the order of packets."""
    data, first, segments = case
    kept = [one for one in segments if draw.draw(st.booleans())]
    packets = opened(client=first - 1) + [to_server(first + offset, part) for offset, part in kept]
    found = connections([*packets, to_client(5001, b"answer")])
    expected = {place: data[place] for offset, part in kept for place in range(offset, offset + len(part))}
    shown, position = {}, 0
    for part, _, lost in pieces(found[0]):
        position += lost
        shown |= {position + index: byte for index, byte in enumerate(part)}
        position += len(part)
    assert expected == shown
    numbers = [one.packet for one in found[0].chunks]
    assert sorted(numbers) == numbers


def test_the_packet_is_the_one_that_filled_the_hole():
    """Bytes that came too early belong to the packet after which they could be read, with its time."""
    found = connection([*opened(), to_server(1011, b"B" * 10), to_client(5001, b"hi"), to_server(1001, b"A" * 10)])
    assert [(b"A" * 10, 6, 0), (b"B" * 10, 6, 0)] == pieces(found)
    assert [(b"hi", 5, 0)] == pieces(found, S2C)
    assert found.chunks[-1].at == found.chunks[-2].at


def test_a_hole_that_stays():
    """Bytes behind a hole that is never filled are shown in the packet that brought them, with what is lost."""
    found = connection([*opened(), to_server(1001, b"A"), to_server(1102, b"C"), to_client(5001, b"hi")])
    assert [(b"A", 4, 0), (b"C", 5, 100)] == pieces(found)
    assert [C2S, C2S, S2C] == [one.direction for one in found.chunks]


def test_a_hole_is_given_up(monkeypatch):
    """A hole is given up once too much waits behind it, before the end of the capture."""
    monkeypatch.setattr("tlskit.trace.capture.tcp.MOST_OUT_OF_ORDER", 1000)
    found = connection(
        [*opened(), to_server(1011, b"B" * 900), to_server(1911, b"C" * 900), to_server(1001, b"A" * 10)]
    )
    assert [(b"B" * 900, 4, 10), (b"C" * 900, 5, 0)] == pieces(found)


def test_the_first_of_two_wins():
    """Of bytes that were sent twice with another content the first are kept."""
    found = connection([*opened(), to_server(1001, b"first"), to_server(1001, b"SECONDs"), to_server(1008, b"!")])
    assert b"firstDs!" == joined(found)


def test_wrapping():
    """Sequence numbers go on behind 2**32, also with a segment across it and one that came early."""
    start = 2**32 - 3
    early = [to_server(start + 6, b"DE"), to_server(start, b"AAA"), to_server(start + 3, b"BBB")]
    assert b"AAABBBDE" == joined(connection(opened(client=start - 1) + early))


def test_ports_used_again():
    """A SYN with another sequence number begins another connection between the same ends."""
    first, second = connections([*opened(), to_server(1001, b"one"), *opened(90000), to_server(90001, b"two")])
    assert (b"one", b"two") == (joined(first), joined(second))


def test_a_repeated_syn():
    """A SYN that is sent again begins nothing."""
    found = connection([to_server(1000, flags=SYN), *opened(), to_server(1001, b"one"), to_server(1000, flags=SYN)])
    assert b"one" == joined(found)


def test_data_in_the_syn():
    """Bytes that come with the SYN stand before those behind it (RFC 7413)."""
    assert b"early later" == joined(connection([to_server(1000, b"early ", SYN), to_server(1007, b"later")]))


def test_who_is_the_client():
    """Who sends the SYN is the client, and who answers one the server; without either nobody knows."""
    for packets, known, client in (
        (opened(), Orientation.KNOWN, "10.0.0.1:50000"),
        (opened()[1:], Orientation.KNOWN, "10.0.0.1:50000"),
        ([], Orientation.GUESSED, "192.0.2.1:443"),
    ):
        found = connection([*packets, to_client(5001, b"x")])
        assert (known, client) == (found.orientation, found.client)


def test_one_side_alone():
    """A capture of one direction gives that direction."""
    found = connection([to_server(1000, flags=SYN), to_server(1001, b"ab"), to_server(1003, b"cd")])
    assert (b"abcd", b"") == (joined(found), joined(found, S2C))


def test_keep_alive():
    """A probe with one byte before the expected one adds nothing, and neither does an empty one."""
    packets = [*opened(), to_server(1001, b"ab"), to_server(1002, b"\0"), to_server(1002), to_server(1003, b"c")]
    assert b"abc" == joined(connection(packets))


def test_a_capture_that_cuts_packets():
    """What a capture cuts off at the end of a packet is lost, and the next packet stands where it stood."""
    cut = to_server(1001, b"A" * 100)[:-60]
    found = connection([*opened(), cut, to_server(1101, b"B")])
    assert [(b"A" * 40, 4, 0), (b"B", 5, 60)] == pieces(found)


def test_segmentation_by_the_card():
    """An IP length of 0 means the rest of the frame."""
    frame = ethernet(ipv4(CLIENT, SERVER, tcp(CLIENT, SERVER, 1001, b"x" * 2000), total=0))
    assert b"x" * 2000 == joined(connection([*opened(), frame]))


def test_padding():
    """What stands in a frame behind the IP packet is no data."""
    assert b"ab" == joined(connection([*opened(), to_server(1001, b"ab") + b"padding"]))


def test_options():
    """Options of IP and of TCP are passed over."""
    segment = tcp(CLIENT, SERVER, 1001, b"data", options=bytes(12))
    assert b"data" == joined(connection([*opened(), ethernet(ipv4(CLIENT, SERVER, segment, options=bytes(8)))]))


def test_how_it_ended():
    """A transcript tells for each direction how it was closed; data behind it still counts."""
    closing = [to_server(1001, b"a", FIN | ACK), to_client(5001, flags=RST), to_client(5001, b"late")]
    found = connection([*opened(), *closing])
    assert ((C2S, "fin"), (S2C, "reset")) == found.ended
    assert b"late" == joined(found, S2C)


def test_closed_connections_are_given_out():
    """A connection is given out when enough others were closed after it, not at the end of the capture."""
    packets = []
    for port in range(budget.MOST_CLOSED + 1):
        client = ("10.0.0.1", 1000 + port)
        packets += [sent(client, SERVER, 1, b"x", FIN | ACK), sent(SERVER, client, 1, b"y", FIN | ACK)]
    read = []
    given = Streams(lambda _: True, str, []).transcripts(read.append(one) or one for one in _framed(packets))
    next(given)
    assert len(packets) == len(read)
    assert budget.MOST_CLOSED == len(list(given))


def _framed(packets):
    return [(0, 1, packet, 0, len(packet)) for packet in packets]


def test_memory_is_bounded(monkeypatch):
    """Over the limit in all, the connections that were silent for longest are given out early, and nothing is lost."""
    monkeypatch.setattr("tlskit.trace.capture.streams.MOST_IN_ALL", 200_000)
    monkeypatch.setattr("tlskit.trace.capture.streams._EVICT_TO", 150_000)
    clients = [("10.0.0.1", 1000 + number) for number in range(100)]
    packets = [sent(client, SERVER, 1 + 1000 * turn, b"x" * 1000) for turn in range(4) for client in clients]
    streams, held = Streams(lambda _: True, str, []), []
    found = []
    for one in streams.transcripts(_framed(packets)):
        held.append(streams._budget.held)
        found.append(one)
    assert 400_000 == sum(len(joined(one)) for one in found)
    assert max(held) <= 200_000


def test_a_connection_is_bounded(monkeypatch):
    """Over its limit a connection keeps no more, and counts what it leaves out."""
    monkeypatch.setattr("tlskit.trace.capture.connection.MOST_OF_A_CONNECTION", 100_000)
    found = connection([*opened(), *(to_server(1001 + 1000 * number, b"x" * 1000) for number in range(200))])
    assert 200_000 == len(joined(found)) + found.not_kept
    assert 70_000 < len(joined(found)) < 100_000


def test_what_is_not_wanted_is_dropped_early():
    """A connection that shows nothing wanted in its first bytes is kept no further."""
    streams = Streams(lambda _: False, str, [])
    packets = [to_server(1001 + 1000 * number, b"x" * 1000) for number in range(500)]
    assert [] == list(streams.transcripts(_framed(packets)))
    assert 0 == streams._budget.held
