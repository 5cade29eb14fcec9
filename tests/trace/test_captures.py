"""The keyed captures of Go's tests and the illustrated connections open and verify, from first to last.

Go's tests draw all randomness as zero: the client's premaster secret follows from that, and with it the keys of its
captures of TLS 1.0 and 1.1 and of renegotiated connections, for which there is no key log.
"""

from __future__ import annotations

from collections import Counter

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tests.support.follower import Follower, read_capture
from tlskit.finding.check import CheckOutcome
from tlskit.trace.input.source import read_capture as read_connections
from tlskit.trace.keys.tls12_key_derivation import master_secret
from tlskit.trace.observer import observe
from tlskit.trace.record.decrypted import DecryptedRecord, Protection

X25519 = b"\x03\x00\x1d"
RENEGOTIATED = {
    "Client-TLSv12-RenegotiateOnce",
    "Client-TLSv12-RenegotiateTwice",
    "Client-TLSv12-RenegotiateTwiceRejected",
}


class ZeroRandomness(Follower):
    """Follows a Go client without a key log: its premaster secret is made of zeros."""

    server_key_exchange = b""

    def find_master_secret(self, _client_key_exchange):
        """Derive the master secret from the server's key share, or from the version for RSA."""
        if self.server_key_exchange[:3] == X25519:
            share = X25519PublicKey.from_public_bytes(self.server_key_exchange[4:36])
            premaster = X25519PrivateKey.from_private_bytes(bytes(32)).exchange(share)
        else:
            premaster = self.legacy_version + bytes(46)
        self.step = master_secret(premaster, self.client_random, self.server_random, self.parameters.prf_hash)
        return self.step.output


def sealed(follower):
    """Return the results of records that did not open."""
    return [result for _, result in follower.records if not isinstance(result, DecryptedRecord)]


def failed(follower):
    """Return the proofs that did not pass."""
    return [proof for proof in follower.proofs if proof.outcome is not CheckOutcome.PASSED]


def subjects(follower):
    """Return what was proved."""
    return {proof.subject for proof in follower.proofs}


def not_proved(followed):
    """Return the captures without a proof of both Finished."""
    return {name for name, follower in followed.items() if {"client Finished", "server Finished"} - subjects(follower)}


@pytest.fixture(scope="module")
def keyed(corpora):
    """Every keyed Go capture, followed; those that renegotiate without their key log, which lacks what follows."""
    followed = {}
    for log in sorted((corpora / "captures" / "go").glob("*.keys")):
        kind = ZeroRandomness if log.stem in RENEGOTIATED else Follower
        followed[log.stem] = kind(log.read_text(encoding="ascii")).follow(read_capture(log.with_suffix(".pcap")))
    return followed


@pytest.fixture(scope="module")
def old(corpora):
    """The captures of Go's client in TLS 1.0 and 1.1, followed from zeros."""
    captures = sorted((corpora / "captures" / "go").glob("Client-TLSv1[01]-*.pcap"))
    return {capture.stem: ZeroRandomness("").follow(read_capture(capture)) for capture in captures}


def test_every_record_opens(keyed):
    """All encrypted records of the 79 keyed captures open."""
    assert 79 == len(keyed)
    assert {} == {name: results for name, follower in keyed.items() if (results := sealed(follower))}
    assert all(follower.records for follower in keyed.values())


def test_every_finished_and_signature_is_proved(keyed):
    """Every Finished, CertificateVerify and ServerKeyExchange fits; one server refuses after its ServerHello."""
    assert {} == {name: proofs for name, follower in keyed.items() if (proofs := failed(follower))}
    assert {"Server-TLSv13-ALPN-NoMatch"} == not_proved(keyed)
    counts = Counter(proof.subject for follower in keyed.values() for proof in follower.proofs)
    expected = {
        "client Finished": 82,
        "server Finished": 82,
        "client CertificateVerify": 18,
        "server CertificateVerify": 35,
        "ServerKeyExchange": 43,
    }
    assert expected == counts


def test_many_ciphers(keyed):
    """The captures are of many ciphers, RC4 among them."""
    ciphers = {follower.parameters.cipher for follower in keyed.values()}
    expected = {"RC4_128", "AES_128_CBC", "AES_256_CBC", "AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305"}
    assert expected == ciphers


def test_old_versions(old):
    """TLS 1.0 and 1.1 open: RC4, and CBC with and without an IV in the record; three servers refuse Ed25519 there."""
    assert {} == {name: results for name, follower in old.items() if (results := sealed(follower))}
    assert {} == {name: proofs for name, follower in old.items() if (proofs := failed(follower))}
    assert {"Client-TLSv10-Ed25519", "Client-TLSv11-Ed25519", "Client-TLSv10-ClientCert-Ed25519"} == not_proved(old)
    found = {(follower.version, follower.parameters.cipher) for follower in old.values() if follower.parameters}
    expected = {(0x0301, "RC4_128"), (0x0301, "AES_128_CBC"), (0x0302, "RC4_128"), (0x0302, "AES_128_CBC")}
    assert expected == found


def test_old_signatures(old):
    """Before TLS 1.2 RSA signs MD5 and SHA-1, ECDSA SHA-1, Ed25519 the messages."""
    details = {proof.detail for follower in old.values() for proof in follower.proofs if "Verify" in proof.subject}
    expected = {f"the signature fits ({key})" for key in ("Ed25519", "EC secp521r1", "RSA 1024")}
    assert expected == details


def test_premaster_secret(keyed, corpora):
    """The premaster secrets of zeros give the master secrets that the key logs have."""
    compared = 0
    for name, follower in keyed.items():
        if name.startswith("Client-TLSv12") and name not in RENEGOTIATED:
            capture = (corpora / "captures" / "go" / name).with_suffix(".pcap")
            zeros = ZeroRandomness("").follow(read_capture(capture))
            if zeros.server_key_exchange[:3] in {b"", X25519}:
                compared += 1
                assert follower.master_secret == zeros.master_secret
    assert 26 == compared


KEY_LOGS = {"go": (".keys", ".pcap"), "ill": ("-keylog.txt", "-capture.pcap")}
UNFINISHED = "Server-TLSv13-ALPN-NoMatch"  # the server refuses after its hello
UNKNOWN_PSK = "Server-TLSv13-ResumeDisabled"  # it is offered, and the server does not take it


def test_the_observer_opens_and_proves(corpora):
    """The observer opens the same 79 captures and the illustrated ones, and proves all that was shown.

    What follows a renegotiation is not in the key logs.
    """
    seen = 0
    for folder, (ending, captured) in KEY_LOGS.items():
        for log in sorted((corpora / "captures" / folder).glob(f"*{ending}")):
            name = log.name.removesuffix(ending)
            (whole,) = read_connections(log.with_name(name + captured))
            report = observe(whole, log.read_text(encoding="ascii"))
            seen += 1
            proofs = {proof.subject: proof.outcome for _, proof in report.proofs}
            doubtful = {subject for subject, how in proofs.items() if how is not CheckOutcome.PASSED}
            assert ({"binder of PSK identity 0"} if name == UNKNOWN_PSK else set()) == doubtful, name
            assert name == UNFINISHED or {"client Finished", "server Finished"} <= proofs.keys(), name
            closed = any(record.protection is Protection.SEALED for record in report.records)
            assert closed == (name in RENEGOTIATED), name
    assert 79 + 3 == seen


@pytest.mark.parametrize("name", ["tls12", "tls13", "tls13-aes128"])
def test_illustrated(corpora, name):
    """The three illustrated connections open and verify."""
    directory = corpora / "captures" / "ill"
    log = (directory / f"{name}-keylog.txt").read_text(encoding="ascii")
    follower = Follower(log).follow(read_capture(directory / f"{name}-capture.pcap"))
    assert [] == sealed(follower)
    assert [] == failed(follower)
    assert {"client Finished", "server Finished"} <= subjects(follower)
