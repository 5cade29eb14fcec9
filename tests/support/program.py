"""Running tlskit as its users do: as a program; the fixture ``call`` runs it in this process, which is quicker."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.support.cases import Case

PROGRAM = (sys.executable, "-c", "from tlskit.cli.app import main; main()")
UNWANTED = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS", "LINES", "PYTHONIOENCODING", "PYTHONUTF8")
AT = ("--at", "2026-06-01")


class Ended(NamedTuple):
    """How a run ended, and what it wrote."""

    status: int
    stdout: str
    stderr: str


def environment(changes=None):
    """Return this process's environment without what alters output, and with the changes."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return {**kept, "PYTHONWARNINGS": "error", "PYTHONUTF8": "1", **(changes or {})}


def run_program(*arguments, stdin=b"", env=None, cwd=None, program=PROGRAM):
    """Run the program, or another one in Python, and return how it ended."""
    command = [*program, *map(str, arguments)]
    ended = subprocess.run(command, input=stdin, capture_output=True, env=environment(env), cwd=cwd, check=False)
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def question(case: Case, *, roots: str = "roots.pem") -> list[str]:
    """Return the options that ask what a case asks, without the certificates that it is asked of."""
    options = ["--no-default-trust", "--ca-file", str(case.directory / roots), "--at", case.at.isoformat()]
    options += ["--purpose", case.purpose]
    for identity in case.identity:
        options += ["--host", identity]
    if case.conformance == "ENFORCE":
        options.append("--strict")
    if (case.directory / "pool.pem").exists():
        options += ["--pool", str(case.directory / "pool.pem")]
    return options


def ask(case: Case) -> list[str]:
    """Return the whole command line for a case."""
    return ["chain", str(case.directory / "chain.pem"), *question(case)]
