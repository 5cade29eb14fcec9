"""``tlskit lab``: the lab's servers listed and run; with ``--serve`` one server that judges client certificates."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from tlskit.cli.options import PasswordEnv, PasswordFile
from tlskit.cli.password import Password
from tlskit.cli.until_stopped import Stop
from tlskit.core import visible
from tlskit.errors import UsageError
from tlskit.lab import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.core import Plain
    from tlskit.lab import Admission, Case, Lab

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_WIDTH = 80
ADDRESSES = "addresses"
"""The file with a case and its address on each line; it is written last, so that who sees it can begin."""


@app.command()
def lab(
    case: Annotated[list[str], typer.Option(metavar="NAME", help="Run this case alone; may be given again.")] = [],
    list_only: Annotated[bool, typer.Option("--list", help="List the cases and run nothing.")] = False,
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port of the first server; 0: any.")] = 0,
    directory: Annotated[
        str, typer.Option(metavar="DIR", help="Write the files to try with here, not to a temporary one.")
    ] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Leave the files there at the end.")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Run one server that judges client certificates.")] = False,
    cert: Annotated[
        str, typer.Option(metavar="FILE", help="--serve: the server's certificate and intermediates.")
    ] = "",
    key: Annotated[str, typer.Option(metavar="FILE", help="--serve: its private key.")] = "",
    password_file: PasswordFile = "",
    password_env: PasswordEnv = "",
    client_ca: Annotated[
        str, typer.Option(metavar="FILE", help="--serve: the CAs that clients are accepted from.")
    ] = "",
    crl: Annotated[
        list[str], typer.Option(metavar="FILE", help="--serve: CRLs, read at the start; one has to answer.")
    ] = [],
    require: Annotated[
        bool, typer.Option("--require/--optional", help="--serve: whether a client needs a certificate.")
    ] = True,
    bind: Annotated[str, typer.Option(metavar="IP", help="--serve: the address to listen at.")] = LOOPBACK,
    once: Annotated[bool, typer.Option("--once", help="--serve: end after one client.")] = False,
    count: Annotated[int | None, typer.Option(metavar="N", min=1, help="--serve: end after N clients.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON; with --serve one document on each line.")
    ] = False,
) -> int:
    """Run servers with known faults on 127.0.0.1, and print what to try on them; Ctrl-C ends them.

    With --serve: verify client certificates with tlskit's chain engine and say for each client why it is let in or not.

    Exit status: 0 stopped; 1 with --once or --count, a client was not let in; 2 wrong usage; 3 a file cannot be used.
    """
    if serve:
        from tlskit.cli.serve import Serving, serve_clients  # the cases need none of it

        if case or list_only or directory or keep:
            raise UsageError("--serve runs no case: --case, --list, --directory and --keep do not go with it")
        if once and count:
            raise UsageError("--once and --count exclude one another")
        password = Password(file=password_file, variable=password_env)
        limit = 1 if once else count or 0
        return serve_clients(Serving(cert, key, password, client_ca, tuple(crl), require, port, bind, limit, as_json))
    if cert or key or client_ca or crl or once or count or bind != LOOPBACK:
        raise UsageError("--cert, --key, --client-ca, --crl, --bind, --once and --count go with --serve")
    _list(case, as_json=as_json) if list_only else _run(case, port, directory, keep=keep, as_json=as_json)
    return 0


def _list(names: Sequence[str], *, as_json: bool) -> None:
    from tlskit.lab import (
        CASES,  # OpenSSL
        find_case,
    )

    chosen = tuple(map(find_case, names)) or CASES
    if as_json:
        _write_json([item.to_plain(item.tries) for item in chosen])
        return
    width = max(len(item.name) for item in chosen)
    for item in chosen:
        typer.echo(fill(f"{item.name:{width}}  {item.sentence}", _WIDTH, subsequent_indent=" " * (width + 2)))


def _run(names: Sequence[str], port: int, directory: str, *, keep: bool, as_json: bool) -> None:
    from tlskit.lab import (
        Files,  # as above
        Lab,
    )

    log = None if as_json else _write_log
    with Stop() as stop, Lab(names or None, port=port, log=log) as running:
        addresses = "".join(f"{item.name} {running.address(item.name)}\n" for item in running.cases)
        contents = {**running.pki.files, ADDRESSES: addresses.encode("ascii")}
        with Files(contents, Path(directory) if directory else None, keep=keep) as written:
            _tell(running, written, keep=keep, as_json=as_json)
            stop.wait()


def _tell(running: Lab, written: Path, *, keep: bool, as_json: bool) -> None:
    if as_json:
        _write_json([_plain(item, running, written) for item in running.cases])
        return
    shown = visible(str(written))
    for item in running.cases:
        typer.echo(f"{item.name}  {running.address(item.name)}\n{_indented(f'{item.sentence} {item.shows}', 2)}")
        for one in running.tries(item.name, written):
            typer.echo(f"  $ {visible(one.line)}\n{_indented(one.outcome, 4)}")
        typer.echo("")
    after = "stay" if keep else "go with them"
    number = len(running.cases)
    typer.echo(f"{number} server{'s' * (number != 1)} on {LOOPBACK}; the files in {shown} {after}. Ctrl-C stops.")
    sys.stdout.flush()


def _plain(item: Case, running: Lab, written: Path) -> Plain:
    return {**item.to_plain(running.tries(item.name, written)), "address": running.address(item.name)}


def _indented(text: str, width: int) -> str:
    return fill(text, _WIDTH, initial_indent=" " * width, subsequent_indent=" " * width)


def _write_json(results: Sequence[Plain]) -> None:
    from tlskit.export import in_envelope
    from tlskit.render import print_json

    print_json(in_envelope("lab", results, at=None, exit_status=0), sys.stdout)
    sys.stdout.flush()


def _write_log(admission: Admission) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in admission.lines))
    sys.stdout.flush()
