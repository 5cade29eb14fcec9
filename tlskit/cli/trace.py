"""``tlskit trace``: read the connections in a source, say how each went, show one in all its fields and bytes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tlskit.cli.exit_status import ExitStatus, worst
from tlskit.cli.options import severity
from tlskit.errors import InputError, UsageError
from tlskit.explain.connections import Summary, list_document, summary
from tlskit.explain.fields import FieldView, field_sections, message_document
from tlskit.explain.trace import answer, trace_document
from tlskit.finding.text import visible
from tlskit.finding.value import FrozenValue
from tlskit.trace.observer import observe
from tlskit.trace.source import read_capture
from tlskit.trace.tree import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.explain.document import Document
    from tlskit.finding.plain import Plain
    from tlskit.finding.severity import Severity
    from tlskit.trace.event import Message
    from tlskit.trace.report import TraceReport

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class View(FrozenValue):
    """What is asked to be shown."""

    stream: int | None
    message: int | None
    only_list: bool
    is_detailed: bool  # fields are shown, of all connections if there are several
    shown: FieldView
    fail_on: Severity


class Source:
    """The connections of a source, read as they are asked for."""

    def __init__(self, given: str, view: View) -> None:
        self.name = "standard input" if given == "-" else given
        self.count = 0
        self._view = view
        self._reading = read_capture(sys.stdin.buffer if given == "-" else Path(given))

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be read, as far as it has been met."""
        return tuple(self._reading.notes)

    def __iter__(self) -> Iterator[tuple[int, TraceReport]]:
        """Yield the connections that are asked for, with their numbers."""
        try:
            for transcript in self._reading:
                number, self.count = self.count, self.count + 1
                if self._view.stream in {None, number}:
                    yield number, observe(transcript)
        except InputError as error:
            text = str(error)
            raise InputError(text if text.startswith(f"{self.name}: ") else f"{self.name}: {text}") from None
        if not self.count:
            raise InputError("; ".join((f"{self.name}: no TLS connection in it", *self.notes)))
        if self._view.stream is not None and self._view.stream >= self.count:
            raise UsageError(f"there is no connection {self._view.stream}: {self.name} has {self.count}, from 0 on")


@app.command()
def trace(
    source: str = typer.Argument(..., metavar="SOURCE", help="A capture, raw bytes, hex, base64, a transcript, or -."),
    only_list: bool = typer.Option(False, "--list", help="List the connections, a line each."),
    stream: int = typer.Option(None, metavar="N", min=0, help="Show connection N of the list."),
    message: int = typer.Option(None, metavar="N", min=0, help="Show message N of the flights."),
    fields: bool = typer.Option(False, "--fields", help="Show every field: offset, size, name, value."),
    with_bytes: bool = typer.Option(False, "--bytes", help="Show every byte beside the field that it belongs to."),
    certificates: bool = typer.Option(False, "--certificates", help="Show what is in certificates, too, as fields."),
    full: bool = typer.Option(False, "--full", help="Leave nothing out, however long it gets."),
    extract: str = typer.Option("", metavar="FILE", help="With --message: write its bytes to FILE."),
    as_json: bool = typer.Option(False, "--json", help="Write JSON."),
    fail_on: str = typer.Option("error", metavar="SEVERITY", help="Exit 1 from info, notice, warning or error on."),
) -> int:
    """Say what a recorded connection shows: how it went, who sent what, and what every byte is.

    Connections, messages and records are counted from 0, packets from 1, as in Wireshark.

    Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not be read; 4 a bug.
    """
    if extract and message is None:
        raise UsageError("--extract needs --message")
    view = View(
        stream=stream,
        message=message,
        only_list=only_list,
        is_detailed=fields or with_bytes or certificates,
        shown=FieldView(with_bytes=with_bytes, certificates=certificates, full=full),
        fail_on=severity(fail_on),
    )
    connections = Source(source, view)
    if as_json:
        return _write_json(connections, view)
    if message is not None:
        return _show_message(connections, view, extract)
    return _show(connections, view)


def _show(source: Source, view: View) -> ExitStatus:
    """Show one connection whole, several as a list; with fields each as soon as it is read."""
    summaries: list[Summary] = []
    only: TraceReport | None = None
    statuses = []
    for number, report in source:
        statuses.append(_status(report, view.fail_on))
        if view.is_detailed:
            _print(_document(report, view, source, number))
        else:
            only = None if summaries else report
            summaries.append(summary(number, report))
    if only is not None and not view.only_list:
        _print(_document(only, view, source, summaries[0].number))
    elif summaries:
        _print(list_document(source.name, summaries, source.notes))
    return worst(statuses)


def _document(report: TraceReport, view: View, source: Source, number: int) -> Document:
    rows = [("Source", source.name), ("Number", str(number)), *(("Note", note) for note in source.notes)]
    extra = tuple(field_sections(report, view.shown)) if view.is_detailed else ()
    return trace_document(report, full=view.shown.full, source=rows, extra=extra)


def _show_message(source: Source, view: View, extract: str) -> ExitStatus:
    reports = [report for _, report in source]
    if len(reports) > 1:
        raise UsageError(f"{source.name} has {len(reports)} connections: choose one with --stream")
    places = Places(reports[0])
    number = view.message or 0
    if number >= len(places.messages):
        raise UsageError(f"there is no message {number}: there are {len(places.messages)}, from 0 on")
    if extract:
        _extract(places.messages[number], extract)
    _print(message_document(reports[0], places, number, view.shown))
    return _status(reports[0], view.fail_on)


def _extract(message: Message, path: str) -> None:
    try:
        Path(path).write_bytes(message.data)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    sys.stderr.write(f"tlskit: wrote the {len(message.data)} bytes of {message.type.label} to {visible(path)}\n")


def _status(report: TraceReport, fail_on: Severity) -> ExitStatus:
    if not report.records:
        return ExitStatus.NOT_CHECKED
    found = any(finding.severity >= fail_on for finding in report.findings)
    return ExitStatus.FOUND if found else ExitStatus.CLEAN


def _print(document: Document) -> None:
    from tlskit.render.terminal import console_for, print_document  # noqa: PLC0415

    print_document(document, console_for(sys.stdout))


def _write_json(source: Source, view: View) -> ExitStatus:
    from tlskit.render.machine import print_json  # noqa: PLC0415
    from tlskit.report.envelope import chain_result, envelope  # noqa: PLC0415
    from tlskit.report.trace import trace_plain  # noqa: PLC0415

    results, statuses = [], []
    for number, report in source:
        statuses.append(_status(report, view.fail_on))
        place: dict[str, Plain] = {"source": source.name, "number": number, "notes": [*source.notes]}
        results.append(
            chain_result(source.name, answer(report), trace_plain(report), source=place, exit_status=statuses[-1])
        )
    status = worst(statuses)
    print_json(envelope("trace", results, at=None, exit_status=status), sys.stdout)
    return status
