"""Every try of every case, as ``tlskit lab`` prints it, ends as the case declares: exit status and findings."""

from __future__ import annotations

import json
import re
import shlex
import subprocess

import pytest

from tests.support.clients import LOOPBACK, listening
from tests.support.servers import find_program
from tlskit.lab.case import NEVER
from tlskit.lab.cases import CASES

TRIES = [
    pytest.param(case, number, id=f"{case.name}-{number}-{item.command}")
    for case in CASES
    for number, item in enumerate(case.tries)
    if item.status != NEVER
]
PATIENCE = {"--timeout": "0.5", "--max-time": "0.5"}
"""What is given to servers that make one wait, in the place of what people may give."""
_ID = re.compile(r"^ +((?:chain|handshake|trace)\.[a-z0-9_]+\.[a-z0-9_]+)  \(", re.MULTILINE)


@pytest.mark.parametrize(("case", "number"), TRIES)
def test_try(case, number, tlskit_lab, files, call):
    """What is printed to try does what is printed beside it."""
    declared = case.at(tlskit_lab.address(case.name), str(files))[number]
    words = impatient(shlex.split(declared.line))
    if declared.command == "trace":
        found = shown(call(*words[1:]))
    elif words[0] == "tlskit":
        found = told(call(*words[1:], "--json"))
    else:
        found = ran(words), ()
    status, finds = found
    assert (declared.status, declared.finds) == (status, tuple(name for name in finds if name not in declared.perhaps))


def impatient(words):
    """Return a command line that waits less."""
    return [PATIENCE.get(before, word) for before, word in zip(["", *words], words, strict=False)]


def told(ended):
    """Return the exit status and the ids of the findings, each once."""
    (result,) = json.loads(ended.stdout)["results"]
    findings = result["report"]["findings"] if result["report"] else ()
    return ended.status, tuple(dict.fromkeys(finding["id"] for finding in findings))


def shown(ended):
    """Return the same from what is shown to people: the trace of a flood is far longer as JSON."""
    return ended.status, tuple(dict.fromkeys(_ID.findall(ended.stdout)))


def ran(words):
    """Run another program to its end and return its exit status."""
    words = [find_program(words[0]), *words[1:], *(["--silent"] if words[0] == "curl" else [])]
    return subprocess.run(words, input=b"", capture_output=True, check=False, timeout=20).returncode


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_command_is_tried(case):
    """Each case says what chain, handshake and trace find, in this order."""
    commands = dict.fromkeys(item.command for item in case.tries)
    assert ["chain", "handshake", "trace"] == [*commands][:3]
    assert commands.keys() <= {"chain", "handshake", "trace", "curl", "openssl"}


def test_nothing_listens_off_loopback(tlskit_lab):
    """While the tries are made, each listening socket of this process is on 127.0.0.1."""
    assert {LOOPBACK} == set(listening())
