"""The contract of the command line: exit statuses, streams, JSON, environment, real servers."""

from __future__ import annotations

import base64
import importlib
import json
import re
import signal
import subprocess
import time
from itertools import chain as flattened
from itertools import combinations_with_replacement
from pathlib import Path

import jsonschema
import pytest

from tests.support.cases import CASES, ROOT, load
from tests.support.program import AT, PROGRAM, ask, environment, question
from tests.support.servers import free_port, make_credentials, openssl_server, tcp_server, write_pem
from tlskit.cli.exit_status import ExitStatus, worst
from tlskit.explain.kinds import KINDS
from tlskit.export.schema import command_schema

GOOD, MISSING = load("good/two"), load("demo/missing")
TWO_MISSING = load("issuer/missing-two-pooled")
WARNED, NOTICED, CLEAN = load("served/wrong-order"), load("served/gen-y-older-cross"), load("good/two")
SAMPLE = tuple(
    map(load, ("good/two", "demo/missing", "demo/expired-and-host", "served/decoys", "served/gen-y-cross-then-twin"))
)
KEY = b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAA\n-----END PRIVATE KEY-----\n"
SCHEMA = command_schema("chain")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
ENVELOPE = jsonschema.Draft202012Validator(
    {**SCHEMA, "properties": {**SCHEMA["properties"], "schema": {"pattern": "^tlskit\\.[a-z]+$"}}}
)
chain_command = importlib.import_module("tlskit.cli.chain")


def pem(der):
    """Return a certificate as PEM."""
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"


def valid(ended):
    """Return the JSON document on stdout, which the schema has to allow."""
    document = json.loads(ended.stdout)
    VALIDATOR.validate(document)
    assert ended.status == document["exit_status"]
    return document


def strings(value, key=""):
    """Yield every text in a JSON document with the key that it stands under."""
    match value:
        case dict():
            for name, item in value.items():
                yield from strings(item, name)
        case list():
            for item in value:
                yield from strings(item, key)
        case str():
            yield key, value


# -- exit statuses ---------------------------------------------------------------------------------------------------


def test_clean(run):
    """A good chain leaves with 0 and says nothing on stderr."""
    ended = run(*ask(GOOD))
    assert (0, "") == (ended.status, ended.stderr)
    assert ended.stdout.startswith("✓ shop.example: trusted until ")


@pytest.mark.parametrize(
    ("case", "option", "expected"),
    [
        (CLEAN, "info", 0),
        (NOTICED, "notice", 1),
        (NOTICED, "warning", 0),
        (WARNED, "notice", 1),
        (WARNED, "warning", 1),
        (WARNED, "error", 0),
        (WARNED, "", 0),
        (MISSING, "error", 1),
        (MISSING, "", 1),
        (load("served/root"), "info", 1),
        (load("served/root"), "notice", 0),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_fail_on(call, case, option, expected):
    """A finding at or above --fail-on leaves with 1, one below it with 0; without the option errors alone count."""
    assert expected == call(*ask(case), *(("--fail-on", option) if option else ())).status


WRONG_USAGE = {
    "unknown option": ("chain", "x.pem", "--nope"),
    "option without value": ("chain", "x.pem", "--at"),
    "unknown command": ("nope",),
    "no target": ("chain",),
    "empty target": ("chain", ""),
    "bad target": ("chain", "no host at all"),
    "port": ("chain", "localhost:99999"),
    "password": ("chain", "https://me:secret@host.test/"),
    "plain HTTP": ("chain", "http://host.test/"),
    "--at word": ("chain", "x.pem", "--at", "yesterday"),
    "--at 30 February": ("chain", "x.pem", "--at", "2026-02-30"),
    "--at before all time": ("chain", "x.pem", "--at", "0001-01-01T00:00:00+14:00"),
    "--at after all time": ("chain", "x.pem", "--at", "9999-12-31T23:59:59-14:00"),
    "--purpose": ("chain", "x.pem", "--purpose", "cooking"),
    "--profile": ("chain", "x.pem", "--profile", "none"),
    "--fail-on": ("chain", "x.pem", "--fail-on", "everything"),
    "--host": ("chain", str(GOOD.directory / "chain.pem"), "--host", "a..b"),
    "--timeout word": ("chain", "localhost", "--timeout", "soon"),
    "--timeout negative": ("chain", "127.0.0.1:1", "--timeout", "-1"),
    "--connect-to": ("chain", "localhost", "--connect-to", "other.test"),
    "--write-bundle twice": ("chain", "x.pem", "y.pem", "--write-bundle", "z.pem"),
    "explain": ("explain", "chain.nope"),
    "schema": ("schema", "nope"),
}


@pytest.mark.parametrize("name", WRONG_USAGE)
def test_wrong_usage(call, name):
    """Wrong usage leaves with 2, a message on stderr in one line and a hint, and nothing on stdout."""
    ended = call(*WRONG_USAGE[name])
    assert (2, "") == (ended.status, ended.stdout)
    assert re.fullmatch(r"tlskit: [^\n]+\ntlskit --help [^\n]+\n", ended.stderr)


def test_no_command(call):
    """Without a command the help is shown as it is meant to be read, and the status is 2."""
    ended = call()
    assert 2 == ended.status
    assert "\nCommands:\n" in ended.stdout + ended.stderr


def test_a_refused_password_is_not_repeated(call):
    """A password in a target does not reach the terminal."""
    assert "secret" not in call(*WRONG_USAGE["password"]).stderr


@pytest.fixture
def unreadable(tmp_path):
    """Return targets that cannot be checked, by name."""
    contents = {"empty": b"", "white space": b" \n\n", "private key": KEY, "text": b"hello\n", "zeros": bytes(100)}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    targets = {name: str(tmp_path / name) for name in contents}
    return targets | {"missing": str(tmp_path / "none.pem"), "directory": f"{tmp_path}/", "refused": "127.0.0.1:1"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing", "none.pem: No such file or directory"),
        ("empty", "empty: empty"),
        ("white space", "white space: empty"),
        ("private key", "private key: no certificate here; it holds 1 x PRIVATE KEY"),
        ("text", "text: no certificate here: neither PEM nor DER"),
        ("zeros", "zeros: no certificate here: neither PEM nor DER"),
        ("directory", ": Is a directory"),
        ("refused", "127.0.0.1:1: connection refused"),
    ],
)
def test_not_checked(call, unreadable, name, said):
    """What cannot be read or reached leaves with 3, the reason on stderr and nothing on stdout; so it does as JSON."""
    ended = call("chain", unreadable[name], *AT)
    assert (3, "") == (ended.status, ended.stdout)
    assert ended.stderr.startswith("tlskit: ")
    # Long paths are wrapped.
    assert said.replace(" ", "") in re.sub(r"\s", "", ended.stderr)
    as_json = call("chain", unreadable[name], *AT, "--json")
    (result,) = valid(as_json)["results"]
    assert (3, 3, None) == (as_json.status, result["exit_status"], result["report"])
    assert result["error"]["kind"] == ("connect.connect" if name == "refused" else "input")
    assert said in result["error"]["message"]


@pytest.mark.parametrize("option", ["--ca-file", "--pool"])
def test_unreadable_option_files(call, unreadable, option):
    """A file of roots or of further certificates that cannot be read leaves with 3 and is named."""
    for name in ("missing", "empty", "private key"):
        ended = call("chain", GOOD.directory / "chain.pem", *AT, option, unreadable[name])
        assert (3, "") == (ended.status, ended.stdout)
        assert name.replace("missing", "none.pem").replace(" ", "") in re.sub(r"\s", "", ended.stderr)


def test_several_targets(call, unreadable):
    """Each target is answered in its order, and the worst status wins."""
    good, bad = GOOD.directory / "chain.pem", MISSING.directory / "chain.pem"
    options = question(GOOD)
    assert 0 == call("chain", good, good, *options).status
    assert 3 == call("chain", good, unreadable["missing"], *options).status
    ended = call("chain", good, unreadable["missing"], bad, "--json", *options)
    document = valid(ended)
    assert 1 == ended.status
    assert [0, 3, 1] == [result["exit_status"] for result in document["results"]]
    assert [str(good), unreadable["missing"], str(bad)] == [result["target"] for result in document["results"]]
    assert 2 == call("chain", good, bad, "no host", *options).status


def test_worst_of_all():
    """Of any statuses the worst wins in the order 4, 2, 1, 3, 0, however often and wherever it stands."""
    order = [ExitStatus(number) for number in (4, 2, 1, 3, 0)]
    for count in range(1, 6):
        for statuses in combinations_with_replacement(order, count):
            assert statuses[0] is worst(statuses) is worst(reversed(statuses))
    assert ExitStatus.CLEAN is worst(())


def failing(error):
    """Return a stand-in that raises."""

    def fail(*arguments, **options):
        raise error

    return fail


@pytest.mark.parametrize("error", [RuntimeError("boom"), AssertionError(), RecursionError("deep"), MemoryError()])
def test_bug(call, monkeypatch, error):
    """An error of our own leaves with 4 and asks for a report in one line, without a traceback; with --json too."""
    monkeypatch.setattr(chain_command, "inspect_chain", failing(error))
    for options in ((), ("--json",)):
        ended = call(*ask(GOOD), *options)
        assert 4 == ended.status
        assert ended.stderr.startswith("tlskit: this is a bug in tlskit ")
        assert "Please report it" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert 1 == ended.stderr.count("\n")
    assert "bug in tlskit" in valid(ended)["error"]


def test_interrupted(call, monkeypatch):
    """An interrupt leaves with 130 and no traceback."""
    monkeypatch.setattr(chain_command, "inspect_chain", failing(KeyboardInterrupt()))
    ended = call(*ask(GOOD))
    assert (130, "") == (ended.status, ended.stdout)
    assert "Traceback" not in ended.stderr


def test_interrupted_with_json(call, monkeypatch):
    """With --json an interrupt, too, leaves a document."""
    monkeypatch.setattr(chain_command, "inspect_chain", failing(KeyboardInterrupt()))
    assert 130 == valid(call(*ask(GOOD), "--json"))["exit_status"]


def test_interrupted_while_waiting():
    """Ctrl-C while a silent server is waited for ends the program at once with 130."""
    interrupted = []

    def be_silent(connection):
        interrupted.append(connection.recv(65536) != b"")
        program.send_signal(signal.SIGINT)
        while connection.recv(65536):
            pass

    with tcp_server(be_silent) as port:
        command = [*PROGRAM, "chain", f"127.0.0.1:{port}", "--timeout", "60"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
        ) as program:
            stdout, stderr = program.communicate(timeout=30)
    assert [True] == interrupted
    assert (130, "") == (program.returncode, stdout)
    assert "Traceback" not in stderr


# -- what is read ----------------------------------------------------------------------------------------------------


def test_standard_input(run):
    """A dash reads standard input, as PEM and as DER."""
    data = GOOD.read("chain.pem")
    for given in (data, b"junk\n" + data.replace(b"-----END", b"\n-----END") + b"more junk"):
        ended = run("chain", "-", *question(GOOD), stdin=given)
        assert (0, "") == (ended.status, ended.stderr)
        assert "standard input" in ended.stdout
    ended = run("chain", "-", *AT)
    assert (3, "", "tlskit: standard input: empty\n") == ended


def test_junk_between(call, tmp_path):
    """Text, keys, other objects and CRLF between PEM blocks change nothing."""
    blocks = GOOD.read("chain.pem").split(b"-----BEGIN")
    junk = b"Bag Attributes\r\n  friendlyName: \xfc\xff\r\n" + KEY
    path = tmp_path / "odd name.txt"
    path.write_bytes(junk + (junk + b"-----BEGIN").join(blocks).replace(b"\n", b"\r\n") + junk)
    plain = valid(call("chain", GOOD.directory / "chain.pem", *question(GOOD), "--json"))["results"][0]["report"]
    assert plain == valid(call("chain", path, *question(GOOD), "--json"))["results"][0]["report"]


def test_der(call, tmp_path):
    """A DER file is told by its content, whatever it is called; its certificate is the one that is judged."""
    report = GOOD.inspect()
    path = tmp_path / "certificate.pem"
    path.write_bytes(report.served[0].der)
    ended = call("chain", path, *question(GOOD), "--json")
    (result,) = valid(ended)["results"]
    assert [report.served[0].sha256] == [item["sha256"] for item in result["report"]["served"]]
    assert "chain.issuer.missing" == result["report"]["decisive"]


# -- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: case.name)
def test_order_of_the_page(run, case):
    """The first line is the answer's sentence, then comes the remedy, then the evidence; stderr stays empty."""
    wide = run(*ask(case), env={"COLUMNS": "1000"})
    (result,) = valid(run(*ask(case), "--json"))["results"]
    first, empty, *rest = wide.stdout.splitlines()
    assert ("", "", result["answer"]) == (wide.stderr, empty, first[2:])
    assert ("✗" if result["exit_status"] else "✓") == first[0]
    titles = [line for line in ["", *rest] if line in ("Findings", "Path", "Asked")]
    assert [title for title in ("Findings", "Path", "Asked") if title in titles] == titles
    assert result["report"]["repair"]["needed"] == rest[0].startswith("  Mend  ")


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("case", [*SAMPLE, load("form/hostile-names"), load("good/six")], ids=lambda case: case.name)
def test_columns(call, monkeypatch, case, columns):
    """No line is longer than COLUMNS, none ends in a blank, and the answer's sentence comes first."""
    answer = valid(call(*ask(case), "--json"))["results"][0]["answer"]
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = call(*ask(case), "--paths").stdout.splitlines()
    assert [] == [line for line in lines if len(line) > columns]
    assert [] == [line for line in lines if line != line.rstrip()]
    first = "".join(lines[: lines.index("")])
    assert re.sub(r"\s", "", answer) == re.sub(r"\s", "", first)[1:]


def test_without_columns(run):
    """Written to a file, the page is 80 columns wide."""
    lines = run(*ask(MISSING)).stdout.splitlines()
    assert 60 < max(map(len, lines)) <= 80


@pytest.mark.parametrize("columns", ["0", "", "wide", "-5", "99999999999999999999", "²"])
def test_columns_that_are_none(run, columns):
    """A COLUMNS that is no sensible number harms nothing."""
    ended = run(*ask(MISSING), env={"COLUMNS": columns})
    assert (1, "") == (ended.status, ended.stderr)
    assert ended.stdout.startswith("✗ shop.example: incomplete chain")


def test_colour(run):
    """There is no colour off a terminal, FORCE_COLOR brings it, and NO_COLOR takes the colours away."""
    plain = run(*ask(MISSING))
    forced = run(*ask(MISSING), env={"FORCE_COLOR": "1"})
    refused = run(*ask(MISSING), env={"NO_COLOR": "1"})
    both = run(*ask(MISSING), env={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert "\x1b" not in plain.stdout + refused.stdout
    assert "\x1b[1;31m" in forced.stdout
    assert plain.stdout == re.sub(r"\x1b\[[0-9;]*m", "", forced.stdout)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", both.stdout)


def test_ascii(run):
    """On a stream for ASCII the page is ASCII, and the answer stays the same."""
    for case in (GOOD, MISSING, load("good/idn"), load("form/hostile-names")):
        ended = run(*ask(case), "--paths", env={"PYTHONIOENCODING": "ascii"})
        assert (int(case.verdict != "TRUSTED"), "") == (ended.status, ended.stderr)
        assert ended.stdout.isascii()
        assert ended.stdout.startswith("FAIL " if ended.status else "OK ")


@pytest.mark.parametrize("options", [(), ("--paths",), ("--json",)])
def test_closed_pipe(options):
    """A reader that leaves after the first line, or before it, causes no traceback and no message."""
    for lines in (1, 0):
        command = [*PROGRAM, *ask(load("served/decoys")), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as program:
            for _ in range(lines):
                assert program.stdout.readline()
            program.stdout.close()
            stderr = program.stderr.read()
        assert b"" == stderr


def test_closed_pipe_is_no_verdict():
    """Where nobody could read the answer the status is neither that of a bug nor that of a finding."""
    with subprocess.Popen(
        [*PROGRAM, *ask(GOOD)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as program:
        program.stdout.close()
    assert program.returncode in (0, 3)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_full_disk():
    """A stream that takes no more is reported as not checked, without a traceback."""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*PROGRAM, *ask(GOOD)], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert b"Traceback" not in ended.stderr
    assert b"Exception ignored" not in ended.stderr
    assert 3 == ended.returncode


# -- the bundle ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [MISSING, TWO_MISSING], ids=lambda case: case.name)
def test_written_bundle_verifies(run, tmp_path, case):
    """--write-bundle writes a bundle that is then trusted without the pool, and says so on stderr."""
    path = tmp_path / "fullchain.pem"
    ended = run(*ask(case), "--write-bundle", path)
    assert (1, 1) == (ended.status, ended.stderr.count("\n"))
    assert re.fullmatch(rf"tlskit: wrote [23] certificates to {path}\n", ended.stderr)
    alone = ("--no-default-trust", "--ca-file", case.directory / "roots.pem", *AT, "--host", "shop.example")
    again = run("chain", path, *alone, "--fail-on", "notice")
    assert (0, "") == (again.status, again.stderr)
    assert "needed" not in again.stdout


def test_bundle_with_json(run, tmp_path):
    """With --json the bundle is written as well, and it is the one in the JSON."""
    path = tmp_path / "fullchain.pem"
    ended = run(*ask(MISSING), "--json", "--write-bundle", path)
    assert path.read_text() == valid(ended)["results"][0]["report"]["repair"]["pem"]


def test_no_bundle(run, tmp_path):
    """Where no bundle can be made none is written, and stderr says so."""
    path = tmp_path / "fullchain.pem"
    ended = run(*ask(load("issuer/untrusted-root")), "--write-bundle", path)
    assert (1, False) == (ended.status, path.exists())
    assert "no bundle written" in ended.stderr


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_bundle_that_cannot_be_written(call, tmp_path, options):
    """A bundle that cannot be written leaves with 3 and the reason; JSON stays one valid document."""
    path = tmp_path / "none" / "fullchain.pem"
    ended = call(*ask(MISSING), *options, "--write-bundle", path)
    assert 3 == ended.status
    assert f"{path}: No such file or directory" in ended.stderr
    if options:
        valid(ended)


# -- JSON ------------------------------------------------------------------------------------------------------------


def test_the_schema_is_one(run):
    """What ``tlskit schema chain`` prints is a sound JSON Schema, and the one that these tests use."""
    ended = run("schema", "chain")
    assert (0, "") == (ended.status, ended.stderr)
    schema = json.loads(ended.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert command_schema("chain") == schema


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_json_of_every_case(call, case):
    """Every case gives JSON of the schema, times in UTC and serial numbers as hex, and the status of its verdict."""
    ended = call(*ask(case), "--json")
    assert ended.stdout.isascii()
    worst_found = case.inspect().worst()
    found = case.verdict != "TRUSTED" or (worst_found is not None and worst_found.label == "error")
    assert (int(found), "") == (ended.status, ended.stderr)
    document = valid(ended)
    (result,) = document["results"]
    report = result["report"]
    assert sorted(case.findings) == sorted({finding["id"] for finding in report["findings"]})
    assert case.verdict.lower() == report["verdict"]
    assert {finding["id"] for finding in report["findings"]} <= {kind.id for kind in KINDS}
    assert "2026-06-01T00:00:00Z" == document["at"] or case.at.isoformat().replace("+00:00", "Z") == document["at"]
    for key, text in strings(document):
        if key in ("at", "not_before", "not_after") and re.match(r"\d{4}-", text):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", text), (key, text)
        if key == "serial_number":
            assert re.fullmatch(r"-?[0-9a-f]*", text), text


def test_json_in_a_process(run):
    """As a program, too, --json writes one document to stdout and nothing to stderr."""
    ended = run(*ask(MISSING), "--json", env={"PYTHONIOENCODING": "ascii", "FORCE_COLOR": "1"})
    valid(ended)
    assert (1, "") == (ended.status, ended.stderr)


@pytest.mark.parametrize("name", WRONG_USAGE)
def test_json_of_wrong_usage(call, name):
    """Wrong usage with --json is one JSON document with the error, and status 2."""
    ended = call(*WRONG_USAGE[name], "--json")
    assert 2 == ended.status
    document = json.loads(ended.stdout)
    ENVELOPE.validate(document)
    assert (2, []) == (document["exit_status"], document["results"])
    assert document["error"]


def test_json_before_the_target(call):
    """--json is heard wherever it stands."""
    assert 3 == valid(call("chain", "--json", "none/x.pem"))["exit_status"]


# -- explain and help ------------------------------------------------------------------------------------------------


def test_explain_lists(run):
    """Without an id every id is listed with its severity, one a line."""
    ended = run("explain")
    assert (0, "") == (ended.status, ended.stderr)
    assert [[kind.default_severity.label, kind.id] for kind in KINDS] == [
        line.split() for line in ended.stdout.splitlines()
    ]


def test_explain_one(run):
    """An id is explained: what it is, what to do, why, and where that stands."""
    ended = run("explain", "chain.validity.expired", env={"COLUMNS": "300"})
    assert (0, "") == (ended.status, ended.stderr)
    assert "chain.validity.expired: The certificate's validity period ended" in ended.stdout.splitlines()[0]
    for expected in (
        "Remedy      Renew",
        "Why         Relying parties",
        "RFC 5280 section 4.1.2.5",
        "certificate_expired",
    ):
        assert expected in ended.stdout


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_explain_every_id(call, kind):
    """Every id is explained, on the page and as JSON."""
    ended = call("explain", kind.id)
    assert (0, "") == (ended.status, ended.stderr)
    assert kind.id in ended.stdout.splitlines()[0]
    ids = [entry["id"] for entry in json.loads(call("explain", kind.id, "--json").stdout)["results"]]
    assert kind.id in ids


def test_explain_refuses_the_unknown(call):
    """An id that is not there is wrong usage, also beside one that is."""
    assert 2 == call("explain", "chain.nope").status
    assert 2 == call("explain", "chain.validity.expired", "chain.nope").status


def test_help(run):
    """The help of every command is on stdout with status 0, and that of chain names the exit statuses."""
    for command in ("chain", "explain", "schema"):
        assert 0 == run(command, "--help").status
        assert command in run("--help").stdout
    words = " ".join(run("chain", "--help").stdout.split())
    assert "Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not check; 4 a bug" in words


def test_version(run):
    """--version prints the name and the version."""
    ended = run("--version")
    assert (0, "") == (ended.status, ended.stderr)
    assert re.fullmatch(r"tlskit \d+\.\d+\.\d+\S*\n", ended.stdout)


# -- real servers ----------------------------------------------------------------------------------------------------


@pytest.fixture
def credentials(tmp_path):
    """Make a server's certificates and key, and a file with the root alone."""
    made = make_credentials(tmp_path / "server")
    write_pem(tmp_path / "root.pem", made.ders[-1:])
    return made


@pytest.fixture
def trusting(tmp_path):
    """Return the options that trust the server's root alone."""
    return ("--no-default-trust", "--ca-file", tmp_path / "root.pem", *AT)


@pytest.mark.server
def test_good_server(run, credentials, trusting):
    """A server that serves its whole chain is trusted for the name given by --host."""
    with openssl_server(credentials.reordered(1, 2)) as port:
        ended = run("chain", f"127.0.0.1:{port}", *trusting, "--host", "server.test")
        wrong = run("chain", f"127.0.0.1:{port}", *trusting)
    assert (0, "") == (ended.status, ended.stderr)
    assert ended.stdout.startswith("✓ server.test: trusted until 2045-01-01")
    assert f"127.0.0.1:{port}, TLS 1.3, no SNI" in ended.stdout
    assert (1, "") == (wrong.status, wrong.stderr)
    assert 'not for "127.0.0.1"' in wrong.stdout


@pytest.mark.server
def test_server_without_its_intermediate(run, credentials, trusting, tmp_path):
    """A server that leaves an intermediate out is told so, and the pool mends it."""
    write_pem(tmp_path / "pool.pem", credentials.ders[1:3])
    bundle = tmp_path / "bundle.pem"
    with openssl_server(credentials.reordered(2)) as port:
        options = (*trusting, "--host", "server.test", "--pool", tmp_path / "pool.pem", "--write-bundle", bundle)
        ended = run("chain", f"127.0.0.1:{port}", *options)
    assert 1 == ended.status
    assert ended.stdout.startswith('✗ server.test: incomplete chain: "Lower" signed by "Upper" was not sent.')
    assert f"tlskit: wrote 3 certificates to {bundle}\n" == ended.stderr
    assert 0 == run("chain", bundle, *trusting, "--host", "server.test").status


@pytest.mark.server
def test_connect_to(run, credentials, trusting):
    """--connect-to goes elsewhere, while the name stays the one that is sent and checked."""
    with openssl_server(credentials.reordered(1, 2)) as port:
        ended = run("chain", "server.test", *trusting, "--connect-to", f"127.0.0.1:{port}", "--json")
        given = run("chain", f"server.test:{port}", *trusting, "--connect-to", "127.0.0.1")
    (result,) = valid(ended)["results"]
    assert (0, "server.test") == (ended.status, result["target"])
    assert f"127.0.0.1:{port}, TLS 1.3, SNI server.test" == result["source"]["from"]
    assert ["server.test"] == result["report"]["policy"]["identities"]
    assert 0 == given.status


@pytest.mark.server
def test_servername(run, credentials, trusting, tmp_path):
    """--servername sends another name, and an empty one sends none; the name that is checked stays the target's."""
    other = make_credentials(tmp_path / "other", "other.test")
    second = ("-servername", "other.test", "-cert2", other.certificate, "-key2", other.key)
    with openssl_server(credentials.reordered(1, 2), *second) as port:
        to = ("--connect-to", f"127.0.0.1:{port}", *trusting, "--json")
        answers = {
            name: valid(run("chain", "server.test", *to, *name))["results"][0]
            for name in ((), ("--servername", "other.test"), ("--servername", ""))
        }
    subjects = {name: result["report"]["served"][0]["subject"] for name, result in answers.items()}
    assert ["CN=server.test", "CN=other.test", "CN=server.test"] == list(subjects.values())
    sent = [result["source"]["from"].rpartition(", ")[2] for result in answers.values()]
    assert ["SNI server.test", "SNI other.test", "no SNI"] == sent
    named = answers["--servername", "other.test"]["report"]["findings"]
    assert "chain.identity.mismatch" in {finding["id"] for finding in named}


def test_silent_server(run):
    """A server that says nothing leaves with 3 when the time is up."""
    with tcp_server(lambda connection: list(iter(lambda: connection.recv(65536), b""))) as port:
        started = time.monotonic()
        ended = run("chain", f"127.0.0.1:{port}", "--timeout", "0.5", "--json")
    assert (3, "connect.tls") == (ended.status, valid(ended)["results"][0]["error"]["kind"])
    assert time.monotonic() - started < 10


def test_refused_port(run):
    """A port that nobody listens on leaves with 3."""
    ended = run("chain", f"127.0.0.1:{free_port()}")
    assert (3, "") == (ended.status, ended.stdout)
    assert "connection refused" in ended.stderr


def test_every_case_has_been_asked():
    """The directory of cases is not empty, so that the tests above have asked something."""
    names = {case.name for case in CASES}
    assert names == {path.parent.relative_to(ROOT).as_posix() for path in ROOT.rglob("case.toml")}
    assert set(flattened((case.name for case in SAMPLE), ["form/hostile-names"])) <= names
