"""Why a handshake failed: what the server did, read against what was offered. One finding, or none where it did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding.text import listed
from tlskit.registry.alert import AlertDescription
from tlskit.registry.handshake_type import HandshakeType
from tlskit.report.drive import Moment, Outcome
from tlskit.report.first_bytes import who_speaks
from tlskit.report.handshake import connection, negotiation
from tlskit.trace.negotiated import Resumption
from tlskit.trace.transcript import Direction
from tlskit.wire.extension_bodies.negotiation import SupportedVersions
from tlskit.wire.hello import ClientHello

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding.finding import Finding
    from tlskit.report.drive import Drive
    from tlskit.trace.report import TraceReport

_OPENING = 512
_SHOWN = 80  # bytes of what is not TLS
_SUITES = 6  # names of cipher suites that a sentence holds
_TLS13 = 0x0304
_VERSIONS = {AlertDescription.protocol_version}
_ALGORITHMS = {AlertDescription.handshake_failure, AlertDescription.insufficient_security}


def failure_findings(
    drive: Drive, trace: TraceReport, probed: TraceReport | None, *, is_about_client: bool
) -> Iterator[Finding]:
    """Say why there was no handshake, or no end of it.

    ``is_about_client``: that the connection ended early is explained by the client's certificate. ``probed`` is what
    the server said to a ClientHello with old versions and suites.
    """
    if probed is not None and (old := _too_old(probed)) is not None:
        yield old
        return
    if not is_about_client:
        yield from _failure(drive, trace)


def _too_old(probed: TraceReport) -> Finding | None:
    agreed = probed.negotiated
    if agreed.version is None or agreed.cipher_suite is None:
        return None
    return connection.TooOld(version=agreed.version.label, cipher_suite=agreed.cipher_suite.label)


def _failure(drive: Drive, trace: TraceReport) -> Iterator[Finding]:  # noqa: C901 - one line for each way to end
    when, reached = drive.moment.value, how_far(trace)
    match drive.outcome:
        case Outcome.COMPLETED:
            return
        case Outcome.ALERT_RECEIVED:
            yield _alert_received(drive, trace)
        case Outcome.ALERT_SENT:
            yield _alert_sent(drive)
        case Outcome.CLOSED | Outcome.RESET if not (drive.handshake_over and drive.outcome is Outcome.CLOSED):
            how = "reset the connection" if drive.outcome is Outcome.RESET else "closed the connection"
            yield connection.Closed(how=how, when=when, reached=reached)
        case Outcome.TIMED_OUT if drive.moment is Moment.CONNECTING:
            yield connection.Unreachable(problem=drive.problem)
        case Outcome.TIMED_OUT if not drive.transcript.chunks or not _said(drive):
            yield connection.Silent(what=_SILENT.get(drive.moment, "the connection came about"))
        case Outcome.TIMED_OUT:
            yield connection.TimedOut(reached=reached)
        case Outcome.NOT_TLS:
            yield _not_tls(_said(drive))
        case Outcome.STARTTLS_REFUSED:
            yield connection.StarttlsRefused(problem=drive.problem)
        case Outcome.LIMIT_REACHED:
            yield connection.LimitReached(problem=drive.problem, reached=reached)
        case Outcome.ENGINE_FAILED:
            yield connection.EngineFailed(when=when, reasons=_reasons(drive))
        case Outcome.NETWORK_FAILED:
            yield connection.NetworkFailed(when=when, problem=drive.problem)
        case Outcome.REFUSED | Outcome.UNREACHABLE:
            yield connection.Unreachable(problem=drive.problem)


_SILENT = {Moment.STARTTLS: "we waited for the greeting", Moment.HANDSHAKE: "we sent a ClientHello"}


def _said(drive: Drive) -> bytes:
    """Return the first bytes of the server."""
    chunks = (chunk.data for chunk in drive.transcript.chunks if chunk.direction is Direction.SERVER_TO_CLIENT)
    return b"".join(chunks)[:_OPENING]


def _not_tls(said: bytes) -> Finding:
    speaker = who_speaks(said)
    seen = ascii((said.splitlines() or [b""])[0][:_SHOWN].decode("latin-1"))
    if speaker is not None and speaker.starttls:
        return connection.StarttlsNeeded(speaker=speaker.protocol, seen=seen, protocol=speaker.starttls)
    return connection.NotTls(speaker=speaker.protocol if speaker else "something that is not known here", seen=seen)


# -- alerts ----------------------------------------------------------------------------------------------------------


def _alert_received(drive: Drive, trace: TraceReport) -> Finding:
    alert = _first(drive, Direction.SERVER_TO_CLIENT)
    refusal = f"alert {alert:d} {alert.label} {drive.moment.value}"
    hello = _client_hello(trace)
    if hello is not None and drive.moment is Moment.HANDSHAKE:
        if alert in _VERSIONS:
            return negotiation.NoCommonVersion(offered=_offered_versions(hello), refusal=refusal)
        if alert in _ALGORITHMS:
            return negotiation.NoCommonAlgorithm(offered=_offered_suites(hello), refusal=refusal)
        if alert == AlertDescription.unrecognized_name:
            asked = f'"{drive.server_name}" was asked for by SNI' if drive.server_name else "no name was sent by SNI"
            return negotiation.ServerNameRefused(asked=asked, refusal=refusal)
        if alert == AlertDescription.no_application_protocol:
            offered = tuple(item.decode("latin-1") for item in trace.negotiated.offered_protocols)
            return negotiation.NoCommonProtocol(offered=offered, refusal=refusal)
    return connection.AlertReceived(number=int(alert), description=alert.label, when=drive.moment.value)


def _alert_sent(drive: Drive) -> Finding:
    alert = _first(drive, Direction.CLIENT_TO_SERVER)
    return connection.AlertSent(
        number=int(alert), description=alert.label, when=drive.moment.value, reasons=_reasons(drive)
    )


def _first(drive: Drive, direction: Direction) -> AlertDescription:
    """Return the first alert of a side that is no farewell; there is one."""
    found = [AlertDescription.read[item.description] for item in drive.alerts_of(direction)]
    return next((item for item in found if item != AlertDescription.close_notify), found[0])


def _reasons(drive: Drive) -> str:
    return listed(drive.engine_reasons) or drive.problem


def _client_hello(trace: TraceReport) -> ClientHello | None:
    bodies = (message.body for message in trace.messages if message.type == HandshakeType.client_hello)
    return next((body for body in bodies if isinstance(body, ClientHello)), None)


def _offered_versions(hello: ClientHello) -> str:
    listed_versions = hello.extension(SupportedVersions)
    if listed_versions is None:
        return f"{hello.legacy_version.label} and older were"
    known = [version.label for version in listed_versions.versions if not version.is_grease]
    return f"{', '.join(known)} {'was' if len(known) == 1 else 'were'}"


def _offered_suites(hello: ClientHello) -> str:
    suites = [suite.label for suite in hello.cipher_suites if not suite.is_scsv and not suite.is_grease]
    shown = ", ".join(suites[:_SUITES])
    return f"{shown} and {len(suites) - _SUITES} more cipher suites" if len(suites) > _SUITES else shown


def how_far(trace: TraceReport) -> str:
    """Say what came last of the server, and what did not come."""
    came = [message for message in trace.messages if message.direction is Direction.SERVER_TO_CLIENT]
    partial = [message for message in trace.cut_messages if message.direction is Direction.SERVER_TO_CLIENT]
    if partial:
        return f"{partial[-1].type.label} had begun to come and was not whole"
    return f"{came[-1].type.label} was the last that came" if came else "no whole message of the server had come"


# -- what could be better --------------------------------------------------------------------------------------------


def agreement_findings(drive: Drive, trace: TraceReport, second: TraceReport | None) -> Iterator[Finding]:
    """Say what was agreed on without need, and whether a session was resumed where that was tried."""
    hello, version = _client_hello(trace), trace.negotiated.version
    offered = hello.extension(SupportedVersions) if hello else None
    if offered and version is not None and _TLS13 in offered.versions and not version.is_tls13:
        yield negotiation.NoTls13(version=version.label)
    if drive.second is not None and not (drive.second.session_reused and drive.second.handshake_over):
        resumption = second.negotiated.resumption if second else Resumption.UNKNOWN
        what = "a full handshake" if resumption is Resumption.FULL else f"no handshake ({drive.second.outcome.value})"
        yield negotiation.NotResumed(what=what)
