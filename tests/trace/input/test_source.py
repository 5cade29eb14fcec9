"""What connections are read from beside captures: transcript files, pasted text, raw bytes."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.packets import FIN, hello, opened, pcap, record, to_client, to_server
from tlskit.errors import InputError
from tlskit.trace.chunk import Chunk, Direction, Orientation, Transport
from tlskit.trace.input.source import read_capture, read_sides
from tlskit.trace.input.transcript_file import read_transcripts, write_transcript
from tlskit.trace.transcript import Transcript

C2S, S2C = Direction
HELLO, ANSWER = hello(1, 23), hello(2)
assert len(HELLO) % 16, "the last line of a dump is a short one"


def pasted(text):
    """Return what is read from text: (direction, data) of each chunk of the one connection."""
    (found,) = read_capture(text.encode())
    return [(one.direction, one.data) for one in found.chunks]


def dump(data, *, offset, group=1, middle="", separator=" ", characters="  {}", width=16, gap="  "):
    """Return a dump of bytes in the manner of some tool."""
    lines = []
    for at in range(0, len(data), width):
        row = data[at : at + width]
        parts = [row[i : i + group].hex() for i in range(0, len(row), group)]
        text = separator.join(parts)
        if middle:
            text = separator.join(parts[:8]) + (middle + separator.join(parts[8:]) if parts[8:] else "")
        full = (width // group) * (2 * group + 1) - 1 + (len(middle) - 1 if middle else 0)
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        lines.append(offset.format(at) + gap + text.ljust(full) + characters.format(shown))
    return "\n".join(lines) + "\n"


DUMPS = {
    "xxd": {"offset": "{:08x}:", "group": 2, "gap": " "},
    "xxd -g1": {"offset": "{:08x}:", "gap": " "},
    "hexdump -C": {"offset": "{:08x}", "middle": "  ", "characters": "  |{}|"},
    "Wireshark": {"offset": "{:04x}", "gap": "  ", "characters": "   {}"},
    "openssl": {"offset": "{:04x}", "gap": " - ", "middle": "-", "characters": "   {}"},
    "tcpdump": {"offset": "\t0x{:04x}:", "group": 2, "characters": "  {}"},
    "od": {"offset": "{:06x}", "gap": " ", "characters": ""},
    "wide": {"offset": "{:04x}", "width": 32},
}


@pytest.mark.parametrize("tool", DUMPS)
@given(st.binary(max_size=70))
@settings(max_examples=30)
def test_dumps(tool, data):
    """The dumps of all tools are read to the last byte, whatever characters stand beside them."""
    sent = HELLO + record(data)
    assert [(C2S, sent)] == pasted(dump(sent, **DUMPS[tool]))


@pytest.mark.parametrize(
    "text",
    [
        HELLO.hex(),
        HELLO.hex().upper(),
        HELLO.hex(" "),
        HELLO.hex(":"),
        HELLO.hex(" ", 4),
        "\n".join(HELLO.hex(" ")[at : at + 48] for at in range(0, len(HELLO) * 3, 48)),
        ", ".join(f"0x{byte:02x}" for byte in HELLO),
        "unsigned char hello[] = { /* 1 of 2 */\n  " + ",\n  ".join(f"0x{byte:X}" for byte in HELLO) + "\n};",
        '"' + "".join(f"\\x{byte:02x}" for byte in HELLO) + '"',
        base64.b64encode(HELLO).decode(),
        base64.encodebytes(HELLO).decode(),
        base64.urlsafe_b64encode(HELLO).decode().rstrip("="),
        "-----BEGIN TLS-----\n" + base64.encodebytes(HELLO).decode() + "-----END TLS-----\n",
        "> " + base64.encodebytes(HELLO).decode().strip().replace("\n", "\r\n> "),
        "Here is the hello:\n\n" + base64.encodebytes(HELLO).decode() + "\nThanks!\n",
        repr(HELLO),
        f"received {HELLO!r} from 192.0.2.7",
        '"' + "".join(chr(byte) if 48 <= byte < 58 else f"\\x{byte:02X}" for byte in HELLO) + '"',
        "\ufeff" + HELLO.hex(),
        "This is what the client sent:\n\n" + HELLO.hex(" ") + "\n\nand nothing came back.\n",
    ],
)
def test_digits(text):
    """Hexadecimal digits in any dress and base64 are read."""
    assert [(C2S, HELLO)] == pasted(text)


@pytest.mark.parametrize(
    "text",
    [
        f"> {HELLO.hex()}\n< {ANSWER.hex()}\n",
        f">>> TLS 1.3, Handshake [length 0200], ClientHello\n  {HELLO.hex(' ')}\n<<< TLS\n  {ANSWER.hex(' ')}\n",
        "write to 0x55d0 [0x55e0] (88 bytes => 88 (0x58))\n"
        + dump(HELLO, **DUMPS["openssl"])
        + "read from 0x55d0 [0x55f3] (5 bytes => 5 (0x5))\n"
        + dump(ANSWER, **DUMPS["openssl"]),
    ],
)
def test_directions(text):
    """Marks of direction and what openssl writes over its dumps say who sent what."""
    assert [(C2S, HELLO), (S2C, ANSWER)] == pasted(text)


def test_text_of_windows():
    """Text in UTF-16, as PowerShell writes what is redirected to a file, is read."""
    (found,) = read_capture(HELLO.hex(" ").encode("utf-16"))
    assert [(C2S, HELLO)] == [(one.direction, one.data) for one in found.chunks]


def test_several_blocks():
    """A dump that begins at offset 0 again, or stands behind other words, is another piece."""
    first, second = HELLO[:40], HELLO[40:]
    text = dump(first, **DUMPS["xxd"]) + dump(second, **DUMPS["xxd"])
    assert [(C2S, first), (C2S, second)] == pasted(text)
    assert [(C2S, first), (C2S, second)] == pasted(f"{first.hex()}\nthen:\n{second.hex()}")


def test_a_pasted_packet():
    """Packets, with or without their Ethernet header, are read as the packets of a capture."""
    for start in (0, 14):
        frames = [frame[start:] for frame in (to_server(1001, HELLO[:30]), to_server(1031, HELLO[30:]))]
        text = "".join(dump(frame, **DUMPS["Wireshark"]) + "\n" for frame in frames)
        (found,) = read_capture(text.encode())
        assert (HELLO, "10.0.0.1:50000") == (b"".join(one.data for one in found.chunks), found.client)


@pytest.mark.parametrize("header", [b"\x02\x00\x00\x00", bytes(14) + b"\x08\x00", bytes(12) + b"\x08\x00"])
def test_pasted_packets_of_both_sides(header):
    """Packets of a connection, dumped one after another, are read as that connection, not as bytes of one side."""
    packets = [*opened(), to_server(1001, HELLO), to_client(5001, ANSWER), to_client(5001 + len(ANSWER), record(b"x"))]
    text = "".join(f"packet {at}\n{dump(header + one[14:], **DUMPS['Wireshark'])}\n" for at, one in enumerate(packets))
    (found,) = read_capture(text.encode())
    assert [(C2S, HELLO), (S2C, ANSWER), (S2C, record(b"x"))] == [(one.direction, one.data) for one in found.chunks]


def test_a_pasted_capture():
    """A whole capture as text is read as the capture."""
    capture = pcap([*opened(), to_server(1001, HELLO)])
    for text in (capture.hex(), base64.b64encode(capture).decode()):
        assert list(read_capture(capture)) == list(read_capture(text.encode()))


def test_a_message_without_a_record():
    """A hello alone is read as if it stood in a record, and that is noted."""
    reading = read_capture(HELLO[5:].hex().encode())
    (found,) = reading
    assert HELLO == found.chunks[0].data
    assert ["a handshake message without a record: a record header was put before it"] == reading.notes


def test_raw_bytes():
    """Bytes of TLS as they are count as one side's, of the side that sends such bytes."""
    assert [(C2S, HELLO)] == [(one.direction, one.data) for one in next(read_capture(HELLO)).chunks]
    assert [(S2C, ANSWER)] == [(one.direction, one.data) for one in next(read_capture(ANSWER)).chunks]
    both = read_sides(HELLO, ANSWER)
    assert [(C2S, HELLO), (S2C, ANSWER)] == [(one.direction, one.data) for one in both.chunks]


def test_raw_datagram():
    """A datagram of DTLS is told from a stream."""
    first = b"\x16\xfe\xfd" + bytes(8) + b"\x00\x10\x02" + bytes(15)
    (found,) = read_capture(first)
    assert (Transport.DATAGRAM, S2C) == (found.transport, found.chunks[0].direction)


@pytest.mark.parametrize(
    "data", [b"hello", b"\x89PNG\r\n\x1a\n" + bytes(50), b"-----BEGIN X-----\n", b"00 11", b"\xff"]
)
def test_neither(data):
    """What is nothing of this is an input error."""
    with pytest.raises(InputError, match="neither a capture nor a transcript"):
        list(read_capture(data))


def test_empty():
    """An empty file is said to be empty."""
    with pytest.raises(InputError, match="it is empty"):
        list(read_capture(b""))


@pytest.mark.parametrize(
    "piece",
    [
        b"/*",
        b"EHLO x\n",
        b"STARTTLS\n",
        b"a STARTTLS\n\n",
        b"-----BEGIN ",
        b"0000 00\n",
        b"> 0",
        b" ",
        b"'",
        b'"\\"',
        b"'\\x16",
        b"A" * 20 + b"\n",
    ],
)
def test_repetition(piece):
    """Text that repeats what some rule looks for is read in time that grows with its length alone."""
    with pytest.raises(InputError):
        list(read_capture(piece * (200_000 // len(piece)) + b"!"))


def test_too_long(monkeypatch):
    """What is no capture is read up to a limit alone."""
    monkeypatch.setattr("tlskit.trace.input.uncaptured.MOST_PASTED", 5000)
    with pytest.raises(InputError, match="too long"):
        list(read_capture(b"x" * 5001))


CHUNKS = st.builds(
    Chunk,
    st.sampled_from(Direction),
    st.binary(max_size=20),
    st.none() | st.integers(-(2**63), 2**70),
    st.integers(0, 2**40),
    st.integers(0, 2**40),
)
TRANSCRIPTS = st.builds(
    Transcript,
    chunks=st.lists(CHUNKS, max_size=5).map(tuple),
    transport=st.sampled_from(Transport),
    client=st.text(max_size=20),
    server=st.text(max_size=20),
    orientation=st.sampled_from(Orientation),
    secrets=st.text(max_size=50),
    ended=st.dictionaries(st.sampled_from(Direction), st.sampled_from(["fin", "reset"])).map(
        lambda one: tuple(one.items())
    ),
    not_kept=st.integers(0, 2**40),
)


@given(st.lists(TRANSCRIPTS, max_size=3))
def test_transcripts_come_back(transcripts):
    """A transcript that is written and read again is the same, and several stand in one file."""
    written = b"".join(write_transcript(one, secrets=True) for one in transcripts)
    assert tuple(transcripts) == read_transcripts(written)


def test_a_transcript_file_is_a_source():
    """A capture's transcripts, written to a file, are read from it as from the capture."""
    capture = pcap([*opened(), to_server(1001, HELLO), to_client(5001, ANSWER, FIN)])
    expected = list(read_capture(capture))
    assert expected == list(read_capture(b"".join(map(write_transcript, expected))))


def test_secrets_are_written_on_request_alone():
    """Without the request no byte of the secrets is written."""
    transcript = Transcript((), secrets="CLIENT_RANDOM MARKER")
    assert b"MARKER" not in write_transcript(transcript)
    assert b"MARKER" in write_transcript(transcript, secrets=True)


GOOD_LINE = json.loads(write_transcript(Transcript((Chunk(C2S, HELLO),))))


@pytest.mark.parametrize(
    "change",
    [
        *({"tlskit_transcript": 2}, {"chunks": 5}, {"chunks": [{"from": "c2s", "bytes": "?"}]}, {"client": 1}),
        *({"transport": "pigeon"}, {"ended": {"up": "fin"}}, {"not_kept": -1}, {"chunks": [{"from": "c2s"}]}),
        {"chunks": [7]},
    ],
)
def test_other_lines(change):
    """A line that is no transcript is an input error that names the line."""
    with pytest.raises(InputError, match="line 1 is no transcript"):
        list(read_capture(json.dumps(GOOD_LINE | change).encode()))


@given(st.data())
@settings(max_examples=200)
def test_no_flipped_byte_raises(draw):
    """No flipped byte and no prefix of text or of a transcript file raises anything but an input error."""
    good = draw.draw(st.sampled_from([write_transcript(Transcript((Chunk(C2S, HELLO),))), HELLO.hex().encode(), HELLO]))
    at = draw.draw(st.integers(0, len(good) - 1))
    for data in (good[:at], good[:at] + bytes([good[at] ^ draw.draw(st.integers(1, 255))]) + good[at + 1 :]):
        with suppress(InputError):
            list(read_capture(data))


def test_a_path_is_a_path_in_whatever_type(tmp_path):
    """A file may be named by a string, and an absent one is said to be absent."""
    path = tmp_path / "hello.bin"
    path.write_bytes(HELLO)
    assert list(read_capture(path)) == list(read_capture(str(path)))
    with pytest.raises(InputError, match="No such file"):
        list(read_capture(str(tmp_path / "absent")))
