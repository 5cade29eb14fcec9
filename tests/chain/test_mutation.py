"""Damage is never accepted: every bit of a good chain is flipped, one at a time.

A tenth of the bits, another one in each place of the chain, is tried in every run; with ``TLSKIT_DEEP=1`` all are.
"""

from __future__ import annotations

import os
import random

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support import odd_keys, pki
from tlskit.chain import ChainInspector, ValidationPolicy
from tlskit.finding import Severity, Verdict
from tlskit.x509 import Certificate, der

ROOT = pki.issue("root", ca=True)
MIDDLE = pki.issue("middle", ROOT, ca=True)
EC = ([pki.issue("leaf", MIDDLE).certificate, MIDDLE.certificate], ROOT.certificate)
CHAINS = {
    "EC": EC,
    "RSASSA-PSS": odd_keys.rsa_chain(
        odd_keys.spki(odd_keys.RSASSA_PSS, odd_keys.pss_parameters("SHA-256", "SHA-256", 32), odd_keys.rsa_bits()),
        odd_keys.pss(),
    ),
    "ECDSA with NULL": odd_keys.with_parameters(odd_keys.NULL),
}


def bits(length: int, seed: str) -> list[int]:
    """Return the places of the bits to flip."""
    every = range(8 * length)
    return list(every) if os.environ.get("TLSKIT_DEEP") == "1" else random.Random(seed).sample(every, len(every) // 10)


@pytest.mark.parametrize(
    ("name", "position"), [(name, at) for name, (served, _) in CHAINS.items() for at in range(len(served))]
)
def test_no_flipped_bit_is_accepted(name, position):
    """A chain in which one bit of one certificate differs is not trusted; the one that was issued is."""
    served, root = CHAINS[name]
    inspector = ChainInspector(trust=[root], policy=ValidationPolicy(at=pki.AT, identity=pki.HOST))
    assert Verdict.TRUSTED is inspector.inspect(served).verdict
    accepted = []
    for bit in bits(len(served[position]), f"{name} {position}"):
        changed = bytearray(served[position])
        changed[bit // 8] ^= 1 << bit % 8
        mutant = [*served[:position], Certificate(bytes(changed)), *served[position + 1 :]]
        if inspector.inspect(mutant).verdict is Verdict.TRUSTED:
            accepted.append(bit)
    assert [] == accepted


@pytest.mark.parametrize("name", CHAINS)
def test_a_flipped_bit_of_a_root_s_key_is_never_overlooked(name):
    """A trusted key that differs in one bit verifies nothing, or is the same key in an odd form, and that is said."""
    served, root = CHAINS[name]
    policy = ValidationPolicy(at=pki.AT, identity=pki.HOST)
    key = Certificate(root).subject_public_key_info
    start = root.index(key)
    for bit in bits(len(key), name):
        changed = bytearray(root)
        changed[start + bit // 8] ^= 1 << bit % 8
        report = ChainInspector(trust=[Certificate(bytes(changed))], policy=policy).inspect(served)
        if report.verdict is Verdict.TRUSTED:
            assert "chain.key.encoding" in {finding.id for finding in report.findings}


def test_what_is_odd_and_signed_is_not_silent():
    """Of damage that is signed anew, nothing is trusted without a word that a stricter parser refuses."""
    odd = random.Random("signed anew")
    tbs, algorithm, _ = (item.encoding for item in der.sequence(EC[0][1], "certificate"))
    leaf = pki.issue("leaf", MIDDLE).certificate
    inspector = ChainInspector(trust=[ROOT.certificate], policy=ValidationPolicy(at=pki.AT, identity=pki.HOST))
    silent = []
    for _ in range(len(tbs) if os.environ.get("TLSKIT_DEEP") != "1" else 100 * len(tbs)):
        changed = bytearray(tbs)
        changed[odd.randrange(len(tbs))] = odd.randrange(256)
        signature = ROOT.key.sign(bytes(changed), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        middle = Certificate(pki.tlv(0x30, bytes(changed), algorithm, pki.tlv(0x03, b"\x00", signature)))
        report = inspector.inspect([leaf, middle])
        told = any(finding.severity >= Severity.NOTICE for finding in report.findings)
        if report.verdict is Verdict.TRUSTED and not told and middle.is_refused_elsewhere:
            silent.append(bytes(changed))
    assert [] == silent
