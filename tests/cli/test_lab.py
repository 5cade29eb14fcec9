"""``tlskit lab``: it lists, starts, prints what to try, and leaves nothing behind."""

from __future__ import annotations

import json
import re
import shlex
import signal
import ssl
import subprocess
from contextlib import ExitStack, contextmanager

import jsonschema
import pytest

from tests.cli.test_chain import ENVELOPE
from tests.support.clients import ask, connected, context_for
from tests.support.program import PROGRAM, environment
from tlskit.lab.cases import CASES

NAMES = [case.name for case in CASES]
CLIENT_HELLO = b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00"  # cut short


@contextmanager
def running(*options, temporary=None):
    """Run the program as users do until the ``with`` statement ends; ``temporary``: where temporary files go."""
    command, changes = [*PROGRAM, "lab", *map(str, options)], {"TMPDIR": str(temporary)} if temporary else {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(changes)) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()


def wait_for(path):
    """Wait for a file to be written, as a script does."""
    command = f"until [ -s {shlex.quote(str(path))} ]; do sleep 0.02; done"
    subprocess.run(["sh", "-c", command], check=True, timeout=20)


def test_list(call):
    """--list names every case with its sentence in 80 columns, and starts nothing."""
    ended = call("lab", "--list")
    assert (0, "") == (ended.status, ended.stderr)
    assert NAMES == [line.split()[0] for line in ended.stdout.splitlines() if line[:1] != " "]
    assert 80 >= max(map(len, ended.stdout.splitlines()))
    assert [case.sentence for case in CASES] == sentences(ended.stdout)


def sentences(listing):
    """Return the sentences of a listing, which may go on in the next line."""
    parts = re.split(r"\n(?=\S)", listing.rstrip("\n"))
    return [" ".join(part.split()[1:]) for part in parts]


def test_list_some(call):
    """--case chooses from the list, in the order given."""
    ended = call("lab", "--list", "--case", "silent", "--case", "good")
    assert ["silent", "good"] == [line.split()[0] for line in ended.stdout.splitlines()]


def test_list_as_json(call):
    """--list --json has the declarations, with what has to be found."""
    document = json.loads(call("lab", "--list", "--json").stdout)
    schema = {**ENVELOPE.schema["properties"], "results": {"type": "array"}}
    jsonschema.validate(document, {**ENVELOPE.schema, "properties": schema})
    assert NAMES == [result["name"] for result in document["results"]]
    assert {"name", "sentence", "shows", "tries"} == document["results"][0].keys()


def test_a_session(tmp_path):
    """A script starts it, waits for the addresses, uses the files, and stops it; nothing is left."""
    directory = tmp_path / "lab"
    with running("--directory", directory, "--case", "good", "--case", "mtls-required-tls12") as process:
        wait_for(directory / "addresses")
        addresses = dict(line.split() for line in (directory / "addresses").read_text().splitlines())
        assert ["good", "mtls-required-tls12"] == list(addresses)
        roots = (directory / "roots.pem").read_bytes()
        assert ask(addresses["good"], context_for(roots))[2]
        assert ask(addresses["mtls-required-tls12"], context_for(roots, client=(directory, "client")))[2]
        with pytest.raises(ssl.SSLError):
            ask(addresses["mtls-required-tls12"], context_for(roots))
        process.send_signal(signal.SIGINT)
        written = process.stdout.read()
        assert 0 == process.wait(5)
    assert [] == list(tmp_path.iterdir())
    port = addresses["good"].partition(":")[2]
    assert f"good  {addresses['good']}\n  Everything is as it should be." in written
    assert f"  $ tlskit handshake localhost:{port} --ca-file {directory}/roots.pem\n    exit status 0\n" in written
    assert f"2 servers on 127.0.0.1; the files in {directory} go with them. Ctrl-C stops.\n" in written
    assert "accepted: good client: trusted until" in written
    assert "refused with alert 40 handshake_failure: no client certificate was sent" in written


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_nothing_is_left(tmp_path, how):
    """Stopped in the middle of everything, in whatever way, it leaves no listener, no connection and no file."""
    cases = ("silent", "slow", "flooding-messages", "mtls-required-tls13")
    options = [word for name in cases for word in ("--case", name)]
    with running(*options, temporary=tmp_path) as process:
        address = {}
        while len(address) < len(cases):
            line = process.stdout.readline()
            address |= dict([line.split()]) if line[:1] != " " and "127.0.0.1:" in line else {}
        with ExitStack() as stack:
            for name in cases:
                stack.enter_context(connected(address[name])).sendall(CLIENT_HELLO)
            process.send_signal(how)
            assert 0 == process.wait(5)
    assert [] == list(tmp_path.iterdir())
    for name in cases:
        with pytest.raises(ConnectionRefusedError), connected(address[name]):
            pass


def test_everything_as_json(tmp_path):
    """Without a case all are started; --json tells address and commands of each once they listen."""
    with running("--json", "--keep", "--directory", tmp_path / "lab") as process:
        wait_for(tmp_path / "lab" / "addresses")
        process.terminate()
        document = json.loads(process.stdout.read())
        assert 0 == process.wait(5)
    assert NAMES == [result["name"] for result in document["results"]]
    assert all(result["address"].startswith("127.0.0.1:") for result in document["results"])
    assert all(result["address"].partition(":")[2] in result["tries"][0]["command"] for result in document["results"])
    assert (tmp_path / "lab" / "client.key").exists()


def test_the_directory_is_not_overwritten(call, tmp_path):
    """Where a file is in the way nothing is started and nothing changed."""
    (tmp_path / "roots.pem").write_text("mine")
    ended = call("lab", "--case", "good", "--directory", tmp_path)
    assert (3, True) == (ended.status, "roots.pem: File exists" in ended.stderr)
    assert ["roots.pem"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--case", "nope"], "the lab has no case 'nope'"),
        (["--list", "--case", "nope"], "the lab has no case 'nope'"),
        (["--once"], "go with --serve"),
        (["--bind", "0.0.0.0"], "go with --serve"),
        (["--port", "65536"], "Invalid value for '--port'"),
        (["--port", "65535", "--case", "good", "--case", "silent"], "cannot listen at"),
    ],
)
def test_wrong_usage(call, options, words):
    """What makes no sense is told, and nothing is started."""
    ended = call("lab", *options)
    assert (2, "") == (ended.status, ended.stdout)
    assert words in ended.stderr
