"""Files made of very many small things are refused, or shown in part, before they take time or memory."""

from __future__ import annotations

import time

import pytest

from tests.support import pki
from tests.support.crl_cases import CA, LEAF, ROOT
from tests.support.crls import crl
from tlskit.chain import Revocation, ValidationPolicy, inspect_chain
from tlskit.chain.file import inspect_file
from tlskit.errors import InputError
from tlskit.finding import Verdict
from tlskit.x509.file.certificates import certificate_blocks
from tlskit.x509.file.crls import crl_blocks
from tlskit.x509.file.reader import read_items

MANY, TOO_MANY = 20_001, 1_000_000
EMPTY = b"\x30\x00"
READERS = (read_items, crl_blocks, certificate_blocks)


def pkcs7(tag, count):
    """Return a SignedData with empty members where certificates or CRLs belong."""
    signed = pki.tlv(0x30, pki.integer(1), pki.tlv(0x31), pki.tlv(0x30), pki.tlv(tag, EMPTY * count))
    return pki.tlv(0x30, pki.oid("1.2.840.113549.1.7.2"), pki.tlv(0xA0, signed))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"-----BEGIN CERTIFICATE-----\n" * MANY, "more than 20,000 PEM blocks"),
        (b"-----BEGIN NOTHING-----\n" * MANY, "more than 20,000 PEM blocks"),
        (pkcs7(0xA0, MANY), "more than 20,000 certificates or CRLs"),
        (pkcs7(0xA1, MANY), "more than 20,000 certificates or CRLs"),
        (pkcs7(0xA1, TOO_MANY), "more than 50,000 members"),
    ],
    ids=["certificates", "unknown blocks", "PKCS#7 certificates", "PKCS#7 CRLs", "PKCS#7 members"],
)
def test_too_many_things(read, data, told):
    """More than 20,000 blocks or certificates in one input are an input error, whoever reads it."""
    with pytest.raises(InputError, match=told):
        read(data)


def test_too_many_crls():
    """More than 20,000 CRLs one after the other are an input error."""
    with pytest.raises(InputError, match="more than 20,000 CRLs"):
        crl_blocks(crl(CA) * MANY)


@pytest.mark.parametrize("cut", [0, 1], ids=["whole", "cut short"])
@pytest.mark.parametrize("form", ["tbsCertificate", "subject", "extensions"])
def test_a_certificate_with_too_many_members(form, cut):
    """A certificate of which one part has a million members is shown and judged within a second, and never trusted."""
    many = pki.tlv(0x30, b"\x05\x00" * TOO_MANY)
    frame = [pki.integer(1), EMPTY, EMPTY, EMPTY]
    match form:
        case "tbsCertificate":
            encoded = pki.tlv(0x30, many)
        case "subject":
            encoded = pki.tlv(0x30, pki.tlv(0x30, *frame, many))
        case _:
            encoded = pki.tlv(0x30, pki.tlv(0x30, *frame, EMPTY, EMPTY, pki.tlv(0xA3, many)))
    started = time.process_time()
    report = inspect_file(read_items(encoded[: len(encoded) - cut]), at=pki.AT)
    policy = ValidationPolicy(at=pki.AT, identity="a", revocation=Revocation.OFF)
    verdict = inspect_chain([encoded, CA.certificate], trust=[ROOT.certificate], policy=policy).verdict
    took = time.process_time() - started
    assert report.findings
    assert verdict is not Verdict.TRUSTED
    assert took < 1


def test_the_limit_hurts_nobody():
    """As many members as a large certificate has are read."""
    names = [pki.dns(f"n{number}.example") for number in range(100_000)]
    served = [pki.issue("shop.example", CA, names=names).certificate, CA.certificate]
    policy = ValidationPolicy(at=pki.AT, identity="n99999.example")
    assert Verdict.TRUSTED is inspect_chain(served, trust=[ROOT.certificate], policy=policy).verdict
    assert [LEAF.certificate, CA.certificate] == certificate_blocks(LEAF.pem + CA.pem)
