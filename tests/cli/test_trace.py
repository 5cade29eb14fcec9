"""``tlskit trace``: what is shown of captures, and that nothing in them gets out of its text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.support import pki
from tests.support.captures import NAMES, TRACES, client_hello, record, streams, transcripts, vector
from tests.support.pki import issue
from tests.support.program import run_program
from tlskit.export.schema import command_schema
from tlskit.finding import visible
from tlskit.trace.chunk import Chunk, Direction
from tlskit.trace.input.source import read_sides
from tlskit.trace.input.transcript_file import write_transcript
from tlskit.trace.transcript import Transcript

VALIDATOR = jsonschema.Draft202012Validator(
    command_schema("trace"), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
SGR = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = "\x1b[2J\u202e\u200b[red]x[/x]\r\n✓ all is well\x9b31m"
VIEWS = ((), ("--fields",), ("--bytes",), ("--bytes", "--certificates", "--full"), ("--list",), ("--message", "0"))


def asked(call, *arguments):
    """Return the results of a run with --json, which the schema has to allow, and its status."""
    ended = call("trace", "--json", *arguments)
    document = json.loads(ended.stdout)
    VALIDATOR.validate(document)
    assert ended.status == document["exit_status"]
    return document["results"], ended.status


def words(text):
    """Return a text without the ends of its lines."""
    return " ".join(text.split())


@pytest.fixture
def saved(tmp_path):
    """Save connections in a transcript file and return its path."""

    def saving(*connections):
        path = tmp_path / "saved.jsonl"
        path.write_bytes(b"".join(write_transcript(item) for item in connections))
        return path

    return saving


# -- what is said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("tls12", "TLS 1.2 with shop.example: handshake complete, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, x25519."),
        ("tls13", "TLS 1.3 with shop.example: handshake complete, TLS_AES_256_GCM_SHA384, X25519MLKEM768."),
        ("unknown-ca", "TLS 1.2 with shop.example: ended by alert 48 unknown_ca from the client."),
    ],
)
def test_the_sentence(call, name, sentence):
    """The first line says who spoke what with whom, and how it ended; the JSON says the same."""
    ended = call("trace", TRACES / f"{name}.pcap")
    assert sentence in words(ended.stdout.partition("\n\n")[0])
    results, status = asked(call, TRACES / f"{name}.pcap")
    assert [sentence] == [item["answer"] for item in results]
    assert ended.status == status


def test_the_flights(call):
    """Each message has its number, size, time and places, what is encrypted is told in runs."""
    shown = call("trace", TRACES / "tls13.pcap").stdout
    lines = [words(line) for line in shown.splitlines()]
    assert "0 client_hello 1,485 B 0.0 ms 0 5" in lines
    assert "shop.example; offers TLS 1.3; ALPN h2, http/1.1" in lines
    assert "encrypted, 5 records 617 B 24.0 ms 3-7 6-7" in lines
    assert lines.index("client ->") < lines.index("server <-")


def test_several_connections(call):
    """Several connections are listed, a line each with its number; --stream shows one, --list the list of one."""
    shown = words(call("trace", TRACES / "three.pcap").stdout)
    assert "3 connections: 2 complete, 1 ended by an alert." in shown
    assert "2 TLS 1.2 with shop.example: ended by alert 48 unknown_ca from the client." in shown
    one = call("trace", TRACES / "three.pcap", "--stream", "2").stdout
    assert "fatal: unknown_ca (48)" in one
    assert "1 connection: 1 complete." in words(call("trace", TRACES / "tls12.pcap", "--list").stdout)


@pytest.mark.parametrize(("name", "mark"), [("three", "✗"), ("tls12", "✓")])
def test_the_list_sounds_as_its_worst_connection(call, saved, name, mark):
    """The sentence over a list has the mark of the connection that went worst."""
    assert words(call("trace", TRACES / f"{name}.pcap", "--list").stdout).startswith(f"{mark} ")
    complete, cut = transcripts("tls12")[0], transcripts("tls13")[0]
    unfinished = Transcript(cut.chunks[:1])
    assert words(call("trace", saved(complete, unfinished)).stdout).startswith("? ")


def test_an_alert_instead_of_an_answer(call, saved):
    """An alert that is all that a side ever sent came during the handshake."""
    alert = record(b"\x02\x28", kind=21)
    chunks = (Chunk(Direction.CLIENT_TO_SERVER, client_hello()), Chunk(Direction.SERVER_TO_CLIENT, alert))
    shown = words(call("trace", saved(Transcript(chunks))).stdout)
    assert "the server sent handshake_failure (40) during the handshake:" in shown


def test_the_talk_before_tls(call, saved):
    """What was said before STARTTLS is shown line by line, and counted where it is long."""
    talk = [Chunk(Direction.SERVER_TO_CLIENT, b"220 mail.example ESMTP\r\n")]
    talk += [Chunk(Direction.CLIENT_TO_SERVER, b"EHLO me\r\n")]
    talk += [Chunk(Direction.SERVER_TO_CLIENT, b"250-A\r\n" * 20 + b"250 STARTTLS\r\n")]
    talk += [Chunk(Direction.CLIENT_TO_SERVER, b"STARTTLS\r\n"), Chunk(Direction.SERVER_TO_CLIENT, b"220 go\r\n")]
    path = saved(Transcript((*talk, Chunk(Direction.CLIENT_TO_SERVER, client_hello(server_name=b"mail.example")))))
    shown = words(call("trace", path).stdout)
    assert "Before TLS server <- 220 mail.example ESMTP client -> EHLO me" in shown
    assert "more lines (--full shows all)" in shown
    assert "no answer to the client's offer of TLS 1.2" in shown
    assert "more lines" not in call("trace", path, "--full").stdout


def test_many_records_are_bounded(call, saved):
    """Of a very long conversation the first lines are shown and the others counted; --full shows all."""
    report = transcripts("tls12")[0]
    sealed = record(bytes(40), 23)
    ends = (Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT)
    path = saved(Transcript((*report.chunks, *(Chunk(ends[number % 2], sealed) for number in range(3000)))))
    shown = call("trace", path).stdout
    assert shown.count("\n") < 200
    assert "more lines --full shows all" in words(shown)
    assert call("trace", path, "--full").stdout.count("application data, encrypted") > 3000


def test_certificates_are_listed(call):
    """Certificates in clear are listed with subject, issuer and validity; in TLS 1.3 there are none to be seen."""
    shown = words(call("trace", TRACES / "tls12.pcap").stdout)
    assert "server 0 shop.example issued by Acme Issuing CA, valid 2026-01-01 to 2036-01-01" in shown
    assert "Certificates" not in call("trace", TRACES / "tls13.pcap").stdout


# -- fields and bytes ------------------------------------------------------------------------------------------------


def test_fields(call):
    """--fields shows offset, size, name and value of every field."""
    lines = [words(line) for line in call("trace", TRACES / "tls12.pcap", "--fields").stdout.splitlines()]
    for line in (
        "0 1 type: handshake (0x16)",
        "3 2 length: 227 bytes",
        "9 223 ClientHello",
        "5 1 msg_type: client_hello (0x01)",
    ):
        assert line in lines
    assert any(line.endswith('data: "shop.example"') for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_all_bytes_are_shown(call, name):
    """--bytes --full shows every byte of every record, in the order of each direction."""
    (transcript,) = transcripts(name)
    shown = call("trace", TRACES / f"{name}.pcap", "--bytes", "--full").stdout
    hexadecimal = re.compile(r"^ *[\d,]+ ((?:[0-9a-f]{2} ?){1,8})(?: |$)")
    found = {"client": b"", "server": b""}
    for section in re.split(r"^Record \d+ from the ", shown.partition("\nAgreed\n")[0], flags=re.MULTILINE)[1:]:
        pieces = (hexadecimal.match(line) for line in section.splitlines())
        found[section[:6]] += b"".join(bytes.fromhex(piece[1]) for piece in pieces if piece)
    sent = streams(transcript)
    assert sent == {Direction.CLIENT_TO_SERVER: found["client"], Direction.SERVER_TO_CLIENT: found["server"]}


def test_colour_only_where_there_is_colour(call, monkeypatch):
    """NO_COLOR leaves no escape; with colour the text is the same but for the colours."""
    plain = call("trace", TRACES / "tls12.pcap", "--bytes").stdout
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = call("trace", TRACES / "tls12.pcap", "--bytes").stdout
    assert "\x1b[36m16" in coloured
    assert plain == SGR.sub("", coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[(?:\d+;)*3\d", call("trace", TRACES / "tls12.pcap", "--bytes").stdout)


def test_a_message_and_its_bytes(call, tmp_path):
    """--message shows one message; --extract writes its bytes, which can be read again."""
    path = tmp_path / "hello.bin"
    ended = call("trace", TRACES / "tls12.pcap", "--message", "0", "--extract", path)
    assert (0, True) == (ended.status, "wrote the 227 bytes of client_hello" in ended.stderr)
    assert streams(transcripts("tls12")[0])[Direction.CLIENT_TO_SERVER][5:232] == path.read_bytes()
    assert "shop.example" in call("trace", path).stdout


def test_certificates_are_taken_apart_when_asked_for(call):
    """The DER of certificates is one run of bytes, and its fields with --certificates."""
    plain = words(call("trace", TRACES / "tls12.pcap", "--message", "2").stdout)
    shown = words(call("trace", TRACES / "tls12.pcap", "--message", "2", "--certificates").stdout)
    assert "tbsCertificate" not in plain
    for text in ("tbsCertificate SEQUENCE", "serialNumber INTEGER: 0x1234", "notAfter UTCTime: 2036-01-01T00:00:00Z"):
        assert text in shown
    assert "2.5.29.17 subjectAltName" in shown


# -- JSON ------------------------------------------------------------------------------------------------------------


def test_json(call):
    """The JSON has records, messages with their fields and places, what was agreed, fingerprints, certificates."""
    results, _ = asked(call, TRACES / "three.pcap")
    assert [0, 1, 2] == [item["source"]["number"] for item in results]
    report = results[0]["report"]
    hello = report["messages"][0]
    assert ("client_hello", [{"start": 0, "end": 227, "at": 5}]) == (hello["type"]["name"], hello["pieces"])
    assert ["msg_type", "length", "ClientHello"] == [field["name"] for field in hello["fields"]["fields"]]
    assert "TLS 1.2" == report["negotiated"]["version"]["name"]
    assert "complete" == report["outcome"]
    assert ["shop.example"] == [item["label"] for item in report["certificates"]["s2c"]]
    assert report["fingerprints"]["ja4"].startswith("t12d")
    assert "2026-06-01T12:00:00.036000000Z" == report["records"][0]["at"]
    assert {"level", "description"} == results[2]["report"]["records"][-1]["alert"].keys()
    checks = [(item["outcome"], report["messages"][item["message"]]["type"]["name"]) for item in report["checks"]]
    assert [("passed", "server_key_exchange"), ("passed", "certificate_verify")] == checks


def test_the_schema_is_printed(call):
    """``tlskit schema trace`` prints the schema that these tests use."""
    assert command_schema("trace") == json.loads(call("schema", "trace").stdout)
    jsonschema.Draft202012Validator.check_schema(command_schema("trace"))


# -- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"nothing of the kind", bytes(3000), b"\xd4\xc3\xb2\xa1", b"\x1f\x8b\x08"])
def test_no_tls(call, tmp_path, data):
    """A source without TLS is not checked, said in a sentence, also as JSON."""
    path = tmp_path / "source"
    path.write_bytes(data)
    ended = call("trace", path)
    assert (3, "", 1) == (ended.status, ended.stdout, ended.stderr.count("\n"))
    assert str(path) in ended.stderr
    assert ([], 3) == asked(call, path)


def test_no_such_file(call, tmp_path):
    """A file that is not there, and one that is a directory, are said to be so."""
    for path, reason in ((tmp_path / "absent", "No such file"), (tmp_path, "Is a directory")):
        ended = call("trace", path)
        assert (3, True) == (ended.status, reason in ended.stderr)
    assert "tlskit: ./absent: No such file or directory\n" == call("trace", "./absent").stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--stream", "9"),
        ("--message", "99", "--stream", "0"),
        ("--message", "0"),
        ("--extract", "x"),
        ("--fail-on", "nope"),
        ("--stream", "-1"),
    ],
)
def test_wrong_usage(call, options):
    """A connection or a message that is not there, or not told which, is wrong usage."""
    assert 2 == call("trace", TRACES / "three.pcap", *options).status


def test_standard_input():
    """A hyphen is standard input, read as what it is: a capture, or a hello in hexadecimal."""
    capture = run_program("trace", "-", stdin=(TRACES / "tls12.pcap").read_bytes())
    assert (0, "") == (capture.status, capture.stderr)
    pasted = run_program("trace", "-", stdin=client_hello(server_name=b"pasted.example").hex(" ").encode())
    assert "TLS with pasted.example: handshake not finished" in pasted.stdout


def test_a_hello_of_which_the_second_packet_is_missing(call, tmp_path):
    """What came of a ClientHello is told like a whole one, with the name it asks for, and what became of the rest."""
    hello = client_hello(server_name=b"lost.example", protocols=(b"long" * 50,) * 7)
    path = tmp_path / "first-packet.bin"
    path.write_bytes(hello[:1388])
    told = call("trace", path)
    came = f"{1388 - 9:,} of {len(hello) - 9:,} bytes"
    text = " ".join(told.stdout.split())
    assert 3 == told.status
    assert f"TLS with lost.example: the client's client_hello is cut short after {came}." in " ".join(
        told.stdout.split()
    )
    assert f"its end is missing: {came} came" in text
    assert "trace.incomplete.message" in text
    assert "look for what swallows large packets" in text
    assert "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (0xC02F)" in call("trace", path, "--message", "0", "--fields").stdout
    assert "Client random" in call("trace", path, "--story").stdout
    (result,) = json.loads(call("trace", path, "--json").stdout)["results"]
    (message,) = result["report"]["messages"]
    assert (False, 1388 - 5) == (message["complete"], message["length"])


@pytest.mark.parametrize("view", VIEWS)
def test_damaged(call, tmp_path, view):
    """A capture cut off anywhere and one with flipped bytes are shown as far as they go."""
    data = (TRACES / "tls12.pcap").read_bytes()
    path = tmp_path / "damaged.pcap"
    for end in range(500, len(data), 997):
        path.write_bytes(data[: end - 1] + bytes([data[end - 1] ^ 0xFF]) + data[end : end + 400])
        ended = call("trace", path, *view)
        assert ended.status in {0, 1, 3}
        assert all(visible(line) == line for line in ended.stdout.split("\n"))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", "keys: holds no secrets"),
        ("# nobody wrote to it\n", "keys: holds no secrets"),
        ("hello\nCLIENT_RANDOM zz 00\n", "keys: line 1 was not read, and 1 more: a line has three fields"),
        (f"CLIENT_RANDOM {'00' * 32} {'00' * 48}\n", "keys: holds secrets of other connections only"),
    ],
)
def test_a_key_log_that_opens_nothing(call, tmp_path, monkeypatch, text, note):
    """A key log that is empty, no key log, or another connection's does not stop the report, which says so."""
    monkeypatch.chdir(tmp_path)
    Path("keys").write_text(text, encoding="ascii")
    for view in ((), ("--json",), ("--story",)):
        ended = call("trace", TRACES / "tls12.pcap", "--keylog", "keys", *view)
        assert 0 == ended.status
        assert note in " ".join(ended.stdout.split())


# -- what a peer says stays in its text ------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [*VIEWS, ("--json",)])
def test_hostile_names(call, saved, monkeypatch, view):
    """Names, protocols and talk that would command a terminal are shown as escapes, in every view and encoding."""
    raw = HOSTILE.encode()
    talk = [
        Chunk(Direction.SERVER_TO_CLIENT, b"220 " + raw + b"\r\n"),
        Chunk(Direction.CLIENT_TO_SERVER, b"STARTTLS\r\n"),
    ]
    talk += [Chunk(Direction.SERVER_TO_CLIENT, b"220 " + raw + b"\r\n")]
    hello = client_hello(server_name=raw, protocols=(raw, b"h2"))
    path = saved(Transcript((*talk, Chunk(Direction.CLIENT_TO_SERVER, hello)), client=HOSTILE, server=HOSTILE))
    for colour in (False, True):
        if colour:
            monkeypatch.setenv("FORCE_COLOR", "1")
        ended = call("trace", path, *view)
        shown = SGR.sub("", ended.stdout)
        assert ended.status in {0, 1}
        assert all(visible(line) == line for line in shown.split("\n"))
        assert not any(line.startswith("✓") for line in shown.split("\n"))
    if view == ():
        assert "\\x1b[2J" in shown
        assert "[red]x[/x]" in shown


@pytest.mark.parametrize("view", [*VIEWS, ("--fields", "--certificates"), ("--json",)])
def test_hostile_certificates(call, saved, view):
    """Names in certificates that would command a terminal are shown as escapes, in fields too."""
    encoded = issue(HOSTILE, ca=True, names=[pki.dns(HOSTILE)]).certificate
    message = b"\x0b" + vector(vector(vector(encoded, 3), 3), 3)
    chunks = (Chunk(Direction.CLIENT_TO_SERVER, client_hello()), Chunk(Direction.SERVER_TO_CLIENT, record(message)))
    shown = call("trace", saved(Transcript(chunks)), *view).stdout
    assert all(visible(line) == line for line in shown.split("\n"))
    assert "\\x1b[2J" in shown or view in {("--json",), ("--list",), ("--message", "0"), ("--fields",), ("--bytes",)}


def test_narrow_and_wide(call, monkeypatch):
    """No line is wider than the terminal at 80 columns and at 200."""
    for width in (80, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        for view in VIEWS:
            lines = call("trace", TRACES / "tls12.pcap", *view).stdout.splitlines()
            assert max(map(len, lines)) <= width


def test_large_numbers_stay_within_the_terminal(call, saved, monkeypatch):
    """Sizes, times and numbers that need more room take it from the names beside them."""
    message = b"\x0b" + vector(vector(vector(bytes(200_000), 3), 3), 3)
    pieces = b"".join(record(message[at : at + 16384]) for at in range(0, len(message), 16384))
    far = 4 * 10**18
    chunks = Chunk(Direction.CLIENT_TO_SERVER, client_hello(), 0), Chunk(Direction.SERVER_TO_CLIENT, pieces, far)
    monkeypatch.setenv("COLUMNS", "80")
    for view, large in (((), "4,000,000,000.00 s"), (("--message", "1", "--fields"), "200,006  ")):
        shown = call("trace", saved(Transcript(chunks)), *view).stdout
        assert large in shown
        assert 80 >= max(map(len, shown.splitlines()))


def test_both_sides_of_raw_bytes(call, saved):
    """What has neither times nor packets is shown without them."""
    sides = streams(transcripts("tls12")[0])
    shown = call("trace", saved(read_sides(*sides.values()))).stdout
    assert "handshake complete" in shown
    assert " ms" not in shown
