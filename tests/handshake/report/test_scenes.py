"""What is told of every scene: the verdict, the findings, the answer; in JSON by its schema, on 80 columns whole."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.support.scenes import SCENES, reports
from tests.support.stage import AT, SERVER_HELLO
from tlskit.explain.handshake import handshake_answer, handshake_document, handshake_page
from tlskit.explain.handshake_steps import ISSUERS, topics
from tlskit.export.envelope import in_envelope, judged_result
from tlskit.export.report import to_json
from tlskit.export.schema import command_schema
from tlskit.finding import CheckOutcome, Severity
from tlskit.handshake.report.client_authentication import CertificateDemand, CertificateReception
from tlskit.handshake.report.report import HandshakeVerdict
from tlskit.handshake.report.server_facts import NameOutcome
from tlskit.trace.record.negotiated import Resumption

WRITTEN = Path(__file__).with_name("scenes.txt")
VALIDATOR = jsonschema.Draft202012Validator(
    command_schema("handshake"), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
each_scene = pytest.mark.parametrize("name", SCENES)


def told(name):
    """Return what ``scenes.txt`` is to say of a scene."""
    report = reports()[name]
    own = [finding.id.removeprefix("handshake.") for finding in report.findings if finding.id.startswith("handshake.")]
    sentence = handshake_answer(report).removeprefix(f"{report.attempt.target}: ")
    return f"{name}\n    {report.verdict.value}: {' '.join(own) or 'no findings'}\n    {sentence}\n"


@each_scene
def test_answer(name):
    """The verdict, the findings and the answer are those that are written down."""
    expected = {text.partition("\n")[0]: text for text in WRITTEN.read_text(encoding="utf-8").split("\n\n")}
    assert expected[name].strip() == told(name).strip()


def test_every_scene_is_written_down():
    """The file has the scenes, in their order, and no other."""
    names = [text.partition("\n")[0] for text in WRITTEN.read_text(encoding="utf-8").split("\n\n")]
    assert list(SCENES) == names


@each_scene
def test_json(name):
    """The JSON of every scene is what the schema says."""
    report = reports()[name]
    result = judged_result("localhost", handshake_answer(report), to_json(report), source={}, exit_status=0)
    document = json.loads(json.dumps(in_envelope("handshake", [result], at=AT, exit_status=0)))
    VALIDATOR.validate(document)
    assert report.verdict.value == document["results"][0]["report"]["verdict"]


def test_the_schema_is_strict():
    """The schema is sound, and a key too many or too few breaks it."""
    jsonschema.Draft202012Validator.check_schema(command_schema("handshake"))
    report = to_json(reports()["client accepted"])
    for change in ({"more": 1}, {"verdict": "fine"}):
        result = judged_result("localhost", "", {**report, **change}, source={}, exit_status=0)
        document = json.loads(json.dumps(in_envelope("handshake", [result], at=AT, exit_status=0)))
        assert not VALIDATOR.is_valid(document)


@each_scene
def test_answer_then_remedy_then_evidence(name):
    """What is refused, untrusted or failed has a remedy right behind the answer."""
    report = reports()[name]
    titles = [section.title for section in handshake_document(report).sections]
    is_good = report.verdict is HandshakeVerdict.GOOD
    assert (not is_good) == (titles[0] == "")
    assert "Asked" == titles[-1]
    assert is_good == (report.decisive is None)
    assert is_good or report.decisive in report.causes


@each_scene
def test_no_secret_is_told(name):
    """Neither a private key nor the session's secrets appear in what is told."""
    report = reports()[name]
    written = json.dumps(to_json(report)) + repr(handshake_document(report))
    secrets = [line.split()[-1] for line in report.transcript.secrets.splitlines()]
    assert [] == [secret for secret in secrets if secret in written]
    assert "PRIVATE KEY" not in written


def test_page():
    """The page has the report and, behind it, the story of every message; no title stands twice."""
    titles = [section.title for section in handshake_page(reports()["client accepted"]).sections]
    assert ["Step by step", "Agreed", "Client certificate"] == titles[:3]
    assert {"The conversation", "The keys", "Glossary"} <= set(titles)
    assert len(set(titles)) == len(titles)
    assert "What to do" == handshake_page(reports()["client expired"]).sections[0].title


# -- facts -----------------------------------------------------------------------------------------------------------


def rows(name, title):
    """Return the rows of a section by label; those without a label are put behind the last that has one."""
    (section,) = (item for item in handshake_document(reports()[name]).sections if item.title == title)
    found = {}
    for row in section.blocks[0].rows:
        label = row.label or label  # noqa: F821 - the first has one
        found[label] = f"{found[label]} | {row.text}" if label in found else row.text
    return found


def test_agreed_of_tls13():
    """Version, suite, group, signature, ALPN, name, staple and SCTs stand in a row each."""
    assert {
        "Version": "TLS 1.3",
        "Suite": "TLS_AES_256_GCM_SHA384 (forward secret)",
        "Group": "X25519MLKEM768 (post-quantum)",
        "Signature": "ecdsa_secp256r1_sha256",
        "ALPN": "not offered",
        "SNI": "localhost, not acknowledged",
        "Stapling": "none",
        "SCTs": "0 in the certificate, 0 in the handshake",
    } == rows("good", "Agreed")


def test_agreed_of_tls12():
    """Before TLS 1.3 the extensions that harden it are told as well."""
    found = rows("TLS 1.2", "Agreed")
    assert "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 (forward secret)" == found["Suite"]
    assert "x25519 (not post-quantum)" == found["Group"]
    assert "extended master secret, secure renegotiation, no encrypt-then-MAC" == found["Hardening"]


def test_hello_retry_request():
    """A HelloRetryRequest is told, with the group that it led to."""
    assert "secp384r1 (not post-quantum, after a HelloRetryRequest)" == rows("hello retry request", "Agreed")["Group"]
    assert "after asking for another key share" in rows("hello retry request", "Step by step")["1."]


@pytest.mark.parametrize(
    ("name", "how", "words"),
    [
        ("session resumed", Resumption.PSK, "a second connection: resumed or begun with a pre-shared key"),
        ("session not resumed", Resumption.FULL, "a second connection: full handshake"),
    ],
)
def test_resumption(name, how, words):
    """Whether a second connection resumed, and by which means, is read from its bytes."""
    assert (how, words) == (reports()[name].server.resumption, rows(name, "Agreed")["Resumption"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("stapled good", 'good, signed by "lab lower intermediate", until 2026-06-02 23:00'),
        ("stapled good, TLS 1.2", 'good, signed by "lab lower intermediate", until 2026-06-02 23:00'),
        ("stapled revoked", 'revoked, signed by "lab lower intermediate", until 2026-06-02 23:00'),
        ("stapled stale", "stale: it was due for renewal 2026-05-31 00:00 (it says good)"),
        ("stapled too early", "not yet valid: its thisUpdate 2026-06-02 00:00 is in the future (it says good)"),
        ("stapled without the issuer", "not verified: the certificate's issuer is not at hand (it says good)"),
        ("must-staple", "none, and the certificate demands it"),
    ],
)
def test_stapling(name, words):
    """A stapled response is told with its status, who signed it, and what is wrong with it."""
    assert words == rows(name, "Agreed")["Stapling"]


def test_steps_of_tls13():
    """Under TLS 1.3 keys are agreed and a certificate is asked for before any is shown."""
    steps = list(rows("client accepted", "Step by step").values())
    beginnings = [
        'We asked for "localhost"; the server chose TLS 1.3',
        "The session key: each side made a key",
        'The server asked for a certificate of ours from "lab client root".',
        'The server sent "good server" with 2 more.',
        "We checked it: issuers and signatures, dates, name, purpose,",
        "The server proved that it has the certificate's private key with a signature in CertificateVerify",
        'We sent "good client" alone.',
        "We proved that we have its private key with a signature in CertificateVerify",
        "Finished of both sides fit",
        "The server accepted it",
    ]
    assert beginnings == [step[: len(beginning)] for step, beginning in zip(steps, beginnings, strict=True)]


def test_steps_of_tls12():
    """Before TLS 1.3 the server's certificate comes first, and its key signs what the session key is made from."""
    steps = list(rows("client required, TLS 1.2", "Step by step").values())
    assert 'The server sent "good server" with 2 more.' == steps[1]
    assert steps[3].startswith("The session key")
    assert "ServerKeyExchange" in steps[4]
    assert [
        'The server asked for a certificate of ours from "lab client root".',
        "We sent none (not given).",
        "We sent our Finished; the server's did not come.",
        "The server refused: alert 40 handshake_failure after our Finished.",
    ] == steps[5:]


def test_a_revoked_certificate_is_not_called_trusted():
    """A chain that is good but for a stapled revocation does not end on the word trusted."""
    (told,) = (step for step in rows("stapled revoked", "Step by step").values() if step.startswith("We checked it"))
    assert told.endswith("revocation: revoked by the stapled OCSP response (reliable): not to be trusted.")


def test_what_failed_is_told_in_words():
    """Of a chain that does not pass, the topics that failed are named apart from those that passed."""
    found = dict(topics(reports()["missing intermediate"].chain))
    assert CheckOutcome.FAILED is found.pop(ISSUERS)
    assert {CheckOutcome.PASSED} == set(found.values())


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("good", NameOutcome.NOT_ACKNOWLEDGED),
        ("name required", NameOutcome.NOT_SENT),
        ("unknown name", NameOutcome.REFUSED),
        ("closing", NameOutcome.NOT_TOLD),
    ],
)
def test_server_name(name, outcome):
    """What the server made of the name is told: refused, not acknowledged, or not told."""
    assert outcome is reports()[name].server.name


@pytest.mark.parametrize(
    ("name", "demand", "reception"),
    [
        ("good", CertificateDemand.NOT_ASKED, CertificateReception.NOT_SENT),
        ("client required", CertificateDemand.REQUIRED, CertificateReception.NOT_SENT),
        ("client optional", CertificateDemand.OPTIONAL, CertificateReception.NOT_SENT),
        ("client optional, nothing requested", CertificateDemand.NOT_TOLD, CertificateReception.NOT_SENT),
        ("client accepted", CertificateDemand.NOT_TOLD, CertificateReception.ACCEPTED),
        ("client admitted", CertificateDemand.NOT_TOLD, CertificateReception.ADMITTED),
        ("client admitted, TLS 1.2", CertificateDemand.NOT_TOLD, CertificateReception.ADMITTED),
        ("client expired", CertificateDemand.NOT_TOLD, CertificateReception.REFUSED),
        ("client withheld", CertificateDemand.REQUIRED, CertificateReception.NOT_SENT),
        ("client not asked", CertificateDemand.NOT_ASKED, CertificateReception.NOT_SENT),
    ],
)
def test_demand_and_reception(name, demand, reception):
    """Whether a certificate is asked for, is required, and was accepted, as far as the client can know."""
    found = reports()[name].authentication
    assert (demand, reception) == (found.demand, found.reception)


def test_checks_of_our_certificate():
    """Each thing that the client's side can check of its own certificate is told, passed or failed."""
    found = {check.check: check.outcome.value for check in reports()["client for servers"].authentication.checks}
    assert {"dates": "passed", "purpose": "failed", "signature algorithm": "passed", "issuer": "passed"} == found


def test_phases():
    """The phases are timed apart, and one that was not begun has no time."""
    phases = reports()["STARTTLS"].attempt.timings
    assert None not in (phases.name_resolution, phases.tcp, phases.starttls, phases.tls)
    assert (None, None) == (phases.proxy, reports()["good"].attempt.timings.starttls)


def test_the_partial_result_stands():
    """What came before the deadline is kept: the ServerHello's bytes and what they say."""
    report = reports()["silent after ServerHello"]
    assert report.transcript.chunks[-1].data.endswith(SERVER_HELLO)
    assert "TLS 1.2" == rows("silent after ServerHello", "Agreed")["Version"]


def test_a_refusal_is_an_error_and_a_notice_is_none():
    """An older version than was offered is noticed and does not spoil the verdict."""
    assert Severity.NOTICE is reports()["TLS 1.2"].worst()
    assert Severity.ERROR is reports()["client required"].worst()
    assert None is reports()["good"].worst()
