"""Words for what is in certificates, by the names of RFC 5280 section 4.1, and for the kinds of value that DER has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.explain.words.entry import FieldWords
from tlskit.trace import CertificateField, DerBytes, DerValue
from tlskit.x509 import der

if TYPE_CHECKING:
    from tlskit.wire import FieldKind


def der_words(kind: FieldKind) -> FieldWords | None:
    """Return the words for a field of a certificate; ``None`` for a field of anything else."""
    match kind.place.structure:
        case DerBytes() as found:
            return _BYTES[found]
        case DerValue(field=CertificateField() as field):
            return _FIELDS[field]
        case DerValue(tag=tag) if tag in _TYPES:
            return FieldWords(kind.name, _TYPES[tag], "")
        case DerValue(tag=tag) if tag & _CONTEXT:
            return FieldWords(
                f"Tagged {kind.name}", _TAGGED, "In subjectAltName, for instance, [2] is a DNS name, [7] an IP address."
            )
        case DerValue():
            return FieldWords(kind.name, _UNKNOWN, "")
    return None


_CONTEXT = 0x80
_UNKNOWN = "A kind of value that certificates do not use."
_TAGGED = "A value whose kind its tag alone does not tell: it depends on where it stands."
_ALGORITHM = FieldWords(
    "Signature algorithm",
    "With which algorithm the issuer signed.",
    "It stands twice: inside, where it is signed itself, and outside, where it is read first. Both must agree.",
)
_FIELDS: dict[CertificateField, FieldWords] = {
    CertificateField.CERTIFICATE: FieldWords(
        "Certificate",
        "A statement that a key belongs to a name, signed by an issuer.",
        "Whoever trusts the issuer need not know the holder.",
    ),
    CertificateField.TBS_CERTIFICATE: FieldWords(
        "What is signed",
        "Everything that the certificate says.",
        "The issuer's signature covers exactly these bytes.",
    ),
    CertificateField.VERSION: FieldWords("Version", "2 stands for version 3.", "Only version 3 has extensions."),
    CertificateField.SERIAL_NUMBER: FieldWords(
        "Serial number",
        "The issuer's number for this certificate.",
        "Revocation lists name certificates by it. At least 64 of its bits are random, which once kept forgers from "
        "preparing a hash collision.",
    ),
    CertificateField.SIGNATURE: _ALGORITHM,
    CertificateField.SIGNATURE_ALGORITHM: _ALGORITHM,
    CertificateField.ISSUER: FieldWords(
        "Issuer", "Who signed the certificate.", "It is the subject of the next certificate up."
    ),
    CertificateField.VALIDITY: FieldWords(
        "Validity", "From when to when it holds.", "Nobody needs to vouch for a key forever."
    ),
    CertificateField.NOT_BEFORE: FieldWords(
        "Not before", "It does not hold before this time.", "Clocks that run slow fail here."
    ),
    CertificateField.NOT_AFTER: FieldWords(
        "Not after", "It does not hold after this time.", "The most common reason for a failure."
    ),
    CertificateField.SUBJECT: FieldWords(
        "Subject",
        "Whose key it is.",
        "For servers it is decoration: the host names stand in the extension subjectAltName.",
    ),
    CertificateField.SUBJECT_PUBLIC_KEY_INFO: FieldWords(
        "Public key",
        "The key that the certificate is about, and its kind.",
        "The holder proves in the handshake that the private half is there.",
    ),
    CertificateField.SUBJECT_PUBLIC_KEY: FieldWords(
        "Key", "The public key itself.", "Signatures of the handshake are checked with it."
    ),
    CertificateField.ALGORITHM: FieldWords(
        "Algorithm", "An algorithm and its parameters.", "Both sides must mean the same one."
    ),
    CertificateField.EXTENSIONS: FieldWords(
        "Extensions",
        "What the certificate may be used for, for which names, and where to ask about it.",
        "Each has an identifier, a mark whether it may be ignored, and a value.",
    ),
    CertificateField.SIGNATURE_VALUE: FieldWords(
        "Signature",
        "The issuer's signature over what is signed.",
        "One bit changed in the certificate, and it no longer fits.",
    ),
}
_BYTES = {
    DerBytes.HEAD: FieldWords(
        "Tag and length",
        "Which kind of value follows, and how long it is.",
        "DER writes every value as tag, length and contents, in one way only.",
    ),
    DerBytes.UNREADABLE: FieldWords("DER", "Bytes that are no DER.", "What cannot be read is shown as it is."),
}
_TYPES = {
    der.SEQUENCE: "Several values in a fixed order.",
    der.SET: "Several values without an order.",
    der.OID: "A number for an algorithm, an attribute or an extension, out of one tree for the world.",
    der.INTEGER: "A whole number.",
    der.BOOLEAN: "True or false.",
    der.NULL: "Nothing: a place for parameters that are not there.",
    der.BIT_STRING: "Bits; the first byte says how many of the last byte are unused.",
    der.OCTET_STRING: "Bytes, which often hold further DER.",
    der.ENUMERATED: "A number that stands for one of a list.",
    der.UTF8_STRING: "Text.",
    der.TELETEX_STRING: "Text in an old encoding that few read alike.",
    der.UNIVERSAL_STRING: "Text, four bytes to a character.",
    der.BMP_STRING: "Text, two bytes to a character.",
    der.PRINTABLE_STRING: "Text of letters, digits and a few signs.",
    der.IA5_STRING: "Text, one byte to a character.",
    der.UTC_TIME: "A time with two digits for the year.",
    der.GENERALIZED_TIME: "A time with four digits for the year.",
}
