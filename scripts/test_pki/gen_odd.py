"""The test certificates that OpenSSL 3.0 cannot make: one more part of gen_test_pki.sh, which calls this at its end.

Usage: gen_odd.py DIRECTORY, which receives GROUP/CASE for each case, as described in gen_test_pki.sh.
`cryptography` makes keys and signatures; the certificates are put together byte by byte (ITU-T X.690, RFC 5280 section
4.1), since most of them are wrong on purpose. Every case is its own small PKI: Acme Root CA, Acme Issuing CA 2, and
shop.example.
"""

import base64
import secrets
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, mldsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Key = ec.EllipticCurvePrivateKey | mldsa.MLDSA65PrivateKey

# --- DER -------------------------------------------------------------------------------------------

SEQUENCE, SET, BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OID = 0x30, 0x31, 0x01, 0x02, 0x03, 0x04, 0x06
UTF8_STRING, PRINTABLE_STRING, UTC_TIME, GENERALIZED_TIME = 0x0C, 0x13, 0x17, 0x18
RFC822_NAME, DNS_NAME, URI = 0x81, 0x82, 0x86


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    return tlv(OID, *(base128(arc) for arc in [first * 40 + second, *rest]))


def base128(number: int) -> bytes:
    octets = [number & 0x7F]
    while number := number >> 7:
        octets.append(0x80 | number & 0x7F)
    return bytes(reversed(octets))


def integer(number: int) -> bytes:
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, signed=True))


def utc_time(moment: datetime) -> bytes:
    return tlv(UTC_TIME, f"{moment:%y%m%d%H%M%SZ}".encode())


def generalized_time(moment: datetime) -> bytes:
    return tlv(GENERALIZED_TIME, f"{moment:%Y%m%d%H%M%SZ}".encode())


def name(common_name: str, organization: str = "Acme Test PKI") -> bytes:
    country = attribute("2.5.4.6", tlv(PRINTABLE_STRING, b"XX"))
    return tlv(
        SEQUENCE,
        country,
        attribute("2.5.4.10", tlv(UTF8_STRING, organization.encode())),
        attribute("2.5.4.3", tlv(UTF8_STRING, common_name.encode())),
    )


def attribute(kind: str, value: bytes) -> bytes:
    return tlv(SET, tlv(SEQUENCE, oid(kind), value))


EMPTY_NAME = tlv(SEQUENCE)

# --- extensions ------------------------------------------------------------------------------------

ARC = "2.5.29"
CA_TRUE = tlv(SEQUENCE, tlv(BOOLEAN, b"\xff"))
KEY_CERT_SIGN_AND_CRL_SIGN = tlv(BIT_STRING, b"\x01\x06")
DIGITAL_SIGNATURE = tlv(BIT_STRING, b"\x07\x80")
SERVER_AUTH_AND_CLIENT_AUTH = tlv(SEQUENCE, oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.2"))


def extension(kind: str, value: bytes, critical: bool = False) -> bytes:
    return tlv(SEQUENCE, oid(kind), tlv(BOOLEAN, b"\xff") if critical else b"", tlv(OCTET_STRING, value))


def basic_constraints(critical: bool = True) -> bytes:
    return extension(f"{ARC}.19", CA_TRUE, critical)


def key_usage(bits: bytes) -> bytes:
    return extension(f"{ARC}.15", bits, critical=True)


def extended_key_usage(purposes: bytes = SERVER_AUTH_AND_CLIENT_AUTH) -> bytes:
    return extension(f"{ARC}.37", purposes)


def subject_alt_name(*names: tuple[int, bytes], critical: bool = False) -> bytes:
    return extension(f"{ARC}.17", tlv(SEQUENCE, *(tlv(tag, value) for tag, value in names)), critical)


def name_constraints(permitted_dns: bytes, critical: bool = True) -> bytes:
    subtree = tlv(SEQUENCE, tlv(DNS_NAME, permitted_dns))
    return extension(f"{ARC}.30", tlv(SEQUENCE, tlv(0xA0, subtree)), critical)


def authority_information_access(url: str, critical: bool = False) -> bytes:
    description = tlv(SEQUENCE, oid("1.3.6.1.5.5.7.48.2"), tlv(URI, url.encode()))
    return extension("1.3.6.1.5.5.7.1.1", tlv(SEQUENCE, description), critical)


def key_identifier(key: Key) -> bytes:
    return sha1(public_key_info(key), usedforsecurity=False).digest()


def public_key_info(key: Key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


SHOP = ((DNS_NAME, b"shop.example"), (DNS_NAME, b"www.shop.example"))
ISSUING_URL = "http://pki.acme.example/issuing2.cer"
ROOT_URL = "http://pki.acme.example/root.cer"

# --- certificates ----------------------------------------------------------------------------------

ECDSA_WITH_SHA256 = tlv(SEQUENCE, oid("1.2.840.10045.4.3.2"))
ECDSA_WITH_SHA384 = tlv(SEQUENCE, oid("1.2.840.10045.4.3.3"))
ML_DSA_65 = tlv(SEQUENCE, oid("2.16.840.1.101.3.4.3.18"))
MADE_UP_ALGORITHM = tlv(SEQUENCE, oid("1.3.6.1.4.1.32473.99"))
VERSION_3 = tlv(0xA0, integer(2))
VERSION_1 = b""  # the default, hence absent


@dataclass(frozen=True)
class Certificate:
    """The bytes, the name that the comment line above the PEM text gives, and for issuing: subject and key."""

    der: bytes
    label: str
    subject: bytes
    key: Key


@dataclass
class Parts:
    """Everything that a certificate is made of, as DER; a case overrides what it is about."""

    label: str
    subject: bytes
    key: Key
    extensions: dict[str, bytes]
    not_before: bytes
    not_after: bytes
    serial: bytes
    version: bytes = VERSION_3
    inner_algorithm: bytes | None = None
    outer_algorithm: bytes | None = None
    key_info: bytes | None = None


def new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def parts(label: str, key: Key, extensions: dict[str, bytes], years: tuple[datetime, datetime]) -> Parts:
    not_before, not_after = map(utc_time, years)
    serial = integer(int.from_bytes(b"\x40" + secrets.token_bytes(15)))
    return Parts(f"C=XX, O=Acme Test PKI, CN={label}", name(label), key, extensions, not_before, not_after, serial)


def root_parts(key: Key) -> Parts:
    extensions = {
        "basic_constraints": basic_constraints(),
        "key_usage": key_usage(KEY_CERT_SIGN_AND_CRL_SIGN),
        "subject_key_identifier": extension(f"{ARC}.14", tlv(OCTET_STRING, key_identifier(key))),
    }
    return parts("Acme Root CA", key, extensions, (datetime(2020, 1, 1), datetime(2040, 1, 1)))


def issuing_parts(key: Key, issuer: Key) -> Parts:
    extensions = root_parts(key).extensions | from_issuer(issuer, ROOT_URL)
    return parts("Acme Issuing CA 2", key, extensions, (datetime(2022, 1, 1), datetime(2035, 1, 1)))


def leaf_parts(key: Key, issuer: Key) -> Parts:
    extensions = {
        "key_usage": key_usage(DIGITAL_SIGNATURE),
        "extended_key_usage": extended_key_usage(),
        "subject_key_identifier": extension(f"{ARC}.14", tlv(OCTET_STRING, key_identifier(key))),
        "subject_alt_name": subject_alt_name(*SHOP),
        **from_issuer(issuer, ISSUING_URL),
    }
    return parts("shop.example", key, extensions, (datetime(2026, 1, 1), datetime(2026, 12, 31)))


def from_issuer(issuer: Key, url: str) -> dict[str, bytes]:
    return {
        "authority_key_identifier": extension(f"{ARC}.35", tlv(SEQUENCE, tlv(0x80, key_identifier(issuer)))),
        "authority_information_access": authority_information_access(url),
    }


def certificate(it: Parts, issuer: Certificate | None = None) -> Certificate:
    """The signed certificate; without an issuer, self-signed."""
    signer = issuer.key if issuer else it.key
    algorithm = ECDSA_WITH_SHA256 if isinstance(signer, ec.EllipticCurvePrivateKey) else ML_DSA_65
    tbs = tlv(
        SEQUENCE,
        it.version,
        it.serial,
        it.inner_algorithm or algorithm,
        issuer.subject if issuer else it.subject,
        tlv(SEQUENCE, it.not_before, it.not_after),
        it.subject,
        it.key_info or public_key_info(it.key),
        tlv(0xA3, tlv(SEQUENCE, *it.extensions.values())),
    )
    signature = tlv(BIT_STRING, b"\0", sign(signer, tbs))
    return Certificate(tlv(SEQUENCE, tbs, it.outer_algorithm or algorithm, signature), it.label, it.subject, it.key)


def sign(key: Key, message: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message, ec.ECDSA(hashes.SHA256()))
    return key.sign(message)


# --- chains and cases ------------------------------------------------------------------------------

Change = Callable[[Parts], None]


@dataclass(frozen=True)
class Chain:
    leaf: Certificate
    issuing: Certificate
    root: Certificate


def unchanged(_: Parts) -> None:
    pass


def chain(leaf: Change = unchanged, issuing: Change = unchanged, new_ca_key: Callable[[], Key] = new_key) -> Chain:
    """Root, issuing CA and server, of which one or the other is changed before it is signed."""
    root = certificate(root_parts(new_ca_key()))
    middle = issuing_parts(new_ca_key(), root.key)
    issuing(middle)
    signed_middle = certificate(middle, root)
    end = leaf_parts(new_key(), middle.key)
    leaf(end)
    return Chain(certificate(end, signed_middle), signed_middle, root)


def setting(**fields: bytes | str) -> Change:
    return lambda it: it.__dict__.update(fields)


def extending(**extensions: bytes) -> Change:
    """Replaces or adds extensions; an empty one is left out."""
    return lambda it: it.extensions.update(extensions)


def altered(it: Certificate, offset: int) -> Certificate:
    der = bytearray(it.der)
    der[offset] ^= 0x01
    return Certificate(bytes(der), it.label, it.subject, it.key)


def pem(it: Certificate) -> str:
    text = "\n".join(textwrap.wrap(base64.b64encode(it.der).decode(), 64))
    return f"# subject: {it.label}\n-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n"


LEAF_FAULT = "shop.example [{}] <- Acme Issuing CA 2 <- Acme Root CA (trusted)"
ISSUING_FAULT = "shop.example <- Acme Issuing CA 2 [{}] <- Acme Root CA (trusted)"
CASE = '''\
title = "{title}"
drawing = """
{drawing}
"""
at = 2026-06-01T00:00:00Z
identity = ["dns:shop.example"]
purpose = "server"
conformance = "{conformance}"
verdict = "{verdict}"
findings = [{ids}]
'''
GOOD = "shop.example <- Acme Issuing CA 2 <- Acme Root CA (trusted)"
UNSUPPORTED = "chain.interop.unsupported"


def emit(
    case: str, it: Chain, verdict: str, title: str, drawing: str, *findings: str, conformance: str = "REPORT"
) -> None:
    directory = Path(sys.argv[1]) / case
    directory.mkdir(parents=True)
    (directory / "chain.pem").write_text(pem(it.leaf) + pem(it.issuing), encoding="utf-8")
    (directory / "roots.pem").write_text(pem(it.root), encoding="utf-8")
    ids = ", ".join(f'"{finding}"' for finding in findings)
    toml = CASE.format(title=title, drawing=drawing, conformance=conformance, verdict=verdict, ids=ids)
    (directory / "case.toml").write_text(toml, encoding="utf-8")


def emit_leaf(case: str, change: Change, verdict: str, title: str, fault: str, *findings: str) -> None:
    emit(case, chain(leaf=change), verdict, title, LEAF_FAULT.format(fault), *findings)


# --- the cases: good -------------------------------------------------------------------------------


def post_quantum() -> None:
    """RFC 9881: the algorithm identifier of ML-DSA has no parameters."""
    it = chain(new_ca_key=mldsa.MLDSA65PrivateKey.generate)
    emit("good/mldsa", it, "TRUSTED", "Two CAs with ML-DSA-65 keys and a server with an EC key", GOOD, UNSUPPORTED)


# --- the cases: signature --------------------------------------------------------------------------


def altered_after_signing() -> None:
    it = chain()
    emit(
        "signature/altered-leaf",
        Chain(altered(it.leaf, -1), it.issuing, it.root),
        "UNTRUSTED",
        "One bit of the signature on the server's certificate was changed",
        LEAF_FAULT.format("altered signature"),
        "chain.signature.invalid",
    )
    before = VERSION_3 + bytes([INTEGER, 16])
    serial = it.issuing.der.index(before) + len(before)
    emit(
        "signature/altered-intermediate-tbs",
        Chain(it.leaf, altered(it.issuing, serial + 8), it.root),
        "UNTRUSTED",
        "One bit of the intermediate's serial number was changed after signing",
        ISSUING_FAULT.format("altered serial number"),
        "chain.signature.invalid",
    )


def algorithms() -> None:
    emit_leaf(
        "signature/algorithm-mismatch",
        setting(inner_algorithm=ECDSA_WITH_SHA384),  # the signature is good under the outer one
        "UNTRUSTED",
        "The certificate names one signature algorithm inside and another outside",
        "SHA-384 inside, SHA-256 outside",
        "chain.signature.algorithm_mismatch",
    )
    emit_leaf(
        "signature/unknown-algorithm",
        setting(inner_algorithm=MADE_UP_ALGORITHM, outer_algorithm=MADE_UP_ALGORITHM),
        "INDETERMINATE",
        "The certificate is signed with an algorithm that nobody knows",
        "unknown algorithm",
        "chain.signature.unsupported",
    )


# --- the cases: key, validity, identity, extension -------------------------------------------------


def unreadable_key() -> None:
    emit_leaf(
        "key/unreadable-leaf",
        setting(key_info=tlv(SEQUENCE, MADE_UP_ALGORITHM, tlv(BIT_STRING, b"\0", b"no key at all"))),
        "INDETERMINATE",
        "The server's key is of a kind that nobody knows",
        "unknown kind of key",
        "chain.key.unreadable",
    )


def validity() -> None:
    emit_leaf(
        "validity/inverted",
        setting(not_before=utc_time(datetime(2026, 12, 31)), not_after=utc_time(datetime(2026, 1, 1))),
        "UNTRUSTED",
        "The certificate ends before it begins",
        "from 2026-12-31 until 2026-01-01",
        "chain.validity.inverted",
    )


def identity() -> None:
    emit_leaf(
        "identity/nul-in-san",
        extending(subject_alt_name=subject_alt_name((DNS_NAME, b"shop.example\0.evil.example"))),
        "UNTRUSTED",
        "A NUL byte in the name would make it look like the right one to a careless reader",
        "NUL evil.example",
        "chain.identity.mismatch",
        "chain.rfc5280.value",
    )


def duplicate_extension() -> None:
    emit_leaf(
        "extension/duplicate",
        extending(
            subject_alt_name=subject_alt_name((DNS_NAME, b"shop.example")),
            another=subject_alt_name((DNS_NAME, b"www.shop.example")),
        ),
        "UNTRUSTED",
        "The certificate has the same extension twice",
        "two subjectAltNames",
        "chain.extension.duplicate",
    )


# --- the cases: form -------------------------------------------------------------------------------


def unreadable_intermediate() -> None:
    """The PEM armour is sound; the DER inside ends in the middle of the tbsCertificate."""
    it = chain()
    cut = Certificate(it.issuing.der[: len(it.issuing.der) // 2], it.issuing.label, it.issuing.subject, it.issuing.key)
    emit(
        "form/unreadable-intermediate",
        Chain(it.leaf, cut, it.root),
        "UNTRUSTED",
        "The intermediate certificate is cut off in the middle",
        ISSUING_FAULT.format("cut off"),
        "chain.certificate.unreadable",
        "chain.issuer.missing",
    )


# Escape sequences for colour, title and link, CSI in its C1 form; bidi override, zero width, line breaks, rich markup.
HOSTILE_CN = "x\x1b[31m\x1b]0;own\x07\x1b]8;;http://evil.example\x1b\\y\x1b]8;;\x1b\\\x9b32m"
HOSTILE_O = "\u202egnp\u202c\u200b\nOK: trusted\r\n[/x][red]"
HOSTILE = (HOSTILE_CN + HOSTILE_O).encode()


def hostile_names() -> None:
    """A subject attribute has no more than 64 characters, hence two; the SAN has both, as UTF-8 in its IA5Strings."""
    names = subject_alt_name(
        *SHOP, (DNS_NAME, HOSTILE), (RFC822_NAME, HOSTILE + b"@shop.example"), (URI, b"https://shop.example/" + HOSTILE)
    )

    def change(it: Parts) -> None:
        it.subject = name(HOSTILE_CN, organization=HOSTILE_O)
        it.label = "(hostile: escape sequences, bidi, line breaks, markup)"
        it.extensions["subject_alt_name"] = names

    title = "Names made to deceive a terminal or a log, in a certificate that is otherwise in order"
    emit("form/hostile-names", chain(leaf=change), "TRUSTED", title, GOOD, "chain.rfc5280.value")


# --- the cases: profile ----------------------------------------------------------------------------

Breach = tuple[str, str, str, Change]  # suffix, what is the matter, its short form, the change

LEAF_BREACHES: list[Breach] = [
    ("aki-missing", "has no authority key identifier", "no AKI", extending(authority_key_identifier=b"")),
    ("serial-negative", "has a negative serial number", "serial -5", setting(serial=integer(-5))),
    ("serial-too-long", "has a serial number of 21 octets", "21 octets", setting(serial=tlv(INTEGER, b"\x5a" * 21))),
    ("serial-zero", "has the serial number 0", "serial 0", setting(serial=integer(0))),
    (
        "empty-eku",
        "has an empty list of purposes",
        "empty EKU",
        extending(extended_key_usage=extended_key_usage(tlv(SEQUENCE))),
    ),
    ("nc-in-leaf", "has name constraints, though it is no CA", "NC", extending(nc=name_constraints(b"example"))),
    (
        "san-not-critical-empty-subject",
        "has an empty subject, and its names are not critical",
        "SAN not critical",
        setting(subject=EMPTY_NAME, label="(empty)"),
    ),
    (
        "aia-critical",
        "has a critical authority information access",
        "critical AIA",
        extending(authority_information_access=authority_information_access(ISSUING_URL, critical=True)),
    ),
    (
        "generalized-time-2026",
        "gives a date before 2050 as a GeneralizedTime",
        "GeneralizedTime",
        setting(not_before=generalized_time(datetime(2026, 1, 1))),
    ),
    ("v3-ext-in-v1", "says that it is version 1, but has extensions", "version 1", setting(version=VERSION_1)),
]

ISSUING_BREACHES: list[Breach] = [
    ("ski-missing", "has no subject key identifier", "no SKI", extending(subject_key_identifier=b"")),
    (
        "nc-not-critical",
        "has name constraints that are not critical",
        "NC not critical",
        extending(nc=name_constraints(b"example", critical=False)),
    ),
    ("ca-empty-subject", "has an empty subject", "no subject", setting(subject=EMPTY_NAME, label="(empty)")),
    ("key-usage-missing-ca", "has no key usage", "no key usage", extending(key_usage=b"")),
    (
        "bc-not-critical-ca",
        "has basic constraints that are not critical",
        "BC not critical",
        extending(basic_constraints=basic_constraints(critical=False)),
    ),
]


def profile_breaches() -> None:
    """Every breach twice, with the same certificates: once reported only, once enforced."""
    for suffix, matter, fault, change in LEAF_BREACHES:
        it = chain(leaf=change)
        emit_breach(suffix, f"The server's certificate {matter}", LEAF_FAULT.format(fault), it)
    for suffix, matter, fault, change in ISSUING_BREACHES:
        it = chain(issuing=change)
        emit_breach(suffix, f"The issuing CA's certificate {matter}", ISSUING_FAULT.format(fault), it)


MISSING, FORBIDDEN, CRITICALITY, VALUE = (
    f"chain.rfc5280.{kind}" for kind in ("extension_missing", "extension_forbidden", "extension_criticality", "value")
)
BREACH_FINDINGS = {
    "aki-missing": [MISSING],
    "ski-missing": [MISSING],
    "key-usage-missing-ca": [MISSING],
    "nc-in-leaf": [FORBIDDEN],
    "nc-not-critical": [CRITICALITY],
    "san-not-critical-empty-subject": [CRITICALITY],
    "aia-critical": [CRITICALITY],
    "bc-not-critical-ca": [CRITICALITY],
    "empty-eku": ["chain.extended_key_usage.purpose_not_allowed", VALUE],
    "ca-empty-subject": [MISSING, VALUE],
}
# Where nothing is enforced, what some client applies is told with the client's name.
STRICT = "chain.interop.openssl_strict"
REPORTED_FINDINGS = {
    "aki-missing": [STRICT],
    "ski-missing": [STRICT],
    "key-usage-missing-ca": [STRICT],
    "bc-not-critical-ca": [STRICT],
    "ca-empty-subject": [STRICT],
    "san-not-critical-empty-subject": [STRICT],
    "aia-critical": ["chain.interop.critical_extension"],
    "serial-negative": ["chain.interop.serial_number"],
    "serial-too-long": ["chain.interop.serial_number"],
    "v3-ext-in-v1": ["chain.interop.version"],
}
# Path validation itself finds no allowed purpose in an empty list, so that even a report fails it.
FAILS_ANYWAY = {"empty-eku"}
# Relying parties must take either encoding of a time.
ONLY_ISSUERS_KEEP = {"generalized-time-2026"}


def emit_breach(suffix: str, title: str, drawing: str, it: Chain) -> None:
    case, findings = f"profile/{suffix}", BREACH_FINDINGS.get(suffix, [VALUE])
    reported = "UNTRUSTED" if suffix in FAILS_ANYWAY else "TRUSTED"
    enforced = "TRUSTED" if suffix in ONLY_ISSUERS_KEEP else "UNTRUSTED"
    emit(f"{case}-report", it, reported, title, drawing, *REPORTED_FINDINGS.get(suffix, findings))
    title += ", and RFC 5280 is enforced"
    emit(f"{case}-enforce", it, enforced, title, drawing, *findings, conformance="ENFORCE")


if __name__ == "__main__":
    post_quantum()
    altered_after_signing()
    algorithms()
    unreadable_key()
    validity()
    identity()
    duplicate_extension()
    unreadable_intermediate()
    hostile_names()
    profile_breaches()
