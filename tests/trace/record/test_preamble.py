"""Where TLS begins, and which end is the client."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.packets import hello, record
from tlskit.trace.chunk import Chunk, Direction, Orientation, Transport
from tlskit.trace.record.orientation import oriented
from tlskit.trace.record.preamble import find_tls
from tlskit.trace.transcript import Transcript

C2S, S2C = Direction
CLIENT_HELLO, SERVER_HELLO = hello(1), hello(2)
SEALED = record(bytes(range(200)))
SSLV2_CLIENT_HELLO = struct.pack(">HBHHHH", 0x8000 | 9 + 6 + 16, 1, 2, 6, 0, 16) + bytes(22)
SSLV2_SERVER_HELLO = struct.pack(">HBBBHHHH", 0x8000 | 11 + 30 + 3 + 16, 4, 0, 1, 2, 30, 3, 16) + bytes(49)


def talked(*said, **more):
    """Return a connection: bytes of the client, and of the server where they stand in a list."""
    chunks = (Chunk(S2C, one[0]) if isinstance(one, list) else Chunk(C2S, one) for one in said)
    return Transcript(tuple(chunks), **more)


TALKS = {
    "smtp": ([b"220 mail ESMTP\r\n"], b"EHLO me\r\n", [b"250 STARTTLS\r\n"], b"starttls\r\n", [b"220 go ahead\r\n"]),
    "imap": ([b"* OK ready\r\n"], b"a1 STARTTLS\r\n", [b"a1 OK begin\r\n"]),
    "pop3": ([b"+OK\r\n"], b"CAPA\r\n", [b"+OK\r\nSTLS\r\n.\r\n"], b"STLS\r\n", [b"+OK\r\n"]),
    "ftp": ([b"220 FTP\r\n"], b"AUTH TLS\r\n", [b"234 ok\r\n"]),
    "nntp": ([b"200 news\r\n"], b"STARTTLS\r\n", [b"382 go\r\n"]),
    "sieve": ([b'"IMPLEMENTATION" "x"\r\nOK\r\n'], b"STARTTLS\r\n", [b"OK\r\n"]),
    "irc": (b"CAP LS\r\nSTARTTLS\r\n", [b":irc 670 * :go\r\n"]),
    "xmpp": (
        b"<stream:stream>",
        [b"<features/>"],
        b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
        [b"<proceed/>"],
    ),
    "ldap": (
        b"0\x1d\x02\x01\x01w\x18\x80\x161.3.6.1.4.1.1466.20037",
        [b"0\x0c\x02\x01\x01x\x07\x0a\x01\x00\x04\x00\x04\x00"],
    ),
    "postgres": (b"\x00\x00\x00\x08\x04\xd2\x16\x2f", [b"S"]),
    "mysql": ([b"\x4a\x00\x00\x00\x0a8.0.1\x00" + bytes(66)], b"\x20\x00\x00\x01\x85\xae\xff\x19" + bytes(28)),
    "http": (b"CONNECT a.test:443 HTTP/1.1\r\nHost: a.test\r\n\r\n", [b"HTTP/1.1 200 ok\r\n\r\n"]),
    "socks": (
        b"\x05\x01\x00",
        [b"\x05\x00"],
        b"\x05\x01\x00\x01\x7f\x00\x00\x01\x01\xbb",
        [b"\x05\x00\x00\x01" + bytes(6)],
    ),
    "rdp": (b"\x03\x00\x00\x13\x0e\xe0" + bytes(13), [b"\x03\x00\x00\x13\x0e\xd0" + bytes(13)]),
}
TLS = (CLIENT_HELLO, [SERVER_HELLO], SEALED, [SEALED])


def lengths(talk):
    """Return how many bytes the client and the server say in a talk."""
    return sum(len(one) for one in talk if isinstance(one, bytes)), sum(
        len(one[0]) for one in talk if isinstance(one, list)
    )


@pytest.mark.parametrize("protocol", TALKS)
def test_talk_before_tls(protocol):
    """Behind the talk of a protocol that starts TLS, the offsets in both directions and its name are found."""
    talk = TALKS[protocol]
    found = find_tls(talked(*talk, *TLS))
    assert (*lengths(talk), protocol) == found[:3]


@pytest.mark.parametrize(
    ("protocol", "first"),
    [
        ("http", (b"CONNECT a.test:443 HTTP/1.1\r\n\r\n", [b"HTTP/1.1 407 no\r\nContent-Length: 4\r\n\r\nwho?"])),
        ("postgres", (b"\x00\x00\x00\x08\x04\xd2\x16\x30", [b"N"])),
    ],
)
def test_a_talk_at_the_second_attempt(protocol, first):
    """A proxy may ask for credentials first, and a PostgreSQL client for GSSAPI."""
    talk = (*first, *TALKS[protocol])
    assert (*lengths(talk), protocol) == find_tls(talked(*talk, *TLS))[:3]


@pytest.mark.parametrize("protocol", TALKS)
def test_who_is_the_client_in_a_talk(protocol):
    """The end that asks for TLS is the client, also where the capture calls it the server or no hello follows."""
    right = talked(*TALKS[protocol], *TLS)
    cut = talked(*TALKS[protocol])
    for transcript in (right, cut):
        assert transcript == oriented(transcript) == oriented(transcript.turned())


@pytest.mark.parametrize("protocol", TALKS)
def test_a_talk_that_was_refused(protocol):
    """A talk that no TLS follows is no TLS."""
    assert find_tls(talked(*TALKS[protocol], [b"500 no\r\n"])) is None


def test_the_lines_of_a_talk():
    """The talk is told line by line, in order, with who said it."""
    expected = (
        *((S2C, "220 mail ESMTP"), (C2S, "EHLO me"), (S2C, "250 STARTTLS"), (C2S, "starttls")),
        (S2C, "220 go ahead"),
    )
    assert expected == find_tls(talked(*TALKS["smtp"], *TLS)).lines


def test_tls_from_the_first_byte():
    """Where TLS begins at once, both offsets are 0 and nothing was talked."""
    for transcript in (talked(*TLS), talked(CLIENT_HELLO), talked([SERVER_HELLO]), talked(CLIENT_HELLO[:20])):
        assert (0, 0, "", ()) == find_tls(transcript)


def test_an_answer_in_clear():
    """Where one side answers in clear, its direction shows no TLS."""
    assert (0, 26) == find_tls(talked(CLIENT_HELLO, [b"HTTP/1.1 400 Bad Request\r\n"]))[:2]


@pytest.mark.parametrize("first", [SSLV2_CLIENT_HELLO, SSLV2_SERVER_HELLO])
def test_sslv2(first):
    """Hellos of SSL 2.0 are TLS from the first byte, and tell who is who."""
    transcript = talked(first) if first is SSLV2_CLIENT_HELLO else talked([first])
    assert (0, 0) == find_tls(transcript)[:2]
    assert transcript == oriented(transcript) == oriented(transcript.turned())


@pytest.mark.parametrize(
    "data",
    [
        *(b"\x16\x03\x01", b"\x16\x03\x01 text and more text", b"\x17\x03\x03\xff\xff" + bytes(100)),
        *(
            b"\x16\x03\x01\x20\x00\xff" + bytes(90),
            b"\x80\x2e\x01\x00\x02" + bytes(60),
            b"",
            b"\x14\x03\x03\x01\x00" + bytes(9),
        ),
        b"POST / HTTP/1.1\r\n\r\n" + CLIENT_HELLO + SEALED,
    ],
)
def test_what_only_looks_like_tls(data):
    """A few bytes that look like a record, and a hello inside other data, are no TLS."""
    assert find_tls(talked(data)) is None


def test_records_in_mid_stream():
    """In a stream whose beginning was missed, TLS begins with the first chunk that begins with records."""
    for tail in (SEALED + SEALED, SEALED * 3):
        assert (0, 150) == find_tls(talked([SEALED[55:]], [tail]))[:2]
    assert (150, 0) == find_tls(talked(SEALED[55:] + SEALED * 3))[:2]
    assert (0, 0) == find_tls(talked(SEALED, [SEALED]))[:2]


def test_records_behind_a_hole():
    """A hole before the first bytes counts in the offsets."""
    transcript = Transcript((Chunk(C2S, SEALED + SEALED, lost=7),))
    assert (7, 0) == find_tls(transcript)[:2]


def test_datagrams_are_dtls():
    """A flow of datagrams is DTLS from the first byte; its hello tells who is the client."""
    first = b"\x16\xfe\xfd" + bytes(8) + b"\x00\x10\x01" + bytes(15)
    transcript = talked(first, [first[:13] + b"\x03" + first[14:]], transport=Transport.DATAGRAM)
    assert (0, 0) == find_tls(transcript)[:2]
    assert transcript == oriented(transcript) == oriented(transcript.turned())


def test_ports_tell_where_nothing_else_does():
    """Without a hello, a talk or a SYN the well-known port is the server's; a SYN is believed before it."""
    ends = {"client": "192.0.2.1:443", "server": "[2001:db8::1]:50000"}
    guessed, known = (talked(SEALED, **ends, orientation=one) for one in (Orientation.GUESSED, Orientation.KNOWN))
    assert guessed.turned() == oriented(guessed)
    assert known == oriented(known)


def test_bytes_are_believed_before_the_syn():
    """Who sends a ClientHello is the client, whoever sent the SYN."""
    transcript = talked([CLIENT_HELLO], SERVER_HELLO, orientation=Orientation.KNOWN)
    assert transcript.turned() == oriented(transcript)


@given(st.lists(st.tuples(st.sampled_from(Direction), st.binary(max_size=60), st.integers(0, 2**40)), max_size=8))
def test_any_bytes(said):
    """Any bytes with any holes are looked at without an exception, and the offsets lie inside what was looked at."""
    transcript = Transcript(tuple(Chunk(direction, data, lost=lost) for direction, data, lost in said))
    assert oriented(transcript) in (transcript, transcript.turned())
    found = find_tls(transcript)
    if found is not None:
        assert all(0 <= found.offset(direction) <= 2**17 for direction in Direction)
