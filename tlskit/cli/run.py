"""One frame for the commands: ask about each target, then write what came of it, as JSON or for people.

A command says how a target is asked about and how its reports are shown; statuses, errors, JSON and the terminal are
dealt with here, once.
"""

from __future__ import annotations

import sys
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

from tlskit.cli.exit_status import ExitStatus, worst
from tlskit.core import FrozenValue
from tlskit.errors import ConnectError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from tlskit.core import Plain
    from tlskit.document import Document
    from tlskit.errors import InputError
    from tlskit.finding import Severity

Target = TypeVar("Target")
Report = TypeVar("Report")


class Standing(Enum):
    """What a report comes to, its findings aside."""

    GOOD = "good"
    BAD = "bad"  # the verdict is against it
    PARTIAL = "partial"  # a part could not be looked at
    NOTHING = "nothing"  # there was nothing to look at


def status_of(standing: Standing, found: Severity | None, fail_on: Severity) -> ExitStatus:
    """Return the status of one report; ``found`` is the worst severity among its findings."""
    if standing is Standing.NOTHING:
        return ExitStatus.NOT_CHECKED
    if standing is Standing.BAD or (found is not None and found >= fail_on):
        return ExitStatus.FOUND
    return ExitStatus.NOT_CHECKED if standing is Standing.PARTIAL else ExitStatus.CLEAN


class Judged(FrozenValue, Generic[Report]):
    """A target with its report. ``source`` says where the report's subject came from."""

    target: str
    status: ExitStatus
    report: Report
    source: Mapping[str, Plain] = MappingProxyType({})


class Failed(FrozenValue):
    """A target that could not be looked at, and why; the others are none the worse for it."""

    target: str
    error: InputError | ConnectError
    status: ExitStatus = ExitStatus.NOT_CHECKED


class Form(FrozenValue, Generic[Report]):
    """How a command writes what came of its targets.

    ``sentence`` and ``to_json`` are for JSON, ``document`` for people: of all that came of one target. ``unreached`` is
    the document of an error; without it an error is a line on stderr. ``is_silent``: the answer went elsewhere.
    """

    command: str
    sentence: Callable[[Judged[Report]], str]
    to_json: Callable[[Report], object]
    document: Callable[[Sequence[Judged[Report]]], Document]
    unreached: Callable[[Failed], Document] | None = None
    as_json: bool = False
    at: datetime | None = None
    is_silent: bool = False


def run(
    targets: Iterable[Target],
    ask: Callable[[Target], Iterable[Judged[Report] | Failed]],
    form: Form[Report],
    first: Callable[[Sequence[Judged[Report] | Failed]], None] = lambda _: None,
) -> ExitStatus:
    """Ask about each target, write the results, return the worst status.

    ``first`` is done before anything is written: a reader may stop reading, as ``| head`` does.
    """
    asked = [tuple(ask(target)) for target in targets]
    results = [result for found in asked for result in found]
    first(results)
    status = worst(result.status for result in results)
    if form.as_json:
        write_json(results, form, status)
    elif not form.is_silent:
        _write_terminal(asked, form)
    return status


def write_json(results: Iterable[Judged[Report] | Failed], form: Form[Report], status: ExitStatus) -> None:
    """Write the one JSON document of an invocation."""
    from tlskit.export import in_envelope
    from tlskit.render import print_json

    written = [_json(result, form) for result in results]
    print_json(in_envelope(form.command, written, at=form.at, exit_status=status), sys.stdout)


def _json(result: Judged[Report] | Failed, form: Form[Report]) -> object:
    """Return one result as the envelope holds it."""
    from tlskit.export import failed_result, judged_result

    if isinstance(result, Failed):
        error = result.error
        kind = f"connect.{error.phase}" if isinstance(error, ConnectError) else "input"
        return failed_result(result.target, kind, str(error), exit_status=result.status)
    text, plain = form.sentence(result), form.to_json(result.report)
    return judged_result(result.target, text, plain, source=dict(result.source), exit_status=result.status)


def _write_terminal(asked: Iterable[Sequence[Judged[Report] | Failed]], form: Form[Report]) -> None:
    from tlskit.render import console_for, print_document, print_problem

    console, errors = console_for(sys.stdout), console_for(sys.stderr)
    for number, found in enumerate(asked):
        if number:
            console.print()
        judged = [result for result in found if isinstance(result, Judged)]
        if judged:
            print_document(form.document(judged), console)
        for result in found:
            if isinstance(result, Failed) and form.unreached is not None:
                print_document(form.unreached(result), console)
            elif isinstance(result, Failed):
                print_problem(str(result.error), errors)


def show(document: Document) -> None:
    """Write one document for people."""
    from tlskit.render import console_for, print_document

    print_document(document, console_for(sys.stdout))
