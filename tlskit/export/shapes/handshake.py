"""The shape of the report on a handshake as JSON."""

from __future__ import annotations

from typing import Annotated, TypedDict

from tlskit.chain import OcspStanding, OcspStatus
from tlskit.export.shapes.chain import ChainJson
from tlskit.export.shapes.finding import CheckJson, DirectionWord, FindingJson
from tlskit.export.shapes.negotiated import NegotiatedJson
from tlskit.export.shapes.scalars import Byte, Count, Seconds, Time, value_of
from tlskit.handshake.report import (
    AttemptOutcome,
    CertificateDemand,
    CertificateReception,
    HandshakeVerdict,
    NameOutcome,
    Phase,
)
from tlskit.trace import Resumption

ExchangedAlertJson = TypedDict("ExchangedAlertJson", {"from": DirectionWord, "level": Byte, "description": Byte})


class TimingsJson(TypedDict):
    """Seconds that each step took; None for one that was not begun."""

    name_resolution: Seconds | None
    tcp: Seconds | None
    proxy: Seconds | None
    starttls: Seconds | None
    tls: Seconds | None
    first_answer: Seconds | None


class ConnectionJson(TypedDict):
    """What came of driving the connection."""

    address: str | None
    server_name: str | None
    outcome: Annotated[str, value_of(AttemptOutcome)]
    moment: Annotated[str, value_of(Phase)]
    problem: str | None
    engine_reasons: list[str]
    handshake_over: bool
    alerts: list[ExchangedAlertJson]
    seconds: TimingsJson


class StapleJson(TypedDict):
    """The OCSP response that was stapled, judged."""

    standing: Annotated[str, value_of(OcspStanding)]
    status: Annotated[str, value_of(OcspStatus)] | None
    problem: str | None
    responder: str | None
    this_update: Time | None
    next_update: Time | None
    revocation_date: Time | None
    reason: str | None
    notes: list[str]


class IntermediateStapleJson(TypedDict):
    """The OCSP response that was stapled for a CA's certificate (TLS 1.3), judged; ``sha256`` names the certificate."""

    certificate: str
    sha256: str
    staple: StapleJson


class TimestampsJson(TypedDict):
    """How many SCTs came each way."""

    in_certificate: Count
    in_handshake: Count


class ServerJson(TypedDict):
    """The server's side."""

    negotiated: NegotiatedJson
    post_quantum: bool
    server_name: Annotated[str, value_of(NameOutcome)]
    resumption: Annotated[str, value_of(Resumption)] | None
    must_staple: bool
    staple: StapleJson | None
    intermediate_staples: list[IntermediateStapleJson]
    signed_certificate_timestamps: TimestampsJson
    certificate_compression: str | None


class ClientJson(TypedDict):
    """The client's side: what was asked for, and what became of its certificate."""

    certificate: Annotated[str, value_of(CertificateDemand)]
    known_by: str | None
    authorities: list[str]
    signature_schemes: list[str]
    certificate_types: list[str]
    reception: Annotated[str, value_of(CertificateReception)]
    evidence: str | None
    checks: list[CheckJson]


class HandshakeJson(TypedDict):
    """The report; ``chain`` is None where the server sent no certificate."""

    verdict: Annotated[str, value_of(HandshakeVerdict)]
    decisive: str | None
    connection: ConnectionJson
    server: ServerJson
    client: ClientJson
    proofs: list[CheckJson]
    findings: list[FindingJson]
    chain: ChainJson | None
