"""What a connection shows of the server: what it agreed to, what it proved, what it stapled, whether it resumes."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tlskit.chain import OcspAnswer, OcspStanding, OcspStatus, demands_staple, judge_ocsp
from tlskit.core import FrozenValue
from tlskit.handshake.report import stapling
from tlskit.registry import SIGNED_CERTIFICATE_TIMESTAMPS, AlertDescription, ExtensionType, GroupKind, HandshakeType
from tlskit.trace import Direction, Resumption, certificate_entries
from tlskit.wire import (
    CertificateStatus,
    CertificateStatusMessage,
    CompressedCertificate,
    SignedCertificateTimestampList,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tlskit.chain import ChainReport
    from tlskit.finding import Finding
    from tlskit.handshake.report.attempt import Attempt
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

    ``certificate_compression`` is the algorithm's name, empty where none was used.
    """

    negotiated: Negotiated
    is_post_quantum: bool
    name: NameOutcome
    resumption: Resumption | None
    must_staple: bool
    staple: OcspAnswer | None
    timestamps: Timestamps
    certificate_compression: str


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
        staple=_staple(trace, chain, at),
        timestamps=_timestamps(trace, chain),
        certificate_compression=_compression(trace),
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
        *(body for body in _entry_bodies(trace)),
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


def _entry_bodies(trace: TraceReport) -> Iterator[object]:
    """Yield what stands in the extensions of the server's end entity (RFC 8446 section 4.4.2)."""
    entries = certificate_entries(trace, Direction.SERVER_TO_CLIENT)
    if entries and not isinstance(entries[0], bytes):
        yield from (extension.extension_data for extension in entries[0].extensions)


# -- stapling --------------------------------------------------------------------------------------------------------


def _staple(trace: TraceReport, chain: ChainReport | None, at: datetime) -> OcspAnswer | None:
    encoded = next(_stapled(trace), None)
    if encoded is None or chain is None:
        return None
    return judge_ocsp(encoded, chain.target, _issuers(chain), at)


def _stapled(trace: TraceReport) -> Iterator[bytes]:
    """Yield what was stapled: in an extension from TLS 1.3 on, in a message of its own before."""
    for body in _entry_bodies(trace):
        if isinstance(body, CertificateStatus) and isinstance(body.response, bytes):
            yield body.response
    for message in trace.messages:
        body = message.body if message.type == HandshakeType.certificate_status else None
        if isinstance(body, CertificateStatusMessage):
            yield body.response


def _issuers(chain: ChainReport) -> tuple[Certificate, ...]:
    """Return what stands above the end entity on any path, whether the path is good or not."""
    above = (path.certificates[1] for path in chain.paths if len(path.certificates) > 1)
    return tuple(dict.fromkeys(above))


def stapling_findings(facts: ServerFacts, chain: ChainReport | None, at: datetime) -> Iterator[Finding]:
    """Say what is wrong with what was stapled, or with its want."""
    if chain is None or facts.negotiated.resumption is Resumption.PSK:
        return
    ref, staple = chain.target.ref, facts.staple
    if staple is None:
        if facts.must_staple:
            yield stapling.StapleMissing(certificate=ref)
        return
    match staple.standing, staple.status:
        case OcspStanding.UNUSABLE | OcspStanding.NOT_YET_VALID, _:
            yield stapling.StapleUnusable(certificate=ref, problem=staple.problem)
        case OcspStanding.UNVERIFIED, status:
            said = status.value if status else "nothing"
            yield stapling.StapleUnverified(certificate=ref, status=said, problem=staple.problem)
        case _, OcspStatus.REVOKED:
            when = staple.revocation_date or at
            yield stapling.StapleRevoked(certificate=ref, revocation_date=when, reason=staple.reason)
        case OcspStanding.STALE, _:
            yield stapling.StapleStale(certificate=ref, next_update=staple.next_update or at, at=at)
        case _, OcspStatus.UNKNOWN:
            yield stapling.StapleUnknown(certificate=ref)
