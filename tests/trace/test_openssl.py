"""Connections with real OpenSSL open and verify, whatever the version, the cipher and the kind of key."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from tests.support.follower import CLIENT, SERVER, Follower
from tests.support.openssl import NO_ENCRYPT_THEN_MAC, NO_EXTENDED_MASTER_SECRET, SAID, connect, credentials
from tlskit.finding.check import CheckOutcome
from tlskit.trace.keys.derivation import DerivationOperation
from tlskit.trace.keys.tls12_key_derivation import extended_master_secret, handshake_hash, master_secret
from tlskit.trace.proof.proof import finished_12, finished_13
from tlskit.trace.record.decrypted import DecryptedRecord, PartKind, UndecryptedRecord

TLS10, TLS11, TLS12, TLS13 = 0x0301, 0x0302, 0x0303, 0x0304
MAC_FIRST = NO_ENCRYPT_THEN_MAC
CONNECTIONS = [
    ("ECDHE-RSA-AES128-GCM-SHA256", TLS12, "RSA", 0),
    ("ECDHE-ECDSA-AES256-GCM-SHA384", TLS12, "EC", 0),
    ("ECDHE-ECDSA-AES128-CCM", TLS12, "EC", 0),
    ("ECDHE-ECDSA-AES128-CCM8", TLS12, "Ed25519", 0),
    ("ECDHE-RSA-CHACHA20-POLY1305", TLS12, "RSA", NO_EXTENDED_MASTER_SECRET),
    ("ECDHE-ECDSA-CHACHA20-POLY1305", TLS12, "Ed448", 0),
    ("ECDHE-RSA-AES128-SHA", TLS12, "RSA", 0),
    ("ECDHE-RSA-AES128-SHA", TLS12, "RSA", MAC_FIRST),
    ("ECDHE-RSA-AES256-SHA384", TLS12, "RSA", 0),
    ("ECDHE-RSA-AES256-SHA384", TLS12, "RSA", MAC_FIRST),
    ("AES128-SHA256", TLS12, "RSA", MAC_FIRST),
    ("AES128-CCM", TLS12, "RSA", 0),
    ("AES128-GCM-SHA256", TLS12, "RSA", NO_EXTENDED_MASTER_SECRET),
    ("CAMELLIA128-SHA", TLS12, "RSA", 0),
    ("SEED-SHA", TLS12, "RSA", MAC_FIRST),
    ("IDEA-CBC-SHA", TLS11, "RSA", MAC_FIRST),
    ("IDEA-CBC-SHA", TLS10, "RSA", 0),
    ("NULL-SHA256", TLS12, "RSA", 0),
    ("DHE-RSA-AES128-GCM-SHA256", TLS12, "RSA", 0),
    ("DHE-RSA-AES128-SHA256", TLS12, "RSA", 0),
    ("DHE-DSS-AES128-GCM-SHA256", TLS12, "DSA", 0),
    ("ECDHE-RSA-AES256-SHA", TLS11, "RSA", 0),
    ("ECDHE-RSA-AES256-SHA", TLS11, "RSA", MAC_FIRST),
    ("ECDHE-ECDSA-AES128-SHA", TLS10, "EC", 0),
    ("ECDHE-RSA-AES128-SHA", TLS10, "RSA", MAC_FIRST),
    ("TLS_AES_128_GCM_SHA256", TLS13, "RSA", 0),
    ("TLS_AES_256_GCM_SHA384", TLS13, "EC", 0),
    ("TLS_CHACHA20_POLY1305_SHA256", TLS13, "P-384", 0),
    ("TLS_AES_128_CCM_SHA256", TLS13, "Ed25519", 0),
    ("TLS_AES_128_CCM_8_SHA256", TLS13, "Ed448", 0),
    ("TLS_AES_128_GCM_SHA256", TLS13, "P-521", 0),
]


class Damaging(Follower):
    """Follows a connection and, before each record that is opened, shows the opener the same with a byte flipped."""

    noticed = 0

    def record(self, direction, header, fragment):
        """Try every byte of the fragment, and the type in the header; none may open."""
        opener = self.openers[direction]
        for index in range(len(fragment) if opener and not (header[0] == 20 and self.version == TLS13) else 0):
            flipped = fragment[:index] + bytes([fragment[index] ^ 0x10]) + fragment[index + 1 :]
            assert isinstance(opener.open(header, flipped), UndecryptedRecord), index
            self.noticed += 1
        if opener and header[0] != 20:
            assert isinstance(opener.open(bytes([header[0] ^ 1]) + header[1:], fragment), UndecryptedRecord)
        super().record(direction, header, fragment)


@pytest.fixture(params=CONNECTIONS, ids=lambda given: f"{given[0]}-{given[1]:04x}-{given[2]}-{given[3]}")
def followed(request, tmp_path):
    """A connection in which both sides show a certificate, followed."""
    suite, version, kind, options = request.param
    directory = tmp_path if suite.startswith("DHE") else None
    chunks, log = connect(suite, version, kind, kind, options, directory)
    return Damaging(log).follow(chunks)


def test_everything_opens_and_verifies(followed):
    """Every record opens, what was said is read, every proof passes, and each flipped byte is noticed."""
    assert all(isinstance(result, DecryptedRecord) for _, result in followed.records)
    for direction in (CLIENT, SERVER):
        said = b"".join(
            result.plaintext for by, result in followed.records if by is direction and result.content_type == 23
        )
        assert SAID[direction] == said
    assert {CheckOutcome.PASSED} == {proof.outcome for proof in followed.proofs}
    subjects = {proof.subject for proof in followed.proofs}
    assert {"client Finished", "server Finished", "client CertificateVerify"} <= subjects
    assert followed.noticed > 400


def test_parts_cover_the_fragment(followed):
    """The parts of each opened record follow one another from its first byte to its last, the content among them."""
    for _, result in followed.records:
        edges = [edge for part in result.parts for edge in (part.start, part.end)]
        assert edges == sorted(edges)
        assert edges[1:-1:2] == edges[2::2]
        assert all(part.end - part.start == len(part.value) for part in result.parts)
        assert result.plaintext == (result.part(PartKind.CONTENT).value if result.plaintext else b"")
        parameters = followed.parameters
        assert parameters.mac_length == len(result.part(PartKind.MAC).value if parameters.mac_length else b"")
        assert parameters.tag_length == len(result.part(PartKind.TAG).value if parameters.tag_length else b"")


@pytest.mark.parametrize("options", [0, NO_EXTENDED_MASTER_SECRET])
@pytest.mark.parametrize("version", [TLS10, TLS11, TLS12])
def test_master_secret_from_the_premaster_secret(version, options):
    """The premaster secret, decrypted with the server's key, gives the logged master secret, extended or not."""

    class Decrypting(Follower):
        def find_master_secret(self, client_key_exchange):
            premaster = credentials("RSA")[0].decrypt(client_key_exchange[2:], PKCS1v15())
            prf_hash = self.parameters.prf_hash
            if self.is_extended:
                session_hash = handshake_hash(b"".join(self.messages), prf_hash).output
                self.step = extended_master_secret(premaster, session_hash, prf_hash)
            else:
                self.step = master_secret(premaster, self.client_random, self.server_random, prf_hash)
            return super().find_master_secret(client_key_exchange)

    chunks, log = connect("AES128-SHA", version, options=options)
    follower = Decrypting(log).follow(chunks)
    assert follower.is_extended is not bool(options)
    assert follower.master_secret == follower.step.output
    assert DerivationOperation.PRF is follower.step.operation


def test_finished_of_the_other_side():
    """A Finished that is proved with the other side's label or secret fails."""
    chunks, log = connect("AES128-SHA", TLS12)
    follower = Follower(log).follow(chunks)
    messages, server = b"".join(follower.messages[:-1]), follower.messages[-1]
    assert 20 == server[0]
    given = (follower.master_secret, messages, server[4:], "SHA256")
    assert CheckOutcome.PASSED is finished_12(*given, SERVER).outcome
    assert CheckOutcome.FAILED is finished_12(*given, CLIENT).outcome
    assert CheckOutcome.NOT_DETERMINED is finished_12(None, messages, server[4:], "SHA256", SERVER).outcome
    assert CheckOutcome.NOT_DETERMINED is finished_13(None, bytes(32), bytes(32), "SHA256", SERVER).outcome
