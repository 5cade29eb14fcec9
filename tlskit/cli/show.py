"""``tlskit show``: read files, say what is in each, in order, and what is wrong with it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from tlskit.chain.file import inspect_file
from tlskit.cli.exit_status import ExitStatus, worst
from tlskit.cli.options import moment, read_input, severity
from tlskit.cli.password import PASSWORD_ENV, PASSWORD_FILE, Password
from tlskit.core.frozen import FrozenValue
from tlskit.errors import InputError
from tlskit.explain.file import answer, file_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tlskit.chain.file import FileReport
    from tlskit.export.envelope import ResultJson
    from tlskit.export.file import FileJson
    from tlskit.finding.severity import Severity
    from tlskit.x509.file.item import Item

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Shown(FrozenValue):
    """What became of one file."""

    file: str
    status: ExitStatus
    report: FileReport | None = None
    problem: str = ""

    def result(self) -> ResultJson[FileJson]:
        """Return the result as the envelope holds it."""
        from tlskit.export.envelope import failed_result, judged_result
        from tlskit.export.file import file_json

        if self.report is None:
            return failed_result(self.file, "input", self.problem, exit_status=self.status)
        text, plain = answer(_name(self.file), self.report), file_json(self.report)
        return judged_result(self.file, text, plain, source={"file": _name(self.file)}, exit_status=self.status)


@app.command()
def show(
    files: list[str] = typer.Argument(..., metavar="FILE...", help="Files of any kind, or - for stdin."),
    at: str = typer.Option(None, metavar="TIME", help="Judge as of TIME (RFC 3339 or a date; UTC) instead of now."),
    password_file: str = PASSWORD_FILE,
    password_env: str = PASSWORD_ENV,
    as_json: bool = typer.Option(False, "--json", help="Write JSON."),
    fail_on: str = typer.Option("error", metavar="SEVERITY", help="Exit 1 from info, notice, warning or error on."),
) -> int:
    """Say what is in files (PEM, DER, PKCS#7, PKCS#12), in order, and what is wrong with each thing.

    Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not be read; 4 a bug.
    """
    as_of, least = moment(at), severity(fail_on)
    password = Password(file=password_file, variable=password_env)
    read = [(file, _read(file, password)) for file in files]
    shown = [_judge(index, read, as_of, least) for index in range(len(read))]
    status = worst(item.status for item in shown)
    if as_json:
        _write_json(shown, as_of, status)
    else:
        _write_terminal(shown)
    return status


def _read(file: str, password: Password) -> tuple[Item, ...] | InputError:
    """What goes wrong with one file leaves the others alone."""
    try:
        data = read_input(file)
    except InputError as error:
        return error
    try:
        return password.open(data, _name(file))
    except InputError as error:
        return InputError(str(error), _name(file))


def _judge(
    index: int, read: Sequence[tuple[str, tuple[Item, ...] | InputError]], at: datetime, fail_on: Severity
) -> Shown:
    file, items = read[index]
    if isinstance(items, InputError):
        return Shown(file, ExitStatus.NOT_CHECKED, problem=str(items))
    others = [
        (_name(name), found)
        for place, (name, found) in enumerate(read)
        if place != index and not isinstance(found, InputError)
    ]
    report = inspect_file(items, at=at, others=others)
    return Shown(file, _status(report, fail_on), report)


def _status(report: FileReport, fail_on: Severity) -> ExitStatus:
    found = report.worst()
    if found is not None and found >= fail_on:
        return ExitStatus.FOUND
    return ExitStatus.NOT_CHECKED if any(item.problem for item in report.items) else ExitStatus.CLEAN


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def _write_json(shown: Sequence[Shown], at: datetime, status: ExitStatus) -> None:
    from tlskit.export.envelope import envelope
    from tlskit.render.machine import print_json

    print_json(envelope("show", [item.result() for item in shown], at=at, exit_status=status), sys.stdout)


def _write_terminal(shown: Sequence[Shown]) -> None:
    from tlskit.render.terminal import console_for, print_document, print_problem

    console, errors = console_for(sys.stdout), console_for(sys.stderr)
    for number, item in enumerate(shown):
        if number:
            console.print()
        if item.report is None:
            print_problem(item.problem, errors)
        else:
            print_document(file_document(_name(item.file), item.report), console)
