"""The words of fields: every place has its own."""

from __future__ import annotations

from tests.explain.wire_fields import kinds
from tlskit.explain.trace.words import kind_words
from tlskit.explain.trace.words_der import der_words
from tlskit.wire.field import FieldKind


def test_no_field_lacks_its_words():
    """Every field of every structure has a label, says what its value means and why it is there."""
    wordless = {}
    for kind in kinds():
        try:
            words = kind_words(kind)
        except (KeyError, ValueError) as error:
            wordless[kind.key] = repr(error)
        else:
            if not (words.label and words.meaning and words.why):
                wordless[kind.key] = "empty"
    assert {} == wordless


def test_no_kind_of_value_in_a_certificate_lacks_its_words():
    """What DER can hold in a certificate has a label and says what it means, what nobody knows among it."""
    names = ["SEQUENCE", "SET", "BOOLEAN", "INTEGER", "ENUMERATED", "NULL", "BIT STRING", "OCTET STRING"]
    names += ["OBJECT IDENTIFIER", "UTF8String", "PrintableString", "TeletexString", "IA5String", "BMPString"]
    names += ["UniversalString", "UTCTime", "GeneralizedTime", "[0]", "[2]", "tag 0x1f", "tag and length", "DER"]
    names += ["tbsCertificate SEQUENCE", "serialNumber INTEGER", "notAfter UTCTime", "subjectPublicKey BIT STRING"]
    words = {name: der_words(FieldKind(name, f"DER.{name}", "")) for name in names}
    assert [] == [name for name, entry in words.items() if entry is None or not (entry.label and entry.meaning)]
