"""What is in a file is told by its content: PEM in any dress, DER, PKCS#7, PKCS#12, keys, requests, CRLs."""

from __future__ import annotations

import base64
import json
import subprocess
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, PublicFormat, pkcs7, pkcs12

from tests.support import pki
from tests.support.pki import AT, issue
from tlskit.chain.file import ChainLink, inspect_file
from tlskit.errors import InputError, PasswordError
from tlskit.export.report import to_json
from tlskit.x509.file.certificates import certificate_blocks
from tlskit.x509.file.reader import read_items

ROOT = issue("Container Root", ca=True)
CA = issue("Container CA", ROOT, ca=True)
LEAF = issue("shop.example", CA)
CHAIN = LEAF.pem + CA.pem
PLAIN = serialization.NoEncryption()
SECRET = b"open sesame"
LOCKED = serialization.BestAvailableEncryption(SECRET)
TRADITIONAL, PKCS8, OPENSSH = PrivateFormat.TraditionalOpenSSL, PrivateFormat.PKCS8, PrivateFormat.OpenSSH
RSA_KEY = rsa.generate_private_key(65537, 2048)


def pem_key(key, form=PKCS8, lock=PLAIN, encoding=Encoding.PEM):
    """Return a private key as a file has it."""
    return key.private_bytes(encoding, form, lock)


def told(data, **options):
    """Return kind and label of each item."""
    return [(item.kind, item.label) for item in read_items(data, **options)]


def openssl(*arguments, stdin=b""):
    """Run openssl and return what it writes."""
    return subprocess.run(["openssl", *map(str, arguments)], input=stdin, capture_output=True, check=True).stdout


TWO = [("certificate", "shop.example"), ("certificate", "Container CA")]

# -- PEM and DER -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        CHAIN,
        CHAIN.replace(b"\n", b"\r\n"),
        CHAIN.decode().encode("utf-16"),
        b"\xef\xbb\xbf" + CHAIN,
        b"0 s:CN=shop.example\n" + LEAF.pem + b"\xff\x00 junk \x1b[2J\n" + CA.pem + b"tail",
        LEAF.pem + CA.pem.partition(b"-----END")[0],
        LEAF.pem.partition(b"-----END")[0] + CA.pem,
        CHAIN.replace(b"CERTIFICATE-----\nMI", b"CERTIFICATE-----\nProc-Type: 4,MIC-CLEAR\n\nMI"),
        CHAIN.replace(b"CERTIFICATE-----\nMI", b"CERTIFICATE-----\nX: y\n\nMI").replace(b"\n", b"\r\n"),
        CHAIN.replace(b"CERTIFICATE", b"X509 CERTIFICATE"),
        json.dumps(CHAIN.decode()).encode(),
        LEAF.certificate + CA.certificate,
    ],
    ids=str.split("plain CRLF UTF-16 BOM junk no-END no-END-first header header-CRLF X509 JSON DER"),
)
def test_the_same_two_certificates(data):
    """Whatever the dress, the same two certificates are found, with their DER."""
    items = read_items(data)
    assert TWO == [(item.kind, item.label) for item in items]
    assert [LEAF.certificate, CA.certificate] == [item.certificate.der for item in items]


def test_certificate_blocks_agrees():
    """The reader of the fast path gives the same certificates in every dress of PEM."""
    for data in (CHAIN, CHAIN.replace(b"\n", b"\r\n"), CHAIN.decode().encode("utf-16"), b"0\n" + CHAIN):
        assert [LEAF.certificate, CA.certificate] == certificate_blocks(data)


def test_places():
    """An item says where it begins: the line in PEM, the byte in DER."""
    second = 2 + len(LEAF.pem.splitlines())
    assert ["line 2", f"line {second}"] == [item.where for item in read_items(b"\n" + CHAIN)]
    offsets = [item.where for item in read_items(LEAF.certificate + CA.certificate)]
    assert ["byte 0", f"byte {len(LEAF.certificate):,}"] == offsets
    assert [1, 2] == [item.position for item in read_items(CHAIN)]


def test_trusted_certificate():
    """OpenSSL's TRUSTED CERTIFICATE is the certificate, without what it is trusted for."""
    data = openssl("x509", "-trustout", "-addtrust", "serverAuth", stdin=LEAF.pem)
    assert b"TRUSTED" in data
    assert [LEAF.certificate] == certificate_blocks(data)
    assert TWO[:1] == told(data)


@pytest.mark.parametrize("data", [b"hello", b"\x00\x01", b"-----BEGIN -----", b"\x89PNG\r\n"])
def test_nothing_known(data):
    """What is neither PEM nor DER is an InputError that says so."""
    with pytest.raises(InputError, match="neither PEM nor DER"):
        read_items(data)


# -- PKCS#7 ----------------------------------------------------------------------------------------------------------


def bag(encoding=Encoding.DER):
    """Return a PKCS#7 of ``cryptography`` with the two certificates."""
    return pkcs7.serialize_certificates([LEAF.loaded, CA.loaded], encoding)


@pytest.mark.parametrize("data", [bag(), bag(Encoding.PEM), bag(Encoding.PEM).replace(b"PKCS7", b"CMS")])
def test_pkcs7(data):
    """The certificates of a PKCS#7 are found, in DER and in PEM, by both readers."""
    assert {LEAF.certificate, CA.certificate} == {item.certificate.der for item in read_items(data)}
    assert {LEAF.certificate, CA.certificate} == set(certificate_blocks(data))


def test_pkcs7_of_openssl(tmp_path):
    """A PKCS#7 that openssl makes gives its certificates in order, and its CRLs."""
    (tmp_path / "chain.pem").write_bytes(CHAIN)
    (tmp_path / "crl.pem").write_bytes(crl(3).public_bytes(Encoding.PEM))
    data = openssl("crl2pkcs7", "-in", tmp_path / "crl.pem", "-certfile", tmp_path / "chain.pem", "-outform", "DER")
    found = read_items(data)
    assert ["certificate", "certificate", "CRL"] == [item.kind for item in found]
    assert [LEAF.certificate, CA.certificate] == certificate_blocks(data)
    assert "in the PKCS#7 at byte 0" == found[0].where


def test_a_sick_certificate_in_pkcs7_hides_no_other():
    """Of two certificates in a PKCS#7 of which one is sick, both are there."""
    data = bag().replace(LEAF.certificate, LEAF.certificate.replace(b"\x17\x0d", b"\x13\x0d", 1))
    items = read_items(data)
    assert {"shop.example", "Container CA"} == {item.label for item in items}
    assert 2 == len(certificate_blocks(data))


@pytest.mark.parametrize("reader", [read_items, certificate_blocks])
def test_pkcs7_in_ber(reader):
    """A PKCS#7 in BER is refused with the reason and a way out."""
    data = b"\x30\x80" + pki.oid("1.2.840.113549.1.7.2") + b"\xa0\x80\x30\x80" + b"\x00" * 6
    with pytest.raises(InputError, match=r"BER with indefinite lengths.*openssl pkcs7"):
        reader(data)


def test_pkcs7_without_certificates():
    """A PKCS#7 of another content type, or without certificates, is named for what it is."""
    data = pki.tlv(0x30, pki.oid("1.2.840.113549.1.7.3"), pki.tlv(0xA0, pki.tlv(0x30)))
    for reader in (read_items, certificate_blocks):
        with pytest.raises(InputError, match="enveloped data"):
            reader(data)


# -- PKCS#12 ---------------------------------------------------------------------------------------------------------


def store(password=SECRET, name=b"my key"):
    """Return a PKCS#12 of ``cryptography``."""
    lock = serialization.BestAvailableEncryption(password) if password else PLAIN
    return pkcs12.serialize_key_and_certificates(name, LEAF.key, LEAF.loaded, [CA.loaded], lock)


def test_pkcs12():
    """A PKCS#12 gives its key, named, and its certificates with their friendly names."""
    items = read_items(store(), password=SECRET)
    assert [("private key", "EC secp256r1"), *TWO] == [(item.kind, item.label) for item in items]
    assert "my key" == items[1].friendly_name


@pytest.mark.parametrize(("password", "missing"), [(None, True), (b"wrong", False), (b"", False)])
def test_pkcs12_does_not_open(password, missing):
    """A missing and a wrong password are told apart."""
    with pytest.raises(PasswordError, match="password") as raised:
        read_items(store(), password=password)
    assert missing is raised.value.missing


@pytest.mark.parametrize("password", [None, b"unneeded"])
def test_an_empty_password_is_tried_first(password):
    """A PKCS#12 with an empty password, or with none, opens whatever is given."""
    assert TWO == told(store(b""), password=password)[1:]


@pytest.mark.parametrize("options", [(), ("-legacy",), ("-nokeys",)])
def test_pkcs12_of_openssl(options, tmp_path):
    """A PKCS#12 that openssl makes opens, in its old encryption too."""
    (tmp_path / "all.pem").write_bytes(CHAIN + pem_key(LEAF.key))
    data = openssl("pkcs12", "-export", "-in", tmp_path / "all.pem", "-passout", "pass:open sesame", *options)
    labels = {item.label for item in read_items(data, password=SECRET)}
    assert {"shop.example", "Container CA"} <= labels


def test_damaged_pkcs12():
    """A PKCS#12 that is cut short is an InputError, and no PasswordError."""
    data = store()
    inner = data[4:-30]
    cut = b"\x30\x82" + len(inner).to_bytes(2) + inner
    with pytest.raises(InputError) as raised:
        read_items(cut, password=SECRET)
    assert not isinstance(raised.value, PasswordError)


def test_a_derivation_without_end():
    """A PKCS#12 whose password would be derived for hours is refused at once."""
    mac = pki.tlv(0x30, pki.tlv(0x30), pki.tlv(0x04, b"salt"), pki.integer(2**31 - 1))
    content = pki.tlv(0x30, pki.oid("1.2.840.113549.1.7.1"))
    with pytest.raises(InputError, match="more than 10,000,000 iterations"):
        read_items(pki.tlv(0x30, pki.integer(3), content, mac), password=SECRET)


# -- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "form", "label"),
    [
        (pem_key(RSA_KEY), "PKCS#8", "RSA 2048"),
        (pem_key(RSA_KEY, encoding=Encoding.DER), "PKCS#8", "RSA 2048"),
        (pem_key(RSA_KEY, TRADITIONAL), "traditional RSA", "RSA 2048"),
        (pem_key(RSA_KEY, TRADITIONAL, encoding=Encoding.DER), "traditional RSA", "RSA 2048"),
        (pem_key(LEAF.key, TRADITIONAL), "traditional EC", "EC secp256r1"),
        (pem_key(LEAF.key, TRADITIONAL, encoding=Encoding.DER), "traditional EC", "EC secp256r1"),
        (pem_key(dsa.generate_private_key(1024), TRADITIONAL), "traditional DSA", "DSA 1024"),
        (pem_key(ed25519.Ed25519PrivateKey.generate()), "PKCS#8", "Ed25519"),
        (pem_key(ed25519.Ed25519PrivateKey.generate(), OPENSSH), "OpenSSH", "Ed25519"),
        (pem_key(RSA_KEY, lock=LOCKED), "PKCS#8, encrypted", "RSA 2048"),
        (pem_key(RSA_KEY, lock=LOCKED, encoding=Encoding.DER), "PKCS#8, encrypted", "RSA 2048"),
        (pem_key(LEAF.key, TRADITIONAL, LOCKED), "traditional EC", "EC secp256r1"),
        (pem_key(LEAF.key, TRADITIONAL, LOCKED).replace(b"\n", b"\r\n"), "traditional EC", "EC secp256r1"),
    ],
)
def test_private_keys(data, form, label):
    """A private key is named with its form, kind and size."""
    (item,) = read_items(data, password=SECRET)
    assert ("private key", form, label, "") == (item.kind, item.form, item.label, item.problem)
    assert "" != item.facts.public_key_info


@pytest.mark.parametrize("form", [PKCS8, TRADITIONAL])
def test_a_locked_key(form):
    """Without a password an encrypted key is named as encrypted; with a wrong one the problem says so."""
    data = pem_key(LEAF.key, form, LOCKED)
    (item,) = read_items(data)
    assert ("encrypted", True, "") == (item.label, item.is_locked, item.problem)
    (item,) = read_items(data, password=b"wrong")
    assert "the password does not open it, or it is damaged" == item.problem


def test_a_key_of_openssh_says_its_public_half():
    """An encrypted key of OpenSSH is named without a password: its public half is not encrypted."""
    blob = LEAF.key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split()[1]
    fields = [b"aes256-ctr", b"bcrypt", b"options"]
    body = b"openssh-key-v1\x00" + b"".join(len(field).to_bytes(4) + field for field in fields)
    raw = base64.b64decode(blob)
    body += (1).to_bytes(4) + len(raw).to_bytes(4) + raw + bytes(64)
    text = b"-----BEGIN OPENSSH PRIVATE KEY-----\n" + base64.encodebytes(body) + b"-----END OPENSSH PRIVATE KEY-----\n"
    (item,) = read_items(text)
    assert ("EC secp256r1", True, False) == (item.label, item.facts.encrypted, item.is_locked)


def test_public_keys():
    """Public keys are named with kind and size, as SubjectPublicKeyInfo and as PKCS#1."""
    public = RSA_KEY.public_key()
    for form in (PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1):
        for encoding in (Encoding.PEM, Encoding.DER):
            (item,) = read_items(public.public_bytes(encoding, form))
            assert ("public key", "RSA 2048", "") == (item.kind, item.label, item.problem)


def test_damaged_keys_give_no_bytes_away():
    """A damaged key is named as such, in words that are the same for every key."""
    text = pem_key(LEAF.key).replace(b"MI", b"MA", 1)
    (item,) = read_items(text)
    assert "it cannot be loaded: it is damaged, or of a kind that is not supported" == item.problem


# -- requests, CRLs, others ------------------------------------------------------------------------------------------


def crl(entries):
    """Return a CRL with some entries."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(CA.loaded.subject)
    builder = builder.last_update(AT.replace(tzinfo=None)).next_update((AT + timedelta(7)).replace(tzinfo=None))
    for number in range(entries):
        revoked = x509.RevokedCertificateBuilder().serial_number(number + 1).revocation_date(AT.replace(tzinfo=None))
        builder = builder.add_revoked_certificate(revoked.build())
    return builder.sign(CA.key, hashes.SHA256())


@pytest.mark.parametrize("entries", [0, 1, 300])
@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_crl(entries, encoding):
    """A CRL is shown with issuer, both times and the number of its entries."""
    (item,) = read_items(crl(entries).public_bytes(encoding))
    assert ("CRL", entries, "") == (item.kind, item.entries, item.problem)
    assert ("CN=Container CA", AT, AT + timedelta(7)) == (
        str(item.crl.issuer),
        item.crl.this_update,
        item.crl.next_update,
    )


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_request(encoding):
    """A request is shown with its subject, its key and the names that it asks for."""
    names = x509.SubjectAlternativeName([x509.DNSName("a.example"), x509.DNSName("b.example")])
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "asking.example")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject).add_extension(names, critical=False)
    (item,) = read_items(builder.sign(LEAF.key, hashes.SHA256()).public_bytes(encoding))
    assert ("certificate request", "asking.example", "") == (item.kind, item.label, item.problem)
    assert ["a.example", "b.example"] == [name.text for name in item.request.subject_alt_name]
    assert LEAF.key.public_key() == item.request.public_key


def test_a_damaged_request():
    """A request that is cut short is a request with a problem."""
    text = b"-----BEGIN CERTIFICATE REQUEST-----\nMIIBAA==\n-----END CERTIFICATE REQUEST-----\n"
    (item,) = read_items(text)
    assert "certificate request" == item.kind
    assert "runs past its container" in item.problem


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (b"-----BEGIN DH PARAMETERS-----\nMAA=\n-----END DH PARAMETERS-----\n", "Diffie-Hellman parameters"),
        (b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n", "EC parameters"),
        (b"-----BEGIN COW PASTURE-----\nMAA=\n-----END COW PASTURE-----\n", "COW PASTURE (PEM)"),
        (pki.tlv(0x30, pki.integer(2**511 + 1), pki.integer(2)), "Diffie-Hellman parameters"),
        (pki.tlv(0x30, pki.tlv(0x0A, b"\x00")), "an OCSP response"),
    ],
)
def test_other_things(data, label):
    """What is none of these is named for what it is; as a source of certificates it is refused."""
    assert [("other", label)] == told(data)
    with pytest.raises(InputError, match="no certificate here"):
        certificate_blocks(data)


def test_a_container_that_does_not_open_hides_nothing():
    """A PKCS#12 in PEM that does not open stands as a problem beside what does."""
    body = base64.encodebytes(store())
    text = LEAF.pem + b"-----BEGIN PKCS12-----\n" + body + b"-----END PKCS12-----\n" + CA.pem
    items = read_items(text)
    assert ["certificate", "other", "certificate"] == [item.kind for item in items]
    assert "a password is needed to open this PKCS#12" == items[1].problem


# -- judged ----------------------------------------------------------------------------------------------------------


def test_order():
    """Each certificate says whether the next one issued it."""
    report = inspect_file(read_items(CHAIN + ROOT.pem), at=AT)
    assert [ChainLink.ISSUED_BY_NEXT, ChainLink.ISSUED_BY_NEXT, ChainLink.LAST] == list(report.links.values())
    assert (True, False) == (report.is_in_order, report.is_out_of_order)
    report = inspect_file(read_items(LEAF.pem + ROOT.pem + CA.pem), at=AT)
    assert (False, True) == (report.is_in_order, report.is_out_of_order)
    impostor = issue("Container CA", ROOT, ca=True, key="another")
    report = inspect_file(read_items(LEAF.pem + impostor.pem), at=AT)
    assert ChainLink.NAMES_NEXT is report.links[1]


def test_a_key_that_fits():
    """A key fits the certificate with its public half, and the request too."""
    report = inspect_file(read_items(CHAIN + pem_key(LEAF.key)), at=AT)
    assert [("certificate", 1, "")] == [(fit.kind, fit.position, fit.file) for fit in report.fits[3]]
    assert () == report.findings


def test_a_key_that_does_not_fit():
    """A key that fits none of the certificates is an error about the first."""
    report = inspect_file(read_items(CHAIN + pem_key(RSA_KEY)), at=AT)
    assert ["chain.file.key_mismatch"] == [finding.id for finding in report.findings]
    assert ("shop.example", 3, "RSA 2048") == (
        str(report.findings[0].certificate),
        report.findings[0].position,
        report.findings[0].key,
    )


def test_a_key_in_another_file():
    """A key is compared with the certificates of other files as well; alone it is no finding."""
    certificates, key = read_items(CHAIN), read_items(pem_key(LEAF.key))
    report = inspect_file(key, at=AT, others=[("chain.pem", certificates)])
    assert [("certificate", 1, "chain.pem")] == [(fit.kind, fit.position, fit.file) for fit in report.fits[1]]
    assert () == report.findings
    other = read_items(pem_key(RSA_KEY))
    report = inspect_file(other, at=AT, others=[("chain.pem", certificates)])
    assert ["chain.file.key_mismatch"] == [finding.id for finding in report.findings]
    assert () == inspect_file(other, at=AT).findings


def test_compressed_points_are_the_same_key():
    """A certificate with a compressed EC point has the key that a private key gives uncompressed."""
    point = LEAF.key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    info = LEAF.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    algorithm = pki.tlv(0x30, pki.oid("1.2.840.10045.2.1"), pki.oid("1.2.840.10045.3.1.7"))
    compressed = pki.tlv(0x30, algorithm, pki.tlv(0x03, b"\x00", point))
    text = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(compressed) + b"-----END PUBLIC KEY-----\n"
    assert info != compressed
    report = inspect_file(read_items(text + pem_key(LEAF.key)), at=AT)
    assert ["public key"] == [fit.kind for fit in report.fits[2]]


def test_no_private_byte_in_a_report():
    """What is kept of a key, and what is written of it, holds none of its secret numbers."""
    key = ec.derive_private_key(int.from_bytes(b"MARKER" * 5), ec.SECP256R1())
    for data in (pem_key(key), pem_key(key, TRADITIONAL), pem_key(key, OPENSSH), pem_key(key, encoding=Encoding.DER)):
        items = read_items(data)
        shown = repr(items) + json.dumps(to_json(inspect_file(items, at=AT)))
        assert "MARKER" not in shown
        assert (b"MARKER" * 2).hex() not in shown
