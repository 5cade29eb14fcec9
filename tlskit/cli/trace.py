"""``tlskit trace``: read the connections in a source, or make one, say how each went, show one to the last byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tlskit.cli.connecting import Connecting, with_connecting
from tlskit.cli.exit_status import ExitStatus, worst
from tlskit.cli.files import write_output
from tlskit.cli.options import AsJson, FailOn, NoDefaultTrust, Timeout, severity
from tlskit.cli.page import write_page
from tlskit.cli.recording import Recording
from tlskit.cli.run import Form, Judged, Standing, show, status_of, write_json
from tlskit.cli.trace_source import UNUSED, Source, TraceOptions
from tlskit.core import FrozenValue
from tlskit.errors import UsageError
from tlskit.explain import (
    FieldView,
    Summary,
    field_sections,
    list_document,
    message_document,
    summary,
    trace_answer,
    trace_document,
)
from tlskit.trace import HandshakeEnd, StreamMap, trace_outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.core import Plain
    from tlskit.document import Document
    from tlskit.export import TraceJson
    from tlskit.finding import Severity
    from tlskit.trace import TraceReport

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class View(FrozenValue):
    """What is asked to be shown."""

    stream: int | None
    message: int | None
    only_list: bool
    is_detailed: bool  # fields are shown, of all connections if there are several
    shown: FieldView
    fail_on: Severity


class StoryOutput(FrozenValue):
    """What is asked for; ``html`` is a file's name."""

    story: bool = False
    keys: bool = False
    html: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether anything is."""
        return self.story or self.keys or bool(self.html)


_Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE", help="A capture, raw bytes, hex, base64, a transcript, -; or a host, host:port or URL."
    ),
]
_OnlyList = Annotated[bool, typer.Option("--list", help="List the connections, a line each.")]
_Stream = Annotated[int | None, typer.Option(metavar="N", min=0, help="Show connection N of the list.")]
_Message = Annotated[int | None, typer.Option(metavar="N", min=0, help="Show message N of the flights.")]
_Fields = Annotated[bool, typer.Option("--fields", help="Show every field: offset, size, name, value.")]
_WithBytes = Annotated[bool, typer.Option("--bytes", help="Show every byte beside the field that it belongs to.")]
_Certificates = Annotated[bool, typer.Option("--certificates", help="Show what is in certificates, too, as fields.")]
_Full = Annotated[bool, typer.Option("--full", help="Leave nothing out, however long it gets.")]
_Extract = Annotated[str, typer.Option(metavar="FILE", help="With --message: write its bytes to FILE.")]
_Story = Annotated[bool, typer.Option("--story", help="Tell the connection: what was sent, what it means and why.")]
_Keys = Annotated[bool, typer.Option("--keys", help="Show the key schedule, step by step.")]
_Html = Annotated[str, typer.Option(metavar="FILE", help="Write the story as a page of its own to FILE, - for stdout.")]
_KeyLog = Annotated[str, typer.Option("--keylog", metavar="FILE", help="Open what was recorded with this key log.")]
_SaveTrace = Annotated[str, typer.Option(metavar="FILE", help="Write what was sent and received, to be traced again.")]
_WithSecrets = Annotated[
    bool, typer.Option("--with-secrets", help="With --save-trace: its secrets, too (a new file, mode 0600).")
]
_CaFile = Annotated[list[str], typer.Option(metavar="FILE", help="Certificates to trust as well, with --client-cert.")]


@app.command()
@with_connecting
def trace(
    source: _Source,
    only_list: _OnlyList = False,
    stream: _Stream = None,
    message: _Message = None,
    fields: _Fields = False,
    with_bytes: _WithBytes = False,
    certificates: _Certificates = False,
    full: _Full = False,
    extract: _Extract = "",
    story: _Story = False,
    keys: _Keys = False,
    html: _Html = "",
    key_log: _KeyLog = "",
    save_trace: _SaveTrace = "",
    with_secrets: _WithSecrets = False,
    ca_file: _CaFile = [],
    no_default_trust: NoDefaultTrust = False,
    timeout: Timeout = UNUSED.timeout,
    as_json: AsJson = False,
    fail_on: FailOn = "error",
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
    options = TraceOptions(connecting, tuple(ca_file), not no_default_trust, timeout)
    with Recording(save_trace, with_secrets=with_secrets) as recording:
        connections = Source(source, options, key_log, recording, stream)
        return _run(connections, view, StoryOutput(story=story, keys=keys, html=html), extract, as_json=as_json)


def _run(source: Source, view: View, output: StoryOutput, extract: str, *, as_json: bool) -> ExitStatus:
    if output.is_asked:
        return _tell(source, view, output)
    if as_json:
        results = tuple(_judged(source, view))
        status = worst(result.status for result in results)
        write_json(results, _FORM, status)
        return status
    if view.message is not None:
        return _show_message(source, view, extract)
    return _show(source, view)


def _judged(source: Source, view: View) -> Iterator[Judged[TraceReport]]:
    """Yield the connections as they are read, each with its status."""
    for number, report in source:
        place: dict[str, Plain] = {"source": source.name, "number": number, "notes": [*source.notes]}
        yield Judged(source.name, _status(report, source, view), report, place)


def _json(report: TraceReport) -> TraceJson:
    from tlskit.export import trace_json

    return trace_json(report)


_FORM: Form[TraceReport] = Form(
    "trace",
    lambda result: trace_answer(result.report),
    _json,
    lambda found: trace_document(found[0].report),
    as_json=True,
)


def _status(report: TraceReport, source: Source, view: View) -> ExitStatus:
    found = max((finding.severity for finding in report.findings), default=None)
    return status_of(_standing(report, is_live=source.is_live), found, view.fail_on)


def _standing(report: TraceReport, *, is_live: bool) -> Standing:
    """A connection that was made now and came to no end of its handshake shows too little to be good."""
    if not report.records:
        return Standing.NOTHING
    is_unfinished = is_live and trace_outcome(report).ending is not HandshakeEnd.COMPLETE
    return Standing.PARTIAL if is_unfinished or all(record.is_cut for record in report.records) else Standing.GOOD


def _show(source: Source, view: View) -> ExitStatus:
    """Show one connection whole, several as a list; with fields each as soon as it is read."""
    summaries: list[Summary] = []
    only: TraceReport | None = None
    statuses = []
    for number, report in source:
        statuses.append(_status(report, source, view))
        if view.is_detailed:
            show(_document(report, view, source, number))
        else:
            only = None if summaries else report
            summaries.append(summary(number, report))
    if only is not None and not view.only_list:
        show(_document(only, view, source, summaries[0].number))
    elif summaries:
        show(list_document(source.name, summaries, source.notes))
    return worst(statuses)


def _document(report: TraceReport, view: View, source: Source, number: int) -> Document:
    extra = tuple(field_sections(report, view.shown)) if view.is_detailed else ()
    return trace_document(report, full=view.shown.full, source=_place(source, number), extra=extra)


def _place(source: Source, number: int) -> list[tuple[str, str]]:
    return [("Source", source.name), ("Number", str(number)), *(("Note", note) for note in source.notes)]


def _only(source: Source) -> tuple[int, TraceReport]:
    """Return the one connection of a source with its number."""
    found = list(source)
    if len(found) > 1:
        raise UsageError(f"{source.name} has {len(found)} connections: choose one with --stream")
    return found[0]


def _show_message(source: Source, view: View, extract: str) -> ExitStatus:
    _, report = _only(source)
    places, number = StreamMap(report), view.message or 0
    if number >= len(places.messages):
        raise UsageError(f"there is no message {number}: there are {len(places.messages)}, from 0 on")
    if extract:
        message = places.messages[number]
        write_output(extract, message.data, f"the {len(message.data)} bytes of {message.type.label}")
    show(message_document(places, number, view.shown))
    return _status(report, source, view)


def _tell(source: Source, view: View, output: StoryOutput) -> ExitStatus:
    """Tell the one connection of a source at length: the story, the key schedule, the page."""
    from tlskit.explain import keys_document, story_document  # each view loads what it needs

    number, report = _only(source)
    if output.html:
        write_page(story_document(report, source=_place(source, number)), output.html)
    if output.story:
        show(story_document(report, source=_place(source, number)))
    if output.keys:
        show(keys_document(report))
    return _status(report, source, view)
