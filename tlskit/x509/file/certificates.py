"""Finding certificates in bytes: PEM with anything between the blocks (RFC 7468), DER, or PKCS#7 in either."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tlskit.errors import InputError
from tlskit.x509.file.pem import CERTIFICATE_LABELS, PKCS7_LABELS, TRUSTED_LABEL, is_pem, pem_blocks, pem_text

if TYPE_CHECKING:
    from tlskit.x509.file.pem import PemBlock
    from tlskit.x509.trust_settings import TrustSettings


class CertificateBlock(NamedTuple):
    """The DER of a certificate, and the trust settings that stand behind it, None where there are none."""

    der: bytes
    trust_settings: TrustSettings | None = None


def certificate_blocks(data: bytes) -> list[bytes]:
    """Return the DER of every certificate in ``data``, in order; raises as :func:`trusted_blocks` does."""
    return [block.der for block in trusted_blocks(data)]


def trusted_blocks(data: bytes) -> list[CertificateBlock]:
    """Return every certificate in ``data``, in order, with OpenSSL's trust settings where it has any.

    DER is returned as it is, whatever is wrong inside: that becomes a finding. Raises
    :class:`~tlskit.errors.InputError` where there is nothing that could be a certificate, naming what there is.
    """
    data = pem_text(data)
    if data[:1] == b"\x30" and not _is_text(data):
        return [CertificateBlock(item) for item in _certificates_der(data)]
    found: list[CertificateBlock] = []
    others: list[str] = []
    for block in pem_blocks(data):
        if block.label in CERTIFICATE_LABELS:
            found.append(_block(block))
        elif block.label in PKCS7_LABELS:
            found += [CertificateBlock(item) for item in _contained(block.contents, others)]
        else:
            others.append(block.label.decode("ascii"))
    if found:
        return found
    if others:
        raise InputError(f"no certificate here; it holds {_counted(others)}")
    raise InputError("no certificate here: neither PEM nor DER")


def _is_text(data: bytes) -> bool:
    """Whether what begins like DER, with a "0", is a text with PEM in it."""
    return data[1:2].isascii() and data[:256].isascii() and is_pem(data)


def _block(block: PemBlock) -> CertificateBlock:
    if block.label != TRUSTED_LABEL:
        return CertificateBlock(block.contents)
    from tlskit.x509.trust_settings import trusted_certificate  # few files have such blocks

    return CertificateBlock(*trusted_certificate(block.contents))


def _contained(data: bytes, others: list[str]) -> list[bytes]:
    from tlskit.x509.file.cms import signed_data  # few files hold PKCS#7

    try:
        found = signed_data(data).certificates
    except InputError as problem:
        others.append(str(problem))
        return []
    if not found:
        others.append("PKCS#7 without certificates")
    return found


def _certificates_der(data: bytes) -> list[bytes]:
    """Tell a certificate from the other things that DER files hold; what is damaged counts as one, and is shown."""
    from tlskit.x509.file.asn1_kind import Asn1Kind, asn1_kind  # a trust store is PEM

    kind = asn1_kind(data)
    if kind is Asn1Kind.CERTIFICATE:
        return [data]
    others: list[str] = []
    found = _contained(data, others) if kind is Asn1Kind.PKCS7 else []
    if found:
        return found
    raise InputError(f"no certificate here; it holds {', '.join(others) or f'{kind.value} in DER'}")


def _counted(labels: list[str]) -> str:
    return ", ".join(f"{labels.count(label)} x {label}" for label in dict.fromkeys(labels))
