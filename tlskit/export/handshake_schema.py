"""The JSON Schema (2020-12) of what ``tlskit handshake --json`` writes.

Envelope, findings and chains are those of ``tlskit chain``, and what was agreed is that of ``tlskit trace``.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tlskit.chain.revocation.ocsp import OcspStanding, OcspStatus
from tlskit.export.schema import chain_schema, trace_schema
from tlskit.handshake.report.attempt import AttemptOutcome, Phase
from tlskit.handshake.report.client_authentication import CertificateDemand, CertificateReception
from tlskit.handshake.report.report import HandshakeVerdict
from tlskit.handshake.report.server_facts import NameOutcome
from tlskit.trace.record.negotiated import Resumption

_NULL = {"type": "null"}
_STRING = {"type": "string"}
_TEXT = {"anyOf": [_STRING, _NULL]}
_TIME = {"anyOf": [{"type": "string", "format": "date-time"}, _NULL]}
_SECONDS = {"anyOf": [{"type": "number", "minimum": 0}, _NULL]}
_COUNT = {"type": "integer", "minimum": 0}
_BYTE = {"type": "integer", "minimum": 0, "maximum": 255}
_BOOLEAN = {"type": "boolean"}
_STRINGS = {"type": "array", "items": _STRING}


def handshake_schema() -> dict[str, Any]:
    """Return the schema."""
    schema = deepcopy(chain_schema())
    definitions = schema["$defs"]
    trace = trace_schema()["$defs"]["trace"]["properties"]
    check = definitions["chain"]["properties"]["checks"]["items"]
    definitions["handshake"] = _handshake(trace["negotiated"], trace["records"]["items"]["properties"], check)
    properties = schema["properties"]
    properties["schema"] = {"const": "tlskit.handshake"}
    properties["results"]["items"]["properties"]["report"] = {"anyOf": [{"$ref": "#/$defs/handshake"}, _NULL]}
    schema["title"] = schema["title"].replace("chain", "handshake")
    return schema


def _handshake(negotiated: dict[str, Any], record: dict[str, Any], check: dict[str, Any]) -> dict[str, Any]:
    alert = {"from": record["direction"], "level": _BYTE, "description": _BYTE}
    return _whole(
        verdict=_one_of(HandshakeVerdict),
        decisive=_TEXT,
        connection=_whole(
            address=_TEXT,
            server_name=_TEXT,
            outcome=_one_of(AttemptOutcome),
            moment=_one_of(Phase),
            problem=_TEXT,
            engine_reasons=_STRINGS,
            handshake_over=_BOOLEAN,
            alerts={"type": "array", "items": _whole(**alert)},
            seconds=_whole(
                name_resolution=_SECONDS,
                tcp=_SECONDS,
                proxy=_SECONDS,
                starttls=_SECONDS,
                tls=_SECONDS,
                first_answer=_SECONDS,
            ),
        ),
        server=_whole(
            negotiated=negotiated,
            post_quantum=_BOOLEAN,
            server_name=_one_of(NameOutcome),
            resumption=_or_null(_one_of(Resumption)),
            must_staple=_BOOLEAN,
            staple=_or_null(
                _whole(
                    standing=_one_of(OcspStanding),
                    status=_or_null(_one_of(OcspStatus)),
                    problem=_TEXT,
                    responder=_TEXT,
                    this_update=_TIME,
                    next_update=_TIME,
                )
            ),
            signed_certificate_timestamps=_whole(in_certificate=_COUNT, in_handshake=_COUNT),
            certificate_compression=_TEXT,
        ),
        client=_whole(
            certificate=_one_of(CertificateDemand),
            known_by=_TEXT,
            authorities=_STRINGS,
            signature_schemes=_STRINGS,
            certificate_types=_STRINGS,
            reception=_one_of(CertificateReception),
            evidence=_TEXT,
            checks={"type": "array", "items": check},
        ),
        proofs={"type": "array", "items": check},
        findings={"type": "array", "items": {"$ref": "#/$defs/finding"}},
        chain=_or_null({"$ref": "#/$defs/chain"}),
    )


def _whole(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema has no narrower type
    """Describe an object that has these keys, all of them and no other."""
    return {"type": "object", "required": sorted(properties), "properties": properties, "additionalProperties": False}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, _NULL]}


def _one_of(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - any enumeration
    return {"enum": [item.value for item in kind]}
