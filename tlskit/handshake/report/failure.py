"""Why a handshake failed: what the server did, read against what was offered. One finding, or none where it did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import listed
from tlskit.finding import Severity
from tlskit.handshake.report import connection, negotiation
from tlskit.handshake.report.attempt import AttemptOutcome, Phase
from tlskit.handshake.report.first_bytes import who_speaks
from tlskit.registry import AlertDescription, HandshakeType
from tlskit.trace import Direction, Negotiated, Resumption, weakness
from tlskit.wire import ClientHello, NamedGroupList, ProtocolNameList, SignatureSchemeList, SupportedVersions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tlskit.finding import Finding
    from tlskit.handshake.report.attempt import Attempt
    from tlskit.registry import CodePoint
    from tlskit.trace import Message, TraceReport

_OPENING = 512
_SHOWN = 80  # bytes of what is not TLS
_TLS12, _TLS13 = 0x0303, 0x0304
_VERSIONS = {AlertDescription.protocol_version}
_ALGORITHMS = {AlertDescription.handshake_failure, AlertDescription.insufficient_security}


def failure_findings(
    attempt: Attempt, trace: TraceReport, probed: TraceReport | None, *, is_about_client: bool
) -> Iterator[Finding]:
    """Say why there was no handshake, or no end of it.

    ``is_about_client``: that the connection ended early is explained by the client's certificate. ``probed`` is what
    the server said to a ClientHello with old versions and suites.
    """
    if is_about_client or attempt.outcome is AttemptOutcome.COMPLETED:
        return
    agreed = probed.negotiated if probed else Negotiated()
    version, suite = agreed.version, agreed.cipher_suite
    if version is None or suite is None:
        yield from _TOLD[attempt.outcome](attempt, trace)
    elif version < _TLS12 or weakness(suite):
        yield connection.TooOld(version=version.label, cipher_suite=suite.label)
    else:
        yield from (_knowing(finding, agreed) for finding in _TOLD[attempt.outcome](attempt, trace))


def _knowing(finding: Finding, otherwise: Negotiated) -> Finding:
    """Add what the server takes of an old client's offer to what says that it took nothing of ours."""
    version, suite = otherwise.version, otherwise.cipher_suite
    if isinstance(finding, negotiation.Declined) and version is not None and suite is not None:
        return finding.knowing(f"{version.label} and {suite.label}")
    return finding


def _closed(attempt: Attempt, trace: TraceReport) -> Iterator[Finding]:
    how = "reset the connection" if attempt.outcome is AttemptOutcome.RESET else "closed the connection"
    if not attempt.handshake_over:
        yield connection.Closed(how=how, when=attempt.phase.value, reached=_how_far(attempt, trace))
    elif attempt.phase is Phase.AFTER_REQUEST:
        yield connection.Unanswered(how=how)
    elif attempt.outcome is AttemptOutcome.RESET:  # to close is no fault where nothing was asked
        found = connection.Closed(how=how, when=attempt.phase.value, reached=_how_far(attempt, trace))
        yield found.at_severity(Severity.WARNING)


_WAITED = {
    Phase.STARTTLS: ("we waited for the greeting", "TLS begins at once here (--starttls none)"),
    Phase.HANDSHAKE: ("we sent a ClientHello", "TLS is spoken here, and without STARTTLS before it"),
}


def _timed_out(attempt: Attempt, trace: TraceReport) -> Iterator[Finding]:
    seconds = f"{attempt.timings.total:.1f}"
    if attempt.phase is Phase.CONNECTING:
        yield connection.Unreachable(problem=attempt.problem)
    elif attempt.handshake_over:
        if attempt.phase is Phase.AFTER_REQUEST:
            yield connection.Unanswered(how="was silent until the time was over")
    elif not _said(attempt, trace):
        what, doubt = _WAITED[attempt.phase]
        yield connection.Silent(what=what, seconds=seconds, doubt=doubt)
    else:
        what = "STARTTLS" if attempt.phase is Phase.STARTTLS else "the handshake"
        yield connection.TimedOut(what=what, seconds=seconds, reached=_how_far(attempt, trace))


def _said(attempt: Attempt, trace: TraceReport) -> bytes:
    """Return what the server said; where TLS began after a talk in clear, what it said from there on."""
    talked, sent, said = _talked(trace), 0, b""
    for chunk in attempt.transcript.chunks:
        if chunk.direction is Direction.CLIENT_TO_SERVER:
            sent += len(chunk.data)
        elif sent > talked or not talked:
            said += chunk.data
    return said


def _talked(trace: TraceReport) -> int:
    """Return how many bytes we sent before TLS began."""
    return trace.preamble.client_to_server if trace.preamble else 0


def _how_far(attempt: Attempt, trace: TraceReport) -> str:
    """Say what came last of the server, and what did not come."""
    came = [message for message in trace.messages if message.direction is Direction.SERVER_TO_CLIENT]
    partial = [message for message in trace.cut_messages if message.direction is Direction.SERVER_TO_CLIENT]
    if partial and attempt.outcome is not AttemptOutcome.LIMIT_REACHED:  # or else it is we who stopped in the middle
        return f"{_name(partial[-1])} had begun to come and was not whole"
    if came:
        return f"{_name(came[-1])} came last"
    count = len(_said(attempt, trace))
    return f"{count:,} byte{'s' * (count != 1)} had come, and no whole message" if count else "nothing had come"


def _name(message: Message) -> str:
    """Return a message's name as RFC 8446 section 4 writes it."""
    return "".join(word.capitalize() for word in message.type.label.split("_"))


def _not_tls(attempt: Attempt, trace: TraceReport) -> Iterator[Finding]:
    said = _said(attempt, trace)[:_OPENING]
    speaker = who_speaks(said)
    seen = ascii((said.splitlines() or [b""])[0][:_SHOWN].decode("latin-1"))
    if speaker is not None and speaker.starttls and not _talked(trace):
        yield connection.StarttlsNeeded(speaker=speaker.protocol, seen=seen, protocol=speaker.starttls)
    else:
        yield connection.PeerNotTls(
            speaker=speaker.protocol if speaker else "something that is not known here", seen=seen
        )


# -- alerts ----------------------------------------------------------------------------------------------------------


def _alert_received(attempt: Attempt, trace: TraceReport) -> Iterator[Finding]:
    alert, when = _first(attempt, Direction.SERVER_TO_CLIENT), attempt.phase.value
    hello = _client_hello(trace) if trace.negotiated.version is None else None
    declined = _declined(alert, hello, f"alert {alert:d} {alert.label} {when}", attempt.server_name) if hello else None
    yield declined or connection.AlertReceived(number=int(alert), description=alert.label, when=when)


def _declined(alert: AlertDescription, hello: ClientHello, refusal: str, name: str) -> Finding | None:
    """Read an alert that answers a ClientHello against what that offered."""
    if alert in _VERSIONS:
        return negotiation.NoCommonVersion(offered=_offered_versions(hello), refusal=refusal)
    if alert in _ALGORITHMS:
        return _no_common_algorithm(hello, refusal)
    if alert == AlertDescription.unrecognized_name:
        asked = f'"{name}" was asked for by SNI' if name else "no name was sent by SNI"
        return negotiation.ServerNameRefused(asked=asked, refusal=refusal)
    if alert == AlertDescription.no_application_protocol:
        return negotiation.NoCommonProtocol(offered=_offered_protocols(hello), refusal=refusal)
    return None


def _alert_sent(attempt: Attempt, _: TraceReport) -> Iterator[Finding]:
    alert = _first(attempt, Direction.CLIENT_TO_SERVER)
    reasons = _reasons(attempt)
    if alert == AlertDescription.bad_certificate_status_response:  # the engine tells how its parser failed
        reasons = "OpenSSL cannot parse the stapled OCSP response"
    yield connection.AlertSent(number=int(alert), description=alert.label, when=attempt.phase.value, reasons=reasons)


def _first(attempt: Attempt, direction: Direction) -> AlertDescription:
    """Return the first alert of a side that is no farewell; there is one."""
    found = [AlertDescription.read[item.description] for item in attempt.alerts_of(direction)]
    return next((item for item in found if item != AlertDescription.close_notify), found[0])


def _reasons(attempt: Attempt) -> str:
    return listed(attempt.engine_reasons) or attempt.problem


def _client_hello(trace: TraceReport) -> ClientHello | None:
    bodies = (message.body for message in trace.messages if message.type == HandshakeType.client_hello)
    return next((body for body in bodies if isinstance(body, ClientHello)), None)


def _offered_versions(hello: ClientHello) -> str:
    listed_versions = hello.extension(SupportedVersions)
    if listed_versions is None:
        return f"{hello.legacy_version.label} and older were"
    known = [version.label for version in listed_versions.versions if not version.is_grease]
    return f"{', '.join(known)} {'was' if len(known) == 1 else 'were'}"


def _no_common_algorithm(hello: ClientHello, refusal: str) -> Finding:
    groups, schemes = hello.extension(NamedGroupList), hello.extension(SignatureSchemeList)
    return negotiation.NoCommonAlgorithm(
        refusal=refusal,
        cipher_suites=_labels(suite for suite in hello.cipher_suites if not suite.is_scsv),
        supported_groups=_labels(groups.named_group_list if groups else ()),
        signature_algorithms=_labels(schemes.supported_signature_algorithms if schemes else ()),
    )


def _labels(points: Iterable[CodePoint]) -> tuple[str, ...]:
    return tuple(point.label for point in points if not point.is_grease)


def _offered_protocols(hello: ClientHello) -> tuple[str, ...]:
    listed_names = hello.extension(ProtocolNameList)
    return tuple(name.decode("latin-1") for name in listed_names.protocol_name_list) if listed_names else ()


def _refused_starttls(attempt: Attempt, _: TraceReport) -> Iterator[Finding]:
    yield connection.StarttlsRefused(problem=attempt.problem)


def _limit_reached(attempt: Attempt, trace: TraceReport) -> Iterator[Finding]:
    yield connection.ConnectionLimitReached(problem=attempt.problem, reached=_how_far(attempt, trace))


def _engine_failed(attempt: Attempt, _: TraceReport) -> Iterator[Finding]:
    yield connection.EngineFailed(when=attempt.phase.value, reasons=_reasons(attempt))


def _network_failed(attempt: Attempt, _: TraceReport) -> Iterator[Finding]:
    yield connection.NetworkFailed(when=attempt.phase.value, problem=attempt.problem)


def _unreachable(attempt: Attempt, _: TraceReport) -> Iterator[Finding]:
    yield connection.Unreachable(problem=attempt.problem)


_TOLD: dict[AttemptOutcome, Callable[[Attempt, TraceReport], Iterator[Finding]]] = {
    AttemptOutcome.ALERT_RECEIVED: _alert_received,
    AttemptOutcome.ALERT_SENT: _alert_sent,
    AttemptOutcome.CLOSED: _closed,
    AttemptOutcome.RESET: _closed,
    AttemptOutcome.TIMED_OUT: _timed_out,
    AttemptOutcome.NOT_TLS: _not_tls,
    AttemptOutcome.STARTTLS_REFUSED: _refused_starttls,
    AttemptOutcome.LIMIT_REACHED: _limit_reached,
    AttemptOutcome.ENGINE_FAILED: _engine_failed,
    AttemptOutcome.NETWORK_FAILED: _network_failed,
    AttemptOutcome.REFUSED: _unreachable,
    AttemptOutcome.UNREACHABLE: _unreachable,
}
"""What tells each way to end, but for the good one."""


# -- what could be better --------------------------------------------------------------------------------------------


def agreement_findings(attempt: Attempt, trace: TraceReport, second: TraceReport | None) -> Iterator[Finding]:
    """Say what was agreed on without need, and whether a session was resumed where that was tried."""
    hello, version = _client_hello(trace), trace.negotiated.version
    offered = hello.extension(SupportedVersions) if hello else None
    if offered and version is not None and _TLS13 in offered.versions and not version.is_tls13:
        yield negotiation.Tls13NotChosen(version=version.label)
    if attempt.second is not None and not (attempt.second.session_reused and attempt.second.handshake_over):
        resumption = second.negotiated.resumption if second else Resumption.UNKNOWN
        what = "a full handshake" if resumption is Resumption.FULL else f"no handshake ({attempt.second.outcome.value})"
        yield negotiation.NotResumed(what=what)
