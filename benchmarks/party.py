"""What the benchmarks share: parties that are processes, run in turn so that a slow moment hits all alike.

Processor time is what counts where it can: a busy machine takes nothing of it away.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# An installed program has its bytecode; without this, ours alone would be compiled at every start.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PATH = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"  # where servers are


class Party(NamedTuple):
    """Who takes part, and the command that does it."""

    name: str
    command: tuple[str, ...]

    def given(self, *arguments: object) -> Party:
        """Return the same with more arguments."""
        return self._replace(command=(*self.command, *map(str, arguments)))


class Run(NamedTuple):
    """One run of a party: seconds of processor time, seconds on the clock, and what it printed."""

    spent: float
    lasted: float
    output: bytes


def run(party: Party) -> Run:
    """Run a party to its end; a program that fails is named, with its last words."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            party.command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, env=ENVIRONMENT
        )
        complaint = process.stderr.read().decode(errors="replace") if process.stderr else ""
        _, status, used = os.wait4(process.pid, 0)
        lasted = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and complaint:  # tlskit says 1 where it found something
            print(f"  {party.name} failed: {complaint.strip()[-200:]}")
        output.seek(0)
        return Run(used.ru_utime + used.ru_stime, lasted, output.read())


def in_turn(parties: Sequence[Party], rounds: int) -> list[list[Run]]:
    """Return the runs of each party, made in interleaved rounds."""
    made = [[run(party) for party in parties] for _ in range(rounds)]
    return [list(runs) for runs in zip(*made, strict=True)]


def least_spent(parties: Sequence[Party], rounds: int) -> list[float]:
    """Return the least processor time that each needed in several rounds."""
    return [min(each.spent for each in runs) for runs in in_turn(parties, rounds)]


def show_rates(names: Sequence[str], rates: Sequence[float], notes: Sequence[str] = ()) -> None:
    """Print what each does in a second, and ours, which is first, in relation to it."""
    for number, (name, value) in enumerate(zip(names, rates, strict=True)):
        ratio = f"tlskit/{name}: {rates[0] / value:.2f}"
        print(f"  {name:18}{value:10,.0f}/s   {ratio:30}{notes[number] if notes else ''}".rstrip())


def has_module(name: str) -> bool:
    """Tell whether a peer can be imported, and say so where it cannot."""
    found = importlib.util.find_spec(name) is not None
    if not found:
        print(f"  {name} is not installed")
    return found


def program(name: str) -> str | None:
    """Return where a peer's program is; say so where there is none."""
    found = shutil.which(name, path=PATH)
    if found is None:
        print(f"  {name} is not installed")
    return found
