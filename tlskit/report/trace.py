"""A :class:`~tlskit.trace.report.TraceReport` with what other rooms know: its certificates, its fingerprints."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tlskit.finding.plain import to_plain
from tlskit.registry.handshake_type import HandshakeType
from tlskit.trace.certificate_compression import decompressed
from tlskit.trace.fingerprint import ja3, ja3_text, ja3s_text, ja4
from tlskit.trace.opened import Sealed
from tlskit.trace.outcome import outcome
from tlskit.trace.transcript import Direction, Transport
from tlskit.trace.tree import Places
from tlskit.wire.authentication import CompressedCertificate

if TYPE_CHECKING:
    from tlskit.chain.certificate import Certificate
    from tlskit.finding.plain import Plain
    from tlskit.trace.event import Message, Record, Unread
    from tlskit.trace.report import TraceReport
    from tlskit.wire.authentication import CertificateEntry
    from tlskit.wire.field import Field

_NS_PER_S = 1_000_000_000


def fingerprints(report: TraceReport) -> dict[str, str]:
    """Return JA3, JA3S and JA4 by name, of the first hellos; empty where there is no such hello."""
    found = {"JA3": "", "JA3S": "", "JA4": ""}
    client = _first(report, HandshakeType.client_hello)
    if client is not None and "legacy_version" in client.values:
        transport = "d" if report.transcript.transport is Transport.DATAGRAM else "t"
        found["JA3"] = ja3(ja3_text(client.values))
        found["JA4"] = ja4(client.values, transport)
    server = _first(report, HandshakeType.server_hello)
    if server is not None and "cipher_suite" in server.values:
        found["JA3S"] = ja3(ja3s_text(server.values))
    return found


def certificates(report: TraceReport, direction: Direction) -> tuple[Certificate, ...]:
    """Return the certificates that a side sent and that can be read, as it sent them; of several messages the first."""
    entries = certificate_entries(report, direction)
    if not entries:
        return ()
    from tlskit.chain.certificate import Certificate  # noqa: PLC0415 - most connections hide them

    return tuple(Certificate(entry if isinstance(entry, bytes) else entry.cert_data, as_far=True) for entry in entries)


def certificate_entries(report: TraceReport, direction: Direction) -> tuple[CertificateEntry | bytes, ...]:
    """Return the entries of a side's first certificate message, its compression (RFC 8879) undone; bytes before 1.3."""
    for message in report.messages:
        if message.direction is not direction:
            continue
        if message.type == HandshakeType.certificate:
            return tuple(message.values.get("certificate_list", ()))
        if message.type == HandshakeType.compressed_certificate and isinstance(message.body, CompressedCertificate):
            inside, _ = decompressed(message.body)
            return inside.certificate_list if inside else ()
    return ()


def trace_plain(report: TraceReport) -> Plain:
    """Return everything that a connection showed; offsets count the bytes of a direction's stream.

    A message's fields are counted from the message's first byte; ``pieces`` say where in the stream they lie.
    """
    transcript, places, how = report.transcript, Places(report), outcome(report)
    return {
        "transport": transcript.transport.value,
        "client": transcript.client,
        "server": transcript.server,
        "orientation": transcript.orientation.value,
        "ended": {direction.value: end for direction, end in transcript.ended},
        "not_kept": transcript.not_kept,
        "outcome": how.ending.name.lower(),
        "preamble": _preamble(report),
        "negotiated": to_plain(report.negotiated),
        "fingerprints": {name.lower(): value or None for name, value in fingerprints(report).items()},
        "certificates": {
            direction.value: [_certificate(item) for item in certificates(report, direction)] for direction in Direction
        },
        "records": [_record(record, places) for record in report.records],
        "messages": [_message(report, places, number) for number in range(len(places.messages))],
        "unread": [_unread(run) for run in report.unread],
        "findings": [finding.to_plain() for finding in report.findings],
    }


def _preamble(report: TraceReport) -> Plain:
    if report.preamble is None:
        return None
    lines = [{"direction": direction.value, "text": text} for direction, text in report.preamble.lines]
    return {
        "protocol": report.preamble.protocol,
        "c2s": report.preamble.client_to_server,
        "s2c": report.preamble.server_to_client,
        "lines": to_plain(lines),
    }


def _record(record: Record, places: Places) -> Plain:
    return {
        "number": record.number,
        "direction": record.direction.value,
        "at": _moment(record.at),
        "packet": record.packet or None,
        "span": to_plain(record.span),
        "content_type": to_plain(record.content_type),
        "inner_type": to_plain(record.inner_type),
        "version": to_plain(record.version),
        "length": len(record.fragment),
        "epoch": record.epoch,
        "sequence_number": record.sequence_number,
        "protection": record.protection.value,
        "sealed": record.opened.reason.value if isinstance(record.opened, Sealed) else None,
        "alert": None if record.alert is None else to_plain(record.alert),
        "messages": [share.number for share in places.shares(record)],
        "problem": record.problem or None,
    }


def _message(report: TraceReport, places: Places, number: int) -> Plain:
    message = places.messages[number]
    return {
        "number": number,
        "type": to_plain(message.type),
        "direction": message.direction.value,
        "length": len(message.data),
        "complete": message not in report.incomplete,
        "retransmitted": message.retransmitted,
        "records": [*sorted({piece.record for piece in message.pieces})],
        "pieces": [{"start": run.start, "end": run.end, "at": run.at} for run in places.runs(message)],
        "fields": field_plain(message.tree),
    }


def field_plain(field: Field[Any]) -> dict[str, Plain]:
    """Return a field and all below it; the value stands at the leaves, and at code points, numbers and bytes."""
    plain: dict[str, Plain] = {"name": field.name, "start": field.start, "end": field.end}
    if isinstance(field.value, int | bytes | str) and not field.children:
        plain["value"] = to_plain(field.value)
    if field.problem:
        plain["problem"] = field.problem
    if field.children:
        plain["fields"] = [field_plain(child) for child in field.children]
    return plain


def _certificate(certificate: Certificate) -> Plain:
    return certificate.to_plain()


def _unread(run: Unread) -> Plain:
    return {
        "direction": run.direction.value,
        "at": _moment(run.at),
        "packet": run.packet or None,
        "span": to_plain(run.span),
        "reason": run.reason,
        "lost": run.lost,
    }


def _moment(nanoseconds: int | None) -> Plain:
    """Return a time as RFC 3339 with all nine digits, of which a datetime has six."""
    if nanoseconds is None:
        return None
    seconds, rest = divmod(nanoseconds, _NS_PER_S)
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}Z"
    except (ValueError, OverflowError, OSError):
        return None


def _first(report: TraceReport, kind: HandshakeType) -> Message | None:
    return next((message for message in report.messages if message.type == kind), None)
