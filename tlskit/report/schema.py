"""The JSON Schema (2020-12) of the envelope, of the chain report and of the file report."""

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
_POLICY = {"type": "string", "pattern": r"^[0-2](\.(0|[1-9][0-9]*))+$"}
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
_CRL = _object(
    label=_STRING,
    issuer=_STRING,
    number=_STRING,
    this_update=_nullable(_TIME),
    next_update=_nullable(_TIME),
    delta=_BOOLEAN,
)
_REVOCATION = _object(
    certificate=_REFERENCE,
    outcome={"enum": ["good", "revoked", "undetermined"]},
    crl=_nullable(_CRL),
    reason=_STRING,
    revocation_date=_nullable(_TIME),
    invalidity_date=_nullable(_TIME),
    unanswered=_array(_STRING),
    addresses=_array(_STRING),
)
_PATH = _object(
    certificates=_array(_object(label=_STRING, sha256=_SHA256, origin=_STRING, role=_STRING)),
    issuances=_array(_object(issuer=_STRING, subject=_STRING, key_identifiers=_STRING, signature=_STRING)),
    ending=_STRING,
    good=_BOOLEAN,
    revocation=_array(_REVOCATION),
    valid_policies=_object(
        authority_constrained=_array(_POLICY),
        user_constrained=_array(_POLICY),
        required=_BOOLEAN,
        limit_reached=_BOOLEAN,
    ),
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
_END = _nullable(_object(certificate=_REFERENCE, not_after=_TIME))
_CHAIN = _object(
    verdict={"enum": ["trusted", "untrusted", "indeterminate"]},
    decisive=_nullable(_STRING),
    at=_TIME,
    trust_store=_object(name=_STRING, anchors=_COUNT),
    policy=_object(
        purpose=_STRING,
        profile=_STRING,
        conformance=_STRING,
        identities=_array(_STRING),
        revocation={"enum": ["off", "if available", "required"]},
        initial_policies=_array(_POLICY),
        require_explicit_policy=_BOOLEAN,
        inhibit_policy_mapping=_BOOLEAN,
        inhibit_any_policy=_BOOLEAN,
    ),
    earliest_end=_object(path=_END, served=_END),
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


_NAMES = {"subject_alt_name": _array(_NAME), "subject_alt_name_count": _COUNT}
_KIND = {"enum": ["certificate", "private key", "public key", "certificate request", "CRL", "other"]}
_POSITION = {"type": "integer", "minimum": 1}
_QUALIFIER = _object(
    policy_qualifier_id=_POLICY,
    cps_uri=_STRING,
    explicit_text=_STRING,
    organization=_STRING,
    notice_numbers=_array({"type": "integer"}),
    problem=_STRING,
)
_SHOWN_CERTIFICATE = _object(
    **_CERTIFICATE["properties"],
    name=_STRING,
    key=_STRING,
    link=_STRING,
    authority_key_identifier=_nullable(_STRING),
    path_length=_nullable(_COUNT),
    key_usage=_nullable(_array(_STRING)),
    extended_key_usage=_nullable(_array(_STRING)),
    certificate_policies=_array(_object(policy_identifier=_POLICY, policy_qualifiers=_array(_QUALIFIER))),
    certificate_policies_count=_COUNT,
)
_FIT = _object(kind=_KIND, position=_POSITION, file=_nullable(_STRING))
_ITEM = _object(
    position=_POSITION,
    kind=_KIND,
    where=_STRING,
    label=_STRING,
    problem=_nullable(_STRING),
    certificate=_nullable(_SHOWN_CERTIFICATE),
    private_key=_nullable(_object(form=_STRING, key=_STRING, encrypted=_BOOLEAN, fits=_array(_FIT))),
    public_key=_nullable(_STRING),
    request=_nullable(_object(subject=_STRING, key=_STRING, **_NAMES)),
    crl=_nullable(_object(issuer=_STRING, this_update=_nullable(_TIME), next_update=_nullable(_TIME), entries=_COUNT)),
    findings=_array(_STRING),
)
_FILE = _object(at=_TIME, in_order=_BOOLEAN, items=_array(_ITEM), findings=_array(_ref("finding")))


def chain_schema() -> dict[str, Any]:
    """Return the schema of what ``tlskit chain --json`` writes."""
    return _envelope("chain", _RESULT, {"finding": _FINDING, "chain": _CHAIN})


def show_schema() -> dict[str, Any]:
    """Return the schema of what ``tlskit show --json`` writes."""
    result = _object(**{**_RESULT["properties"], "report": _nullable(_ref("file"))})
    return _envelope("show", result, {"finding": _FINDING, "file": _FILE})


def _envelope(command: str, result: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    whole = _object(
        schema={"const": f"tlskit.{command}"},
        schema_version={"const": SCHEMA_VERSION},
        tool=_object(name=_STRING, version=_STRING),
        at=_nullable(_TIME),
        exit_status=_EXIT_STATUS,
        error=_nullable(_STRING),
        results=_array(result),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"tlskit {command} --json, version {SCHEMA_VERSION}",
        "$defs": definitions,
        **whole,
    }
