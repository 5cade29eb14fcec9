"""The front door of the room: a target in, :class:`~tlskit.handshake.report.report.HandshakeReport` out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tlskit.chain import Profile, TrustStore, ValidationPolicy, load_certificates, trust_store
from tlskit.errors import ConnectError, UsageError
from tlskit.handshake.driver import attempt, attempt_all
from tlskit.handshake.legacy_hello import is_worth_probing, old_hello
from tlskit.handshake.legacy_probe import probe
from tlskit.handshake.report.chain_judge import ChainJudge
from tlskit.handshake.report.expectations import Expectations
from tlskit.handshake.report.report import handshake_report
from tlskit.handshake.settings import ConnectionSettings, send_to_anyone
from tlskit.net import Deadline, Target, TargetKind, parse_target
from tlskit.trace import observe
from tlskit.x509 import Certificate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain import CertificateInput
    from tlskit.handshake.report.attempt import Attempt
    from tlskit.handshake.report.report import HandshakeReport
    from tlskit.trace import TraceReport

TIMEOUT = 10.0
"""Seconds for the whole of one connection."""


def inspect_handshake(  # noqa: PLR0913 - what a caller may choose
    target: str | Target,
    *,
    trust: TrustStore | Sequence[CertificateInput],
    policy: ValidationPolicy | None = None,
    settings: ConnectionSettings | None = None,
    pool: Sequence[CertificateInput] = (),
    client_pool: Sequence[CertificateInput] = (),
    timeout: float = TIMEOUT,
) -> HandshakeReport:
    """Make a handshake with ``target`` and say what happened, one-way or mutual.

    ``trust`` and ``policy`` judge the server's certificates; without a policy they are held to RFC 5280, now,
    for the target's name. ``settings`` say how the handshake is made. A client certificate among them goes
    only to a server that passes, unless the settings bring a judge of their own. ``client_pool`` may hold CAs that help
    to say why a client certificate is refused.

    Raises :class:`~tlskit.errors.UsageError` for what cannot be asked, and :class:`~tlskit.errors.ConnectError` where
    there was no connection at all; everything that the server did is in the report.
    """
    parsed = host_target(target)
    question = make_question(parsed, trust, policy, settings, pool, client_pool)
    return inspect_target(parsed, settings or ConnectionSettings(), question, timeout)


def inspect_target(
    target: Target, settings: ConnectionSettings, question: Expectations, timeout: float
) -> HandshakeReport:
    """Do the same with a question that is made; where the server may be too old for OpenSSL, ask it as one used to."""
    judge, deadline = ChainJudge(question), Deadline.after(timeout)
    chosen = judged(settings, judge)
    tried = attempt(target, chosen, deadline)
    return handshake_report(tried, judge, _probed(target, chosen, tried, deadline))


def inspect_all_addresses(
    target: Target, settings: ConnectionSettings, question: Expectations, timeout: float
) -> tuple[HandshakeReport, ...]:
    """Return a report for each address of the target's name, in the resolver's order. Raises as above."""
    judge = ChainJudge(question)
    attempts = attempt_all(target, judged(settings, judge), Deadline.after(timeout))
    return tuple(handshake_report(tried, judge) for tried in attempts)


def host_target(target: str | Target) -> Target:
    """Return what a target names; a file is none."""
    parsed = parse_target(target, exists=lambda _: False) if isinstance(target, str) else target
    if parsed.kind is not TargetKind.HOST:
        raise UsageError("only a host can be connected to; this target is a file")
    return parsed


def make_question(  # noqa: PLR0913, PLR0917 - as inspect_handshake
    target: Target,
    trust: TrustStore | Sequence[CertificateInput],
    policy: ValidationPolicy | None,
    settings: ConnectionSettings | None,
    pool: Sequence[CertificateInput],
    client_pool: Sequence[CertificateInput],
) -> Expectations:
    """Return what is asked, the defaults filled in."""
    credentials = settings.credentials if settings else None
    return Expectations(
        trust if isinstance(trust, TrustStore) else trust_store(trust),
        policy or default_policy(target),
        pool,
        tuple(map(Certificate, credentials.certificates)) if credentials else (),
        tuple(load_certificates(client_pool)),
    )


def default_policy(target: Target, at: datetime | None = None, profile: Profile = Profile.RFC5280) -> ValidationPolicy:
    """Return what clients hold a server to, now or at another time: a path, valid, for the target's name."""
    identity = f"ip:{target.address}" if target.address is not None else f"dns:{target.unicode_host}"
    moment = at or datetime.now(UTC).replace(microsecond=0)
    return ValidationPolicy(at=moment, identity=identity, profile=profile)


def judged(settings: ConnectionSettings, judge: ChainJudge) -> ConnectionSettings:
    """Let the chain engine judge who may see the client's certificate, unless anybody may."""
    if settings.credentials is None or settings.judge is send_to_anyone:
        return settings
    return settings.replace(judge=judge)


def _probed(target: Target, settings: ConnectionSettings, tried: Attempt, deadline: Deadline) -> TraceReport | None:
    if settings.narrows_offer or not is_worth_probing(tried):
        return None
    if tried.trace.negotiated.version is not None:
        return None
    try:
        return observe(probe(target, old_hello(tried.server_name), settings, deadline))
    except (ConnectError, TimeoutError):
        return None  # what the first connection showed stands by itself
