"""Everything that is in a file, in order: told by content, never by the file's ending.

PEM (RFC 7468) with anything between the blocks, DER (one value or several), PKCS#7 (RFC 5652), PKCS#12 (RFC 7292).
Bytes in, items out; no file is opened here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tlskit.core import clipped
from tlskit.errors import InputError
from tlskit.x509 import der
from tlskit.x509.certificate import Certificate
from tlskit.x509.certification_request import CertificationRequest
from tlskit.x509.crl import CertificateRevocationList
from tlskit.x509.file.asn1_kind import Asn1Kind, asn1_kind
from tlskit.x509.file.cms import signed_data
from tlskit.x509.file.item import CertificateItem, CrlItem, Item, OtherItem, PrivateKeyItem, PublicKeyItem, RequestItem
from tlskit.x509.file.limits import MAXIMUM_CERTIFICATES
from tlskit.x509.file.pem import CERTIFICATE_LABELS, PKCS7_LABELS, TRUSTED_LABEL, PemBlock, is_pem, pem_blocks, pem_text
from tlskit.x509.file.pkcs12 import read_pkcs12
from tlskit.x509.file.private_key import KeyFacts, der_key, pem_key, ssh_key
from tlskit.x509.file.rsa_public_key import spki_of_rsa
from tlskit.x509.name import DER_PROBLEMS
from tlskit.x509.signature import describe_key, load_public_key
from tlskit.x509.trust_settings import trusted_certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Make = Callable[[int], Item]

_TIMES = (der.UTC_TIME, der.GENERALIZED_TIME)
_NEW_LINE = b"\n"


def read_items(data: bytes, *, password: bytes | None = None) -> tuple[Item, ...]:
    """Return everything in ``data`` in order.

    ``password`` opens PKCS#12 and encrypted keys. Raises :class:`~tlskit.errors.InputError` where there is nothing that
    is known here, and :class:`PasswordError` where a PKCS#12 does not open; an encrypted key is named without one.
    """
    data = pem_text(data)
    if data[:1] == b"\x30" and not (data[:256].isascii() and is_pem(data)):
        makers = _from_der(data, password)
    else:
        makers = _from_pem(data, password)
    found: list[Item] = []
    problems: list[InputError] = []
    for make in makers:
        if len(found) >= MAXIMUM_CERTIFICATES:
            raise InputError(f"more than {MAXIMUM_CERTIFICATES:,} things in one input")
        try:
            found.append(make(len(found) + 1))
        except InputError as problem:
            problems.append(problem)
            found.append(OtherItem(len(found) + 1, "", "unreadable", str(problem)))
    if not found:
        raise InputError("nothing is known here: neither PEM nor DER")
    if len(problems) == len(found):
        raise problems[0]
    return tuple(found)


# -- DER -------------------------------------------------------------------------------------------------------------


def _from_der(data: bytes, password: bytes | None) -> Iterator[Make]:
    """Part the values that stand one after the other; what follows the last one and is none stays with it."""
    starts, position = [0], 0
    while len(starts) <= MAXIMUM_CERTIFICATES and position < len(data) and data[position] == der.SEQUENCE:
        try:
            position = der.read(data, position, len(data)).end
        except der.DerError:
            break
        if data[position : position + 1] == b"\x30":
            starts.append(position)
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        value = data[start:end]
        yield from _value(value, asn1_kind(value), f"byte {start:,}", password)


def _value(data: bytes, kind: Asn1Kind, where: str, password: bytes | None) -> Iterator[Make]:
    """Yield what makes the items of one DER value."""
    match kind:
        case Asn1Kind.PKCS7:
            yield from _pkcs7(data, where)
        case Asn1Kind.PKCS12:
            yield from _pkcs12(data, where, password)
        case _ if kind in _KEY_FORMS:
            yield partial(_private_key, data, where, password, kind)
        case _ if kind in _MAKERS:
            yield partial(_MAKERS[kind], data, where)
        case _:
            yield partial(_other, kind.value, where)


_KEY_FORMS = {
    Asn1Kind.PKCS8: "PKCS#8",
    Asn1Kind.ENCRYPTED_KEY: "PKCS#8, encrypted",
    Asn1Kind.RSA_KEY: "traditional RSA",
    Asn1Kind.EC_KEY: "traditional EC",
    Asn1Kind.DSA_KEY: "traditional DSA",
}


# -- PEM -------------------------------------------------------------------------------------------------------------


def _from_pem(data: bytes, password: bytes | None) -> Iterator[Make]:
    line, seen = 1, 0
    for block in pem_blocks(data):
        line += data.count(_NEW_LINE, seen, block.start)
        seen = block.start
        yield from _block(block, f"line {line:,}", password)


def _block(block: PemBlock, where: str, password: bytes | None) -> Iterator[Make]:
    """Yield what makes the items of one block: the content says what it is, and where it does not, the label."""
    label, contents = block.label, block.contents
    if label.endswith(b"PRIVATE KEY"):
        yield partial(_pem_private_key, block, where, password)
    elif label == TRUSTED_LABEL:
        yield partial(_trusted, contents, where)
    elif label in _KINDS:
        kind = asn1_kind(contents)
        undecided = kind in (Asn1Kind.CERTIFICATE, Asn1Kind.OTHER)
        yield from _value(contents, _KINDS[label] if undecided else kind, where, password)
    else:
        yield partial(_other, _LABELS.get(label, f"{label.decode('ascii')} (PEM)"), where)


_KINDS = {
    **dict.fromkeys(CERTIFICATE_LABELS, Asn1Kind.CERTIFICATE),
    **dict.fromkeys(PKCS7_LABELS, Asn1Kind.PKCS7),
    b"X509 CRL": Asn1Kind.CRL,
    b"CRL": Asn1Kind.CRL,
    b"CERTIFICATE REQUEST": Asn1Kind.REQUEST,
    b"NEW CERTIFICATE REQUEST": Asn1Kind.REQUEST,
    b"PUBLIC KEY": Asn1Kind.PUBLIC_KEY,
    b"RSA PUBLIC KEY": Asn1Kind.RSA_PUBLIC_KEY,
    b"PKCS12": Asn1Kind.PKCS12,
}
_LABELS = {
    b"DH PARAMETERS": "Diffie-Hellman parameters",
    b"X9.42 DH PARAMETERS": "Diffie-Hellman parameters (X9.42)",
    b"DSA PARAMETERS": "DSA parameters",
    b"EC PARAMETERS": "EC parameters",
    b"ATTRIBUTE CERTIFICATE": "an attribute certificate",
    b"SSH2 PUBLIC KEY": "an SSH public key",
    b"OpenVPN Static key V1": "an OpenVPN static key",
    b"SSL SESSION PARAMETERS": "an OpenSSL session, which holds its secrets",
    b"PGP PUBLIC KEY BLOCK": "an OpenPGP public key",
    b"PGP MESSAGE": "an OpenPGP message",
    b"PGP SIGNATURE": "an OpenPGP signature",
    b"ECHCONFIG": "an Encrypted ClientHello configuration",
}


def _pem_private_key(block: PemBlock, where: str, password: bytes | None, position: int) -> Item:
    label = block.label.decode("ascii")
    text = b"-----BEGIN %b-----%b-----END %b-----\n" % (block.label, block.text.replace(b"\r", b""), block.label)
    if block.label == b"OPENSSH PRIVATE KEY":
        facts, form = ssh_key(block.contents), "OpenSSH"
    elif b"Proc-Type:" in block.text:
        facts = pem_key(text, password, encrypted=b"ENCRYPTED" in block.text)
        form = f"traditional {label.partition(' ')[0]}"
    else:
        return _private_key(block.contents, where, password, asn1_kind(block.contents), position)
    return _key_item(where, form, facts, position)


# -- one item --------------------------------------------------------------------------------------------------------


def _certificate(data: bytes, where: str, position: int, friendly_name: str = "") -> Item:
    certificate = Certificate(data, lenient=True)
    return CertificateItem(position, where, certificate.label, "", certificate, friendly_name)


def _trusted(contents: bytes, where: str, position: int) -> Item:
    encoded, settings = trusted_certificate(contents)
    certificate = Certificate(encoded, lenient=True, trust_settings=settings)
    return CertificateItem(position, where, certificate.label, "", certificate)


def _request(data: bytes, where: str, position: int) -> Item:
    request = CertificationRequest(data)
    return RequestItem(position, where, request.label, request.problem, request=request)


def _crl(data: bytes, where: str, position: int) -> Item:
    crl = CertificateRevocationList(data)
    problem = "; ".join(f"{name}: {text}" for name, text in crl.problems.items())
    return CrlItem(position, where, crl.label, problem, crl=crl, entries=crl_entries(data))


def crl_entries(data: bytes) -> int:
    """Count the entries of a CRL without reading one (RFC 5280 section 5.1)."""
    try:
        outer = der.read(data, 0, len(data))
        members = der.read(data, outer.body, outer.end).children()
        times = [index for index, item in enumerate(members) if item.tag in _TIMES]
        after = members[times[-1] + 1 :][:1]
        return _count(after[0]) if after and after[0].tag == der.SEQUENCE else 0
    except DER_PROBLEMS:
        return 0


def _count(value: der.Tlv) -> int:
    data, position, end, count = value.data, value.body, value.end, 0
    while position < end:
        length = data[position + 1]
        position = position + 2 + length if length < 0x80 else der.read(data, position, end).end  # noqa: PLR2004
        count += 1
    return count


def _public_key(data: bytes, where: str, position: int) -> Item:
    key, problem = load_public_key(data)
    shown = describe_key(key)
    return PublicKeyItem(position, where, shown, problem, key=shown, public_key_info=data)


def _private_key(data: bytes, where: str, password: bytes | None, kind: Asn1Kind, position: int) -> Item:
    facts = der_key(data, password, encrypted=kind is Asn1Kind.ENCRYPTED_KEY)
    return _key_item(where, _KEY_FORMS.get(kind, "unknown form"), facts, position)


def _key_item(where: str, form: str, facts: KeyFacts, position: int) -> Item:
    label = facts.key or ("encrypted" if facts.encrypted else "unreadable")
    return PrivateKeyItem(position, where, label, facts.problem, form=form, facts=facts)


def _other(label: str, where: str, position: int) -> Item:
    return OtherItem(position, where, clipped(label, 100), "")


_MAKERS: dict[Asn1Kind, Callable[[bytes, str, int], Item]] = {
    Asn1Kind.CERTIFICATE: _certificate,
    Asn1Kind.CRL: _crl,
    Asn1Kind.REQUEST: _request,
    Asn1Kind.PUBLIC_KEY: _public_key,
    Asn1Kind.RSA_PUBLIC_KEY: lambda data, where, position: _public_key(spki_of_rsa(data), where, position),
}


# -- containers ------------------------------------------------------------------------------------------------------


def _pkcs7(data: bytes, where: str) -> Iterator[Make]:
    try:
        contents = signed_data(data)
    except InputError as problem:
        yield partial(_refused, problem)
        return
    inside = f"in the PKCS#7 at {where}"
    yield from (partial(_certificate, item, inside) for item in contents.certificates)
    yield from (partial(_crl, item, inside) for item in contents.crls)
    if not any(contents):
        yield partial(_other, "PKCS#7 without certificates and CRLs", where)


def _pkcs12(data: bytes, where: str, password: bytes | None) -> Iterator[Make]:
    try:
        contents = read_pkcs12(data, password)
    except InputError as problem:
        yield partial(_refused, problem)
        return
    inside = f"in the PKCS#12 at {where}"
    if contents.key is not None:
        yield partial(_key_item, inside, "PKCS#12", contents.key)
    for encoded, name in contents.certificates:
        yield partial(_certificate, encoded, inside, friendly_name=name)
    if contents.key is None and not contents.certificates:
        yield partial(_other, "PKCS#12 without certificates and keys", where)


def _refused(problem: InputError, position: int) -> Item:
    del position
    raise problem
