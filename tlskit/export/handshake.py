"""A handshake report as JSON-ready data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core.plain import to_plain

if TYPE_CHECKING:
    from tlskit.core.plain import Plain
    from tlskit.handshake.report.attempt import Attempt
    from tlskit.handshake.report.client_authentication import ClientAuthentication
    from tlskit.handshake.report.report import HandshakeReport
    from tlskit.handshake.report.server_facts import ServerFacts
    from tlskit.trace.record.negotiated import Negotiated


def handshake_plain(report: HandshakeReport) -> Plain:
    """Return the report."""
    return {
        "verdict": report.verdict.value,
        "decisive": report.decisive.id if report.decisive else None,
        "connection": _connection(report.attempt),
        "server": _server(report.server),
        "client": _client(report.authentication),
        "proofs": [item.proof.to_plain() for item in report.trace.proofs],
        "findings": [finding.to_plain() for finding in report.findings],
        "chain": report.chain.to_plain() if report.chain else None,
    }


def _connection(attempt: Attempt) -> Plain:
    seconds: dict[str, Plain] = {
        name: seconds if seconds is None else round(seconds, 6) for name, seconds in attempt.timings.__dict__.items()
    }
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
        "seconds": seconds,
    }


def _server(facts: ServerFacts) -> Plain:
    staple = facts.staple
    return {
        "negotiated": _negotiated(facts.negotiated),
        "post_quantum": facts.is_post_quantum,
        "server_name": facts.name.value,
        "resumption": facts.resumption.value if facts.resumption else None,
        "must_staple": facts.must_staple,
        "staple": None
        if staple is None
        else {
            "standing": staple.standing.value,
            "status": staple.status.value if staple.status else None,
            "problem": staple.problem or None,
            "responder": staple.responder or None,
            "this_update": to_plain(staple.this_update),
            "next_update": to_plain(staple.next_update),
        },
        "signed_certificate_timestamps": to_plain(facts.timestamps),
        "certificate_compression": facts.certificate_compression or None,
    }


def _negotiated(agreed: Negotiated) -> Plain:
    """Return what was agreed on; the names of protocols, which the wire has as bytes, as text."""
    names: dict[str, Plain] = {
        "offered_protocols": [_text(name) for name in agreed.offered_protocols],
        "protocol": None if agreed.protocol is None else _text(agreed.protocol),
    }
    return {name: names.get(name, to_plain(value)) for name, value in agreed.__dict__.items()}


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def _client(found: ClientAuthentication) -> Plain:
    request = found.request
    return {
        "certificate": found.demand.value,
        "known_by": found.known_by or None,
        "authorities": [str(name) for name in request.authorities] if request else [],
        "signature_schemes": [scheme.label for scheme in request.signature_schemes] if request else [],
        "certificate_types": [item.label for item in request.certificate_types] if request else [],
        "reception": found.reception.value,
        "evidence": found.evidence or None,
        "checks": [check.to_plain() for check in found.checks],
    }
