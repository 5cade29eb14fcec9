"""A client's certificates and key from files of every kind, and nothing of the key in any text."""

from base64 import b64decode, encodebytes

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from tests.support.servers import make_credentials
from tlskit.errors import InputError, PasswordError, UsageError
from tlskit.handshake.context import context_for
from tlskit.handshake.credentials import load_credentials
from tlskit.handshake.settings import ConnectionSettings

PASSWORD = b"correct horse"
DER, PEM = Encoding.DER, Encoding.PEM
PKCS8, TRADITIONAL = PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL
P256 = bytes.fromhex("2a8648ce3d030107")  # the object identifier of the curve
OPEN, LOCKED = NoEncryption(), BestAvailableEncryption(PASSWORD)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make certificates and a key; return the DER of the certificates, their PEM and the key."""
    files = make_credentials(tmp_path_factory.mktemp("credentials"), "client.test")
    pem = files.certificate.read_bytes() + files.chain.read_bytes()
    return files.ders, pem, load_pem_private_key(files.key.read_bytes(), None)


@pytest.mark.parametrize(
    ("encoding", "form", "encryption"),
    [
        (PEM, PKCS8, OPEN),
        (PEM, PKCS8, LOCKED),
        (PEM, TRADITIONAL, OPEN),
        (PEM, TRADITIONAL, LOCKED),
        (PEM, PrivateFormat.OpenSSH, OPEN),
        (DER, PKCS8, OPEN),
        (DER, PKCS8, LOCKED),
        (DER, TRADITIONAL, OPEN),
    ],
)
def test_key_forms(made, encoding, form, encryption):
    """A key is read in each form, locked or not, and a password that is not needed does no harm."""
    ders, pem, key = made
    found = load_credentials(pem, key.private_bytes(encoding, form, encryption), password=PASSWORD)
    assert (ders, True) == (found.certificates, found.key_fits)
    assert key.private_numbers() == found.key.private_numbers()


@pytest.mark.parametrize("encryption", [OPEN, LOCKED])
def test_pkcs12(made, encryption):
    """A PKCS#12 holds all that is needed, with or without a password."""
    ders, _, key = made
    leaf, *others = map(x509.load_der_x509_certificate, ders)
    data = pkcs12.serialize_key_and_certificates(b"name", key, leaf, others, encryption)
    found = load_credentials(data, password=PASSWORD)
    assert (ders, True) == (found.certificates, found.key_fits)


def test_order_does_not_matter(made):
    """The certificate of the key comes first wherever it stood, each one once, and one file may hold all."""
    ders, pem, key = made
    blocks = pem.split(b"-----END CERTIFICATE-----\n")[:-1]
    shuffled = b"".join(
        block + b"-----END CERTIFICATE-----\n" for block in (blocks[2], blocks[0], blocks[0], blocks[1])
    )
    found = load_credentials(key.private_bytes(PEM, PKCS8, OPEN) + shuffled)
    assert (ders[0], ders[2], ders[1]) == found.certificates


def test_key_of_another_certificate(made):
    """A key that belongs to none of the certificates is told, and no handshake is begun with it."""
    _, pem, _ = made
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(PEM, PKCS8, OPEN)
    found = load_credentials(pem, other)
    assert found.key_fits is False
    with pytest.raises(UsageError, match="the client's private key does not belong to its certificate"):
        context_for(ConnectionSettings(credentials=found))


@pytest.mark.parametrize(
    ("form", "password", "missing", "told"),
    [
        (PKCS8, None, True, "a password is needed to open the private key"),
        (PKCS8, b"wrong", False, "the password does not open the private key"),
        (TRADITIONAL, None, True, "a password is needed to open the private key"),
        (TRADITIONAL, b"wrong", False, "the password does not open the private key"),
    ],
)
def test_password(made, form, password, missing, told):
    """A missing and a wrong password are told apart."""
    _, pem, key = made
    with pytest.raises(PasswordError) as caught:
        load_credentials(pem, key.private_bytes(PEM, form, LOCKED), password=password)
    assert (told, missing) == (str(caught.value), caught.value.missing)


def test_locked_by_openssh(made):
    """A key that is locked in the format of OpenSSH is told with what to do."""
    _, pem, key = made
    blob = b64decode(b"".join(key.private_bytes(PEM, PrivateFormat.OpenSSH, OPEN).splitlines()[1:-1]))
    locked = blob.replace(b"\x00\x00\x00\x04none", b"\x00\x00\x00\x0aaes256-ctr", 1)
    block = b"-----BEGIN OPENSSH PRIVATE KEY-----\n" + encodebytes(locked) + b"-----END OPENSSH PRIVATE KEY-----\n"
    with pytest.raises(PasswordError, match="locked in the format of OpenSSH; write it as PKCS#8"):
        load_credentials(pem, block, password=PASSWORD)


def test_what_is_not_there(made):
    """A file without a certificate, without a key or with one that does not sign is told as such."""
    _, pem, key = made
    exchange = x25519.X25519PrivateKey.generate().private_bytes(PEM, PKCS8, OPEN)
    damaged = key.private_bytes(DER, PKCS8, OPEN)[:-9]
    falsified = key.private_bytes(DER, PKCS8, OPEN).replace(P256, P256[:-1] + b"\x7f")
    for certificate, given, told in (
        (key.private_bytes(PEM, PKCS8, OPEN), None, "there is no client certificate in it"),
        (pem, None, "there is no private key in it"),
        (pem, b"junk", "there is no private key in it"),
        (pem, exchange, "the private key is of a kind that does not sign in TLS"),
        (pem, damaged, "the private key is damaged, or of a kind that is not supported"),
        (pem, falsified, "the private key is damaged, or of a kind that is not supported"),
    ):
        with pytest.raises(InputError) as caught:
            load_credentials(certificate, given)
        assert told == str(caught.value)


def test_nothing_of_the_key_is_shown(made):
    """Neither the credentials nor settings that hold them show any part of the key."""
    _, pem, key = made
    found = load_credentials(pem, key.private_bytes(PEM, PKCS8, LOCKED), password=PASSWORD)
    shown = repr(found) + repr(ConnectionSettings(credentials=found))
    secret = key.private_numbers().private_value
    assert "ClientCredentials(4 certificates, key_fits=True)" in shown
    for marker in (str(secret), f"{secret:x}", PASSWORD.decode()):
        assert marker not in shown
