"""A handshake report as JSON: what ``tlskit handshake --json`` writes of one connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.export.certificate import time_json
from tlskit.export.chain import chain_json
from tlskit.export.finding import check_json, finding_json
from tlskit.export.negotiated import negotiated_json

if TYPE_CHECKING:
    from tlskit.chain import OcspAnswer
    from tlskit.export.shapes.handshake import (
        ClientJson,
        ConnectionJson,
        HandshakeJson,
        ServerJson,
        StapleJson,
        TimingsJson,
    )
    from tlskit.handshake.report import Attempt, ClientAuthentication, HandshakeReport, ServerFacts, Timings

# ``from`` is no name in Python, hence this form.


def handshake_json(report: HandshakeReport) -> HandshakeJson:
    """Return the report."""
    return {
        "verdict": report.verdict.value,
        "decisive": report.decisive.id if report.decisive else None,
        "connection": _connection(report.attempt),
        "server": _server(report.server),
        "client": _client(report.authentication),
        "proofs": [check_json(item.proof) for item in report.trace.proofs],
        "findings": [finding_json(finding) for finding in report.findings],
        "chain": chain_json(report.chain) if report.chain else None,
    }


def _connection(attempt: Attempt) -> ConnectionJson:
    return {
        "address": attempt.address or None,
        "server_name": attempt.server_name or None,
        "outcome": attempt.outcome.value,
        "moment": attempt.phase.value,
        "problem": attempt.problem or None,
        "engine_reasons": [*attempt.engine_reasons],
        "handshake_over": attempt.handshake_over,
        "alerts": [
            {"from": alert.direction.value, "level": alert.level, "description": alert.description}
            for alert in attempt.alerts
        ],
        "seconds": _seconds(attempt.timings),
    }


def _seconds(timings: Timings) -> TimingsJson:
    return {
        "name_resolution": _rounded(timings.name_resolution),
        "tcp": _rounded(timings.tcp),
        "proxy": _rounded(timings.proxy),
        "starttls": _rounded(timings.starttls),
        "tls": _rounded(timings.tls),
        "first_answer": _rounded(timings.first_answer),
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 6)


def _server(facts: ServerFacts) -> ServerJson:
    return {
        "negotiated": negotiated_json(facts.negotiated, _text),
        "post_quantum": facts.is_post_quantum,
        "server_name": facts.name.value,
        "resumption": facts.resumption.value if facts.resumption else None,
        "must_staple": facts.must_staple,
        "staple": None if facts.staple is None else _staple(facts.staple),
        "intermediate_staples": [
            {"certificate": item.certificate.label, "sha256": item.certificate.sha256, "staple": _staple(item.answer)}
            for item in facts.intermediate_staples
        ],
        "signed_certificate_timestamps": {
            "in_certificate": facts.timestamps.in_certificate,
            "in_handshake": facts.timestamps.in_handshake,
        },
        "certificate_compression": facts.certificate_compression or None,
    }


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def _staple(staple: OcspAnswer) -> StapleJson:
    return {
        "standing": staple.standing.value,
        "status": staple.status.value if staple.status else None,
        "problem": staple.problem or None,
        "responder": staple.responder or None,
        "this_update": time_json(staple.this_update),
        "next_update": time_json(staple.next_update),
        "revocation_date": time_json(staple.revocation_date),
        "reason": staple.reason or None,
        "notes": [*staple.notes],
    }


def _client(found: ClientAuthentication) -> ClientJson:
    request = found.request
    return {
        "certificate": found.demand.value,
        "known_by": found.known_by or None,
        "authorities": [str(name) for name in request.authorities] if request else [],
        "signature_schemes": [scheme.label for scheme in request.signature_schemes] if request else [],
        "certificate_types": [item.label for item in request.certificate_types] if request else [],
        "reception": found.reception.value,
        "evidence": found.evidence or None,
        "checks": [check_json(check) for check in found.checks],
    }
