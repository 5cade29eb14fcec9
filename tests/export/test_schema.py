"""The JSON Schema of the envelope and of the chain report: sound, strict, and as wide as what is written."""

from __future__ import annotations

import copy
import json
import re

import jsonschema
import pytest

from tests.support.cases import load
from tlskit import __version__
from tlskit.explain.chain import chain_answer
from tlskit.explain.kinds import KINDS
from tlskit.export.envelope import failed_result, in_envelope, judged_result
from tlskit.export.report import to_json
from tlskit.export.schema import command_schema
from tlskit.export.version import SCHEMA_VERSION
from tlskit.finding import CheckOutcome, Severity, Verdict

VALIDATOR = jsonschema.Draft202012Validator(
    command_schema("chain"), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
CASE = load("demo/missing")


@pytest.fixture
def document():
    """Return the document of a case, as read from JSON."""
    report = CASE.inspect()
    judged = judged_result("x.pem", chain_answer(report), to_json(report), source={"file": "x.pem"}, exit_status=1)
    failed = failed_result("y.pem", "input", "y.pem: empty", exit_status=3)
    return json.loads(json.dumps(in_envelope("chain", [judged, failed], at=CASE.at, exit_status=1)))


def objects(schema):
    """Yield every schema of an object within a schema."""
    match schema:
        case dict():
            if schema.get("type") == "object":
                yield schema
            for item in schema.values():
                yield from objects(item)
        case list():
            for item in schema:
                yield from objects(item)


def test_sound():
    """The schema is a schema of JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(command_schema("chain"))
    assert "https://json-schema.org/draft/2020-12/schema" == command_schema("chain")["$schema"]


def test_the_document_is_valid(document):
    """What was judged and what was not stand side by side in one valid document."""
    VALIDATOR.validate(document)
    assert ("tlskit.chain", SCHEMA_VERSION, "2026-06-01T00:00:00Z") == (
        document["schema"],
        document["schema_version"],
        document["at"],
    )
    assert {"name": "tlskit", "version": __version__} == document["tool"]


def test_an_error_is_valid():
    """The envelope of an invocation that did no work at all is valid, too."""
    plain = in_envelope("chain", [], at=None, exit_status=2, error="no such option")
    VALIDATOR.validate(plain)
    assert (None, "no such option", []) == (plain["at"], plain["error"], plain["results"])
    assert in_envelope("chain", [], at=None, exit_status=0)["error"] is None


def test_version():
    """The version of the schema is a major and a minor number."""
    assert re.fullmatch(r"\d+\.\d+", SCHEMA_VERSION)


def test_strict():
    """Objects with named members allow no others and demand each."""
    named = [item for item in objects(command_schema("chain")) if "properties" in item]
    assert len(named) > 10
    for item in named:
        assert item["additionalProperties"] is False
        assert sorted(item["properties"]) == sorted(item["required"])


def test_words():
    """The schema's words for severities, verdicts and outcomes are the program's."""
    definitions = command_schema("chain")["$defs"]
    assert [item.label for item in sorted(Severity)] == definitions["finding"]["properties"]["severity"]["enum"]
    assert {item.value for item in Verdict} == set(definitions["chain"]["properties"]["verdict"]["enum"])
    outcomes = definitions["chain"]["properties"]["checks"]["items"]["properties"]["outcome"]["enum"]
    assert {item.value for item in CheckOutcome} == set(outcomes)


def test_ids():
    """The pattern of ids fits every id that there is."""
    pattern = command_schema("chain")["$defs"]["finding"]["properties"]["id"]["pattern"]
    assert [] == [kind.id for kind in KINDS if not re.search(pattern, kind.id)]


def report_of(document):
    """Return the report in a document."""
    return document["results"][0]["report"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.update(schema="other"),
        lambda document: document.update(schema_version="0.9"),
        lambda document: document.update(exit_status=7),
        lambda document: document.update(at=1780272000),
        lambda document: document.update(more=1),
        lambda document: document.pop("error"),
        lambda document: report_of(document).update(verdict="fine"),
        lambda document: report_of(document).pop("repair"),
        lambda document: report_of(document)["findings"][0].update(severity="fatal"),
        lambda document: report_of(document)["findings"][0].update(id="Not An Id"),
        lambda document: report_of(document)["served"][0].update(serial_number=17),
        lambda document: report_of(document)["served"][0].update(sha256="ABC"),
        lambda document: report_of(document)["served"][0].update(not_after=1780000000),
        lambda document: report_of(document)["checks"][0].update(outcome="maybe"),
    ],
    ids=lambda spoil: str(spoil.__code__.co_firstlineno),
)
def test_what_is_wrong_is_refused(document, spoil):
    """A document that breaks the contract in one place is not valid."""
    spoilt = copy.deepcopy(document)
    spoil(spoilt)
    assert list(VALIDATOR.iter_errors(spoilt))
    VALIDATOR.validate(document)
