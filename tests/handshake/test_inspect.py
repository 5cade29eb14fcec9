"""``tlskit.inspect_handshake``: what a caller hands in, gets back, and has raised."""

from __future__ import annotations

import json
import socket

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

import tlskit
from tests.support.stage import AT, GET, Stage
from tlskit.export.report import to_json
from tlskit.handshake.report.client_authentication import CertificateReception
from tlskit.lab.service import TlsService


@pytest.fixture(scope="module")
def stage():
    """Run servers for this module."""
    with Stage() as running:
        yield running


def policy():
    """Return what the lab's servers are held to."""
    return tlskit.ValidationPolicy(at=AT, identity="127.0.0.1")


def test_one_way(stage):
    """A target and roots in; verdict, what was agreed, the chain's report and every byte out."""
    address = stage.serve(TlsService(stage.pki.good))
    report = tlskit.inspect_handshake(address, trust=[stage.pki.roots_pem], policy=policy())
    assert isinstance(report, tlskit.HandshakeReport)
    assert (tlskit.HandshakeVerdict.GOOD, None, ()) == (report.verdict, report.decisive, report.findings)
    assert tlskit.Verdict.TRUSTED is report.chain.verdict
    assert "TLS 1.3" == report.server.negotiated.version.label
    assert report.transcript.secrets
    assert "good" == json.loads(json.dumps(to_json(report)))["verdict"]


def test_mutual(stage):
    """Credentials from PEM or PKCS#12 go into the settings; the report says whether they were accepted."""
    address = stage.serve(stage.verifying())
    client = stage.pki.clients["good"]
    credentials = tlskit.load_credentials(client.chain_pem, client.key_pem)
    settings = tlskit.ConnectionSettings(credentials=credentials, request=GET)
    report = tlskit.inspect_handshake(address, trust=[stage.pki.roots_pem], policy=policy(), settings=settings)
    assert CertificateReception.ACCEPTED is report.authentication.reception
    assert "PRIVATE" not in repr(report)


def test_the_default_policy(stage):
    """Without a policy the server is held to RFC 5280 for the target's own name or address, now."""
    address = stage.serve(TlsService(stage.pki.good))
    report = tlskit.inspect_handshake(address, trust=[stage.pki.roots_pem])
    assert ("127.0.0.1", tlskit.Profile.RFC5280) == (
        str(report.chain.identities[0].identity),
        report.question.policy.profile,
    )


def test_a_certificate_that_does_not_belong_to_its_key(stage):
    """A key that is not the certificate's is refused before anything is connected."""
    client, other = stage.pki.clients["good"], stage.pki.clients["expired"]
    settings = tlskit.ConnectionSettings(credentials=tlskit.load_credentials(client.chain_pem, other.key_pem))
    with pytest.raises(tlskit.UsageError, match="does not belong to its certificate"):
        tlskit.inspect_handshake("127.0.0.1:1", trust=[], settings=settings)


@pytest.mark.parametrize("target", ["./file.pem", "-", ""])
def test_no_host(target):
    """Only a host can be connected to."""
    with pytest.raises(tlskit.UsageError):
        tlskit.inspect_handshake(target, trust=[])


def test_no_connection():
    """Where nothing listens a ConnectError says so."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        with pytest.raises(tlskit.ConnectError, match="connection refused") as caught:
            tlskit.inspect_handshake(f"127.0.0.1:{holder.getsockname()[1]}", trust=[])
    assert "connect" == caught.value.phase


def test_trust_in_several_forms(stage):
    """Roots are PEM, DER, certificates of ``cryptography`` or a trust store."""
    address = stage.serve(TlsService(stage.pki.good))
    root = stage.pki.root.certificate
    for trust in ([stage.pki.roots_pem], [root.public_bytes(Encoding.DER)], [root]):
        assert tlskit.HandshakeVerdict.GOOD is tlskit.inspect_handshake(address, trust=trust, policy=policy()).verdict
    store = tlskit.TrustStore([root.public_bytes(Encoding.DER)], name="ours")
    report = tlskit.inspect_handshake(address, trust=store, policy=policy())
    assert "ours" == report.question.trust.name


def test_reports_are_immutable(stage):
    """A report cannot be altered."""
    report = tlskit.inspect_handshake(stage.serve(TlsService(stage.pki.good)), trust=[stage.pki.roots_pem])
    with pytest.raises(AttributeError):
        report.chain = None
