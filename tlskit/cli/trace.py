"""``tlskit trace``: read the connections in a source, or make one, say how each went, show one to the last byte."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tlskit.cli.connecting_options import with_connecting
from tlskit.cli.exit_status import ExitStatus, worst
from tlskit.cli.options import severity
from tlskit.cli.recording import Recording
from tlskit.cli.trace_source import UNUSED, Source, TraceOptions
from tlskit.cli.trace_told import StoryOutput, tell
from tlskit.core.frozen import FrozenValue
from tlskit.core.text import visible
from tlskit.errors import InputError, UsageError
from tlskit.explain.connections import Summary, list_document, summary
from tlskit.explain.fields import FieldView, field_sections, message_document
from tlskit.explain.trace import answer, trace_document
from tlskit.trace.outcome import HandshakeEnd, trace_outcome
from tlskit.trace.tree import StreamMap

if TYPE_CHECKING:
    from tlskit.cli.connecting import Connecting
    from tlskit.document.blocks import Document
    from tlskit.finding.severity import Severity
    from tlskit.trace.record.record import Message
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


@app.command()
@with_connecting
def trace(
    source: str = typer.Argument(
        ..., metavar="SOURCE", help="A capture, raw bytes, hex, base64, a transcript, -; or a host, host:port or URL."
    ),
    only_list: bool = typer.Option(False, "--list", help="List the connections, a line each."),
    stream: int = typer.Option(None, metavar="N", min=0, help="Show connection N of the list."),
    message: int = typer.Option(None, metavar="N", min=0, help="Show message N of the flights."),
    fields: bool = typer.Option(False, "--fields", help="Show every field: offset, size, name, value."),
    with_bytes: bool = typer.Option(False, "--bytes", help="Show every byte beside the field that it belongs to."),
    certificates: bool = typer.Option(False, "--certificates", help="Show what is in certificates, too, as fields."),
    full: bool = typer.Option(False, "--full", help="Leave nothing out, however long it gets."),
    extract: str = typer.Option("", metavar="FILE", help="With --message: write its bytes to FILE."),
    story: bool = typer.Option(False, "--story", help="Tell the connection: what was sent, what it means and why."),
    keys: bool = typer.Option(False, "--keys", help="Show the key schedule, step by step."),
    html: str = typer.Option("", metavar="FILE", help="Write the story as a page of its own to FILE, - for stdout."),
    key_log: str = typer.Option("", "--keylog", metavar="FILE", help="Open what was recorded with this key log."),
    save_trace: str = typer.Option("", metavar="FILE", help="Write what was sent and received, to be traced again."),
    with_secrets: bool = typer.Option(
        False, "--with-secrets", help="With --save-trace: its secrets, too (a new file, mode 0600)."
    ),
    ca_file: list[str] = typer.Option([], metavar="FILE", help="Certificates to trust as well, with --client-cert."),
    no_default_trust: bool = typer.Option(False, "--no-default-trust", help="Do not trust certifi's roots."),
    timeout: float = typer.Option(UNUSED.timeout, metavar="SECONDS", help="For the whole of one connection."),
    as_json: bool = typer.Option(False, "--json", help="Write JSON."),
    fail_on: str = typer.Option("error", metavar="SEVERITY", help="Exit 1 from info, notice, warning or error on."),
    *,
    connecting: Connecting,
) -> int:
    """Say what a connection shows: how it went, who sent what, and what every byte is.

    A host is connected to, and what is encrypted opened with the keys of that connection. Connections, messages and
    records are counted from 0, packets from 1, as in Wireshark.

    Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage; 3 could not be read; 4 a bug.
    """
    for option, given, needed, there in (
        ("--extract", extract, "--message", message is not None),
        ("--with-secrets", with_secrets, "--save-trace", bool(save_trace)),
    ):
        if given and not there:
            raise UsageError(f"{option} needs {needed}")
    view = View(
        stream=stream,
        message=message,
        only_list=only_list,
        is_detailed=fields or with_bytes or certificates,
        shown=FieldView(with_bytes=with_bytes, certificates=certificates, full=full),
        fail_on=severity(fail_on),
    )
    line = TraceOptions(connecting, tuple(ca_file), not no_default_trust, timeout)
    with Recording(save_trace, with_secrets=with_secrets) as recording:
        connections = Source(source, line, key_log, recording, stream)
        return _run(connections, view, StoryOutput(story=story, keys=keys, html=html), extract, as_json=as_json)


def _run(connections: Source, view: View, telling: StoryOutput, extract: str, *, as_json: bool) -> ExitStatus:
    if telling.is_asked:
        return _status(tell(connections, telling), connections, view)
    if as_json:
        return _write_json(connections, view)
    if view.message is not None:
        return _show_message(connections, view, extract)
    return _show(connections, view)


def _show(source: Source, view: View) -> ExitStatus:
    """Show one connection whole, several as a list; with fields each as soon as it is read."""
    summaries: list[Summary] = []
    only: TraceReport | None = None
    statuses = []
    for number, report in source:
        statuses.append(_status(report, source, view))
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
    places = StreamMap(reports[0])
    number = view.message or 0
    if number >= len(places.messages):
        raise UsageError(f"there is no message {number}: there are {len(places.messages)}, from 0 on")
    if extract:
        _extract(places.messages[number], extract)
    _print(message_document(places, number, view.shown))
    return _status(reports[0], source, view)


def _extract(message: Message, path: str) -> None:
    try:
        Path(path).write_bytes(message.data)
    except OSError as error:
        raise InputError(error.strerror or str(error), path) from None
    sys.stderr.write(f"tlskit: wrote the {len(message.data)} bytes of {message.type.label} to {visible(path)}\n")


def _status(report: TraceReport, source: Source, view: View) -> ExitStatus:
    """Judge a connection; one that was made now and came to no end of its handshake shows too little to be clean."""
    if report.records and any(finding.severity >= view.fail_on for finding in report.findings):
        return ExitStatus.FOUND
    is_unfinished = source.is_live and trace_outcome(report).ending is not HandshakeEnd.COMPLETE
    is_nothing_whole = all(record.is_cut for record in report.records)
    return ExitStatus.NOT_CHECKED if is_unfinished or is_nothing_whole else ExitStatus.CLEAN


def _print(document: Document) -> None:
    from tlskit.render.terminal import console_for, print_document

    print_document(document, console_for(sys.stdout))


def _write_json(source: Source, view: View) -> ExitStatus:
    from tlskit.export.envelope import envelope, judged_result
    from tlskit.export.trace import trace_json
    from tlskit.render.machine import print_json

    results, statuses = [], []
    for number, report in source:
        statuses.append(_status(report, source, view))
        place = {"source": source.name, "number": number, "notes": [*source.notes]}
        results.append(
            judged_result(source.name, answer(report), trace_json(report), source=place, exit_status=statuses[-1])
        )
    status = worst(statuses)
    print_json(envelope("trace", results, at=None, exit_status=status), sys.stdout)
    return status
