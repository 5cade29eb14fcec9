"""The JSON Schema (2020-12) of the envelope and of the chain report."""

from __future__ import annotations

from typing import Any

from tlskit.report.envelope import SCHEMA_VERSION


def _object(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema has no narrower type
    return {"type": "object", "required": sorted(properties), "properties": properties, "additionalProperties": False}


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


_STRING = {"type": "string"}
_TIME = {"type": "string", "format": "date-time"}
_COUNT = {"type": "integer", "minimum": 0}
_BOOLEAN = {"type": "boolean"}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_SEVERITY = {"enum": ["info", "notice", "warning", "error"]}
_EXIT_STATUS = {"enum": [0, 1, 2, 3, 4, 130]}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_REFERENCE = _object(label=_STRING, subject=_STRING, issuer=_STRING, serial_number=_STRING, sha256=_SHA256)
_FINDING = _object(
    id={"type": "string", "pattern": r"^[a-z0-9_]+(\.[a-z0-9_]+)+$"},
    severity=_SEVERITY,
    summary=_STRING,
    detail=_STRING,
    remedy=_STRING,
    subject={"anyOf": [_REFERENCE, _STRING]},
    cites=_array(_STRING),
    alert=_nullable(_STRING),
    evidence={"type": "object"},
)
_NAME = _object(form=_STRING, value=_STRING)
_CERTIFICATE = _object(
    label=_STRING,
    subject=_STRING,
    issuer=_STRING,
    serial_number=_nullable(_STRING),
    not_before=_nullable(_TIME),
    not_after=_nullable(_TIME),
    subject_alt_name=_array(_NAME),
    subject_alt_name_count=_COUNT,
    subject_key_identifier=_nullable(_STRING),
    is_ca=_BOOLEAN,
    ca_issuers=_array(_STRING),
    sha256=_SHA256,
    problems={"type": "object", "additionalProperties": _STRING},
)
_PATH = _object(
    certificates=_array(_object(label=_STRING, sha256=_SHA256, origin=_STRING, role=_STRING)),
    issuances=_array(_object(issuer=_STRING, subject=_STRING, key_identifiers=_STRING, signature=_STRING)),
    ending=_STRING,
    good=_BOOLEAN,
    findings=_array(_ref("finding")),
)
_CHECK = _object(
    check=_STRING,
    subject=_STRING,
    outcome={"enum": ["passed", "failed", "not applicable", "not determined"]},
    detail=_STRING,
    findings=_array(_STRING),
)
_REPAIR = _object(
    needed=_BOOLEAN,
    bundle=_array(_object(label=_STRING, sha256=_SHA256)),
    added=_array(_STRING),
    dropped=_array(_STRING),
    missing=_array(_ref("finding")),
    pem=_STRING,
)
_IDENTITY = _object(identity=_STRING, matched=_BOOLEAN, entry=_nullable(_NAME), reason=_STRING)
_CHAIN = _object(
    verdict={"enum": ["trusted", "untrusted", "indeterminate"]},
    decisive=_nullable(_STRING),
    at=_TIME,
    trust_store=_object(name=_STRING, anchors=_COUNT),
    policy=_object(purpose=_STRING, profile=_STRING, conformance=_STRING, identities=_array(_STRING)),
    identities=_array(_IDENTITY),
    findings=_array(_ref("finding")),
    served=_array(_CERTIFICATE),
    paths=_array(_PATH),
    checks=_array(_CHECK),
    repair=_REPAIR,
)
_RESULT = _object(
    target=_STRING,
    exit_status=_EXIT_STATUS,
    answer=_STRING,
    source={"type": "object"},
    error=_nullable(_object(kind=_STRING, message=_STRING)),
    report=_nullable(_ref("chain")),
)


def chain_schema() -> dict[str, Any]:
    """Return the schema of what ``tlskit chain --json`` writes."""
    whole = _object(
        schema={"const": "tlskit.chain"},
        schema_version={"const": SCHEMA_VERSION},
        tool=_object(name=_STRING, version=_STRING),
        at=_nullable(_TIME),
        exit_status=_EXIT_STATUS,
        error=_nullable(_STRING),
        results=_array(_RESULT),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"tlskit chain --json, version {SCHEMA_VERSION}",
        "$defs": {"finding": _FINDING, "chain": _CHAIN},
        **whole,
    }
