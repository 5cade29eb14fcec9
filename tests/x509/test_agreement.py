"""Real certificates are read as ``cryptography`` reads them."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from tests.support import pki
from tests.support.cases import ROOT
from tlskit.chain.inspect import load_certificates
from tlskit.x509.certificate import Certificate
from tlskit.x509.extension import KeyUsage
from tlskit.x509.general_name import NameForm


def real_certificates() -> list[bytes]:
    """Return every certificate of certifi and of the test PKI."""
    files = [Path(certifi.where()), *sorted(ROOT.rglob("*.pem"))]
    found = chain.from_iterable(load_certificates([file.read_bytes()]) for file in files)
    return list(dict.fromkeys(item.der for item in found))


REAL = real_certificates()
_FORMS = {
    x509.DNSName: NameForm.DNS,
    x509.RFC822Name: NameForm.EMAIL,
    x509.UniformResourceIdentifier: NameForm.URI,
    x509.IPAddress: NameForm.IP,
    x509.DirectoryName: NameForm.DIRECTORY,
    x509.RegisteredID: NameForm.REGISTERED_ID,
    x509.OtherName: NameForm.OTHER_NAME,
}
_BITS = {
    "digital_signature": KeyUsage.digitalSignature,
    "content_commitment": KeyUsage.nonRepudiation,
    "key_encipherment": KeyUsage.keyEncipherment,
    "data_encipherment": KeyUsage.dataEncipherment,
    "key_agreement": KeyUsage.keyAgreement,
    "key_cert_sign": KeyUsage.keyCertSign,
    "crl_sign": KeyUsage.cRLSign,
}


def theirs(data: bytes) -> tuple[x509.Certificate, dict[str, x509.Extension]] | None:
    """Return a certificate and its extensions as ``cryptography`` reads them; None where it refuses to."""
    try:
        loaded = x509.load_der_x509_certificate(data)
        return loaded, {item.oid.dotted_string: item for item in loaded.extensions}
    except (ValueError, x509.InvalidVersion, x509.DuplicateExtension):
        return None


def _usage(value: x509.KeyUsage) -> KeyUsage:
    usage = KeyUsage(0)
    for attribute, bit in _BITS.items():
        usage |= bit if getattr(value, attribute) else KeyUsage(0)
    if value.key_agreement:
        usage |= KeyUsage.encipherOnly if value.encipher_only else KeyUsage(0)
        usage |= KeyUsage.decipherOnly if value.decipher_only else KeyUsage(0)
    return usage


def _plain_name(name: x509.GeneralName) -> tuple[NameForm, object]:
    form = _FORMS[type(name)]
    match name:
        case x509.IPAddress():
            return form, name.value.packed
        case x509.DirectoryName():
            return form, name.value.public_bytes()
        case x509.RegisteredID():
            return form, name.value.dotted_string
        case x509.OtherName():
            return form, f"{name.type_id.dotted_string} {pki.tlv(0xA0, name.value).hex()}"
    return form, name.value


_BY_CONTENTS = (NameForm.IP, NameForm.DIRECTORY)


@pytest.mark.filterwarnings("ignore:Parsed a serial number which wasn't positive")
def test_our_reading_agrees_with_cryptography():
    """Serial number, names, times and extensions of every real certificate are what ``cryptography`` reads."""
    compared = 0
    for data in REAL:
        their = theirs(data)
        if their is None:
            continue
        loaded, extensions = their
        ours = Certificate(data)
        compared += 1
        assert loaded.serial_number == ours.serial_number
        assert loaded.version.value == ours.version
        assert loaded.tbs_certificate_bytes == ours.tbs
        assert loaded.signature == ours.signature_value
        assert loaded.signature_algorithm_oid.dotted_string == ours.signature_algorithm.oid
        assert loaded.subject.public_bytes() == ours.subject.encoding
        assert loaded.issuer.public_bytes() == ours.issuer.encoding
        assert loaded.not_valid_before_utc == ours.not_before
        assert loaded.not_valid_after_utc == ours.not_after
        assert [item.oid.dotted_string for item in loaded.extensions] == [item.oid for item in ours.extensions]
        assert [item.critical for item in loaded.extensions] == [item.critical for item in ours.extensions]
        assert {} == ours.unreadable
        assert_extensions_agree(extensions, ours)
    assert compared > 200


def assert_extensions_agree(extensions: dict[str, x509.Extension], ours: Certificate) -> None:
    """Compare the decoded values, absence included."""
    values = {number: item.value for number, item in extensions.items()}
    constraints = values.get(ExtensionOID.BASIC_CONSTRAINTS.dotted_string)
    mine = ours.basic_constraints
    assert (constraints is None) == (mine is None)
    if constraints is not None:
        assert (constraints.ca, constraints.path_length) == (mine.ca, mine.path_length)
    usage = values.get(ExtensionOID.KEY_USAGE.dotted_string)
    assert (None if usage is None else _usage(usage)) == ours.key_usage
    purposes = values.get(ExtensionOID.EXTENDED_KEY_USAGE.dotted_string)
    assert (None if purposes is None else tuple(item.dotted_string for item in purposes)) == ours.extended_key_usage
    names = values.get(ExtensionOID.SUBJECT_ALTERNATIVE_NAME.dotted_string)
    mine = [(name.form, name.contents if name.form in _BY_CONTENTS else name.text) for name in ours.subject_alt_name]
    assert [_plain_name(name) for name in names or ()] == mine
    held = values.get(ExtensionOID.SUBJECT_KEY_IDENTIFIER.dotted_string)
    assert (None if held is None else held.digest) == ours.subject_key_identifier
    named = values.get(ExtensionOID.AUTHORITY_KEY_IDENTIFIER.dotted_string)
    assert (None if named is None else named.key_identifier) == ours.authority_key_identifier.key_identifier
    if named is not None:
        assert named.authority_cert_serial_number == ours.authority_key_identifier.authority_cert_serial_number
