"""A :class:`~tlskit.trace.report.TraceReport` told: how it went, the findings, the flights, what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import clipped, listed
from tlskit.document import Document, Headline, Row, Rows, Section, Tone
from tlskit.explain.amount import counted, size
from tlskit.explain.card import TONES, card
from tlskit.explain.flight import SENDERS, SPEAKERS, flights
from tlskit.explain.message_note import asked_name, offered_versions, protocol_text
from tlskit.finding import Severity
from tlskit.trace import (
    Direction,
    HandshakeEnd,
    NoTlsInCapture,
    Resumption,
    Transport,
    fingerprints,
    sent_certificates,
    trace_outcome,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.trace import TraceOutcome, TraceReport

_MOST_TALK = 12
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_MOST_UNREAD = 10
_ENDED = {"fin": "closed", "reset": "reset"}


def trace_answer(report: TraceReport) -> str:
    """Return in one sentence who spoke what with whom, and how it ended."""
    return f"{_protocol(report)} with {_server(report)}: {_course(report)}."


def trace_document(
    report: TraceReport, *, full: bool = False, source: Sequence[tuple[str, str]] = (), extra: Sequence[Section] = ()
) -> Document:
    """Compose the document of one connection.

    ``full``: leave nothing out; ``source``: label and text of where the connection comes from; ``extra``: sections to
    stand behind the flights.
    """
    sections = (
        Section("Findings", tuple(card(finding) for finding in report.findings)),
        Section("Before TLS", tuple(_talk(report, full=full))),
        Section("Flights", (flights(report, full=full),) if report.records else ()),
        *extra,
        Section("Agreed", (Rows(tuple(row for row in _agreed(report) if row.text)),)),
        Section("Certificates", tuple(_certificates(report))),
        Section("Fingerprints", (Rows(tuple(Row(*item) for item in fingerprints(report).items() if item[1])),)),
        Section("Not read", (Rows(tuple(_not_read(report, full=full))),)),
        Section("Connection", (Rows((*(Row(*item) for item in source), *_connection(report))),)),
    )
    return Document(Headline(tone(report), trace_answer(report)), tuple(filter(_has_something, sections)))


def tone(report: TraceReport) -> Tone:
    """Return how a connection's sentence sounds: by the worst finding, else by how it ended."""
    worst = max((finding.severity for finding in report.findings), default=Severity.INFO)
    if worst >= Severity.WARNING:
        return TONES[worst]
    match trace_outcome(report).ending:
        case HandshakeEnd.COMPLETE:
            return Tone.GOOD
        case HandshakeEnd.ALERT:
            return Tone.BAD
    return Tone.OPEN


def _has_something(section: Section) -> bool:
    return any(not isinstance(block, Rows) or block.rows for block in section.blocks)


# -- the sentence ----------------------------------------------------------------------------------------------------


def _protocol(report: TraceReport) -> str:
    version = report.negotiated.version or report.hellos.version
    if version is not None:
        return version.label
    foreign = next((record.version.label for record in report.records if record.content_type is None), "")
    return foreign or ("DTLS" if report.transcript.transport is Transport.DATAGRAM else "TLS")


def _server(report: TraceReport) -> str:
    names = (report.negotiated.server_name, *map(asked_name, report.cut_messages))
    name = next(filter(None, names), "")
    return clipped(name, 100) if name else report.transcript.server or "a server without a name"


def _course(report: TraceReport) -> str:
    how, agreed = trace_outcome(report), report.negotiated
    chosen = ", ".join(
        point.label for point in (agreed.cipher_suite, agreed.group) if point is not None
    )  # fmt: skip
    match how.ending:
        case HandshakeEnd.COMPLETE:
            resumed = "" if agreed.resumption in {Resumption.FULL, Resumption.UNKNOWN} else "resumed "
            late = f"; then {_alert(how)}" if how.alert else ""
            return f"{resumed}handshake complete{', ' if chosen else ''}{chosen}{late}"
        case HandshakeEnd.ALERT:
            return f"ended by {_alert(how)}"
        case HandshakeEnd.UNFINISHED:
            return f"handshake not finished{_last(report, how)}{_closed(report)}"
    for message in report.cut_messages:
        whose = f"the {SENDERS[message.direction]}'s {message.type.label}"
        return f"{whose} is cut short after {message.came}{_closed(report)}"
    return f"no handshake to be seen, {counted(len(report.records), 'record')}{_closed(report)}"


def _alert(how: TraceOutcome) -> str:
    record = how.alert
    if record is None or record.alert is None:
        return "an alert"
    description = record.alert.description
    return f"alert {int(description)} {description.label} from the {SENDERS[record.direction]}"


def _last(report: TraceReport, how: TraceOutcome) -> str:
    if how.last is None:
        return ""
    hello = report.hellos.client_hello
    if any(isinstance(finding, NoTlsInCapture) for finding in report.findings):
        return ": the answer is not TLS"
    if report.hellos.version is None and hello is not None:
        return f": no answer to the client's offer of {', '.join(offered_versions(hello))}"
    return f": the last message that can be read is {how.last.type.label} from the {SENDERS[how.last.direction]}"


def _closed(report: TraceReport) -> str:
    ended = [
        f"the {SENDERS[direction]} {_ENDED.get(how, how)} the connection" for direction, how in report.transcript.ended
    ]
    return f"; {ended[0]}" if ended else ""


# -- the evidence ----------------------------------------------------------------------------------------------------


def _talk(report: TraceReport, *, full: bool) -> Iterator[Rows]:
    lines = report.preamble.lines if report.preamble else ()
    if any(_REPLACED in line or "\0" in line for _, line in lines):  # a binary protocol
        yield Rows((Row("Protocol", f"{clipped(report.preamble.protocol if report.preamble else '')}, in binary"),))
        return
    shown = lines if full else lines[:_MOST_TALK]
    rows = [Row(SPEAKERS[direction], clipped(line, 500)) for direction, line in shown]
    if len(lines) > len(shown):
        rows.append(Row("", f"... {counted(len(lines) - len(shown), 'more line')} (--full shows all)", Tone.QUIET))
    if rows:
        yield Rows(tuple(rows))


def _agreed(report: TraceReport) -> Iterator[Row]:
    agreed = report.negotiated
    for label, point in (
        ("Version", agreed.version),
        ("Suite", agreed.cipher_suite),
        ("Group", agreed.group),
        ("Signature", agreed.signature_scheme),
        ("Client sign", agreed.client_signature_scheme),
    ):
        yield Row(label, f"{point.label} ({point.hex})" if point is not None else "")
    yield Row("Name asked", clipped(agreed.server_name or ""))
    yield Row("ALPN", _protocols(agreed.protocol, agreed.offered_protocols))
    yield Row("Session", agreed.resumption.value if agreed.resumption is not Resumption.UNKNOWN else "")
    yield Row("Client cert", _client_certificate(report))
    yield Row("Also", ", ".join(_flags(report)))


def _protocols(chosen: bytes | None, offered: Sequence[bytes]) -> str:
    offer = listed([protocol_text(name) for name in offered], 8)
    if chosen is not None:
        return protocol_text(chosen) + (f" (of {offer})" if offer else "")
    return f"offered {offer}; the answer is not to be seen" if offer else ""


def _client_certificate(report: TraceReport) -> str:
    agreed = report.negotiated
    if agreed.client_certificate_sent:
        return "a certificate was asked for and sent"
    return "a certificate was asked for" if agreed.client_certificate_requested else ""


def _flags(report: TraceReport) -> Iterator[str]:
    agreed = report.negotiated
    for is_so, text in (
        (agreed.hello_retry_request, "HelloRetryRequest"),
        (agreed.early_data_offered, "early data offered"),
        (agreed.extended_master_secret, "extended master secret"),
        (agreed.encrypt_then_mac, "encrypt-then-MAC"),
        (agreed.secure_renegotiation, "secure renegotiation"),
    ):
        if is_so:
            yield text


def _certificates(report: TraceReport) -> Iterator[Rows]:
    for direction in Direction:
        rows = []
        for number, certificate in enumerate(sent_certificates(report, direction)):
            until = "" if certificate.not_after is None else f"{certificate.not_after:%Y-%m-%d}"
            begin = "" if certificate.not_before is None else f"{certificate.not_before:%Y-%m-%d}"
            rows.append(Row(f"{SENDERS[direction]} {number}", clipped(certificate.label)))
            rows.append(Row("", f"issued by {clipped(certificate.issuer.label)}, valid {begin} to {until}", Tone.QUIET))
        if rows:
            yield Rows(tuple(rows))


def _not_read(report: TraceReport, *, full: bool) -> Iterator[Row]:
    unread = report.unread if full else report.unread[:_MOST_UNREAD]
    for run in unread:
        amount = counted(run.end - run.start, "byte")
        yield Row(SPEAKERS[run.direction], f"{amount} at {run.start:,}: {run.reason}")
    if len(report.unread) > len(unread):
        yield Row("", f"... {counted(len(report.unread) - len(unread), 'more run')} (--full shows all)", Tone.QUIET)
    for message in report.cut_messages:
        yield Row(
            SPEAKERS[message.direction],
            f"the end of a {message.type.label} is missing: {counted(len(message.data), 'byte')} came",
        )
    if report.transcript.not_kept:
        yield Row("", f"{size(report.transcript.not_kept)} at the end are beyond what is kept of one connection")


def _connection(report: TraceReport) -> Iterator[Row]:
    transcript = report.transcript
    yield Row("Client", transcript.client or "(address not known)")
    yield Row("Server", transcript.server or "(address not known)")
    for direction in Direction:
        total = sum(len(chunk.data) for chunk in transcript.chunks if chunk.direction is direction)
        records = sum(1 for _ in report.records_of(direction))
        yield Row(SPEAKERS[direction], f"{size(total)}, {counted(records, 'record')}")
    for direction, how in transcript.ended:
        yield Row("Ended", f"the {SENDERS[direction]} {_ENDED.get(how, how)} it")
