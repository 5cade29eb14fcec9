"""Shapes, writers and schemas agree: what is written of each kind of report fits, and nothing of another type does."""

from __future__ import annotations

import copy
import importlib
import json
import pkgutil
from typing import NotRequired, get_origin, get_type_hints, is_typeddict

import jsonschema
import pytest

import tlskit
from tests.support.captures import TRACES
from tests.support.cases import load
from tests.support.scenes import SCENES
from tests.support.stage import AT, Stage
from tlskit.chain.file import inspect_file
from tlskit.cli.exit_status import ExitStatus
from tlskit.core.plain import to_plain
from tlskit.export import shapes as shapes_package
from tlskit.export.envelope import failed_result, in_envelope, judged_result
from tlskit.export.finding import finding_json
from tlskit.export.schema import COMMANDS, command_schema
from tlskit.finding import Citation, Finding
from tlskit.registry.cipher_suite import CipherSuite
from tlskit.x509.file.reader import read_items

MISSING = load("demo/missing")
MAY_BE_LEFT_OUT = {"FieldJson": {"value", "problem", "fields"}, "EndedJson": {"c2s", "s2c"}}
OPEN = {"evidence", "source"}


def chain_report():
    """Return a report on a chain with findings, a repair and several checks."""
    return MISSING.inspect()


def file_report():
    """Return a report on a file with certificates."""
    return inspect_file(read_items(MISSING.read("chain.pem") + MISSING.read("roots.pem")), at=MISSING.at)


def trace_report():
    """Return a report on a connection that ended with an alert."""
    (report,) = tlskit.inspect_trace(TRACES / "unknown-ca.pcap")
    return report


def handshake_report():
    """Return a report on a handshake with a client certificate."""
    with Stage() as stage:
        return SCENES["client accepted"](stage)


REPORTS = {"chain": chain_report, "show": file_report, "trace": trace_report, "handshake": handshake_report}


@pytest.fixture(scope="module", params=COMMANDS)
def written(request):
    """Return a command, its validator and a document of it, as read from JSON."""
    report = REPORTS[request.param]()
    judged = judged_result("x", "said", tlskit.to_json(report), source={"any": ["thing"]}, exit_status=1)
    failed = failed_result("y", "input", "y: empty", exit_status=3)
    document = json.loads(json.dumps(in_envelope(request.param, [judged, failed], at=AT, exit_status=1)))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(command_schema(request.param), format_checker=checker), document


def leaves(value, path=()):
    """Yield the paths to what is no object and no list, of each list's items the first."""
    match value:
        case dict():
            for key, item in value.items():
                if key not in OPEN:
                    yield from leaves(item, (*path, key))
        case list():
            for index, item in enumerate(value[:1]):
                yield from leaves(item, (*path, index))
        case _:
            yield path


def replaced(document, path, value):
    """Return a copy of a document with another value in one place."""
    spoilt = copy.deepcopy(document)
    place = spoilt
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return spoilt


def shapes():
    """Return every shape there is, by name."""
    modules = [
        importlib.import_module(item.name)
        for item in pkgutil.iter_modules(shapes_package.__path__, "tlskit.export.shapes.")
    ]
    return {name: item for module in modules for name, item in vars(module).items() if is_typeddict(item)}


def test_what_is_written_fits(written):
    """The schema of each command takes what is written of its report, whole and failed results alike."""
    validator, document = written
    validator.check_schema(validator.schema)
    validator.validate(document)
    assert [None, "input"] == [item["error"] and item["error"]["kind"] for item in document["results"]]


def test_a_wrong_type_is_refused(written):
    """Wherever a text, a number or nothing stands, a list of lists is refused."""
    validator, document = written
    paths = list(leaves(document))
    assert len(paths) > 30
    assert [] == [path for path in paths if validator.is_valid(replaced(document, path, [[]]))]


def test_every_key_is_required():
    """Every key of every shape is required, but for the few that say something by not being there."""
    found = {}
    for name, shape in shapes().items():
        hints = get_type_hints(shape, include_extras=True)
        optional = {key for key, kind in hints.items() if get_origin(kind) is NotRequired} | shape.__optional_keys__
        if optional:
            found[name] = optional
    assert MAY_BE_LEFT_OUT == found
    assert len(shapes()) > 40


def test_every_shape_says_what_it_is():
    """Every shape is named for what it is, and has keys."""
    assert [] == [name for name, shape in shapes().items() if not name.endswith("Json") or not shape.__annotations__]


def test_exit_statuses():
    """The exit statuses of the schema are those of the program."""
    assert [*ExitStatus] == command_schema("chain")["properties"]["exit_status"]["enum"]


# -- evidence --------------------------------------------------------------------------------------------------------


def test_evidence_names_a_certificate_as_the_schema_does():
    """A certificate is spoken of in one way, as subject and as evidence."""
    plain = finding_json(MISSING.inspect().decisive)
    assert plain["subject"] == plain["evidence"]["certificate"]


def test_evidence_names_a_place_as_the_schema_does():
    """A place in a connection is spoken of in one way, as subject and as evidence."""
    plain = [finding_json(finding) for finding in trace_report().findings]
    assert plain
    assert [item["evidence"]["place"] for item in plain] == [item["subject"] for item in plain]


def test_evidence_names_a_number_as_the_schema_does():
    """A number of a registry has the keys of its shape in evidence, too."""
    shape = importlib.import_module("tlskit.export.shapes.negotiated").PointJson
    assert shape.__required_keys__ == to_plain(CipherSuite.TLS_AES_128_GCM_SHA256).keys()


def test_a_subject_without_a_shape():
    """A finding about something that the schema does not know is an error at once, not a document that breaks it."""

    class About(Finding, id="test.shapes.about", cites=Citation("RFC 1", "1")):
        """About whatever there is."""

        summary = "is here"
        remedy = "None."
        certificate: object

    with pytest.raises(TypeError, match="about a dict"):
        finding_json(About(certificate={}))
