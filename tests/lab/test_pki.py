"""The lab's PKI: what is good is good, and each fault is the one that was asked for."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import ocsp

from tlskit import Purpose, Revocation, ValidationPolicy, Verdict, inspect_chain
from tlskit.errors import InputError
from tlskit.lab.files import Files
from tlskit.lab.pki import Pki

AT = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)
PKI = Pki(AT)
CLIENTS = {
    "good": (),
    "intermediate": (),
    "intermediate-left-out": ("chain.issuer.missing",),
    "expired": ("chain.validity.expired",),
    "revoked": ("chain.revocation.revoked",),
    "wrong-ca": ("chain.issuer.missing",),
    "same-name": ("chain.issuer.wrong_key",),
    "self-signed": ("chain.issuer.self_signed",),
    "server-auth": ("chain.extended_key_usage.purpose_not_allowed",),
}


def ids(report):
    """Return the ids of a report's findings."""
    return tuple(finding.id for finding in report.findings)


def test_every_client_is_known():
    """The tests here know every client of the lab."""
    assert list(CLIENTS) == list(PKI.clients)


@pytest.mark.parametrize("name", CLIENTS)
def test_clients(name):
    """Each client's certificate has its fault and no other, CRLs looked at."""
    policy = ValidationPolicy(at=AT, purpose=Purpose.CLIENT, revocation=Revocation.IF_AVAILABLE)
    report = inspect_chain(
        [PKI.clients[name].chain_pem], trust=[PKI.files["client-ca.pem"]], policy=policy, crls=[PKI.crl_pem]
    )
    errors = tuple(item for item in ids(report) if item != "chain.revocation.undetermined")
    assert CLIENTS[name] == errors
    assert (Verdict.UNTRUSTED if errors else Verdict.TRUSTED) is report.verdict


@pytest.mark.parametrize(("days", "verdict"), [(-59, Verdict.TRUSTED), (59, Verdict.TRUSTED), (61, Verdict.UNTRUSTED)])
def test_dates_are_relative(days, verdict):
    """What is valid is valid sixty days before and after the lab's time, and no longer."""
    policy = ValidationPolicy(at=AT + timedelta(days=days))
    assert verdict is inspect_chain([PKI.good.chain_pem], trust=[PKI.roots_pem], policy=policy).verdict


def test_two_labs_share_no_key():
    """A root made at the same time elsewhere is another root."""
    policy = ValidationPolicy(at=AT)
    assert Verdict.UNTRUSTED is inspect_chain([PKI.good.chain_pem], trust=[Pki(AT).roots_pem], policy=policy).verdict


@pytest.mark.parametrize(
    ("subject", "stale", "status", "fresh"),
    [
        ("good", False, ocsp.OCSPCertStatus.GOOD, True),
        ("good", True, ocsp.OCSPCertStatus.GOOD, False),
        ("revoked", False, ocsp.OCSPCertStatus.REVOKED, True),
    ],
)
def test_ocsp(subject, stale, status, fresh):
    """A response is signed by the issuer, about the certificate, and current unless it is to be stale."""
    credentials = getattr(PKI, subject)
    response = ocsp.load_der_ocsp_response(PKI.ocsp_response(credentials, stale=stale))
    assert (status, credentials.certificate.serial_number) == (response.certificate_status, response.serial_number)
    assert fresh == (response.this_update_utc <= AT <= response.next_update_utc)
    PKI.lower.key.public_key().verify(
        response.signature, response.tbs_response_bytes, x509_signature(response.signature_hash_algorithm)
    )


def x509_signature(digest):
    """Return the signature algorithm of the lab's CAs."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.ECDSA(digest)


def test_crls():
    """Each CA has a current CRL, and those of the servers' and the clients' CA list one certificate each."""
    lists = [
        x509.load_pem_x509_crl(block + b"-----END X509 CRL-----\n")
        for block in PKI.crl_pem.split(b"-----END X509 CRL-----\n")[:-1]
    ]
    assert [0, 0, 1, 1, 0] == [len(crl) for crl in lists]
    assert all(crl.last_update_utc < AT < crl.next_update_utc for crl in lists)


def test_files(tmp_path):
    """Every file can be read back, keys belong to their certificates and are their owner's alone."""
    with Files(PKI.files, tmp_path / "new") as directory:
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        for key in directory.glob("*.key"):
            assert stat.S_IMODE(key.stat().st_mode) == 0o600
            (first, *_) = x509.load_pem_x509_certificates(key.with_suffix(".pem").read_bytes())
            assert first.public_key() == load_pem_private_key(key.read_bytes(), None).public_key()
        assert PKI.root.certificate.public_bytes(Encoding.PEM) == (directory / "roots.pem").read_bytes()
    assert not directory.exists()


def test_files_are_kept(tmp_path):
    """With keep the files stay."""
    with Files({"a.pem": b"a"}, tmp_path / "new", keep=True):
        pass
    assert b"a" == (tmp_path / "new" / "a.pem").read_bytes()


def test_a_temporary_directory_goes():
    """Without a directory one is made, and is gone afterwards."""
    with Files({"a.pem": b"a"}) as directory:
        assert (directory / "a.pem").exists()
    assert not directory.exists()


def test_files_of_others_stay(tmp_path):
    """What somebody else put into the directory stays, and so does the directory."""
    with Files({"a.pem": b"a"}, tmp_path / "new") as directory:
        (directory / "theirs").write_text("theirs")
    assert ["theirs"] == [path.name for path in directory.iterdir()]


@pytest.mark.parametrize("obstacle", ["file", "link"])
def test_nothing_is_overwritten(tmp_path, obstacle):
    """A file that exists, or a link that leads elsewhere, is left alone, and nothing is left behind beside it."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    if obstacle == "file":
        (tmp_path / "b.key").write_text("precious")
    else:
        (tmp_path / "b.key").symlink_to(victim)
    with pytest.raises(InputError, match=r"b\.key"), Files({"a.pem": b"a", "b.key": b"b"}, tmp_path):
        pytest.fail("entered")
    assert ("precious", "precious") == (victim.read_text(), (tmp_path / "b.key").read_text())
    assert not (tmp_path / "a.pem").exists()


def test_time_goes_on_unless_it_is_given():
    """Servers judge and log by the time that is; in tests it can stand still."""
    assert AT == PKI.now()
    before = datetime.now(UTC)
    assert before <= Pki().now() <= datetime.now(UTC)
