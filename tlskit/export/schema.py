"""The JSON Schema (2020-12) of the envelope and of what is in it: the reports on chains, files and traces."""

from __future__ import annotations

from typing import Any

from tlskit.export.envelope import SCHEMA_VERSION


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
_DIRECTION = {"enum": ["c2s", "s2c"]}
_SPAN = {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}
_FIELD_PLACE = _object(
    direction=_DIRECTION, record=_nullable(_COUNT), message=_nullable(_COUNT), field=_STRING, span=_SPAN
)
_FINDING = _object(
    id={"type": "string", "pattern": r"^[a-z0-9_]+(\.[a-z0-9_]+)+$"},
    severity=_SEVERITY,
    summary=_STRING,
    detail=_STRING,
    remedy=_STRING,
    subject={"anyOf": [_REFERENCE, _FIELD_PLACE, _STRING]},
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


_POINT = _object(value=_COUNT, name=_nullable(_STRING))
_INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$"}  # to the nanosecond
_PLACE = {"at": _nullable(_INSTANT), "packet": _nullable(_COUNT), "span": _SPAN}
_FIELD = {
    "type": "object",
    "required": ["name", "start", "end"],
    "properties": {
        "name": _STRING,
        "start": _COUNT,
        "end": _COUNT,
        "value": {"anyOf": [_POINT, {"type": "integer"}, _STRING]},
        "problem": _STRING,
        "fields": _array(_ref("field")),
    },
    "additionalProperties": False,
}
_RECORD = _object(
    **_PLACE,
    number=_COUNT,
    direction=_DIRECTION,
    content_type=_nullable(_POINT),
    inner_type=_nullable(_POINT),
    version=_POINT,
    length=_COUNT,
    epoch=_nullable(_COUNT),
    sequence_number=_nullable(_COUNT),
    protection={"enum": ["clear", "opened", "sealed"]},
    sealed=_nullable(_STRING),
    alert=_nullable(_object(level=_POINT, description=_POINT)),
    messages=_array(_COUNT),
    problem=_nullable(_STRING),
)
_MESSAGE = _object(
    number=_COUNT,
    type=_POINT,
    direction=_DIRECTION,
    length=_COUNT,
    complete=_BOOLEAN,
    retransmitted=_BOOLEAN,
    records=_array(_COUNT),
    pieces=_array(_object(start=_COUNT, end=_COUNT, at=_COUNT)),
    fields=_ref("field"),
)
_NEGOTIATED = _object(
    version=_nullable(_POINT),
    cipher_suite=_nullable(_POINT),
    group=_nullable(_POINT),
    signature_scheme=_nullable(_POINT),
    client_signature_scheme=_nullable(_POINT),
    server_name=_nullable(_STRING),
    offered_protocols=_array(_STRING),
    protocol=_nullable(_STRING),
    resumption={"enum": ["full", "session_id", "ticket", "psk", "unknown"]},
    hello_retry_request=_BOOLEAN,
    early_data_offered=_BOOLEAN,
    client_certificate_requested=_BOOLEAN,
    client_certificate_sent=_BOOLEAN,
    extended_master_secret=_BOOLEAN,
    encrypt_then_mac=_BOOLEAN,
    secure_renegotiation=_BOOLEAN,
)
_ENDS = {"enum": ["fin", "reset"]}
_TALK = _object(protocol=_STRING, c2s=_COUNT, s2c=_COUNT, lines=_array(_object(direction=_DIRECTION, text=_STRING)))
_TRACE = _object(
    transport={"enum": ["tcp", "udp"]},
    client=_STRING,
    server=_STRING,
    orientation={"enum": ["known", "guessed"]},
    ended={"type": "object", "properties": {"c2s": _ENDS, "s2c": _ENDS}, "additionalProperties": False},
    not_kept=_COUNT,
    outcome={"enum": ["complete", "alert", "unfinished", "not_seen"]},
    preamble=_nullable(_TALK),
    negotiated=_NEGOTIATED,
    fingerprints=_object(ja3=_nullable(_STRING), ja3s=_nullable(_STRING), ja4=_nullable(_STRING)),
    certificates=_object(c2s=_array(_CERTIFICATE), s2c=_array(_CERTIFICATE)),
    records=_array(_RECORD),
    messages=_array(_MESSAGE),
    unread=_array(_object(**_PLACE, direction=_DIRECTION, reason=_STRING, lost=_BOOLEAN)),
    checks=_array(_object(**{**_CHECK["properties"], "message": _nullable(_COUNT)})),
    findings=_array(_ref("finding")),
)


def chain_schema() -> dict[str, Any]:
    """Return the schema of what ``tlskit chain --json`` writes."""
    return _envelope("chain", _RESULT, {"finding": _FINDING, "chain": _CHAIN})


def show_schema() -> dict[str, Any]:
    """Return the schema of what ``tlskit show --json`` writes."""
    result = _object(**{**_RESULT["properties"], "report": _nullable(_ref("file"))})
    return _envelope("show", result, {"finding": _FINDING, "file": _FILE})


def trace_schema() -> dict[str, Any]:
    """Return the schema of what ``tlskit trace --json`` writes."""
    result = _object(**{**_RESULT["properties"], "report": _nullable(_ref("trace"))})
    return _envelope("trace", result, {"finding": _FINDING, "field": _FIELD, "trace": _TRACE})


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
