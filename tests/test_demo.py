"""The tour: every step ends as it says, and nothing is left running."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.clients import connected
from tests.support.program import environment

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def programs(tmp_path):
    """A folder with ``tlskit`` in it, as make has one."""
    program = tmp_path / "bin" / "tlskit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from tlskit.cli.app import main; main()" "$@"\n')
    program.chmod(0o755)
    return program.parent


def tour(programs, folder):
    """Run the tour, what it makes in a folder."""
    changes = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    command = ["bash", ROOT / "scripts" / "demo.sh", folder]
    return subprocess.run(
        command, env=environment(changes), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True
    )


def test_tour(programs, tmp_path):
    """Lab up, chain mended, mutual TLS refused and accepted, page written, lab down; in 80 columns but for commands."""
    folder = tmp_path / "out"
    ended = tour(programs, folder)
    assert 0 == ended.returncode, ended.stdout
    assert ["fullchain.pem", "lab.log", "trace.html"] == sorted(path.name for path in folder.iterdir())
    assert [1, 0, 1, 0, 0] == [
        int(line.split()[2].rstrip(")")) for line in ended.stdout.splitlines() if line.startswith("(exit status ")
    ]
    for words in (
        'incomplete chain: "lab upper intermediate" signed by "lab root" was',
        "the server requires a client certificate and got none: alert",
        "refused with alert 116",
        "accepted: good client",
        f"The page, for a browser: {folder}/trace.html\n",
    ):
        assert words in ended.stdout
    assert (folder / "trace.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert_all_gone(ended.stdout)
    told = [line for line in ended.stdout.splitlines() if str(folder) not in line]
    assert [] == [line for line in told if len(line) > 80]


def test_a_step_that_ends_otherwise(programs, tmp_path):
    """Where a step has another exit status than it says the tour fails and says so; the lab ends all the same."""
    program = programs / "tlskit"
    program.write_text(program.read_text().replace("exec", '[ "$1" = chain ] && exit 4\nexec'))
    ended = tour(programs, tmp_path / "out")
    assert (1, True) == (ended.returncode, "expected exit status 1" in ended.stdout)
    assert_all_gone(ended.stdout)


def assert_all_gone(told):
    """No server of the tour listens any more."""
    addresses = re.findall(r"^\S+ (127\.0\.0\.1:\d+)$", told, re.MULTILINE)
    assert 2 == len(addresses)
    for address in addresses:
        with pytest.raises(ConnectionRefusedError), connected(address):
            pass
