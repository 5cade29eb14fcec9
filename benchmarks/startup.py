"""How long tlskit takes from the shell to the answer, as ratios to the least that a program of its kind can take.

The peers are written here: a Typer program of one command that imports nothing else, and the same with what judging and
showing a chain cannot do without, ``rich.console`` and ``cryptography.x509``. They are asked in the same way: for their
version through an eager option, and with one target. Same interpreter, same machine, runs interleaved, so that a busy
machine slows both alike. The median decides; the minimum is shown beside it. Nothing is judged: the exit status is
always 0. Run it with ``make bench`` or ``python benchmarks/startup.py``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from party import Party, in_turn

RUNS, WARM_UPS = 9, 2
CASE = Path(__file__).resolve().parent.parent / "testdata" / "certs" / "good" / "two"
TLSKIT = (sys.executable, "-c", "from tlskit.cli.app import main; main()")
LEAST = """
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)

def print_version(wanted: bool) -> None:
    if wanted:
        typer.echo("peer 1.0.0")
        raise typer.Exit


@app.command()
def peer(
    target: str = typer.Argument(..., metavar="TARGET"),
    version: bool = typer.Option(False, "--version", callback=print_version, is_eager=True),
) -> None:
    typer.echo(f"{target}: not looked at")


app()
"""
NEEDED = f"import rich.console\nimport cryptography.x509\n{LEAST}"


class Comparison(NamedTuple):
    """What is run, against what, and the ratio that is aimed at (None: for information)."""

    what: str
    command: tuple[str, ...]
    peer: tuple[str, ...]
    aim: float | None


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        least, needed = Path(folder, "least.py"), Path(folder, "needed.py")
        least.write_text(LEAST, encoding="utf-8")
        needed.write_text(NEEDED, encoding="utf-8")
        rows = [(comparison, *measure(comparison)) for comparison in comparisons(least, needed)]
    print(f"{'what':44} {'median ms':>9} {'min':>5} {'peer ms':>8} {'min':>5} {'ratio':>6} {'aim':>5}")
    for comparison, own, peer in rows:
        medians = statistics.median(own), statistics.median(peer)
        aim = "" if comparison.aim is None else f"{comparison.aim:.1f}"
        print(
            f"{comparison.what:44} {medians[0]:9.0f} {min(own):5.0f} {medians[1]:8.0f} {min(peer):5.0f}"
            f" {medians[0] / medians[1]:6.2f} {aim:>5}"
        )
    print(f"{RUNS} interleaved runs of each after {WARM_UPS} warm-ups; Python {sys.version.split()[0]}")


def comparisons(least: Path, needed: Path) -> tuple[Comparison, ...]:
    """Return what is compared."""
    chain = (*TLSKIT, "chain", str(CASE / "chain.pem"), "--at", "2026-06-01")
    trusting = ("--ca-file", str(CASE / "roots.pem"))
    alone = (*trusting, "--no-default-trust")
    least_peer, needed_peer = (sys.executable, str(least)), (sys.executable, str(needed), "chain.pem")
    return (
        Comparison("tlskit --version", (*TLSKIT, "--version"), (*least_peer, "--version"), 1.2),
        Comparison("tlskit chain FILE --ca-file, no other roots", (*chain, *alone), needed_peer, 1.4),
        Comparison("tlskit chain FILE --ca-file, certifi too", (*chain, *trusting), needed_peer, None),
        Comparison("tlskit chain FILE, certifi alone", chain, needed_peer, None),
        Comparison("tlskit chain FILE --ca-file --json", (*chain, *alone, "--json"), needed_peer, None),
    )


def measure(comparison: Comparison) -> list[list[float]]:
    """Return the milliseconds of every run of both, after the warm-ups."""
    parties = [Party(comparison.what, comparison.command), Party("peer", comparison.peer)]
    return [[1000 * each.lasted for each in runs[WARM_UPS:]] for runs in in_turn(parties, WARM_UPS + RUNS)]


if __name__ == "__main__":
    main()
