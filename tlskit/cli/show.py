"""``tlskit show``: read files, say what is in each, in order, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tlskit.chain import inspect_file
from tlskit.cli.files import named, read_input, source_name
from tlskit.cli.options import AsJson, At, FailOn, PasswordEnv, PasswordFile, moment, severity
from tlskit.cli.password import Password
from tlskit.cli.run import Failed, Form, Judged, Standing, run, status_of
from tlskit.errors import InputError
from tlskit.explain import file_answer, file_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tlskit.chain import FileReport
    from tlskit.core import Plain
    from tlskit.document import Document
    from tlskit.export import FileJson
    from tlskit.finding import Severity
    from tlskit.x509 import Item

    Read = tuple[str, tuple[Item, ...] | InputError]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def show(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of any kind, or - for stdin.")],
    at: At = None,
    password_file: PasswordFile = "",
    password_env: PasswordEnv = "",
    as_json: AsJson = False,
    fail_on: FailOn = "error",
) -> int:
    """Say what is in files (PEM, DER, PKCS#7, PKCS#12), in order, and what is wrong with each thing.

    Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not be read; 4 a bug.
    """
    as_of, least = moment(at), severity(fail_on)
    password = Password(file=password_file, variable=password_env)
    read = [(file, _read(file, password)) for file in files]
    form = Form("show", _sentence, _json, _document, as_json=as_json, at=as_of)
    return run(range(len(read)), lambda index: _judge(index, read, as_of, least), form)


def _read(file: str, password: Password) -> tuple[Item, ...] | InputError:
    """Read one file; what goes wrong with it leaves the others alone."""
    try:
        data = read_input(file)
        with named(file):
            return password.open(data, source_name(file))
    except InputError as error:
        return error


def _judge(index: int, read: Sequence[Read], at: datetime, fail_on: Severity) -> Iterator[Judged[FileReport] | Failed]:
    """Judge one file beside the others: a key in one may fit a certificate in another."""
    file, items = read[index]
    if isinstance(items, InputError):
        yield Failed(file, items)
        return
    others = [
        (source_name(name), found)
        for place, (name, found) in enumerate(read)
        if place != index and not isinstance(found, InputError)
    ]
    report = inspect_file(items, at=at, others=others)
    standing = Standing.PARTIAL if any(item.problem for item in report.items) else Standing.GOOD
    source: dict[str, Plain] = {"file": source_name(file)}
    yield Judged(file, status_of(standing, report.worst(), fail_on), report, source)


def _json(report: FileReport) -> FileJson:
    from tlskit.export import file_json

    return file_json(report)


def _sentence(result: Judged[FileReport]) -> str:
    return file_answer(source_name(result.target), result.report)


def _document(found: Sequence[Judged[FileReport]]) -> Document:
    (result,) = found
    return file_document(source_name(result.target), result.report)
