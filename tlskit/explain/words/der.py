"""Words for what is in certificates, by the names of RFC 5280 section 4.1, and for the kinds of value that DER has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.explain.words.entry import FieldWords

if TYPE_CHECKING:
    from tlskit.wire.field import FieldKind


def der_words(kind: FieldKind) -> FieldWords | None:
    """Return the words for a field of a certificate; ``None`` for a field of anything else."""
    if not kind.key.startswith("DER"):
        return None
    if kind.name.startswith("["):
        return FieldWords(
            f"Tagged {kind.name}", _TAGGED, "In subjectAltName, for instance, [2] is a DNS name, [7] an IP address."
        )
    name = kind.name.partition(" ")[0]
    return _NAMES.get(kind.name) or _NAMES.get(name) or FieldWords(kind.name, _TYPES.get(kind.name, _UNKNOWN), "")


_UNKNOWN = "A kind of value that certificates do not use."
_TAGGED = "A value whose kind its tag alone does not tell: it depends on where it stands."
_ALGORITHM = FieldWords(
    "Signature algorithm",
    "With which algorithm the issuer signed.",
    "It stands twice: inside, where it is signed itself, and outside, where it is read first. Both must agree.",
)
_NAMES: dict[str, FieldWords] = {
    "Certificate": FieldWords(
        "Certificate",
        "A statement that a key belongs to a name, signed by an issuer.",
        "Whoever trusts the issuer need not know the holder.",
    ),
    "tbsCertificate": FieldWords(
        "What is signed",
        "Everything that the certificate says.",
        "The issuer's signature covers exactly these bytes.",
    ),
    "version": FieldWords("Version", "2 stands for version 3.", "Only version 3 has extensions."),
    "serialNumber": FieldWords(
        "Serial number",
        "The issuer's number for this certificate.",
        "Revocation lists name certificates by it. At least 64 of its bits are random, which once kept forgers from "
        "preparing a hash collision.",
    ),
    "signature": _ALGORITHM,
    "signatureAlgorithm": _ALGORITHM,
    "issuer": FieldWords("Issuer", "Who signed the certificate.", "It is the subject of the next certificate up."),
    "validity": FieldWords("Validity", "From when to when it holds.", "Nobody needs to vouch for a key forever."),
    "notBefore": FieldWords("Not before", "It does not hold before this time.", "Clocks that run slow fail here."),
    "notAfter": FieldWords("Not after", "It does not hold after this time.", "The most common reason for a failure."),
    "subject": FieldWords(
        "Subject",
        "Whose key it is.",
        "For servers it is decoration: the host names stand in the extension subjectAltName.",
    ),
    "subjectPublicKeyInfo": FieldWords(
        "Public key",
        "The key that the certificate is about, and its kind.",
        "The holder proves in the handshake that the private half is there.",
    ),
    "subjectPublicKey": FieldWords("Key", "The public key itself.", "Signatures of the handshake are checked with it."),
    "algorithm": FieldWords("Algorithm", "An algorithm and its parameters.", "Both sides must mean the same one."),
    "extensions": FieldWords(
        "Extensions",
        "What the certificate may be used for, for which names, and where to ask about it.",
        "Each has an identifier, a mark whether it may be ignored, and a value.",
    ),
    "signatureValue": FieldWords(
        "Signature",
        "The issuer's signature over what is signed.",
        "One bit changed in the certificate, and it no longer fits.",
    ),
    "tag and length": FieldWords(
        "Tag and length",
        "Which kind of value follows, and how long it is.",
        "DER writes every value as tag, length and contents, in one way only.",
    ),
    "DER": FieldWords("DER", "Bytes that are no DER.", "What cannot be read is shown as it is."),
}
_TYPES = {
    "SEQUENCE": "Several values in a fixed order.",
    "SET": "Several values without an order.",
    "OBJECT IDENTIFIER": "A number for an algorithm, an attribute or an extension, out of one tree for the world.",
    "INTEGER": "A whole number.",
    "BOOLEAN": "True or false.",
    "NULL": "Nothing: a place for parameters that are not there.",
    "BIT STRING": "Bits; the first byte says how many of the last byte are unused.",
    "OCTET STRING": "Bytes, which often hold further DER.",
    "ENUMERATED": "A number that stands for one of a list.",
    "UTF8String": "Text.",
    "TeletexString": "Text in an old encoding that few read alike.",
    "UniversalString": "Text, four bytes to a character.",
    "BMPString": "Text, two bytes to a character.",
    "PrintableString": "Text of letters, digits and a few signs.",
    "IA5String": "Text, one byte to a character.",
    "UTCTime": "A time with two digits for the year.",
    "GeneralizedTime": "A time with four digits for the year.",
}
