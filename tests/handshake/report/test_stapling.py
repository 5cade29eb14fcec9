"""Stapled OCSP responses over real connections: forged ones, those of the corpus, must-staple, and those of CAs."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.ocsp_responses import (
    DAY,
    GOOD,
    UNKNOWN_STATUS,
    Party,
    Response,
    Single,
    World,
    party,
    revoked,
    world,
)
from tests.support.pki import AT, HOST, Issued, integer, issue, tlv
from tests.support.servers import (
    Credentials,
    answers,
    find_program,
    free_port,
    openssl_server,
    running,
    wait_for,
    write_pem,
)
from tlskit.chain import OcspStanding, OcspStatus, ValidationPolicy, inspect_chain
from tlskit.export import handshake_json
from tlskit.handshake.inspect import inspect_handshake
from tlskit.handshake.report.report import HandshakeVerdict
from tlskit.handshake.report.server_facts import stapling_findings
from tlskit.handshake.report.staples import intermediate_staples
from tlskit.handshake.settings import ConnectionSettings
from tlskit.net.target import parse_target
from tlskit.registry import CertificateStatusType, ExtensionType, HandshakeType
from tlskit.trace import Direction, Resumption
from tlskit.wire import CertificateEntry, CertificateStatus, Extension
from tlskit.x509 import Certificate

TLS_FEATURE = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.24")


def ask(port, root):
    """Make a handshake with a server on this machine, as of the time of the tests."""
    settings = ConnectionSettings(connect_to=("127.0.0.1", None))
    target = parse_target(f"{HOST}:{port}", exists=lambda path: False)
    return inspect_handshake(target, trust=[root], policy=ValidationPolicy(at=AT, identity=HOST), settings=settings)


def stapled(folder, response, *chain, leaf=None):
    """Serve a leaf of the world with a chain and a staple through OpenSSL, and ask."""
    w = world()
    leaf = leaf or w.leaf
    served = Credentials(folder / "leaf.pem", folder / "chain.pem", folder / "key.pem", ())
    write_pem(served.certificate, [leaf.certificate])
    write_pem(served.chain, chain or [w.issuer.certificate])
    served.key.write_bytes(leaf.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "staple.der").write_bytes(response)
    with openssl_server(served, "-status_file", str(folder / "staple.der"), "-www") as port:
        return ask(port, w.root.certificate)


def issued(given: Party) -> Issued:
    """Return what issues more certificates in a party's name."""
    identifier = Certificate(given.certificate).subject_key_identifier
    return Issued(given.certificate, given.key, given.name, identifier)


def ids(report):
    """Return the ids of what was found, in order."""
    return [finding.id for finding in report.findings]


# -- forged ----------------------------------------------------------------------------------------------------------


@pytest.mark.server
@pytest.mark.parametrize("status", [GOOD, revoked()])
@pytest.mark.parametrize("first", [True, False])
def test_forged_issuer(tmp_path, status, first):
    """A CA certificate that the server made in the issuer's name vouches for nothing and is called an impostor."""
    w = world()
    made = issue("OCSP issuer", issued(w.root), ca=True, key="forger", signer=w.leaf.key)
    forger = Party(made.certificate, made.key, made.name)
    response = Response(signer=forger, singles=(Single(status, issuer_key=forger.key_bits),)).der
    chain = [w.issuer.certificate, made.certificate]
    report = stapled(tmp_path, response, *(chain[::-1] if first else chain))
    assert (HandshakeVerdict.GOOD, OcspStanding.UNUSABLE) == (report.verdict, report.server.staple.standing)
    assert {"handshake.stapling.unusable", "chain.served.impostor"} <= set(ids(report))
    (impostor,) = [finding for finding in report.findings if finding.id == "chain.served.impostor"]
    assert f'has the name of the CA that issued "{w.target.label}"' in impostor.summary


def test_impostors(tmp_path):
    """A namesake that signs what else was served is none; one of the root is one; so is a self-signed one."""
    w = world()
    above = issued(w.root)
    second = issue("OCSP issuer", above, ca=True, key="second key")
    below = issue("other.example", second)
    self_signed = issue("OCSP issuer", ca=True, key="forger")
    root = issue("OCSP root", ca=True, key="forger")
    policy = ValidationPolicy(at=AT)

    def found(*more):
        served = [w.leaf.certificate, w.issuer.certificate, *more]
        report = inspect_chain(served, trust=[w.root.certificate], policy=policy)
        assert report.best_path.is_good
        return [item.id.removeprefix("chain.served.") for item in report.findings]

    assert ["impostor"] == found(second.certificate)
    assert ["impostor"] == found(self_signed.certificate)
    assert ["impostor"] == found(root.certificate)
    assert ["another_end_entity", "unrelated"] == sorted(found(second.certificate, below.certificate))
    assert ["unrelated"] == found(issue("nobody", ca=True).certificate)
    assert [] == found()


# -- the corpus ------------------------------------------------------------------------------------------------------

SERVED = {
    "forged-good": "reject",
    "forged-good-same-key-id": "reject",
    "forged-revoked": "reject",
    "must-staple-bad-signature": "fail",
    "must-staple-other-certificate": "fail",
    "must-staple-stale": "fail",
    "must-staple-unknown": "fail",
    "delegated": "good",
    "pss-sig": "good",
    "sha1-sig": "note",
    "revoked-reason-7-unassigned": "revoked",
    "multi-revoked-same-second": "revoked",
    "responderid-wrong-name": "reject",
    "status-trylater": "reject",
    "unknown": "unknown",
    "nextupdate-past": "stale",
}


@pytest.mark.server
@pytest.mark.parametrize("name", SERVED)
def test_corpus(name, corpora, tmp_path):
    """Served by OpenSSL, a response of the corpus ends as its right value says, in findings and verdict."""
    files, right = corpora / "reports" / "ocsp" / "files", SERVED[name]
    assert right == json.loads((files / "right.json").read_text())[name]
    chain = f"{name}.cert_chain.pem" if right == "reject" and name.startswith("forged") else "int.pem"
    leaf = "must-staple.leaf.pem" if right == "fail" else "leaf.pem"
    key = tmp_path / "key.pem"
    key.write_bytes((files / "key.pem").read_bytes())
    served = Credentials(files / leaf, files / chain, key, ())
    with openssl_server(served, "-status_file", str(files / f"{name}.der"), "-www") as port:
        report = ask(port, (files / "root.pem").read_bytes())
    fails = right in ("fail", "revoked")
    assert (HandshakeVerdict.UNTRUSTED if fails else HandshakeVerdict.GOOD) is report.verdict
    assert report.server.staple.is_good == (right in ("good", "note"))
    expected = {
        "fail": "handshake.stapling.required",
        "revoked": "handshake.stapling.revoked",
        "reject": "handshake.stapling.unusable",
        "unknown": "handshake.stapling.unknown",
        "stale": "handshake.stapling.stale",
        "note": "handshake.stapling.odd",
    }
    assert [item for item in ids(report) if right == "good" and "stapling" in item] == []
    assert right == "good" or expected[right] in ids(report)
    assert right != "stale" or "stale" in " ".join(finding.summary for finding in report.findings)


@pytest.mark.server
@pytest.mark.parametrize("version", ["1.2", "1.3"])
def test_what_openssl_cannot_parse(version, tmp_path):
    """A staple that is cut short ends the handshake of OpenSSL's clients, and that is said in words of our own."""
    w, port = world(), free_port()
    write_pem(tmp_path / "chain.pem", [w.leaf.certificate, w.issuer.certificate])
    kinds = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(w.leaf.key.private_bytes(*kinds))
    (tmp_path / "staple.der").write_bytes(Response().der[:-10])
    command = [find_program("gnutls-serv"), "--http", "--quiet", "--port", str(port), "--disable-client-cert"]
    command += [
        "--priority",
        f"NORMAL:-VERS-ALL:+VERS-TLS{version}",
        "--x509certfile",
        "chain.pem",
        "--x509keyfile",
        "key.pem",
    ]
    command += ["--ocsp-response", "staple.der", "--ignore-ocsp-response-errors"]
    log = tmp_path / "gnutls.log"
    with log.open("wb") as output, running(command, cwd=tmp_path, stdout=output, stderr=output) as server:
        report = ask(wait_for(server, lambda: port if answers(port) else None, log), w.root.certificate)
    assert ("handshake.connection.alert_sent", OcspStanding.UNUSABLE) == (
        report.decisive.id,
        report.server.staple.standing,
    )
    assert report.decisive.summary.endswith("during the handshake: OpenSSL cannot parse the stapled OCSP response")
    assert "switch stapling off" in report.decisive.remedy


# -- must-staple -----------------------------------------------------------------------------------------------------


def demanding():
    """Return a world whose leaf has the TLS feature status_request (RFC 7633)."""
    w = world()
    leaf = party(HOST, issued(w.issuer), extensions={TLS_FEATURE: tlv(0x30, integer(5))})
    return replace(w, leaf=leaf)


USELESS = {
    "bad signature": (lambda w: Response(w, tampered=True), "signed neither by the certificate's issuer"),
    "other certificate": (lambda w: Response(w, singles=(Single(serial=7),)), "another certificate"),
    "stale": (lambda w: Response(w, singles=(Single(next_update=AT - DAY / 2),)), "due for renewal"),
    "no nextUpdate, old": (
        lambda w: Response(w, singles=(Single(this_update=AT - 99 * DAY, next_update=None),)),
        "no nextUpdate",
    ),
    "too early": (lambda w: Response(w, singles=(Single(this_update=AT + DAY / 2),)), "in the future"),
    "unknown": (lambda w: Response(w, singles=(Single(UNKNOWN_STATUS),)), "it says unknown"),
    "tryLater": (lambda w: Response(w, status=3), "tryLater"),
    "unknown algorithm": (lambda w: Response(w, scheme="unknown"), "unknown algorithm"),
}


@pytest.mark.server
@pytest.mark.parametrize("name", USELESS)
def test_must_staple(name, tmp_path):
    """With must-staple a useless staple fails as a missing one does; without, the same one is a warning at most."""
    make, told = USELESS[name]
    about = demanding()
    report = stapled(tmp_path, make(about).der, leaf=about.leaf)
    assert (HandshakeVerdict.UNTRUSTED, "handshake.stapling.required") == (report.verdict, report.decisive.id)
    assert told in report.decisive.summary
    lenient = stapled(tmp_path, make(world()).der)
    assert HandshakeVerdict.GOOD is lenient.verdict
    assert not lenient.server.staple.is_good


@pytest.mark.server
def test_must_staple_kept(tmp_path):
    """With must-staple a good staple is good, and a revoked one says revoked and no more."""
    about = demanding()
    assert HandshakeVerdict.GOOD is stapled(tmp_path, Response(about).der, leaf=about.leaf).verdict
    report = stapled(tmp_path, Response(about, singles=(Single(revoked()),)).der, leaf=about.leaf)
    assert ["handshake.stapling.revoked"] == ids(report)


# -- intermediates ---------------------------------------------------------------------------------------------------


def trace_of(*responses):
    """Return a trace whose Certificate message has a staple (or ``None``) for each certificate, as TLS 1.3 has it."""
    w = world()
    entries = []
    for certificate, encoded in zip((w.leaf, w.issuer, w.root), responses, strict=False):
        staple = Extension(ExtensionType.status_request, CertificateStatus(CertificateStatusType.ocsp, encoded or b""))
        entries.append(CertificateEntry(certificate.certificate, (staple,) if encoded is not None else ()))
    message = SimpleNamespace(
        direction=Direction.SERVER_TO_CLIENT,
        type=HandshakeType.certificate,
        values={"certificate_list": entries},
        body=None,
    )
    return SimpleNamespace(messages=[message])


def chain_of(*more):
    """Judge the world's chain."""
    w = world()
    served = [w.leaf.certificate, w.issuer.certificate, *more]
    return inspect_chain(served, trust=[w.root.certificate], policy=ValidationPolicy(at=AT))


def of_issuer(**changes):
    """Return a response of the root about the intermediate."""
    w = world()
    return Response(World(w.root, w.root, w.issuer, w.responder), **changes).der


def findings_of(staples):
    """Return the ids of what is found about staples of CAs."""
    facts = SimpleNamespace(
        negotiated=SimpleNamespace(resumption=Resumption.FULL),
        must_staple=False,
        staple=None,
        intermediate_staples=staples,
    )
    return [(item.id, item.subject_label) for item in stapling_findings(facts, chain_of(), AT)]


def test_intermediate():
    """In TLS 1.3 a staple of an intermediate is judged with what stands above that, and one of the root is not."""
    chain = chain_of(world().root.certificate)
    (found,) = intermediate_staples(trace_of(None, of_issuer(), of_issuer()), chain, AT)
    assert ("OCSP issuer", True) == (found.certificate.label, found.answer.is_good)
    assert [] == findings_of((found,))
    assert () == intermediate_staples(trace_of(of_issuer()), chain, AT)
    assert () == intermediate_staples(trace_of(None, of_issuer()), None, AT)


@pytest.mark.parametrize(
    ("encoded", "standing", "status", "kind"),
    [
        (of_issuer(singles=(Single(revoked(reason=2)),)), OcspStanding.RELIABLE, OcspStatus.REVOKED, "revoked"),
        (of_issuer(tampered=True), OcspStanding.UNUSABLE, OcspStatus.GOOD, "unusable"),
        (of_issuer(signer=world().issuer), OcspStanding.UNUSABLE, OcspStatus.GOOD, "unusable"),
        (of_issuer(singles=(Single(next_update=AT - DAY / 2),)), OcspStanding.STALE, OcspStatus.GOOD, "stale"),
        (of_issuer(singles=(Single(UNKNOWN_STATUS),)), OcspStanding.RELIABLE, OcspStatus.UNKNOWN, "unknown"),
        (of_issuer(status=3), OcspStanding.UNUSABLE, None, "unusable"),
    ],
)
def test_intermediate_findings(encoded, standing, status, kind):
    """What is wrong with an intermediate's staple is found, and said of the intermediate."""
    (found,) = intermediate_staples(trace_of(None, encoded), chain_of(), AT)
    assert (standing, status) == (found.answer.standing, found.answer.status)
    assert [(f"handshake.stapling.{kind}", "OCSP issuer")] == findings_of((found,))


@pytest.mark.server
def test_export(tmp_path):
    """JSON tells what a staple says and what is odd about it."""
    early = Single(this_update=AT + DAY / 1000)
    exported = handshake_json(stapled(tmp_path, Response(singles=(early,)).der))["server"]
    assert ("reliable", "good", None) == tuple(exported["staple"][key] for key in ("standing", "status", "reason"))
    assert "ahead of the clock" in exported["staple"]["notes"][0]
    assert [] == exported["intermediate_staples"]
    single = Single(revoked(AT - 2 * DAY, 1))
    exported = handshake_json(stapled(tmp_path, Response(singles=(single,)).der))["server"]["staple"]
    assert ("revoked", "keyCompromise") == (exported["status"], exported["reason"])
    assert exported["revocation_date"].startswith("2026-05-30")
