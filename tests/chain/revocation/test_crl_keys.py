"""CRLs under keys with restrictions, and CRLs in BER: what is not allowed answers nothing."""

from __future__ import annotations

import pytest

from tests.support import odd_keys, pki
from tests.support.crls import crl, entry, extension
from tests.support.odd_keys import pkcs1, pss, pss_parameters, rsa_bits, spki
from tlskit.chain import Revocation, ValidationPolicy, inspect_chain
from tlskit.finding import Verdict

GOOD, OPEN, REVOKED = Verdict.TRUSTED, Verdict.INDETERMINATE, Verdict.UNTRUSTED
UNKNOWN = "1.3.6.1.4.1.99999.3"


def judged(served, root, *lists):
    """Ask about a chain and CRLs, which must answer."""
    policy = ValidationPolicy(at=pki.AT, revocation=Revocation.REQUIRED)
    return inspect_chain([item.certificate for item in served], trust=[root.certificate], policy=policy, crls=lists)


def chain(info):
    """Return leaf, CA with a key of RSA, and root."""
    root = pki.issue("root", ca=True)
    middle = pki.issue("middle", root, ca=True, info=info)
    algorithm, sign = pss()
    return [pki.issue("leaf", middle, algorithm=algorithm, sign=sign), middle], root


@pytest.mark.parametrize(
    ("made", "verdict"),
    [(pss, GOOD), (lambda: pss(salt=48), GOOD), (pkcs1, OPEN), (lambda: pss(salt=31), OPEN)],
)
def test_a_key_allows_its_own_signatures_on_a_crl_alone(made, verdict):
    """A CRL signed in a way that the CA's id-RSASSA-PSS key does not allow answers nothing, and says so."""
    served, root = chain(spki(odd_keys.RSASSA_PSS, pss_parameters("SHA-256", "SHA-256", 32), rsa_bits()))
    report = judged(served, root, crl(served[1], made=made()), crl(root))
    assert verdict is report.verdict
    if report.decisive is not None:
        assert "allows only RSASSA-PSS" in str(report.decisive.evidence)


def plain():
    """Return leaf, CA and root of the usual kind."""
    root = pki.issue("root", ca=True)
    middle = pki.issue("middle", root, ca=True)
    return [pki.issue("leaf", middle), middle], root


def marked(octet, kind=UNKNOWN):
    """Encode an extension whose mark critical is this octet."""
    return pki.tlv(0x30, pki.oid(kind), pki.tlv(0x01, octet), pki.octets(b"\x05\x00"))


@pytest.mark.parametrize("octet", [b"\x00", b"\x01", b"\xfe"])
def test_a_mark_in_ber(octet):
    """In a CRL a BOOLEAN that is not DER leaves the answer open, in the list and in any of its entries."""
    served, root = plain()
    in_list = crl(served[1], extensions=[marked(octet)])
    in_another_entry = crl(served[1], [entry(77, marked(octet))])
    for given in (in_list, in_another_entry):
        report = judged(served, root, given, crl(root))
        assert OPEN is report.verdict
        assert "BER" in str(report.decisive.evidence)
    assert GOOD is judged(served, root, crl(served[1], extensions=[extension(UNKNOWN, b"\x05\x00")]), crl(root)).verdict
    assert REVOKED is judged(served, root, crl(served[1], [entry(served[0])]), crl(root)).verdict
