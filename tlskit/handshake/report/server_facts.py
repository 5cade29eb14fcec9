"""What a connection shows of the server: what it agreed to, what it proved, what it stapled, whether it resumes."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tlskit.chain import OcspAnswer, OcspStanding, OcspStatus, demands_staple
from tlskit.core import FrozenValue
from tlskit.handshake.report import stapling
from tlskit.handshake.report.staples import entry_bodies, intermediate_staples, server_staple
from tlskit.registry import SIGNED_CERTIFICATE_TIMESTAMPS, AlertDescription, ExtensionType, GroupKind, HandshakeType
from tlskit.trace import Direction, Resumption
from tlskit.wire import CompressedCertificate, SignedCertificateTimestampList

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tlskit.chain import ChainReport
    from tlskit.finding import Finding
    from tlskit.handshake.report.attempt import Attempt
    from tlskit.handshake.report.staples import StapledStatus
    from tlskit.trace import Negotiated, TraceReport
    from tlskit.x509 import Certificate

_POST_QUANTUM = frozenset({GroupKind.HYBRID, GroupKind.POST_QUANTUM})


class NameOutcome(Enum):
    """What the server made of the name that was sent."""

    NOT_SENT = "no name was sent"
    ACKNOWLEDGED = "acknowledged"
    NOT_ACKNOWLEDGED = "not acknowledged"  # it may have been used all the same (RFC 6066 section 3)
    WARNED = "answered with a warning that it is not known"
    REFUSED = "refused"
    NOT_TOLD = "not told"


class Timestamps(FrozenValue):
    """How many SCTs (RFC 6962) came by each of the three ways."""

    in_certificate: int = 0
    in_handshake: int = 0


class ServerFacts(FrozenValue):
    """``negotiated`` is what was agreed. ``resumption`` is how the second connection went, ``None`` without one.

    ``certificate_compression`` is the algorithm's name, empty where none was used. ``staple`` is about the end entity,
    ``intermediate_staples`` about CAs of the path (TLS 1.3).
    """

    negotiated: Negotiated
    is_post_quantum: bool
    name: NameOutcome
    resumption: Resumption | None
    must_staple: bool
    staple: OcspAnswer | None
    timestamps: Timestamps
    certificate_compression: str
    intermediate_staples: tuple[StapledStatus, ...] = ()


def server_facts(
    attempt: Attempt, trace: TraceReport, chain: ChainReport | None, second: TraceReport | None, at: datetime
) -> ServerFacts:
    """Return the facts of the server's side."""
    agreed = trace.negotiated
    kind = agreed.group.kind if agreed.group else None
    return ServerFacts(
        negotiated=agreed,
        is_post_quantum=kind in _POST_QUANTUM,
        name=_name_outcome(attempt, trace),
        resumption=second.negotiated.resumption if second else None,
        must_staple=chain is not None and demands_staple(chain.target),
        staple=server_staple(trace, chain, at),
        timestamps=_timestamps(trace, chain),
        certificate_compression=_compression(trace),
        intermediate_staples=intermediate_staples(trace, chain, at),
    )


def _name_outcome(attempt: Attempt, trace: TraceReport) -> NameOutcome:
    """RFC 6066 section 3: an empty extension acknowledges, an alert warns or refuses."""
    if not attempt.server_name:
        return NameOutcome.NOT_SENT
    hello = {HandshakeType.server_hello, HandshakeType.encrypted_extensions}
    answers = [message for message in trace.messages if message.type in hello]
    if any(
        extension.extension_type == ExtensionType.server_name
        for message in answers
        for extension in message.values.get("extensions") or ()
    ):
        return NameOutcome.ACKNOWLEDGED
    received = {alert.description for alert in attempt.alerts_of(Direction.SERVER_TO_CLIENT)}
    if AlertDescription.unrecognized_name in received:
        return NameOutcome.WARNED if answers else NameOutcome.REFUSED
    return NameOutcome.NOT_ACKNOWLEDGED if answers else NameOutcome.NOT_TOLD


def _compression(trace: TraceReport) -> str:
    for message in trace.messages:
        if message.direction is Direction.SERVER_TO_CLIENT and isinstance(message.body, CompressedCertificate):
            return message.body.algorithm.label
    return ""


def _timestamps(trace: TraceReport, chain: ChainReport | None) -> Timestamps:
    embedded = chain.target.by_oid.get(SIGNED_CERTIFICATE_TIMESTAMPS) if chain else None
    inside = _embedded(embedded.value) if embedded else 0
    bodies = [
        *entry_bodies(trace, 0),
        *(
            extension.extension_data
            for message in trace.messages
            if message.type == HandshakeType.server_hello
            for extension in message.values.get("extensions") or ()
        ),
    ]
    sent = sum(len(body.sct_list) for body in bodies if isinstance(body, SignedCertificateTimestampList))
    return Timestamps(inside, sent)


def _embedded(value: bytes) -> int:
    """Count the SCTs in a certificate's extension: an OCTET STRING around the list (RFC 6962 section 3.3)."""
    from tlskit.x509 import DER_PROBLEMS, der

    try:
        inside = der.read_only(value, "SCT list").contents
    except DER_PROBLEMS:
        return 0
    read = SignedCertificateTimestampList.read(inside)
    return len(read.sct_list) if read else 0


# -- findings about what was stapled -----------------------------------------------------------------------------------


def stapling_findings(facts: ServerFacts, chain: ChainReport | None, at: datetime) -> Iterator[Finding]:
    """Say what is wrong with what was stapled, or with its want."""
    if chain is None or facts.negotiated.resumption is Resumption.PSK:
        return
    target, staple = chain.target, facts.staple
    if facts.must_staple and staple is None:
        yield stapling.StapleMissing(certificate=target.ref)
    elif facts.must_staple and staple is not None and staple.shortcoming and not _tells_revocation(staple):
        yield stapling.StapleRequired(certificate=target.ref, problem=staple.shortcoming)
    if staple is not None:
        yield from _answer_findings(target, staple, at)
    for item in facts.intermediate_staples:
        yield from _answer_findings(item.certificate, item.answer, at)


def _tells_revocation(staple: OcspAnswer) -> bool:
    return staple.standing is OcspStanding.RELIABLE and staple.status is OcspStatus.REVOKED


def _answer_findings(certificate: Certificate, staple: OcspAnswer, at: datetime) -> Iterator[Finding]:
    ref = certificate.ref
    match staple.standing, staple.status:
        case OcspStanding.UNUSABLE | OcspStanding.NOT_YET_VALID, _:
            yield stapling.StapleUnusable(certificate=ref, problem=staple.problem)
        case OcspStanding.UNVERIFIED, status:
            said = status.value if status else "nothing"
            yield stapling.StapleUnverified(certificate=ref, status=said, problem=staple.problem)
        case OcspStanding.STALE, _:
            due = staple.next_update or staple.this_update or at
            yield stapling.StapleStale(certificate=ref, problem=staple.problem, next_update=due, at=at)
        case _, OcspStatus.REVOKED:
            when = staple.revocation_date or at
            yield stapling.StapleRevoked(
                certificate=ref, revocation_date=when, reason=staple.reason, is_ca=certificate.is_ca
            )
        case _, OcspStatus.UNKNOWN:
            yield stapling.StapleUnknown(certificate=ref)
    if staple.notes and staple.standing is OcspStanding.RELIABLE:
        yield stapling.StapleOdd(certificate=ref, oddities=staple.notes)
