"""The key in a certificate is found where RFC 5280 puts it, whatever else is in the certificate."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from tests.support.cases import CASES, load
from tlskit.trace.proof.signature import public_key
from tlskit.x509.file.pem import pem_blocks
from tlskit.x509.skim import subject_public_key_info


def key_of(der):
    """Return the key that cryptography finds, ``None`` where it can use none of it."""
    try:
        return x509.load_der_x509_certificate(der).public_key()
    except (UnsupportedAlgorithm, ValueError):
        return None


def loaded(encoded):
    """Return the key that we load, ``None`` where there is none."""
    found = public_key(encoded)
    return None if found is None else found.loaded


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_as_a_certificate_library_finds_it(case):
    """Where cryptography finds a key in a certificate, ours is the same."""
    for block in pem_blocks(case.read("chain.pem")):
        assert key_of(block.contents) in (None, loaded(block.contents))


def test_a_bare_key_and_damage():
    """A SubjectPublicKeyInfo alone is taken as it is; a prefix of a certificate has no key and raises nothing."""
    certificate = x509.load_pem_x509_certificates(load("good/two").read("chain.pem"))[0]
    der = certificate.public_bytes(Encoding.DER)
    bare = subject_public_key_info(der)
    assert bare is not None
    assert None is subject_public_key_info(bare)
    assert certificate.public_key() == loaded(bare) == loaded(der)
    assert {None} == {subject_public_key_info(der[:end]) for end in range(len(der))}
    assert {None} == {public_key(der[:end]) for end in range(0, len(der), 7)}
