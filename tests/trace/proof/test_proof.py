"""Proofs of signatures of every kind, what they say when they cannot be made, and that nothing raises."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, mldsa, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import pki
from tests.support.openssl import credentials
from tlskit.finding.check import CheckOutcome
from tlskit.trace.chunk import Direction
from tlskit.trace.keys.tls13_key_schedule import Secret
from tlskit.trace.proof.proof import (
    HandshakeSignature,
    binder,
    certificate_verify_12,
    certificate_verify_13,
    finished_12,
    finished_13,
    server_key_exchange,
    signed_content,
)
from tlskit.trace.proof.signature import SCHEMES, SignatureFamily

CLIENT, SERVER = Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT
SSL30, TLS10, TLS11, TLS12 = 0x0300, 0x0301, 0x0302, 0x0303
COVERED, MESSAGES = hashlib.sha256(b"messages").digest(), b"some messages"
MASTER = bytes(range(48))
KEYS = {
    SignatureFamily.RSA_PKCS1: "RSA",
    SignatureFamily.RSA_PSS: "RSA",
    SignatureFamily.DSA: "DSA",
    SignatureFamily.ECDSA: "EC",
    SignatureFamily.ED25519: "Ed25519",
    SignatureFamily.ED448: "Ed448",
}
ML_DSA = {
    SignatureFamily.ML_DSA_44: mldsa.MLDSA44PrivateKey,
    SignatureFamily.ML_DSA_65: mldsa.MLDSA65PrivateKey,
    SignatureFamily.ML_DSA_87: mldsa.MLDSA87PrivateKey,
}
CURVES = {
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "secp521r1": ec.SECP521R1,
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpoolP384r1": ec.BrainpoolP384R1,
    "brainpoolP512r1": ec.BrainpoolP512R1,
}


def key_for(scheme):
    """Return a key that a scheme can use."""
    if scheme.family in ML_DSA:
        return ML_DSA[scheme.family].generate()
    if scheme.curve:
        return ec.generate_private_key(CURVES[scheme.curve]())
    return credentials(KEYS[scheme.family])[0]


def encoded(key):
    """Return the SubjectPublicKeyInfo of a key."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def signed(key, scheme, content):
    """Sign with a scheme."""
    if not scheme.hash_name:
        return key.sign(content)
    chosen = getattr(hashes, scheme.hash_name)()
    match scheme.family:
        case SignatureFamily.RSA_PKCS1:
            return key.sign(content, padding.PKCS1v15(), chosen)
        case SignatureFamily.RSA_PSS:
            return key.sign(content, padding.PSS(padding.MGF1(chosen), chosen.digest_size), chosen)
        case SignatureFamily.DSA:
            return key.sign(content, chosen)
    return key.sign(content, ec.ECDSA(chosen))


def flipped(data, position=-1):
    """Flip a bit of a byte."""
    changed = bytearray(data)
    changed[position] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("code", sorted(SCHEMES), ids=lambda code: SCHEMES[code].name)
def test_every_scheme(code):
    """A signature of every scheme passes, and fails with a bit flipped; TLS 1.3 refuses those that it does not have."""
    scheme = SCHEMES[code]
    key, content = key_for(scheme), signed_content(COVERED, SERVER).output
    shown = pss_only(key) if scheme.pss_key else encoded(key)
    value = signed(key, scheme, content)
    proof = certificate_verify_13(HandshakeSignature(shown, code, value), COVERED, SERVER)
    assert (CheckOutcome.PASSED if scheme.in_tls13 else CheckOutcome.FAILED) is proof.outcome
    assert scheme.name in proof.detail
    value = signed(key, scheme, MESSAGES)
    assert CheckOutcome.PASSED is certificate_verify_12(HandshakeSignature(shown, code, value), MESSAGES, TLS12).outcome
    damaged = HandshakeSignature(shown, code, flipped(value))
    assert CheckOutcome.FAILED is certificate_verify_12(damaged, MESSAGES, TLS12).outcome


def pss_only(key, parameters=b""):
    """Return an RSA key as an id-RSASSA-PSS one (RFC 4055 section 1.2), with the parameters that limit it."""
    kind = pki.tlv(0x30, pki.oid("1.2.840.113549.1.1.10"), parameters)
    bits = key.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    return pki.tlv(0x30, kind, pki.tlv(0x03, b"\x00", bits))


def pss_parameters(digest, salt):
    """Encode RSASSA-PSS-params (RFC 4055 section 3.1) of a hash's OID, also for MGF1, and a length of salt."""
    kind = pki.tlv(0x30, pki.oid(digest))
    mask = pki.tlv(0x30, pki.oid("1.2.840.113549.1.1.8"), kind)
    return pki.tlv(0x30, pki.tlv(0xA0, kind), pki.tlv(0xA1, mask), pki.tlv(0xA2, pki.integer(salt)))


SHA256_OID, SHA384_OID = "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2"


@pytest.mark.parametrize(
    ("code", "shown", "fits"),
    [
        (0x0804, pss_only, False),
        (0x0809, encoded, False),
        (0x0401, pss_only, False),
        (0x0809, lambda key: pss_only(key, pss_parameters(SHA256_OID, 32)), True),
        (0x0809, lambda key: pss_only(key, pss_parameters(SHA256_OID, 20)), True),
        (0x0809, lambda key: pss_only(key, pss_parameters(SHA256_OID, 33)), False),
        (0x0809, lambda key: pss_only(key, pss_parameters(SHA384_OID, 32)), False),
        (0x080A, lambda key: pss_only(key, pss_parameters(SHA256_OID, 32)), False),
        (0x080A, lambda key: pss_only(key, pss_parameters(SHA384_OID, 48)), True),
        (0x0809, lambda key: pss_only(key, b"\x30\x00"), False),  # SHA-1, the default
    ],
)
def test_what_an_rsa_key_allows(code, shown, fits):
    """rsa_pss_pss schemes need an id-RSASSA-PSS key that allows them, all others an rsaEncryption one (4.2.3)."""
    scheme = SCHEMES[code]
    key = key_for(scheme)
    value = signed(key, scheme, MESSAGES)
    proof = certificate_verify_12(HandshakeSignature(shown(key), code, value), MESSAGES, TLS12)
    assert (CheckOutcome.PASSED if fits else CheckOutcome.FAILED) is proof.outcome
    assert fits or "the key cannot make this signature" in proof.detail


def test_an_id_rsassa_pss_key_before_tls12():
    """Up to TLS 1.1 RSA signs PKCS#1 v1.5, which such a key does not allow; malformed parameters leave it open."""
    key = key_for(SCHEMES[0x0401])
    signature = HandshakeSignature(pss_only(key), None, b"x" * 256)
    assert CheckOutcome.FAILED is certificate_verify_12(signature, MESSAGES, 0x0302).outcome
    odd = HandshakeSignature(pss_only(key, pki.tlv(0x30, pki.tlv(0xA5, pki.integer(1)))), 0x0809, b"x" * 256)
    assert CheckOutcome.NOT_DETERMINED is certificate_verify_12(odd, MESSAGES, TLS12).outcome


def test_the_other_side_signs_other_bytes():
    """The server's signature does not pass as the client's."""
    key = credentials("Ed25519")[0]
    value = key.sign(signed_content(COVERED, SERVER).output)
    signature = HandshakeSignature(encoded(key), 0x0807, value)
    assert CheckOutcome.PASSED is certificate_verify_13(signature, COVERED, SERVER).outcome
    assert CheckOutcome.FAILED is certificate_verify_13(signature, COVERED, CLIENT).outcome
    assert CheckOutcome.FAILED is certificate_verify_13(signature, flipped(COVERED), SERVER).outcome


def test_tls13_ties_the_curve():
    """An ECDSA scheme of TLS 1.3 takes its own curve alone; in TLS 1.2 any curve will do."""
    key, scheme = credentials("P-384")[0], SCHEMES[0x0403]
    value = signed(key, scheme, signed_content(COVERED, SERVER).output)
    proof = certificate_verify_13(HandshakeSignature(encoded(key), 0x0403, value), COVERED, SERVER)
    assert (CheckOutcome.FAILED, "the key cannot make this signature (ecdsa_secp256r1_sha256, EC secp384r1)") == (
        proof.outcome,
        proof.detail,
    )
    value = signed(key, scheme, MESSAGES)
    assert (
        CheckOutcome.PASSED
        is certificate_verify_12(HandshakeSignature(encoded(key), 0x0403, value), MESSAGES, TLS12).outcome
    )


def test_a_key_of_another_kind():
    """A signature by a scheme that the key does not have fails, and says so."""
    signature = HandshakeSignature(encoded(credentials("EC")[0]), 0x0804, bytes(256))
    assert "the key cannot make this signature" in certificate_verify_13(signature, COVERED, SERVER).detail


def test_a_key_for_pss_alone():
    """The key of an id-RSASSA-PSS certificate is read as RSA."""
    key = credentials("RSA")[0]
    plain, pss = bytes.fromhex("300d06092a864886f70d0101010500"), bytes.fromhex("300b06092a864886f70d01010a")
    info = encoded(key)
    assert plain in info
    body = info[4:].replace(plain, pss)
    signature = signed(key, SCHEMES[0x0809], signed_content(COVERED, SERVER).output)
    given = HandshakeSignature(b"\x30\x82" + len(body).to_bytes(2) + body, 0x0809, signature)
    assert CheckOutcome.PASSED is certificate_verify_13(given, COVERED, SERVER).outcome


@pytest.mark.parametrize("version", [SSL30, TLS10, TLS11])
@pytest.mark.parametrize("kind", ["RSA", "DSA", "EC", "Ed25519", "Ed448"])
def test_server_key_exchange_before_tls12(version, kind):
    """Before TLS 1.2 RSA signs MD5 and SHA-1, DSA and ECDSA sign SHA-1, EdDSA signs the parameters themselves."""
    key, certificate = credentials(kind)
    parts = (b"c" * 32, b"s" * 32, b"parameters")
    value = signed_old(key, b"".join(parts))
    whole = certificate.public_bytes(Encoding.DER)
    proof = server_key_exchange(HandshakeSignature(whole, None, value), *parts, version)
    assert (CheckOutcome.PASSED, "hash") == (proof.outcome, proof.steps[-1].operation.value)
    damaged = HandshakeSignature(whole, None, flipped(value, 60 if kind == "Ed448" else -1))
    assert CheckOutcome.FAILED is server_key_exchange(damaged, *parts, version).outcome
    changed = (*parts[:2], b"Parameters")
    assert CheckOutcome.FAILED is server_key_exchange(HandshakeSignature(whole, None, value), *changed, version).outcome


def signed_old(key, content):
    """Sign as TLS 1.0 and 1.1 do; PKCS#1 without naming the hashes is done by hand."""
    sha1 = hashlib.sha1(content).digest()
    if isinstance(key, rsa.RSAPrivateKey):
        return raw_pkcs1(key, hashlib.md5(content).digest() + sha1)
    prehashed = utils.Prehashed(hashes.SHA1())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(sha1, ec.ECDSA(prehashed))
    return key.sign(sha1, prehashed) if isinstance(key, dsa.DSAPrivateKey) else key.sign(content)


def raw_pkcs1(key, hashed):
    """Apply PKCS#1 v1.5 block type 1 to bytes and RSA to that."""
    numbers = key.private_numbers()
    modulus = numbers.public_numbers.n
    length = key.key_size // 8
    block = b"\x00\x01" + b"\xff" * (length - 3 - len(hashed)) + b"\x00" + hashed
    return pow(int.from_bytes(block), numbers.d, modulus).to_bytes(length)


def test_certificate_verify_of_ssl30():
    """SSL 3.0 signs the messages and the master secret, hashed twice."""
    key, certificate = credentials("RSA")
    outputs = []
    for name, length in (("md5", 48), ("sha1", 40)):
        inner = hashlib.new(name, MESSAGES + MASTER + b"6" * length).digest()
        outputs.append(hashlib.new(name, MASTER + b"\\" * length + inner).digest())
    value = raw_pkcs1(key, b"".join(outputs))
    signature = HandshakeSignature(certificate.public_bytes(Encoding.DER), None, value)
    assert CheckOutcome.PASSED is certificate_verify_12(signature, MESSAGES, SSL30, MASTER).outcome
    assert CheckOutcome.FAILED is certificate_verify_12(signature, MESSAGES, SSL30, flipped(MASTER)).outcome
    assert CheckOutcome.NOT_DETERMINED is certificate_verify_12(signature, MESSAGES, SSL30).outcome


def test_finished_of_ssl30():
    """SSL 3.0's Finished is two hashes over messages, sender and master secret."""
    outputs = []
    for name, length in (("md5", 48), ("sha1", 40)):
        inner = hashlib.new(name, MESSAGES + b"CLNT" + MASTER + b"6" * length).digest()
        outputs.append(hashlib.new(name, MASTER + b"\\" * length + inner).digest())
    sent = b"".join(outputs)
    assert CheckOutcome.PASSED is finished_12(MASTER, MESSAGES, sent, "MD5(SHA1)", CLIENT).outcome
    assert CheckOutcome.FAILED is finished_12(MASTER, MESSAGES, sent, "MD5(SHA1)", SERVER).outcome


def undetermined():
    """Return proofs that cannot be made, by what they say."""
    spki = encoded(credentials("Ed25519")[0])
    return {
        "the server's traffic secret is not known": finished_13(None, COVERED, bytes(32), "SHA256", SERVER),
        "the master secret is not known": finished_12(None, MESSAGES, bytes(12), "SHA256", CLIENT),
        "the PSK is not known": binder(None, Secret.EXTERNAL_BINDER_KEY, COVERED, bytes(32), "SHA256"),
        "the certificate was not seen": certificate_verify_13(HandshakeSignature(None, 0x0804, b""), COVERED, SERVER),
        "the certificate's key cannot be read": certificate_verify_12(
            HandshakeSignature(b"\x30\x00", 0x0804, b""), MESSAGES, TLS12
        ),
        "signature scheme 0x0708 is not known": server_key_exchange(
            HandshakeSignature(spki, 0x0708, b""), b"", b"", b"", TLS12
        ),
    }


def test_what_could_not_be_determined():
    """A proof that could not be made says why."""
    assert dict.fromkeys(undetermined(), CheckOutcome.NOT_DETERMINED) == {
        proof.detail: proof.outcome for proof in undetermined().values()
    }


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_signature(data):
    """Any key, scheme and signature have a result, and none passes."""
    kinds = ["RSA", "DSA", "EC", "Ed25519", "Ed448"]
    key = data.draw(st.none() | st.binary() | st.sampled_from([encoded(credentials(kind)[0]) for kind in kinds]))
    scheme = data.draw(st.none() | st.sampled_from(sorted(SCHEMES)) | st.integers(0, 0xFFFF))
    signature = HandshakeSignature(key, scheme, data.draw(st.binary(max_size=300)))
    version = data.draw(st.sampled_from([SSL30, TLS10, TLS12]))
    found = [
        certificate_verify_13(signature, COVERED, CLIENT),
        certificate_verify_12(signature, data.draw(st.binary()), version, MASTER),
        server_key_exchange(signature, b"", data.draw(st.binary()), b"", version),
    ]
    assert CheckOutcome.PASSED not in {proof.outcome for proof in found}


@settings(max_examples=60, deadline=None)
@given(st.binary(), st.binary(), st.sampled_from(["SHA256", "MD5+SHA1", "MD5(SHA1)"]))
def test_any_finished(sent, messages, prf_hash):
    """Any Finished and binder have a result, and none passes."""
    found = [
        finished_12(MASTER, messages, sent, prf_hash, SERVER),
        finished_13(MASTER, messages, sent, "SHA256", SERVER),
        binder(MASTER, Secret.EXTERNAL_BINDER_KEY, messages, sent, "SHA256"),
    ]
    assert {CheckOutcome.FAILED} == {proof.outcome for proof in found}
